"""What a learner still misses, as a supervisor may want to know it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from iepkit.content import Content
from iepkit.learning.study.events import Event, Kind
from iepkit.learning.study.schedule import topic_of

_LEAST_MISSED = 2


def comes_back(events: Sequence[Event], content: Content) -> list[str]:
    """The topics in which two or more things were not known when they were last asked, most of them first."""
    last: dict[str, bool] = {}
    for event in events:
        last |= dict(_known(event, content))
    missed = Counter(topic_of(item, content) for item, is_known in last.items() if not is_known)
    return [topic for topic, count in missed.most_common() if count >= _LEAST_MISSED]


def _known(event: Event, content: Content) -> Iterator[tuple[str, bool]]:
    match event.kind:
        case Kind.ANSWERED:
            yield from _answered(event.body["item"].partition(".")[2], event.body["choice"], content)
        case Kind.HANDED_IN:
            for question, choice in event.body["answers"].items():
                yield from _answered(question, choice, content)
        case Kind.RATED:
            item = event.body["item"]
            if item.partition(".")[2] in (content.floor if item.startswith("floor.") else content.myths):
                yield item, event.body["rating"] > 1


def _answered(question: str, choice: str, content: Content) -> Iterator[tuple[str, bool]]:
    asked = content.study_bank.get(question)
    if asked is not None and asked.right is not None:
        yield f"question.{question}", choice == asked.right
