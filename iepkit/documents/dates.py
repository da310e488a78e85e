"""From the days that a parent enters to the two lists of dates, which are never mixed."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass

import holidays

from iepkit.content import Content
from iepkit.content import model as said
from iepkit.rules import ImpossibleValueError, Number
from iepkit.rules.deadlines import LIMITS_USED, ActBy, Deadline, How, Owed, Reminder, act_by, owed
from iepkit.rules.given import in_order
from iepkit.rules.model import State
from iepkit.rules.school_days import Calendar

YEARS = range(2015, 2041)
"""The years in which a day may lie that is entered or read."""
REMINDER = Reminder(before=7, at_once_below=10)
"""A week is enough to write a letter; no rule asks for a reminder."""
# It is already tomorrow in another time zone.
_ELSEWHERE = dt.timedelta(days=1)
_SUBDIVISION = {State.MASSACHUSETTS: "MA"}


@dataclass(frozen=True)
class Dates:
    """``act_by``: what the parent must do, the earliest first. ``owed``: what the district owes."""

    act_by: tuple[ActBy, ...]
    owed: tuple[Owed, ...]


def work_out(content: Content, state: State, events: Mapping[str, dt.date], known: Calendar, today: dt.date) -> Dates:
    """Every date that runs from these days in this state; in a state not known, those of all.

    Args:
        content: where the deadlines and the numbers of the law stand.
        state: whose law holds.
        events: the days that a parent entered, by event; those not known are left out.
        known: the district's calendar, without holidays.
        today: the day from which a date is ahead or past.

    Raises:
        ImpossibleValueError: with the event, of a calendar ``years``, and the id
            of the sentence that says why.
    """
    # A slip such as the year 9026 would be counted to, day by day.
    if any(year.first.year not in YEARS for year in known.years):
        raise ImpossibleValueError("years", "far_off")
    _check(content, events, today)
    known = with_holidays(known, state)
    limits = {name: _number(content, name) for name in LIMITS_USED}
    running = [d for d in content.deadlines.values() if d.event in events and _holds(d, state)]
    mine = [d for d in running if content.limits[d.limit].owed_by == "parent"]
    theirs = [d for d in running if d not in mine]
    to_do = [act_by(_rule(content, d), events[d.event], REMINDER, today) for d in mine]
    return Dates(
        act_by=tuple(sorted(to_do, key=lambda date: date.day)),
        owed=tuple(owed(_rule(content, d), events, known, limits, today) for d in theirs),
    )


def with_holidays(known: Calendar, state: State) -> Calendar:
    """The same calendar with federal holidays, and those of Massachusetts where they hold."""
    return dataclasses.replace(known, holidays=known.holidays | _holidays(_SUBDIVISION.get(state)))


@functools.cache
def _holidays(subdivision: str | None) -> frozenset[dt.date]:
    # A count from the last year that may be entered can go on into the next one.
    return frozenset(holidays.country_holidays("US", subdiv=subdivision, years=[*YEARS, YEARS.stop]))


def _holds(deadline: said.Deadline, state: State) -> bool:
    return state is State.NOT_SURE or state.value in deadline.states


def _rule(content: Content, deadline: said.Deadline) -> Deadline:
    inside = content.deadlines.get(deadline.inside)
    return Deadline(
        deadline.id,
        deadline.event,
        _number(content, deadline.limit),
        How(deadline.how),
        _rule(content, inside) if inside else None,
    )


def _number(content: Content, limit: str) -> Number:
    return Number(content.limits[limit].value, content.limits[limit].unit)


def _check(content: Content, events: Mapping[str, dt.date], today: dt.date) -> None:
    for name, day in events.items():
        if name not in content.events:
            raise ImpossibleValueError(name, "question")
        event = content.events[name]
        if day.year not in YEARS:
            raise ImpossibleValueError(name, "far_off")
        if day > today + _ELSEWHERE and not event.ahead:
            raise ImpossibleValueError(name, "future")
        in_order(events.get(event.not_before), day, name, event.problem)
