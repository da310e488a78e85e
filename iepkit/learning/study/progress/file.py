"""Progress in one file: a record on each line, written at its end and never in its middle."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from iepkit.learning.study.events import Event
from iepkit.learning.study.progress.log import Trouble


class File:
    """A file of records."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.troubles: Sequence[Trouble] = ()

    @property
    def shown(self) -> str:
        return str(self.path)

    def read(self) -> Sequence[Event]:
        """All that is kept."""
        if not self.path.is_file():
            return []
        lines = self.path.read_text(encoding="utf-8").splitlines()
        return [_event(json.loads(line)) for line in lines if line]

    def add(self, event: Event) -> None:
        """Keep one more."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(event) | {"at": event.at.isoformat()}) + "\n")

    def forget(self, learner: str) -> int:
        """Remove all of one learner's."""
        events = self.read()
        self.path.unlink(missing_ok=True)
        for event in events:
            if event.learner != learner:
                self.add(event)
        return sum(event.learner == learner for event in events)


def _event(record: dict) -> Event:  # type: ignore[type-arg]
    return Event(**(record | {"at": dt.datetime.fromisoformat(record["at"])}))
