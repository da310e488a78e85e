"""From facts to what to ask for at the table, with the reasons in order."""

from __future__ import annotations

from collections.abc import Iterable

from iepkit.rules.model import Answer, Finding, Outcome
from iepkit.rules.team.facts import ADULTS, Facts, Meeting, Seat, Student
from iepkit.rules.team.law import (
    has_every_required_member,
    has_excused_member,
    has_regular_teacher,
    is_decided_by_a_group,
    is_every_excusal_in_order,
    is_parent_there,
    knows_child_data_and_options,
    needs_invitation_of_student,
    needs_regular_teacher,
)

OTHER_MEETING = "other_meeting"
ASK_FOR_RECORD = "ask_for_record"
ASK_WHO_IS_WHO = "ask_who_is_who"
ASK_WHO_FILLS_IT = "ask_who_fills_it"
ASK_TO_TAKE_PART = "ask_to_take_part"
ASK_WHO_KNOWS = "ask_who_knows"
ASK_FOR_GROUP = "ask_for_group"
ANSWERS = {
    "iep": (OTHER_MEETING, ASK_FOR_RECORD, ASK_WHO_IS_WHO, ASK_WHO_FILLS_IT, ASK_TO_TAKE_PART),
    "plan_504": (OTHER_MEETING, ASK_FOR_RECORD, ASK_WHO_KNOWS, ASK_FOR_GROUP),
}
"""Each plan's short answers, from the one that asks least to the one that asks most."""


def decide(facts: Facts) -> Outcome:
    """Who still seems to be missing, and what to say.

    The reasons stand in the order in which a parent needs them: whether the
    parent can take part; who seems to be missing; what to do at the table; what
    nobody is sure of yet; what is as it should be; whom to bring; the record.

    Source: each predicate names its own.
    """
    return Outcome(
        iep=Finding(_iep_answer(facts), tuple(_iep_reasons(facts))),
        plan_504=Finding(_504_answer(facts), tuple(_504_reasons(facts))),
        both=("team_meeting_not_sure",) if facts.meeting is Meeting.NOT_SURE else (),
    )


def _iep_answer(facts: Facts) -> str:
    if facts.meeting is Meeting.PLAN_504:
        return OTHER_MEETING
    if is_parent_there(facts) is Answer.NO:
        return ASK_TO_TAKE_PART
    every_member = has_every_required_member(facts)
    if every_member is Answer.NO:
        return ASK_WHO_FILLS_IT
    is_open = Answer.NOT_SURE in (every_member, is_parent_there(facts))
    return ASK_WHO_IS_WHO if is_open or needs_invitation_of_student(facts) is not Answer.NO else ASK_FOR_RECORD


def _504_answer(facts: Facts) -> str:
    if facts.meeting is Meeting.IEP:
        return OTHER_MEETING
    found = (is_decided_by_a_group(facts), knows_child_data_and_options(facts))
    if Answer.NO in found:
        return ASK_FOR_GROUP
    return ASK_WHO_KNOWS if Answer.NOT_SURE in found else ASK_FOR_RECORD


def _iep_reasons(facts: Facts) -> Iterable[str]:
    if facts.meeting is Meeting.PLAN_504:
        yield "team_iep_other_meeting"
        return
    if is_parent_there(facts) is Answer.NO:
        yield "team_parent_absent"
    yield from _missing(facts)
    if is_every_excusal_in_order(facts) is Answer.NO:
        yield from (reason for seat, reason in _EXCUSAL_REASONS.items() if seat in _seats(facts).values())
    if has_every_required_member(facts) is Answer.NO:
        yield "team_stay_and_note"
    if facts.student in _INVITED_REASONS:
        yield _INVITED_REASONS[facts.student]
    yield from _not_sure(facts)
    yield from _in_order(facts)
    yield from ("team_bring_others", "team_record")


def _seats(facts: Facts) -> dict[str, Seat]:
    """The seats by name, without the general education teacher's where there need be none."""
    seats = {seat: getattr(facts, seat) for seat in _MISSING_REASONS}
    if needs_regular_teacher(facts) is Answer.NO:
        del seats["regular_teacher"]
    return seats


def _missing(facts: Facts) -> Iterable[str]:
    seats = _seats(facts)
    if needs_regular_teacher(facts) is Answer.NOT_SURE:
        del seats["regular_teacher"]
    yield from (_MISSING_REASONS[name] for name, seat in seats.items() if seat is Seat.MISSING)


