"""What staff alone are asked: on the state's law and on running the room."""

import re

import pytest

from iepkit.content.questions import STAFF_TOPICS
from tests.test_law_in_the_chart import FORBIDDEN


@pytest.mark.parametrize("topic", STAFF_TOPICS)
def test_there_are_enough_to_draw_from(content, topic):
    assert len([q for q in content.staff_bank.values() if q.topic == topic]) >= 10


def test_the_place_and_the_length_do_not_give_the_right_choice_away(content):
    asked = [q for q in content.staff_bank.values() if q.kind == "knowledge"]
    places = [[choice.is_right for choice in q.choices].index(True) for q in asked]
    assert max(places.count(place) for place in set(places)) <= len(asked) / 2
    longest = [q for q in asked if max(q.choices, key=lambda c: len(content.texts[c.text_id])).is_right]
    assert len(longest) <= len(asked) / 2


def test_a_time_limit_of_the_state_is_marked_as_one(content):
    limits = [q for q in content.staff_bank.values() if q.kind == "knowledge" and _right_is_a_time(q, content)]
    assert limits
    assert [q.id for q in limits if not q.is_deadline] == []


def _right_is_a_time(question, content):
    """Is what is right a number of days?"""
    named = re.findall(r"\{(\w+)\}", content.texts[f"bank.{question.id}.{question.right}.text"])
    return any(content.limits[name].unit.endswith("days") for name in named)


@pytest.mark.parametrize("pattern", FORBIDDEN)
def test_staff_are_taught_no_word_that_the_kit_never_says(content, pattern):
    words = {t: content.texts[t] for q in content.staff_bank.values() for t in q.text_ids}
    assert [t for t, said in words.items() if re.search(pattern, said, re.IGNORECASE)] == []


def test_practice_is_never_said_to_be_law(content):
    assert content.sources["trainers-guide"].level == "practice"
    on_law = [q for q in content.staff_bank.values() if q.topic == "massachusetts"]
    assert all("trainers-guide" not in choice.sources for q in on_law for choice in q.choices)
