"""The cases are the tests of the law: a lawyer can review that folder and nothing else."""

import dataclasses
import datetime as dt
import inspect
import random

import pytest

from iepkit.content import PLANS, load
from iepkit.content.explorers import CASES
from iepkit.explorers import TOPICS, decide
from iepkit.explorers.answers import settled
from iepkit.explorers.fit import case_faults
from iepkit.explorers.topics import numbers_of
from iepkit.rules.model import values_of
from tests.kit import ROOT

CONTENT = load(ROOT)
NO_PREDICATES = ("derive", "decide", "count")
TODAY = dt.date(2026, 3, 16)


def predicates():
    for topic, rules in TOPICS.items():
        for name, _ in inspect.getmembers(rules, inspect.isfunction):
            if name not in NO_PREDICATES:
                yield topic, name


def facts_of(case):
    rules = TOPICS[case.topic]
    return rules.derive(settled(case.given, TODAY), numbers_of(CONTENT, rules.LIMITS_USED), TODAY)


def cases_of(topic):
    return [case for case in CONTENT.cases.values() if case.topic == topic]


@pytest.mark.parametrize("case", CONTENT.cases.values(), ids=lambda case: case.id)
def test_a_case_gives_what_it_says_on_any_day_of_the_week(case):
    # A fortnight in summer and one in winter: stories must not depend on the day on which they are told.
    for first in (TODAY, dt.date(2026, 7, 6)):
        for later in range(14):
            today = first + dt.timedelta(days=later)
            assert [str(fault) for fault in case_faults(case, CONTENT, today)] == [], today


@pytest.mark.parametrize("topic", TOPICS)
def test_every_reason_and_route_is_reached_by_a_case(topic):
    outcomes = [decide(topic, case.given, CONTENT) for case in cases_of(topic)]
    for side, reasons in TOPICS[topic].REASONS.items():
        found = [getattr(outcome, side) for outcome in outcomes]
        reached = {reason for f in found for reason in (f if side == "both" else f.reasons)}
        assert set(reasons) - reached == set()
    routes = {route for outcome in outcomes for plan in PLANS for route in getattr(outcome, plan).routes}
    assert routes == set(getattr(TOPICS[topic], "ROUTES", ()))


@pytest.mark.parametrize(("topic", "predicate"), list(predicates()))
def test_every_predicate_is_turned_every_way_it_can_be(topic, predicate):
    rules = TOPICS[topic]
    ask = getattr(rules, predicate)
    values = values_of(rules.Facts)
    pick = random.Random(0)
    some = (rules.Facts(**{name: pick.choice(options) for name, options in values.items()}) for _ in range(5000))
    possible = {ask(facts) for facts in some}
    assert len(possible) >= 2
    assert possible <= {ask(facts_of(case)) for case in cases_of(topic)}


def test_there_are_enough_cases_and_some_for_the_workshop():
    assert len(CONTENT.cases) >= 70
    assert sum(case.workshop for case in CONTENT.cases.values()) >= 10
    for topic in TOPICS:
        assert sum(case.workshop for case in cases_of(topic)) >= 2


def test_a_case_that_expects_something_else_is_named(kit):
    kit.edit(f"{CASES}/eligibility.yaml", "answer: ask_now", "answer: ask_about_age")
    from iepkit.explorers import misfits  # noqa: PLC0415

    assert any('expects "ask_about_age" of' in str(problem) for problem in misfits(load(kit.folder)))


def test_cases_are_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        cases_of("eligibility")[0].topic = "other"