def _not_sure(facts: Facts) -> Iterable[str]:
    if facts.district_representative is Seat.ADMINISTRATOR:
        yield "team_administrator"
    if needs_regular_teacher(facts) is Answer.NOT_SURE and has_regular_teacher(facts) is not Answer.YES:
        yield "team_regular_class_not_sure"
    if Seat.NOT_SURE in _seats(facts).values() or is_parent_there(facts) is Answer.NOT_SURE:
        yield "team_seat_not_sure"
    if facts.student is Student.NOT_SURE:
        yield "team_student_not_sure"


def _in_order(facts: Facts) -> Iterable[str]:
    if has_every_required_member(facts) is Answer.YES:
        yield "team_seats_filled"
    if has_excused_member(facts) is Answer.YES:
        yield "team_excusal_holds"
    if needs_regular_teacher(facts) is Answer.NO and has_regular_teacher(facts) is not Answer.YES:
        yield "team_regular_teacher_not_needed"
    if facts.student is Student.NOT_YET:
        yield "team_student_not_yet"
    if facts.student in ADULTS:
        yield "team_student_adult"


def _504_reasons(facts: Facts) -> Iterable[str]:
    if facts.meeting is Meeting.IEP:
        yield from ("team_504_other_meeting", "group_decides")
        return
    known = [getattr(facts, fact) for fact in _NOT_KNOWN_REASONS]
    by_group = is_decided_by_a_group(facts)
    if by_group is Answer.NO:
        yield "team_504_one"
    yield from (reason for fact, reason in _NOT_KNOWN_REASONS.items() if getattr(facts, fact) is Answer.NO)
    if Answer.NO in (by_group, knows_child_data_and_options(facts)):
        yield "pathway_504_ways"
    if by_group is Answer.NOT_SURE:
        yield "team_504_people_not_sure"
    if Answer.NOT_SURE in known:
        yield "team_504_knows_not_sure"
    if by_group is Answer.YES and knows_child_data_and_options(facts) is Answer.YES:
        yield "team_504_complete"
    yield from ("team_504_parents", "group_decides")


_MISSING_REASONS = {
    "regular_teacher": "team_no_regular_teacher",
    "special_teacher": "team_no_special_teacher",
    "district_representative": "team_no_district_representative",
    "results": "team_no_results",
}
_EXCUSAL_REASONS = {
    Seat.NOT_IN_WRITING: "team_excusal_not_in_writing",
    Seat.WITHOUT_INPUT: "team_excusal_without_input",
}
_INVITED_REASONS = {
    Student.FROM_STATE_AGE: "team_student_invited_ma",
    Student.FROM_FEDERAL_AGE: "team_student_invited",
    Student.ADULT: "team_student_invited",
}
_NOT_KNOWN_REASONS = {
    "knows_child": "team_504_no_child",
    "knows_data": "team_504_no_data",
    "knows_options": "team_504_no_options",
}
REASONS = {
    "both": ("team_meeting_not_sure",),
    "iep": (
        *("team_iep_other_meeting", "team_parent_absent"),
        *_MISSING_REASONS.values(),
        *_EXCUSAL_REASONS.values(),
        "team_stay_and_note",
        *dict.fromkeys(_INVITED_REASONS.values()),
        *("team_administrator", "team_regular_class_not_sure", "team_seat_not_sure", "team_student_not_sure"),
        *("team_seats_filled", "team_excusal_holds", "team_regular_teacher_not_needed"),
        *("team_student_not_yet", "team_student_adult", "team_bring_others", "team_record"),
    ),
    "plan_504": (
        *("team_504_other_meeting", "team_504_one"),
        *_NOT_KNOWN_REASONS.values(),
        "pathway_504_ways",
        *("team_504_people_not_sure", "team_504_knows_not_sure", "team_504_complete"),
        *("team_504_parents", "group_decides"),
    ),
}
"""Every reason that :func:`decide` can give: with either plan, and by plan."""

SEEN_BY = {
    "both": ("meeting",),
    "iep": ("meeting", "parent", "regular_class", *_MISSING_REASONS, "student"),
    "plan_504": ("meeting", "people", *_NOT_KNOWN_REASONS),
}
"""The facts on which each finding depends."""
