"""When a question comes back: missed ones soon, others after longer and longer times."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from fsrs import Card, Rating, Scheduler

from iepkit.content import Content
from iepkit.learning.study.events import Event, Kind

# Days, not minutes: who learns here opens the kit once a day at most. What comes back on which day is not left to chance.
_SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
_RATINGS = {1: Rating.Again, 2: Rating.Hard, 3: Rating.Good}


def cards(events: Iterable[Event], content: Content) -> dict[str, Card]:
    """Each thing that was asked, with what is known of how well it is known.

    Args:
        events: one learner's, with times that can be trusted, oldest first.
        content: a question that is gone from the bank is left out.

    Returns:
        By item, such as ``question.law_two_laws``; ``due`` is in UTC.

    Source: FSRS 6, by the package ``fsrs``.
    """
    found: dict[str, Card] = {}
    for item, rating, at in _ratings(events, content):
        card = found.get(item) or Card(card_id=0, due=at)
        found[item], _ = _SCHEDULER.review_card(card, rating, at)
    return found


def _ratings(events: Iterable[Event], content: Content) -> Iterator[tuple[str, Rating, dt.datetime]]:
    for event in events:
        match event.kind:
            case Kind.ANSWERED:
                yield from _of_answer(event.body["item"], event.body["choice"], event.at, content)
            case Kind.HANDED_IN:
                for question, choice in event.body["answers"].items():
                    yield from _of_answer(f"question.{question}", choice, event.at, content)
            case Kind.RATED if _is_there(event.body["item"], content):
                yield event.body["item"], _RATINGS[event.body["rating"]], event.at


def _of_answer(item: str, choice: str, at: dt.datetime, content: Content) -> Iterator[tuple[str, Rating, dt.datetime]]:
    question = content.study_bank.get(item.partition(".")[2])
    # What one would do has no right answer, and so nothing to remember.
    if question is not None and question.right is not None:
        yield item, Rating.Good if choice == question.right else Rating.Again, at


def _is_there(item: str, content: Content) -> bool:
    kind, _, name = item.partition(".")
    return name in {"floor": content.floor, "myth": content.myths}.get(kind, {})


def due(found: Mapping[str, Card], now: dt.datetime, content: Content) -> list[str]:
    """What is due on this day, the longest waiting first and mixed over topics.

    Whole days count, on this computer's calendar: what was missed on Monday
    afternoon is due on Tuesday morning.

    Args:
        found: what :func:`cards` gives.
        now: in UTC.
        content: where the topics stand.

    Returns:
        Items, such as ``floor.can_they_expel``; no two of one topic follow each other where that can be helped.
    """
    waiting = sorted(
        (item for item, card in found.items() if day_of(card.due) <= day_of(now)),
        key=lambda item: (found[item].due, item),
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
