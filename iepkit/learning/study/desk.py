"""Where a learner sits: the content, what was done so far, and the clock; one for all widgets of a notebook."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from typing import Any

from fsrs import Card

from iepkit.content import ENGLISH, Content, load
from iepkit.learning.study import clock, schedule
from iepkit.learning.study.events import Event, Kind
from iepkit.learning.study.progress import Log, Trouble, opened
from iepkit.wording import Wording


def utc_now() -> dt.datetime:
    """The moment, in UTC."""
    return dt.datetime.now(dt.UTC)


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

    @property
    def wording(self) -> Wording:
        return Wording(self.content, ENGLISH)

    @property
    def learner(self) -> str:
        """The name that the learner chose; "" for who learns here first.

        It stays the same at this desk: somebody else who learns on this account
        in another notebook does not take it over.
        """
        if self._learner is None:
            chosen = [event.learner for event in self.log.read() if event.kind == Kind.LEARNS]
            self._learner = chosen[-1] if chosen else ""
        return self._learner

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
        everyone = [event for event in self.log.read() if event.is_known]
        return [event for event in clock.trusted(everyone, self.now()) if event.learner == self.learner]

    def add(self, kind: Kind, **body: Any) -> None:
        """Keep what the learner did."""
        self.log.add(Event(self.learner, kind, self.now(), body))

    def cards(self) -> dict[str, Card]:
        """What was asked so far, and when it comes back."""
        return schedule.cards(self.events(), self.content)

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
