"""Records as text: one JSON object on each line. A file of progress and an export look the same.

A record has six keys: ``learner``, ``kind``, ``at``, ``body``, ``id`` and ``version``.
What a later kit has to say more goes into ``body``, so that an older one hands it on whole.
"""

from __future__ import annotations

import codecs
import datetime as dt
import heapq
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import Enum, auto
from typing import Any, TypeVar

from iepkit.learning.study.events import VERSION, Event, Kind

Item = TypeVar("Item")
_FIRST = dt.datetime.min.replace(tzinfo=dt.UTC)
_RATINGS = (1, 2, 3)
# Beyond these years a clock is not wrong but the record is, and a day in the learner's own zone may not exist.
_YEARS = range(1970, 9000)
# What a database can hold.
_VERSIONS = range(1, 2**31)
_AROUND = "\ufeff\0 \t\r"
"""What a crash, an editor or another system leaves around a line."""


class Flaw(Enum):
    """Why a line is not counted: nothing can be made of it, or only a newer kit can."""

    UNREADABLE = auto()
    NEWER = auto()


@dataclass(frozen=True)
class Found:
    """What was read.

    Args:
        events: in the order in which they stand there, each once; those of a newer kit too.
        unreadable: lines of which nothing can be made.
        newer: records that only a newer kit can count.
    """

    events: Sequence[Event] = ()
    unreadable: int = 0
    newer: int = 0

    @classmethod
    def of(cls, parsed: Iterable[Event | Flaw]) -> Found:
        """Put together what was made of each line."""
        events: dict[str, Event] = {}
        flaws = []
        for one in parsed:
            if isinstance(one, Event):
                events.setdefault(one.id, one)
            else:
                flaws.append(one)
        newer = flaws.count(Flaw.NEWER) + sum(not event.is_known for event in events.values())
        return cls(tuple(events.values()), flaws.count(Flaw.UNREADABLE), newer)


def as_lines(events: Iterable[Event]) -> str:
    """Each record on a line of its own, in plain ASCII."""
    return "".join(json.dumps(asdict(event) | {"at": event.at.isoformat()}) + "\n" for event in events)


def from_lines(text: str) -> Found:
    """Read what :func:`as_lines` wrote, however it was treated since."""
    return Found.of(read_line(line) for line in split(text))


def merged(there: Sequence[tuple[Item, Event | Flaw]], new: Sequence[tuple[Item, Event]]) -> list[Item]:
    """Two sequences of items as one, by the times of their events; the order within each stays.

    Args:
        there: what can't be read stays behind what it follows.
        new: what comes between.
    """
    kept = [(item, event.at if isinstance(event, Event) else _FIRST) for item, event in there]
    between = [(item, event.at) for item, event in new]
    return [item for item, _ in heapq.merge(kept, between, key=lambda one: one[1])]


def split(text: str) -> list[str]:
    """The lines that hold something."""
    return [line for line in text.split("\n") if line.strip(" \t\r\ufeff")]


def is_utf_16(data: bytes) -> bool:
    """Did an editor save it in the encoding that Windows once called Unicode?"""
    return data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def decoded(data: bytes) -> str:
    """The text of a file. Bytes that are no text in UTF-8 become lone surrogates, so that they can be written back."""
    if is_utf_16(data):
        return data.decode("utf-16", errors="replace")
    return data.decode("utf-8", errors="surrogateescape")


def encoded(text: str) -> bytes:
    """The bytes that :func:`decoded` was given, if these were in UTF-8."""
    return text.encode("utf-8", errors="surrogateescape")


def read_line(line: str) -> Event | Flaw:
    """The record on a line, checked so far that all else can rely on it."""
    try:
        return event_of(json.loads(line.strip(_AROUND), parse_constant=_no_number))
    except (ValueError, RecursionError):
        return Flaw.UNREADABLE


def _no_number(word: str) -> object:
    # NaN and the like are no JSON, and a database refuses them.
    raise ValueError(word)


def event_of(record: object) -> Event | Flaw:
    """The event that a record tells of, if it has all that such a one must have."""
    if not isinstance(record, dict):
        return Flaw.UNREADABLE
    version = record.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version not in _VERSIONS:
        return Flaw.UNREADABLE
    event = _event(record, version)
    if event is None:
        return Flaw.NEWER if version > VERSION else Flaw.UNREADABLE
    if event.is_known and not all(is_sound(event.body.get(key)) for key, is_sound in _BODIES[Kind(event.kind)].items()):
        return Flaw.UNREADABLE
    return event


def _event(record: Mapping[str, Any], version: int) -> Event | None:
    learner, kind, body, one = (record.get(key) for key in ("learner", "kind", "body", "id"))
    at = _moment(record.get("at"))
    if _is_text(learner) and _is_name(kind) and _is_name(one) and isinstance(body, dict) and at is not None:
        return Event(learner, kind, at, body, one, version)  # type: ignore[arg-type]
    return None


def _moment(written: object) -> dt.datetime | None:
    if not isinstance(written, str):
        return None
    try:
        moment = dt.datetime.fromisoformat(written)
    except ValueError:
        return None
    if moment.year not in _YEARS:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)


def _is_text(value: object) -> bool:
    # A lone half of a sign can't be shown on a page, and databases refuse the sign that is none.
    return isinstance(value, str) and not any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in value)


def _is_name(value: object) -> bool:
    return _is_text(value) and bool(value)


def _is_rating(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value in _RATINGS


def _are_names(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_name, value))


def _are_answers(value: object) -> bool:
    return isinstance(value, dict) and all(map(_is_name, (*value, *value.values())))


_BODIES: Mapping[Kind, Mapping[str, Callable[[object], bool]]] = {
    Kind.LEARNS: {},
    Kind.ANSWERED: {"item": _is_name, "choice": _is_name},
    Kind.RATED: {"item": _is_name, "rating": _is_rating},
    Kind.DONE: {"item": _is_name},
    Kind.BEGUN: {"attempt": _is_name, "questions": _are_names},
    Kind.PUT: {"attempt": _is_name, "question": _is_name, "choice": _is_name},
    Kind.HANDED_IN: {"attempt": _is_name, "answers": _are_answers},
}
"""What each kind's body must have, see :class:`Kind`."""
