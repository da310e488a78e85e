"""Which plan can carry what this child needs, as what, and who pays?

Never a verdict on a need: the Team, and under 504 a group that knows the child,
the data and the options, decide. The rules here say what to ask for.
"""

from iepkit.rules.model import State
from iepkit.rules.services.answers import CLOCKS, LIMITS_USED, NEEDS, QUESTIONS, SAID, derive
from iepkit.rules.services.decision import ANSWERS, REASONS, SEEN_BY, decide
from iepkit.rules.services.facts import Facts, Plan
from iepkit.rules.services.law import (
    may_meet_504_with_its_iep,
    needs_equal_chance_outside_class,
    needs_more_than_accommodations,
    needs_related_service_alone,
    needs_special_education,
)

__all__ = [
    "ANSWERS",
    "CLOCKS",
    "LIMITS_USED",
    "NEEDS",
    "QUESTIONS",
    "REASONS",
    "SAID",
    "SEEN_BY",
    "Facts",
    "Plan",
    "State",
    "decide",
    "derive",
    "may_meet_504_with_its_iep",
    "needs_equal_chance_outside_class",
    "needs_more_than_accommodations",
    "needs_related_service_alone",
    "needs_special_education",
]
