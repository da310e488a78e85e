"""The rules over every combination of facts, and the properties that they must have."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iepkit.content import load
from iepkit.rules import Answer, Direction, ImpossibleValueError, Outcome
from iepkit.rules import eligibility as rules
from iepkit.rules.model import all_of, direction_of, every, values_of
from tests.kit import ROOT

LIMITS = {name: load(ROOT).limits[name].value for name in rules.LIMITS_USED}
VALUES = values_of(rules.Facts)
FACTS = st.builds(rules.Facts, **{name: st.sampled_from(values) for name, values in VALUES.items()})
NOTHING_SAID = dict.fromkeys(rules.SAID.values(), Answer.NO)
PLANS = ("iep", "plan_504")
NOT_SURE = "not_sure"

# Where a fact that is declared protective takes something away all the same, and the source that says so.
EXCEPTIONS = {
    ("state", "iep"): (lambda facts: facts.main_reason is rules.MainReason.RULES_ONLY, "M.G.L. c. 71B, s. 1"),
}


def rank(outcome, plan):
    return rules.ANSWERS[plan].index(getattr(outcome, plan).answer)


def with_value(facts, name, value):
    return dataclasses.replace(facts, **{name: value})


def test_every_combination_gives_an_outcome_made_of_what_is_declared():
    reached = {plan: set() for plan in PLANS}
    count = 0
    for facts in every(rules.Facts, **NOTHING_SAID):
        outcome = rules.decide(facts)
        for plan in PLANS:
            finding = getattr(outcome, plan)
            assert finding.answer in rules.ANSWERS[plan]
            assert len(finding.reasons) == len(set(finding.reasons)) > 0
            reached[plan] |= set(finding.reasons)
        count += 1
    said = every(rules.Facts, **{name: VALUES[name][0] for name in VALUES if name not in NOTHING_SAID})
    for facts in said:
        for plan in PLANS:
            reached[plan] |= set(getattr(rules.decide(facts), plan).reasons)
    assert {plan: set(rules.REASONS[plan]) for plan in PLANS} == reached
    print(f"eligibility: {count} combinations of derived facts, {len(said)} of what the school has said")


@given(FACTS)
@settings(max_examples=500, deadline=None)
def test_a_combination_always_gives_the_same_outcome(facts):
    assert rules.decide(facts) == rules.decide(facts)
    assert isinstance(rules.decide(facts), Outcome)


@given(FACTS, st.sampled_from([name for name, values in VALUES.items() if NOT_SURE in values]))
@settings(max_examples=1000, deadline=None)
def test_not_sure_is_never_worse_than_the_worse_of_the_sure_answers(facts, name):
    unsure = rules.decide(with_value(facts, name, next(v for v in VALUES[name] if v == NOT_SURE)))
    sure = [rules.decide(with_value(facts, name, value)) for value in VALUES[name] if value != NOT_SURE]
    for plan in PLANS:
        assert rank(unsure, plan) >= min(rank(outcome, plan) for outcome in sure)


@given(FACTS, st.sampled_from([name for name in VALUES if direction_of(rules.Facts, name) is not Direction.NEITHER]))
@settings(max_examples=1000, deadline=None)
def test_a_protective_fact_never_takes_anything_away(facts, name):
    sure = [value for value in VALUES[name] if value != NOT_SURE]
    outcomes = [rules.decide(with_value(facts, name, value)) for value in sure]
    if direction_of(rules.Facts, name) is Direction.AGAINST:
        outcomes.reverse()
    for plan in PLANS:
        is_exception, source = EXCEPTIONS.get((name, plan), (lambda _: False, "none"))
        if is_exception(facts):
            assert source in {cited.cite for cited in load(ROOT).sources.values()}
        else:
            ranks = [rank(outcome, plan) for outcome in outcomes]
            assert ranks == sorted(ranks), (name, plan, ranks)


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
    assert rules.derive({"age": age}, LIMITS).age is expected


@pytest.mark.parametrize(
    ("age", "diploma", "expected"),
    [
        (19, "yes", "adult_with_diploma"), (19, "no", "adult"), (17, "yes", "minor_with_diploma"),
        (17, "no", "school_age"), (13, "yes", "school_age"),
    ],
)  # fmt: skip
def test_a_diploma_counts_from_the_age_at_which_it_may_come(age, diploma, expected):
    assert rules.derive({"age": age, "diploma": diploma}, LIMITS).age == expected


@pytest.mark.parametrize("age", [-1, 1.5, "nine", True, None])
def test_an_age_that_can_not_be_is_refused(age):
    with pytest.raises(ImpossibleValueError, match="age: number"):
        rules.derive({"age": age}, LIMITS)


@pytest.mark.parametrize(
    "answers", [{"need": "gold"}, {"kinds": "autism"}, {"kinds": {"autism": 1}.values}, {"said": 5}, {"state": "ohio"}]
)
def test_an_answer_that_is_no_choice_is_refused(answers):
    with pytest.raises(ImpossibleValueError, match="choice"):
        rules.derive(answers, LIMITS)


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
    assert rules.derive(answers, LIMITS).condition == expected


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ([], "not_sure"), (["none"], "none"), (["english"], "teaching_or_english"), (["teaching"], "teaching_or_english"),
        (["rules"], "rules_only"), (["rules", "english"], "both"),
    ],
)  # fmt: skip
def test_main_reasons_are_reduced_to_what_the_law_asks(chosen, expected):
    assert rules.derive({"main_reason": chosen}, LIMITS).main_reason == expected


def test_a_related_service_alone_is_enough_in_massachusetts_only():
    facts = every(
        rules.Facts, **{n: v[-1] for n, v in VALUES.items()} | NOTHING_SAID | {"need": rules.Need.RELATED_SERVICE}
    )[0]
    by_state = {s: rules.needs_special_education(with_value(facts, "state", s)) for s in rules.State}
    assert by_state == {"massachusetts": Answer.YES, "other": Answer.NO, "not_sure": Answer.NOT_SURE}


def test_all_of_is_a_no_only_where_one_is():
    assert all_of(Answer.YES, Answer.YES) is Answer.YES
    assert all_of(Answer.YES, Answer.NOT_SURE) is Answer.NOT_SURE
    assert all_of(Answer.NOT_SURE, Answer.NO) is Answer.NO


def test_no_bare_number_stands_in_a_rule():
    import ast  # noqa: PLC0415

    for path in (ROOT / "iepkit/rules").rglob("*.py"):
        numbers = {
            node.value
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Constant)
            and isinstance(node.value, (int, float))
            and not isinstance(node.value, bool)
        }
        assert numbers <= {0}, path.name


def test_every_predicate_says_its_question_and_its_source():
    import inspect  # noqa: PLC0415

    for name, function in inspect.getmembers(rules, inspect.isfunction):
        if name.startswith(("is_", "has_", "needs_", "lacks_", "points_")):
            first, *_ = function.__doc__.splitlines()
            assert first.endswith("?"), name
            assert "Source: " in function.__doc__, name
