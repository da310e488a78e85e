"""Services: needs are grouped as the law groups them, and each plan can carry what the rule lets it carry."""

import dataclasses
import datetime as dt

import pytest

from iepkit.rules import Answer, ImpossibleValueError
from iepkit.rules import services as rules
from iepkit.rules.model import every

YES, NO, NOT_SURE = Answer.YES, Answer.NO, Answer.NOT_SURE
TODAY = dt.date(2026, 3, 16)


def facts(**answers):
    return rules.derive(answers, {}, TODAY)


def outcome(**answers):
    return rules.decide(facts(**answers))


@pytest.mark.parametrize(("group", "needs"), rules.NEEDS.items())
def test_each_need_counts_to_one_group_alone(group, needs):
    for need in needs:
        derived = facts(needs=[need])
        assert {name: getattr(derived, name) for name in rules.NEEDS} == {**dict.fromkeys(rules.NEEDS, NO), group: YES}


@pytest.mark.parametrize(("needs", "expected"), [([], NOT_SURE), ("not_sure", NOT_SURE), (["none_known"], NO)])
def test_needs_that_are_not_named_are_not_sure_and_none_known_is_none(needs, expected):
    assert {getattr(facts(needs=needs), name) for name in rules.NEEDS} == {expected}


@pytest.mark.parametrize("answers", [{"state": "ohio"}, {"plan": "both"}, {"needs": "therapy"}, {"said": 5}])
def test_an_answer_that_is_no_choice_is_refused(answers):
    with pytest.raises(ImpossibleValueError, match="choice"):
        facts(**answers)


@pytest.mark.parametrize(("state", "expected"), [("massachusetts", YES), ("other", NO), ("not_sure", NOT_SURE)])
@pytest.mark.parametrize("need", ["therapy", "counseling", "health", "transport"])
def test_a_related_service_alone_counts_in_massachusetts_only(state, expected, need):
    derived = facts(state=state, needs=[need, "accommodations", "activities"])
    assert rules.needs_related_service_alone(derived) is YES
    assert rules.needs_special_education(derived) is expected


def test_a_related_service_beside_designed_teaching_is_not_alone():
    derived = facts(state="other", needs=["therapy", "teaching"])
    assert rules.needs_related_service_alone(derived) is NO
    assert rules.needs_special_education(derived) is YES


@pytest.mark.parametrize("need", ["easier_work", "adult", "behavior"])
def test_what_may_be_special_education_leaves_the_question_open(need):
    assert rules.needs_special_education(facts(state="other", needs=[need])) is NOT_SURE
    assert outcome(state="other", plan="plan_504", needs=[need]).iep.answer == "ask_evaluation"


@pytest.mark.parametrize(
    ("needs", "expected"),
    [
        (["accommodations"], NO), (["activities"], NO), (["accommodations", "easier_work"], YES), (["therapy"], YES),
        (["behavior"], NOT_SURE), ([], NOT_SURE),
    ],
)  # fmt: skip
def test_a_changed_expectation_or_a_service_is_more_than_an_accommodation(needs, expected):
    assert rules.needs_more_than_accommodations(facts(needs=needs)) is expected


@pytest.mark.parametrize(("plan", "has_it"), [("plan_504", False), ("none", False), ("not_sure", False), ("iep", True)])
def test_who_needs_designed_teaching_is_sent_to_an_evaluation_unless_there_is_an_iep(plan, has_it):
    found = outcome(plan=plan, needs=["teaching"])
    assert found.iep.answer == ("ask_in_plan" if has_it else "ask_evaluation")
    assert "services_instruction_504" in found.plan_504.reasons
    assert ("services_iep_meets_504" in found.plan_504.reasons) is has_it


@pytest.mark.parametrize("need", Answer)
def test_it_is_always_said_that_it_is_free_who_pays_and_to_have_it_written(need):
    for given in every(rules.Facts, **dict.fromkeys(rules.NEEDS, need)):
        found = rules.decide(given)
        assert found.both[-2:] == ("services_free", "services_in_writing")
        assert any(reason.startswith("services_pays") for reason in found.iep.reasons)


@pytest.mark.parametrize("fact", rules.SAID.values())
def test_what_the_school_said_adds_an_answer_and_takes_nothing_away(fact):
    before = facts(plan="plan_504", needs=["therapy"])
    first, second = rules.decide(before), rules.decide(dataclasses.replace(before, **{fact: YES}))
    assert first != second
    assert set(first.both) <= set(second.both)
    for plan in ("iep", "plan_504"):
        assert getattr(first, plan).answer == getattr(second, plan).answer
        assert set(getattr(first, plan).reasons) <= set(getattr(second, plan).reasons)


@pytest.mark.parametrize("plan", ["none", "plan_504", "iep"])
def test_a_refusal_brings_the_usual_limits_under_each_plan(plan):
    found = outcome(plan=plan, needs=["therapy"], said=["money"])
    assert "accountability_ways" in found.iep.reasons
    assert "pathway_504_ways" in found.plan_504.reasons


def test_clubs_are_answered_whether_needed_or_refused():
    for answers in ({"needs": ["activities"]}, {"needs": ["therapy"], "said": ["clubs_extra"]}):
        assert "services_activities" in outcome(plan="iep", **answers).both
    assert "services_activities" not in outcome(needs=["therapy"]).both
