"""Days are counted as the law counts them; what is not known makes a day the earliest."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iepkit.rules import Clock, Number
from iepkit.rules.days import COUNTED_AT_EARLIEST, clock, due, last_day, weekdays

FRIDAY = dt.date(2026, 3, 13)
DATES = st.dates(dt.date(2015, 1, 1), dt.date(2040, 12, 31))


@pytest.mark.parametrize(
    ("start", "value", "unit", "expected"),
    [
        (FRIDAY, 5, "calendar_days", dt.date(2026, 3, 18)),
        (FRIDAY, 5, "school_days", dt.date(2026, 3, 20)),
        (FRIDAY, 1, "school_working_days", dt.date(2026, 3, 16)),
        (dt.date(2026, 3, 14), 1, "business_days", dt.date(2026, 3, 16)),
        (FRIDAY, 0, "school_days", FRIDAY),
        (FRIDAY, 180, "calendar_days", dt.date(2026, 9, 9)),
        (FRIDAY, 2, "years", dt.date(2028, 3, 13)),
        (dt.date(2024, 2, 29), 1, "years", dt.date(2025, 2, 28)),
        (dt.date(2025, 8, 31), 16, "months", dt.date(2026, 12, 31)),
        (dt.date(2025, 10, 31), 16, "months", dt.date(2027, 2, 28)),
    ],
)
def test_the_last_day_of_a_limit(start, value, unit, expected):
    assert last_day(start, Number(value, unit)) == expected


def test_an_age_is_no_limit_with_a_day():
    with pytest.raises(ValueError, match="that many age"):
        last_day(FRIDAY, Number(3, "age"))


@given(DATES, st.integers(1, 200), st.sampled_from(COUNTED_AT_EARLIEST))
def test_a_day_that_depends_on_a_calendar_is_a_weekday_and_no_nearer_than_calendar_days(start, value, unit):
    day = last_day(start, Number(value, unit))
    assert day.weekday() < 5
    assert day >= last_day(start, Number(value, "calendar_days"))


@pytest.mark.parametrize(
    ("today", "expected"), [(FRIDAY, "ahead"), (dt.date(2026, 3, 18), "ahead"), (dt.date(2026, 3, 19), "past")]
)
def test_a_limit_is_past_only_after_its_last_day(today, expected):
    assert due("appeal", FRIDAY, Number(5, "calendar_days"), today).clock == expected
    assert clock(FRIDAY, Number(5, "calendar_days"), today) == expected


def test_without_a_day_there_is_no_clock():
    assert clock(None, Number(5, "calendar_days"), FRIDAY) is Clock.NOT_SURE


@given(DATES, st.integers(0, 40))
def test_weekdays_are_in_a_row(first, count):
    days = weekdays(first, count)
    assert len(days) == count
    assert all(day.weekday() < 5 and day >= first for day in days)
    assert all((later - day).days in (1, 3) for day, later in pairwise(days))
