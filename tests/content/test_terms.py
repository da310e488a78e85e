"""The words of the law in two languages: each once, and confirmed only where it was seen."""

import pytest

from iepkit.content import load

FILE = "data/terms/es.csv"


def test_the_decisions_on_spanish_words_hold(content):
    said = {pair.english: pair.text for pair in content.terms["es"]}
    assert said["school days"] == "días escolares"
    assert said["school working days"] == "días laborables escolares"
    assert said["business days"] == "días hábiles"
    assert said["calendar days"] == "días calendario"
    assert said["FAPE"] == "educación pública gratuita y adecuada (FAPE)"


def test_each_kind_of_day_is_called_as_the_page_calls_it(content):
    said = {pair.english: pair.text for pair in content.terms["es"]}
    for unit in ("school_days", "school_working_days", "business_days", "calendar_days"):
        english = content.texts[f"unit.{unit}.many"]
        assert said[english] == content.words(f"unit.{unit}.many", "es")[0]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("IDEA,otra,law,,,no", '"IDEA" stands in row'),
        ("new word,palabra,law,,,yes", "confirmed by the text in which it was seen"),
        ("new word,palabra,law,,A book,no", "confirmed by the text in which it was seen"),
        ("new word,palabra,law,,,perhaps", '"perhaps" is not known'),
        ("new word,palabra,other,,,no", '"other" is not known'),
        ("new word,,law,,,no", "the cell is empty"),
    ],
)
def test_a_fault_is_named(kit, row, sentence):
    kit.append(FILE, row)
    assert any(sentence in problem for problem in kit.problems())


def test_a_column_that_is_not_known_is_named(kit):
    kit.edit(FILE, "english,text,kind", "english,spanish,kind")
    assert any('the column "spanish" is not known' in problem for problem in kit.problems())


def test_a_language_without_such_words_has_none(kit):
    kit.translate("eo", {"ui.title": "Xe ze?"})
    content = load(kit.folder)
    assert content.languages == ("en", "eo", "es")
    assert set(content.terms) == {"es"}


def test_a_kit_without_such_words_can_be_used(kit):
    kit.path(FILE).unlink()
    assert load(kit.folder).terms == {}
