"""What every place that keeps progress can do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from iepkit.learning.study.events import Event


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

    def forget(self, learner: str) -> int:
        """Remove all of one learner's, and say how many there were."""
