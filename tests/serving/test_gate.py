"""How much one address may ask, on a clock of our own."""

import asyncio

import pytest

from iepkit.serving import gate
from iepkit.serving.gate import Buckets, Gate
from tests.serving.forked import run


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_so_many_at_once_and_so_many_a_second_after_that(clock):
    buckets = Buckets(3, 2, clock)
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 0.5]
    clock.now = 0.5
    assert buckets.take("a") == 0
    assert buckets.take("a") == 0.5


def test_who_was_quiet_for_long_has_no_more_than_at_the_start(clock):
    buckets = Buckets(3, 2, clock)
    buckets.take("a")
    clock.now = 1000
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 0.5]


def test_each_name_has_its_own(clock):
    buckets = Buckets(1, 1, clock)
    assert buckets.take("a") == 0
    assert buckets.take("a") > 0
    assert buckets.take("b") == 0


def test_what_costs_more_takes_more(clock):
    buckets = Buckets(10, 1, clock)
    assert buckets.take("a", 8) == 0
    assert buckets.take("a", 8) == 6
    assert buckets.take("a", 2) == 0


def test_of_many_names_the_one_not_heard_of_for_longest_is_forgotten(clock, monkeypatch):
    monkeypatch.setattr(gate, "_MOST_REMEMBERED", 2)
    buckets = Buckets(1, 1, clock)
    for name in ("a", "b", "a", "c"):
        buckets.take(name)
    assert len(buckets._buckets) == 2
    assert buckets.take("a") > 0
    assert buckets.take("b") == 0


@pytest.mark.parametrize("attendees", [1, 100])
def test_a_whole_room_behind_one_address_is_let_in(clock, attendees):
    limits = Gate(attendees, clock)
    # The page, its style and scripts, all parts, the letter as PDF and a calendar's file; and once more.
    assert all(limits.lets_in("a", cost) for _ in range(attendees) for cost in (*[1] * 35, 5))


def test_who_asks_without_end_is_refused_and_nobody_else(clock):
    limits = Gate(1, clock)
    assert any(not limits.lets_in("a") for _ in range(100_000))
    assert limits.lets_in("b")
    clock.now = 1
    assert limits.lets_in("a")


def test_one_address_has_so_many_lines_and_no_more(clock):
    limits = Gate(100, clock)
    opened = 0
    while limits.has_line_for("a"):
        limits.open_line("a")
        opened += 1
    assert 200 <= opened <= 1000
    assert limits.has_line_for("b")
    limits.close_line("a")
    assert limits.has_line_for("a")


def test_of_an_address_without_lines_nothing_is_remembered(clock):
    limits = Gate(1, clock)
    limits.open_line("a")
    limits.close_line("a")
    assert limits.has_line_for("b")
    assert not limits._lines


def test_a_page_that_talks_without_end_waits_its_turn(clock, monkeypatch):
    slept = []

    async def sleep(seconds):
        slept.append(seconds)
        clock.now += seconds

    monkeypatch.setattr(asyncio, "sleep", sleep)
    limits = Gate(1, clock)

    async def talk():
        while not slept:
            await limits.wait_for_turn("a")
        before = len(slept)
        await limits.wait_for_turn("b")
        assert len(slept) == before
        for _ in range(50):
            await limits.wait_for_turn("a")

    run(talk())
    # Ten a second, and never a debt that grows.
    assert len(slept) == 51
    assert 51 / 10 <= sum(slept) < 6


def test_lines_of_each_kind_are_counted_by_themselves():
    gate = Gate(1)
    while gate.has_line_for("a", "stream"):
        gate.open_line("a", "stream")
    assert gate.has_line_for("a")
    assert gate.has_line_for("b", "stream")
    gate.close_line("a", "stream")
    assert gate.has_line_for("a", "stream")


def test_a_phone_may_vote_again_after_a_moment_and_holds_up_no_other(clock):
    gate = Gate(1, clock)
    votes = 0
    while gate.takes_vote_of("a"):
        votes += 1
    assert votes >= 20
    assert gate.takes_vote_of("b")
    # A page that could not be heard tries again once a second.
    for _ in range(5):
        clock.now += 1
        assert gate.takes_vote_of("a")
