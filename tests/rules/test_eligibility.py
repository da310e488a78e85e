"""The rules over every combination of facts, and the properties that they must have."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iepkit.content import load
from iepkit.explorers.topics import numbers_of
from iepkit.rules import Answer, ImpossibleValueError, Outcome
from iepkit.rules import eligibility as rules
from iepkit.rules.model import every, values_of
from tests.kit import ROOT

LIMITS = numbers_of(load(ROOT), rules.LIMITS_USED)
TODAY = dt.date(2026, 3, 16)
VALUES = values_of(rules.Facts)
FACTS = st.builds(rules.Facts, **{name: st.sampled_from(values) for name, values in VALUES.items()})
NOTHING_SAID = dict.fromkeys(rules.SAID.values(), Answer.NO)
PLANS = ("iep", "plan_504")
NOT_SURE = "not_sure"


def with_value(facts, name, value):
    return dataclasses.replace(facts, **{name: value})


@given(FACTS)
@settings(max_examples=500, deadline=None)
def test_a_combination_always_gives_the_same_outcome(facts):
    assert rules.decide(facts) == rules.decide(facts)
    assert isinstance(rules.decide(facts), Outcome)


@given(FACTS)
@settings(max_examples=500, deadline=None)
def test_there_is_always_something_to_ask_for_and_somebody_who_decides(facts):
    outcome = rules.decide(facts)
    assert outcome.iep.reasons[-1].startswith(("team_decides", "district_answers"))
    assert outcome.plan_504.reasons[-1] == "group_decides"
    for plan in PLANS:
        assert getattr(outcome, plan).answer.startswith("ask_")


@pytest.mark.parametrize("fact", NOTHING_SAID)
def test_what_the_school_said_adds_an_answer_and_takes_nothing_away(fact):
    for facts in every(rules.Facts, **{**{n: v[-1] for n, v in VALUES.items()}, **NOTHING_SAID}):
        before, after = rules.decide(facts), rules.decide(with_value(facts, fact, Answer.YES))
        for plan in PLANS:
            assert set(getattr(before, plan).reasons) <= set(getattr(after, plan).reasons)
            assert getattr(before, plan).answer == getattr(after, plan).answer
        assert before != after


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (0, rules.Age.UNDER), (2, rules.Age.UNDER), (3, rules.Age.SCHOOL_AGE), (13, rules.Age.SCHOOL_AGE),
        (14, rules.Age.MINOR_DIPLOMA_NOT_SURE), (17, rules.Age.MINOR_DIPLOMA_NOT_SURE), (18, rules.Age.ADULT_DIPLOMA_NOT_SURE), (21, rules.Age.ADULT_DIPLOMA_NOT_SURE), (22, rules.Age.OVER),
        ("not_sure", rules.Age.NOT_SURE),
    ],
)  # fmt: skip
def test_an_age_is_reduced_at_the_thresholds_of_the_law(age, expected):
    assert rules.derive({"age": age}, LIMITS, TODAY).age is expected


@pytest.mark.parametrize(
    ("age", "diploma", "expected"),
    [
        (19, "yes", "adult_with_diploma"), (19, "no", "adult"), (17, "yes", "minor_with_diploma"),
        (17, "no", "school_age"), (13, "yes", "school_age"),
    ],
)  # fmt: skip
def test_a_diploma_counts_from_the_age_at_which_it_may_come(age, diploma, expected):
    assert rules.derive({"age": age, "diploma": diploma}, LIMITS, TODAY).age == expected


@pytest.mark.parametrize("age", [-1, 1.5, "nine", True, None])
def test_an_age_that_can_not_be_is_refused(age):
    with pytest.raises(ImpossibleValueError, match="age: number"):
        rules.derive({"age": age}, LIMITS, TODAY)


@pytest.mark.parametrize(
    "answers", [{"need": "gold"}, {"kinds": "autism"}, {"kinds": {"autism": 1}.values}, {"said": 5}, {"state": "ohio"}]
)
def test_an_answer_that_is_no_choice_is_refused(answers):
    with pytest.raises(ImpossibleValueError, match="choice"):
        rules.derive(answers, LIMITS, TODAY)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, "not_sure"),
        ({"kinds": []}, "not_sure"),
        ({"kinds": ["not_sure"]}, "not_sure"),
        ({"kinds": "not_sure"}, "not_sure"),
        ({"kinds": ["none_known"]}, "none"),
        ({"kinds": ["another"]}, "other"),
        ({"kinds": ["another", "autism"]}, "listed"),
        ({"kinds": ["developmental_delay"], "age": 9, "state": "massachusetts"}, "listed"),
        ({"kinds": ["developmental_delay"], "age": 10, "state": "massachusetts"}, "other"),
        ({"kinds": ["developmental_delay"], "age": 9, "state": "other"}, "other"),
        ({"kinds": ["developmental_delay"]}, "other"),
    ],
)
def test_kinds_are_reduced_to_what_the_law_asks(answers, expected):
    assert rules.derive(answers, LIMITS, TODAY).condition == expected


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ([], "not_sure"), (["none"], "none"), (["english"], "teaching_or_english"), (["teaching"], "teaching_or_english"),
        (["rules"], "rules_only"), (["rules", "english"], "both"),
    ],
)  # fmt: skip
def test_main_reasons_are_reduced_to_what_the_law_asks(chosen, expected):
    assert rules.derive({"main_reason": chosen}, LIMITS, TODAY).main_reason == expected


def test_a_related_service_alone_is_enough_in_massachusetts_only():
    facts = every(
        rules.Facts, **{n: v[-1] for n, v in VALUES.items()} | NOTHING_SAID | {"need": rules.Need.RELATED_SERVICE}
    )[0]
    by_state = {s: rules.needs_special_education(with_value(facts, "state", s)) for s in rules.State}
    assert by_state == {"massachusetts": Answer.YES, "other": Answer.NO, "not_sure": Answer.NOT_SURE}
