"""The legal questions on services, one predicate each."""

from __future__ import annotations

from iepkit.rules.model import Answer, State, all_of
from iepkit.rules.services.facts import Facts, Plan

_NOT = {Answer.YES: Answer.NO, Answer.NO: Answer.YES, Answer.NOT_SURE: Answer.NOT_SURE}


def needs_special_education(facts: Facts) -> Answer:
    """Is special education needed or, in Massachusetts, a related service to access the general curriculum?

    Changed work, an adult who helps and help with behavior can be a part of it:
    that depends on what is done, so they leave the question open.

    Source: 34 CFR 300.8(a)(1), (a)(2); 603 CMR 28.05(2)(a)1
    """
    related_service = _related_service_counts(facts)
    if Answer.YES in (facts.instruction, related_service):
        return Answer.YES
    others = (facts.instruction, facts.modification, facts.aide, facts.behavior, related_service)
    return Answer.NO if set(others) == {Answer.NO} else Answer.NOT_SURE


def _related_service_counts(facts: Facts) -> Answer:
    by_state = {State.MASSACHUSETTS: Answer.YES, State.NOT_SURE: Answer.NOT_SURE, State.OTHER: Answer.NO}
    return all_of(facts.related_service, by_state[facts.state])


def needs_related_service_alone(facts: Facts) -> Answer:
    """Is a related service all that is needed, apart from accommodations and clubs, sports and trips?

    Massachusetts counts such a service if it is needed to access the general
    curriculum; federal law alone does not, unless the state calls it special education.

    Source: 34 CFR 300.8(a)(2); 603 CMR 28.05(2)(a)1
    """
    others = (facts.instruction, facts.modification, facts.aide, facts.behavior)
    return all_of(facts.related_service, *(_NOT[need] for need in others))


def needs_more_than_accommodations(facts: Facts) -> Answer:
    """Is more needed than accommodations?

    "... regular or special education and related aids and services ...": a 504
    plan can hold more too. Help with behavior can be either.

    Source: 34 CFR 104.33; 34 CFR 300.320(a)(1), (a)(4)-(7)
    """
    more = (facts.instruction, facts.modification, facts.related_service, facts.aide)
    if Answer.YES in more:
        return Answer.YES
    return Answer.NO if {*more, facts.behavior} == {Answer.NO} else Answer.NOT_SURE


def needs_equal_chance_outside_class(facts: Facts) -> Answer:
    """Is help with clubs, sports or trips needed, or refused?

    Source: 34 CFR 104.37; 34 CFR 300.107
    """
    return Answer.YES if facts.said_clubs_extra is Answer.YES else facts.nonacademic


def may_meet_504_with_its_iep(facts: Facts) -> Answer:
    """Is there an IEP, so that carrying it out can meet Section 504 as well?

    Source: 34 CFR 104.33
    """
    return {Plan.IEP: Answer.YES, Plan.NOT_SURE: Answer.NOT_SURE}.get(facts.plan, Answer.NO)
