"""What a letter and its notes must say, and must never say."""

import re

import pytest

from iepkit.documents.letter import fill, notes_for
from iepkit.documents.plain import as_plain_text
from iepkit.wording import Wording
from tests.documents.samples import every_choice

ELSEWHERE = ("other", "")


def written(content, name, **answers):
    return as_plain_text(fill(content.letters[name], answers, Wording(content)))


def told(content, name, **answers):
    letter, wording = content.letters[name], Wording(content)
    notes = notes_for((*letter.before, *letter.after), letter, answers)
    return "\n".join(wording.plain(note.text_id, **wording.numbers) for note in notes)


def test_no_massachusetts_rule_stands_in_a_letter_from_elsewhere(content):
    for name, letter in content.letters.items():
        for answers in every_choice(letter):
            if answers["state"] != "massachusetts":
                assert not re.search("CMR|Massachusetts|BSEA", written(content, name, **answers))


@pytest.mark.parametrize("name", ["first_request", "after_504"])
def test_a_request_asks_for_the_form_the_summaries_and_a_refusal_in_writing(content, name):
    here = written(content, name, state="massachusetts")
    assert "consent form" in here
    assert "within 5 school days" in here
    assert "at least 2 calendar days before the Team meeting" in here
    assert "tick the box" in here
    assert "prior written notice" in here
    assert "all areas in which a disability may be suspected" in here
    assert "60 calendar days" not in here
    there = written(content, name, state="other")
    assert "60 calendar days" in there
    assert "unless the state has its own limit" in there


def test_a_letter_that_does_not_say_the_state_has_no_number_of_days(content):
    """A federal number may be longer than that of the state in which the parent lives."""
    for name, letter in content.letters.items():
        for answers in every_choice(letter):
            if not answers["state"]:
                assert not re.search(
                    r"\d+ (?:calendar|school|school working|business) days", written(content, name, **answers)
                )


@pytest.mark.parametrize("name", ["first_request", "after_504"])
def test_the_time_for_the_tests_runs_from_the_signed_form(content, name):
    notes = told(content, name, state="massachusetts")
    assert "runs only from the day on which the district receives the signed form" in notes
    assert "30 school working days for the tests, and 45 school working days" in notes
    assert "You need no doctor's letter" in notes


def test_a_504_plan_that_does_not_work_is_looked_at_while_the_evaluation_starts(content):
    letter = written(content, "after_504")
    assert "look at the plan again now (34 CFR 104.35)" in letter
    assert "do not put off the special education evaluation" in letter


def test_sixteen_months_belong_to_the_income_route_alone(content):
    letter = content.letters["independent_evaluation"]
    for answers in every_choice(letter):
        income = answers["state"] == "massachusetts" and answers["route"] == "income"
        notes = told(content, "independent_evaluation", **answers)
        words = written(content, "independent_evaluation", **answers)
        assert ("16 months" in notes) == income
        assert "16 months" not in words
        assert ("by family income" in words) == income
        assert ("at public cost (34 CFR 300.502)" in words) != income
    income = told(content, "independent_evaluation", state="massachusetts", route="income")
    assert "the federal way does not end with it" in income


def test_nobody_has_to_say_why_in_an_independent_evaluation(content):
    assert "I need not give them" in written(content, "independent_evaluation")


def test_the_first_question_on_an_independent_evaluation_is_if_there_was_one(content):
    asked = [blank.id for blank in content.letters["independent_evaluation"].blanks]
    assert asked[:4] == ["state", "evaluated", "disagree", "route"]


def test_nothing_rejects_the_whole_iep_by_itself(content):
    letter = content.letters["reject_in_part"]
    choices = {blank.id: blank.choices for blank in letter.blanks if blank.choices}
    assert choices["rest"] == ("accept", "later")
    assert choices["placement"] == ("accept", "reject")
    empty = written(content, "reject_in_part", state="massachusetts")
    assert "My answer on the other parts of the IEP: ___" in empty
    assert "My answer on the placement: ___" in empty


def test_a_rejection_in_part_says_what_it_must(content):
    letter = written(content, "reject_in_part", state="massachusetts", accept="Speech", reject="Goal 2", missing="OT")
    positions = [letter.index(words) for words in ("start them without delay", "Speech", "I reject", "Goal 2", "OT")]
    assert positions == sorted(positions)
    assert "My answer on the placement is apart from my answer on the IEP." in letter
    assert "I ask for a meeting" in letter
    assert "I return your own response page too" in letter
    notes = told(content, "reject_in_part", state="massachusetts")
    assert notes.startswith("Call a free helpline before you send this")
    assert "Sign and return the district's own response page too." in notes
    assert "30 calendar days" in notes
    assert "A first IEP has no earlier one to stay put in." in notes


@pytest.mark.parametrize("state", ELSEWHERE)
def test_elsewhere_nobody_sends_a_rejection_before_asking_how_it_works(content, state):
    assert "Do not send this letter before you know." in told(content, "reject_in_part", state=state)
    assert "stays put from the day of a due process complaint" in told(content, "reject_in_part", state=state)


def test_a_refusal_is_asked_for_with_all_that_the_rule_lists(content):
    letter = written(content, "answer_to_refusal")
    for words in ("34 CFR 300.503", "and why", "on which you rely", "why you did not choose it", "any other reason"):
        assert words in letter
    plan_504 = written(content, "answer_to_refusal", refused="plan_504")
    assert "300.503" not in plan_504
    assert "34 CFR 104.36" in plan_504


def test_records_have_their_own_days(content):
    assert "within 10 calendar days" in written(content, "records", state="massachusetts")
    assert "at most 45 calendar days" in written(content, "records", state="other")


def test_every_letter_says_to_whom_how_to_prove_it_and_who_signs(content):
    for name, letter in content.letters.items():
        assert "special education director" in content.texts[f"letter.{name}.to"]
        notes = told(content, name)
        for words in ("Keep a copy", "the district in which you live", "pass to the student at 18", "own language"):
            assert words in notes
        assert "on which day you received this letter" in written(content, name)
        asked = {blank.id for blank in letter.blanks if blank.personal}
        assert {"child", "school", "contact", "parent"} <= asked


def test_an_adult_student_signs_too(content):
    assert "Signature of the student: ___" in written(content, "first_request", adult="yes")
    assert "Signature of the student" not in written(content, "first_request")


def test_no_letter_speaks_of_the_law_where_it_should_ask(content):
    for name in content.letters:
        assert not re.search(r"you must|you have to|violat|illegal|demand", written(content, name), re.IGNORECASE)
