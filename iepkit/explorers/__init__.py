"""The explorers: a parent's answers, the rules, and what each plan gives, by ids alone."""

from iepkit.explorers.answers import check_answers, is_asked
from iepkit.explorers.fit import misfits
from iepkit.explorers.topics import TOPICS, decide

__all__ = ["TOPICS", "check_answers", "decide", "is_asked", "misfits"]
