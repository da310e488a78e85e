"""Of a server whose costs are known, the costs are found again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iepkit.sizing import costs
from iepkit.sizing.measured import EMPTY, MeasuredError
from tests.sizing.rooms import (
    ANSWER,
    BASE,
    CLIENT,
    DELAY,
    KERNEL_ANSWER,
    KERNEL_START,
    PAGE,
    PLACE,
    START,
    measured,
    room,
)


def test_each_steps_work_is_found_again():
    found = costs.work(measured())
    assert [room.phones for room in found.rooms] == [20, 20]
    told = (found.page, found.answer, found.kernel_answer, found.start, found.kernel_start, found.delay, found.client)
    assert told == pytest.approx((PAGE, ANSWER, KERNEL_ANSWER, START, KERNEL_START, DELAY, CLIENT))
    assert found.opening == pytest.approx(PAGE + ANSWER)
    assert found.making == pytest.approx(START + KERNEL_START)


def test_the_smallest_room_that_was_measured_both_ways_is_taken_unless_another_is_named():
    rooms = (room(10), *(room(size, column) for size in (50, 20) for column in ("full", EMPTY)))
    assert costs.work(measured(*rooms)).rooms[0].phones == 20
    assert costs.work(measured(*rooms), 50).rooms[0].phones == 50


def test_no_cost_is_below_nothing_where_the_clock_was_coarse():
    found = costs.work(measured(room(20, server_cpu=0.0, kernel_cpu=0.0, answer_median=0.0), room(20, EMPTY)))
    assert min(vars(found)[name] for name in vars(found) if name != "rooms") == 0


@pytest.mark.parametrize(
    ("rooms", "sentence"),
    [
        ((room(20), room(50, EMPTY)), "No size of room was measured with places ready and with none"),
        ((room(20, page=None), room(20, EMPTY)), "No size of room was measured with places ready and with none"),
        ((room(20, started=1.1), room(20, EMPTY)), "With 20 phones as many kernels were started"),
    ],
)
def test_what_cant_be_told_apart_gets_a_sentence(rooms, sentence):
    with pytest.raises(MeasuredError, match=sentence):
        costs.work(measured(*rooms))


def test_memory_is_a_line_through_the_rooms():
    found = costs.memory(measured())
    assert (found.base, found.place) == pytest.approx((BASE, PLACE))
    assert found.of(250) == pytest.approx(BASE + 250 * PLACE)


@given(st.lists(st.integers(-(10**7), 10**7), min_size=3, max_size=3))
def test_no_other_line_is_nearer_to_the_rooms(noise):
    rooms = [room(size, memory=BASE + size * PLACE + more) for size, more in zip((20, 100, 300), noise, strict=True)]
    found = costs.memory(measured(*rooms))

    def far(base, place):
        return sum((r.memory - base - place * r.phones) ** 2 for r in rooms)

    best = far(found.base, found.place)
    for base, place in ((1e5, 0), (-1e5, 0), (0, 1e3), (0, -1e3)):
        assert best <= far(found.base + base, found.place + place) * (1 + 1e-9)


def test_a_room_in_which_phones_were_lost_counts_for_nothing():
    figures = measured(room(20), room(100), room(300, lost=3, memory=1))
    assert costs.memory(figures).place == pytest.approx(PLACE)
    assert costs.largest(figures) == 100


def test_one_size_gives_no_line():
    with pytest.raises(MeasuredError, match="Memory was measured with one size"):
        costs.memory(measured(room(20), room(20)))


def test_without_a_room_nothing_is_the_largest():
    with pytest.raises(MeasuredError, match="No room with places ready was measured"):
        costs.largest(measured(room(20, EMPTY)))
