"""The minutes that a module declares are those of the rule."""

import json
import math
import re
from dataclasses import replace

import pytest

from iepkit.content.notebooks import translated_into
from iepkit.learning.study.minutes import declared, minutes_of, word_count
from tests.kit import ROOT

MODULES = sorted(path.stem for path in (ROOT / "data/study").glob("*.yaml"))


def notebook(*cells):
    return {"cells": [{"cell_type": kind, "source": source} for kind, source in cells]}


@pytest.fixture
def module(content):
    bare = {"cases": (), "tasks": (), "check": (), "floor": (), "myths": ()}
    return replace(content.modules["eligibility"], **bare)


@pytest.mark.parametrize("stem", MODULES)
def test_a_module_declares_the_minutes_of_the_rule(stem, content):
    module = content.modules[stem.partition("_")[2]]
    cells = json.loads((ROOT / module.notebook).read_text(encoding="utf-8"))
    assert module.minutes == minutes_of(module, cells, content)
    assert declared(cells) == [module.minutes]


@pytest.mark.parametrize("language", translated_into(ROOT))
@pytest.mark.parametrize("stem", MODULES)
def test_a_module_in_another_language_names_the_same_minutes(stem, language, content):
    module = content.modules[stem.partition("_")[2]]
    path = ROOT / "notebooks" / language / module.notebook.removeprefix("notebooks/")
    prose = "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"])
    assert [int(minutes) for minutes in re.findall(r"^\*\*[^*]*Minut[^*]*\*\*\s+(\d+)\b", prose, re.MULTILINE)] == [
        module.minutes
    ]


def test_minutes_go_up_to_the_next_five(module, content):
    for words, minutes in ((1, 5), (900, 5), (901, 10), (1800, 10)):
        assert minutes_of(module, notebook(("markdown", "word " * words)), content) == minutes


@pytest.mark.parametrize(
    ("field", "kind"),
    [("cases", "case"), ("tasks", "task"), ("check", "question"), ("floor", "floor"), ("myths", "myth")],
)
def test_what_is_to_do_takes_its_minutes(module, content, field, kind):
    busy = replace(module, **{field: ("a",) * 20})
    assert minutes_of(busy, notebook(), content) == 5 * math.ceil(20 * content.pace.minutes[kind] / 5) > 5


def test_the_laws_own_words_are_read_slowly_and_the_plain_ones_as_all_else(module, content):
    words = next(words for one in content.modules.values() for words in one.law)
    law, plain = (word_count(content.texts[text_id]) for text_id in (words.words_id, words.plain_id))
    pace = content.pace
    assert law > 0
    assert pace.law_words_a_minute < pace.words_a_minute
    shown = ("code", f'learning.law("{words.id}")')
    filled = math.floor(pace.words_a_minute * (10 - law / pace.law_words_a_minute)) - plain
    assert minutes_of(module, notebook(shown, ("markdown", "word " * filled)), content) == 10
    assert minutes_of(module, notebook(shown, ("markdown", "word " * (filled + 1))), content) == 15


def test_each_cell_with_a_table_takes_its_minutes_once(module, content):
    cell = ("code", "from iepkit import tables\n\ntables.limits().query('value > 5').join(tables.sources())")
    for count in (1, 2, 3, 7):
        takes = 5 * math.ceil(count * content.pace.minutes["table"] / 5)
        assert minutes_of(module, notebook(*[cell] * count), content) == takes


def test_sections_that_are_shown_are_read(module, content):
    read = sum(word_count(content.texts[text_id]) for text_id in content.sections["purpose"].text_ids)
    filled = 900 - read
    assert 0 < filled < 900
    shown = ("code", ['sections.show("purpose")'])
    assert minutes_of(module, notebook(shown, ("markdown", "word " * filled)), content) == 5
    assert minutes_of(module, notebook(shown, ("markdown", "word " * (filled + 1))), content) == 10


def test_what_is_not_there_to_show_is_said(module, content):
    with pytest.raises(KeyError, match="nothing"):
        minutes_of(module, notebook(("code", 'sections.show("nothing")')), content)


@pytest.mark.parametrize(
    ("markdown", "count"),
    [
        ("", 0),
        ("## Who may be found eligible?", 5),
        ("- one\n- **two** 3\n* four - five", 5),
        ("Read [the two laws](02_law.ipynb) first.", 5),
        ('Read [the two laws](02_law.ipynb "Two laws, two plans") first.', 5),
        ("<details><summary>Worked answer</summary>\n\nFive\n\n</details>", 3),
        ("34 CFR 300.8(a)(1)", 3),
        ("| a | b |\n| --- | --- |\n| 1 | 2 |", 4),
    ],
)
def test_words_are_what_is_read(markdown, count):
    assert word_count(markdown) == count


def test_the_declared_minutes_are_found():
    assert declared(notebook(("markdown", "**Who:** staff\n**Minutes:** 25\n"), ("code", "# **Minutes:** 9"))) == [25]
    assert declared(notebook(("markdown", "Minutes: 25"))) == []
