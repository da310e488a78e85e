"""Everybody who is here, and what answers them."""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from iepkit.serving.assets import Packed, pack
from iepkit.serving.journal import Event, Happening, Journal
from iepkit.serving.kernels import NoPlaceError
from iepkit.serving.memory import Memory, Taken, free
from iepkit.serving.place import Place, PlaceLostError
from iepkit.serving.places import Places

_TIMES_KEPT = 2000
_SECONDS_OF_TIMES = 300
_TRIES = 2
# What the room's clock may be late by on a busy laptop before it has stood still.
_SECONDS_LATE = 5


@dataclass(frozen=True)
class Patience:
    """How long the room waits, in seconds."""

    page: float = 10
    """for the first page, before a phone is led to the take-home page"""
    shown: float = 60
    """for a kernel to run the notebook, before it counts as one that does not come to an end"""
    answer: float = 8
    """for a kernel's answer, before the kernel is replaced"""
    awake: float = 10
    """without a word from a page: it counts as asleep"""
    away: float = 60
    """without a word from a page: its kernel is given back; it gets another when it comes back"""
    sending: float = 20
    """for a phone to take an answer, before its line is cut"""


@dataclass(frozen=True)
class State:
    """The room at a moment: counts, bytes and seconds, nothing of a person."""

    here: int
    """pages that are open and awake"""
    asleep: int
    """pages that are open and put away"""
    without_kernel: int
    """pages that are here and go on with what the take-home page has"""
    pages_opened: int
    """lines opened since the start, those that came back included"""
    kernels_in_use: int
    kernels_ready: int
    kernels_in_the_making: int
    kernels_most: int
    """how many may run at once; 0: any number"""
    kernels_wanted: int
    """how many should wait now"""
    memory_free: int
    memory_taken: Taken | None
    """as it was measured last, some ten seconds ago; None before the first time"""
    answers: int
    """answers in the last five minutes"""
    answer_median: float | None
    answer_slowest_of_20: float | None
    """the time that 95 % of the answers stay under"""
    answers_failed: int
    """questions since the start that no kernel answered"""
    happenings: list[Happening]
    """the latest first"""


class Line(Protocol):
    """What the room has to know of one page's line."""

    page: str
    heard_at: float
    is_away: bool
    is_alone: bool
    place: Place | None

    def cut(self) -> None:
        """End it."""


