"""Everybody finds a place, also when the spare servers are gone, and no server takes more than was measured."""

import functools
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iepkit.serving.settings import places_in
from iepkit.sizing.measured import MeasuredError
from iepkit.sizing.plan import GIB, NoPlanError, Wish, plan
from tests.sizing.rooms import ANSWER, KERNEL_ANSWER, KERNEL_START, PAGE, START, measured, room

BY_RULE = functools.partial(places_in, forks=True)
FIGURES = measured()


def planned(wish, figures=FIGURES):
    return plan(wish, figures, BY_RULE)


def bounds(found):
    return {bound.name: bound.phones for bound in found.bounds}


def test_two_thousand_people():
    found = planned(Wish(2000))
    assert (found.needed, found.servers, found.places) == (7, 8, 286)
    assert found.measured_up_to == 300
    assert found.is_measured
    assert found.memory_used == pytest.approx(300e6 + 286 * 28e6)


WISHES = st.builds(
    Wish,
    attendees=st.integers(1, 100_000),
    cores=st.integers(1, 64),
    memory=st.one_of(st.none(), st.integers(GIB, 256 * GIB)),
    share=st.floats(0.01, 1),
    spare=st.integers(0, 5),
    is_random=st.booleans(),
)


@given(WISHES)
def test_everybody_finds_a_place_without_the_spare_servers(wish):
    found = planned(wish)
    assert found.servers == found.needed + wish.spare
    assert found.needed * found.places >= math.ceil(wish.attendees * wish.share)
    assert found.places <= found.bounds[0].phones
    assert [bound.phones for bound in found.bounds] == sorted(bound.phones for bound in found.bounds)


@given(st.integers(1, 1000))
def test_the_memory_that_is_given_is_the_least_in_which_a_server_keeps_its_places(people):
    found = planned(Wish(people, most=1000))
    free = found.memory_given - math.ceil(found.memory.base)
    assert BY_RULE(free) >= found.places
    assert free == 1 or BY_RULE(free - 1) < found.places


def test_each_bound_is_what_it_says():
    found = bounds(planned(Wish(2000, cores=2, memory=16 * GIB, within=30, questions=2, busy=0.4)))
    opening = PAGE + ANSWER
    assert found["its own process, while all open the page"] == int(0.4 * 30 / opening)
    each = opening + KERNEL_ANSWER + START + KERNEL_START
    assert found["its cores, while all open the page"] == int(0.4 * 30 * 2 / each)
    assert found["its own process, while all ask"] == pytest.approx(0.4 * 30 / ANSWER, abs=1)
    assert found["its cores, while all ask"] == pytest.approx(0.4 * 30 * 2 / 0.004, abs=1)
    assert found["its memory"] == BY_RULE(16 * GIB - 300_000_000)
    assert found["the largest room that was measured"] == 300


def test_what_costs_nothing_limits_nothing():
    figures = measured(*(replace(room, server_cpu=0.0) for room in FIGURES.arrivals))
    assert bounds(planned(Wish(2000), figures))["its own process, while all ask"] == 10**9


def test_less_memory_means_more_servers():
    assert planned(Wish(2000, memory=4 * GIB)).servers > planned(Wish(2000, memory=16 * GIB)).servers


def test_more_than_was_measured_is_taken_only_where_it_is_chosen_and_is_said():
    found = planned(Wish(2000, most=500))
    assert (found.needed, found.places, found.is_measured) == (4, 500, False)


def test_chance_needs_room():
    even, chance = planned(Wish(20_000)), planned(Wish(20_000, is_random=True))
    assert chance.needed > even.needed
    on_average = 20_000 / chance.needed
    assert on_average + 3 * math.sqrt(on_average) <= chance.places <= 300


def test_half_of_the_places_for_half_of_the_people():
    assert planned(Wish(2000, share=0.5)).needed == planned(Wish(1000)).needed


def test_busy_cores_and_the_time_to_fill():
    found = planned(Wish(2000, cores=4, within=60))
    assert found.opening_cores == pytest.approx(2000 * (PAGE + ANSWER + KERNEL_ANSWER) / 60)
    assert found.answering_cores == pytest.approx(2000 * 0.004 / 60)
    # One process starts them one after the other, and is slower than four cores.
    assert found.seconds_to_fill == pytest.approx(found.places * START)
    one = planned(Wish(2000, cores=1))
    assert one.seconds_to_fill == pytest.approx(one.places * (START + KERNEL_START))


def test_a_server_that_holds_nobody_gets_a_sentence():
    with pytest.raises(NoPlanError, match="A server of this size holds no phone: its memory"):
        planned(Wish(2000, memory=300_000_000))
    with pytest.raises(NoPlanError, match="its own process, while all open the page"):
        planned(Wish(2000, within=0.01))


def test_a_figure_that_is_missing_gets_a_sentence():
    with pytest.raises(MeasuredError, match="No workshop was measured"):
        planned(Wish(2000), measured(*FIGURES.arrivals, rehearsals=()))
    with pytest.raises(MeasuredError, match="Memory was measured with one size"):
        planned(Wish(2000), measured(room(20)))
