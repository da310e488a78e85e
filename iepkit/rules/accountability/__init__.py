"""Which reports and reviews are owed by now under each plan?

From the plan's own dates. A day that is past is a reason to ask where it stands,
never a verdict: parent and district may have agreed on something, or a later
review may not have been entered.
"""

from iepkit.rules.accountability.answers import CLOCKS, LIMITS_USED, QUESTIONS, derive
from iepkit.rules.accountability.decision import ANSWERS, REASONS, SEEN_BY, decide
from iepkit.rules.accountability.facts import Evaluation, Facts, Plan, Reports
from iepkit.rules.accountability.law import (
    has_504_plan,
    has_iep,
    has_next_look,
    is_504_cycle_over,
    is_carried_out,
    is_of_help,
    is_reevaluation_due,
    is_review_due,
    lacks_reports,
    needs_agreement_to_evaluate_again,
    owes_reports_with_report_cards,
)
from iepkit.rules.days import Clock
from iepkit.rules.model import Answer, State

__all__ = [
    "ANSWERS",
    "CLOCKS",
    "LIMITS_USED",
    "QUESTIONS",
    "REASONS",
    "SEEN_BY",
    "Answer",
    "Clock",
    "Evaluation",
    "Facts",
    "Plan",
    "Reports",
    "State",
    "decide",
    "derive",
    "has_504_plan",
    "has_iep",
    "has_next_look",
    "is_504_cycle_over",
    "is_carried_out",
    "is_of_help",
    "is_reevaluation_due",
    "is_review_due",
    "lacks_reports",
    "needs_agreement_to_evaluate_again",
    "owes_reports_with_report_cards",
]