class Room:
    """The lines of the pages that are open, and the places that answer them.

    Args:
        places: the kernels.
        journal: what happened.
        patience: how long it waits.
        clock: seconds that never go back.
        wall: seconds as the laptop's clock has them.
    """

    def __init__(
        self,
        places: Places,
        journal: Journal,
        patience: Patience,
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.places = places
        self.journal = journal
        self.patience = patience
        self.on_answer: Callable[[float], None] = lambda _: None
        """told after how many seconds each answer came"""
        self.in_language: Callable[[str, str], str] = lambda html, _: html
        """makes the page as a kernel shows it into the page in a language"""
        self._clock = clock
        self._wall = wall
        self._lines: dict[str, Line] = {}
        self._left: dict[tuple[str, str], tuple[Place, float]] = {}
        self._times: deque[tuple[float, float]] = deque(maxlen=_TIMES_KEPT)
        self._pages: dict[str, Packed] = {}
        self._opened = 0
        self._failed = 0
        self._memory = Memory()
        self._kept_at = clock()
        self._wall_at = wall()

    @property
    def lines(self) -> list[Line]:
        """The lines that are open."""
        return list(self._lines.values())

    async def page(self, language: str) -> Packed | None:
        """The workshop page in a language as it is sent; None where no kernel shows it yet."""
        if language not in self._pages and (html := await self.places.page(self.patience.page)):
            self._pages[language] = pack("workshop.html", self.in_language(html, language).encode())
        return self._pages.get(language)

    def enter(self, line: Line) -> None:
        """A page opens its line; one that had another before goes on with that one's place."""
        self._opened += 1
        before = self._lines.get(line.page)
        self._lines[line.page] = line
        if before:
            line.place, before.place = before.place, None
            before.cut()
        elif left := next((key for key in self._left if key[0] == line.page), None):
            line.place, _ = self._left.pop(left)

    def leave(self, line: Line, *, is_cut: bool) -> None:
        """A line has ended; its place waits for a while, for the page may come back.

        Args:
            line: the line.
            is_cut: whether the page said nothing of it.
        """
        if self._lines.get(line.page) is not line:
            return
        del self._lines[line.page]
        if is_cut:
            self.journal.note(Event.LINE_LOST)
        self._set_aside(line)

    def _set_aside(self, line: Line) -> None:
        """Let the place of a line that has ended wait for its page: the page may be back already, or come back."""
        place, line.place = line.place, None
        if place is None or place.is_lost:
            return
        now = self._lines.get(line.page)
        if now and now.place is None:
            now.place = place
        else:
            # By its kernel too: a page that came and went twice may leave two.
            self._left[line.page, place.kernel] = (place, self._clock())

    async def answer(self, line: Line, question: dict[str, Any]) -> dict[str, Any] | None:
        """What follows from a page's answers; None where no kernel can say.

        A kernel that dies or does not answer is replaced, and the next is asked.
        """
        try:
            return await self._answer(line, question)
        finally:
            # The line may have ended while it waited.
            if self._lines.get(line.page) is not line:
                self._set_aside(line)

    async def _answer(self, line: Line, question: dict[str, Any]) -> dict[str, Any] | None:
        began = self._clock()
        for _ in range(_TRIES):
            place = line.place
            try:
                if place is None or place.is_lost:
                    place = await self._seat(line)
                answer = await asyncio.wait_for(place.ask(question), self.patience.answer)
            except NoPlaceError:
                break
            except PlaceLostError:
                line.place = None
            except TimeoutError:
                if place:
                    await self.places.replace(place)
                line.place = None
            else:
                line.is_alone = False
                seconds = self._clock() - began
                self._times.append((self._clock(), seconds))
                self.on_answer(seconds)
                return answer
        line.is_alone = True
        self._failed += 1
        return None

    async def _seat(self, line: Line) -> Place:
        """Give a page its place, unless it has gone meanwhile: then nobody would ever give it back.

        Raises:
            NoPlaceError: the room is full, or the page is gone.
        """
        place = await self.places.take()
        if self._lines.get(line.page) is not line:
            await self.places.give_back(place.kernel)
            raise NoPlaceError
        line.place = place
        return place

    async def keep(self) -> None:
        """Once a second: keep the places, and take back those of pages that are away."""
        self._look_at_clocks()
        now = self._clock()
        for key, (place, since) in list(self._left.items()):
            # While another was given back, the page may have come for this one.
            if key in self._left and now - since > self.patience.away:
                del self._left[key]
                await self.places.give_back(place.kernel)
        for line in list(self._lines.values()):
            if line.place and now - line.heard_at > self.patience.away:
                place, line.place = line.place, None
                await self.places.give_back(place.kernel)
        await self.places.keep()

    def _look_at_clocks(self) -> None:
        """A laptop whose lid was closed has heard nobody: that is no sign of anybody's absence."""
        now, wall = self._clock(), self._wall()
        late, moved = now - self._kept_at - 1, wall - self._wall_at - (now - self._kept_at)
        self._kept_at, self._wall_at = now, wall
        if late > _SECONDS_LATE or moved > _SECONDS_LATE:
            self.journal.note(Event.STOOD_STILL)
            for line in self._lines.values():
                line.heard_at = max(line.heard_at, now)
            self._left = {key: (place, now) for key, (place, _) in self._left.items()}
        elif moved < -_SECONDS_LATE:
            self.journal.note(Event.CLOCK_MOVED)

    def state(self) -> State:
        """The room as it is now; so cheap that it may be asked for all the time."""
        now = self._clock()
        lines = list(self._lines.values())
        awake = [line for line in lines if not line.is_away and now - line.heard_at <= self.patience.awake]
        times = sorted(seconds for at, seconds in self._times if now - at <= _SECONDS_OF_TIMES)
        return State(
            here=len(awake),
            asleep=len(lines) - len(awake),
            without_kernel=sum(line.is_alone for line in lines),
            pages_opened=self._opened,
            kernels_in_use=self.places.taken,
            kernels_ready=self.places.ready,
            kernels_in_the_making=self.places.waiting - self.places.ready,
            kernels_most=self.places.most,
            kernels_wanted=self.places.wanted,
            memory_free=free(),
            memory_taken=self._memory.latest(),
            answers=len(times),
            answer_median=_quantile(times, 0.5),
            answer_slowest_of_20=_quantile(times, 0.95),
            answers_failed=self._failed,
            happenings=self.journal.latest,
        )


def _quantile(times: list[float], share: float) -> float | None:
    return times[max(0, math.ceil(share * len(times)) - 1)] if times else None
