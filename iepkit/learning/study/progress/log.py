"""What every place that keeps progress can do, and what is done with what it can't take."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from iepkit.learning.study.events import Event
from iepkit.learning.study.progress.lines import Found


@dataclass(frozen=True)
class Trouble:
    """Something that a learner has to know about where progress is kept.

    ``sentence``: the part of its text's id behind ``ui.study.trouble.``; ``fill``: what is filled in.
    """

    sentence: str
    fill: Mapping[str, str] = field(default_factory=dict)


class Log(Protocol):
    """Where progress is kept. Records are added and read; none is changed."""

    @property
    def shown(self) -> str:
        """The place as it may be named: never with a password."""

    @property
    def troubles(self) -> Sequence[Trouble]:
        """What went wrong in the last reading or adding; nothing, if all went well."""

    def read(self) -> Sequence[Event]:
        """All that is kept, in the order in which it was added; what can't be read is passed over and stays."""

    def add(self, event: Event) -> None:
        """Keep one more. Where it can't be written it is kept until this process ends, and ``troubles`` says so."""

    def take_in(self, events: Sequence[Event]) -> int:
        """Put those that are not there yet where they belong by their time, and say how many these were.

        At the end they would make all that is there look as old as they are, see
        :func:`iepkit.learning.study.clock.trusted`. ``troubles`` says it where that failed.
        """

    def forget(self, learner: str) -> int:
        """Remove all of one learner's, and say how many there were; ``troubles`` says it where that failed."""


class PlaceError(Exception):
    """A place can't be read or written.

    Args:
        sentence: the part of the text's id behind ``ui.study.trouble.`` that says why.
        reason: the system's own word for it, where that sentence has a gap for one.
    """

    def __init__(self, sentence: str, reason: str = "") -> None:
        super().__init__(sentence, reason)
        self.sentence = sentence
        self.reason = reason


class Kept(ABC):
    """A place, with what waits in memory because the place did not take it.

    What waits is tried again with the next record.
    """

    def __init__(self) -> None:
        self._waiting: list[Event] = []
        self._last = Found()
        self._in_reading: list[Trouble] = []
        self._in_adding: list[Trouble] = []

    @property
    @abstractmethod
    def shown(self) -> str:
        """See :class:`Log`."""

    @property
    def troubles(self) -> Sequence[Trouble]:
        """See :class:`Log`."""
        rest = [trouble for trouble in self._in_adding if trouble not in self._in_reading]
        return [*self._in_reading, *rest]

    def read(self) -> Sequence[Event]:
        """See :class:`Log`. Where the place can't be read, what was read from it before."""
        try:
            self._last = self._found()
        except PlaceError as error:
            self._in_reading = [self._why(error)]
        else:
            counts = {"unreadable": self._last.unreadable, "newer": self._last.newer}
            self._in_reading = [self._says(name, count=str(count)) for name, count in counts.items() if count]
        if not self._waiting:
            return self._last.events
        there = {event.id for event in self._last.events}
        return [*self._last.events, *(event for event in self._waiting if event.id not in there)]

    def add(self, event: Event) -> None:
        """See :class:`Log`."""
        self._waiting.append(event)
        self._write_waiting()

    def _write_waiting(self) -> None:
        self._in_adding = []
        if not self._waiting:
            return
        try:
            is_alone = self._write(self._waiting)
        except PlaceError as error:
            self._in_adding = [self._why(error), self._says("not_kept")]
            return
        self._waiting = []
        if not is_alone:
            self._in_adding = [self._says("no_lock")]

    def take_in(self, events: Sequence[Event]) -> int:
        """See :class:`Log`."""
        there = {event.id for event in self.read()}
        new = [event for event in events if event.id not in there]
        try:
            if new:
                self._merge(new)
        except PlaceError as error:
            self._in_adding = [self._why(error), self._says("not_taken_in")]
            return 0
        self._write_waiting()
        self.read()
        return len(new)

    def forget(self, learner: str) -> int:
        """See :class:`Log`."""
        mine = {event.id for event in self.read() if event.learner == learner}
        try:
            self._remove(learner)
        except PlaceError as error:
            self._in_adding = [self._why(error), self._says("not_forgotten")]
            return 0
        self._waiting = [event for event in self._waiting if event.learner != learner]
        self._write_waiting()
        self.read()
        return len(mine)

    @abstractmethod
    def _found(self) -> Found:
        """All that is in the place.

        Raises:
            PlaceError: it can't be read.
        """

    @abstractmethod
    def _write(self, events: Sequence[Event]) -> bool:
        """Add these, so that they are still there when the power fails.

        Returns:
            Whether it was certain that nobody else wrote at the same time.

        Raises:
            PlaceError: they can't be written.
        """

    @abstractmethod
    def _merge(self, events: Sequence[Event]) -> None:
        """Put these between what is there, by :func:`~iepkit.learning.study.progress.lines.merged`.

        Raises:
            PlaceError: they can't be written; all is as before.
        """

    @abstractmethod
    def _remove(self, learner: str) -> None:
        """Remove all of one learner's, and nothing else.

        Raises:
            PlaceError: they can't be removed.
        """

    def _why(self, error: PlaceError) -> Trouble:
        return self._says(error.sentence, **({"reason": error.reason} if error.reason else {}))

    def _says(self, sentence: str, **fill: str) -> Trouble:
        return Trouble(sentence, {"place": self.shown, **fill})
