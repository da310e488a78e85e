"""From a 504 plan to an IEP: where is this child now, and what is the next step?

Days of school are counted at the earliest. A day that is past is a reason to
ask today where it stands, never a verdict.
"""

from iepkit.rules.days import Clock
from iepkit.rules.model import Answer, State
from iepkit.rules.pathway.answers import CLOCKS, LIMITS_USED, QUESTIONS, derive
from iepkit.rules.pathway.decision import ANSWERS, REASONS, SEEN_BY, decide
from iepkit.rules.pathway.facts import AskedHow, Evaluation, Facts, Has504, Where
from iepkit.rules.pathway.law import (
    has_asked,
    has_given_consent,
    has_proof_of_request,
    is_evaluation_due,
    is_form_due,
    is_plan_due,
    is_proposed_iep_due_ma,
    is_team_meeting_due,
    is_usual_day_to_answer_over,
    may_dispute,
)

__all__ = [
    "ANSWERS",
    "CLOCKS",
    "LIMITS_USED",
    "QUESTIONS",
    "REASONS",
    "SEEN_BY",
    "Answer",
    "AskedHow",
    "Clock",
    "Evaluation",
    "Facts",
    "Has504",
    "State",
    "Where",
    "decide",
    "derive",
    "has_asked",
    "has_given_consent",
    "has_proof_of_request",
    "is_evaluation_due",
    "is_form_due",
    "is_plan_due",
    "is_proposed_iep_due_ma",
    "is_team_meeting_due",
    "is_usual_day_to_answer_over",
    "may_dispute",
]
