"""Counting school days on a district's own calendar, as a range where the count is not certain.

Each day has one kind, and each unit says which kinds count: surely, perhaps, or
not at all. The earliest reading counts what may count, the latest only what
surely does. A calendar that is not known makes days *not sure*, never days off.
"""

from __future__ import annotations

import calendar
import datetime as dt
import enum
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from iepkit.rules.days import A_YEAR, Number, last_day
from iepkit.rules.model import Answer, ImpossibleValueError

_DAY = dt.date.resolution


class Kind(enum.StrEnum):
    """What kind of day it is for a child of the district."""

    SCHOOL = "school"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    NO_SCHOOL = "no_school"
    STAFF_ONLY = "staff_only"
    SUMMER = "summer"
    NOT_KNOWN = "not_known"


SURE = {"school_days": (Kind.SCHOOL,), "school_working_days": (Kind.SCHOOL,)}
"""The kinds of day that count, by unit.

Source: 34 CFR 300.11(c); 603 CMR 28.02(5), 28.04, 28.05
"""

PERHAPS = {"school_days": (Kind.NOT_KNOWN,), "school_working_days": (Kind.NOT_KNOWN, Kind.STAFF_ONLY)}
"""The kinds of day that may count, by unit.

A school day needs children who are there to be taught. No rule says what a
school working day is, so that a day with staff only is counted both ways. The
30 days for the tests stand in the rule under both names; both lie in the range.
"""


@dataclass(frozen=True)
class SchoolYear:
    """The first and the last day of school for the children; ``last`` is None where it is not known."""

    first: dt.date
    last: dt.date | None = None


@dataclass(frozen=True)
class Calendar:
    """What is known of a district's days; no years means that nothing is known of its summer.

    Raises:
        ImpossibleValueError: ``years_order``: a year ends before it begins, or
            begins before the one before it has ended; ``year_missing``: a year
            stands between two of them, or one is longer than a year.
    """

    years: tuple[SchoolYear, ...] = ()
    no_school: frozenset[dt.date] = frozenset()
    staff_only: frozenset[dt.date] = frozenset()
    holidays: frozenset[dt.date] = frozenset()

    def __post_init__(self) -> None:
        for year in self.years:
            _within_a_year(year.first, year.last)
        for year, following in pairwise(self.years):
            _within_a_year(year.last or year.first, following.first)

    def year_of(self, day: dt.date) -> SchoolYear | None:
        """The school year in which this day lies, where one is known."""
        return next((y for y in self.years if y.first <= day and (y.last is None or day <= y.last)), None)


@dataclass(frozen=True)
class Counted:
    """One day after the event: how many days are counted with it, at most and at least."""

    day: dt.date
    kind: Kind
    most: int
    least: int


@dataclass(frozen=True)
class Window:
    """The last day of a limit at the earliest and at the latest; None where what is known does not reach so far.

    ``days``: the days after the event, one by one, where school days are counted.
    """

    earliest: dt.date | None
    latest: dt.date | None
    days: tuple[Counted, ...] = ()

    def trimmed(self) -> Window:
        """The same, with the days until its end and none after it."""
        end = self.latest or self.earliest
        return replace(self, days=tuple(d for d in self.days if end is None or d.day <= end))


def kind_of(day: dt.date, event: dt.date, known: Calendar) -> Kind:
    """What kind of day this is, for a count that runs from ``event``.

    Of a year with no last day, only a count that comes into it from before it is
    sure: no limit is as long as a school year.
    """
    if day.weekday() >= calendar.SATURDAY:
        return Kind.WEEKEND
    off = {Kind.HOLIDAY: known.holidays, Kind.STAFF_ONLY: known.staff_only, Kind.NO_SCHOOL: known.no_school}
    for kind, days in off.items():
        if day in days:
            return kind
    if not known.years or day < known.years[0].first:
        return Kind.NOT_KNOWN
    year = known.year_of(day)
    if year is None:
        return Kind.SUMMER
    return Kind.SCHOOL if year.last or event < year.first else Kind.NOT_KNOWN


def counts(kind: Kind, unit: str) -> Answer:
    """Does a day of this kind count?"""
    if kind in SURE[unit]:
        return Answer.YES
    return Answer.NOT_SURE if kind in PERHAPS[unit] else Answer.NO


def one_by_one(event: dt.date, unit: str, known: Calendar) -> Iterator[Counted]:
    """The days after the event, with the count so far, as far as the calendar is known."""
    most = least = 0
    day = event
    while not known.years or day < _known_until(known):
        day += _DAY
        kind = kind_of(day, event, known)
        answer = counts(kind, unit)
        most += answer is not Answer.NO
        least += answer is Answer.YES
        yield Counted(day, kind, most, least)


def count(event: dt.date, number: Number, known: Calendar) -> Window:
    """The last day of a limit that runs from an event; the day of the event is not counted.

    Args:
        event: the day from which it runs.
        number: how many ``school_days`` or ``school_working_days``; other units
            need no calendar, and their range is one day.
        known: the district's calendar.
    """
    if number.unit not in SURE:
        day = last_day(event, number)
        return Window(day, day)
    days: list[Counted] = []
    earliest = latest = None
    for counted in one_by_one(event, number.unit, known):
        days.append(counted)
        if counted.most >= number.value:
            earliest = earliest or counted.day
        if counted.least >= number.value:
            latest = counted.day
        # Without a calendar no day is sure, and the count would never end.
        if latest or (earliest and not known.years):
            break
    return Window(earliest, latest, tuple(days)).trimmed()


def left_in_year(event: dt.date, last: dt.date, unit: str, known: Calendar) -> tuple[int, int]:
    """How many days are left after the event until the last day of school, at least and at most."""
    start = Counted(event, kind_of(event, event, known), most=0, least=0)
    *_, end = (start, *takewhile(lambda c: c.day <= last, one_by_one(event, unit, known)))
    return end.least, end.most


def _known_until(known: Calendar) -> dt.date:
    *_, year = known.years
    return year.last or last_day(year.first, A_YEAR)


def _within_a_year(earlier: dt.date, later: dt.date | None) -> None:
    if later and later <= earlier:
        raise ImpossibleValueError("years", "years_order")
    if later and later > last_day(earlier, A_YEAR):
        raise ImpossibleValueError("years", "year_missing")
