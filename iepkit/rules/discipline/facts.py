"""What the rules on discipline see: a few facts, each with a few declared values."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from iepkit.rules.model import Answer, Direction, State, fact


class Plan(enum.StrEnum):
    """Which plan the child has today."""

    NONE = "none"
    NOT_SURE = "not_sure"
    PLAN_504 = "plan_504"
    IEP = "iep"


class Removed(enum.StrEnum):
    """How many school days of removal there are in the school year, as far as the law tells numbers apart."""

    UP_TO_TEN = "up_to_ten"
    NOT_SURE = "not_sure"
    MAYBE_OVER_TEN = "maybe_over_ten"
    OVER_TEN = "over_ten"
    OVER_TEN_IN_A_ROW = "over_ten_in_a_row"


class Decided(enum.StrEnum):
    """What the school or the district has decided."""

    NOTHING = "nothing"
    SHORT = "short"
    NOT_SURE = "not_sure"
    LONG = "long"
    OTHER_PLACE = "other_place"
    EXPULSION = "expulsion"


class Manifestation(enum.StrEnum):
    """Does the behavior come from the disability, as the meeting or the group found?"""

    NO = "no"
    NOT_SURE = "not_sure"
    NOT_HELD = "not_held"
    YES = "yes"


class Felony(enum.StrEnum):
    """What a court has to do with it."""

    NO = "no"
    NOT_SURE = "not_sure"
    CHARGE = "charge"
    CONVICTION = "conviction"


class CurrentUse(enum.StrEnum):
    """Is it discipline of a student who is using drugs or alcohol now, and for nothing but use or possession?"""

    NO = "no"
    NOT_SURE = "not_sure"
    WITH_OTHER = "with_other"
    ONLY = "only"


NAMED = (Answer.NO, Answer.NOT_SURE, Answer.YES)
ENTERED = (Answer.NO, Answer.YES)


@dataclass(frozen=True)
class Facts:
    """What the rules see: each fact has a few declared values, and no number.

    ``basis``: did the district know of the disability before this happened?
    ``unclear``, ``in_school_or_bus``: are there such days among those entered?
    ``s37h``: a weapon, a controlled substance or an assault on staff.
    ``other_offense``: anything that falls under none of the statutes on s. 37H and felonies.
    """

    state: State = fact(State, Direction.PROTECTIVE)
    plan: Plan = fact(Plan, Direction.PROTECTIVE)
    basis: Answer = fact(NAMED, Direction.PROTECTIVE)
    removed: Removed = fact(Removed, Direction.PROTECTIVE)
    unclear: Answer = fact(ENTERED, Direction.NEITHER)
    in_school_or_bus: Answer = fact(ENTERED, Direction.NEITHER)
    decided: Decided = fact(Decided, Direction.NEITHER)
    manifestation: Manifestation = fact(Manifestation, Direction.NEITHER)
    weapon: Answer = fact(NAMED, Direction.AGAINST)
    drugs: Answer = fact(NAMED, Direction.AGAINST)
    serious_injury: Answer = fact(NAMED, Direction.AGAINST)
    s37h: Answer = fact(NAMED, Direction.AGAINST)
    felony: Felony = fact(Felony, Direction.AGAINST)
    other_offense: Answer = fact(NAMED, Direction.NEITHER)
    current_use: CurrentUse = fact(CurrentUse, Direction.AGAINST)
