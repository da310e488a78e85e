"""The Word file opens, with real headings and lists, and holds what the text holds."""

import io
import shutil
import subprocess
import zipfile
from time import perf_counter

import docx
import pytest
from docx.oxml.ns import qn

from iepkit.documents.letter import fill
from iepkit.documents.word import as_word
from iepkit.wording import Wording
from tests.documents.samples import ROUGH, STATES, full


def opened(made):
    return docx.Document(io.BytesIO(made))


def filled(content, name, answers):
    return fill(content.letters[name], answers, Wording(content))


@pytest.mark.parametrize("state", STATES)
def test_every_kind_opens_and_says_what_the_letter_says(content, state):
    for name, template in content.letters.items():
        for answers in ({"state": state}, full(template, state)):
            letter = filled(content, name, answers)
            document = opened(as_word(letter))
            assert [p.text.replace("\u00a0" * 30, "").strip() for p in document.paragraphs] == [
                p.text.strip() for p in letter.paragraphs
            ]


@pytest.mark.parametrize("name", ROUGH)
def test_what_was_typed_stands_there_as_text(content, name):
    letter = filled(content, "first_request", full(content.letters["first_request"], typed=ROUGH[name]))
    document = opened(as_word(letter))
    shown = [p.text.strip() for p in document.paragraphs]
    assert shown == [p.text.strip() for p in letter.paragraphs]
    assert "fldChar" not in document.element.xml


def test_headings_lists_language_and_title_are_real(content):
    document = opened(as_word(filled(content, "reject_in_part", {"state": "massachusetts"})))
    styles = {p.text: p.style.name for p in document.paragraphs}
    assert styles["My answer to the proposed IEP and placement"] == "Heading 1"
    assert styles["What is missing"] == "Heading 2"
    assert "List Bullet" in styles.values()
    assert document.core_properties.title == "My answer to the proposed IEP and placement"
    assert document.core_properties.language == "en"
    assert document.core_properties.author == ""
    assert document.styles.element.xpath("//w:style[@w:styleId='Normal']//w:lang/@w:val") == ["en"]
    assert {mark.get(qn("w:val")) for mark in document.element.iter(qn("w:lang"))} == {"en"}


def test_a_gap_is_underlined_space(content):
    document = opened(as_word(filled(content, "first_request", {})))
    gaps = [run for p in document.paragraphs for run in p.runs if not run.text.strip()]
    assert gaps
    assert all(run.underline for run in gaps)


def test_a_paragraph_from_right_to_left_is_marked_so_and_in_words_order(content):
    document = opened(as_word(filled(content, "first_request", {"worries": ROUGH["right to left"]})))
    (marked,) = document.element.xpath("//w:pPr[w:bidi]")
    order = [child.tag for child in marked]
    assert order.index(qn("w:bidi")) < order.index(qn("w:spacing"))


def test_no_name_is_in_the_files_properties(content):
    answers = full(content.letters["first_request"], typed="Zebedee")
    with zipfile.ZipFile(io.BytesIO(as_word(filled(content, "first_request", answers)))) as file:
        holding = [name for name in file.namelist() if b"Zebedee" in file.read(name)]
    assert holding == ["word/document.xml"]


def test_it_is_made_in_under_a_second(content):
    letter = filled(content, "reject_in_part", full(content.letters["reject_in_part"], typed=ROUGH["5,000 characters"]))
    start = perf_counter()
    as_word(letter)
    assert perf_counter() - start < 1


@pytest.mark.skipif(not shutil.which("libreoffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_it(content, tmp_path):
    made = as_word(filled(content, "reject_in_part", full(content.letters["reject_in_part"])))
    (tmp_path / "letter.docx").write_bytes(made)
    command = [
        "libreoffice",
        f"-env:UserInstallation=file://{tmp_path}/office",
        "--headless",
        "--convert-to",
        "txt:Text",
    ]
    subprocess.run(
        [*command, "--outdir", tmp_path, tmp_path / "letter.docx"], check=True, capture_output=True, timeout=120
    )
    assert "My answer to the proposed IEP and placement" in (tmp_path / "letter.txt").read_text(encoding="utf-8-sig")
