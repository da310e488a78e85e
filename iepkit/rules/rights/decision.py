"""From facts to what to ask for under each plan, with the reasons and the routes in order."""

from __future__ import annotations

from collections.abc import Iterable

from iepkit.rules.days import Clock
from iepkit.rules.model import Answer, Finding, Outcome, State
from iepkit.rules.rights.facts import About, Discipline, Facts, Plan
from iepkit.rules.rights.law import (
    IEPS,
    PLAN_MATTERS,
    has_short_appeal_in_discipline,
    has_to_answer_a_proposed_iep,
    is_a_matter_of_special_education,
    is_owed_notice_under_504,
    is_owed_prior_written_notice,
    is_protected_by_504_too,
    may_ask_for_expedited_hearing,
    may_ask_for_impartial_hearing_under_504,
    may_use_income_route,
    stays_put_without_a_hearing_request,
)

CHOOSE = "choose_route"
ASK_IN_WRITING = "ask_in_writing"
ANSWER_IEP = "answer_iep_today"
APPEAL = "appeal_today"
ANSWERS = {
    "iep": (CHOOSE, ASK_IN_WRITING, ANSWER_IEP, APPEAL),
    "plan_504": (CHOOSE, ASK_IN_WRITING, APPEAL),
}
"""Each plan's short answers, from the one that asks least to the one that asks most."""

_MAY_MOVE_THE_CHILD = (About.ELIGIBILITY, About.NOT_SURE, *PLAN_MATTERS)


def decide(facts: Facts) -> Outcome:
    """What to do first, what to know, and which routes fit; every other route is there too.

    The reasons stand in the order in which a parent needs them: short limits,
    the decision in writing, what is in dispute, where the child stays meanwhile,
    and the routes with long limits.

    Source: each predicate above names its own.
    """
    return Outcome(
        iep=Finding(_iep_answer(facts), tuple(_iep_reasons(facts)), tuple(_iep_routes(facts))),
        plan_504=Finding(_504_answer(facts), tuple(_504_reasons(facts)), tuple(_504_routes(facts))),
        both=tuple(_reasons_for_both(facts)),
        first_plan="plan_504" if facts.plan is Plan.PLAN_504 else "iep",
    )


def _iep_answer(facts: Facts) -> str:
    if facts.about is About.DISCIPLINE:
        return APPEAL
    if _answers_iep_first(facts) and facts.state is not State.OTHER:
        return ANSWER_IEP
    return CHOOSE if is_owed_prior_written_notice(facts) is Answer.NO else ASK_IN_WRITING


def _504_answer(facts: Facts) -> str:
    if facts.about is About.DISCIPLINE:
        return APPEAL
    return CHOOSE if is_owed_notice_under_504(facts) is Answer.NO else ASK_IN_WRITING


def _answers_iep_first(facts: Facts) -> bool:
    is_proposed_here = facts.plan is Plan.FIRST_IEP or facts.about in PLAN_MATTERS
    return is_proposed_here and has_to_answer_a_proposed_iep(facts) is not Answer.NO


def _reasons_for_both(facts: Facts) -> Iterable[str]:
    if facts.about is About.NOT_SURE:
        yield "rights_about_not_sure"
    elif has_short_appeal_in_discipline(facts) is not Answer.NO:
        yield from _appeal(facts)
    if facts.about is About.DISCIPLINE:
        yield "rights_expedited_hearing"
    if facts.plan is Plan.NOT_SURE:
        yield "rights_plan_not_sure"
    yield from _IN_WRITING_REASONS[facts.in_writing]
    yield "rights_talking"
    yield "rights_free_help"


def _appeal(facts: Facts) -> Iterable[str]:
    if facts.state is not State.OTHER:
        yield _APPEAL_REASONS[facts.discipline]
        if facts.appeal is Clock.PAST:
            yield "rights_appeal_late"
    if facts.state is not State.MASSACHUSETTS:
        yield "rights_appeal_other_state"


def _iep_reasons(facts: Facts) -> Iterable[str]:
    if _answers_iep_first(facts):
        yield from _proposed_iep(facts)
    if is_owed_prior_written_notice(facts) is not Answer.NO:
        yield "rights_ask_prior_written_notice"
    if is_a_matter_of_special_education(facts) is not Answer.NO:
        yield from _special_education(facts)
    if facts.plan in (Plan.PLAN_504, Plan.NONE):
        yield "rights_special_education_too"
    yield "rights_hearing_late" if facts.hearing is Clock.PAST else "rights_hearing"
    yield "rights_state_complaint_late" if facts.state_complaint is Clock.PAST else "rights_state_complaint"


