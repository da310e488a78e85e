"""From facts to what to ask for under each plan, with the reasons in order."""

from __future__ import annotations

from collections.abc import Iterable

from iepkit.rules.model import Answer, Finding, Outcome, State
from iepkit.rules.services.answers import NEEDS
from iepkit.rules.services.facts import Facts, Plan
from iepkit.rules.services.law import (
    may_meet_504_with_its_iep,
    needs_equal_chance_outside_class,
    needs_more_than_accommodations,
    needs_related_service_alone,
    needs_special_education,
)

IEP_HOLDS_IT = "iep_holds_it"
ASK_AND_SAY_WHY = "ask_and_say_why"
ASK_EVALUATION = "ask_evaluation"
ASK_WHAT_WAS_FOUND = "ask_what_was_found"
ASK_IN_PLAN = "ask_in_plan"
ANSWERS = {
    "iep": (ASK_AND_SAY_WHY, ASK_EVALUATION, ASK_WHAT_WAS_FOUND, ASK_IN_PLAN),
    "plan_504": (IEP_HOLDS_IT, ASK_AND_SAY_WHY, ASK_EVALUATION, ASK_WHAT_WAS_FOUND, ASK_IN_PLAN),
}
"""Each plan's short answers, from the one that asks least to the one that asks most."""


def decide(facts: Facts) -> Outcome:
    """What to ask for under each plan, and why.

    With either plan: that it is free, and how to have it written down. Under each
    plan: what may be in dispute; answers to what the school said; what nobody is
    sure of yet; as what the plan can hold each need; who pays; who decides.

    Source: each predicate names its own.
    """
    return Outcome(
        iep=Finding(_iep_answer(facts), tuple(_iep_reasons(facts))),
        plan_504=Finding(_504_answer(facts), tuple(_504_reasons(facts))),
        both=tuple(_both(facts)),
    )


def _is_any_need(facts: Facts) -> Answer:
    needs = {getattr(facts, need) for need in NEEDS}
    if Answer.YES in needs:
        return Answer.YES
    return Answer.NOT_SURE if Answer.NOT_SURE in needs else Answer.NO


def _iep_answer(facts: Facts) -> str:
    if facts.plan is Plan.IEP:
        return ASK_IN_PLAN if _is_any_need(facts) is Answer.YES else ASK_WHAT_WAS_FOUND
    return ASK_AND_SAY_WHY if needs_special_education(facts) is Answer.NO else ASK_EVALUATION


def _504_answer(facts: Facts) -> str:
    if may_meet_504_with_its_iep(facts) is Answer.YES:
        return IEP_HOLDS_IT
    if facts.plan is Plan.PLAN_504:
        return ASK_IN_PLAN if _is_any_need(facts) is Answer.YES else ASK_WHAT_WAS_FOUND
    return ASK_AND_SAY_WHY if _is_any_need(facts) is Answer.NO else ASK_EVALUATION


def _both(facts: Facts) -> Iterable[str]:
    if facts.plan is Plan.NOT_SURE:
        yield "services_plan_not_sure"
    if needs_equal_chance_outside_class(facts) is Answer.YES:
        yield "services_activities"
    yield from ("services_free", "services_in_writing")


def _iep_reasons(facts: Facts) -> Iterable[str]:
    has_iep = facts.plan is Plan.IEP
    any_need = _is_any_need(facts)
    if not has_iep and needs_related_service_alone(facts) is Answer.YES:
        yield _RELATED_SERVICE_REASONS[facts.state]
    elif not has_iep and any_need is Answer.YES and needs_more_than_accommodations(facts) is Answer.NO:
        yield "services_access_only_iep"
    if facts.said_money is Answer.YES:
        yield from ("services_money_iep", "accountability_ways")
    if any_need is not Answer.YES:
        yield "services_iep_look" if has_iep else _NO_NEED_REASONS[any_need]
    yield from _carried(facts, _IEP_NEED_REASONS)
    yield "services_pays_iep_ma" if facts.state is State.MASSACHUSETTS else "services_pays_iep"
    if has_iep:
        yield "services_team_reviews"
    else:
        yield "team_decides_ma" if facts.state is State.MASSACHUSETTS else "team_decides"


def _504_reasons(facts: Facts) -> Iterable[str]:
    has_iep = may_meet_504_with_its_iep(facts) is Answer.YES
    any_need = _is_any_need(facts)
    if has_iep:
        yield "services_iep_meets_504"
    if facts.said_money is Answer.YES:
        yield "services_money_504"
    if facts.said_no_services is Answer.YES:
        yield "services_no_services_504"
    if Answer.YES in (facts.said_money, facts.said_no_services):
        yield "pathway_504_ways"
    if any_need is not Answer.YES and not has_iep:
        yield "services_504_look" if facts.plan is Plan.PLAN_504 else _NO_NEED_504_REASONS[any_need]
    yield from _carried(facts, _504_NEED_REASONS)
    if not has_iep:
        yield from ("services_pays_504", "group_decides")


def _carried(facts: Facts, by_need: dict[str, str]) -> Iterable[str]:
    yield from (reason for need, reason in by_need.items() if getattr(facts, need) is Answer.YES)


_RELATED_SERVICE_REASONS = {
    State.MASSACHUSETTS: "need_related_service_ma",
    State.OTHER: "need_related_service_other",
    State.NOT_SURE: "need_related_service_state_not_sure",
}
_NO_NEED_REASONS = {Answer.NOT_SURE: "need_not_sure", Answer.NO: "need_none"}
_NO_NEED_504_REASONS = {Answer.NOT_SURE: "services_need_not_sure_504", Answer.NO: "services_need_none_504"}
# Clubs, sports and trips stand above both columns: the two laws ask for the same.
_IEP_NEED_REASONS = {
    "instruction": "services_instruction_iep",
    "modification": "services_modification_iep",
    "related_service": "services_related_service_iep",
    "aide": "services_aide_iep",
    "accommodations": "services_accommodations_iep",
    "behavior": "services_behavior_iep",
}
_504_NEED_REASONS = {
    "instruction": "services_instruction_504",
    "modification": "services_modification_504",
    "related_service": "services_related_service_504",
    "aide": "services_aide_504",
    "accommodations": "services_accommodations_504",
    "behavior": "services_behavior_504",
}
REASONS = {
    "both": ("services_plan_not_sure", "services_activities", "services_free", "services_in_writing"),
    "iep": (
        *_RELATED_SERVICE_REASONS.values(),
        *("services_access_only_iep", "services_money_iep", "accountability_ways", "services_iep_look"),
        *_NO_NEED_REASONS.values(),
        *_IEP_NEED_REASONS.values(),
        *("services_pays_iep_ma", "services_pays_iep", "services_team_reviews", "team_decides_ma", "team_decides"),
    ),
    "plan_504": (
        *("services_iep_meets_504", "services_money_504", "services_no_services_504", "pathway_504_ways"),
        "services_504_look",
        *_NO_NEED_504_REASONS.values(),
        *_504_NEED_REASONS.values(),
        *("services_pays_504", "group_decides"),
    ),
}
"""Every reason that :func:`decide` can give: with either plan, and by plan."""

SEEN_BY = {
    "both": ("plan", "nonacademic", "said_clubs_extra"),
    "iep": ("state", "plan", *NEEDS, "said_money"),
    "plan_504": ("plan", *NEEDS, "said_money", "said_no_services"),
}
"""The facts on which each finding depends."""
