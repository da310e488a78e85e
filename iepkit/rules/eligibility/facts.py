"""What the rules on eligibility see: a few facts, each with a few declared values."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

from iepkit.rules.model import Answer, Direction, State, fact


class Age(enum.StrEnum):
    """The child's age, as far as the law tells ages apart."""

    UNDER = "under"
    OVER = "over"
    ADULT_WITH_DIPLOMA = "adult_with_diploma"
    MINOR_WITH_DIPLOMA = "minor_with_diploma"
    ADULT_DIPLOMA_NOT_SURE = "adult_diploma_not_sure"
    MINOR_DIPLOMA_NOT_SURE = "minor_diploma_not_sure"
    NOT_SURE = "not_sure"
    ADULT = "adult"
    SCHOOL_AGE = "school_age"


class Condition(enum.StrEnum):
    """What kind of disability, if any."""

    NONE = "none"
    NOT_SURE = "not_sure"
    OTHER = "other"
    LISTED = "listed"


class Progress(enum.StrEnum):
    """Does the child make effective progress in school, and if not, why?"""

    YES = "yes"
    NO_OTHER_REASON = "no_other_reason"
    NOT_SURE = "not_sure"
    NO_DISABILITY = "no_disability"


class Need(enum.StrEnum):
    """The most that the child needs."""

    NONE = "none"
    ACCOMMODATIONS = "accommodations"
    NOT_SURE = "not_sure"
    RELATED_SERVICE = "related_service"
    INSTRUCTION = "instruction"


class MainReason(enum.StrEnum):
    """Is something other than a disability the main reason for the trouble?"""

    NONE = "none"
    NOT_SURE = "not_sure"
    RULES_ONLY = "rules_only"
    TEACHING_OR_ENGLISH = "teaching_or_english"
    BOTH = "both"


class Limits(enum.StrEnum):
    """Does the condition substantially limit a major life activity?"""

    NO = "no"
    NOT_SURE = "not_sure"
    WHEN_ACTIVE = "when_active"
    WITHOUT_HELP = "without_help"
    YES = "yes"


WITH_DIPLOMA = (Age.ADULT_WITH_DIPLOMA, Age.MINOR_WITH_DIPLOMA)
ADULT_AGES = (Age.ADULT, Age.ADULT_WITH_DIPLOMA, Age.ADULT_DIPLOMA_NOT_SURE)


def _said() -> Any:
    return fact((Answer.NO, Answer.YES), Direction.NEITHER)


@dataclass(frozen=True)
class Facts:
    """What the rules see: each fact has a few declared values, and no number.

    The four last facts are what the school has said; they take nothing away, and
    each brings an answer to it.
    """

    state: State = fact(State, Direction.PROTECTIVE)
    age: Age = fact(Age, Direction.NEITHER)
    condition: Condition = fact(Condition, Direction.PROTECTIVE)
    progress: Progress = fact(Progress, Direction.PROTECTIVE)
    need: Need = fact(Need, Direction.PROTECTIVE)
    main_reason: MainReason = fact(MainReason, Direction.AGAINST)
    limits: Limits = fact(Limits, Direction.PROTECTIVE)
    said_grades: Answer = _said()
    said_steps_first: Answer = _said()
    said_504_first: Answer = _said()
    said_diagnosis: Answer = _said()
