"""What the rules on rights and disputes see: a few facts, each with a few declared values."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from iepkit.rules.days import Clock
from iepkit.rules.model import Answer, Direction, State, fact


class Plan(enum.StrEnum):
    """Which plan the disagreement is about."""

    NONE = "none"
    NOT_SURE = "not_sure"
    PLAN_504 = "plan_504"
    FIRST_IEP = "first_iep"
    IEP = "iep"


class About(enum.StrEnum):
    """What the disagreement is about."""

    NOT_SURE = "not_sure"
    EVALUATION_REFUSED = "evaluation_refused"
    EVALUATION = "evaluation"
    ELIGIBILITY = "eligibility"
    PLAN_CONTENT = "plan_content"
    NOT_FOLLOWED = "not_followed"
    CHANGE = "change"
    DISCIPLINE = "discipline"
    UNFAIR = "unfair"


class Discipline(enum.StrEnum):
    """Which decision in discipline it is; the first three are Massachusetts' kinds of offense."""

    OTHER_OFFENSE = "other_offense"
    FELONY = "felony"
    NOT_SURE = "not_sure"
    PLACEMENT = "placement"
    WEAPON_DRUGS_STAFF = "weapon_drugs_staff"


@dataclass(frozen=True)
class Facts:
    """What the rules see: each fact has a few declared values, and no number.

    ``in_writing``: did the decision come in writing, with its reasons? The last
    six are time limits; a past one never takes a route away, it brings the words
    for asking all the same.
    """

    state: State = fact(State, Direction.PROTECTIVE)
    plan: Plan = fact(Plan, Direction.NEITHER)
    about: About = fact(About, Direction.NEITHER)
    in_writing: Answer = fact((Answer.NO, Answer.NOT_SURE, Answer.YES), Direction.AGAINST)
    discipline: Discipline = fact(Discipline, Direction.NEITHER)
    appeal: Clock = fact(Clock, Direction.NEITHER)
    hearing: Clock = fact(Clock, Direction.NEITHER)
    state_complaint: Clock = fact(Clock, Direction.NEITHER)
    ocr_complaint: Clock = fact(Clock, Direction.NEITHER)
    income_route: Clock = fact(Clock, Direction.NEITHER)
    answer_to_iep: Clock = fact(Clock, Direction.NEITHER)
