"""Accountability: how dates become facts, and where the two plans part."""

import dataclasses
import datetime as dt

import pytest

from iepkit.content import load
from iepkit.explorers.topics import numbers_of
from iepkit.rules import Answer, ImpossibleValueError
from iepkit.rules import accountability as rules
from iepkit.rules.model import every, values_of
from tests.kit import ROOT

LIMITS = numbers_of(load(ROOT), rules.LIMITS_USED)
TODAY = dt.date(2026, 3, 16)
FIRST = rules.Facts(**{name: values[0] for name, values in values_of(rules.Facts).items()})


def facts(**values):
    return dataclasses.replace(FIRST, **values)


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2025-03-15", "past"), ("2025-03-16", "ahead"), ("2026-03-16", "ahead"), ("not_sure", "not_sure")],
)
def test_a_review_is_owed_within_a_year(day, expected):
    assert rules.derive({"plan": "iep", "written_on": day}, LIMITS, TODAY).review == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2023-03-15", "past"), ("2023-03-16", "ahead"), ("2025-03-15", "ahead"), ("2025-03-16", "recent"),
        ("not_sure", "not_sure"),
    ],
)  # fmt: skip
@pytest.mark.parametrize(("plan", "question"), [("iep", "evaluated_on"), ("plan_504", "evaluated_504_on")])
def test_an_evaluation_is_recent_ahead_or_past(plan, question, day, expected):
    assert rules.derive({"plan": plan, question: day}, LIMITS, TODAY).evaluation == expected


def test_the_day_of_the_other_plan_does_not_count():
    answers = {"plan": "plan_504", "evaluated_on": "2015-01-01"}
    assert rules.derive(answers, LIMITS, TODAY).evaluation == "not_sure"


@pytest.mark.parametrize(
    "answers", [{"plan": "both"}, {"reports": "often"}, {"followed": "maybe"}, {"written_on": "last spring"}]
)
def test_an_answer_that_can_not_be_is_refused(answers):
    with pytest.raises(ImpossibleValueError):
        rules.derive(answers, LIMITS, TODAY)


@pytest.mark.parametrize(
    ("state", "reports", "expected"),
    [
        ("massachusetts", "less_often", Answer.YES), ("other", "less_often", Answer.NOT_SURE),
        ("not_sure", "less_often", Answer.NOT_SURE), ("other", "never", Answer.YES), ("other", "as_often", Answer.NO),
    ],
)  # fmt: skip
def test_only_massachusetts_asks_for_reports_as_often_as_report_cards(state, reports, expected):
    given = facts(plan=rules.Plan.IEP, state=rules.State(state), reports=rules.Reports(reports))
    assert rules.lacks_reports(given) is expected


def test_a_504_plan_owes_no_report_and_no_yearly_review():
    for given in every(rules.Facts, plan=rules.Plan.PLAN_504, state=rules.State.MASSACHUSETTS):
        owed = (rules.is_review_due(given), rules.is_reevaluation_due(given), rules.lacks_reports(given))
        assert set(owed) == {Answer.NO}


def test_no_limit_of_an_iep_shows_its_day_for_a_504_plan():
    # A day under a 504 plan would say that the district owes it by then, and the 504 rule has no number.
    dated = {f"{{{limit}}}" for limit in rules.CLOCKS}
    content = load(ROOT)
    for reason in rules.REASONS["plan_504"]:
        assert not [mark for mark in dated if mark in content.texts[f"reason.{reason}.text"]]


def test_a_plan_that_fails_is_a_reason_to_ask_today_whatever_the_dates_say():
    for given in every(rules.Facts, plan=rules.Plan.IEP, followed=Answer.NO, state=rules.State.OTHER):
        finding = rules.decide(given).iep
        assert (finding.answer, finding.reasons[0]) == ("ask_for_a_meeting", "accountability_not_followed")
