from dataclasses import replace

import pytest

from iepkit.content import load
from iepkit.content.model import Choice, Interview, Question
from iepkit.explorers import check_answers, decide, is_asked
from iepkit.rules import ImpossibleValueError
from tests.kit import ROOT

CONTENT = load(ROOT)
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
        check_answers(INTERVIEW, answers)


@pytest.mark.parametrize(
    "answers", [{}, {"age": "not_sure"}, {"kinds": "not_sure"}, {"kinds": ["not_sure"]}, {"age": 0}]
)
def test_not_sure_and_nothing_are_answers(answers):
    check_answers(INTERVIEW, answers)


@pytest.mark.parametrize(("age", "asked"), [(13, False), (14, True), ("not_sure", False), (None, False)])
def test_a_question_is_asked_when_an_answer_calls_for_it(age, asked):
    assert is_asked(DIPLOMA, {"age": age}, CONTENT.limits) is asked


def test_an_answer_to_a_question_that_is_not_asked_weighs_nothing():
    young, graduate = {"age": 9}, {"age": 9, "diploma": "yes"}
    assert decide("eligibility", young, CONTENT) == decide("eligibility", graduate, CONTENT)


def test_no_path_has_more_than_eight_questions():
    counted = [question for question in INTERVIEW.questions if not question.switch]
    assert len(counted) <= 9
    asked = max(sum(is_asked(q, {"age": age}, CONTENT.limits) for q in counted) for age in ("not_sure", *range(31)))
    assert asked <= 8


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
        check_answers(DIARY, answers)


def test_dates_rows_and_not_sure_within_them_are_answers():
    rows = [{"day": "2026-01-05", "how": "sent_home"}, {"day": "not_sure"}]
    check_answers(DIARY, {"day": "2026-01-05", "removals": rows})
