"""What a trainer takes along: slides, notes and paper of the same plan, in one folder."""

import re

import nbformat
import pytest

from iepkit.agenda import kit as whole
from iepkit.agenda.plan import FOR_EVERY_WORKSHOP, Wish, plan
from iepkit.agenda.room import Room
from iepkit.content import load
from iepkit.slides.notebooks import notebooks_of, run
from tests.kit import Kit

ADDRESS = "http://192.168.8.2:8000"
ROOM = Room(people=20)
OWN = [
    nbformat.v4.new_markdown_cell("## Our town", metadata={"slideshow": {"slide_type": "slide"}}),
    nbformat.v4.new_markdown_cell("Minutes: 2 to 4. Say hello.", metadata={"slideshow": {"slide_type": "notes"}}),
]


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    """The kit, with a slide that a trainer added to the first block."""
    kit = Kit(tmp_path_factory.mktemp("kit") / "kit")
    path = kit.path("slides/01_welcome.ipynb")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.extend(OWN)
    nbformat.write(notebook, path)
    return load(kit.folder)


@pytest.fixture(scope="module")
def kit(content):
    planned = plan(tuple(content.blocks.values()), Wish(45, "consecutive"), content.agenda)
    paths = notebooks_of(content.folder, content)
    own = run({item.block.id: paths[item.block.id] for item in planned.blocks}, content, address=ADDRESS)
    return whole.Kit(planned, ROOM, whole.as_planned(planned, own), ADDRESS, ADDRESS)


@pytest.fixture(scope="module")
def made(kit, content):
    return dict(whole.files(kit, content))


def test_it_is_made_of_the_files_that_it_names(made, kit):
    assert list(made) == whole.names(kit.plan, kit.room)
    assert all(made.values())


def test_the_slides_are_those_of_the_plan_with_its_minutes(made, kit):
    planned = {f"{one.slide.block}.{one.slide.id}": one.minutes for item in kit.plan.blocks for one in item.slides}
    assert {slide.own.name: slide.minutes for slide in kit.slides if slide.own.name} == planned
    seconds = re.findall(r'<section data-timing="(\d+)"><section', made["slides/slides.html"].decode())
    assert sum(map(int, seconds)) == (sum(item.minutes for item in kit.plan.blocks) + whole.added_minutes(kit)) * 60


def test_a_slide_that_a_trainer_added_stays_and_its_minutes_are_told(kit):
    (added,) = [slide for slide in kit.slides if slide.own.slide is None]
    assert (added.own.title, added.minutes) == ("Our town", 3)
    assert whole.added_minutes(kit) == 3


def test_a_break_moves_the_end_of_the_blocks_behind_it(content):
    planned = plan(tuple(content.blocks.values()), Wish(120), content.agenda)
    own = run(notebooks_of(content.folder, content), content)
    timed = whole.as_planned(planned, own)
    assert timed[-1].block_ends == planned.minutes + 3


def test_the_paper_is_that_of_the_blocks_and_what_every_workshop_needs(made, kit):
    paper = {name.split("/")[-1].removesuffix(".pdf") for name in made if name.startswith("handouts/")}
    assert paper == {*kit.plan.handouts, *FOR_EVERY_WORKSHOP}
    assert not [name for name in made if name.startswith("handouts/a4")]


def test_every_link_of_the_first_page_leads_to_a_file(made):
    page = made["index.html"].decode()
    links = {link.split("?")[0] for link in re.findall(r'href="([^"]+)"', page)} - {"data:,"}
    own = {name for name in made if not name.startswith("slides/") and name != "index.html"}
    assert own | {"slides/slides.html", "slides/slides.pdf", "slides/slides_with_notes.pdf"} == links


def test_what_is_cut_is_told_on_the_first_page(made, kit, content):
    page = made["index.html"].decode()
    assert kit.plan.cuts
    for cut in kit.plan.cuts:
        assert content.texts[cut.block.title_id] in page
