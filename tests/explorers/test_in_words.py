"""A story's answers in words, the same on each day."""

import pytest

from iepkit.explorers import in_words
from iepkit.wording import Wording


def told(topic, answers, content):
    pairs = in_words.told(topic, answers, content, Wording(content))
    return [answer.striptags() for _, answer in pairs]


def test_every_story_is_told_in_words(content):
    for case in content.cases.values():
        pairs = list(in_words.told(case.topic, case.given, content, Wording(content)))
        assert len(pairs) == sum(answer != [] for answer in case.given.values()), case.id
        assert all(ask and answer for ask, answer in pairs), case.id


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("2026-09-01", "September 1, 2026"),
        ("1 day ago", "1 calendar day ago"),
        ("3 days ago", "3 calendar days ago"),
        ("not_sure", "I don't know"),
    ],
)
def test_a_day_is_told_as_it_is_given(content, given, words):
    topic, question = next(
        (topic, question.id)
        for topic, interview in content.interviews.items()
        for question in interview.questions
        if question.kind == "date"
    )
    (answer,) = told(topic, {question: given}, content)
    assert answer.replace("&#39;", "'") == words


def test_a_list_of_choices_may_be_not_sure(content):
    assert told("eligibility", {"kinds": ["not_sure"]}, content) == ["I don't know"]
    assert told("eligibility", {"kinds": []}, content) == []
