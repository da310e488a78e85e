"""The PDF is tagged, reads in order, and shows each sign or says which it can't."""

import io
import re
from time import perf_counter

import pypdf
import pytest

from iepkit.documents.letter import fill
from iepkit.documents.pdf import as_pdf
from iepkit.documents.typesetting import UnprintableError
from iepkit.wording import Wording
from tests.documents.samples import ROUGH, STATES, full
from tests.documents.tagged import tags


def opened(made):
    return pypdf.PdfReader(io.BytesIO(made))


def words_of(made):
    """The text with no white space: where a line breaks is not what is asked."""
    return re.sub(r"\s|\u2022|\u2023", "", "".join(page.extract_text() for page in opened(made).pages))


def filled(content, name, answers):
    return fill(content.letters[name], answers, Wording(content))


@pytest.mark.parametrize("state", STATES)
def test_every_kind_is_tagged_and_reads_in_order(content, state):
    for name, template in content.letters.items():
        for answers in ({"state": state}, full(template, state)):
            letter = filled(content, name, answers)
            made = as_pdf(letter)
            root = opened(made).trailer["/Root"]
            assert root["/MarkInfo"]["/Marked"]
            assert root["/StructTreeRoot"]["/K"]
            assert root["/Lang"] == "en"
            assert opened(made).metadata.title == letter.title
            assert words_of(made) == re.sub(r"\s", "", "".join(paragraph.text for paragraph in letter.paragraphs))


def test_headings_and_lists_are_tagged_as_such(content):
    reader = opened(as_pdf(filled(content, "reject_in_part", {})))
    assert {"/H1", "/H2", "/P", "/L", "/LI", "/LBody"} <= set(tags(reader.trailer["/Root"]["/StructTreeRoot"]))


@pytest.mark.parametrize("name", [name for name in ROUGH if name not in ("emoji", "right to left", "a very long name")])
def test_what_was_typed_is_shown_as_text(content, name):
    letter = filled(content, "first_request", full(content.letters["first_request"], typed=ROUGH[name]))
    assert words_of(as_pdf(letter)) == re.sub(r"\s", "", "".join(paragraph.text for paragraph in letter.paragraphs))


@pytest.mark.parametrize(
    "name",
    [
        "Nguy\u1ec5n Th\u1ecb \u00c1nh \u0110\u1eb7ng",
        "Nguye\u0302\u0303n",
        "Jo\u00e3o da Concei\u00e7\u00e3o",
        "Mu\u00f1oz \u00bfqu\u00e9?",
        "D\u00e8y\u00e8 l\u00f2t b\u00f2",
        "\u0418\u0432\u0430\u043d",
        "\u0393\u03b9\u03ce\u03c1\u03b3\u03bf\u03c2",
        "\u0645\u062d\u0645\u062f \u0639\u0644\u064a",
        "\u17a2\u17d2\u1793\u1780",
        "\u738b\u5c0f\u660e",
        "\u5f20\u4f1f",
        "\uae40\ubbfc\uc900",
        "\u041e\u043b\u0435\u0433 \u201cquoted\u201d \u2013 \u2014 \u2026 \u20ac",
        "a very long name " + ROUGH["a very long name"],
    ],
)
def test_the_scripts_that_we_promise_are_shown(content, name):
    assert as_pdf(filled(content, "first_request", {"child": name})).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("typed", "signs"),
    [("Ana \U0001f600 and \U0001f600\U0001f601", "\U0001f600\U0001f601"), ("\u12a0\u1260\u1260", "\u12a0\u1260")],
)
def test_a_sign_that_no_font_has_gets_one_clear_sentence(content, typed, signs):
    with pytest.raises(UnprintableError) as caught:
        as_pdf(filled(content, "first_request", {"child": typed, "parent": "Secret"}))
    assert caught.value.signs == signs
    assert "Secret" not in str(caught.value)
    assert caught.value.__context__ is None
    assert signs in Wording(content).plain("ui.unprintable", signs=caught.value.signs)


def test_it_is_made_in_under_a_second(content):
    letter = filled(content, "reject_in_part", full(content.letters["reject_in_part"], typed=ROUGH["5,000 characters"]))
    start = perf_counter()
    as_pdf(letter)
    assert perf_counter() - start < 1
