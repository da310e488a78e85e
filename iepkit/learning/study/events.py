"""What a learner did: one record for each thing, never changed and never put together from others."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

VERSION = 1
"""Raised when a record is written that an older kit would read wrongly."""


class Kind(StrEnum):
    """What was done, and what its ``body`` holds.

    LEARNS: somebody said who learns here from now on; no body.
    ANSWERED: a question was answered: ``item`` such as ``question.law_two_laws``, ``choice``.
    RATED: an answer in one's own words was rated by oneself: ``item`` such as ``floor.which_is_better``
    or ``myth.good_grades``, ``rating`` 1 (not yet), 2 (nearly) or 3 (I could say it).
    DONE: a case or task was done: ``item`` such as ``case.adhd-good-grades``; of a task also ``how``:
    ``found`` with the explorer, or ``shown``.
    BEGUN: a try at readiness was begun: ``attempt``, ``questions``, a list of ids.
    PUT: an answer in a try, which may be changed until it is handed in: ``attempt``, ``question``, ``choice``.
    HANDED_IN: a try was handed in: ``attempt``, ``answers``, choices by question, and ``passed``, by the bank of that day.
    """

    LEARNS = "learns"
    ANSWERED = "answered"
    RATED = "rated"
    DONE = "done"
    BEGUN = "begun"
    PUT = "put"
    HANDED_IN = "handed_in"


_KINDS = frozenset(map(str, Kind))


@dataclass(frozen=True)
class Event:
    """One thing that a learner did.

    Args:
        learner: the name that the learner chose; "" for who learns here first.
        kind: one of :class:`Kind`; another word where a newer kit wrote it.
        at: in UTC, as the computer's clock showed it.
        body: see :class:`Kind`.
        id: random, so that two copies of a file can be put together.
        version: :data:`VERSION` of the kit that wrote it.
    """

    learner: str
    kind: str
    at: dt.datetime
    body: Mapping[str, Any] = field(default_factory=dict)
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    version: int = VERSION

    @property
    def is_known(self) -> bool:
        """False where a newer kit wrote it: it is kept and not counted."""
        return self.version <= VERSION and self.kind in _KINDS
