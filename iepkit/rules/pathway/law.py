"""The legal questions on the way to an IEP, one predicate each."""

from __future__ import annotations

from iepkit.rules.days import Clock
from iepkit.rules.model import Answer, State
from iepkit.rules.pathway.facts import AskedHow, Evaluation, Facts, Where

_PAST = {Clock.PAST: Answer.YES, Clock.AHEAD: Answer.NO, Clock.NOT_SURE: Answer.NOT_SURE}
_AFTER_CONSENT = (Where.WAITING, Where.ELIGIBLE, Where.NOT_ELIGIBLE, Where.PLAN_OFFERED)
_DECIDED = (Where.REFUSED, Where.NOT_ELIGIBLE, Where.PLAN_OFFERED)


def has_asked(facts: Facts) -> Answer:
    """Has the parent asked for a special education evaluation?

    Source: 34 CFR 300.111; 603 CMR 28.04
    """
    return {Where.NOT_ASKED: Answer.NO, Where.NOT_SURE: Answer.NOT_SURE}.get(facts.where, Answer.YES)


def has_proof_of_request(facts: Facts) -> Answer:
    """Can the parent show that, and when, he or she asked?

    Writing is proof; federal law does not ask for it.

    Source: 34 CFR 300.111; 603 CMR 28.04
    """
    proof = {AskedHow.IN_WRITING_WITH_COPY: Answer.YES, AskedHow.NOT_SURE: Answer.NOT_SURE}
    return proof.get(facts.asked_how, Answer.NO)


def has_given_consent(facts: Facts) -> Answer:
    """Has the district received the signed consent, from which the evaluation is counted?

    Source: 34 CFR 300.301(c)(1); 603 CMR 28.05(1)
    """
    if facts.where in _AFTER_CONSENT:
        return Answer.YES
    return Answer.NOT_SURE if facts.where is Where.NOT_SURE else Answer.NO


def may_dispute(facts: Facts) -> Answer:
    """Is there a decision of the district that the parent can dispute now?

    Source: 34 CFR 300.503; 34 CFR 300.507
    """
    if facts.where in _DECIDED:
        return Answer.YES
    return Answer.NOT_SURE if facts.where is Where.NOT_SURE else Answer.NO


def is_form_due(facts: Facts) -> Answer:
    """May the consent form be due by now?

    Massachusetts has a limit for it. Of another state nobody can say here.

    Source: 603 CMR 28.04
    """
    return _by_state(facts, _PAST[facts.form], Answer.NOT_SURE)


def is_evaluation_due(facts: Facts) -> Answer:
    """May the tests be due by now?

    Massachusetts counts school working days. Federal law counts calendar days,
    unless the state has its own limit.

    Source: 603 CMR 28.05(1); 34 CFR 300.301(c)(1)
    """
    massachusetts = {Evaluation.NOT_SURE: Answer.NOT_SURE, Evaluation.AHEAD: Answer.NO}
    return _by_state(facts, massachusetts.get(facts.evaluation, Answer.YES), _PAST[facts.evaluation_federal])


def is_team_meeting_due(facts: Facts) -> Answer:
    """May the Team meeting, with its answer, be due by now?

    Massachusetts has a limit for it from the consent. Of another state nobody
    can say here.

    Source: 603 CMR 28.05(1)
    """
    return _by_state(facts, _is_45_over(facts), Answer.NOT_SURE)


def is_proposed_iep_due_ma(facts: Facts) -> Answer:
    """By the Massachusetts rule, may the proposed IEP be due by now?

    It has two limits, soon after the Team meeting and from the signed consent;
    the one that ends first counts.

    Source: 603 CMR 28.05(1), (7)
    """
    limits = {_PAST[facts.proposal], _is_45_over(facts)}
    if Answer.YES in limits:
        return Answer.YES
    return Answer.NOT_SURE if Answer.NOT_SURE in limits else Answer.NO


def is_plan_due(facts: Facts) -> Answer:
    """May the proposed IEP be due by now, of a child whom the Team found eligible?

    Federal law: a meeting to write it, counted from the day on which the child
    was found eligible.

    Source: 603 CMR 28.05(1); 34 CFR 300.323(c)(1)
    """
    return _by_state(facts, is_proposed_iep_due_ma(facts), _PAST[facts.meeting_federal])


def is_usual_day_to_answer_over(facts: Facts) -> Answer:
    """May the usual time to answer the proposed IEP be over?

    No door closes: the parent can answer, meet and ask on any day.

    Source: 603 CMR 28.05(7)(a)
    """
    return _by_state(facts, _PAST[facts.reply], Answer.NOT_SURE)


def _is_45_over(facts: Facts) -> Answer:
    massachusetts = {Evaluation.NOT_SURE: Answer.NOT_SURE, Evaluation.MEETING: Answer.YES}
    return massachusetts.get(facts.evaluation, Answer.NO)


def _by_state(facts: Facts, massachusetts: Answer, other: Answer) -> Answer:
    if facts.state is State.NOT_SURE:
        return massachusetts if massachusetts is other else Answer.NOT_SURE
    return massachusetts if facts.state is State.MASSACHUSETTS else other
