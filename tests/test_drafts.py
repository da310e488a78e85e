"""A translation that nobody has checked is labelled wherever it is used, and no longer than that."""

import dataclasses
import datetime as dt
import io
import re

import icalendar
import pypdf
import pytest
from docx import Document

from iepkit import comparison, guide, pages
from iepkit.documents import certificate, pdf, plain, study_summary, word
from iepkit.documents.calendar_file import calendar_file
from iepkit.documents.certificate import Certificate
from iepkit.documents.handouts import _as_data
from iepkit.documents.letter import BEHIND, Copies, fill_copies
from iepkit.documents.study_summary import Summary
from iepkit.report import page
from iepkit.report.period import Period
from iepkit.site.dates_at_random import dates_of_given
from iepkit.slides import shown
from iepkit.wording import Wording, drafts_used, labels_drafts, render
from tests.report.samples import held

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
    # What a script labels itself has the words in its sheet.
    assert pages.build(part, content, "es", WORKSHOP, "").count(f"<b>{LABEL}") == 1
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


DAY = dt.date(2026, 11, 2)


def words_of(file):
    pages_read = pypdf.PdfReader(io.BytesIO(file)).pages
    return re.sub(r"\s+", " ", " ".join(one.extract_text() for one in pages_read))


def letter_of(content, copies, language="es", **answers):
    return fill_copies(content.letters["records"], answers, Wording(content, language), copies)


def test_the_familys_copy_of_a_letter_is_labelled_and_the_english_one_never(content):
    both = letter_of(content, Copies.BOTH).paragraphs
    assert [at for at, one in enumerate(both) if LABEL in one.text] == [[one.kind for one in both].index(BEHIND) + 1]
    assert letter_of(content, Copies.OWN).paragraphs[0].language == "es"
    assert LABEL in letter_of(content, Copies.OWN).paragraphs[0].text
    for found in (letter_of(content, Copies.ENGLISH), letter_of(content, Copies.BOTH, "en")):
        assert "draft" not in [one.kind for one in found.paragraphs]
    for copies in Copies:
        assert "draft" not in [one.kind for one in letter_of(checked(content), copies).paragraphs]


def test_a_letter_is_labelled_in_each_file(content):
    letter = letter_of(content, Copies.BOTH)
    assert words_of(pdf.as_pdf(letter)).count(LABEL) == 1
    assert plain.as_plain_text(letter).count(LABEL) == 1
    paragraphs = [one.text for one in Document(io.BytesIO(word.as_word(letter))).paragraphs]
    assert paragraphs[paragraphs.index(content.texts["ui.letter.behind"]) + 1].startswith(LABEL)


def test_a_passage_that_a_letter_leaves_out_labels_nothing(content):
    letter = next(
        one for one in content.letters.values() if any("state" in passage.condition for passage in one.passages)
    )
    passage = next(one for one in letter.passages if "state" in one.condition)
    wording = Wording(checked(content, passage.text_id), "es")
    states = next(blank.choices for blank in letter.blanks if blank.id == "state")
    for state in states:
        own = fill_copies(letter, {"state": state}, wording, Copies.OWN)
        assert (own.paragraphs[0].kind == "draft") == (state in passage.condition["state"])


def events_of(content, language="es", *, says_more):
    found = dates_of_given(
        {
            "state": "massachusetts",
            "events": {"request_received": str(DAY)},
            "calendar": {"years": [{"first": "2026-09-01", "last": "2027-06-16"}], "noSchool": [], "staffOnly": []},
        },
        DAY,
        content,
    )
    now = dt.datetime.combine(DAY, dt.time(9), dt.UTC)
    raw = calendar_file([*found.act_by, *found.owed], Wording(content, language), now, says_more=says_more)
    events = icalendar.Calendar.from_ical(raw).events
    assert events
    return [str(event["DESCRIPTION"]) for event in events]


@pytest.mark.parametrize("says_more", [True, False])
def test_each_event_of_the_calendar_file_is_labelled(content, says_more):
    assert all(LABEL in told for told in events_of(content, says_more=says_more))
    assert not any(LABEL in told for told in events_of(checked(content), says_more=says_more))
    assert not any("Draft" in told for told in events_of(content, "en", says_more=says_more))


def test_what_a_neutral_event_does_not_say_labels_nothing(content):
    found = checked(content, "deadline.")
    assert all(LABEL in told for told in events_of(found, says_more=True))
    assert not any(LABEL in told for told in events_of(found, says_more=False))


def of_certificate(content, language):
    told = Certificate("Ana Cruz", [*content.modules.values()], 230, [DAY], DAY)
    return words_of(certificate.as_pdf(told, content, language))


def of_summary(content, language):
    return words_of(study_summary.as_pdf(Summary("Ana Cruz", [], 25, [DAY], [], None, DAY), content, language))


def of_summary_as_text(content, language):
    return study_summary.as_text(Summary("Ana Cruz", [], 25, [DAY], [], None, DAY), content, language).decode()


def of_report(content, language):
    period = Period((held(content),))
    return words_of(page.as_pdf(period, content, language=language))


def of_guide(content, language):
    return guide.show(content, language).data


@pytest.mark.parametrize("made", [of_certificate, of_summary, of_summary_as_text, of_report, of_guide])
def test_a_print_is_labelled_until_all_its_texts_are_checked(content, made):
    labels = [Wording(content, language).plain(f"ui.{name}") for language in ("es", "en") for name in LABELS[made]]
    assert [made(content, "es").count(label) for label in labels] == [1, 0]
    assert not any(label in made(checked(content), "es") + made(content, "en") for label in labels)


LABELS = {
    **dict.fromkeys((of_certificate, of_summary, of_summary_as_text, of_report), ("draft",)),
    of_guide: ("guide.draft",),
}


def test_the_guide_says_it_below_its_title_in_bold_and_writing_it_again_changes_nothing(content):
    text = guide.read(content, "es")
    label = Wording(content, "es").plain("ui.guide.draft")
    assert [line for line in text.splitlines() if line and "<!--" not in line][1] == f"**{label}**"
    assert guide.with_questions(text, content, "es") == text
    without = guide.with_questions(text, checked(content), "es")
    assert "draft" not in without
    assert guide.with_questions(without, content, "es") == text
    # The prose has no table: while its sentence is not checked, it is a draft.
    assert label in guide.with_questions(without, checked(content, "ui.guide.draft"), "es")
