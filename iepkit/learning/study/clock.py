"""Times that can be counted with, although a computer's clock may have been wrong."""

from __future__ import annotations

import bisect
import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import replace

from iepkit.learning.study.events import Event

SLACK = dt.timedelta(minutes=5)
"""Two computers that write into one place need not agree to the second."""

_DAY = dt.timedelta(days=1)


def trusted(events: Sequence[Event], now: dt.datetime) -> list[Event]:
    """The events in the order in which they were written, none later than the one after it, nor than now.

    As many days as can be stay where they are. What a wrong clock wrote among them,
    ahead or behind, gets the nearest time that its neighbours allow; so an evening
    with a clock that was ten years off moves no other day. What lies more than a day
    ahead of now with nothing after it counts from what came before it: if it counted
    from now, it would come back tomorrow on each day.

    Args:
        events: in the order in which they were written.
        now: what the clock shows, in UTC.
    """
    times = [event.at for event in events]
    in_order = _in_order(times, now)
    last = max((number for number, is_in_order in enumerate(in_order) if is_in_order), default=len(times))
    latest = now
    for number in reversed(range(len(times))):
        if number > last and times[number] > now + _DAY:
            times[number] = times[last]
        times[number] = min(times[number], latest)
        if in_order[number]:
            latest = times[number]
    # What is behind the one before it was written no earlier than that.
    none_back = itertools.accumulate(times, max)
    return [event if event.at == at else replace(event, at=at) for event, at in zip(events, none_back, strict=True)]


def _in_order(times: Sequence[dt.datetime], now: dt.datetime) -> list[bool]:
    """Of each time, whether it is on a day of the longest row of days that never runs back, nor past now.

    Days count, not records: much is written in one evening. Of rows that are as long, the later
    days stay: a clock whose battery is empty goes back.
    """
    days = [(day, len(list(same))) for day, same in itertools.groupby(time.date() for time in times)]
    # By the length of a row up to there: the earliest day on which such a row ends, and all that end one.
    ends: list[dt.date] = []
    numbers: list[list[int]] = []
    for number, (day, _) in enumerate(days):
        if day > now.date():
            continue
        place = bisect.bisect_right(ends, day)
        if place == len(ends):
            ends.append(day)
            numbers.append([number])
        else:
            ends[place] = day
            numbers[place].append(number)
    kept: set[int] = set()
    latest = now.date()
    for some in reversed(numbers):
        # Of these, the first has the latest day.
        number = next(number for number in some if days[number][0] <= latest)
        latest = days[number][0]
        kept.add(number)
    return [number in kept for number, (_, count) in enumerate(days) for _ in range(count)]


def is_behind(events: Sequence[Event], now: dt.datetime) -> bool:
    """Does the clock show a time before the last thing that was written?"""
    return bool(events) and events[-1].at > now + SLACK
