"""Days at random, with which the browser's script for the dates is held against the rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

from iepkit.content import Content
from iepkit.content.model import DatedCase
from iepkit.documents.dates import YEARS, Dates, work_out
from iepkit.rules import ImpossibleValueError, Number
from iepkit.rules.model import State
from iepkit.rules.school_days import Calendar, SchoolYear
from iepkit.site.at_random import start_of

_IMPOSSIBLE_ONE_IN = 8
_MOST_EVENTS = 6
_DAY = dt.date.resolution
# A school year begins before today's and the count goes on after it.
_YEARS_OF_TODAY = (YEARS.start + 3, YEARS.stop - 2)

Given = dict[str, Any]
"""What the script is given: ``state``, ``events`` by name, and ``calendar`` with
``years`` (``first`` and ``last``), ``noSchool`` and ``staffOnly``; days as texts."""


def of_case(case: DatedCase) -> Given:
    """A worked date as the script is given it."""
    return {
        "state": case.state,
        "events": {name: str(day) for name, day in case.events.items()},
        "calendar": {
            "years": [{"first": str(first), "last": last and str(last)} for first, last in case.years],
            "noSchool": [str(day) for day in case.no_school],
            "staffOnly": [str(day) for day in case.staff_only],
        },
    }


def dates_of_given(given: Mapping[str, Any], today: dt.date, content: Content) -> Dates:
    """What the rules say to what the script is given.

    Raises:
        ImpossibleValueError: as the script's ``problem``.
    """
    days, read = given["calendar"], dt.date.fromisoformat
    known = Calendar(
        tuple(SchoolYear(read(year["first"]), year["last"] and read(year["last"])) for year in days["years"]),
        frozenset(map(read, days["noSchool"])),
        frozenset(map(read, days["staffOnly"])),
    )
    events = {name: read(day) for name, day in given["events"].items()}
    return work_out(content, State(given["state"]), events, known, today)


def sets_of_days(content: Content, count: int, seed: int) -> Iterator[tuple[Given, dt.date]]:
    """Sets of days, each with the day on which they are entered.

    One in eight holds something impossible. Many of the days are such that a
    limit ends about today or about the end of a school year.
    """
    random = Random(seed)  # noqa: S311 - it keeps no secret
    for _ in range(count):
        is_spoiled = not random.randrange(_IMPOSSIBLE_ONE_IN)
        while True:
            drawn = _Set(content, random, is_spoiled=is_spoiled)
            given = drawn.given()
            if _is_possible(given, drawn.today, content) is not is_spoiled:
                break
        yield given, drawn.today


def _is_possible(given: Given, today: dt.date, content: Content) -> bool:
    try:
        dates_of_given(given, today, content)
    except ImpossibleValueError:
        return False
    return True


class _Set:
    """One set of days while it is drawn."""

    def __init__(self, content: Content, random: Random, *, is_spoiled: bool) -> None:
        self.random = random
        self.is_spoiled = is_spoiled
        self.events = content.events
        self.numbers: dict[str, list[Number]] = {name: [] for name in content.events}
        for deadline in content.deadlines.values():
            limit = content.limits[deadline.limit]
            self.numbers[deadline.event].append(Number(limit.value, limit.unit))
        first, last = (dt.date(year, 1, 1) for year in _YEARS_OF_TODAY)
        self.today = self._edge_or_day(first, last)
        self.years = self._years()

    def given(self) -> Given:
        names = self.random.sample(list(self.events), self.random.randint(1, _MOST_EVENTS))
        if self._once_in(2):
            # Two counts meet here: a plan has to come in the time that runs from the consent.
            names = list(dict.fromkeys([*names, "consent_received", "team_meeting"]))
        days = [self._day(name) for name in names]
        if not self.is_spoiled and self._once_in(2):
            # Each event stands after the one that has to come first.
            names.sort(key=list(self.events).index)
            days.sort()
        if self.is_spoiled and self._once_in(8):
            names[0] = "nobody_asks_this"
        return {
            "state": self.random.choice(list(State)).value,
            "events": dict(zip(names, map(str, days), strict=True)),
            "calendar": {
                "years": [{"first": str(first), "last": last and str(last)} for first, last in self.years],
                "noSchool": [str(day) for span in self._vacations() for day in span],
                "staffOnly": [str(self._staff_day(days)) for _ in range(self.random.randint(0, 8))],
            },
        }

    def _years(self) -> list[tuple[dt.date, dt.date | None]]:
        count = self.random.choice((0, 1, 1, 2, 2, 3))
        begin = self.today.year - self.random.randint(0, 2)
        years = [self._year(begin + n, is_last=n == count - 1) for n in range(count)]
        if self.is_spoiled and years and self._once_in(3):
            first, last = years[-1]
            wrong = [(last or first, first), (first.replace(year=2060), None), (first, first + 400 * _DAY)]
            years[-1] = self.random.choice(wrong)
        return years

    def _year(self, begin: int, *, is_last: bool) -> tuple[dt.date, dt.date | None]:
        first = dt.date(begin, 8, 25) + self.random.randint(0, 14) * _DAY
        if self._once_in(4 if is_last else 12):
            return first, None
        # Some schools have a summer of a few days.
        end = dt.date(begin + 1, 8, 1) if self._once_in(6) else dt.date(begin + 1, 6, 8)
        return first, end + self.random.randint(0, 20) * _DAY

    def _vacations(self) -> Iterator[list[dt.date]]:
        for _ in range(self.random.randint(0, 6)):
            first = self._day_of_school()
            yield [first + n * _DAY for n in range(self.random.choice((1, 1, 2, 5, 9)))]

    def _staff_day(self, events: Sequence[dt.date]) -> dt.date:
        if self._once_in(2):
            return self._day_of_school()
        return self.random.choice(events) + self.random.randint(1, 40) * _DAY

    def _day_of_school(self) -> dt.date:
        first = self.years[0][0] if self.years else self.today
        return first + self.random.randint(0, 300 * max(1, len(self.years))) * _DAY

    def _day(self, name: str) -> dt.date:
        is_free = self.is_spoiled and self._once_in(4)
        latest = self.today + (60 if self.events[name].ahead or is_free else 1) * _DAY
        if self.is_spoiled and self._once_in(12):
            return self.random.choice((dt.date(YEARS.start - 1, 12, 31), dt.date(YEARS.stop, 1, 1)))
        begins = [first for first, _ in self.years if first <= latest]
        ends = [end for _, end in self.years if end and end <= latest + 75 * _DAY]
        match self.random.randrange(5):
            case 0:
                end = self.today + self.random.randint(-1, 1) * _DAY
                day = start_of(self.random.choice(self.numbers[name]), end)
            case 1 | 2 if ends:
                day = self.random.choice(ends) - self.random.randint(-5, 75) * _DAY
            case 3 if begins and self._once_in(2):
                day = self.random.choice(begins) + self.random.randint(-3, 1) * _DAY
            case 3:
                day = self.today - self.random.randint(0, 60) * _DAY
            case _:
                day = self._edge_or_day(max(dt.date(YEARS.start, 1, 1), self.today - 800 * _DAY), latest)
        return min(day, latest)

    def _edge_or_day(self, first: dt.date, last: dt.date) -> dt.date:
        """Any day, or the first or the last one of a month; often of February or of a year."""
        day = first + self.random.randint(0, (last - first).days) * _DAY
        if self._once_in(2):
            return day
        month = self.random.choice((1, 3, day.month))
        edge = day.replace(month=month, day=1) - self.random.choice((0, 1)) * _DAY
        return max(first, min(edge, last))

    def _once_in(self, times: int) -> bool:
        return not self.random.randrange(times)
