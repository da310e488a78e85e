"""A letter is sent in English, with the copy in the family's language behind it; what was typed stands in both."""

import io
import json

import pypdf
import pytest
from docx import Document
from docx.oxml.ns import qn

from iepkit.documents.letter import BEHIND, Copies, fill, fill_copies
from iepkit.documents.on_request import NotMadeError, letter_as_pdf
from iepkit.documents.paper_twins import paper_twins
from iepkit.documents.pdf import as_pdf
from iepkit.documents.plain import as_plain_text
from iepkit.documents.word import as_word
from iepkit.wording import Wording
from tests.documents.samples import full

TYPED = "No duerme porque teme la escuela"


@pytest.fixture(scope="module")
def spanish(content):
    return Wording(content, "es")


def filled(content, wording, copies, name="first_request"):
    template = content.letters[name]
    return fill_copies(template, full(template, typed=TYPED), wording, copies)


def test_both_copies_are_the_english_letter_and_behind_it_the_spanish_one(content, spanish):
    for name in content.letters:
        english, own, both = (filled(content, spanish, copies, name) for copies in Copies)
        template = content.letters[name]
        assert english == fill(template, full(template, typed=TYPED), Wording(content))
        assert own.paragraphs[1:] == fill(template, full(template, typed=TYPED), spanish).paragraphs
        assert own.paragraphs[0].text == spanish.plain("ui.draft")
        kinds = [paragraph.kind for paragraph in both.paragraphs]
        place = kinds.index(BEHIND)
        assert both.paragraphs[:place] == english.paragraphs
        assert both.paragraphs[place + 1 :] == own.paragraphs
        assert {paragraph.language for paragraph in both.paragraphs[: place + 1]} == {"en"}
        assert {paragraph.language for paragraph in both.paragraphs[place + 1 :]} == {"es"}


def test_what_was_typed_and_the_day_stand_in_both(content, spanish):
    text = as_plain_text(filled(content, spanish, Copies.BOTH))
    assert text.count("November 24, 2026") > 0
    assert text.count("24 de noviembre de 2026") == text.count("November 24, 2026")
    assert text.count(TYPED) % 2 == 0
    assert TYPED in text


def test_in_english_there_is_one_copy_alone(content):
    letters = {filled(content, Wording(content), copies) for copies in Copies}
    assert len(letters) == 1


def test_the_word_file_begins_a_new_page_and_names_each_language(content, spanish):
    document = Document(io.BytesIO(as_word(filled(content, spanish, Copies.BOTH))))
    breaks = [paragraph.text for paragraph in document.paragraphs if paragraph.paragraph_format.page_break_before]
    assert breaks == [content.texts["ui.letter.behind"]]
    spoken = [
        run._r.rPr.find(qn("w:lang")).get(qn("w:val")) for paragraph in document.paragraphs for run in paragraph.runs
    ]
    assert spoken == sorted(spoken, key=("en", "es").index)
    assert document.core_properties.language == "en"
    own = Document(io.BytesIO(as_word(filled(content, spanish, Copies.OWN))))
    assert own.core_properties.language == "es"


@pytest.mark.parametrize(("copies", "language"), [(Copies.BOTH, "en"), (Copies.ENGLISH, "en"), (Copies.OWN, "es")])
def test_the_pdf_begins_a_new_page_and_names_its_language(content, spanish, copies, language):
    reader = pypdf.PdfReader(io.BytesIO(as_pdf(filled(content, spanish, copies))))
    assert reader.trailer["/Root"]["/Lang"] == language
    behind = [page for page in reader.pages if content.texts["ui.letter.behind"][:30] in page.extract_text()]
    assert len(behind) == (copies is Copies.BOTH)
    assert all(page.extract_text().lstrip().startswith(content.texts["ui.letter.behind"][:30]) for page in behind)


def test_the_server_makes_the_copies_that_are_asked_for(content, spanish):
    template = content.letters["records"]
    asked = {"letter": "records", "language": "es", "answers": full(template)}
    for copies in Copies:
        made = letter_as_pdf(content, {**asked, "copies": copies.value})
        assert made == as_pdf(fill_copies(template, full(template), spanish, copies))
    for copies in ("none", ["both"], None):
        with pytest.raises(NotMadeError) as caught:
            letter_as_pdf(content, {**asked, "copies": copies}, "es")
        assert caught.value.sentence == spanish.plain("ui.letter.not_read")


def test_a_room_gets_both_on_paper(content):
    files = dict(paper_twins(content, "massachusetts", "es"))
    for name in content.letters:
        text = files[f"{name}.txt"].decode()
        subjects = [content.words(f"letter.{name}.subject", language)[0] for language in ("en", "es")]
        assert content.texts["ui.letter.behind"] in text
        assert all(subject in text for subject in subjects)
    assert '<html lang="es"' in files["with_the_letters.html"].decode()
    assert json.dumps(content.texts["ui.letter.behind"]) not in files["with_the_letters.html"].decode()
