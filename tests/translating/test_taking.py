"""What is taken of a row that came back, and what is named."""

import datetime as dt

import pytest

from iepkit.translating.lines import Line
from iepkit.translating.sheet import Returned
from iepkit.translating.taking import take

DAY = dt.date(2026, 11, 20)


def row(content, text_id, text, *, ok="", corrected="", remark="", english=None):
    return Returned("1 of 1", text_id, english or content.texts[text_id], text, ok, corrected, remark)


def taken_of(content, returned, *, text=None, english=None):
    """What comes of one row, where the language has this text for it."""
    english = english or content.texts[returned.id]
    line = Line("texts", returned.id, english, returned.text if text is None else text)
    return take(content, "es", [line], [returned], by="Ana", on=DAY)


@pytest.mark.parametrize("ok", ["yes", "Sí", "si", "OK"])
def test_what_is_found_good_is_checked(content, ok):
    found = taken_of(content, row(content, "ui.title", "Hola", ok=ok))
    assert found.lines == [Line("texts", "ui.title", content.texts["ui.title"], "Hola", "Ana", "2026-11-20", "Hola")]
    assert (found.confirmed, found.corrected, found.conflicts) == (1, 0, [])


@pytest.mark.parametrize("ok", ["", "no"])
def test_a_correction_is_taken_and_checked(content, ok):
    found = taken_of(content, row(content, "ui.title", "Hola", ok=ok, corrected="Buenas"))
    assert (found.lines[0].text, found.lines[0].checked_text, found.corrected) == ("Buenas", "Buenas", 1)


def test_what_is_only_found_wrong_stays_a_draft_and_is_listed(content):
    found = taken_of(content, row(content, "ui.title", "Hola", ok="no", remark="Hm."))
    assert (found.refused, found.remarks, found.lines[0].checked_by) == (["ui.title"], ["ui.title: Hm."], "")


@pytest.mark.parametrize(
    ("text_id", "filled", "sentence"),
    [
        ("ui.title", {"ok": "yes", "corrected": "Buenas"}, "it is found good, and a correction stands beside it."),
        ("ui.title", {"ok": "perhaps"}, '"perhaps" is neither yes nor no.'),
        ("ui.title", {"ok": "yes", "english": "Other"}, "the English has changed since the export."),
        ("ui.notice", {"corrected": "Sin."}, "the marks in curly brackets are not those of the English ({day})."),
        ("ui.notice", {"corrected": "El {day}} fue."}, "the marks in curly brackets are not those of the English"),
        ("ui.title", {"corrected": "=1+1"}, 'a spreadsheet would run it as a formula: it starts with "=".'),
        ("ui.title", {"corrected": "Usted califica."}, 'it says "Usted califica".'),
        ("ui.title", {"corrected": "En 5 días."}, 'it says "5 días", and not which kind of day.'),
        ("cell.law.iep", {"corrected": "Una ley."}, "it has 1 sentences and the English has 2, and a slide shows some"),
    ],
)
def test_a_conflict_is_named_and_nothing_of_its_row_is_taken(content, text_id, filled, sentence):
    found = taken_of(content, row(content, text_id, "Hola", **filled))
    (conflict,) = found.conflicts
    assert conflict.startswith(f"{text_id}: {sentence}")
    assert (found.lines[0].text, found.lines[0].checked_by) == ("Hola", "")


def test_a_translation_that_changed_meanwhile_is_a_conflict(content):
    found = taken_of(content, row(content, "ui.title", "Hola", ok="yes"), text="Buenas")
    assert found.conflicts == ["ui.title: the translation has changed since the export. It is now: Buenas"]


def test_english_that_changed_in_the_kit_is_a_conflict(content):
    found = taken_of(content, row(content, "ui.title", "Hola", ok="yes", english="Old"), english="Old")
    assert found.conflicts == [
        f"ui.title: the English has changed since the export. It is now: {content.texts['ui.title']}"
    ]


def test_no_words_can_not_be_good(content):
    assert "there are no words yet" in taken_of(content, row(content, "ui.title", "", ok="yes")).conflicts[0]


def test_an_id_that_stands_twice_is_not_taken(content):
    line = Line("texts", "ui.title", content.texts["ui.title"], "Hola")
    twice = [row(content, "ui.title", "Hola", ok="yes")] * 2
    found = take(content, "es", [line], twice, by="Ana", on=DAY)
    assert found.conflicts == ["ui.title: it stands 2 times in the file. Keep one row of it."]
    assert found.lines == [line]
