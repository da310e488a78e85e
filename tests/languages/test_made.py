"""Languages that run from right to left, or have ideographs and no spaces: nothing takes Latin for granted."""

import io
import itertools
import re

import docx
import pypdf
import pytest

from iepkit.documents.handouts import handouts
from iepkit.documents.letter import fill
from iepkit.documents.word import as_word
from iepkit.wording import Wording
from tests.documents.samples import full
from tests.languages.made import LANGUAGES
from tests.languages.surfaces import ADDRESS, SURFACES

LATIN = re.compile(r"[A-Za-z]{2,}")
ARABIC = re.compile("[\u0600-\u06ff]")


def kept(content):
    """The Latin words that are no texts: cites, addresses, and what languages call themselves."""
    said = [source.cite for source in content.sources.values()]
    said += [official.cite for module in content.modules.values() for official in module.law]
    said += [part for place in content.organisation.help for part in vars(place).values() if isinstance(part, str)]
    said += [name for _, name in Wording(content).languages()]
    return {word for text in [*said, ADDRESS] for word in LATIN.findall(text)}


# The worksheets are all made alike.
MADE = [name for name in SURFACES if "worksheet" not in name or name.endswith("discipline")]


@pytest.mark.parametrize(("name", "language"), list(itertools.product(MADE, LANGUAGES)))
def test_every_word_comes_from_the_texts(strange, name, language):
    pieces = [piece for piece in SURFACES[name](strange, language) if piece.strip()]
    assert pieces
    # A mark in curly brackets is filled by the script.
    words = {word for piece in pieces for word in LATIN.findall(re.sub(r"\{\w+\}|https?://\S+", "", piece))}
    assert words - kept(strange) == set()


def places(made):
    """Where each piece of text begins and ends on its page, from left to right, in shares of the page."""
    for page in pypdf.PdfReader(io.BytesIO(made)).pages:
        found = []

        def note(text, cm, tm, *_, found=found):
            found.append((text, tm[4] * cm[0] + cm[4]))

        page.extract_text(visitor_text=note)
        yield from (left / float(page.mediabox.width) for text, left in found if text.strip())


def share_at_the_left(content, language):
    """How many pieces of the handout of help begin where a line from left to right begins."""
    ((_, made),) = handouts(content, only=["help"], looks=["colour"], papers=["letter"], language=language)
    lefts = list(places(made))
    return sum(left < 0.1 for left in lefts) / len(lefts)


def test_lines_begin_at_the_right(strange):
    assert share_at_the_left(strange, "en") > 0.5
    assert share_at_the_left(strange, "zh") > 0.5
    assert share_at_the_left(strange, "ar") < 0.1


def test_in_word_each_paragraph_runs_from_right_to_left(strange):
    for template in strange.letters.values():
        letter = fill(template, full(template), Wording(strange, "ar"))
        document = docx.Document(io.BytesIO(as_word(letter)))
        assert document.core_properties.language == "ar"
        for paragraph in document.paragraphs:
            first = re.search(r"[^\W\d_]", paragraph.text)
            if first and ARABIC.match(first[0]):
                assert paragraph._p.xpath("./w:pPr/w:bidi"), paragraph.text
                assert all(run.font.rtl for run in paragraph.runs), paragraph.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_terms_are_found_where_no_spaces_tell_words(strange, language):
    t = Wording(strange, language)
    for cell in strange.cells.values():
        assert set(t.terms_in(cell.text_id)) >= set(Wording(strange).terms_in(cell.text_id)), cell.text_id
