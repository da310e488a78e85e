"""A clock that ran ahead, or was set back, loses nothing and holds nothing back for ever."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from iepkit.learning.study import clock
from iepkit.learning.study.events import Event

NOW = dt.datetime(2026, 3, 10, 12, tzinfo=dt.UTC)


def written(*days):
    return [Event("", "learns", NOW + dt.timedelta(days=day)) for day in days]


def days(events):
    return [(event.at - NOW) / dt.timedelta(days=1) for event in events]


def test_times_that_are_in_order_stay():
    assert days(clock.trusted(written(-3, -2, -1), NOW)) == [-3, -2, -1]


def test_a_clock_that_ran_ahead_for_a_while_loses_its_lead():
    assert days(clock.trusted(written(-3, 1400, -2, -1), NOW)) == [-3, -2, -2, -1]


def test_what_comes_from_later_than_now_was_now():
    assert days(clock.trusted(written(-3, 5), NOW)) == [-3, 0]


def test_a_clock_that_was_set_back_makes_what_came_before_older():
    assert days(clock.trusted(written(-3, -9, -1), NOW)) == [-9, -9, -1]


@given(st.lists(st.integers(-3000, 3000)))
def test_times_never_run_back_nor_past_now_and_nothing_is_lost(some):
    events = written(*some)
    kept = clock.trusted(events, NOW)
    times = [event.at for event in kept]
    assert [event.id for event in kept] == [event.id for event in events]
    assert times == sorted(times)
    assert all(time <= NOW for time in times)


def test_it_is_said_when_the_clock_is_behind_what_was_written():
    assert clock.is_behind(written(-2, 1), NOW)
    assert not clock.is_behind(written(1, -2), NOW)
    assert not clock.is_behind(written(0), NOW - clock.SLACK)
    assert not clock.is_behind([], NOW)
