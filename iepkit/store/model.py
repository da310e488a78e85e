"""What is kept of a workshop: rounds and ballots, and nobody's name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a round asks, and what its ``asked`` holds.

    QUESTION: ``question``, an id of the bank.
    TYPED: ``ask`` and ``choices``, a list of texts, as the trainer typed them.
    CHECK: ``form`` (before, after) and ``length`` (short, full).
    STEP: one step of a workshop case: ``topic``, ``case``, ``question``, and ``answers`` up to here, by question.
    OUTCOME: the end of a workshop case; nobody votes: ``topic``, ``case``, ``answers``.
    """

    QUESTION = "question"
    TYPED = "typed"
    CHECK = "check"
    STEP = "step"
    OUTCOME = "outcome"


@dataclass(frozen=True)
class Workshop:
    """One workshop.

    Args:
        id: random.
        started_at: in UTC.
        label: what the trainer calls it, such as "Springfield library", or "".
        secret: names of phones are made with it, so that no two rounds of a phone can be linked.
        attended: heads counted by hand, by role and place, such as ``{"parent.in_person": 12}``.
        totals: anonymous totals, once the ballots are gone; else None.
    """

    id: str
    started_at: dt.datetime
    label: str
    secret: bytes = field(repr=False)
    attended: Mapping[str, int] = field(default_factory=dict)
    totals: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Round:
    """One thing that the room was asked.

    Args:
        id: random.
        workshop: its id.
        number: from 1, in the order in which rounds were opened.
        kind: what is asked.
        asked: see :class:`Kind`.
        opened_at: in UTC.
        closes_at: in UTC; None where no time was set.
        closed_at: in UTC; None while phones may vote.
        follows: the round that asked the same before, to be shown beside this one.
        hands: votes counted by hand, by choice.
        is_away: whether the trainer has put it away.
    """

    id: str
    workshop: str
    number: int
    kind: Kind
    asked: Mapping[str, Any]
    opened_at: dt.datetime
    closes_at: dt.datetime | None = None
    closed_at: dt.datetime | None = None
    follows: str | None = None
    hands: Mapping[str, int] = field(default_factory=dict)
    is_away: bool = False


@dataclass(frozen=True)
class Ballot:
    """What one phone says in one round; said again, it takes the place of what was said before.

    Args:
        round: the round's id.
        voter: the phone's name in this round alone (see :func:`iepkit.learning.polls.voter`).
        answers: ``{"choice": id}`` for a poll; a sheet of :mod:`iepkit.learning.sheet` for a check.
    """

    round: str
    voter: str
    answers: Mapping[str, Any]


class Receipt(StrEnum):
    """What became of a ballot."""

    COUNTED = "counted"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Record:
    """All that is kept of one workshop, for its totals.

    Args:
        workshop: the workshop.
        rounds: in the order in which they were opened.
        ballots: what was answered, by the id of its round, in an order that says nothing.
    """

    workshop: Workshop
    rounds: tuple[Round, ...]
    ballots: Mapping[str, tuple[Mapping[str, Any], ...]]
