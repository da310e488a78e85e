"""Where a learner sits: the content, what was done so far, and the clock; one for all widgets of a notebook."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from fsrs import Card

from iepkit.content import Content, load
from iepkit.language import spoken
from iepkit.learning.study import clock, schedule
from iepkit.learning.study.events import Event, Kind
from iepkit.learning.study.progress import Log, Trouble, opened
from iepkit.wording import Wording


def utc_now() -> dt.datetime:
    """The moment, in UTC."""
    return dt.datetime.now(dt.UTC)


@dataclass
class _WorkedOut:
    """What was made of the records that were read; a page asks for it once for each of its questions.

    ``now``: when; what is written with a later time, by a wrong clock, is counted anew each time.
    """

    read: Sequence[Event]
    learner: str
    now: dt.datetime
    events: list[Event]
    cards: dict[str, Card] | None = None

    def holds(self, read: Sequence[Event], learner: str, now: dt.datetime) -> bool:
        is_same = self.read is read and self.learner == learner
        return is_same and now >= self.now and all(event.at <= self.now for event in read)


class Desk:
    """One learner with what was done so far.

    Args:
        content: what the kit says.
        log: where progress is kept.
        now: gives the moment, in UTC.
    """

    def __init__(self, content: Content, log: Log, now: Callable[[], dt.datetime] = utc_now) -> None:
        self.content = content
        self.log = log
        self.now = now
        self._learner: str | None = None
        self._last: _WorkedOut | None = None

    @property
    def language(self) -> str:
        """What is shown and made here is in this language; what is kept is in none."""
        return spoken(self.content)

    @property
    def wording(self) -> Wording:
        return Wording(self.content, self.language)

    @property
    def learner(self) -> str:
        """The name that the learner chose; "" for who learns here first.

        It stays the same at this desk: somebody else who learns on this account
        in another notebook does not take it over.
        """
        if self._learner is not None:
            return self._learner
        chosen = [event.learner for event in self.log.read() if event.kind == Kind.LEARNS]
        learner = chosen[-1] if chosen else ""
        # Where the place can't be read just now, nobody is known yet: what is done later is not put down to another.
        if chosen or not self.log.troubles:
            self._learner = learner
        return learner

    @property
    def learners(self) -> list[str]:
        """All who learn on this account, in the order in which they came."""
        return list(dict.fromkeys(event.learner for event in self.log.read()))

    def sit_down(self, learner: str) -> None:
        """From now on this one learns here."""
        self._learner = learner
        self.add(Kind.LEARNS)

    def events(self) -> list[Event]:
        """What this learner did, with times that can be counted with, oldest first."""
        return self._worked_out().events

    def _worked_out(self) -> _WorkedOut:
        read, learner, now = self.log.read(), self.learner, self.now()
        if self._last is None or not self._last.holds(read, learner, now):
            counted = clock.trusted([event for event in read if event.is_known], now)
            self._last = _WorkedOut(read, learner, now, [event for event in counted if event.learner == learner])
        return self._last

    def add(self, kind: Kind, **body: Any) -> None:
        """Keep what the learner did."""
        self.log.add(Event(self.learner, kind, self.now(), body))

    def cards(self) -> dict[str, Card]:
        """What was asked so far, and when it comes back."""
        worked_out = self._worked_out()
        if worked_out.cards is None:
            worked_out.cards = schedule.cards(worked_out.events, self.content)
        return worked_out.cards

    def due(self) -> list[str]:
        """What is due now, mixed over topics."""
        return schedule.due(self.cards(), self.now(), self.content)

    @property
    def troubles(self) -> list[Trouble]:
        """What the learner has to know of: the place of progress, and the clock."""
        events = self.log.read()
        behind = clock.is_behind(events, self.now())
        last = self.wording.day(events[-1].at.astimezone().date()) if events else ""
        return [*self.log.troubles, *([Trouble("clock", {"day": last})] if behind else [])]


@functools.cache
def desk() -> Desk:
    """The desk of this notebook."""
    return Desk(load(), opened())
