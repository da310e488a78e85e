"""From facts to what to ask for under each plan, with the reasons in order."""

from __future__ import annotations

from collections.abc import Iterable

from iepkit.rules.accountability.facts import Facts, Plan, Reports
from iepkit.rules.accountability.law import (
    has_504_plan,
    has_iep,
    has_next_look,
    is_504_cycle_over,
    is_carried_out,
    is_of_help,
    is_reevaluation_due,
    is_review_due,
    lacks_reports,
    needs_agreement_to_evaluate_again,
)
from iepkit.rules.model import Answer, Finding, Outcome, State

KNOW_WHAT_IT_BRINGS = "know_what_it_brings"
ASK_FOR_EVALUATION = "ask_for_evaluation"
ASK_WHICH_PLAN = "ask_which_plan"
KEEP_THE_DATES = "keep_the_dates"
ASK_FOR_DATES = "ask_for_dates"
ASK_FOR_WHAT_IS_DUE = "ask_for_what_is_due"
ASK_FOR_A_MEETING = "ask_for_a_meeting"
IEP_MEETS_504 = "iep_meets_504"
KEEP_THE_DATE = "keep_the_date"
ASK_FOR_NEXT_DATE = "ask_for_next_date"
ASK_FOR_NEW_LOOK = "ask_for_new_look"
ANSWERS = {
    "iep": (
        KNOW_WHAT_IT_BRINGS,
        ASK_FOR_EVALUATION,
        ASK_WHICH_PLAN,
        KEEP_THE_DATES,
        ASK_FOR_DATES,
        ASK_FOR_WHAT_IS_DUE,
        ASK_FOR_A_MEETING,
    ),
    "plan_504": (IEP_MEETS_504, ASK_WHICH_PLAN, KEEP_THE_DATE, ASK_FOR_NEXT_DATE, ASK_FOR_NEW_LOOK, ASK_FOR_A_MEETING),
}
"""Each plan's short answers, from the one that asks least to the one that asks most."""


def decide(facts: Facts) -> Outcome:
    """What to ask for under each plan, and why.

    The reasons stand in the order in which a parent needs them: what does not
    work, with its time limits; what may be due; what nobody is sure of yet; what
    is still ahead; what is owed in any case.

    Source: each predicate names its own.
    """
    return Outcome(
        iep=Finding(_iep_answer(facts), tuple(_iep_reasons(facts))),
        plan_504=Finding(_504_answer(facts), tuple(_504_reasons(facts))),
        both=("accountability_which_plan",) if facts.plan is Plan.NOT_SURE else (),
    )


def _fails(facts: Facts) -> bool:
    return Answer.NO in (is_carried_out(facts), is_of_help(facts))


def _iep_answer(facts: Facts) -> str:
    if has_iep(facts) is Answer.NO:
        return ASK_FOR_EVALUATION if _fails(facts) else KNOW_WHAT_IT_BRINGS
    if has_iep(facts) is Answer.NOT_SURE:
        return ASK_WHICH_PLAN
    if _fails(facts):
        return ASK_FOR_A_MEETING
    owed = (is_review_due(facts), is_reevaluation_due(facts), lacks_reports(facts))
    if Answer.YES in owed:
        return ASK_FOR_WHAT_IS_DUE
    return ASK_FOR_DATES if Answer.NOT_SURE in owed else KEEP_THE_DATES


def _iep_reasons(facts: Facts) -> Iterable[str]:
    if has_iep(facts) is Answer.NO:
        if _fails(facts):
            yield "accountability_ask_both"
        yield "accountability_iep_would_bring"
        yield "team_decides_ma" if facts.state is State.MASSACHUSETTS else "team_decides"
        return
    if is_carried_out(facts) is Answer.NO:
        yield "accountability_not_followed"
    if is_of_help(facts) is Answer.NO:
        yield "accountability_no_help"
    parts = tuple(_iep_parts(facts)) if has_iep(facts) is Answer.YES else ()
    due = [reason for answer, reason in parts if answer is Answer.YES]
    yield from due
    if due or _fails(facts):
        yield "accountability_ways"
    yield from (reason for answer, reason in parts if answer is Answer.NOT_SURE)
    yield from _not_sure_of_the_plan(facts)
    yield from (reason for answer, reason in parts if answer is Answer.NO)
    yield "accountability_goals"
    yield "district_answers"


def _iep_parts(facts: Facts) -> Iterable[tuple[Answer, str]]:
    """What an IEP owes from time to time: may it be due, and the reason for that answer."""
    review, reevaluation, reports = is_review_due(facts), is_reevaluation_due(facts), lacks_reports(facts)
    yield review, _REVIEW_REASONS[review]
    is_recent = needs_agreement_to_evaluate_again(facts) is Answer.YES
    yield reevaluation, _RECENT if is_recent else _REEVALUATION_REASONS[reevaluation]
    if facts.reports is Reports.LESS_OFTEN:
        yield reports, _LESS_OFTEN_REASONS[reports]
    else:
        yield reports, _REPORTS_REASONS[facts.reports]


