"""The run sheet says the plan's times, paper and cuts, on tagged pages of the right size."""

import datetime as dt
import io
import re

import pypdf
import pytest

from iepkit.agenda.plan import Wish, plan
from iepkit.agenda.room import Room
from iepkit.agenda.run_sheet import as_pdf
from iepkit.content import load
from tests.agenda.samples import write_deck


@pytest.fixture
def deck(kit):
    """What the kit says, with the twelve blocks of the samples."""
    write_deck(kit)
    return load(kit.folder)


def made(content, wish, room=None, corrections=None):
    planned = plan(tuple(content.blocks.values()), wish, content.agenda, corrections)
    return pypdf.PdfReader(io.BytesIO(as_pdf(planned, content, room or Room())))


def text(reader):
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def test_in_spanish_it_says_the_same_in_spanish(content):
    planned = plan(tuple(content.blocks.values()), Wish(90, "consecutive"), content.agenda)
    reader = pypdf.PdfReader(io.BytesIO(as_pdf(planned, content, Room(dt.time(18, 30)), "es")))
    assert reader.trailer["/Root"]["/Lang"] == "es"
    said = text(reader)
    assert "90 minutos" in said
    english = [words for text_id, words in content.texts.items() if text_id.startswith("agenda.")]
    # Shorter ones, such as "Min.", are words of Spanish too.
    assert [words for words in english if len(words.split()) > 2 and "{" not in words and words in said] == []


@pytest.mark.parametrize(("paper", "size"), [("letter", (612, 792)), ("a4", (595, 842))])
def test_it_is_tagged_with_title_language_and_paper(deck, paper, size):
    reader = made(deck, Wish(120), Room(paper=paper))
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.metadata.title == "Run sheet: 120 minutes"
    assert {tuple(map(round, page.mediabox[2:])) for page in reader.pages} == {size}
    assert len(reader.pages) <= 3


def test_times_are_the_rooms_clock_where_the_start_is_known(deck):
    said = text(made(deck, Wish(90), Room(start=dt.time(18, 30))))
    assert "From 6:30 PM to 8:00 PM" in said
    assert "Be there at 5:30 PM" in said
    assert "Break" in said


def test_times_past_midnight_and_before_it_are_right(deck):
    said = text(made(deck, Wish(60), Room(start=dt.time(0, 15))))
    assert "Be there at 11:15 PM" in said


def test_times_count_from_zero_where_it_is_not(deck):
    said = text(made(deck, Wish(90, online=True)))
    assert "The end is 1:30." in said
    assert "Be there 30 minutes before the start" in said


def test_each_block_slide_and_cut_stands_there(deck):
    said = text(made(deck, Wish(28)))
    assert "My letter (short form)" in said
    assert "You talk; the room works" in said
    assert "Slide a (1)" in said
    assert "Discipline: left out. It needs 3 min, and 1 were free." in said
    assert "Welcome: short form. The full form needs 2 min more, and 1 were free." in said


def test_paper_comes_with_its_copies_and_files_online_without(deck):
    said = text(made(deck, Wish(60), Room(people=37)))
    assert re.search(r"IEP or 504 plan: the chart 37 Two laws, My letter", said)
    assert re.search(r"Open this on your phone 1 Welcome", said)
    assert "Open questions 1 The whole workshop" in said
    online = text(made(deck, Wish(60, online=True), Room(people=37)))
    _, files = online.split("Files to send")
    assert "A letter to the school, to fill in by hand My letter" in files
    assert "Open this on your phone" not in online
    assert "37" not in online


def test_what_a_run_log_says_and_minutes_that_are_left_stand_there(deck):
    said = text(made(deck, Wish(60), corrections={("close", "none"): 1.5}))
    assert "From your run logs: planned at 1.5 times its usual minutes." in said


def test_the_organisation_and_its_disclaimer_stand_on_each_page(kit):
    write_deck(kit)
    kit.edit("iepkit.toml", 'name = ""', 'name = "Parents of Example Town"')
    reader = made(load(kit.folder), Wish(120))
    for page in reader.pages:
        said = re.sub(r"\s+", " ", page.extract_text())
        assert "Parents of Example Town" in said
        assert "Teaching material, not legal advice." in said
        assert "We are not your lawyers." in said
