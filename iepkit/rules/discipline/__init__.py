"""Is this child removed from school as the law allows, and what is owed meanwhile?

Never a verdict: whether removals are a pattern, and whether behavior comes from
the disability, others decide. The rules here say what to ask for, and by when.
"""

from iepkit.rules.discipline.answers import CLOCKS, LIMITS_USED, QUESTIONS, THRESHOLD, How, Part, PlanNow, count, derive
from iepkit.rules.discipline.decision import ANSWERS, REASONS, SEEN_BY, decide
from iepkit.rules.discipline.facts import (
    CurrentUse,
    Decided,
    Facts,
    Felony,
    Manifestation,
    Plan,
    Removed,
)
from iepkit.rules.discipline.law import (
    has_education_services_in_massachusetts,
    has_special_circumstances,
    is_a_pattern_to_ask_about,
    is_change_of_placement,
    is_disciplined_for_current_use_alone,
    is_long_exclusion,
    is_protected_by_504,
    may_be_expelled_in_massachusetts,
    may_claim_idea_protection,
    needs_504_evaluation_first,
    owes_services_now,
)
from iepkit.rules.model import State

__all__ = [
    "ANSWERS",
    "CLOCKS",
    "LIMITS_USED",
    "QUESTIONS",
    "REASONS",
    "SEEN_BY",
    "THRESHOLD",
    "CurrentUse",
    "Decided",
    "Facts",
    "Felony",
    "How",
    "Manifestation",
    "Part",
    "Plan",
    "PlanNow",
    "Removed",
    "State",
    "count",
    "decide",
    "derive",
    "has_education_services_in_massachusetts",
    "has_special_circumstances",
    "is_a_pattern_to_ask_about",
    "is_change_of_placement",
    "is_disciplined_for_current_use_alone",
    "is_long_exclusion",
    "is_protected_by_504",
    "may_be_expelled_in_massachusetts",
    "may_claim_idea_protection",
    "needs_504_evaluation_first",
    "owes_services_now",
]
