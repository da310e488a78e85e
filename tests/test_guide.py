"""The trainer's guide: in step with data/, safe as HTML, and easy enough to read."""

import re

import pytest

from iepkit import guide
from iepkit.content import load
from iepkit.content.reading_level import HIGHEST_GRADE, LEAST_WORDS, count_words, grade
from iepkit.content.workshop import FLOOR_TOPICS
from iepkit.explorers import TOPICS
from tests.kit import ROOT

TEXT = (ROOT / guide.GUIDE).read_text(encoding="utf-8")
SPANISH = (ROOT / guide.file_of("es")).read_text(encoding="utf-8")
BEGIN, END = "<!-- questions -->", "<!-- end of questions -->"


def prose(text):
    """The part that is written by hand."""
    return text.split(BEGIN)[0] + text.split(END)[1]


PROSE = prose(TEXT)
SECTIONS = (
    *("In two minutes", "A week before", "An hour before", "The run", "Say this first", "School staff in the room"),
    *('"I can\'t advise on your child, but ..."', "When it becomes too much", "Interpreters", "Everyone can take part"),
    *("When something fails", "Hard questions from the floor", "The next day: an e-mail", "After: the run log"),
)


def test_its_questions_are_those_of_the_data(content):
    # If not: make guide, then make notebooks.
    assert guide.with_questions(TEXT, content) == TEXT
    assert guide.with_questions(SPANISH, content, "es") == SPANISH


def test_each_question_stands_there_with_answer_words_cites_and_how_far_it_is_confirmed(content):
    told = guide.questions(content)
    assert told.count("\n#### ") == len(content.floor)
    assert told.count("**You can say:**") == told.count("*Where it stands:*") == len(content.floor)
    counted = sum(len(question.sources) for question in content.floor.values())
    assert len(re.findall(r"\((?:Federal|Massachusetts|Practice); (?:read|not read)[^)]*\)", told)) == counted
    assert "30 school working days" in told
    assert re.findall(r"[{}]", told) == []


def test_a_source_that_is_not_firm_says_whom_to_check_with(content):
    blocks = guide.questions(content).split("\n#### ")[1:]
    for question, told in zip(
        sorted(content.floor.values(), key=lambda one: FLOOR_TOPICS.index(one.topic)), blocks, strict=True
    ):
        weak = [i for i in question.sources if not content.sources[i].is_firm]
        assert ("Check with" in told.split("*Where it stands:*")[1]) == bool(weak), question.id


def test_a_change_in_the_data_shows_in_the_guide_with_no_old_words_left(kit):
    old = "A federal memo says so."
    kit.edit("data/floor.yaml", old, "A memo of the state of Oz says so.")
    shown = guide.show(load(kit.folder)).data
    assert "Oz" in shown
    assert old not in shown


def test_it_has_the_parts_that_a_trainer_looks_for():
    assert [name for name in SECTIONS if f"\n## {name}\n" not in TEXT] == []


def test_it_is_short_and_easy_to_read(content):
    lines = [re.sub(r"[#>|*`-]", " ", line) for line in PROSE.splitlines()]
    terms = [form for term_id in content.glossary for form in content.term_forms(term_id)]
    assert LEAST_WORDS <= count_words(lines) <= 3100
    assert grade(lines, terms) <= HIGHEST_GRADE


@pytest.mark.parametrize("text", [TEXT, SPANISH])
def test_it_names_a_paper_twin_for_each_explorer(text):
    assert [topic for topic in TOPICS if f"`worksheet_{topic}`" not in prose(text)] == []


def test_the_spanish_guide_has_the_same_parts_lists_and_tables():
    """What a trainer finds at a place in the one stands at that place in the other."""

    def shape(text):
        marks = (re.match(r"#+ |\d+\. |- |\||> ?", line) for line in prose(text).splitlines())
        return [mark.group() for mark in marks if mark]

    assert shape(SPANISH) == shape(TEXT)
    # Spanish says the same in more words.
    assert count_words(prose(SPANISH).splitlines()) <= 1.2 * count_words(PROSE.splitlines())


def test_the_spanish_guide_is_shown_as_spanish_and_its_questions_are_in_spanish(content):
    shown = guide.show(content, "es").data
    assert '<div class="iepkit guide" lang="es">' in shown
    assert shown.count("Puede decir:") == shown.count("Dónde está escrito:") == len(content.floor)
    assert "You can say:" not in shown


def test_a_language_that_the_guide_is_not_written_in_gets_the_english_one(kit):
    kit.path(guide.file_of("es")).unlink()
    made = load(kit.folder)
    assert guide.languages(made) == ["en"]
    assert guide.show(made, "es").data == guide.show(made).data


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>"])
def test_what_stands_in_angle_brackets_is_shown_and_never_run(words, kit):
    kit.edit(guide.GUIDE, "For all who lead", f"{words} For all who lead")
    kit.edit("data/floor.yaml", "A federal memo says so.", f"A memo {words}.")
    shown = guide.show(load(kit.folder)).data
    assert words not in shown
    assert shown.count(words.split()[0].replace("<", "&lt;").replace(">", "&gt;")) == 2


def test_a_table_and_no_mark_of_the_makers_is_shown(content):
    shown = guide.show(content).data
    assert "<table>" in shown
    assert "questions --" not in shown


def test_a_guide_that_is_missing_gets_a_sentence(kit):
    kit.path(guide.GUIDE).unlink()
    with pytest.raises(FileNotFoundError, match="Put it back"):
        guide.show(load(kit.folder))


@pytest.mark.parametrize("text", [f"{BEGIN}\n", f"{END}\n", f"{END}\n{BEGIN}\n"])
def test_a_guide_without_its_marks_gets_a_sentence(text, content):
    with pytest.raises(ValueError, match="in this order"):
        guide.with_questions(text, content)
