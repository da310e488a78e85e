"""From a parent's answers to facts: dates are reduced here, and nowhere else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from iepkit.rules.accountability.facts import Evaluation, Facts, Plan, Reports
from iepkit.rules.days import Clock, Number, clock
from iepkit.rules.given import date, one
from iepkit.rules.model import Answer, State

_YES_OR_NO = {Answer.YES, Answer.NO}
QUESTIONS: dict[str, AbstractSet[str]] = {
    "state": {State.MASSACHUSETTS, State.OTHER},
    "plan": {Plan.IEP, Plan.PLAN_504},
    "written_on": set(),
    "evaluated_on": set(),
    "evaluated_504_on": set(),
    "reports": set(Reports) - {Reports.NOT_SURE},
    "next_look": _YES_OR_NO,
    "followed": _YES_OR_NO,
    "works": _YES_OR_NO,
}
"""The questions that :func:`derive` looks at, each with the choices that it knows."""

LIMITS_USED = ("annual_review", "reevaluation", "reevaluation_at_most", "cycle_504")
"""The numbers that :func:`derive` takes from ``data/limits.csv``."""

# The 504 rule gives no number, so no day is shown for cycle_504.
CLOCKS = {"annual_review": "written_on", "reevaluation": "evaluated_on"}
"""The time limits that run from a day that is asked for."""


def derive(answers: Mapping[str, Any], limits: Mapping[str, Number], today: dt.date) -> Facts:
    """Reduce a parent's answers to the facts that the rules see.

    Args:
        answers: by question. One without an answer counts as *not sure*.
        limits: the numbers of :data:`LIMITS_USED`.
        today: the day from which a limit is ahead or past.

    Raises:
        ImpossibleValueError: a value that is no choice, or no date.
    """
    return Facts(
        state=one(State, answers, "state"),
        plan=one(Plan, answers, "plan"),
        review=clock(date(answers, "written_on"), limits["annual_review"], today),
        evaluation=_evaluation(answers, limits, today),
        reports=one(Reports, answers, "reports"),
        next_look=one(Answer, answers, "next_look"),
        followed=one(Answer, answers, "followed"),
        works=one(Answer, answers, "works"),
    )


def _evaluation(answers: Mapping[str, Any], limits: Mapping[str, Number], today: dt.date) -> Evaluation:
    day, cycle = date(answers, "evaluated_on"), limits["reevaluation"]
    if answers.get("plan") == Plan.PLAN_504:
        day, cycle = date(answers, "evaluated_504_on"), limits["cycle_504"]
    if clock(day, limits["reevaluation_at_most"], today) is Clock.AHEAD:
        return Evaluation.RECENT
    return Evaluation(clock(day, cycle, today))
