"""A translation that nobody has checked is labelled wherever it is used, and no longer than that."""

import dataclasses

import pytest

from iepkit import comparison, pages
from iepkit.documents.handouts import _as_data
from iepkit.slides import shown
from iepkit.wording import Wording, drafts_used, labels_drafts, render

LABEL = "Borrador: nadie ha revisado"
WORKSHOP = "workshop"


def checked(content, *but):
    """The content with every Spanish text checked, except those whose ids begin so."""
    texts = {
        text_id: found if but and text_id.startswith(but) else dataclasses.replace(found, checked_by="Ana")
        for text_id, found in content.translations["es"].items()
    }
    return dataclasses.replace(content, translations={"es": texts})


@pytest.mark.parametrize("part", pages.PARTS)
def test_each_part_is_labelled_until_all_its_texts_are_checked(content, part):
    assert pages.build(part, content, "es", WORKSHOP, "").count(LABEL) == 1
    assert LABEL not in pages.build(part, checked(content), "es", WORKSHOP, "")
    assert "data-draft" not in pages.build(part, content, "en", WORKSHOP, "")


def test_one_draft_labels_the_part_in_which_it_is_used_and_no_other(content):
    found = checked(content, "glossary.ada.meaning", "letter.records.")
    labelled = {part for part in pages.PARTS if LABEL in pages.build(part, found, "es", WORKSHOP, "")}
    assert "words" in labelled
    assert "letter" in labelled
    assert not labelled & {"papers", "dates", "help"}


def test_the_page_around_the_parts_has_its_own_label(content):
    assert LABEL in pages.whole(checked(content, "ui.stored"), "es", WORKSHOP, list(pages.PARTS), files="")
    assert LABEL not in pages.whole(checked(content), "es", WORKSHOP, list(pages.PARTS), files="")


def test_the_words_of_a_number_are_a_text_of_whoever_uses_the_number(content):
    found = checked(content, "unit.school_days.many")
    wording = Wording(found, "es")
    limit = next(one for one in content.limits.values() if one.unit == "school_days" and one.value > 1)
    using = next(i for i, text in content.texts.items() if f"{{{limit.id}}}" in text)
    with drafts_used() as drafts:
        wording.plain("ui.title", **wording.numbers)
    assert drafts == set()
    with drafts_used() as drafts:
        wording.words(using)
    assert drafts == {"unit.school_days.many"}


def test_a_slide_and_its_notes_are_labelled(content):
    slide = content.blocks["welcome"].slides[0]
    own = checked(content, slide.title_id)
    assert "Borrador de traducción" in shown.as_html(own, slide, language="es")
    assert "data-draft" not in shown.notes_as_html(own, slide, language="es")
    said = checked(content, f"{slide.text_id}.say")
    assert "data-draft" not in shown.as_html(said, slide, language="es")
    assert LABEL in shown.notes_as_html(said, slide, language="es")


def test_a_handout_is_labelled_in_its_foot(content):
    def foot(found, language):
        return _as_data("help", Wording(found, language), "")["foot"][0]

    assert LABEL in foot(content, "es")
    assert LABEL in foot(checked(content, "help."), "es")
    assert LABEL not in foot(checked(content, "cell."), "es")
    assert foot(content, "en").startswith("Teaching material")


def test_the_printed_chart_and_the_table_are_labelled(content):
    assert comparison.printable_page(content, "es").count(LABEL) == 1
    assert comparison.as_csv(content, "es").count(LABEL) == len(content.cells)
    assert LABEL not in comparison.printable_page(checked(content), "es") + comparison.as_csv(checked(content), "es")


def test_what_is_made_inside_is_labelled_outside(content):
    @labels_drafts
    def outer(found):
        inner = render("help", found, "es")
        return f"{Wording(found, 'es').draft}{inner}"

    assert outer(content).count(LABEL) == 1
    assert LABEL not in outer(checked(content))
