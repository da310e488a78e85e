"""Counting days as the law counts them.

The day of the event is not counted; the next day is day 1 (a general rule of
computing time). No calendar of the district is known here: of school days,
school working days and business days every weekday is taken for one, so that
the day found is the earliest that it can be.
"""

from __future__ import annotations

import calendar
import datetime as dt
import enum
from dataclasses import dataclass

COUNTED_AT_EARLIEST = ("school_days", "school_working_days", "business_days")
"""The units whose last day can be later than the day found here."""

_DAY = dt.date.resolution
_MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class Number:
    """A number of the law with its unit, which says what kind of day."""

    value: int
    unit: str


A_YEAR = Number(1, "years")


class Clock(enum.StrEnum):
    """Where a time limit stands today; no date, no clock."""

    NOT_SURE = "not_sure"
    AHEAD = "ahead"
    PAST = "past"


@dataclass(frozen=True)
class Due:
    """A time limit with its day.

    ``start``: the day of the event. ``day``: the last day of the limit; for the
    units of :data:`COUNTED_AT_EARLIEST`, the earliest that it can be.
    """

    limit: str
    start: dt.date
    day: dt.date
    clock: Clock


def last_day(start: dt.date, number: Number) -> dt.date:
    """The last day of a limit that runs from an event on ``start``.

    Args:
        start: the day of the event, which is not counted.
        number: how many ``calendar_days``, ``school_days``,
            ``school_working_days``, ``business_days``, ``months`` or ``years``.

    Raises:
        ValueError: the unit is none of these.

    Source: 34 CFR 300.11; 603 CMR 28.02(5)
    """
    match number.unit:
        case "calendar_days":
            return start + number.value * _DAY
        case unit if unit in COUNTED_AT_EARLIEST:
            return _after_weekdays(start, number.value)
        case "months":
            return _after_months(start, number.value)
        case "years":
            return _after_months(start, number.value * _MONTHS_A_YEAR)
    message = f"no day is that many {number.unit} away"
    raise ValueError(message)


def due(limit: str, start: dt.date, number: Number, today: dt.date) -> Due:
    """A limit with its day, and whether that day is past."""
    day = last_day(start, number)
    return Due(limit, start, day, Clock.PAST if today > day else Clock.AHEAD)


def clock(start: dt.date | None, number: Number, today: dt.date) -> Clock:
    """Where a limit from this day stands; *not sure* without a day."""
    return due("", start, number, today).clock if start else Clock.NOT_SURE


def weekdays(first: dt.date, count: int) -> list[dt.date]:
    """``count`` weekdays in a row, from the first one that is not before ``first``."""
    days: list[dt.date] = []
    day = first
    while len(days) < count:
        if day.weekday() < calendar.SATURDAY:
            days.append(day)
        day += _DAY
    return days


def _after_weekdays(start: dt.date, count: int) -> dt.date:
    *_, last = (start, *weekdays(start + _DAY, count))
    return last


def _after_months(start: dt.date, count: int) -> dt.date:
    years, months = divmod(start.month - 1 + count, _MONTHS_A_YEAR)
    year, month = start.year + years, months + 1
    _, length = calendar.monthrange(year, month)
    return dt.date(year, month, min(start.day, length))
