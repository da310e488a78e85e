"""The two lists of dates; each worked date of data/dates comes out as it says."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iepkit.content import load
from iepkit.content.deadlines import DATED_CASES
from iepkit.documents.dates import with_holidays, work_out
from iepkit.documents.fit import case_faults, misfits
from iepkit.rules import ImpossibleValueError
from iepkit.rules.deadlines import EARLIEST_LAST_DAY, Note
from iepkit.rules.model import State
from iepkit.rules.school_days import Calendar, SchoolYear
from tests.kit import ROOT
from tests.rules.test_school_days import DAYS_OFF, YEARS

CONTENT = load(ROOT)
CASES = CONTENT.dated_cases.values()
TODAY = dt.date(2026, 11, 25)
MONDAY = dt.date(2026, 11, 2)
KNOWN = Calendar((SchoolYear(dt.date(2026, 9, 1), dt.date(2027, 6, 16)),))


def dates(events, state=State.MASSACHUSETTS, known=KNOWN, today=TODAY):
    return work_out(CONTENT, state, events, known, today)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_worked_date_comes_out_as_it_says(case):
    assert [str(fault) for fault in case_faults(case, CONTENT)] == []


def test_there_are_enough_worked_dates_and_each_deadline_has_one():
    assert len(CASES) >= 60
    assert {name for case in CASES for name in case.expect} == CONTENT.deadlines.keys()


def test_a_worked_date_that_comes_out_otherwise_is_named(kit):
    kit.edit(f"{DATED_CASES}/request.yaml", "consent_form: 2026-09-21", "consent_form: 2026-09-22")
    (problem,) = misfits(load(kit.folder))
    assert 'expects "2026-09-22" for consent_form, and the rules give "2026-09-21".' in str(problem)


def test_a_worked_date_that_can_not_be_is_named(kit):
    kit.edit(f"{DATED_CASES}/calendars.yaml", "2026-09-01 to 2027-06-16", "2027-06-16 to 2026-09-01")
    assert all("These school days are not in order." in str(problem) for problem in misfits(load(kit.folder)))


def test_what_the_parent_must_do_and_what_the_district_owes_are_never_mixed():
    found = dates({"decided": MONDAY, "happened": MONDAY, "consent_received": MONDAY})
    owners = {name: CONTENT.limits[d.limit].owed_by for name, d in CONTENT.deadlines.items()}
    assert {owners[date.deadline] for date in found.act_by} == {"parent"}
    assert {owners[date.deadline] for date in found.owed} == {"district"}
    days = [date.day for date in found.act_by]
    assert days == sorted(days)


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (State.MASSACHUSETTS, {"evaluation_ma", "team_meeting_ma"}),
        (State.OTHER, {"evaluation_federal"}),
        (State.NOT_SURE, {"evaluation_ma", "team_meeting_ma", "evaluation_federal"}),
    ],
)
def test_each_state_has_its_own(state, expected):
    assert {date.deadline for date in dates({"consent_received": MONDAY}, state).owed} == expected


def test_patriots_day_is_a_holiday_in_massachusetts_alone():
    patriots, memorial = dt.date(2027, 4, 19), dt.date(2027, 5, 31)
    assert {patriots, memorial} <= with_holidays(KNOWN, State.MASSACHUSETTS).holidays
    assert patriots not in with_holidays(KNOWN, State.OTHER).holidays
    # Schools in Boston are open on the day that one county keeps.
    assert dt.date(2027, 3, 17) not in with_holidays(KNOWN, State.MASSACHUSETTS).holidays


def test_a_plan_inside_the_time_from_consent_says_so():
    events = {"consent_received": dt.date(2026, 9, 15), "team_meeting": dt.date(2026, 11, 18)}
    (plan,) = [date for date in dates(events).owed if date.deadline == "proposed_iep"]
    assert Note.INSIDE in plan.notes


@pytest.mark.parametrize(
    ("events", "problem"),
    [
        ({"no_such_event": MONDAY}, "question"),
        ({"request_received": dt.date(1999, 1, 1)}, "far_off"),
        ({"team_meeting": dt.date(2226, 1, 1)}, "far_off"),
        ({"request_received": TODAY + dt.timedelta(days=2)}, "future"),
        ({"request_received": MONDAY, "consent_received": dt.date(2026, 10, 30)}, "consent_before_request"),
    ],
)
def test_a_day_that_can_not_be_is_refused_with_its_sentence(events, problem):
    with pytest.raises(ImpossibleValueError) as refused:
        dates(events)
    assert refused.value.problem == problem
    assert f"ui.impossible.{problem}" in CONTENT.texts


def test_a_school_year_that_is_far_off_is_refused():
    with pytest.raises(ImpossibleValueError) as refused:
        dates({"request_received": MONDAY}, known=Calendar((SchoolYear(dt.date(9026, 9, 1)),)))
    assert (refused.value.question, refused.value.problem) == ("years", "far_off")


def test_a_meeting_may_be_still_to_come():
    assert dates({"team_meeting": dt.date(2026, 12, 9)}).owed


@settings(deadline=None)
@given(DAYS_OFF, DAYS_OFF, st.sampled_from([(), YEARS]))
def test_days_off_never_move_a_parents_date(no_school, staff_only, years):
    events = {"decided": MONDAY, "happened": MONDAY, "proposal_received": MONDAY, "evaluated": MONDAY}
    assert dates(events, known=Calendar(years, no_school, staff_only)).act_by == dates(events).act_by


def test_the_sentence_names_the_earliest_last_day_that_the_rule_takes(content):
    day = dt.date.fromisoformat(f"2026-{EARLIEST_LAST_DAY}")
    assert f"{day:%B} {day.day} " in content.texts["ui.dates.note.last_day_not_known"]
