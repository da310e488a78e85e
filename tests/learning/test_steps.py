"""A case that the room steers: one question after another, and then what follows."""

import pytest

from iepkit.content import load
from iepkit.learning import steps
from iepkit.wording import Wording

CASES = steps.steered(load())


def walk(case, content, answers):
    """The questions that are voted on, and what was answered, when each vote goes as ``answers`` says."""
    said = {}
    while question := steps.next_question(case, said, content):
        said[question.id] = answers(question)
    return said


def test_there_is_a_case_to_steer_on_every_topic(content):
    assert {case.topic for case in CASES} == content.interviews.keys()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_room_that_tells_the_story_as_it_is_gets_what_the_story_expects(case, content):
    said = walk(case, content, lambda question: case.given.get(question.id, "not_sure"))
    assert steps.differing(case, said) == []
    told = steps.outcome(case, said, content)
    wording = Wording(content)
    for plan in ("iep", "plan_504"):
        text_id = f"answer.{case.topic}.{plan}.{case.expect[plan]['answer']}"
        assert told[plan]["answer"] == wording.plain(text_id, **wording.numbers)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_vote_leads_to_an_end(case, content):
    for place in (0, -1):
        said = walk(case, content, lambda question, place=place: question.choices[place].id)
        assert steps.next_question(case, said, content) is None
        assert steps.outcome(case, said, content)["notice"]


def test_a_step_says_where_it_stands(content):
    case = content.cases["speech-only-massachusetts"]
    assert steps.count(case, {}, content) == (1, 3)
    assert steps.count(case, {"progress": "yes"}, content)[0] == 2


def test_what_differs_from_the_story_is_named(content):
    case = content.cases["speech-only-massachusetts"]
    assert steps.differing(case, {"progress": "yes", "limits": "yes"}) == ["progress"]


def test_facts_are_told_and_not_voted_on(content):
    case = content.cases["speech-only-massachusetts"]
    told = steps.facts(case, content)
    assert told["state"] == "massachusetts"
    assert told["age"] == 6
    assert "progress" not in told
