"""May this child be found eligible: for special education, and under Section 504?

Never a verdict: the Team, and under 504 a group that knows the child, the data
and the options, decide after an evaluation. The rules here say what to ask for.
"""

from iepkit.rules.eligibility.answers import CLOCKS, KINDS, LIMITS_USED, QUESTIONS, SAID, derive
from iepkit.rules.eligibility.decision import ANSWERS, REASONS, SEEN_BY, decide
from iepkit.rules.eligibility.facts import Age, Condition, Facts, Limits, MainReason, Need, Progress
from iepkit.rules.eligibility.law import (
    has_impairment,
    has_listed_disability,
    is_free_of_another_deciding_factor,
    is_of_age_for_special_education,
    is_substantially_limited,
    lacks_effective_progress_because_of_disability,
    needs_special_education,
    points_to_special_education,
)
from iepkit.rules.model import State

__all__ = [
    "ANSWERS",
    "CLOCKS",
    "KINDS",
    "LIMITS_USED",
    "QUESTIONS",
    "REASONS",
    "SAID",
    "SEEN_BY",
    "Age",
    "Condition",
    "Facts",
    "Limits",
    "MainReason",
    "Need",
    "Progress",
    "State",
    "decide",
    "derive",
    "has_impairment",
    "has_listed_disability",
    "is_free_of_another_deciding_factor",
    "is_of_age_for_special_education",
    "is_substantially_limited",
    "lacks_effective_progress_because_of_disability",
    "needs_special_education",
    "points_to_special_education",
]
