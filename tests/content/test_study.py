"""The modules of the self-study: each fault gets its sentence, and nothing is asked in two of them."""

import datetime as dt

import pytest

from iepkit.content import load
from iepkit.content.questions import STAFF_QUESTIONS
from iepkit.content.study import NOTEBOOKS, PACE, READINESS, STUDY
from iepkit.content.workshop import FLOOR_TOPICS

OURS = f"{STUDY}/01_ours.yaml"
MODULE = """\
id: ours
title: Our own
aim: You can say who decides.
minutes: 20
cases: [adhd-good-grades]
law:
  - id: who_decides
    source: cfr-300-306
    cite: 34 CFR 300.306(a)(1)
    words: A group of qualified professionals and the parent
    compared: 2026-11-26
    plain: A group decides, and the parents are part of it.
tasks:
  - id: find_it
    topic: eligibility
    ask: Find facts for which a 504 plan should be asked for now.
    goal: {plan_504: [ask_now]}
    worked: {limits: "yes"}
check: [law_better_plan]
floor: [both_at_once]
myths: [fail_first]
further: [cfr-300-306]
"""
FAULTS = {
    "a case that is not there": (
        "[adhd-good-grades]",
        "[nobody]",
        'cases names "nobody", and there is none; it is left out.',
    ),
    "a question that is not there": (
        "[law_better_plan]",
        "[gone]",
        'check names "gone", and there is none; it is left out.',
    ),
    "a question from the floor that is not there": ("[both_at_once]", "[gone]", 'floor names "gone"'),
    "a myth that is not there": ("[fail_first]", "[gone]", 'myths names "gone"'),
    "a source to read on that is not there": ("further: [cfr-300-306]", "further: [gone]", 'further names "gone"'),
    "a source of the law that is not there": ("source: cfr-300-306", "source: gone", 'there is no source "gone".'),
    "words that nobody compared": ("    compared: 2026-11-26\n", "", 'the words "who_decides" do not say when'),
    "words with no plain ones": (
        "    plain: A group decides, and the parents are part of it.\n",
        "",
        '"plain" is missing',
    ),
    "too many minutes": ("minutes: 20", "minutes: 45", "the module takes 45 minutes."),
    "an explorer that is not there": ("topic: eligibility", "topic: food", 'there is no explorer "food".'),
    "a goal that no explorer gives": ("[ask_now]", "[rejoice]", 'the goal of the task "find_it" names no answer'),
    "a goal for no plan": (
        "{plan_504: [ask_now]}",
        "{both: [ask_now]}",
        'the goal of the task "find_it" names no answer',
    ),
    "no aim": ("aim: You can say who decides.\n", "", '"aim" is missing or empty.'),
    "an unknown key": ("further:", "farther:", 'the key "farther" is not known.'),
    "a number that is none": ("Find facts", "Wait {nothing}. Find facts", 'there is no number "nothing".'),
    "a number that is none, in plain words": ("A group decides,", "In {nothing},", 'there is no number "nothing".'),
    "a verdict": ("You can say who decides.", "Then your child qualifies.", 'says "your child qualifies"'),
    "a verdict in plain words": ("A group decides,", "You qualify,", 'says "You qualify"'),
}


@pytest.fixture
def ours(kit):
    """A kit with one module."""
    kit.speak_english_alone()
    for path in kit.path(STUDY).glob("*.yaml"):
        path.unlink()
    kit.path(OURS).write_text(MODULE, encoding="utf-8")
    next(kit.path(NOTEBOOKS).glob("*.ipynb")).rename(kit.path(f"{NOTEBOOKS}/01_ours.ipynb"))
    return kit


def test_a_module_that_is_as_it_should_be_is_taken(ours):
    assert ours.problems() == []
    module = load(ours.folder).modules["ours"]
    assert module.notebook == "notebooks/self_study/01_ours.ipynb"
    assert module.items == (
        *("case.adhd-good-grades", "task.find_it", "question.law_better_plan", "floor.both_at_once", "myth.fail_first"),
    )
    assert module.law[0].compared == dt.date(2026, 11, 26)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_gets_its_sentence(fault, ours):
    old, new, sentence = FAULTS[fault]
    ours.edit(OURS, old, new)
    assert [problem for problem in ours.problems() if sentence in problem]


