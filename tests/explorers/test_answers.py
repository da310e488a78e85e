import datetime as dt
from dataclasses import replace

import pytest

from iepkit.content import load
from iepkit.content.model import Choice, Interview, Question
from iepkit.explorers import check_answers, decide, is_asked, work_out_possible
from iepkit.explorers.answers import settled
from iepkit.rules import ImpossibleValueError
from tests.kit import ROOT

CONTENT = load(ROOT)
TODAY = dt.date(2026, 3, 16)
INTERVIEW = CONTENT.interviews["eligibility"]
DIPLOMA = next(question for question in INTERVIEW.questions if question.id == "diploma")


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({"nothing": 1}, "nothing: question"),
        ({"state": "ohio"}, "state: choice"),
        ({"state": ["massachusetts"]}, "state: choice"),
        ({"kinds": "autism"}, "kinds: choice"),
        ({"kinds": ["gold"]}, "kinds: choice"),
        ({"kinds": [["autism"]]}, "kinds: choice"),
        ({"kinds": ["autism", "none_known"]}, "kinds: alone"),
        ({"kinds": ["autism", "not_sure"]}, "kinds: alone"),
        ({"age": -1}, "age: number"),
        ({"age": 31}, "age: number"),
        ({"age": "9"}, "age: number"),
        ({"age": True}, "age: number"),
    ],
)
def test_an_answer_that_can_not_be_is_refused(answers, problem):
    with pytest.raises(ImpossibleValueError, match=problem):
        check_answers(INTERVIEW, answers, TODAY)


@pytest.mark.parametrize(
    "answers", [{}, {"age": "not_sure"}, {"kinds": "not_sure"}, {"kinds": ["not_sure"]}, {"age": 0}]
)
def test_not_sure_and_nothing_are_answers(answers):
    check_answers(INTERVIEW, answers, TODAY)


@pytest.mark.parametrize(("age", "asked"), [(13, False), (14, True), ("not_sure", False), (None, False)])
def test_a_question_is_asked_when_an_answer_calls_for_it(age, asked):
    assert is_asked(DIPLOMA, {"age": age}, CONTENT.limits) is asked


def test_an_answer_to_a_question_that_is_not_asked_weighs_nothing():
    young, graduate = {"age": 9}, {"age": 9, "diploma": "yes"}
    assert decide("eligibility", young, CONTENT) == decide("eligibility", graduate, CONTENT)


@pytest.mark.parametrize(("chosen", "asked"), [(["weapon", "drugs"], True), (["other"], False), ("not_sure", False)])
def test_a_question_can_wait_for_one_of_many(chosen, asked):
    using = Question("using", "one", (), {"conduct": {"is": ["drugs"]}}, None, "", switch=False)
    assert is_asked(using, {"conduct": chosen}, CONTENT.limits) is asked


DATE = Question("day", "date", (), {}, (2020, 2030), "", switch=False)
HOW = Question("removals.how", "one", (Choice("sent_home", alone=False),), {}, None, "", switch=False)
ROWS = Question("removals", "list", (), {}, (0, 2), "", switch=False, fields=(replace(DATE, id="removals.day"), HOW))
DIARY = Interview("diary", (DATE, ROWS), {})


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({"day": "1925-01-01"}, "day: date"),
        ({"day": "soon"}, "day: date"),
        ({"day": 5}, "day: date"),
        ({"day": "2026-03-18"}, "day: future"),
        ({"removals": [{}, {"day": "2026-03-18"}]}, "removals.day: future"),
        ({"removals": "many"}, "removals: list"),
        ({"removals": [{}, {}, {}]}, "removals: list"),
        ({"removals": ["x"]}, "removals: list"),
        ({"removals": [{"who": "x"}]}, "removals: list"),
        ({"removals": [{"day": "1925-01-01"}]}, "removals.day: date"),
        ({"removals": [{"how": "gone"}]}, "removals.how: choice"),
    ],
)
def test_a_date_and_a_row_that_can_not_be_are_refused(answers, problem):
    with pytest.raises(ImpossibleValueError, match=problem):
        check_answers(DIARY, answers, TODAY)


def test_the_row_of_a_fault_is_named():
    with pytest.raises(ImpossibleValueError) as refused:
        check_answers(DIARY, {"removals": [{"how": "sent_home"}, {"day": "soon"}]}, TODAY)
    assert refused.value.row == 1


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("3 days ago", "2026-03-13"),
        ("1 day ago", "2026-03-15"),
        ("2026-03-13", "2026-03-13"),
        ("some days ago", "some days ago"),
        ([{"day": "16 days ago", "days": 3}], [{"day": "2026-02-28", "days": 3}]),
    ],
)
def test_a_story_may_say_how_many_days_ago(written, meant):
    assert settled({"on": written}, TODAY) == {"on": meant}


def test_dates_rows_and_not_sure_within_them_are_answers():
    rows = [{"day": "2026-01-05", "how": "sent_home"}, {"day": "not_sure"}]
    check_answers(DIARY, {"day": "2026-01-05", "removals": rows}, TODAY)


@pytest.mark.parametrize("name", ["none", "a.b", ".", "progress.x", ""])
def test_an_answer_to_no_question_is_left_out_whatever_it_is_called(content, name):
    result, faults = work_out_possible("eligibility", {name: 1, "progress": "yes"}, content)
    assert [(fault.question, fault.problem) for fault in faults] == [(name, "question")]
    assert result.outcome == decide("eligibility", {"progress": "yes"}, content)
