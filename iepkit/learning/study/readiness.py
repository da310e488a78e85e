"""Ready to co-lead: what a try asks, what was right in it, and when it is passed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from iepkit.content import Content
from iepkit.content.bank import BankQuestion
from iepkit.explorers.answers import NOT_SURE
from iepkit.learning.study.events import Event, Kind
from iepkit.learning.study.schedule import mixed

MUST_TOPIC = "discipline"
"""Each question of this topic must be right, as each one with a time limit must."""
_WHOLE = 100


@dataclass(frozen=True)
class Attempt:
    """One try.

    Args:
        id: as its events name it.
        questions: the ids of what it asks, in order.
        answers: the choice by question; what is left open is not in it.
    """

    id: str
    questions: tuple[str, ...]
    answers: Mapping[str, str]


@dataclass(frozen=True)
class Share:
    """So many of all."""

    right: int
    all: int


@dataclass(frozen=True)
class Result:
    """What came of a try.

    Args:
        attempt: which.
        at: when it was handed in, in UTC.
        total: how many were right of all that count.
        topics: the same by topic, in the order of ``data/readiness.yaml``.
        must: the same of those that must be right.
        missed: the ids of what was not right, in the order in which it was asked.
        missed_must: those of them that must be right.
        gone: how many are gone from the bank since, and count for nothing.
        percent: the share that is asked for.
        was_passed: what was said when it was handed in; None where that was not kept.
    """

    attempt: Attempt
    at: dt.datetime
    total: Share
    topics: Mapping[str, Share]
    must: Share
    missed: tuple[str, ...]
    missed_must: tuple[str, ...]
    gone: int
    percent: int
    was_passed: bool | None = None

    @property
    def on(self) -> dt.date:
        """The day on which it was handed in, as the wall calendar has it."""
        return self.at.astimezone().date()

    @property
    def is_enough(self) -> bool:
        """Is the share of right ones as high as is asked for? In whole numbers: 80 of 100 is 20 of 25."""
        return self.total.all > 0 and _WHOLE * self.total.right >= self.percent * self.total.all

    @property
    def is_passed(self) -> bool:
        """As it was said then: a bank that changed since neither gives nor takes it."""
        return self.is_enough and not self.missed_must if self.was_passed is None else self.was_passed

    @property
    def reached(self) -> int:
        """The percent that were right, rounded down: never shown as enough where it is not."""
        return _WHOLE * self.total.right // self.total.all if self.total.all else 0


@dataclass(frozen=True)
class Standing:
    """Where a learner stands.

    Args:
        open: the try that was begun and not handed in, or None.
        results: of those that were handed in, oldest first.
    """

    open: Attempt | None
    results: tuple[Result, ...]

    @property
    def last(self) -> Result | None:
        return self.results[-1] if self.results else None

    @property
    def passed(self) -> Result | None:
        """The first that was passed."""
        return next((result for result in self.results if result.is_passed), None)

    def result(self, attempt: str) -> Result | None:
        """Of this try; None if it was not handed in."""
        return next((result for result in self.results if result.attempt.id == attempt), None)


def size(content: Content) -> int:
    """How many questions a try asks."""
    return sum(content.readiness.items.values())


def is_must(question: BankQuestion) -> bool:
    """Must it be right, however many others are?"""
    return question.is_deadline or question.topic == MUST_TOPIC


def draw(events: Sequence[Event], content: Content, random: Random) -> list[str]:
    """What the next try asks: questions that were not in the last one, and of these the longest not asked.

    Args:
        events: one learner's, oldest first.
        content: the bank, and how many of each topic.
        random: decides between those that are alike, and in which order topics come.

    Returns:
        Ids of questions, mixed over topics.
    """
    begun = [event for event in events if event.kind == Kind.BEGUN]
    last = frozenset(begun[-1].body["questions"] if begun else ())
    asked = _last_asked(events)
    drawn: list[str] = []
    topics = list(content.readiness.items)
    random.shuffle(topics)
    for topic in topics:
        there_are = [q.id for q in content.study_bank.values() if q.topic == topic and q.right is not None]
        random.shuffle(there_are)
        there_are.sort(key=lambda question: (question in last, asked.get(question, -1)))
        drawn += there_are[: content.readiness.items[topic]]
    return [item.partition(".")[2] for item in mixed([f"question.{question}" for question in drawn], content)]


def _last_asked(events: Sequence[Event]) -> dict[str, int]:
    """The number of the last event in which a question was asked, by its id."""
    asked: dict[str, int] = {}
    for number, event in enumerate(events):
        if event.kind == Kind.ANSWERED:
            asked[event.body["item"].partition(".")[2]] = number
        elif event.kind == Kind.BEGUN:
            asked |= dict.fromkeys(event.body["questions"], number)
    return asked


def mark(attempt: Attempt, at: dt.datetime, content: Content) -> Result:
    """What came of a try; "not sure" and what was left open are not right.

    Args:
        attempt: which.
        at: when it was handed in, in UTC.
        content: the bank that it is marked by.
    """
    bank = content.study_bank
    counted = [bank[question] for question in attempt.questions if question in bank]
    right = {question.id for question in counted if attempt.answers.get(question.id) == question.right}
    must = [question for question in counted if is_must(question)]

    def share(some: Sequence[BankQuestion]) -> Share:
        return Share(sum(question.id in right for question in some), len(some))

    by_topic = {topic: [q for q in counted if q.topic == topic] for topic in _topics(counted, content)}
    return Result(
        attempt=attempt,
        at=at,
        total=share(counted),
        topics={topic: share(some) for topic, some in by_topic.items() if some},
        must=share(must),
        missed=tuple(question.id for question in counted if question.id not in right),
        missed_must=tuple(question.id for question in must if question.id not in right),
        gone=len(attempt.questions) - len(counted),
        percent=content.readiness.percent,
    )


def _topics(counted: Sequence[BankQuestion], content: Content) -> list[str]:
    # A topic may have been taken out of the file since.
    return list(dict.fromkeys([*content.readiness.items, *(question.topic for question in counted)]))


def standing(events: Sequence[Event], content: Content) -> Standing:
    """Where a learner stands, from what was done.

    A try that was handed in twice, from two tabs, counts as it was handed in first.
    The one that is open is the last that was begun, unless one was handed in after that.

    Args:
        events: one learner's, oldest first.
        content: the bank that it is marked by.
    """
    asks: dict[str, tuple[str, ...]] = {}
    puts: dict[str, dict[str, str]] = {}
    handed_in: dict[str, Result] = {}
    current: str | None = None
    for event in events:
        match event.kind:
            case Kind.BEGUN:
                current = event.body["attempt"]
                asks.setdefault(current, tuple(dict.fromkeys(event.body["questions"])))
            case Kind.PUT:
                puts.setdefault(event.body["attempt"], {})[event.body["question"]] = event.body["choice"]
            case Kind.HANDED_IN:
                attempt, answers = event.body["attempt"], dict(event.body["answers"])
                # Its beginning may be missing, where a file was damaged: what was handed in names each question.
                questions = asks.get(attempt) or tuple(answers)
                result = mark(Attempt(attempt, questions, answers), event.at, content)
                said = event.body.get("passed")
                handed_in.setdefault(attempt, replace(result, was_passed=said if isinstance(said, bool) else None))
                current = None
    return Standing(
        open=Attempt(current, asks[current], _of(puts.get(current, {}), asks[current])) if current else None,
        results=tuple(handed_in.values()),
    )


def _of(answers: Mapping[str, str], questions: Sequence[str]) -> dict[str, str]:
    return {question: answers[question] for question in questions if question in answers}


def to_hand_in(attempt: Attempt) -> dict[str, str]:
    """The answers as they are handed in: what is open is "not sure", so that it comes back in the daily review."""
    return {question: attempt.answers.get(question, NOT_SURE) for question in attempt.questions}
