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
    assert days(clock.trusted(written(-3, 0.9), NOW)) == [-3, 0]
    assert days(clock.trusted(written(5, 6), NOW)) == [0, 0]


def test_what_comes_from_days_ahead_holds_nothing_back_until_something_is_written():
    assert days(clock.trusted(written(-3, 5, 3650), NOW)) == [-3, -3, -3]
    assert days(clock.trusted(written(-3, 5, 3650, -1), NOW)) == [-3, -1, -1, -1]


def test_a_clock_that_was_set_back_for_a_while_makes_nothing_older():
    assert days(clock.trusted(written(-3, -9, -1), NOW)) == [-3, -3, -1]


def test_many_records_of_one_evening_with_a_wrong_clock_count_as_one_day():
    assert days(clock.trusted(written(-4, -3, *[-9] * 5, -1), NOW)) == [-4, -3, *[-3] * 5, -1]
    assert days(clock.trusted(written(-4, *[-1] * 5, -3, -2), NOW)) == [-4, *[-3] * 5, -3, -2]


def test_one_evening_with_a_clock_years_behind_moves_no_other_day():
    assert days(clock.trusted(written(-4, -3, -3650, -3650, -3, -2, -1), NOW)) == [-4, -3, -3, -3, -3, -2, -1]


def test_a_clock_that_is_still_behind_takes_nothing_from_what_stood_there():
    back = NOW - dt.timedelta(days=3650)
    events = [*written(-4, -3, -2), Event("", "learns", back)]
    assert {event.at for event in clock.trusted(events, back)} == {back}
    assert days(clock.trusted(events, NOW)) == [-4, -3, -2, -2]


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
