"""From a parent's answers to facts: ages and rows are reduced here, and nowhere else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from iepkit.rules.days import Number
from iepkit.rules.given import NOT_SURE, many, number, one
from iepkit.rules.model import Answer, ImpossibleValueError, State, all_of
from iepkit.rules.team.facts import Facts, Meeting, People, Seat, Student

SEATS = ("regular_teacher", "special_teacher", "district_representative", "results")
"""The members of the Team who may be excused."""

QUESTIONS: dict[str, AbstractSet[str]] = {
    "state": {State.MASSACHUSETTS, State.OTHER},
    "meeting": set(Meeting) - {Meeting.NOT_SURE},
    "present": {*SEATS, "parent", "administrator", "student", "nobody"},
    "regular_class": {Answer.YES, Answer.NO},
    "absent": set(),
    "age": set(),
    "knows": {"child", "data", "options", "none"},
    "people": set(People) - {People.NOT_SURE},
}
"""The questions that :func:`derive` looks at, each with the choices that it knows."""

LIMITS_USED = ("transition_planning_age", "transition_age_federal", "age_of_majority")
"""The numbers that :func:`derive` takes from ``data/limits.csv``, all ages."""

CLOCKS: dict[str, str] = {}
"""The time limits that run from a day that is asked for: none here."""


def derive(answers: Mapping[str, Any], limits: Mapping[str, Number], _today: dt.date) -> Facts:
    """Reduce a parent's answers to the facts that the rules see.

    Args:
        answers: by question. ``absent`` is a list of rows with ``who``,
            ``discussed``, ``agreed`` and ``input``; no rows means that nobody
            is said to be excused. Any other question without an answer counts
            as *not sure*.
        limits: the numbers of :data:`LIMITS_USED`.

    Raises:
        ImpossibleValueError: an answer that can't be.
    """
    present = set(many(answers, "present"))
    knows = set(many(answers, "knows"))
    excused = _excused(answers)
    representative = _seat("district_representative", present, excused)
    if representative is Seat.MISSING and "administrator" in present:
        representative = Seat.ADMINISTRATOR
    return Facts(
        meeting=one(Meeting, answers, "meeting"),
        parent=_ticked(present, "parent"),
        regular_class=one(Answer, answers, "regular_class"),
        regular_teacher=_seat("regular_teacher", present, excused),
        special_teacher=_seat("special_teacher", present, excused),
        district_representative=representative,
        results=_seat("results", present, excused),
        student=_student(present, number(answers, "age"), one(State, answers, "state"), limits),
        people=one(People, answers, "people"),
        knows_child=_ticked(knows, "child"),
        knows_data=_ticked(knows, "data"),
        knows_options=_ticked(knows, "options"),
    )


def _ticked(chosen: set[str], choice: str) -> Answer:
    if not chosen:
        return Answer.NOT_SURE
    return Answer.YES if choice in chosen else Answer.NO


def _seat(seat: str, present: set[str], excused: Mapping[str, Seat] | None) -> Seat:
    """A seat by who is there and who is excused.

    Who is both there and excused left for a part of the meeting, or is one of
    two in that role: an excusal that holds settles it, and nothing else does.
    """
    is_there = _ticked(present, seat)
    if excused and seat in excused:
        return Seat.NOT_SURE if is_there is Answer.YES and excused[seat] is not Seat.EXCUSED else excused[seat]
    if is_there is Answer.NO:
        return Seat.NOT_SURE if excused is None else Seat.MISSING
    return Seat.PRESENT if is_there is Answer.YES else Seat.NOT_SURE


def _excused(answers: Mapping[str, Any]) -> dict[str, Seat] | None:
    """Each seat with a row, and how far its excusal holds; None where the parent does not know who is excused.

    Several rows on one seat become the row that asks most: its area is discussed
    if one says so, and each paper is there only if all say so. A row that names
    nobody is left out.
    """
    entered = answers.get("absent", [])
    if entered == NOT_SURE:
        return None
    if not isinstance(entered, list) or not all(isinstance(row, Mapping) for row in entered):
        raise ImpossibleValueError("absent", "list")
    rows = [_row(place, values) for place, values in enumerate(entered)]
    return {who: _excusal([row for row in rows if row.who == who]) for who in {row.who for row in rows}}


@dataclass(frozen=True)
class _Row:
    who: str
    discussed: Answer
    agreed: Answer
    sent: Answer


def _row(place: int, values: Mapping[str, Any]) -> _Row:
    who = values.get("who", NOT_SURE)
    if who not in (*SEATS, NOT_SURE):
        raise ImpossibleValueError("absent.who", "choice", place)
    try:
        return _Row(who, *(one(Answer, values, name) for name in ("discussed", "agreed", "input")))
    except ImpossibleValueError as error:
        field = f"absent.{error.question}"
        raise ImpossibleValueError(field, error.problem, place) from None


def _excusal(rows: list[_Row]) -> Seat:
    """How far the excusal of one seat holds.

    If the member's area is not discussed, parent and district agree in writing.
    If it is, both consent, the parent in writing, and the member sends written
    input before the meeting.

    Source: 34 CFR 300.321(e)
    """
    discussed = {row.discussed for row in rows}
    agreed = all_of(*(row.agreed for row in rows))
    sent = all_of(*(row.sent for row in rows))
    if agreed is Answer.NO:
        return Seat.NOT_IN_WRITING
    if Answer.YES in discussed and sent is Answer.NO:
        return Seat.WITHOUT_INPUT
    is_enough = discussed == {Answer.NO} or sent is Answer.YES
    return Seat.EXCUSED if agreed is Answer.YES and is_enough else Seat.NOT_SURE


def _student(present: set[str], age: int | None, state: State, limits: Mapping[str, Number]) -> Student:
    """The child by presence and by age.

    Below the federal age a state may plan earlier, and so may any Team.

    Source: 34 CFR 300.320(b); M.G.L. c. 71B, s. 2; 34 CFR 300.520
    """
    is_adult = age is not None and age >= limits["age_of_majority"].value
    if "student" in present:
        return Student.ADULT_PRESENT if is_adult else Student.PRESENT
    if is_adult:
        return Student.ADULT
    if age is None:
        return Student.NOT_SURE
    if age >= limits["transition_age_federal"].value and state is not State.MASSACHUSETTS:
        return Student.FROM_FEDERAL_AGE
    if age < limits["transition_planning_age"].value:
        return Student.NOT_YET
    return Student.FROM_STATE_AGE if state is State.MASSACHUSETTS else Student.NOT_SURE
