"""Rights and disputes: short limits first, and no route that is hidden or closed."""

import dataclasses
import datetime as dt

import pytest
import yaml

from iepkit.content import load
from iepkit.explorers.topics import numbers_of
from iepkit.rules import Answer, Clock, ImpossibleValueError
from iepkit.rules import rights as rules
from iepkit.rules.model import every, values_of
from tests.kit import ROOT

LIMITS = numbers_of(load(ROOT), rules.LIMITS_USED)
TODAY = dt.date(2026, 3, 16)
FIRST = {name: values[0] for name, values in values_of(rules.Facts).items()}
CLOCKS = ("appeal", "hearing", "state_complaint", "ocr_complaint", "income_route", "answer_to_iep")
YES, NO, NOT_SURE = Answer.YES, Answer.NO, Answer.NOT_SURE


def facts(**given):
    return rules.Facts(**{**FIRST, **given})


def everything(**fixed):
    """Every state, plan and disagreement; the rest as fixed, or as it is declared first."""
    free = ("state", "plan", "about")
    return every(rules.Facts, **{name: value for name, value in {**FIRST, **fixed}.items() if name not in free})


def derived(**answers):
    return rules.derive(answers, LIMITS, TODAY)


@pytest.mark.parametrize(
    ("discipline", "last_day"), [("other_offense", 5), ("felony", 5), ("placement", 5), ("not_sure", 5), ("weapon_drugs_staff", 10)]
)  # fmt: skip
def test_an_appeal_is_counted_by_its_kind_and_by_the_shortest_where_the_kind_is_not_known(discipline, last_day):
    day = {n: (TODAY - n * dt.date.resolution).isoformat() for n in (last_day, last_day + 1)}
    assert derived(discipline=discipline, decided_on=day[last_day]).appeal is Clock.AHEAD
    assert derived(discipline=discipline, decided_on=day[last_day + 1]).appeal is Clock.PAST


@pytest.mark.parametrize(
    ("question", "last", "fact"),
    [
        ("happened_on", "2025-09-17", "ocr_complaint"),
        ("happened_on", "2025-03-16", "state_complaint"),
        ("happened_on", "2024-03-16", "hearing"),
        ("evaluation_on", "2024-11-16", "income_route"),
        ("received_on", "2026-02-14", "answer_to_iep"),
    ],
)
def test_a_limit_is_ahead_on_its_last_day_and_past_on_the_next(question, last, fact):
    before = (dt.date.fromisoformat(last) - dt.date.resolution).isoformat()
    assert getattr(derived(**{question: last}), fact) is Clock.AHEAD
    assert getattr(derived(**{question: before}), fact) is Clock.PAST
    assert getattr(derived(**{question: "not_sure"}), fact) is Clock.NOT_SURE


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        ({"plan": "both"}, "plan: choice"),
        ({"about": ["change"]}, "about: choice"),
        ({"discipline": "s. 37H"}, "discipline: choice"),
        ({"in_writing": "maybe"}, "in_writing: choice"),
        ({"decided_on": "yesterday"}, "decided_on: date"),
        ({"received_on": 5}, "received_on: date"),
        ({"happened_on": "2026-02-30"}, "happened_on: date"),
        ({"evaluation_on": None}, "evaluation_on: date"),
    ],
)
def test_an_answer_that_can_not_be_is_refused(answers, problem):
    with pytest.raises(ImpossibleValueError, match=problem):
        derived(**answers)


def test_each_limit_that_runs_from_a_day_has_words_for_the_parent():
    content = load(ROOT)
    assert {content.limits[limit].owed_by for limit in rules.CLOCKS} == {"parent"}
    assert set(rules.CLOCKS.values()) < rules.QUESTIONS.keys()


@pytest.mark.parametrize("state", rules.State)
@pytest.mark.parametrize("plan", rules.Plan)
def test_in_discipline_the_short_limit_comes_first_whatever_the_plan(state, plan):
    for discipline in rules.Discipline:
        outcome = rules.decide(facts(state=state, plan=plan, about=rules.About.DISCIPLINE, discipline=discipline))
        first = outcome.both[0]
        assert first.startswith("rights_appeal_")
        assert (first == "rights_appeal_other_state") == (state == "other")
        assert ("rights_appeal_other_state" in outcome.both) == (state != "massachusetts")
        assert "rights_expedited_hearing" in outcome.both
        assert outcome.iep.answer == outcome.plan_504.answer == "appeal_today"


