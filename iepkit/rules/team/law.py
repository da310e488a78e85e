"""The legal questions on the Team and on the 504 group, one predicate each."""

from __future__ import annotations

from iepkit.rules.model import Answer, all_of
from iepkit.rules.team.facts import Facts, People, Seat, Student

_BADLY_EXCUSED = (Seat.NOT_IN_WRITING, Seat.WITHOUT_INPUT)


def is_parent_there(facts: Facts) -> Answer:
    """Does a parent take part?

    Source: 34 CFR 300.321(a); 34 CFR 300.322
    """
    return facts.parent


def needs_regular_teacher(facts: Facts) -> Answer:
    """Is a general education teacher required?

    "... (if the child is, or may be, participating in the regular education environment)".

    Source: 34 CFR 300.321(a)(2)
    """
    return facts.regular_class


def has_regular_teacher(facts: Facts) -> Answer:
    """Is a general education teacher there, or excused as the rule asks?

    Source: 34 CFR 300.321(a)(2), (e)
    """
    return _is_filled(facts.regular_teacher)


def has_special_teacher(facts: Facts) -> Answer:
    """Is a special education teacher or provider there, or excused as the rule asks?

    Source: 34 CFR 300.321(a)(3), (e)
    """
    return _is_filled(facts.special_teacher)


def has_district_representative(facts: Facts) -> Answer:
    """Is a district representative there, or excused as the rule asks?

    Three tests, and no title: can provide or supervise special education, knows
    the general curriculum, knows the district's resources. So an administrator
    may be the one, or not.

    Source: 34 CFR 300.321(a)(4), (e)
    """
    return _is_filled(facts.district_representative)


def has_someone_for_results(facts: Facts) -> Answer:
    """Is somebody there who can explain the test results, or excused as the rule asks?

    It may be one of the others.

    Source: 34 CFR 300.321(a)(5), (e)
    """
    return _is_filled(facts.results)


def _is_filled(seat: Seat) -> Answer:
    if seat in (Seat.PRESENT, Seat.EXCUSED):
        return Answer.YES
    return Answer.NO if seat is Seat.MISSING or seat in _BADLY_EXCUSED else Answer.NOT_SURE


def has_every_required_member(facts: Facts) -> Answer:
    """Is each seat of the Team filled, beside the parents'?

    Source: 34 CFR 300.321(a), (e)
    """
    regular_teacher = has_regular_teacher(facts)
    if needs_regular_teacher(facts) is Answer.NO:
        regular_teacher = Answer.YES
    elif needs_regular_teacher(facts) is Answer.NOT_SURE and regular_teacher is Answer.NO:
        regular_teacher = Answer.NOT_SURE
    return all_of(
        regular_teacher,
        has_special_teacher(facts),
        has_district_representative(facts),
        has_someone_for_results(facts),
    )


def is_every_excusal_in_order(facts: Facts) -> Answer:
    """Is each member who is excused excused as the rule asks?

    It covers the two teachers, the district representative and the person who
    explains the results, and nobody else.

    Source: 34 CFR 300.321(e)
    """
    seats = _excusable_seats(facts)
    if any(seat in _BADLY_EXCUSED for seat in seats):
        return Answer.NO
    return Answer.NOT_SURE if Seat.NOT_SURE in seats else Answer.YES


def has_excused_member(facts: Facts) -> Answer:
    """Is a member excused as the rule asks?

    Source: 34 CFR 300.321(e)
    """
    seats = _excusable_seats(facts)
    if Seat.EXCUSED in seats:
        return Answer.YES
    return Answer.NOT_SURE if Seat.NOT_SURE in seats else Answer.NO


def _excusable_seats(facts: Facts) -> tuple[Seat, ...]:
    seats = (facts.special_teacher, facts.district_representative, facts.results)
    return seats if needs_regular_teacher(facts) is Answer.NO else (facts.regular_teacher, *seats)


def needs_invitation_of_student(facts: Facts) -> Answer:
    """Has the child, who is not there, to be invited because life after school is planned?

    From 14 in Massachusetts; under federal law in the IEP that is in effect at 16.

    Source: 34 CFR 300.321(b); M.G.L. c. 71B, s. 2; 34 CFR 300.320(a), (b)
    """
    if facts.student in (Student.FROM_STATE_AGE, Student.FROM_FEDERAL_AGE, Student.ADULT):
        return Answer.YES
    return Answer.NOT_SURE if facts.student is Student.NOT_SURE else Answer.NO


def is_decided_by_a_group(facts: Facts) -> Answer:
    """Does a group decide on the 504 plan, and not one person alone?

    "... made by a group of persons ..."

    Source: 34 CFR 104.35(c)
    """
    return {People.ONE: Answer.NO, People.NOT_SURE: Answer.NOT_SURE, People.GROUP: Answer.YES}[facts.people]


def knows_child_data_and_options(facts: Facts) -> Answer:
    """Are there persons in the 504 group who know the child, the meaning of the evaluation data, and the options?

    No job title is named, and one person may know more than one of the three.

    Source: 34 CFR 104.35(c)
    """
    return all_of(facts.knows_child, facts.knows_data, facts.knows_options)
