"""When parent and school do not agree: what comes first, and which routes are there?

No route is ever hidden or closed: a limit that is past brings the words for
asking all the same.
"""

from iepkit.rules.model import State
from iepkit.rules.rights.answers import CLOCKS, DATED_BY_REASONS, LIMITS_USED, QUESTIONS, derive
from iepkit.rules.rights.decision import ANSWERS, REASONS, ROUTES, SEEN_BY, decide
from iepkit.rules.rights.facts import About, Discipline, Facts, Plan
from iepkit.rules.rights.law import (
    has_short_appeal_in_discipline,
    has_to_answer_a_proposed_iep,
    is_a_matter_of_special_education,
    is_owed_notice_under_504,
    is_owed_prior_written_notice,
    is_protected_by_504_too,
    may_ask_for_expedited_hearing,
    may_ask_for_impartial_hearing_under_504,
    may_use_income_route,
    stays_put_without_a_hearing_request,
)

__all__ = [
    "ANSWERS",
    "CLOCKS",
    "DATED_BY_REASONS",
    "LIMITS_USED",
    "QUESTIONS",
    "REASONS",
    "ROUTES",
    "SEEN_BY",
    "About",
    "Discipline",
    "Facts",
    "Plan",
    "State",
    "decide",
    "derive",
    "has_short_appeal_in_discipline",
    "has_to_answer_a_proposed_iep",
    "is_a_matter_of_special_education",
    "is_owed_notice_under_504",
    "is_owed_prior_written_notice",
    "is_protected_by_504_too",
    "may_ask_for_expedited_hearing",
    "may_ask_for_impartial_hearing_under_504",
    "may_use_income_route",
    "stays_put_without_a_hearing_request",
]
