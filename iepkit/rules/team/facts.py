"""What the rules on the Team and on the 504 group see: a few facts, each with a few declared values."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from iepkit.rules.model import Answer, Direction, fact


class Meeting(enum.StrEnum):
    """Which plan the meeting is about."""

    NOT_SURE = "not_sure"
    IEP = "iep"
    PLAN_504 = "plan_504"


class Seat(enum.StrEnum):
    """Is a seat of the Team filled, from the emptiest to the fullest?

    NOT_IN_WRITING and WITHOUT_INPUT: excused, but not as the rule asks.
    ADMINISTRATOR: nobody is named for the district, but an administrator is there.
    """

    MISSING = "missing"
    NOT_IN_WRITING = "not_in_writing"
    WITHOUT_INPUT = "without_input"
    NOT_SURE = "not_sure"
    ADMINISTRATOR = "administrator"
    EXCUSED = "excused"
    PRESENT = "present"


class Student(enum.StrEnum):
    """Is the child there, and has he or she reached an age at which life after school is planned?

    FROM_STATE_AGE and FROM_FEDERAL_AGE: by whose rule that age is reached.
    ADULT and ADULT_PRESENT: of an age at which the rights pass to the student.
    """

    PRESENT = "present"
    ADULT_PRESENT = "adult_present"
    NOT_YET = "not_yet"
    NOT_SURE = "not_sure"
    FROM_FEDERAL_AGE = "from_federal_age"
    FROM_STATE_AGE = "from_state_age"
    ADULT = "adult"


class People(enum.StrEnum):
    """How many decide on a 504 plan."""

    ONE = "one"
    NOT_SURE = "not_sure"
    GROUP = "group"


ADULTS = (Student.ADULT, Student.ADULT_PRESENT)
_SEAT = tuple(seat for seat in Seat if seat is not Seat.ADMINISTRATOR)


def _filled(values: Iterable[enum.StrEnum]) -> Any:
    """A place at the table; the fuller it is, the less there is to ask for."""
    return fact(values, Direction.AGAINST)


@dataclass(frozen=True)
class Facts:
    """What the rules see: each fact has a few declared values, and no number.

    ``regular_class``: is, or may, the child be in general education? The last
    four are about the group that decides on a 504 plan.
    """

    meeting: Meeting = fact(Meeting, Direction.NEITHER)
    parent: Answer = _filled((Answer.NO, Answer.NOT_SURE, Answer.YES))
    regular_class: Answer = fact((Answer.NO, Answer.NOT_SURE, Answer.YES), Direction.PROTECTIVE)
    regular_teacher: Seat = _filled(_SEAT)
    special_teacher: Seat = _filled(_SEAT)
    district_representative: Seat = _filled(Seat)
    results: Seat = _filled(_SEAT)
    student: Student = fact(Student, Direction.PROTECTIVE)
    people: People = _filled(People)
    knows_child: Answer = _filled((Answer.NO, Answer.NOT_SURE, Answer.YES))
    knows_data: Answer = _filled((Answer.NO, Answer.NOT_SURE, Answer.YES))
    knows_options: Answer = _filled((Answer.NO, Answer.NOT_SURE, Answer.YES))
