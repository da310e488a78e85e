"""What happened in the room, in counts alone: no address, no page, no word that was typed."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

_MOST_KEPT = 200
_SECONDS_AS_ONE = 60


class Event(StrEnum):
    """What can happen; the console says each in the words of ``ui.console.<event>``."""

    KERNEL_LOST = "kernel_lost"
    KERNEL_SILENT = "kernel_silent"
    KERNEL_TOO_BIG = "kernel_too_big"
    NOTEBOOK_STUCK = "notebook_stuck"
    NOTEBOOK_EMPTY = "notebook_empty"
    START_FAILED = "start_failed"
    DISK_FULL = "disk_full"
    ROOM_FULL = "room_full"
    LINE_LOST = "line_lost"
    LINE_SLOW = "line_slow"
    MESSAGE_REFUSED = "message_refused"
    REQUEST_REFUSED = "request_refused"
    TOO_MANY = "too_many"
    ANSWERS_NOT_SAVED = "answers_not_saved"
    CLOCK_MOVED = "clock_moved"
    STOOD_STILL = "stood_still"


@dataclass
class Happening:
    """One event, and how often it came in the minute after it was first seen."""

    event: Event
    at: dt.datetime
    count: int
    since: float


class Journal:
    """The last things that happened, and how often each has since the start.

    Args:
        clock: seconds that never go back.
        now: the time on the wall, as the trainer reads it.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now().astimezone(),
    ) -> None:
        self._clock = clock
        self._now = now
        self._last: deque[Happening] = deque(maxlen=_MOST_KEPT)
        self.totals: Counter[Event] = Counter()

    def note(self, event: Event, count: int = 1) -> None:
        """Remember it; what comes again within a minute is one line with a number."""
        self.totals[event] += count
        for happening in reversed(self._last):
            if self._clock() - happening.since > _SECONDS_AS_ONE:
                break
            if happening.event == event:
                happening.count += count
                return
        self._last.append(Happening(event, self._now(), count, self._clock()))

    @property
    def latest(self) -> list[Happening]:
        """The latest first."""
        return list(reversed(self._last))
