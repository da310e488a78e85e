"""The pathway: how days become facts, which days can't be, and what each state's limits bring."""

import dataclasses
import datetime as dt

import pytest

from iepkit.content import load
from iepkit.explorers.topics import numbers_of
from iepkit.rules import Answer, ImpossibleValueError
from iepkit.rules import pathway as rules
from iepkit.rules.model import values_of
from tests.kit import ROOT

CONTENT = load(ROOT)
LIMITS = numbers_of(CONTENT, rules.LIMITS_USED)
TODAY = dt.date(2026, 3, 16)  # a Monday
FIRST = rules.Facts(**{name: values[0] for name, values in values_of(rules.Facts).items()})


def facts(**values):
    return dataclasses.replace(FIRST, **values)


def derived(**answers):
    return rules.derive(answers, LIMITS, TODAY)


# 5 weekdays back from Friday, March 13 is Friday, March 6; 30 and 45 are six and nine weeks.
@pytest.mark.parametrize(("day", "expected"), [("2026-03-06", "past"), ("2026-03-09", "ahead")])
def test_the_consent_form_has_five_school_days_from_the_request(day, expected):
    assert derived(asked_on=day).form == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-02-02", "ahead"), ("2026-01-30", "tests"), ("2026-01-12", "tests"), ("2026-01-09", "meeting"),
        ("not_sure", "not_sure"),
    ],
)  # fmt: skip
def test_massachusetts_counts_school_working_days_from_the_consent(day, expected):
    assert derived(consent_on=day).evaluation == expected


@pytest.mark.parametrize(("day", "expected"), [("2026-01-14", "past"), ("2026-01-15", "ahead")])
def test_federal_law_counts_calendar_days_from_the_consent(day, expected):
    assert derived(consent_on=day).evaluation_federal == expected


@pytest.mark.parametrize(
    ("question", "day", "fact", "expected"),
    [
        ("meeting_on", "2026-03-06", "proposal", "past"), ("meeting_on", "2026-03-09", "proposal", "ahead"),
        ("meeting_on", "2026-02-13", "meeting_federal", "past"), ("meeting_on", "2026-02-14", "meeting_federal", "ahead"),
        ("offered_on", "2026-02-13", "reply", "past"), ("offered_on", "2026-02-14", "reply", "ahead"),
    ],
)  # fmt: skip
def test_the_later_steps_count_from_the_meeting_and_from_the_offer(question, day, fact, expected):
    assert getattr(derived(**{question: day}), fact) == expected


ORDERS = [
    ("asked_on", "consent_on", "consent_before_request"),
    ("asked_on", "meeting_on", "meeting_before_request"),
    ("asked_on", "offered_on", "offer_before_request"),
    ("meeting_on", "offered_on", "offer_before_meeting"),
]


@pytest.mark.parametrize(("first", "second", "problem"), ORDERS)
def test_days_in_an_order_that_can_not_be_are_refused_with_a_sentence(first, second, problem):
    with pytest.raises(ImpossibleValueError, match=problem) as refused:
        derived(**{first: "2026-02-03", second: "2026-02-02"})
    assert refused.value.question == second
    assert CONTENT.texts[f"ui.impossible.{problem}"]
    assert derived(**{first: "2026-02-02", second: "2026-02-02"})


def test_a_team_may_meet_before_the_consent():
    assert derived(meeting_on="2026-02-02", consent_on="2026-02-03").evaluation == "ahead"


def test_the_evaluation_counts_from_the_consent_and_never_from_the_request():
    given = derived(where="asked_no_answer", asked_on="2025-01-01")
    assert (given.evaluation, given.evaluation_federal) == ("not_sure", "not_sure")
    assert {rules.CLOCKS[limit] for limit in ("evaluation_ma", "team_meeting_ma", "evaluation_federal")} == {
        "consent_on"
    }


@pytest.mark.parametrize(
    ("massachusetts", "federal", "expected"),
    [("tests", "past", Answer.YES), ("ahead", "ahead", Answer.NO), ("tests", "ahead", Answer.NOT_SURE)],
)
def test_an_unknown_state_is_sure_only_where_both_say_the_same(massachusetts, federal, expected):
    given = facts(
        state=rules.State.NOT_SURE,
        evaluation=rules.Evaluation(massachusetts),
        evaluation_federal=rules.Clock(federal),
    )
    assert rules.is_evaluation_due(given) is expected


@pytest.mark.parametrize("where", [w for w in rules.Where if w not in ("plan_offered", "not_sure", "not_asked")])
def test_outside_massachusetts_no_reason_names_a_limit_of_massachusetts_alone(where):
    outcome = rules.decide(facts(state=rules.State.OTHER, where=where))
    for reason in outcome.iep.reasons:
        text = CONTENT.texts[f"reason.{reason}.text"]
        for limit in ("consent_form", "evaluation_ma", "team_meeting_ma", "proposed_iep", "answer_iep"):
            assert f"{{{limit}}}" not in text, reason


@pytest.mark.parametrize("clock", rules.Clock)
def test_every_answer_to_an_offer_names_all_four_ways_and_none_is_closed(clock):
    outcome = rules.decide(facts(state=rules.State.MASSACHUSETTS, where=rules.Where.PLAN_OFFERED, reply=clock))
    text = CONTENT.texts[f"reason.{outcome.iep.reasons[0]}.text"]
    assert "accept it, reject it, accept parts and reject the rest, or ask to meet" in text
    assert outcome.iep.answer in ("answer_in_writing", "answer_today")


@pytest.mark.parametrize(
    ("proposal", "evaluation", "expected"),
    [
        ("ahead", "tests", Answer.NO), ("ahead", "meeting", Answer.YES), ("not_sure", "meeting", Answer.YES),
        ("past", "not_sure", Answer.YES), ("ahead", "not_sure", Answer.NOT_SURE), ("not_sure", "ahead", Answer.NOT_SURE),
    ],
)  # fmt: skip
def test_the_proposed_iep_is_due_when_the_first_of_its_two_limits_ends(proposal, evaluation, expected):
    given = facts(
        state=rules.State.MASSACHUSETTS,
        where=rules.Where.ELIGIBLE,
        proposal=rules.Clock(proposal),
        evaluation=rules.Evaluation(evaluation),
    )
    assert rules.is_plan_due(given) is expected
    assert ("pathway_proposal_due_ma" in rules.decide(given).iep.reasons) is (expected is Answer.YES)
    assert ("pathway_dispute" in rules.decide(given).iep.reasons) is (expected is not Answer.NO)


def test_no_sentence_before_the_plan_has_been_read_consents_to_services():
    for where in (rules.Where.ELIGIBLE, rules.Where.PLAN_OFFERED):
        for reason in rules.decide(facts(where=where, state=rules.State.OTHER)).iep.reasons:
            assert "I consent to these" not in CONTENT.texts[f"reason.{reason}.say"]


def test_a_request_with_nothing_to_show_is_written_down_first():
    for how in set(rules.AskedHow) - {rules.AskedHow.IN_WRITING_WITH_COPY}:
        given = facts(where=rules.Where.ASKED_NO_ANSWER, asked_how=how, state=rules.State.MASSACHUSETTS, form="ahead")
        assert rules.decide(given).iep.answer == "ask_in_writing"
