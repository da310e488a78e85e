"""Who is at the table, who seems to be missing, and what does a parent say?

Never a verdict: a seat that nobody is named for may be filled by one of the
others. The rules here say whom to ask for, and in which words.
"""

from iepkit.rules.model import State
from iepkit.rules.team.answers import CLOCKS, LIMITS_USED, QUESTIONS, SEATS, derive
from iepkit.rules.team.decision import ANSWERS, REASONS, SEEN_BY, decide
from iepkit.rules.team.facts import Facts, Meeting, People, Seat, Student
from iepkit.rules.team.law import (
    has_district_representative,
    has_every_required_member,
    has_excused_member,
    has_regular_teacher,
    has_someone_for_results,
    has_special_teacher,
    is_decided_by_a_group,
    is_every_excusal_in_order,
    is_parent_there,
    knows_child_data_and_options,
    needs_invitation_of_student,
    needs_regular_teacher,
)

__all__ = [
    "ANSWERS",
    "CLOCKS",
    "LIMITS_USED",
    "QUESTIONS",
    "REASONS",
    "SEATS",
    "SEEN_BY",
    "Facts",
    "Meeting",
    "People",
    "Seat",
    "State",
    "Student",
    "decide",
    "derive",
    "has_district_representative",
    "has_every_required_member",
    "has_excused_member",
    "has_regular_teacher",
    "has_someone_for_results",
    "has_special_teacher",
    "is_decided_by_a_group",
    "is_every_excusal_in_order",
    "is_parent_there",
    "knows_child_data_and_options",
    "needs_invitation_of_student",
    "needs_regular_teacher",
]
