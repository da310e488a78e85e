"""A parent's day is the earliest and never moves; the district's is a range."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iepkit.rules import Clock, Number
from iepkit.rules.deadlines import Deadline, How, Note, Reminder, act_by, near_year_end, owed
from iepkit.rules.school_days import Calendar, SchoolYear, Window, count
from tests.rules.test_school_days import DAYS_OFF, EVENTS, FIRST, LAST, NEXT, YEARS, later

DAY = dt.date.resolution
LIMITS = {
    "end_of_year_least": Number(30, "school_working_days"),
    "end_of_year_most": Number(45, "school_working_days"),
    "after_school_year": Number(14, "calendar_days"),
}
TEAM = Deadline("team", "consent", Number(45, "school_working_days"), How.YEAR_END)
PLAN = Deadline("plan", "meeting", Number(5, "school_days"), inside=TEAM)
ANSWER = Deadline("answer", "offer", Number(30, "calendar_days"))
JUNE_30 = LAST + 14 * DAY


def team(consent, known, today=FIRST):
    return owed(TEAM, {"consent": consent}, known, LIMITS, today)


def window_of(found):
    return found.window.earliest, found.window.latest


@pytest.mark.parametrize(("left", "remind_in"), [(30, 23), (10, 3), (9, 0), (1, 0), (0, 0), (-5, 0)])
def test_the_reminder_comes_a_week_before_or_at_once(left, remind_in):
    start = dt.date(2026, 11, 2)
    today = start + (30 - left) * DAY
    found = act_by(ANSWER, start, Reminder(7, 10), today)
    assert found.day == dt.date(2026, 12, 2)
    assert found.remind_on == today + remind_in * DAY
    assert found.clock is (Clock.PAST if left < 0 else Clock.AHEAD)


def test_what_is_owed_is_past_only_after_the_later_day():
    known = Calendar(YEARS, staff_only=frozenset({dt.date(2026, 11, 3)}))
    earliest, latest = window_of(team(dt.date(2026, 9, 15), known))
    assert earliest < latest
    assert team(dt.date(2026, 9, 15), known, latest).clock is Clock.AHEAD
    assert team(dt.date(2026, 9, 15), known, latest + DAY).clock is Clock.PAST
    assert team(dt.date(2026, 9, 15), Calendar(), latest).clock is Clock.NOT_SURE


def consent_with(left):
    """The day on which so many school working days are left; no days are off."""
    days = [LAST - n * DAY for n in range(100)]
    return [day for day in days if day.weekday() < 5][left]


@pytest.mark.parametrize(
    ("left", "earliest", "latest", "notes"),
    [
        (46, LAST - DAY, LAST - DAY, ()),
        (45, LAST, JUNE_30, (Note.YEAR_END,)),
        (44, JUNE_30, JUNE_30, (Note.YEAR_END,)),
        (30, JUNE_30, JUNE_30, (Note.YEAR_END,)),
        (29, dt.date(2027, 9, 21), dt.date(2027, 9, 21), (Note.FALL,)),
    ],
)
def test_near_the_end_of_the_school_year(left, earliest, latest, notes):
    found = team(consent_with(left), Calendar(YEARS))
    assert (*window_of(found), found.notes) == (earliest, latest, notes)


def test_too_few_days_and_no_next_year_give_no_date():
    found = team(consent_with(29), Calendar(YEARS[:1]))
    assert (*window_of(found), found.notes) == (None, None, (Note.NEXT_YEAR_NOT_KNOWN,))
    assert found.clock is Clock.NOT_SURE


def test_a_staff_day_can_decide_if_the_rule_holds():
    known = Calendar(YEARS[:1], staff_only=frozenset({LAST - DAY}))
    found = team(consent_with(30), known)
    assert (*window_of(found), found.notes) == (
        JUNE_30, None, (Note.YEAR_END, Note.NEXT_YEAR_NOT_KNOWN, Note.STAFF_DAYS)
    )  # fmt: skip
    assert team(consent_with(46), known).notes == (Note.YEAR_END, Note.STAFF_DAYS)


@pytest.mark.parametrize(
    "known",
    [
        Calendar(),
        Calendar((SchoolYear(FIRST),)),
        Calendar((SchoolYear(NEXT, dt.date(2028, 6, 15)),)),
    ],
)
def test_long_before_summer_a_year_that_is_not_known_changes_nothing(known):
    consent = dt.date(2027, 3, 1)
    assert near_year_end(consent, TEAM.number, known, LIMITS) == count(consent, TEAM.number, known)


@pytest.mark.parametrize("known", [Calendar(), Calendar((SchoolYear(FIRST),))])
def test_a_last_day_that_is_not_known_never_makes_the_date_later(known):
    june = [dt.date(2027, 6, day) for day in range(1, 31)]
    for day in range(90):
        consent = dt.date(2027, 3, 20) + day * DAY
        found = team(consent, known)
        ends = [team(consent, Calendar((SchoolYear(FIRST, last),))).window.earliest for last in june if last > consent]
        assert found.window.earliest <= min((end for end in ends if end), default=found.window.earliest)
    assert Note.LAST_DAY_NOT_KNOWN in team(dt.date(2027, 4, 28), known).notes
    assert Note.LAST_DAY_NOT_KNOWN not in team(dt.date(2027, 3, 1), known).notes


def test_a_calendar_that_is_not_known_is_said():
    assert team(dt.date(2026, 9, 15), Calendar()).notes == (Note.CALENDAR_NOT_KNOWN,)
    assert team(dt.date(2026, 7, 15), Calendar(YEARS)).notes == (Note.CALENDAR_NOT_KNOWN,)


def test_summaries_come_before_the_meeting():
    summaries = Deadline("summaries", "meeting", Number(2, "calendar_days"), How.BEFORE)
    found = owed(summaries, {"meeting": dt.date(2028, 3, 1)}, Calendar(YEARS), LIMITS, FIRST)
    assert found.window == Window(dt.date(2028, 2, 28), dt.date(2028, 2, 28))


def test_the_plan_comes_inside_the_time_that_runs_from_the_consent():
    known = Calendar(YEARS)
    consent = dt.date(2026, 9, 15)
    end = team(consent, known).window.latest
    soon = owed(PLAN, {"consent": consent, "meeting": consent + 14 * DAY}, known, LIMITS, FIRST)
    assert (soon.notes, soon.window.latest) == ((), dt.date(2026, 10, 6))
    late = owed(PLAN, {"consent": consent, "meeting": end - DAY}, known, LIMITS, FIRST)
    assert (late.notes, window_of(late)) == ((Note.INSIDE,), (end, end))
    assert late.window.days[-1].day == end
    alone = owed(PLAN, {"meeting": end - DAY}, known, LIMITS, FIRST)
    assert alone.window.latest > end


def test_the_plan_after_a_meeting_in_the_last_week_comes_in_the_summer():
    events = {"consent": consent_with(36), "meeting": LAST - 2 * DAY}
    found = owed(PLAN, events, Calendar(YEARS[:1]), LIMITS, FIRST)
    assert (found.notes, window_of(found)) == ((Note.INSIDE, Note.YEAR_END), (JUNE_30, JUNE_30))


@settings(deadline=None)
@given(EVENTS, st.sampled_from([YEARS[:1], YEARS]), DAYS_OFF, DAYS_OFF, st.dates(FIRST, dt.date(2027, 12, 31)))
def test_a_new_day_with_no_school_never_makes_what_is_owed_earlier(consent, years, no_school, staff_only, new):
    before = team(consent, Calendar(years, no_school, staff_only)).window
    after = team(consent, Calendar(years, no_school | {new}, staff_only)).window
    assert later(before.earliest) <= later(before.latest)
    assert later(before.earliest) <= later(after.earliest)
    assert later(before.latest) <= later(after.latest)


@settings(deadline=None)
@given(EVENTS, EVENTS, DAYS_OFF, DAYS_OFF, st.dates(FIRST, dt.date(2027, 12, 31)))
def test_nor_the_plan_inside_it(consent, meeting, no_school, staff_only, new):
    events = {"consent": consent, "meeting": meeting}
    before = owed(PLAN, events, Calendar(YEARS, no_school, staff_only), LIMITS, FIRST).window
    after = owed(PLAN, events, Calendar(YEARS, no_school | {new}, staff_only), LIMITS, FIRST).window
    assert later(before.earliest) <= later(before.latest)
    assert later(before.earliest) <= later(after.earliest)
    assert later(before.latest) <= later(after.latest)
