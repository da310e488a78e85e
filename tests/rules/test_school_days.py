"""School days are counted on the district's own calendar, as a range where that is not certain."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iepkit.rules import Answer, ImpossibleValueError, Number
from iepkit.rules.school_days import Calendar, Kind, SchoolYear, count, counts, kind_of, left_in_year, one_by_one

FIRST, LAST = dt.date(2026, 9, 1), dt.date(2027, 6, 16)
NEXT = dt.date(2027, 8, 31)
YEARS = (SchoolYear(FIRST, LAST), SchoolYear(NEXT))
MONDAY = dt.date(2026, 9, 14)
DAY = dt.date.resolution
EVENTS = st.dates(dt.date(2026, 6, 1), dt.date(2027, 7, 31))
NUMBERS = st.builds(Number, st.integers(1, 45), st.sampled_from(["school_days", "school_working_days"]))
DAYS_OFF = st.frozensets(st.dates(FIRST, dt.date(2027, 12, 31)), max_size=15)
CALENDARS = st.builds(Calendar, st.sampled_from([(), YEARS[:1], YEARS]), DAYS_OFF, DAYS_OFF, DAYS_OFF)


def known(**days):
    return Calendar(YEARS, **{name: frozenset(dates) for name, dates in days.items()})


def later(day):
    """No date is later than any."""
    return day or dt.date.max


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (MONDAY, Kind.SCHOOL),
        (dt.date(2026, 9, 19), Kind.WEEKEND),
        (dt.date(2026, 10, 12), Kind.HOLIDAY),
        (dt.date(2026, 11, 3), Kind.STAFF_ONLY),
        (dt.date(2026, 11, 27), Kind.NO_SCHOOL),
        (FIRST - DAY, Kind.NOT_KNOWN),
        (FIRST, Kind.SCHOOL),
        (LAST, Kind.SCHOOL),
        (LAST + DAY, Kind.SUMMER),
        (NEXT - DAY, Kind.SUMMER),
        (NEXT, Kind.SCHOOL),
    ],
)
def test_each_day_has_one_kind(day, kind):
    calendar = known(
        holidays=[dt.date(2026, 10, 12)],
        staff_only=[dt.date(2026, 11, 3)],
        no_school=[dt.date(2026, 11, 3), dt.date(2026, 11, 27), dt.date(2026, 10, 12)],
    )
    assert kind_of(day, FIRST, calendar) is kind


def test_a_year_with_no_last_day_is_sure_only_for_a_count_that_comes_into_it():
    assert kind_of(NEXT + DAY, NEXT, known()) is Kind.NOT_KNOWN
    assert kind_of(NEXT + DAY, LAST, known()) is Kind.SCHOOL


def test_a_day_with_staff_alone_may_be_a_school_working_day_and_is_no_school_day():
    assert counts(Kind.STAFF_ONLY, "school_working_days") is Answer.NOT_SURE
    assert counts(Kind.STAFF_ONLY, "school_days") is Answer.NO
    assert counts(Kind.SCHOOL, "school_days") is Answer.YES


def test_staff_days_before_the_first_day_of_school_are_counted_both_ways():
    calendar = known(staff_only=[dt.date(2027, 8, 30)])
    window = count(LAST, Number(1, "school_working_days"), calendar)
    assert (window.earliest, window.latest) == (dt.date(2027, 8, 30), NEXT)


def test_the_days_are_shown_one_by_one_until_the_end():
    window = count(MONDAY, Number(5, "school_days"), known(no_school=[MONDAY + DAY]))
    assert window.earliest == window.latest == dt.date(2026, 9, 22)
    assert [d.day for d in window.days] == [MONDAY + n * DAY for n in range(1, 9)]
    assert [d.most for d in window.days] == [0, 1, 2, 3, 3, 3, 4, 5]
    assert window.days[0].kind is Kind.NO_SCHOOL


def test_without_a_calendar_there_is_no_later_day():
    window = count(MONDAY, Number(5, "school_days"), Calendar())
    assert (window.earliest, window.latest) == (dt.date(2026, 9, 21), None)
    assert window.days[-1].day == window.earliest


def test_in_a_year_with_no_last_day_there_is_no_later_day():
    window = count(NEXT, Number(5, "school_days"), Calendar(YEARS[1:]))
    assert (window.earliest, window.latest) == (dt.date(2027, 9, 7), None)


def test_beyond_what_is_known_there_is_no_date():
    window = count(LAST, Number(5, "school_days"), Calendar(YEARS[:1]))
    assert (window.earliest, window.latest) == (None, None)


def test_other_units_need_no_calendar():
    window = count(MONDAY, Number(30, "calendar_days"), known())
    assert (window.earliest, window.latest, window.days) == (dt.date(2026, 10, 14),) * 2 + ((),)


def test_days_left_in_the_year():
    assert left_in_year(dt.date(2027, 6, 10), LAST, "school_days", known()) == (4, 4)
    assert left_in_year(dt.date(2027, 6, 10), LAST, "school_working_days", known(staff_only=[LAST])) == (3, 4)
    assert left_in_year(LAST, LAST, "school_days", known()) == (0, 0)


def test_the_year_of_a_day():
    calendar = known()
    assert calendar.year_of(LAST) == YEARS[0]
    assert calendar.year_of(LAST + DAY) is None
    assert calendar.year_of(NEXT) == YEARS[1]


@pytest.mark.parametrize(
    ("years", "problem"),
    [
        ([SchoolYear(LAST, FIRST)], "years_order"),
        ([SchoolYear(NEXT), SchoolYear(FIRST, LAST)], "years_order"),
        ([SchoolYear(FIRST, LAST), SchoolYear(dt.date(2028, 8, 30))], "year_missing"),
        ([SchoolYear(FIRST, dt.date(2028, 6, 16))], "year_missing"),
    ],
)
def test_school_years_that_can_not_be(years, problem):
    with pytest.raises(ImpossibleValueError, match=problem):
        Calendar(tuple(years))


@settings(deadline=None)
@given(EVENTS, NUMBERS, CALENDARS)
def test_the_earliest_day_is_never_after_the_latest(event, number, calendar):
    window = count(event, number, calendar)
    assert later(window.earliest) <= later(window.latest)


@settings(deadline=None)
@given(EVENTS, NUMBERS, CALENDARS, st.dates(FIRST, dt.date(2027, 12, 31)))
def test_a_new_day_with_no_school_never_makes_a_date_earlier(event, number, calendar, new):
    before = count(event, number, calendar)
    after = count(event, number, dataclasses.replace(calendar, no_school=calendar.no_school | {new}))
    assert later(before.earliest) <= later(after.earliest)
    assert later(before.latest) <= later(after.latest)


@settings(deadline=None)
@given(EVENTS, NUMBERS)
def test_without_a_calendar_every_weekday_may_count(event, number):
    days = [event + n * DAY for n in range(1, 100)]
    weekdays = [day for day in days if day.weekday() < 5]
    assert count(event, number, Calendar()).earliest == weekdays[number.value - 1]


@settings(deadline=None)
@given(st.dates(FIRST, dt.date(2027, 3, 1)), NUMBERS, DAYS_OFF)
def test_school_days_are_calendar_days_less_those_that_are_left_out(event, number, no_school):
    window = count(event, number, Calendar(YEARS, no_school))
    left_out = sum(d.kind is not Kind.SCHOOL for d in window.days)
    assert window.earliest == window.latest
    assert window.latest == count(event, Number(number.value + left_out, "calendar_days"), Calendar(YEARS)).latest


@settings(deadline=None)
@given(st.integers(0, 30), st.integers(1, 5))
def test_with_nothing_to_leave_out_calendar_days_and_school_days_agree(weeks, value):
    sunday = dt.date(2026, 9, 13) + 7 * weeks * DAY
    in_school_days = count(sunday, Number(value, "school_days"), known())
    assert in_school_days.latest == count(sunday, Number(value, "calendar_days"), known()).latest


@settings(deadline=None)
@given(EVENTS, DAYS_OFF, DAYS_OFF)
def test_the_count_grows_by_one_day_at_most(event, no_school, staff_only):
    most = least = 0
    for counted in one_by_one(event, "school_working_days", Calendar(YEARS, no_school, staff_only)):
        assert 0 <= counted.least - least <= counted.most - most <= 1
        most, least = counted.most, counted.least
