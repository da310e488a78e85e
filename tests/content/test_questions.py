"""The bank of questions and the check made of it: each fault gets its sentence."""

import pytest

from iepkit.content.bank import FORMS, LENGTHS
from iepkit.content.questions import ITEMS, PAIRS, QUESTIONS
from iepkit.content.workshop import FLOOR_TOPICS

QUESTION = """\
- id: ours
  topic: team
  kind: knowledge
  difficulty: 2
  ask: Who may bring a person who knows the child?
  choices:
    - id: a
      text: Parents and the school
      right: true
      feedback: Both may bring such a person. Each decides it for itself.
      sources: [cfr-300-321-c]
    - id: b
      text: The school alone
      feedback: Parents may bring one too.
      sources: [cfr-300-321-c]
"""
FAULTS = {
    "an unknown topic": ("topic: team", "topic: food", ', column topic: "food" is not known.'),
    "an unknown kind": ("kind: knowledge", "kind: riddle", ', column kind: "riddle" is not known.'),
    "a difficulty that is none": ("difficulty: 2", "difficulty: 4", "the difficulty 4 is not known."),
    "no question": ("  ask: Who may bring a person who knows the child?\n", "", '"ask" is missing or empty.'),
    "no right choice": ("      right: true\n", "", "0 choices are right."),
    "a right choice where there is none": (
        "kind: knowledge",
        "kind: do",
        'a question "what would you do?" has no right choice.',
    ),
    "a choice with nothing said of it": (
        "      feedback: Parents may bring one too.\n",
        "",
        '"feedback" is missing or empty.',
    ),
    "a choice that stands twice": ("- id: b", "- id: a", 'the choice "a" stands twice.'),
    "one choice alone": ("      text: The school alone\n", "", "fewer than two choices can be read."),
    "a source that is not there": (
        "one too.\n      sources: [cfr-300-321-c]",
        "one too.\n      sources: [cfr-0]",
        'there is no source "cfr-0".',
    ),
    "a number that is none": ("Parents may bring one too.", "Wait {nothing}.", 'there is no number "nothing".'),
    "a verdict": ("Parents may bring one too.", "Your child qualifies.", 'says "Your child qualifies"'),
    "days of no kind": ("Parents may bring one too.", "Wait 3 days.", 'says "3 days", and not which kind of day.'),
}


@pytest.fixture
def ours(kit):
    kit.speak_english_alone()
    kit.append(QUESTIONS, QUESTION)
    return kit


def test_a_question_that_is_as_it_should_be_is_taken(ours):
    assert ours.problems() == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_gets_its_sentence(fault, ours):
    old, new, sentence = FAULTS[fault]
    path = ours.path(QUESTIONS)
    text = path.read_text(encoding="utf-8")
    assert QUESTION.count(old) == 1
    path.write_text(text.replace(QUESTION, QUESTION.replace(old, new)), encoding="utf-8")
    assert [problem for problem in ours.problems() if sentence in problem]


PAIR_FAULTS = {
    "a length that is none": ("{before},{after},medium", '"medium" is not known.'),
    "a question that is not there": ("nothing,{after},full", '"nothing" is no question of knowledge.'),
    "a question that has no right choice": ("{do},{after},full", '"{do}" is no question of knowledge.'),
    "the same question twice": ("ours,ours,full", "both are the same question."),
    "a question of another pair": ("{before},ours,full", '"{before}" stands in another pair too.'),
    "two that do not match": ("ours,{other},full", "the two differ in topic or difficulty."),
    "one pair too many": ("ours,{same},full", "the full check has 11 pairs."),
}


@pytest.mark.parametrize("fault", PAIR_FAULTS)
def test_a_fault_of_a_pair_gets_its_sentence(fault, ours, content):
    line, sentence = PAIR_FAULTS[fault]
    first = content.check.pairs[0]
    free = [
        question
        for question in content.bank.values()
        if question.id not in {name for pair in content.check.pairs for name in (pair.before, pair.after)}
    ]
    names = {
        "before": first.before,
        "after": first.after,
        "do": next(question.id for question in free if question.kind == "do"),
        "same": next(q.id for q in free if (q.topic, q.difficulty, q.kind) == ("team", 2, "knowledge")),
        "other": next(q.id for q in free if q.topic != "team" and q.kind == "knowledge"),
    }
    ours.append(PAIRS, line.format(**names))
    assert [problem for problem in ours.problems() if sentence.format(**names) in problem]


def test_a_fault_of_an_item_gets_its_sentence(kit):
    kit.edit(ITEMS, "usefulness,rating,I can use what I learned.,", "usefulness,grade,I can use what I learned.,")
    assert [problem for problem in kit.problems() if '"grade" is not known.' in problem]


def test_there_are_at_least_sixty_questions_and_some_of_each_topic_kind_and_difficulty(content):
    bank = content.bank.values()
    assert len(bank) >= 60
    for topic in FLOOR_TOPICS:
        assert len([q for q in bank if q.topic == topic]) >= 5, topic
    for difficulty in (1, 2, 3):
        assert len([q for q in bank if q.difficulty == difficulty]) >= 10, difficulty
    assert len([q for q in bank if q.kind == "do"]) >= 8


def test_the_place_and_the_length_do_not_give_the_right_choice_away(content):
    asked = [q for q in content.bank.values() if q.kind == "knowledge"]
    texts = content.texts
    places = [[choice.is_right for choice in q.choices].index(True) for q in asked]
    assert max(places.count(place) for place in set(places)) <= len(asked) / 2
    longest = [q for q in asked if max(q.choices, key=lambda choice: len(texts[choice.text_id])).is_right]
    assert len(longest) <= len(asked) / 2


def test_the_check_has_three_and_ten_questions_and_asks_none_twice(content):
    lengths = {length: [content.check.questions(form, length) for form in FORMS] for length in LENGTHS}
    assert {length: [len(form) for form in forms] for length, forms in lengths.items()} == {
        "short": [3, 3],
        "full": [10, 10],
    }
    assert len({name for form in lengths["full"] for name in form}) == 20
    assert all(set(short) <= set(full) for short, full in zip(*lengths.values(), strict=True))


def test_what_the_check_asks_rests_on_law_that_is_confirmed(content):
    for pair in content.check.pairs:
        for question in (content.bank[pair.before], content.bank[pair.after]):
            for choice in question.choices:
                sources = [content.sources[source] for source in choice.sources]
                assert all(one.confirmed != "K" and one.confidence == "H" for one in sources), question.id


def test_the_full_check_asks_on_most_topics(content):
    assert len({content.bank[pair.before].topic for pair in content.check.pairs}) >= 7
