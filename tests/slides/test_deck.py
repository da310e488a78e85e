"""The deck as files: what it asks for, how it is timed, and its prints."""

import re

import pytest

from iepkit.slides import deck, folder
from iepkit.slides.notebooks import notebooks_of, run
from iepkit.slides.pdf import as_pdf
from iepkit.slides.shown import notes_text, slide_text
from tests.documents.test_pdf import opened, words_of
from tests.kit import ROOT

ADDRESS = "http://192.168.8.2:8000"


@pytest.fixture(scope="module")
def slides(content):
    return deck.timed(run(notebooks_of(ROOT, content), content, address=ADDRESS))


@pytest.fixture(scope="module")
def made(slides, content):
    return dict(folder.files(slides, content, address=ADDRESS))


@pytest.fixture(scope="module")
def page(made):
    return made[deck.PAGE].decode()


def squeezed(words):
    return re.sub(r"\s", "", words)


def test_it_is_made_of_the_files_that_it_names(made):
    assert tuple(made) == folder.NAMES
    assert all(made.values())


def test_it_asks_for_nothing_but_what_lies_beside_it(page):
    asked = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert set(asked) <= {*deck.NAMES, "data:,"}
    assert "http" not in page.replace(ADDRESS, "").replace("http://www.w3.org", "")


def test_each_slide_has_its_seconds_and_says_where_in_the_block_it_is(page, slides, content):
    seconds = [int(found) for found in re.findall(r'<section data-timing="(\d+)"><section', page)]
    assert seconds == [sum(own.own.minutes) * 30 for own in slides]
    assert slides[-1].block_ends == sum(slide.minutes for slide in slides)
    first = next(iter(content.blocks.values()))
    assert f"{content.texts[first.title_id]}: slide 1 of {len(first.slides)}." in page


def test_the_same_slides_make_the_same_files(slides, content, made):
    assert dict(deck.files(slides, content)) == {name: made[name] for name in deck.NAMES}


def test_the_prints_say_all_that_slides_and_notes_say(made, slides, content):
    alone, with_notes = (words_of(made[name]) for name in ("slides.pdf", "slides_with_notes.pdf"))
    for own in slides:
        text = slide_text(content, own.own.slide)
        for words in (text.title, *text.texts, *(w for texts in text.plans.values() for w in texts), text.check_with):
            assert squeezed(words) in alone
            assert squeezed(words) in with_notes
        notes = notes_text(content, own.own.slide)
        for said in (notes.say, notes.ask, *notes.more, *([notes.myth[1]] if notes.myth else [])):
            assert squeezed(said.words) in with_notes
    assert len(opened(made["slides.pdf"]).pages) == len(slides)


@pytest.mark.parametrize("name", ["slides.pdf", "slides_with_notes.pdf"])
def test_a_print_is_tagged_and_has_title_and_language(made, name, content):
    root = opened(made[name]).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert opened(made[name]).metadata.title == content.texts["ui.deck.title"]


def test_the_code_in_a_print_has_words(made):
    assert squeezed(ADDRESS) in words_of(made["slides.pdf"])


def test_a_slide_with_no_address_says_so(slides, content):
    assert squeezed(content.texts["ui.deck.no_code"]) in words_of(as_pdf(slides, content, with_notes=False))
