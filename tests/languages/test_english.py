"""No English is left where a reader of another language reads, but for what is marked as English or listed as a name."""

import pytest

from tests.languages import english
from tests.languages.english import Finder, visible
from tests.languages.surfaces import SURFACES

LANGUAGE = "es"


@pytest.fixture(scope="module")
def finder(content):
    return Finder(content, LANGUAGE)


@pytest.mark.parametrize("name", SURFACES)
def test_no_english_is_left(content, finder, name):
    pieces = [piece for piece in SURFACES[name](content, LANGUAGE) if piece.strip()]
    assert pieces
    assert finder.found(pieces) == []


@pytest.mark.parametrize("name", SURFACES)
def test_in_english_it_would_be_found(content, finder, name, monkeypatch):
    monkeypatch.setattr(english, "ENGLISH", "no language")
    pieces = [piece for piece in SURFACES[name](content, "en") if len(piece.split()) > 3]
    # A piece may be an abbreviation, a date or a name alone.
    assert len(finder.found(pieces)) > len(set(pieces)) / 4


def test_what_is_marked_as_english_is_not_asked(finder):
    html = '<p>Los maestros <span lang="en">must be told of it</span> <b>of the plan</b></p><p aria-label="Close the box">No</p>'
    assert finder.found(visible(html, LANGUAGE)) == ["of the plan", "Close the box"]


def test_a_text_left_in_english_is_found_by_three_words_in_a_row(finder):
    assert finder.found(["Pida: special education teacher."]) == ["Pida : special education teacher ."]
