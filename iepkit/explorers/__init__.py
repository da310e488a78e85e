"""The explorers: a parent's answers, the rules, and what each plan gives, by ids alone."""

from iepkit.explorers.answers import check_answers, conditions, is_asked
from iepkit.explorers.explain import as_text, everything, explain, explain_file
from iepkit.explorers.fit import load_fitting, misfits
from iepkit.explorers.topics import (
    TOPICS,
    as_ids,
    decide,
    limits_of_reason,
    limits_of_routes,
    numbers_of,
    work_out,
    work_out_possible,
)

__all__ = [
    "TOPICS",
    "as_ids",
    "as_text",
    "check_answers",
    "conditions",
    "decide",
    "everything",
    "explain",
    "explain_file",
    "is_asked",
    "limits_of_reason",
    "limits_of_routes",
    "load_fitting",
    "misfits",
    "numbers_of",
    "work_out",
    "work_out_possible",
]
