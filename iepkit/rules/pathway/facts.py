"""What the rules on the pathway see: a few facts, each with a few declared values."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from iepkit.rules.days import Clock
from iepkit.rules.model import Direction, State, fact


class Where(enum.StrEnum):
    """How far the way from a 504 plan to an IEP has been gone."""

    NOT_SURE = "not_sure"
    NOT_ASKED = "not_asked"
    ASKED_NO_ANSWER = "asked_no_answer"
    REFUSED = "refused"
    FORM_CAME = "form_came"
    WAITING = "waiting"
    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    PLAN_OFFERED = "plan_offered"


class AskedHow(enum.StrEnum):
    """What there is to show for the request."""

    SPOKEN = "spoken"
    IN_WRITING_NO_COPY = "in_writing_no_copy"
    NOT_SURE = "not_sure"
    IN_WRITING_WITH_COPY = "in_writing_with_copy"


class Evaluation(enum.StrEnum):
    """Which of the two Massachusetts limits from the signed consent may be reached."""

    NOT_SURE = "not_sure"
    AHEAD = "ahead"
    TESTS = "tests"
    MEETING = "meeting"


class Has504(enum.StrEnum):
    """Is there a 504 plan, and does it work?"""

    NONE = "none"
    NOT_SURE = "not_sure"
    WORKS = "works"
    DOES_NOT_WORK = "does_not_work"


@dataclass(frozen=True)
class Facts:
    """What the rules see: each fact has a few declared values, and no number.

    The state has no order here: each has its own limits, and which of them is
    reached first depends on the days. A clock that is past gives a parent more
    to ask for.
    """

    state: State = fact(State, Direction.NEITHER)
    where: Where = fact(Where, Direction.NEITHER)
    asked_how: AskedHow = fact(AskedHow, Direction.NEITHER)
    form: Clock = fact(Clock, Direction.PROTECTIVE)
    evaluation: Evaluation = fact(Evaluation, Direction.PROTECTIVE)
    evaluation_federal: Clock = fact(Clock, Direction.PROTECTIVE)
    proposal: Clock = fact(Clock, Direction.PROTECTIVE)
    meeting_federal: Clock = fact(Clock, Direction.PROTECTIVE)
    reply: Clock = fact(Clock, Direction.PROTECTIVE)
    has_504: Has504 = fact(Has504, Direction.NEITHER)
