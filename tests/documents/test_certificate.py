"""The certificate is one tagged page that says what it is, and what it is not."""

import dataclasses
import datetime as dt
import io
import re

import pypdf
import pytest

from iepkit.documents.certificate import Certificate, as_pdf, hours
from iepkit.documents.typesetting import LogoError, UnprintableError
from tests.documents.tagged import tags

TITLE = "Discipline, days out of school, and what a family may ask for"
NAMES = [
    "Nguy\u1ec5n Th\u1ecb \u00c1nh",
    "\u0645\u062d\u0645\u062f \u0639\u0644\u064a",
    "\u738b\u5c0f\u660e",
    "<script>alert(1)</script>",
    "#panic() $x^2$ *b* @ref {name}",
    "Maria de los Angeles " * 3 + "Concepcion Rivera",
    "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh-Montgomery-of-the-Old-Mill",
    "W" * 80,
]


@pytest.fixture(scope="module")
def long(content):
    """Eleven modules with long titles, and an organisation with a long name and contact."""
    module = content.modules["eligibility"]
    modules = {str(number): dataclasses.replace(module, id=str(number)) for number in range(11)}
    texts = {one.title_id: f"{number}: {TITLE}" for number, one in modules.items()}
    texts["organisation.name"] = "Center for Families of Children with Disabilities of the Western Counties"
    organisation = dataclasses.replace(content.organisation, contact="info@example.org, 617 555 0100, " * 3)
    return dataclasses.replace(content, modules=modules, texts={**content.texts, **texts}, organisation=organisation)


LAST = dt.date(2026, 3, 15)


def certificate(content, name="Ana Cruz", days=(dt.date(2026, 3, 2), dt.date(2026, 3, 9), LAST)):
    return Certificate(name, [*content.modules.values()], 230, days, LAST)


def made(content, **more):
    return pypdf.PdfReader(io.BytesIO(as_pdf(certificate(content, **more), content)))


def text(reader):
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def test_it_is_tagged_with_language_title_and_headings(content):
    reader = made(content)
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert reader.metadata.title == "Certificate of self-study"
    assert {"/H1", "/H2", "/P", "/L", "/LI"} <= set(tags(root["/StructTreeRoot"]))


def test_it_says_who_how_long_when_and_on_which_law(content):
    said = text(made(content))
    assert "Ana Cruz" in said
    assert "4 hours, by the kit's count" in said
    assert "Days of study 3, from March 2, 2026 to March 15, 2026" in said
    assert "Test passed on March 15, 2026" in said
    assert f"Law as of {content.law_as_of:%B} {content.law_as_of.day}, {content.law_as_of.year}" in said
    assert content.texts["study.eligibility.title"] in said


def test_it_says_what_it_is_not(content):
    said = text(made(content))
    assert "no credential of an advocate or a lawyer" in said
    assert "nothing in it is legal advice" in said
    assert "does not take the place of an experienced trainer" in said
    assert "nobody watched the test" in said
    assert "certified" not in said.casefold()


def test_one_day_of_study_is_one_day(content):
    assert "Days of study March 15, 2026 Test" in text(made(content, days=[LAST]))


@pytest.mark.parametrize("name", NAMES)
def test_each_name_stands_on_one_page_whole_inside_its_margins(long, name):
    reader = made(long, name=name)
    assert len(reader.pages) == 1
    said = text(reader)
    if name.isascii():
        assert name.replace(" ", "") in said.replace(" ", "")
    else:
        # A right-to-left script may be read back in the order in which it is drawn.
        assert sorted(set(name) - {" "}) == sorted(set(name) & set(said) - {" "})
    for number in range(11):
        assert f"{number}: {TITLE}" in said
    assert "info@example.org, 617 555 0100, info@example.org" in said
    width, height = reader.pages[0].mediabox[2:]
    assert all(0.9 * 72 - 1 < x < width and 0.75 * 72 - 1 < y < height for x, y in places(reader.pages[0]))


def places(page):
    """Where each piece of text begins, from the page's lower left corner, in points."""
    found = []

    def seen(words, page_at, text_at, *_):
        if words.strip():
            across, up = text_at[4:]
            a, b, c, d, x, y = page_at
            found.append((a * across + c * up + x, b * across + d * up + y))

    page.extract_text(visitor_text=seen)
    return found


def test_a_long_word_of_a_name_does_not_run_over_the_edge(long):
    sizes = []
    made(long, name="W" * 80).pages[0].extract_text(
        visitor_text=lambda words, _page, _text, _font, size: sizes.append(size) if "WWWW" in words else None
    )
    # A bold W is at least 0.9 of its size wide; the line is 9.2 inches long.
    assert sizes
    assert 80 * 0.9 * max(sizes) <= 9.2 * 72


@pytest.mark.parametrize(
    ("minutes", "told"), [(0, "0"), (14, "0"), (15, "0.5"), (230, "4"), (255, "4.5"), (284, "4.5"), (285, "5")]
)
def test_hours_are_told_to_the_nearest_half(minutes, told):
    assert hours(minutes) == told


def test_a_sign_that_no_font_has_is_named(content):
    with pytest.raises(UnprintableError) as told:
        made(content, name="Ana \U0001f600")
    assert told.value.signs == "\U0001f600"


def test_a_logo_stands_there_with_its_words_and_one_that_is_no_picture_is_named(content, tmp_path):
    logo = tmp_path / "logo.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>')
    with_logo = dataclasses.replace(content, organisation=dataclasses.replace(content.organisation, logo=logo))
    reader = made(with_logo)
    assert "/Figure" in set(tags(reader.trailer["/Root"]["/StructTreeRoot"]))
    logo.write_text("no picture")
    with pytest.raises(LogoError):
        made(with_logo)