def _proposed_iep(facts: Facts) -> Iterable[str]:
    if facts.state is not State.OTHER:
        yield "rights_answer_iep_late" if facts.answer_to_iep is Clock.PAST else "rights_answer_iep"
    if facts.state is not State.MASSACHUSETTS:
        yield "rights_answer_iep_other"


def _special_education(facts: Facts) -> Iterable[str]:
    yield from _IEP_REASONS[facts.about]
    if facts.about in (About.EVALUATION, About.ELIGIBILITY):
        yield "rights_independent_evaluation"
        if may_use_income_route(facts) is not Answer.NO:
            yield "rights_income_route_late" if facts.income_route is Clock.PAST else "rights_income_route"
    if has_to_answer_a_proposed_iep(facts) is not Answer.NO and not _answers_iep_first(facts):
        yield from _proposed_iep(facts)
    if facts.about in _MAY_MOVE_THE_CHILD:
        yield from _stay_put(facts)


def _stay_put(facts: Facts) -> Iterable[str]:
    if stays_put_without_a_hearing_request(facts) is not Answer.NO:
        yield "rights_stay_put_ma"
    if facts.plan in (Plan.IEP, Plan.NOT_SURE) and facts.state is not State.MASSACHUSETTS:
        yield "rights_stay_put_federal"
    if facts.plan is not Plan.IEP:
        yield "rights_stay_put_first_iep"


def _504_reasons(facts: Facts) -> Iterable[str]:
    if is_owed_notice_under_504(facts) is not Answer.NO:
        yield "rights_ask_notice"
    if is_protected_by_504_too(facts) is Answer.YES:
        yield "rights_504_too"
    if not _is_settled_by_the_iep_rules(facts):
        yield from _504_REASONS[facts.about]
        if facts.about in _MAY_MOVE_THE_CHILD:
            yield "rights_stay_put_504"
    complaints = ("rights_ocr_late" if facts.ocr_complaint is Clock.PAST else "rights_ocr", "rights_grievance")
    yield from _hearing_where_it_fits(facts, tuple(f"rights_{route}" for route in _504_hearings(facts)), complaints)


def _is_settled_by_the_iep_rules(facts: Facts) -> bool:
    # Section 504 holds here too, but IDEA's own rule asks for more. In discipline that
    # is sure only with an IEP in force: before that, IDEA asks what the district knew.
    if facts.about is About.DISCIPLINE:
        return facts.plan is Plan.IEP
    return facts.plan in IEPS and facts.about in (About.EVALUATION, *PLAN_MATTERS)


def _504_hearings(facts: Facts) -> Iterable[str]:
    if facts.state is not State.OTHER:
        yield "hearing_504_ma"
    if facts.state is not State.MASSACHUSETTS:
        yield "hearing_504_other"


def _hearing_where_it_fits(facts: Facts, hearings: Iterable[str], complaints: Iterable[str]) -> Iterable[str]:
    is_first = may_ask_for_impartial_hearing_under_504(facts) is Answer.YES
    return (*hearings, *complaints) if is_first else (*complaints, *hearings)


def _iep_routes(facts: Facts) -> Iterable[str]:
    if has_short_appeal_in_discipline(facts) is not Answer.NO and facts.state is not State.OTHER:
        yield "appeal_ma"
    if may_ask_for_expedited_hearing(facts) is not Answer.NO:
        yield "expedited_hearing"
    if has_to_answer_a_proposed_iep(facts) is not Answer.NO and facts.state is not State.OTHER:
        yield "reject_ma"
    yield "talk"
    is_about_results = facts.about in (About.EVALUATION, About.ELIGIBILITY)
    if is_about_results or facts.plan not in (Plan.PLAN_504, Plan.NONE):
        yield "team_meeting"
    # Never the way with the shorter limit without the one that has none.
    if is_about_results or facts.about is About.NOT_SURE:
        yield "independent_evaluation"
    if may_use_income_route(facts) is not Answer.NO:
        yield "income_route_ma"
    # Where a plan is not followed a state complaint fits best, and its limit is the shorter one.
    if facts.about is About.NOT_FOLLOWED:
        yield "state_complaint"
    yield "mediation"
    if facts.state is not State.OTHER:
        yield "hearing_ma"
    if facts.state is not State.MASSACHUSETTS:
        yield "hearing_other"
    if facts.about is not About.NOT_FOLLOWED:
        yield "state_complaint"


