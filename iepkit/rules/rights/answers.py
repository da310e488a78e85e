"""From a parent's answers to facts: days are compared with the law's limits here, and nowhere else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from iepkit.rules.days import Clock, Number, clock
from iepkit.rules.given import date, one
from iepkit.rules.model import Answer, State
from iepkit.rules.rights.facts import About, Discipline, Facts, Plan

_APPEALS = {Discipline.WEAPON_DRUGS_STAFF: "appeal_37h", Discipline.FELONY: "appeal_37h_half"}
_SHORTEST_APPEAL = "appeal_37h34"

QUESTIONS: dict[str, AbstractSet[str]] = {
    "state": {State.MASSACHUSETTS, State.OTHER},
    "plan": set(Plan) - {Plan.NOT_SURE},
    "about": set(About) - {About.NOT_SURE},
    "discipline": set(Discipline) - {Discipline.NOT_SURE},
    "decided_on": set(),
    "received_on": set(),
    "in_writing": {Answer.YES, Answer.NO},
    "happened_on": set(),
    "evaluation_on": set(),
}
"""The questions that :func:`derive` looks at, each with the choices that it knows."""

CLOCKS: dict[str, str] = {
    "appeal_37h34": "decided_on",
    "appeal_37h_half": "decided_on",
    "appeal_37h": "decided_on",
    "answer_iep": "received_on",
    "ocr_complaint": "happened_on",
    "state_complaint": "happened_on",
    "due_process": "happened_on",
    "iee_income_window": "evaluation_on",
}
"""The time limits that run from a day that is asked for, each with its question."""

DATED_BY_REASONS = ("appeal_37h34", "appeal_37h_half", "appeal_37h")
"""The limits whose date stands only where a reason names them: one of them holds, and the route names all."""

LIMITS_USED = tuple(CLOCKS)
"""The numbers that :func:`derive` takes from ``data/limits.csv``."""


def derive(answers: Mapping[str, Any], limits: Mapping[str, Number], today: dt.date) -> Facts:
    """Reduce a parent's answers to the facts that the rules see.

    Args:
        answers: by question: ``state``, ``plan``, ``about``, ``discipline``,
            ``in_writing``, and the days ``decided_on``, ``received_on``,
            ``happened_on`` and ``evaluation_on`` such as ``2026-09-01``.
            A question without an answer counts as *not sure*.
        limits: the numbers of :data:`LIMITS_USED`.
        today: the day from which it is told if a limit is past.

    Raises:
        ImpossibleValueError: a value that is not a choice, or no date.
    """
    discipline = one(Discipline, answers, "discipline")
    # Where the kind is not known, the shortest limit is the one to go by.
    appeal = _APPEALS.get(discipline, _SHORTEST_APPEAL)

    def stands(limit: str) -> Clock:
        return clock(date(answers, CLOCKS[limit]), limits[limit], today)

    return Facts(
        state=one(State, answers, "state"),
        plan=one(Plan, answers, "plan"),
        about=one(About, answers, "about"),
        in_writing=one(Answer, answers, "in_writing"),
        discipline=discipline,
        appeal=stands(appeal),
        hearing=stands("due_process"),
        state_complaint=stands("state_complaint"),
        ocr_complaint=stands("ocr_complaint"),
        income_route=stands("iee_income_window"),
        answer_to_iep=stands("answer_iep"),
    )
