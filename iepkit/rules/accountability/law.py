"""The legal questions on accountability, one predicate each."""

from __future__ import annotations

from iepkit.rules.accountability.facts import Evaluation, Facts, Plan, Reports
from iepkit.rules.days import Clock
from iepkit.rules.model import Answer, State, all_of

_PAST = {Clock.PAST: Answer.YES, Clock.AHEAD: Answer.NO, Clock.NOT_SURE: Answer.NOT_SURE}
_OVER_THE_CYCLE = {
    Evaluation.PAST: Answer.YES,
    Evaluation.AHEAD: Answer.NO,
    Evaluation.RECENT: Answer.NO,
    Evaluation.NOT_SURE: Answer.NOT_SURE,
}


def has_iep(facts: Facts) -> Answer:
    """Is the child's plan an IEP, with goals that are measured?

    Source: 34 CFR 300.320(a)
    """
    return {Plan.IEP: Answer.YES, Plan.PLAN_504: Answer.NO, Plan.NOT_SURE: Answer.NOT_SURE}[facts.plan]


def has_504_plan(facts: Facts) -> Answer:
    """Is the child's plan a 504 plan?

    Source: 34 CFR 104.33
    """
    return {Plan.PLAN_504: Answer.YES, Plan.IEP: Answer.NO, Plan.NOT_SURE: Answer.NOT_SURE}[facts.plan]


def is_review_due(facts: Facts) -> Answer:
    """May the yearly review of the IEP be due by now?

    "... not less than annually ..."; a 504 plan has no such review.

    Source: 34 CFR 300.324(b)(1); 603 CMR 28.04(3)
    """
    return all_of(has_iep(facts), _PAST[facts.review])


def is_reevaluation_due(facts: Facts) -> Answer:
    """May a new full evaluation of a child with an IEP be due by now?

    At least once every three years, unless parent and district agree that it is
    not needed; whether they did is for the parent to ask.

    Source: 34 CFR 300.303(b); 603 CMR 28.04(3)
    """
    return all_of(has_iep(facts), _OVER_THE_CYCLE[facts.evaluation])


def needs_agreement_to_evaluate_again(facts: Facts) -> Answer:
    """Is the last full evaluation so recent that another one needs both parent and district?

    Not more than once a year, unless both agree. Without the day nobody can say.

    Source: 34 CFR 300.303(b); 603 CMR 28.04(3)
    """
    recent = {Evaluation.RECENT: Answer.YES, Evaluation.NOT_SURE: Answer.NOT_SURE}.get(facts.evaluation, Answer.NO)
    return all_of(has_iep(facts), recent)


def owes_reports_with_report_cards(facts: Facts) -> Answer:
    """Must reports on the goals come at least as often as report cards?

    In Massachusetts yes. Federal law leaves it to the IEP, so elsewhere the IEP
    has to be read: that is a *not sure*.

    Source: 603 CMR 28.07(3); 34 CFR 300.320(a)
    """
    by_rule = Answer.YES if facts.state is State.MASSACHUSETTS else Answer.NOT_SURE
    return all_of(has_iep(facts), by_rule)


def lacks_reports(facts: Facts) -> Answer:
    """Are reports on the goals missing that are owed?

    None at all is less than any IEP says: each IEP has to say when reports come.

    Source: 34 CFR 300.320(a); 603 CMR 28.07(3)
    """
    if facts.reports is Reports.LESS_OFTEN:
        return owes_reports_with_report_cards(facts)
    missing = {Reports.NEVER: Answer.YES, Reports.AS_OFTEN: Answer.NO, Reports.NOT_SURE: Answer.NOT_SURE}
    return all_of(has_iep(facts), missing[facts.reports])


def is_carried_out(facts: Facts) -> Answer:
    """Is what the plan says done?

    Source: 34 CFR 300.323(d); 34 CFR 104.33
    """
    return facts.followed


def is_of_help(facts: Facts) -> Answer:
    """Does the plan help the child?

    Source: 34 CFR 300.324(b)(1); 34 CFR 104.33
    """
    return facts.works


def is_504_cycle_over(facts: Facts) -> Answer:
    """Is it as long since the 504 evaluation as IDEA's cycle of evaluations is?

    The 504 rule asks for "periodic reevaluation" and gives no number; IDEA's
    cycle is one way to comply, so this is a reason to ask and not a limit.

    Source: 34 CFR 104.35(d)
    """
    return all_of(has_504_plan(facts), _OVER_THE_CYCLE[facts.evaluation])


def has_next_look(facts: Facts) -> Answer:
    """Does the 504 plan say when the group looks at it again?

    No rule asks for that date; a parent can.

    Source: 34 CFR 104.35(d)
    """
    return all_of(has_504_plan(facts), facts.next_look)