def _504_routes(facts: Facts) -> Iterable[str]:
    if has_short_appeal_in_discipline(facts) is not Answer.NO and facts.state is not State.OTHER:
        yield "appeal_ma"
    yield "talk"
    if not _is_settled_by_the_iep_rules(facts):
        yield "group_meeting"
    yield from _hearing_where_it_fits(facts, _504_hearings(facts), ("ocr", "grievance"))
    if facts.about is About.UNFAIR:
        yield "court"


_APPEAL_REASONS = {
    Discipline.OTHER_OFFENSE: "rights_appeal_long",
    Discipline.FELONY: "rights_appeal_felony",
    Discipline.WEAPON_DRUGS_STAFF: "rights_appeal_weapon",
    Discipline.PLACEMENT: "rights_appeal_beside",
    Discipline.NOT_SURE: "rights_appeal_not_sure",
}
_IN_WRITING_REASONS = {
    Answer.YES: ("rights_keep_letter",),
    Answer.NOT_SURE: ("rights_in_writing_not_sure",),
    Answer.NO: (),
}
_IEP_REASONS: dict[About, tuple[str, ...]] = {
    About.EVALUATION_REFUSED: ("rights_evaluation_refused_iep",),
    About.EVALUATION: (),
    About.ELIGIBILITY: ("rights_eligibility_iep",),
    About.PLAN_CONTENT: ("rights_plan_content_iep",),
    About.NOT_FOLLOWED: ("rights_not_followed_iep",),
    About.CHANGE: ("rights_change_iep",),
    About.DISCIPLINE: ("rights_discipline_iep",),
    About.UNFAIR: ("rights_unfair_iep",),
    About.NOT_SURE: (),
}
_504_REASONS: dict[About, tuple[str, ...]] = {
    About.EVALUATION_REFUSED: ("rights_evaluation_refused_504",),
    About.EVALUATION: ("rights_evaluation_504",),
    About.ELIGIBILITY: ("rights_eligibility_504",),
    About.PLAN_CONTENT: ("rights_plan_content_504",),
    About.NOT_FOLLOWED: ("rights_not_followed_504",),
    About.CHANGE: ("rights_change_504",),
    About.DISCIPLINE: ("rights_discipline_504",),
    About.UNFAIR: ("rights_unfair_504",),
    About.NOT_SURE: (),
}
REASONS = {
    "both": (
        "rights_about_not_sure",
        *_APPEAL_REASONS.values(),
        *("rights_appeal_late", "rights_appeal_other_state", "rights_expedited_hearing", "rights_plan_not_sure"),
        *(reason for reasons in _IN_WRITING_REASONS.values() for reason in reasons),
        *("rights_talking", "rights_free_help"),
    ),
    "iep": (
        *("rights_answer_iep", "rights_answer_iep_late", "rights_answer_iep_other", "rights_ask_prior_written_notice"),
        *(reason for reasons in _IEP_REASONS.values() for reason in reasons),
        *("rights_independent_evaluation", "rights_income_route", "rights_income_route_late"),
        *("rights_stay_put_ma", "rights_stay_put_federal", "rights_stay_put_first_iep"),
        *("rights_special_education_too", "rights_hearing", "rights_hearing_late"),
        *("rights_state_complaint", "rights_state_complaint_late"),
    ),
    "plan_504": (
        *("rights_ask_notice", "rights_504_too"),
        *(reason for reasons in _504_REASONS.values() for reason in reasons),
        *("rights_stay_put_504", "rights_hearing_504_ma", "rights_hearing_504_other"),
        *("rights_ocr", "rights_ocr_late", "rights_grievance"),
    ),
}
"""Every reason that :func:`decide` can give: with either plan, and by plan."""

ROUTES = (
    *("appeal_ma", "expedited_hearing", "reject_ma", "talk", "team_meeting", "group_meeting"),
    *("independent_evaluation", "income_route_ma", "mediation", "hearing_ma", "hearing_other", "state_complaint"),
    *("hearing_504_ma", "hearing_504_other", "grievance", "ocr", "court"),
)
"""Every route, in the order in which they stand in ``data/routes.yaml``; all are always shown."""

SEEN_BY = {
    "both": ("state", "plan", "about", "in_writing", "discipline", "appeal"),
    "iep": (
        *("state", "plan", "about", "in_writing"),
        *("hearing", "state_complaint", "income_route", "answer_to_iep"),
    ),
    "plan_504": ("state", "plan", "about", "in_writing", "ocr_complaint"),
}
"""The facts on which each finding depends."""
