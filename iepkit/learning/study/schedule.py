"""When a question comes back: missed ones soon, others after longer and longer times."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from fsrs import Card, Rating, Scheduler

from iepkit.content import Content
from iepkit.content.bank import BankQuestion
from iepkit.learning.study.events import Event, Kind

# Days, not minutes: who learns here opens the kit once a day at most. What comes back on which day is not left to chance.
_SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
_RATINGS = {1: Rating.Again, 2: Rating.Hard, 3: Rating.Good}
_NOON = dt.time(12)
_NEXT_DAY = dt.timedelta(days=1)


def cards(events: Iterable[Event], content: Content) -> dict[str, Card]:
    """Each thing that was asked, with what is known of how well it is known.

    Whole days of this computer's calendar are counted, never hours: who studied on
    Monday afternoon and reviews on Tuesday morning has slept on it. On one day a thing
    counts once, as missed if it was missed at all: to give the right answer just after
    reading it shows nothing, and to miss it twice is no worse than once.

    Args:
        events: one learner's, with times that can be trusted, oldest first.
        content: a question that is gone from the bank is left out.

    Returns:
        By item, such as ``question.law_two_laws``, in the order in which they were
        asked first; ``due`` is noon of its day on this computer's calendar, and of
        what was missed the next day.

    Source: FSRS 6, by the package ``fsrs``.
    """
    by_item: dict[str, dict[dt.date, Rating]] = defaultdict(dict)
    for item, rating, at in ratings(events, content):
        days, day = by_item[item], day_of(at)
        days[day] = min(rating, days.get(day, rating))
    return {item: _card(days) for item, days in by_item.items()}


def _card(days: Mapping[dt.date, Rating]) -> Card:
    card = Card(card_id=0)
    for day, rating in days.items():
        card, _ = _SCHEDULER.review_card(card, rating, dt.datetime.combine(day, _NOON, dt.UTC))
    # What was known for months and is missed now would wait some days again.
    again = day + _NEXT_DAY if rating == Rating.Again else card.due.date()
    card.due = dt.datetime.combine(again, _NOON).astimezone()
    return card


def ratings(events: Iterable[Event], content: Content) -> Iterator[tuple[str, Rating, dt.datetime]]:
    """Each time that something was asked: its item, how well it was known, and when.

    "Not sure" is as a wrong answer. What is gone from the content is passed over.
    """
    bank = content.study_bank
    for event in events:
        match event.kind:
            case Kind.ANSWERED:
                yield from _of_answer(event.body["item"], event.body["choice"], event.at, bank)
            case Kind.HANDED_IN:
                for question, choice in event.body["answers"].items():
                    yield from _of_answer(f"question.{question}", choice, event.at, bank)
            case Kind.RATED if can_be_rated(event.body["item"], content):
                yield event.body["item"], _RATINGS[event.body["rating"]], event.at


def _of_answer(
    item: str, choice: str, at: dt.datetime, bank: Mapping[str, BankQuestion]
) -> Iterator[tuple[str, Rating, dt.datetime]]:
    kind, _, name = item.partition(".")
    # A damaged record, or one that was written by hand, may call a question something else.
    question = bank.get(name) if kind == "question" else None
    # What one would do has no right answer, and so nothing to remember.
    if question is not None and question.right is not None:
        yield item, Rating.Good if choice == question.right else Rating.Again, at


def can_be_rated(item: str, content: Content) -> bool:
    """Is it a question from the floor or a myth that there still is?"""
    kind, _, name = item.partition(".")
    return name in {"floor": content.floor, "myth": content.myths}.get(kind, {})


def due(found: Mapping[str, Card], now: dt.datetime, content: Content) -> list[str]:
    """What is due on this day, the longest waiting first and mixed over topics; what waits alike, as it was asked first.

    Args:
        found: what :func:`cards` gives.
        now: in UTC.
        content: where the topics stand.

    Returns:
        Items, such as ``floor.can_they_expel``; no two of one topic follow each other where that can be helped.
    """
    waiting = sorted(
        (item for item, card in found.items() if day_of(card.due) <= day_of(now)),
        key=lambda item: found[item].due,
    )
    return mixed(waiting, content)


def day_of(moment: dt.datetime) -> dt.date:
    """The day on this computer's calendar."""
    return moment.astimezone().date()


def mixed(items: Sequence[str], content: Content) -> list[str]:
    """The items, one of each topic after the other; within a topic in the order given."""
    by_topic: dict[str, list[str]] = defaultdict(list)
    for item in items:
        by_topic[topic_of(item, content)].append(item)
    longest = max((len(some) for some in by_topic.values()), default=0)
    return [some[turn] for turn in range(longest) for some in by_topic.values() if turn < len(some)]


def topic_of(item: str, content: Content) -> str:
    """The topic of a question, of one from the floor, or "myth"."""
    kind, _, name = item.partition(".")
    if kind == "question":
        return content.study_bank[name].topic
    return content.floor[name].topic if kind == "floor" else kind
