"""A parent's answers, one at a time: what is not answered is not sure, what can't be is refused."""

import datetime as dt

import pytest

from iepkit.rules import Answer, ImpossibleValueError
from iepkit.rules import given as entered


@pytest.mark.parametrize(
    ("answers", "expected"), [({}, "not_sure"), ({"q": "not_sure"}, "not_sure"), ({"q": "yes"}, "yes")]
)
def test_one(answers, expected):
    assert entered.one(Answer, answers, "q") == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [({}, ()), ({"q": "not_sure"}, ()), ({"q": ["not_sure"]}, ()), ({"q": ["a", "b"]}, ("a", "b"))],
)
def test_many(answers, expected):
    assert entered.many(answers, "q") == expected


@pytest.mark.parametrize(("answers", "expected"), [({}, None), ({"q": "not_sure"}, None), ({"q": 0}, 0), ({"q": 9}, 9)])
def test_number(answers, expected):
    assert entered.number(answers, "q") == expected


@pytest.mark.parametrize(
    ("answers", "expected"), [({}, None), ({"q": "not_sure"}, None), ({"q": "2026-03-13"}, dt.date(2026, 3, 13))]
)
def test_date(answers, expected):
    assert entered.date(answers, "q") == expected


@pytest.mark.parametrize(
    ("read", "value", "problem"),
    [
        (lambda a: entered.one(Answer, a, "q"), "gold", "choice"),
        (lambda a: entered.many(a, "q"), "gold", "choice"),
        (lambda a: entered.many(a, "q"), 5, "choice"),
        (lambda a: entered.number(a, "q"), -1, "number"),
        (lambda a: entered.number(a, "q"), 1.5, "number"),
        (lambda a: entered.number(a, "q"), True, "number"),
        (lambda a: entered.number(a, "q"), "nine", "number"),
        (lambda a: entered.date(a, "q"), "13 March", "date"),
        (lambda a: entered.date(a, "q"), 20260313, "date"),
        (lambda a: entered.date(a, "q"), "2026-02-30", "date"),
    ],
)
def test_what_can_not_be_is_refused(read, value, problem):
    with pytest.raises(ImpossibleValueError, match=f"q: {problem}"):
        read({"q": value})


def test_what_comes_first_stands_first():
    first, second = dt.date(2026, 3, 12), dt.date(2026, 3, 13)
    entered.in_order(first, second, "q", "before")
    entered.in_order(first, first, "q", "before")
    entered.in_order(None, first, "q", "before")
    entered.in_order(first, None, "q", "before")
    with pytest.raises(ImpossibleValueError, match="q: before"):
        entered.in_order(second, first, "q", "before")
