"""What the rules on accountability see: a few facts, each with a few declared values."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from iepkit.rules.days import Clock
from iepkit.rules.model import Answer, Direction, State, fact


class Plan(enum.StrEnum):
    """The plan that the child has now."""

    PLAN_504 = "plan_504"
    NOT_SURE = "not_sure"
    IEP = "iep"


class Evaluation(enum.StrEnum):
    """How long ago the last evaluation was, as far as the law tells it apart."""

    NOT_SURE = "not_sure"
    RECENT = "recent"
    AHEAD = "ahead"
    PAST = "past"


class Reports(enum.StrEnum):
    """How often written reports on the goals come."""

    AS_OFTEN = "as_often"
    NOT_SURE = "not_sure"
    LESS_OFTEN = "less_often"
    NEVER = "never"


@dataclass(frozen=True)
class Facts:
    """What the rules see: each fact has a few declared values, and no number.

    Protective is what gives a parent more to ask for: a plan that is not
    followed asks for more than one that is.
    """

    state: State = fact(State, Direction.PROTECTIVE)
    plan: Plan = fact(Plan, Direction.NEITHER)
    review: Clock = fact(Clock, Direction.PROTECTIVE)
    evaluation: Evaluation = fact(Evaluation, Direction.PROTECTIVE)
    reports: Reports = fact(Reports, Direction.PROTECTIVE)
    next_look: Answer = fact(Answer, Direction.PROTECTIVE)
    followed: Answer = fact(Answer, Direction.PROTECTIVE)
    works: Answer = fact(Answer, Direction.PROTECTIVE)
