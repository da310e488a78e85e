"""iepkit.toml drives the look of all that a trainer takes along."""

import base64
import datetime as dt

import pytest

from iepkit.agenda import run_sheet
from iepkit.agenda.plan import Wish, plan
from iepkit.agenda.room import Room
from iepkit.cli import main
from iepkit.content import load
from iepkit.documents.handouts import handouts
from iepkit.slides import deck
from iepkit.slides.notebooks import notebooks_of, run
from iepkit.slides.pdf import as_pdf
from tests.documents.test_pdf import opened, words_of

# A picture of one point.
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
ACCENT = "#5b2c6f"


@pytest.fixture
def ours(kit):
    """A kit with a name, a logo and a colour of its own."""
    kit.edit("iepkit.toml", 'name = ""', 'name = "Parents of the Valley"')
    kit.edit("iepkit.toml", 'logo = ""', 'logo = "logo.png"')
    kit.edit("iepkit.toml", 'accent = "#1b4f72"', f'accent = "{ACCENT}"')
    kit.path("logo.png").write_bytes(PICTURE)
    return kit


def test_name_logo_and_colour_stand_on_slides_and_on_all_paper(ours):
    content = load(ours.folder)
    paths = notebooks_of(ours.folder, content)
    slides = deck.timed(run({"welcome": paths["welcome"]}, content))
    page = dict(deck.files(slides, content))[deck.PAGE].decode()
    for words in (ACCENT, "Parents of the Valley", base64.b64encode(PICTURE).decode()):
        assert words in page
    planned = plan(tuple(content.blocks.values()), Wish(45), content.agenda)
    paper = [
        as_pdf(slides, content, with_notes=False),
        as_pdf(slides, content, with_notes=True),
        run_sheet.as_pdf(planned, content, Room(dt.time(18, 30))),
        *(file for _, file in handouts(content, only=("chart", "sign_in"), looks=("colour",), papers=("letter",))),
    ]
    for file in paper:
        assert "ParentsoftheValley" in words_of(file)
        assert len(opened(file).pages[0].images) >= 1


@pytest.mark.parametrize("command", [["slides"], ["agenda", "--minutes", "45"], ["handouts", "--only", "sign_in"]])
def test_a_logo_that_is_no_picture_gets_a_sentence(ours, command, tmp_path, monkeypatch, capsys):
    ours.path("logo.png").write_bytes(b"no picture")
    monkeypatch.setenv("IEPKIT_HOME", str(ours.folder))
    assert main([*command, "--output", str(tmp_path / "out")]) == 1
    assert "The logo logo.png can't be read as a picture. Save it anew" in capsys.readouterr().out