def _not_sure_of_the_plan(facts: Facts) -> Iterable[str]:
    if is_carried_out(facts) is Answer.NOT_SURE:
        yield "accountability_followed_not_sure"
    if is_of_help(facts) is Answer.NOT_SURE:
        yield "accountability_works_not_sure"


def _504_answer(facts: Facts) -> str:
    if has_504_plan(facts) is Answer.NO:
        return IEP_MEETS_504
    if has_504_plan(facts) is Answer.NOT_SURE:
        return ASK_WHICH_PLAN
    if is_carried_out(facts) is Answer.NO:
        return ASK_FOR_A_MEETING
    if is_of_help(facts) is Answer.NO or is_504_cycle_over(facts) is Answer.YES:
        return ASK_FOR_NEW_LOOK
    is_known = has_next_look(facts) is Answer.YES and is_504_cycle_over(facts) is Answer.NO
    return KEEP_THE_DATE if is_known else ASK_FOR_NEXT_DATE


def _504_reasons(facts: Facts) -> Iterable[str]:
    if has_504_plan(facts) is Answer.NO:
        if is_carried_out(facts) is Answer.NO:
            yield "accountability_iep_not_followed_504"
        yield "accountability_iep_meets_504"
        return
    if is_carried_out(facts) is Answer.NO:
        yield "accountability_504_not_followed"
    if is_of_help(facts) is Answer.NO:
        yield "accountability_504_no_help"
    if _fails(facts):
        yield "pathway_504_ways"
    parts = tuple(_504_parts(facts)) if has_504_plan(facts) is Answer.YES else ()
    yield from (reason for answer, reason in parts if answer is Answer.YES)
    yield from (reason for answer, reason in parts if answer is Answer.NOT_SURE)
    yield from _not_sure_of_the_plan(facts)
    yield from (reason for answer, reason in parts if answer is Answer.NO)
    yield from _504_IN_ANY_CASE


def _504_parts(facts: Facts) -> Iterable[tuple[Answer, str]]:
    """What to ask for from time to time: is it open, and the reason for that answer."""
    cycle, next_look = is_504_cycle_over(facts), has_next_look(facts)
    yield cycle, _CYCLE_REASONS[cycle]
    yield _OPEN[next_look], _NEXT_LOOK_REASONS[next_look]


_REVIEW_REASONS = {
    Answer.YES: "accountability_review_due",
    Answer.NOT_SURE: "accountability_review_not_sure",
    Answer.NO: "accountability_review_ahead",
}
_RECENT = "accountability_evaluation_recent"
_REEVALUATION_REASONS = {
    Answer.YES: "accountability_evaluation_due",
    Answer.NOT_SURE: "accountability_evaluation_not_sure",
    Answer.NO: "accountability_evaluation_ahead",
}
_REPORTS_REASONS = {
    Reports.NEVER: "accountability_reports_never",
    Reports.NOT_SURE: "accountability_reports_not_sure",
    Reports.AS_OFTEN: "accountability_reports_as_often",
}
_LESS_OFTEN_REASONS = {
    Answer.YES: "accountability_reports_less_often_ma",
    Answer.NOT_SURE: "accountability_reports_less_often",
}
_OPEN = {Answer.YES: Answer.NO, Answer.NO: Answer.YES, Answer.NOT_SURE: Answer.NOT_SURE}
_CYCLE_REASONS = {
    Answer.YES: "accountability_504_cycle_over",
    Answer.NOT_SURE: "accountability_504_evaluation_not_sure",
    Answer.NO: "accountability_504_cycle_ahead",
}
_NEXT_LOOK_REASONS = {
    Answer.NO: "accountability_504_no_next_look",
    Answer.NOT_SURE: "accountability_504_next_look_not_sure",
    Answer.YES: "accountability_504_next_look",
}
_504_IN_ANY_CASE = ("accountability_504_no_reports", "accountability_504_change", "group_decides")
_NOT_SURE_OF_THE_PLAN = ("accountability_followed_not_sure", "accountability_works_not_sure")
REASONS = {
    "both": ("accountability_which_plan",),
    "iep": (
        *("accountability_not_followed", "accountability_no_help", "accountability_ways"),
        *_REVIEW_REASONS.values(),
        *(_RECENT, *_REEVALUATION_REASONS.values()),
        *(*_REPORTS_REASONS.values(), *_LESS_OFTEN_REASONS.values()),
        *_NOT_SURE_OF_THE_PLAN,
        *("accountability_goals", "district_answers"),
        *("accountability_ask_both", "accountability_iep_would_bring", "team_decides_ma", "team_decides"),
    ),
    "plan_504": (
        *("accountability_504_not_followed", "accountability_504_no_help", "pathway_504_ways"),
        *(*_CYCLE_REASONS.values(), *_NEXT_LOOK_REASONS.values()),
        *_NOT_SURE_OF_THE_PLAN,
        *_504_IN_ANY_CASE,
        *("accountability_iep_not_followed_504", "accountability_iep_meets_504"),
    ),
}
"""Every reason that :func:`decide` can give, by plan."""

SEEN_BY = {
    "both": ("plan",),
    "iep": ("state", "plan", "review", "evaluation", "reports", "followed", "works"),
    "plan_504": ("plan", "evaluation", "next_look", "followed", "works"),
}
"""The facts on which each finding depends."""