def test_a_suspension_beside_a_placement_decision_is_not_forgotten():
    outcome = rules.decide(
        facts(state=rules.State.MASSACHUSETTS, about=rules.About.DISCIPLINE, discipline=rules.Discipline.PLACEMENT)
    )
    assert outcome.both[0] == "rights_appeal_beside"
    assert "appeal_ma" in outcome.iep.routes
    assert "appeal_ma" in outcome.plan_504.routes


def test_a_limit_that_is_past_takes_no_route_away_and_brings_words():
    for now in everything():
        past = dataclasses.replace(now, **dict.fromkeys(CLOCKS, Clock.PAST))
        before, after = rules.decide(now), rules.decide(past)
        for plan in ("iep", "plan_504"):
            assert getattr(before, plan).routes == getattr(after, plan).routes
            assert getattr(before, plan).answer == getattr(after, plan).answer
            assert len(getattr(before, plan).reasons) == len(getattr(after, plan).reasons)
        assert set(before.both) <= set(after.both)
        assert {"rights_hearing_late", "rights_state_complaint_late"} <= set(after.iep.reasons)
        assert "rights_ocr_late" in after.plan_504.reasons


def test_the_income_route_never_hides_the_federal_one():
    for clock in Clock:
        for one in everything(income_route=clock):
            finding = rules.decide(one).iep
            if {"rights_income_route", "rights_income_route_late"} & set(finding.reasons):
                assert "rights_independent_evaluation" in finding.reasons
                assert "independent_evaluation" in finding.routes
            if one.state is rules.State.OTHER:
                assert "income_route_ma" not in finding.routes


def test_every_dispute_has_a_hearing_ocr_and_the_state_complaint():
    for one in everything():
        outcome = rules.decide(one)
        assert {"talk", "mediation", "state_complaint"} <= set(outcome.iep.routes)
        assert {"hearing_ma", "hearing_other"} & set(outcome.iep.routes)
        assert {"hearing_504_ma", "hearing_504_other"} & set(outcome.plan_504.routes)
        assert {"ocr", "grievance"} <= set(outcome.plan_504.routes)
        assert outcome.both[-2:] == ("rights_talking", "rights_free_help")


def test_a_first_iep_is_never_told_that_it_stays_put():
    for one in everything():
        reasons = rules.decide(one).iep.reasons
        told = {"rights_stay_put_ma", "rights_stay_put_federal"} & set(reasons)
        if one.plan not in (rules.Plan.IEP, rules.Plan.NOT_SURE) or one.about is rules.About.DISCIPLINE:
            assert not told
        if one.plan is rules.Plan.FIRST_IEP and one.about is rules.About.PLAN_CONTENT:
            assert "rights_stay_put_first_iep" in reasons


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"plan": rules.Plan.IEP, "about": rules.About.CHANGE, "state": rules.State.MASSACHUSETTS}, YES),
        ({"plan": rules.Plan.IEP, "about": rules.About.CHANGE, "state": rules.State.OTHER}, NO),
        ({"plan": rules.Plan.IEP, "about": rules.About.CHANGE, "state": rules.State.NOT_SURE}, NOT_SURE),
        ({"plan": rules.Plan.IEP, "about": rules.About.DISCIPLINE, "state": rules.State.MASSACHUSETTS}, NO),
        ({"plan": rules.Plan.PLAN_504, "about": rules.About.CHANGE, "state": rules.State.MASSACHUSETTS}, NO),
        ({"plan": rules.Plan.NOT_SURE, "about": rules.About.CHANGE, "state": rules.State.MASSACHUSETTS}, NOT_SURE),
    ],
)
def test_only_massachusetts_keeps_the_child_in_place_with_no_hearing_request(given, expected):
    assert rules.stays_put_without_a_hearing_request(facts(**given)) is expected


