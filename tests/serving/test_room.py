"""Who has which place, on a clock of our own and with kernels that are none."""

import asyncio

import pytest

from iepkit.serving.journal import Event, Journal
from iepkit.serving.kernels import NoPlaceError
from iepkit.serving.place import PlaceLostError
from iepkit.serving.room import Patience, Room
from tests.serving.forked import run


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


class Kernel:
    """A place whose kernel answers what it is told to."""

    def __init__(self, number, answers):
        self.kernel = f"kernel {number}"
        self.is_lost = False
        self._answers = answers

    async def ask(self, question):
        if isinstance(self._answers, BaseException):
            self.is_lost = True
            raise self._answers
        if self._answers == "never":
            await asyncio.Event().wait()
        return {**question, "by": self.kernel}


class Places:
    """So many kernels, each with what it answers; taking one takes as long as the test likes."""

    def __init__(self, *answers):
        self.free = [Kernel(number, answer) for number, answer in enumerate(answers, 1)]
        self.given_back = []
        self.may_take = asyncio.Event()
        self.may_take.set()

    async def take(self):
        await self.may_take.wait()
        if not self.free:
            raise NoPlaceError
        return self.free.pop(0)

    async def give_back(self, kernel):
        self.given_back.append(kernel)

    async def replace(self, place):
        place.is_lost = True
        await self.give_back(place.kernel)

    async def keep(self):
        """Nothing to keep."""


class Line:
    def __init__(self, page, clock):
        self.page = page
        self.heard_at = clock()
        self.is_away = self.is_alone = self.is_cut = False
        self.place = None

    def cut(self):
        self.is_cut = True


class Story:
    """A room, and what happens in it."""

    def __init__(self, *answers):
        self.clock = Clock()
        self.places = Places(*answers)
        self.journal = Journal(self.clock)
        self.room = Room(self.places, self.journal, Patience(answer=0.05), self.clock, self.clock)

    def opens(self, page="a"):
        line = Line(page, self.clock)
        self.room.enter(line)
        return line

    async def passes(self, seconds):
        """Time passes, and the room is kept each second."""
        for _ in range(seconds):
            self.clock.now += 1
            await self.room.keep()


def told(story):
    run(story())


QUESTION = {"turn": 1}


def test_a_page_that_goes_while_its_place_is_made_ready_keeps_none():
    async def story():
        it = Story("something")
        it.places.may_take.clear()
        line = it.opens()
        asked = asyncio.ensure_future(it.room.answer(line, QUESTION))
        await asyncio.sleep(0)
        it.room.leave(line, is_cut=False)
        it.places.may_take.set()
        assert await asked is None
        assert line.place is None
        assert it.places.given_back == ["kernel 1"]

    told(story)


def test_a_page_that_comes_back_goes_on_with_its_place():
    async def story():
        it = Story("something", "something")
        first = it.opens()
        assert (await it.room.answer(first, QUESTION))["by"] == "kernel 1"
        it.room.leave(first, is_cut=True)
        await it.passes(50)
        again = it.opens()
        assert (await it.room.answer(again, QUESTION))["by"] == "kernel 1"
        assert it.journal.totals[Event.LINE_LOST] == 1

    told(story)


def test_the_place_of_a_page_that_does_not_come_back_is_given_back_once():
    async def story():
        it = Story("something")
        line = it.opens()
        await it.room.answer(line, QUESTION)
        it.room.leave(line, is_cut=False)
        await it.passes(200)
        assert it.places.given_back == ["kernel 1"]

    told(story)


def test_a_page_has_one_line():
    async def story():
        it = Story("something")
        first = it.opens()
        await it.room.answer(first, QUESTION)
        second = it.opens()
        assert first.is_cut
        assert first.place is None
        # The end of the first is heard of later, and changes nothing.
        it.room.leave(first, is_cut=True)
        assert (await it.room.answer(second, QUESTION))["by"] == "kernel 1"

    told(story)


@pytest.mark.parametrize("fault", [PlaceLostError(), "never"])
def test_a_kernel_that_gives_no_answer_is_followed_by_the_next(fault):
    async def story():
        it = Story(fault, "something")
        assert (await it.room.answer(it.opens(), QUESTION))["by"] == "kernel 2"

    told(story)


def test_one_question_takes_no_more_than_two_kernels():
    async def story():
        it = Story("never", "never", "something")
        line = it.opens()
        assert await it.room.answer(line, QUESTION) is None
        assert line.is_alone
        assert it.places.given_back == ["kernel 1", "kernel 2"]

    told(story)
