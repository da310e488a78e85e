"""The questions from the floor: each fault gets its sentence, and no answer says more than its sources."""

import re

import pytest

from iepkit.content.floor import FLOOR, LONGEST_ANSWER
from iepkit.content.sentences import sentences_of
from iepkit.content.workshop import FLOOR_TOPICS
from iepkit.wording import Wording

QUESTION = """\
- id: ours
  topic: team
  question: Can my mother come too?
  answer: You may bring persons who know the child. Tell the school ahead. Ask if you are not sure.
  say: I will bring this person.
  sources: [cfr-300-321-c]
"""
FAULTS = {
    "an unknown topic": ("topic: team", "topic: food", ', column topic: "food" is not known.'),
    "no words to say": ("  say: I will bring this person.\n", "", '"say" is missing or empty.'),
    "an unknown key": ("say:", "says:", 'the key "says" is not known.'),
    "a source that is not there": ("cfr-300-321-c", "cfr-0", 'there is no source "cfr-0".'),
    "no source": ("[cfr-300-321-c]", "[]", '"sources" is missing or empty.'),
    "an id that stands twice": ("id: ours", "id: rti_first", 'the id "rti_first" stands in row'),
    "a verdict": ("Tell the school ahead.", "Your child qualifies.", 'says "Your child qualifies"'),
    "a closed door": ("Tell the school ahead.", "It is too late.", 'says "too late"'),
    "days of no kind": ("Tell the school ahead.", "Tell it 3 days ahead.", 'says "3 days", and not which kind of day.'),
    "a number that is none": ("Ask if", "Wait for {nothing}. Ask if", 'there is no number "nothing".'),
    "an answer that nobody listens to": (
        "Tell the school ahead.",
        "Ask. " * LONGEST_ANSWER,
        f'the answer to "ours" has {LONGEST_ANSWER + 2} sentences.',
    ),
}


@pytest.fixture
def ours(kit):
    kit.speak_english_alone()
    kit.append(FLOOR, QUESTION)
    return kit


def test_a_question_that_is_as_it_should_be_is_taken(ours):
    assert ours.problems() == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_gets_its_sentence(fault, ours):
    old, new, sentence = FAULTS[fault]
    # The question of this test stands last, below others with the same words.
    path = ours.path(FLOOR)
    text = path.read_text(encoding="utf-8")
    assert QUESTION.count(old) == 1
    path.write_text(text.replace(QUESTION, QUESTION.replace(old, new)), encoding="utf-8")
    assert [problem for problem in ours.problems() if sentence in problem]


def test_there_are_enough_of_them_on_every_topic(content):
    assert len(content.floor) >= 28
    assert {question.topic for question in content.floor.values()} == set(FLOOR_TOPICS)


def test_an_answer_is_three_sentences_at_least(content):
    answers = {question.id: content.texts[f"floor.{question.id}.answer"] for question in content.floor.values()}
    assert [i for i, answer in answers.items() if len(sentences_of(answer)) < 3] == []


def test_an_answer_names_massachusetts_where_its_law_is_told(content):
    texts = {question.id: content.texts[f"floor.{question.id}.answer"] for question in content.floor.values()}
    unnamed = [
        question.id
        for question in content.floor.values()
        if any(content.sources[source].level == "massachusetts" for source in question.sources)
        and not any(name in texts[question.id] for name in ("Massachusetts", "DESE"))
    ]
    assert unnamed == []


def test_an_answer_that_says_it_was_not_confirmed_says_whom_to_ask(content):
    answers = [content.texts[f"floor.{question.id}.answer"] for question in content.floor.values()]
    open_ones = [answer for answer in answers if re.search("have not (?:read|checked|confirmed)", answer)]
    assert len(open_ones) >= 5
    assert [answer for answer in open_ones if not re.search(r"\b[Aa]sk (?!for)", answer)] == []


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (
            "can_they_expel",
            [
                "10 school days",
                "90 school days",
                "check with DESE",
                "go on learning",
                "appeal is short",
                "felony conviction",
            ],
        ),
        (
            "long_suspension_tonight",
            ["5 calendar days", "10 calendar days", "shorter one", "late appeal", "earliest"],
        ),
        ("how_long", ["5 school days", "30 school working days", "45 school working days", "60 calendar days"]),
        ("sign_today", ["30 calendar days", "In Massachusetts"]),
        ("who_pays_outside", ["5 school days", "by family income"]),
        ("record_the_meeting", ["neither yes nor no", "policy"]),
        ("tell_me_about_mine", ["Nobody in this room"]),
        ("long_ago", ["2 years", "1 year", "180 calendar days", "Exceptions exist"]),
    ],
)
def test_what_may_not_be_left_out_is_said(question, words, content):
    wording = Wording(content)
    said = wording.plain(f"floor.{question}.answer", **wording.numbers)
    assert [word for word in words if word not in said] == []