def test_the_laws_own_words_may_say_what_ours_may_not(ours):
    ours.edit(OURS, "A group of qualified professionals and the parent", "within 10 days, or it is too late")
    assert ours.problems() == []


def test_a_module_may_leave_out_what_it_does_not_have(ours):
    ours.edit(OURS, "myths: [fail_first]\n", "")
    ours.edit(OURS, "floor: [both_at_once]", "floor: []")
    assert ours.problems() == []
    assert load(ours.folder).modules["ours"].floor == ()


@pytest.mark.parametrize("item", ["task.find_it", "question.law_better_plan", "floor.both_at_once", "myth.fail_first"])
def test_nothing_is_asked_in_two_modules(item, ours):
    second = MODULE.replace("id: ours", "id: second").replace("who_decides", "who_else")
    ours.path(f"{STUDY}/02_second.yaml").write_text(second, encoding="utf-8")
    notebook = ours.path(f"{NOTEBOOKS}/01_ours.ipynb")
    ours.path(f"{NOTEBOOKS}/02_second.ipynb").write_bytes(notebook.read_bytes())
    assert [p for p in ours.problems() if f'"{item}" stands in the module "ours" too.' in p]


def test_two_modules_have_not_the_same_id(ours):
    ours.path(f"{STUDY}/02_second.yaml").write_text(MODULE, encoding="utf-8")
    assert [p for p in ours.problems() if 'the module "ours" stands in another file too.' in p]


def test_a_module_has_a_notebook(ours):
    ours.path(f"{NOTEBOOKS}/01_ours.ipynb").unlink()
    assert [p for p in ours.problems() if "its notebook notebooks/self_study/01_ours.ipynb is missing." in p]


def test_a_room_is_served_without_what_a_module_names_and_there_is_no_more(ours):
    ours.edit(OURS, "check: [law_better_plan]", "check: [law_better_plan, gone]")
    ours.path(f"{NOTEBOOKS}/01_ours.ipynb").unlink()
    assert len(ours.problems()) == 2
    assert load(ours.folder).modules["ours"].check == ("law_better_plan",)


def test_with_no_modules_it_is_said_where_they_belong(kit):
    for path in kit.path(STUDY).glob("*.yaml"):
        path.unlink()
    assert f"{STUDY}: there are no modules. Put the folder back, from a copy or from the kit." in kit.problems()


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("task: 2.5", "task: long", "some of the minutes can't be read."),
        ("  task: 2.5\n", "", "some of the minutes can't be read."),
        ("words_a_minute: 180", "words_a_minute: 0", "some of the minutes can't be read."),
    ],
)
def test_a_pace_that_cannot_be_counted_with_is_refused(old, new, sentence, kit):
    kit.edit(PACE, old, new)
    assert [p for p in kit.problems() if p.startswith(PACE) and sentence in p]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("law: 2", "law: 200", '200 questions of "law" can\'t be drawn'),
        ("law: 2", "law: none", 'none questions of "law" can\'t be drawn'),
        ("law: 2", "food: 2", '2 questions of "food" can\'t be drawn: there are 0.'),
        ("percent: 80", "percent: 101", "the percent can't be."),
    ],
)
def test_a_readiness_that_cannot_be_asked_is_refused(old, new, sentence, kit):
    kit.edit(READINESS, old, new)
    assert [p for p in kit.problems() if p.startswith(READINESS) and sentence in p]


def test_a_question_stands_in_one_file_of_questions(kit):
    text = kit.path("data/questions.yaml").read_text(encoding="utf-8")
    first = text[text.index("- id:") : text.index("\n- id:", text.index("- id:") + 1)]
    kit.append(STAFF_QUESTIONS, first.replace("topic: law", "topic: room"))
    assert [p for p in kit.problems() if 'the id "law_two_laws" stands in another file of questions too.' in p]


def test_what_staff_are_asked_is_no_question_for_the_room(content):
    assert content.staff_bank
    assert not {question.topic for question in content.staff_bank.values()} & set(FLOOR_TOPICS)
    assert not content.staff_bank.keys() & content.bank.keys()
