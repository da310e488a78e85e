"""The explorers: a parent's answers, the rules, and what each plan gives, by ids alone."""

from iepkit.explorers.answers import check_answers, is_asked
from iepkit.explorers.explain import as_text, explain, explain_file
from iepkit.explorers.fit import misfits
from iepkit.explorers.topics import TOPICS, decide

__all__ = ["TOPICS", "as_text", "check_answers", "decide", "explain", "explain_file", "is_asked", "misfits"]
