"""Times that can be counted with, although a computer's clock may have been wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from iepkit.learning.study.events import Event

SLACK = dt.timedelta(minutes=5)
"""Two computers that write into one place need not agree to the second."""


def trusted(events: Sequence[Event], now: dt.datetime) -> list[Event]:
    """The events in the order in which they were written, none later than the one after it, nor than now.

    A clock that ran ahead so loses its lead; one that was set back only makes
    what came before look a little older.

    Args:
        events: in the order in which they were written.
        now: what the clock shows, in UTC.
    """
    kept: list[Event] = []
    latest = now
    for event in reversed(events):
        latest = min(latest, event.at)
        kept.append(replace(event, at=latest))
    return kept[::-1]


def is_behind(events: Sequence[Event], now: dt.datetime) -> bool:
    """Does the clock show a time before the last thing that was written?"""
    return bool(events) and events[-1].at > now + SLACK
