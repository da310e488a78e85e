"""The legal questions on rights and disputes, one predicate each.

A no here never closes a route: every route is always shown.
"""

from __future__ import annotations

from iepkit.rules.days import Clock
from iepkit.rules.model import Answer, State, all_of
from iepkit.rules.rights.facts import About, Discipline, Facts, Plan

IEPS = (Plan.IEP, Plan.FIRST_IEP)
PLAN_MATTERS = (About.PLAN_CONTENT, About.NOT_FOLLOWED, About.CHANGE)
"""Disagreements about a plan that is there or proposed, and so about that plan's own law."""

_IN_MASSACHUSETTS = {State.MASSACHUSETTS: Answer.YES, State.OTHER: Answer.NO, State.NOT_SURE: Answer.NOT_SURE}


def has_short_appeal_in_discipline(facts: Facts) -> Answer:
    """Is there an appeal with a limit of a few days?

    Massachusetts: of a long suspension or an expulsion, to the superintendent.
    Another state may have one, so there it is not sure; and so it is where only
    the placement or the manifestation determination was named.

    Source: 603 CMR 53.08(3)(d)5.a; M.G.L. c. 71, s. 37H; M.G.L. c. 71, s. 37H1/2
    """
    if facts.about not in (About.DISCIPLINE, About.NOT_SURE):
        return Answer.NO
    is_known = facts.about is About.DISCIPLINE and facts.state is State.MASSACHUSETTS
    return Answer.YES if is_known and facts.discipline is not Discipline.PLACEMENT else Answer.NOT_SURE


def may_ask_for_expedited_hearing(facts: Facts) -> Answer:
    """May the parent ask for an expedited hearing on the placement or the manifestation determination?

    A child who is not found eligible yet may have IDEA's protections if the
    district had knowledge before the incident.

    Source: 34 CFR 300.532(c); 34 CFR 300.534
    """
    if facts.about is About.NOT_SURE:
        return Answer.NOT_SURE
    if facts.about is not About.DISCIPLINE:
        return Answer.NO
    return Answer.YES if facts.plan is Plan.IEP else Answer.NOT_SURE


def has_to_answer_a_proposed_iep(facts: Facts) -> Answer:
    """Is there a proposed IEP that the parent has to answer within a usual limit?

    A first IEP that is not in force waits for an answer, whatever else is in
    dispute. The limit is Massachusetts' own. Elsewhere it is not sure, never a no.

    Source: 603 CMR 28.05(7)(a)
    """
    if facts.plan in (Plan.PLAN_504, Plan.NONE):
        return Answer.NO
    is_first = facts.plan is Plan.FIRST_IEP
    if not is_first and facts.about not in (About.PLAN_CONTENT, About.CHANGE, About.EVALUATION, About.NOT_SURE):
        return Answer.NO
    is_proposed = is_first or (facts.plan is Plan.IEP and facts.about in (About.PLAN_CONTENT, About.CHANGE))
    return Answer.YES if is_proposed and facts.state is State.MASSACHUSETTS else Answer.NOT_SURE


def is_a_matter_of_special_education(facts: Facts) -> Answer:
    """Does the disagreement fall under IDEA?

    What stands in a 504 plan does not by itself. Whether a child with a 504 plan,
    or with none, was owed a special education evaluation does.

    Source: 34 CFR 300.503; 34 CFR 300.507
    """
    if facts.about is About.UNFAIR:
        return Answer.NOT_SURE
    if facts.plan in IEPS:
        return Answer.YES
    is_504_matter = facts.plan is Plan.PLAN_504 and facts.about in PLAN_MATTERS
    return Answer.NO if is_504_matter else Answer.NOT_SURE


def is_owed_prior_written_notice(facts: Facts) -> Answer:
    """Does the district still owe the parent prior written notice?

    Before it "proposes" or "refuses" a change, on identification, evaluation,
    placement or FAPE.

    Source: 34 CFR 300.503
    """
    return all_of(_is_missing(facts), is_a_matter_of_special_education(facts))


def is_owed_notice_under_504(facts: Facts) -> Answer:
    """Does the district still owe the parent notice under Section 504?

    On "identification, evaluation, or educational placement". The rule does not
    say that it has to come in writing, so it is worth asking for that.

    Source: 34 CFR 104.36
    """
    if facts.about is About.UNFAIR:
        return all_of(_is_missing(facts), Answer.NOT_SURE)
    return _is_missing(facts)


def may_use_income_route(facts: Facts) -> Answer:
    """May the parent ask for an independent evaluation by family income?

    The usual limit belongs to this way alone. Past, it is not sure and no no;
    and it takes nothing from the way under 34 CFR 300.502.

    Source: 603 CMR 28.04(5)(c)
    """
    if facts.about not in (About.EVALUATION, About.ELIGIBILITY, About.NOT_SURE):
        return Answer.NO
    is_open = facts.about is About.NOT_SURE or facts.income_route is Clock.PAST
    return all_of(_IN_MASSACHUSETTS[facts.state], Answer.NOT_SURE if is_open else Answer.YES)


def stays_put_without_a_hearing_request(facts: Facts) -> Answer:
    """Does the child stay put from the day on which the parent disagrees, with no hearing request?

    Massachusetts: "during any dispute" over placement or services. Federal law:
    during a due process case. A first IEP has no earlier one to stay put in.
    Discipline has its own rule, and Part 104 has no express one.

    Source: 603 CMR 28.08(7); 34 CFR 300.518(a); 34 CFR 300.533
    """
    if facts.plan in (Plan.PLAN_504, Plan.NONE, Plan.FIRST_IEP) or facts.about is About.DISCIPLINE:
        return Answer.NO
    is_open = facts.plan is Plan.NOT_SURE or facts.about not in (About.ELIGIBILITY, *PLAN_MATTERS)
    return all_of(_IN_MASSACHUSETTS[facts.state], Answer.NOT_SURE if is_open else Answer.YES)


def may_ask_for_impartial_hearing_under_504(facts: Facts) -> Answer:
    """May the parent ask for an impartial hearing under Section 504?

    On identification, evaluation or placement. Being treated worse, or a plan that
    is not followed, may or may not touch these.

    Source: 34 CFR 104.36
    """
    is_open = facts.about in (About.UNFAIR, About.NOT_FOLLOWED, About.NOT_SURE)
    return Answer.NOT_SURE if is_open else Answer.YES


def is_protected_by_504_too(facts: Facts) -> Answer:
    """Does Section 504 protect this child beside an IEP?

    As a rule a child with an IEP is protected by Section 504 too.

    Source: 29 U.S.C. 794; 34 CFR 104.33
    """
    return Answer.YES if facts.plan in IEPS else Answer.NOT_SURE


def _is_missing(facts: Facts) -> Answer:
    return {Answer.YES: Answer.NO, Answer.NO: Answer.YES}.get(facts.in_writing, Answer.NOT_SURE)
