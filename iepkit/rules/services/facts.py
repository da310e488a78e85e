"""What the rules on services see: a few facts, each with a few declared values."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

from iepkit.rules.model import Answer, Direction, State, fact


class Plan(enum.StrEnum):
    """Which plan the child has today."""

    NONE = "none"
    NOT_SURE = "not_sure"
    PLAN_504 = "plan_504"
    IEP = "iep"


def _need() -> Any:
    return fact((Answer.NO, Answer.NOT_SURE, Answer.YES), Direction.PROTECTIVE)


def _said() -> Any:
    return fact((Answer.NO, Answer.YES), Direction.NEITHER)


@dataclass(frozen=True)
class Facts:
    """What the rules see: each fact has a few declared values, and no number.

    ``instruction`` to ``nonacademic`` are the needs, in the groups that the law
    tells apart. The last three are what the school has said; they take nothing
    away, and each brings an answer to it.
    """

    state: State = fact(State, Direction.PROTECTIVE)
    plan: Plan = fact(Plan, Direction.NEITHER)
    instruction: Answer = _need()
    modification: Answer = _need()
    related_service: Answer = _need()
    aide: Answer = _need()
    accommodations: Answer = _need()
    behavior: Answer = _need()
    nonacademic: Answer = _need()
    said_money: Answer = _said()
    said_no_services: Answer = _said()
    said_clubs_extra: Answer = _said()
