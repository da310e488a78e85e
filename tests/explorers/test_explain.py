"""A lawyer tries a story without Python."""

import html
import json
import re

import pytest

from iepkit.cli import main
from iepkit.content.model import BY_HAND
from iepkit.explorers import everything
from iepkit.wording import Wording

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
        "We have not read the text yet. Check with",
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


@pytest.fixture(scope="module")
def page(content):
    return html.unescape(everything(content))


def part_of(page, mark, tag="article"):
    """The text of one article or section of the page."""
    found = re.findall(rf"<{tag} {re.escape(mark)}>.*?</{tag}>", page, re.DOTALL)
    assert len(found) >= 1, mark
    return found


def shown(text, content, letter=None):
    names = (BY_HAND, *(blank.id for blank in letter.blanks)) if letter else ()
    return text.format(**{**Wording(content).numbers, **{name: f"{{{name}}}" for name in names}})


def cites_of(part, content):
    return [content.sources[source].cite for source in part.sources]


def test_a_lawyer_sees_every_paragraph_and_note_of_every_letter_with_its_condition_and_sources(page, content):
    for letter in content.letters.values():
        (section,) = part_of(page, f'id="letter-{letter.id}"', "section")
        for text_id in letter.text_ids(content.texts):
            assert shown(content.texts[text_id], content, letter) in section
        for part in letter.parts:
            (article,) = part_of(section, f'data-text="{part.text_id}"')
            assert all(cite in article for cite in cites_of(part, content))
            assert article.count('class="condition"') == len(part.condition)


def test_a_condition_is_said_in_the_words_of_the_questions(page, content):
    said = [
        "In which state does your child go to school? Massachusetts.",
        "Which way do you want to use? The federal way: I need not show my income / left open, or not asked.",
    ]
    iee = content.letters["independent_evaluation"]
    (section,) = part_of(page, 'id="letter-independent_evaluation"', "section")
    (both,) = [part for part in iee.passages if part.condition.keys() == {"state", "route"}]
    assert both.condition == {"state": ("massachusetts",), "route": ("federal", "not_sure")}
    (article,) = part_of(section, f'data-text="{both.text_id}"')
    assert [f"Only if the answer to this is one of these: {words}" in article for words in said] == [True, True]


def test_a_lawyer_sees_every_paper_and_every_step_with_its_sources(page, content):
    for kind, entries, keys in (
        ("paper", content.papers, ("name", "why", "ask")),
        ("step", content.steps, ("name", "text", "say")),
    ):
        for entry in entries.values():
            (article,) = part_of(page, f'data-{kind}="{entry.id}"')
            for text in [content.texts[f"{kind}.{entry.id}.{key}"] for key in keys]:
                assert shown(text, content) in article
            assert all(cite in article for cite in cites_of(entry, content))
    assert "It holds for: other states; a state that was left open." in part_of(page, 'data-step="free_help_other"')[0]
    assert "Shown after one of these reasons: <code>" in part_of(page, 'data-paper="report_cards"')[0]


def test_a_lawyer_sees_every_time_limit_under_the_day_that_it_runs_from(page, content):
    for event in content.events.values():
        (section,) = part_of(page, f'data-event="{event.id}"', "section")
        for key in ("ask", "help"):
            assert content.texts[f"event.{event.id}.{key}"] in section
        for deadline in content.deadlines.values():
            assert (f'data-deadline="{deadline.id}"' in section) == (deadline.event == event.id)
    for deadline in content.deadlines.values():
        (article,) = part_of(page, f'data-deadline="{deadline.id}"')
        limit = content.limits[deadline.limit]
        assert f"{content.texts[f'limit.{limit.id}.name']}: <b>{Wording(content).numbers[limit.id]}</b>" in article
        assert content.texts[f"unit.{limit.unit}.counting"] in article
        assert content.texts[f"ui.explain_owed_by.{limit.owed_by}"] in article
        assert content.texts[f"ui.explain_how.{deadline.how}"] in article
        assert all(shown(content.texts[text_id], content) in article for text_id in deadline.text_ids)
        assert all(cite in article for cite in cites_of(deadline, content))
        assert ("Massachusetts" in article.split("</p>")[0]) == ("massachusetts" in deadline.states)
