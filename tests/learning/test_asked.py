"""A trainer asks only what makes sense, and a phone answers only what was asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iepkit.content import load
from iepkit.learning import polls, steps
from iepkit.learning.asked import AskError, answers_read, checked, choices_of, is_count
from iepkit.store.model import Kind

CONTENT = load()
CASES = steps.steered(CONTENT)
KNOWLEDGE = next(question for question in CONTENT.bank.values() if question.kind == "knowledge")
LONG = {
    "long_question": ("a" * polls.LONGEST_QUESTION, ["b", "c"]),
    "long_choice": ("a", ["b" * polls.LONGEST_CHOICE, "c"]),
    "many_choices": ("a", [str(number) for number in range(polls.MOST_CHOICES)]),
}


def typed(ask, choices):
    return checked(Kind.TYPED, {"ask": ask, "choices": choices}, CONTENT)


def fault(kind, asked):
    with pytest.raises(AskError) as error:
        checked(kind, asked, CONTENT)
    return error.value.problem


def test_typed_words_are_kept_without_the_spaces_around_them():
    assert typed(" Which\u00a0day? ", ["Monday ", "\tTuesday"]) == {
        "ask": "Which\u00a0day?",
        "choices": ["Monday", "Tuesday"],
    }


@pytest.mark.parametrize("words", ["<script>", "Год?", "日本", "👩‍👧", "عربي", "{cite}", "%s"])
def test_words_of_every_script_may_be_asked(words):
    assert typed(words, [words, "-"])["ask"] == words


@pytest.mark.parametrize("problem", LONG)
def test_what_is_just_short_enough_may_be_asked_and_one_more_may_not(problem):
    ask, choices = LONG[problem]
    assert typed(ask, choices)
    longer = {
        "long_question": (ask + "a", choices),
        "long_choice": (ask, [choices[0] + "b", "c"]),
        "many_choices": (ask, [*choices, "more"]),
    }[problem]
    assert fault(Kind.TYPED, dict(zip(("ask", "choices"), longer, strict=True))) == problem
    # The sentence names the very number.
    most = {
        "long_question": polls.LONGEST_QUESTION,
        "long_choice": polls.LONGEST_CHOICE,
        "many_choices": polls.MOST_CHOICES,
    }
    assert str(most[problem]) in CONTENT.texts[f"ui.ask.{problem}"]


@pytest.mark.parametrize(
    ("ask", "choices", "problem"),
    [
        ("", ["a", "b"], "no_question"),
        (" \n ", ["a", "b"], "no_question"),
        ("a", ["b"], "few_choices"),
        ("a", [], "few_choices"),
        ("a", ["b", " "], "few_choices"),
        ("a", ["Straße", "STRASSE "], "same_choice"),
        ("a\nb", ["c", "d"], "odd_signs"),
        ("a", ["b\x00", "c"], "odd_signs"),
        ("a", ["b\u202e", "c"], "odd_signs"),
        ("a\u2028b", ["c", "d"], "odd_signs"),
        ("a\ud800", ["c", "d"], "odd_signs"),
        (["a"], ["b", "c"], "unreadable"),
        ("a", "bc", "unreadable"),
        ("a", ["b", 1], "unreadable"),
        ("a", None, "unreadable"),
    ],
)
def test_what_cannot_be_typed_says_why(ask, choices, problem):
    assert fault(Kind.TYPED, {"ask": ask, "choices": choices}) == problem


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        (Kind.QUESTION, {"question": "none"}),
        (Kind.QUESTION, {"question": ["none"]}),
        (Kind.QUESTION, {}),
        (Kind.QUESTION, {"question": KNOWLEDGE.id, "more": 1}),
        (Kind.CHECK, {"form": "between", "length": "short"}),
        (Kind.CHECK, {"form": "after", "length": "long"}),
        (Kind.CHECK, {"form": ["after"], "length": "short"}),
    ],
)
def test_what_the_kit_does_not_have_cannot_be_asked(kind, asked):
    assert fault(kind, asked) == "unreadable"


def test_what_the_kit_has_can_be_asked():
    for question in CONTENT.bank:
        assert checked(Kind.QUESTION, {"question": question}, CONTENT) == {"question": question}
    assert checked(Kind.CHECK, {"form": "after", "length": "short"}, CONTENT) == {"form": "after", "length": "short"}


def step(case, answers, question):
    return {"topic": case.topic, "case": case.id, "answers": answers, "question": question}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_case_is_asked_step_by_step_and_in_no_other_order(case):
    answers = {}
    while question := steps.next_question(case, answers, CONTENT):
        asked = step(case, dict(answers), question.id)
        assert checked(Kind.STEP, asked, CONTENT) == asked
        assert choices_of(Kind.STEP, asked, CONTENT)[-1] == polls.NOT_SURE
        assert fault(Kind.STEP, {**asked, "question": "none"}) == "unreadable"
        assert fault(Kind.STEP, {**asked, "answers": {**answers, question.id: "none"}}) == "unreadable"
        assert fault(Kind.OUTCOME, {key: asked[key] for key in ("topic", "case", "answers")}) == "unreadable"
        answers[question.id] = choices_of(Kind.STEP, asked, CONTENT)[0]
    told = {"topic": case.topic, "case": case.id, "answers": answers}
    assert checked(Kind.OUTCOME, told, CONTENT) == told
    assert fault(Kind.OUTCOME, {**told, "answers": {**answers, "none": "yes"}}) == "unreadable"
    assert fault(Kind.STEP, {**told, "question": next(iter(answers))}) == "unreadable"


@pytest.mark.parametrize(
    "wrong",
    [{"case": "none"}, {"case": ["none"]}, {"topic": "none"}, {"answers": []}, {"answers": None}, {"question": ["x"]}],
)
def test_a_case_that_there_is_not_cannot_be_steered(wrong):
    case = CASES[0]
    asked = step(case, {}, steps.next_question(case, {}, CONTENT).id)
    assert fault(Kind.STEP, {**asked, **wrong}) == "unreadable"


def test_a_story_that_is_told_in_no_workshop_cannot_be_steered():
    case = next(case for case in CONTENT.cases.values() if not case.workshop and steps.next_question(case, {}, CONTENT))
    assert fault(Kind.STEP, step(case, {}, steps.next_question(case, {}, CONTENT).id)) == "unreadable"


def test_only_a_question_with_a_right_answer_can_be_answered_with_not_sure():
    for question in CONTENT.bank.values():
        choices = choices_of(Kind.QUESTION, {"question": question.id}, CONTENT)
        assert (polls.NOT_SURE in choices) == (question.right is not None)
        for choice in choices:
            read = answers_read(Kind.QUESTION, {"question": question.id}, {"choice": choice}, CONTENT)
            assert read == {"choice": choice}


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8) | st.just("choice"), inner, max_size=3)
    ),
    max_leaves=8,
)
ASKED = [
    (Kind.QUESTION, {"question": KNOWLEDGE.id}),
    (Kind.TYPED, {"ask": "a", "choices": ["b", "c"]}),
    (Kind.CHECK, {"form": "after", "length": "full"}),
    (Kind.STEP, step(CASES[0], {}, steps.next_question(CASES[0], {}, CONTENT).id)),
    (Kind.OUTCOME, {"topic": CASES[0].topic, "case": CASES[0].id, "answers": {}}),
]


@given(st.sampled_from(ASKED), anything)
def test_whatever_is_sent_is_read_as_an_answer_or_as_none(asked, sent):
    kind, what = asked
    read = answers_read(kind, what, sent, CONTENT)
    if read is None:
        return
    if kind is Kind.CHECK:
        assert isinstance(read, dict)
    else:
        assert read == sent
        assert read["choice"] in choices_of(kind, what, CONTENT)


def test_nobody_votes_on_one_thing_in_a_check_or_at_the_end_of_a_case():
    for kind, asked in (ASKED[2], ASKED[4]):
        assert choices_of(kind, asked, CONTENT) == []


@pytest.mark.parametrize(
    ("number", "is_one"), [(0, True), (500, True), (501, False), (-1, False), (True, False), (1.0, False), ("1", False)]
)
def test_hands_are_whole_numbers_of_people(number, is_one):
    assert is_count(number) == is_one
