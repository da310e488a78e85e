"""The days at random are of every kind that the script and the rules have to agree on."""

from collections import Counter

import pytest

from iepkit.content import load
from iepkit.documents.fit import dates_of
from iepkit.rules import Clock, ImpossibleValueError
from iepkit.rules.deadlines import Note
from iepkit.rules.model import State
from iepkit.site.dates_at_random import dates_of_given, of_case, sets_of_days
from tests.kit import ROOT

CONTENT = load(ROOT)
SETS = list(sets_of_days(CONTENT, 800, seed=1))


@pytest.fixture(scope="module")
def worked_out():
    """The dates of each set that can be, with the day of today; and the problems of the others."""
    found, problems = [], Counter()
    for given, today in SETS:
        try:
            found.append((dates_of_given(given, today, CONTENT), today))
        except ImpossibleValueError as error:
            problems[error.problem] += 1
    return found, problems


def test_the_same_seed_draws_the_same():
    assert list(sets_of_days(CONTENT, 20, seed=1)) == SETS[:20]
    assert list(sets_of_days(CONTENT, 20, seed=2)) != SETS[:20]


def test_one_in_eight_can_not_be_and_each_problem_comes(worked_out):
    _, problems = worked_out
    assert 60 < problems.total() < 150
    assert problems.keys() >= {"question", "far_off", "future", "years_order", "year_missing"}
    assert any(problem.endswith(("_before_request", "_before_meeting")) for problem in problems)


def test_each_note_each_clock_and_each_event_comes(worked_out):
    found, _ = worked_out
    owed = [date for dates, _ in found for date in dates.owed]
    act_by = [(date, today) for dates, today in found for date in dates.act_by]
    notes = Counter(note for date in owed for note in date.notes)
    assert min(notes[note] for note in Note) >= 10
    assert min(Counter(date.clock for date in owed)[clock] for clock in Clock) >= 50
    assert sum(date.window.earliest is None for date in owed) >= 20
    assert sum(date.day == today for date, today in act_by) >= 10
    assert {date.deadline for date in owed} | {date.deadline for date, _ in act_by} == CONTENT.deadlines.keys()


def test_days_lie_on_the_edges_of_months_and_in_each_state():
    days = {day[5:] for given, _ in SETS for day in given["events"].values()}
    assert {"02-29", "02-28", "12-31", "01-01"} <= days
    assert {given["state"] for given, _ in SETS} == {*State}


@pytest.mark.parametrize("case", CONTENT.dated_cases.values(), ids=lambda case: case.id)
def test_a_worked_date_comes_to_the_script_as_it_is(case):
    assert dates_of_given(of_case(case), case.today, CONTENT) == dates_of(case, CONTENT)
