"""The two lists of dates: what a parent must do by a day, and what the district owes.

A parent's day is the earliest that it can be, and no weekend, holiday or
vacation moves it. The district's is a range, so that a parent asks only when
the later day is past.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from iepkit.rules.days import Clock, Number, last_day
from iepkit.rules.school_days import PERHAPS, Calendar, Kind, Window, count, left_in_year

LIMITS_USED = ("end_of_year_least", "end_of_year_most", "after_school_year")
"""The numbers of the rule on the end of the school year."""

EARLIEST_LAST_DAY = "06-01"
"""Where the last day of school is not known, it is taken to be no earlier. Most lie in mid-June."""

_DAY = dt.date.resolution


class How(enum.StrEnum):
    """How a limit is counted from its event."""

    AFTER = "after"
    BEFORE = "before"
    YEAR_END = "year_end"


class Note(enum.StrEnum):
    """Why a range is as it is; each has its sentence."""

    STAFF_DAYS = "staff_days"
    CALENDAR_NOT_KNOWN = "calendar_not_known"
    YEAR_END = "year_end"
    LAST_DAY_NOT_KNOWN = "last_day_not_known"
    FALL = "fall"
    NEXT_YEAR_NOT_KNOWN = "next_year_not_known"
    INSIDE = "inside"


@dataclass(frozen=True)
class Deadline:
    """A time limit that runs from an event, with its number.

    ``inside``: another one that it may not go beyond.
    """

    id: str
    event: str
    number: Number
    how: How = How.AFTER
    inside: Deadline | None = None


@dataclass(frozen=True)
class Reminder:
    """How many calendar days before the last day; with fewer than ``at_once_below`` left, it comes at once."""

    before: int
    at_once_below: int


@dataclass(frozen=True)
class ActBy:
    """What a parent must do, and by when; ``remind_on`` is today where few days are left."""

    deadline: str
    start: dt.date
    day: dt.date
    clock: Clock
    remind_on: dt.date


@dataclass(frozen=True)
class Owed:
    """What the district owes, and between which days it is due; see :class:`Window`.

    ``clock``: *past* only after the later day; not sure where that is not known.
    """

    deadline: str
    start: dt.date
    window: Window
    clock: Clock
    notes: tuple[Note, ...]


def act_by(deadline: Deadline, start: dt.date, reminder: Reminder, today: dt.date) -> ActBy:
    """By when must the parent act, and when is the reminder?

    A limit in school days would be counted in weekdays: that is the earliest reading.
    """
    day = last_day(start, deadline.number)
    soon = (day - today).days < reminder.at_once_below
    return ActBy(
        deadline=deadline.id,
        start=start,
        day=day,
        clock=Clock.PAST if today > day else Clock.AHEAD,
        remind_on=today if soon else day - reminder.before * _DAY,
    )


def owed(
    deadline: Deadline,
    events: Mapping[str, dt.date],
    known: Calendar,
    limits: Mapping[str, Number],
    today: dt.date,
) -> Owed:
    """Between which days is it due?

    Args:
        deadline: one whose event is among ``events``.
        events: the days that a parent entered, by event.
        known: the district's calendar.
        limits: the numbers of :data:`LIMITS_USED`.
        today: the day from which it is ahead or past.
    """
    start = events[deadline.event]
    window, notes = _window(deadline, start, known, limits)
    outer = deadline.inside
    if outer and outer.event in events:
        bound, why = _window(outer, events[outer.event], known, limits)
        both = Window(_first(window.earliest, bound.earliest), _first(window.latest, bound.latest), window.days)
        if (both.earliest, both.latest) != (window.earliest, window.latest):
            # What bounds it is counted from its own event.
            start, window, notes = events[outer.event], both.trimmed(), (Note.INSIDE, *why)
    return Owed(deadline.id, start, window, _clock(window.latest, today), notes)


def near_year_end(consent: dt.date, number: Number, known: Calendar, limits: Mapping[str, Number]) -> Window:
    """The day for the proposed IEP or the finding, where the school year may end first.

    "If consent is received within thirty (30) to forty-five (45) school working
    days before the end of the school year, ... no later than fourteen (14) days
    after the end of the school year." With more days left the usual count ends
    before the summer; with fewer it goes on in the fall. With just 45 left both
    may be meant. Where the last day is not known, it may be the first one that
    leaves 30.

    Source: 603 CMR 28.05(1)
    """
    usual = count(consent, number, known)
    year = known.year_of(consent)
    if _is_last_day_unknown(consent, known):
        return replace(usual, earliest=_first(usual.earliest, _earliest_summer(usual, consent, limits))).trimmed()
    if year is None or year.last is None:
        return usual
    least, most = left_in_year(consent, year.last, number.unit, known)
    summer = last_day(year.last, limits["after_school_year"])
    shortest, longest = limits["end_of_year_least"].value, limits["end_of_year_most"].value
    return Window(
        earliest=summer if shortest <= most < longest else usual.earliest,
        latest=summer if shortest <= least <= longest else usual.latest,
        days=usual.days,
    ).trimmed()


def _is_last_day_unknown(consent: dt.date, known: Calendar) -> bool:
    """Has school an end that was not entered? A consent between two years lies in the summer."""
    year = known.year_of(consent)
    return year.last is None if year else not known.years or consent < known.years[0].first


def _earliest_summer(usual: Window, consent: dt.date, limits: Mapping[str, Number]) -> dt.date | None:
    """The day for the proposed IEP if school ends as early as it can; None where that changes nothing."""
    ends = dt.date.fromisoformat(f"{consent:%Y}-{EARLIEST_LAST_DAY}")
    if consent > ends:
        return None
    left = limits["end_of_year_least"].value
    last = next((counted.day for counted in usual.days if counted.day >= ends and counted.most >= left), None)
    return last and last_day(last, limits["after_school_year"])


def _window(
    deadline: Deadline, start: dt.date, known: Calendar, limits: Mapping[str, Number]
) -> tuple[Window, tuple[Note, ...]]:
    number = deadline.number
    if deadline.how is How.BEFORE:
        day = start - number.value * _DAY
        return Window(day, day), ()
    usual = count(start, number, known)
    window = near_year_end(start, number, known, limits) if deadline.how is How.YEAR_END else usual
    if window == usual:
        return usual, tuple(_notes(usual, number.unit))
    if _is_last_day_unknown(start, known):
        return window, (Note.LAST_DAY_NOT_KNOWN, *_notes(window, number.unit))
    one_day = window.earliest == window.latest
    return window, (Note.YEAR_END, *(() if one_day else _notes(window, number.unit)))


def _notes(window: Window, unit: str) -> Iterator[Note]:
    kinds = [counted.kind for counted in window.days]
    if Kind.NOT_KNOWN in kinds:
        yield Note.CALENDAR_NOT_KNOWN
    elif window.latest is None:
        yield Note.NEXT_YEAR_NOT_KNOWN
    if Kind.SUMMER in kinds and Kind.SCHOOL in kinds[kinds.index(Kind.SUMMER) :]:
        yield Note.FALL
    if window.earliest != window.latest and Kind.STAFF_ONLY in kinds and Kind.STAFF_ONLY in PERHAPS[unit]:
        yield Note.STAFF_DAYS


def _clock(latest: dt.date | None, today: dt.date) -> Clock:
    if latest is None:
        return Clock.NOT_SURE
    return Clock.PAST if today > latest else Clock.AHEAD


def _first(one: dt.date | None, other: dt.date | None) -> dt.date | None:
    return min((day for day in (one, other) if day), default=None)
