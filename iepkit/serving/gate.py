"""How much one address may ask: a whole room stands behind one, so each limit holds a whole room."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

# What a phone asks for when it opens the page, everything on it, and opens it anew, with room to spare.
_REQUESTS_A_PHONE = 40
_REQUESTS_A_SECOND = 1
_CONNECTIONS_A_PHONE = 8
_LINES_A_PHONE = 3
# A parent can't tap faster for long.
_WORDS_AT_ONCE = 200
_WORDS_A_SECOND = 10
# A parent may change a vote as often as they like; a page that could not be heard tries again once a second.
_VOTES_AT_ONCE = 60
_VOTES_A_SECOND = 2
_MOMENT = 0.001
_MOST_REMEMBERED = 10_000
_FEWEST_PHONES = 50


@dataclass
class _Bucket:
    left: float
    at: float


class Buckets:
    """So many at once, and so many a second after that, by name.

    Args:
        most: how many at once.
        a_second: how many come back each second.
        clock: seconds that never go back.
    """

    def __init__(self, most: float, a_second: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._a_second = a_second
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}

    def take(self, name: str, cost: float = 1) -> float:
        """Take some out.

        Returns:
            0 where there was enough; else the seconds until there is.
        """
        now = self._clock()
        bucket = self._buckets.pop(name, None) or _Bucket(self._most, now)
        # Whoever was not heard of for longest comes first, and is forgotten first.
        self._buckets[name] = bucket
        if len(self._buckets) > _MOST_REMEMBERED:
            del self._buckets[next(iter(self._buckets))]
        bucket.left = min(self._most, bucket.left + (now - bucket.at) * self._a_second)
        bucket.at = now
        if bucket.left >= cost:
            bucket.left -= cost
            return 0
        return (cost - bucket.left) / self._a_second


class Gate:
    """The limits of one server.

    Args:
        attendees: how many phones are expected.
        clock: seconds that never go back.
    """

    def __init__(self, attendees: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lines: Counter[tuple[str, str]] = Counter()
        self._words = Buckets(_WORDS_AT_ONCE, _WORDS_A_SECOND, clock)
        self._votes = Buckets(_VOTES_AT_ONCE, _VOTES_A_SECOND, clock)
        self.expect(attendees)

    def expect(self, attendees: int) -> None:
        """Let in a whole room of so many phones; what was asked before is forgotten."""
        phones = max(attendees, _FEWEST_PHONES)
        self._most_lines = _LINES_A_PHONE * phones
        self.most_connections = _CONNECTIONS_A_PHONE * phones
        self._requests = Buckets(_REQUESTS_A_PHONE * phones, _REQUESTS_A_SECOND * phones, self._clock)

    def lets_in(self, address: str, cost: float = 1) -> bool:
        """May this address ask once more?

        Args:
            address: the network address.
            cost: how much the request costs, by the cost of a page.
        """
        return self._requests.take(address, cost) == 0

    def has_line_for(self, address: str, kind: str = "line") -> bool:
        """May this address open one more line?

        Args:
            address: the network address.
            kind: lines of each kind are counted by themselves: a page has one of each.
        """
        return self._lines.get((address, kind), 0) < self._most_lines

    def open_line(self, address: str, kind: str = "line") -> None:
        """An address has opened a line."""
        self._lines[address, kind] += 1

    def close_line(self, address: str, kind: str = "line") -> None:
        """A line of this address has ended."""
        self._lines[address, kind] -= 1
        if not self._lines[address, kind]:
            del self._lines[address, kind]

    def takes_vote_of(self, phone: str) -> bool:
        """May this phone vote once more now?"""
        return self._votes.take(phone) == 0

    async def wait_for_turn(self, page: str) -> None:
        """Wait until this page may say a word more: a ping or a question."""
        if seconds := self._words.take(page):
            # A moment longer: rounded, the time would come just too soon.
            await asyncio.sleep(seconds + _MOMENT)
            self._words.take(page)
