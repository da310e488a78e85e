"""What a learner still misses, as a supervisor may want to know it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from fsrs import Rating

from iepkit.content import Content
from iepkit.learning.study.events import Event
from iepkit.learning.study.schedule import ratings, topic_of

_LEAST_MISSED = 2


def comes_back(events: Sequence[Event], content: Content) -> list[str]:
    """The topics in which two or more things were not known when they were last asked, most of them first.

    What could nearly be said counts as known; what is gone from the content is passed over.

    Args:
        events: one learner's, oldest first.
        content: where the topics stand.
    """
    last = {item: rating for item, rating, _ in ratings(events, content)}
    missed = Counter(topic_of(item, content) for item, rating in last.items() if rating == Rating.Again)
    return [topic for topic, count in missed.most_common() if count >= _LEAST_MISSED]