@pytest.mark.parametrize(
    ("clock", "state", "expected"),
    [
        (Clock.AHEAD, rules.State.MASSACHUSETTS, YES),
        (Clock.PAST, rules.State.MASSACHUSETTS, NOT_SURE),
        (Clock.AHEAD, rules.State.NOT_SURE, NOT_SURE),
        (Clock.PAST, rules.State.OTHER, NO),
    ],
)
def test_sixteen_months_that_are_past_are_no_no(clock, state, expected):
    given = facts(about=rules.About.EVALUATION, income_route=clock, state=state)
    assert rules.may_use_income_route(given) is expected


@pytest.mark.parametrize(
    ("plan", "about", "expected"),
    [
        ("plan_504", "change", NO), ("plan_504", "eligibility", NOT_SURE), ("none", "evaluation_refused", NOT_SURE),
        ("iep", "not_followed", YES), ("iep", "unfair", NOT_SURE),
    ],
)  # fmt: skip
def test_a_504_plan_itself_is_no_matter_of_special_education_but_an_evaluation_may_be(plan, about, expected):
    given = facts(plan=rules.Plan(plan), about=rules.About(about))
    assert rules.is_a_matter_of_special_education(given) is expected


def test_no_route_says_that_it_is_closed_and_each_names_a_limit_or_says_that_there_is_none():
    routes = {route["id"]: route for route in yaml.safe_load((ROOT / "data/routes.yaml").read_text())}
    assert tuple(routes) == rules.ROUTES
    for route in routes.values():
        words = " ".join(str(value) for value in route.values()).lower()
        assert not [word for word in ("closed", "too late", "expired", "has passed", "no longer") if word in words]
        limit = route["limit"].lower()
        assert ("usual" in limit and "exceptions" in limit) or "no limit" in limit or "ask" in limit, route["id"]
    assert "{iee_income_window}" not in str(routes["independent_evaluation"])
    assert "{due_process}" not in str(routes["hearing_504_ma"])


@pytest.mark.parametrize("about", rules.About)
def test_a_first_iep_waits_for_an_answer_whatever_else_is_in_dispute(about):
    given = facts(state=rules.State.MASSACHUSETTS, plan=rules.Plan.FIRST_IEP, about=about)
    finding = rules.decide(given).iep
    assert rules.has_to_answer_a_proposed_iep(given) is YES
    assert finding.answer == ("appeal_today" if about == "discipline" else "answer_iep_today")
    assert finding.reasons[0] == "rights_answer_iep"
    assert "reject_ma" in finding.routes


def test_the_income_route_never_fits_without_the_federal_one():
    for one in everything():
        routes = rules.decide(one).iep.routes
        assert "income_route_ma" not in routes or "independent_evaluation" in routes


def test_where_a_plan_is_not_followed_complaints_stand_before_hearings():
    for one in everything():
        if one.about is rules.About.NOT_FOLLOWED:
            outcome = rules.decide(one)
            iep, plan_504 = outcome.iep.routes, outcome.plan_504.routes
            assert iep.index("state_complaint") < min(iep.index(r) for r in iep if r.startswith("hearing"))
            assert plan_504.index("ocr") < min(plan_504.index(r) for r in plan_504 if r.startswith("hearing"))


@pytest.mark.parametrize(("plan", "is_told"), [("iep", False), ("first_iep", True), ("plan_504", True), ("none", True)])
def test_in_discipline_only_an_iep_in_force_settles_the_504_side(plan, is_told):
    reasons = rules.decide(facts(plan=rules.Plan(plan), about=rules.About.DISCIPLINE)).plan_504.reasons
    assert ("rights_discipline_504" in reasons) is is_told


@pytest.mark.parametrize(("plan", "first"), [("plan_504", "plan_504"), ("iep", "iep"), ("not_sure", "iep")])
def test_the_routes_of_the_plan_that_was_chosen_come_first(plan, first):
    facts = rules.derive({"plan": plan}, LIMITS, TODAY)
    assert rules.decide(facts).first_plan == first
