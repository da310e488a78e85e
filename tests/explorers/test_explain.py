"""A lawyer tries a story without Python."""

import json

import pytest

from iepkit.cli import main

STORY = """\
id: try
topic: eligibility
name: A girl with good grades and ADHD
given:
  state: massachusetts
  age: 9
  kinds: [other_health_impairment]
  progress: "yes"
  need: accommodations
  limits: without_help
  main_reason: [none]
  said: [grades]
"""


@pytest.fixture
def story(tmp_path):
    def write(text=STORY):
        path = tmp_path / "story.yaml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_a_new_story_gives_both_plans_with_sources_and_words(story, capsys):
    assert main(["explain", story()]) == 0
    printed = capsys.readouterr().out
    for words in (
        "IEP: You can ask in writing for a special education evaluation.",
        "504 plan: Ask in writing for a 504 evaluation",
        "Good grades do not decide.",
        'You can say: "Good grades do not decide this. Please evaluate all areas, not only grades."',
        "- 34 CFR 300.101(c) (Federal). We have not read the text yet. Check with",
        "Teaching material, not legal advice.",
    ):
        assert words in printed


def test_it_can_be_read_by_a_program(story, capsys):
    assert main(["explain", story(), "--json"]) == 0
    (explained,) = json.loads(capsys.readouterr().out)
    assert explained["plan_504"]["reasons"][0]["id"] == "limits_without_help"
    assert explained["iep"]["reasons"][0]["sources"][0].keys() == {"cite", "level", "address", "confirmed"}


def test_a_list_of_stories_and_their_expectations_are_taken(story, capsys):
    entry = "- " + STORY.replace("\n", "\n  ").rstrip() + "\n"
    other = entry.replace("id: try", "id: two") + "  expect:\n    iep: {answer: ask_now, because: []}\n"
    assert main(["explain", story(entry + other)]) == 1
    out, err = capsys.readouterr()
    assert out.count("A girl with good grades and ADHD") == 2
    assert 'expects "ask_now" of iep, and the rules give "ask_and_say_why"' in err


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "age: 9",
            "age: 400",
            '"age": This number can\'t be. Look at it again. Write a whole number from 0 to 30, or not_sure.',
        ),
        (
            "need: accommodations",
            "need: gold",
            '"need": This is none of the answers. Choose one of those that are there. Write one of: instruction',
        ),
        ("said: [grades]", "said: [grades, none]", '"said": This answer can\'t go with another.'),
        ("said: [grades]", "says: [grades]", '"says": There is no such question. The questions are: state, age'),
        ("  need: accommodations\n", "", 'has no answer to "need". Write an answer, or "not_sure".'),
        ("age: 9", 'age: 9\n  diploma: "yes"', 'answers "diploma", which is not asked here.'),
        ("topic: eligibility", "topic: luck", '"luck" is not known. Write one of: accountability, discipline,'),
        ("name: A girl", "title: A girl", 'the key "title" is not known.'),
        ("given:", "given: 5\ngave:", 'the key "gave" is not known.'),
        ("  age: 9", " age: 9", "the file can't be read here"),
    ],
)
def test_a_fault_gets_one_sentence_with_file_and_line(story, capsys, old, new, sentence):
    assert old in STORY
    assert main(["explain", story(STORY.replace(old, new))]) == 1
    err = capsys.readouterr().err
    assert sentence in err
    assert "story.yaml, row " in err
    assert "Traceback" not in err


def test_a_missing_file_gets_one_sentence(tmp_path, capsys):
    assert main(["explain", str(tmp_path / "none.yaml")]) == 1
    assert "none.yaml: the file is missing." in capsys.readouterr().err
