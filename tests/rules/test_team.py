"""Who is at the table: seats, excusals, the student's invitation, and the 504 group."""

import datetime as dt
from itertools import permutations

import pytest

from iepkit.content import load
from iepkit.explorers.topics import numbers_of
from iepkit.rules import Answer, ImpossibleValueError
from iepkit.rules import team as rules
from tests.kit import ROOT

YES, NO, NOT_SURE = Answer.YES, Answer.NO, Answer.NOT_SURE
LIMITS = numbers_of(load(ROOT), rules.LIMITS_USED)
TODAY = dt.date(2026, 3, 16)
EVERYBODY = [*rules.SEATS, "parent", "student"]
FULL = {"meeting": "iep", "present": EVERYBODY, "regular_class": "yes", "absent": [], "age": 10}


def facts(**answers):
    return rules.derive(answers, LIMITS, TODAY)


def outcome(**answers):
    return rules.decide(facts(**answers))


def without(*roles):
    return [role for role in EVERYBODY if role not in roles]


def row(who, discussed="not_sure", agreed="not_sure", sent="not_sure"):
    return {"who": who, "discussed": discussed, "agreed": agreed, "input": sent}


@pytest.mark.parametrize(
    ("discussed", "agreed", "sent", "expected"),
    [
        ("no", "yes", "no", "excused"), ("no", "yes", "not_sure", "excused"), ("no", "no", "yes", "not_in_writing"),
        ("yes", "yes", "yes", "excused"), ("yes", "yes", "no", "without_input"), ("yes", "yes", "not_sure", "not_sure"),
        ("yes", "no", "no", "not_in_writing"), ("yes", "not_sure", "no", "without_input"), ("yes", "not_sure", "yes", "not_sure"),
        ("not_sure", "yes", "yes", "excused"), ("not_sure", "yes", "no", "not_sure"), ("not_sure", "no", "yes", "not_in_writing"),
        ("no", "not_sure", "yes", "not_sure"), ("not_sure", "not_sure", "not_sure", "not_sure"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("seat", rules.SEATS)
def test_an_excusal_holds_as_the_rule_asks(seat, discussed, agreed, sent, expected):
    derived = facts(present=without(seat), absent=[row(seat, discussed, agreed, sent)])
    assert getattr(derived, seat) == expected


ROWS = [
    row("results", "no", "yes", "no"),
    row("results", "yes", "yes", "yes"),
    row("special_teacher", "no", "no", "no"),
]


@pytest.mark.parametrize("rows", list(permutations(ROWS)))
def test_rows_on_the_same_seat_ask_for_the_most_in_any_order(rows):
    derived = facts(present=without("results", "special_teacher"), absent=list(rows))
    # One row says that the area is discussed, the other that no input came.
    assert derived.results == "without_input"
    assert derived.special_teacher == "not_in_writing"


@pytest.mark.parametrize(
    ("present", "absent", "expected"),
    [
        (without("results"), [], "missing"),
        (without("results"), "not_sure", "not_sure"),
        ("not_sure", [], "not_sure"),
        (["nobody"], [], "missing"),
        (EVERYBODY, [], "present"),
        (EVERYBODY, "not_sure", "present"),
        (EVERYBODY, [row("results", "no", "yes")], "excused"),
        (EVERYBODY, [row("results", "no", "no")], "not_sure"),
        (EVERYBODY, [{}], "present"),
    ],
)
def test_a_seat_is_what_the_parent_sees_and_knows(present, absent, expected):
    assert facts(present=present, absent=absent).results == expected


@pytest.mark.parametrize(
    ("present", "absent", "expected"),
    [
        (["administrator"], [], "administrator"),
        (["administrator", "district_representative"], [], "present"),
        (["administrator"], [row("district_representative", "no", "no")], "not_in_writing"),
        (["parent"], [], "missing"),
    ],
)
def test_an_administrator_is_not_the_district_representative_by_title(present, absent, expected):
    assert facts(present=present, absent=absent).district_representative == expected


@pytest.mark.parametrize(
    ("age", "state", "present", "expected"),
    [
        (13, "massachusetts", False, "not_yet"), (14, "massachusetts", False, "from_state_age"),
        (17, "massachusetts", False, "from_state_age"), (18, "massachusetts", False, "adult"), (18, "other", True, "adult_present"),
        (17, "massachusetts", True, "present"), (13, "other", False, "not_yet"), (14, "other", False, "not_sure"),
        (15, "not_sure", False, "not_sure"), (16, "other", False, "from_federal_age"), (16, "not_sure", False, "from_federal_age"),
        ("not_sure", "massachusetts", False, "not_sure"), ("not_sure", "other", True, "present"),
    ],
)  # fmt: skip
def test_the_student_is_invited_at_the_ages_of_the_law(age, state, present, expected):
    derived = facts(age=age, state=state, present=["student"] if present else ["parent"])
    assert derived.student == expected


@pytest.mark.parametrize(
    ("answers", "where", "place"),
    [
        ({"absent": "nobody"}, "absent: list", None),
        ({"absent": [row("results"), "row"]}, "absent: list", None),
        ({"absent": [row("results"), row("parent")]}, "absent.who: choice", 1),
        ({"absent": [row("results", agreed="maybe")]}, "absent.agreed: choice", 0),
        ({"age": -1}, "age: number", None),
        ({"present": "parent"}, "present: choice", None),
        ({"people": "two"}, "people: choice", None),
        ({"meeting": "both"}, "meeting: choice", None),
    ],
)
def test_an_answer_that_can_not_be_is_refused(answers, where, place):
    with pytest.raises(ImpossibleValueError, match=where) as caught:
        facts(**answers)
    assert caught.value.row == place


@pytest.mark.parametrize(
    ("regular_class", "reason", "answer"),
    [
        ("yes", "team_no_regular_teacher", "ask_who_fills_it"),
        ("not_sure", "team_regular_class_not_sure", "ask_who_is_who"),
        ("no", "team_regular_teacher_not_needed", "ask_for_record"),
    ],
)
def test_the_general_education_teacher_is_required_only_for_general_education(regular_class, reason, answer):
    found = outcome(**{**FULL, "present": without("regular_teacher"), "regular_class": regular_class}).iep
    assert reason in found.reasons
    assert found.answer == answer


def test_a_bad_excusal_is_named_even_if_it_is_not_sure_that_the_seat_is_required():
    given = {**FULL, "present": without("regular_teacher"), "absent": [row("regular_teacher", "no", "no")]}
    for regular_class, is_named in (("yes", True), ("not_sure", True), ("no", False)):
        found = outcome(**{**given, "regular_class": regular_class}).iep
        assert ("team_excusal_not_in_writing" in found.reasons) is is_named


@pytest.mark.parametrize("seat", rules.SEATS)
def test_who_seems_to_be_missing_is_asked_for_and_nobody_walks_out(seat):
    found = outcome(**{**FULL, "present": without(seat)}).iep
    assert found.answer == "ask_who_fills_it"
    assert found.reasons[:2] == (f"team_no_{seat}", "team_stay_and_note")


def test_a_parent_who_is_not_there_comes_first():
    found = outcome(**{**FULL, "present": without("parent", "results")}).iep
    assert found.answer == "ask_to_take_part"
    assert found.reasons[0] == "team_parent_absent"


@pytest.mark.parametrize(
    ("knows", "people", "answer", "reasons"),
    [
        (["child", "data", "options"], "one", "ask_for_group", {"team_504_one"}),
        (["child", "options"], "group", "ask_for_group", {"team_504_no_data"}),
        (["none"], "group", "ask_for_group", {"team_504_no_child", "team_504_no_data", "team_504_no_options"}),
        ([], "group", "ask_who_knows", {"team_504_knows_not_sure"}),
        (["child", "data", "options"], "not_sure", "ask_who_knows", {"team_504_people_not_sure"}),
        (["child", "data", "options"], "group", "ask_for_record", {"team_504_complete"}),
    ],
)
def test_a_504_decision_takes_a_group_that_knows_three_things(knows, people, answer, reasons):
    found = outcome(meeting="plan_504", knows=knows, people=people).plan_504
    assert found.answer == answer
    # The usual limits run where something seems to be missing, and OCR's is the shortest.
    ways = {"pathway_504_ways"} if answer == "ask_for_group" else set()
    assert set(found.reasons) == {*reasons, *ways, "team_504_parents", "group_decides"}


@pytest.mark.parametrize(
    ("meeting", "iep", "plan_504"), [("iep", False, True), ("plan_504", True, False), ("not_sure", False, False)]
)
def test_each_meeting_is_judged_by_its_own_law(meeting, iep, plan_504):
    found = outcome(meeting=meeting)
    assert (found.iep.answer == "other_meeting") is iep
    assert (found.plan_504.answer == "other_meeting") is plan_504
    assert bool(found.both) is (meeting == "not_sure")
