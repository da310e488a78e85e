"""The cases are the tests of the law: a lawyer can review that folder and nothing else."""

import dataclasses

import pytest

from iepkit.content import load
from iepkit.content.explorers import CASES
from iepkit.explorers import TOPICS, decide
from iepkit.explorers.fit import case_faults
from iepkit.rules import Answer
from iepkit.rules.model import every
from tests.kit import ROOT

CONTENT = load(ROOT)
PREDICATES = {
    "eligibility": (
        "is_of_age_for_special_education",
        "has_listed_disability",
        "lacks_effective_progress_because_of_disability",
        "needs_special_education",
        "is_free_of_another_deciding_factor",
        "points_to_special_education",
        "has_impairment",
        "is_substantially_limited",
    )
}


def facts_of(case):
    rules = TOPICS[case.topic]
    return rules.derive(case.given, {name: CONTENT.limits[name].value for name in rules.LIMITS_USED})


def cases_of(topic):
    return [case for case in CONTENT.cases.values() if case.topic == topic]


@pytest.mark.parametrize("case", CONTENT.cases.values(), ids=lambda case: case.id)
def test_a_case_gives_what_it_says(case):
    assert [str(fault) for fault in case_faults(case, CONTENT)] == []
    assert set(case.expect) == {"iep", "plan_504"}


@pytest.mark.parametrize("topic", TOPICS)
def test_every_reason_is_reached_by_a_case(topic):
    reached = {
        plan: {
            reason for case in cases_of(topic) for reason in getattr(decide(topic, case.given, CONTENT), plan).reasons
        }
        for plan in ("iep", "plan_504")
    }
    assert {plan: set(TOPICS[topic].REASONS[plan]) - reached[plan] for plan in reached} == {
        "iep": set(),
        "plan_504": set(),
    }


@pytest.mark.parametrize(("topic", "predicate"), [(t, p) for t, names in PREDICATES.items() for p in names])
def test_every_predicate_is_turned_every_way_it_can_be(topic, predicate):
    rules = TOPICS[topic]
    said = dict.fromkeys(rules.SAID.values(), Answer.NO)
    possible = {getattr(rules, predicate)(facts) for facts in every(rules.Facts, **said)}
    assert len(possible) >= 2
    assert {getattr(rules, predicate)(facts_of(case)) for case in cases_of(topic)} == possible


@pytest.mark.parametrize(("topic", "least", "workshop"), [("eligibility", 25, 5)])
def test_there_are_enough_cases_and_some_for_the_workshop(topic, least, workshop):
    assert len(cases_of(topic)) >= least
    assert sum(case.workshop for case in cases_of(topic)) >= workshop


def test_a_case_that_expects_something_else_is_named(kit):
    name = next((ROOT / CASES).glob("*.yaml")).name
    text = kit.path(f"{CASES}/{name}").read_text()
    kit.path(f"{CASES}/{name}").write_text(text.replace("answer: ask_now", "answer: ask_about_age", 1))
    from iepkit.explorers import misfits  # noqa: PLC0415

    assert any('expects "ask_about_age" of' in str(problem) for problem in misfits(load(kit.folder)))


def test_cases_are_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        cases_of("eligibility")[0].topic = "other"
