"""The deck's notebooks are run and taken apart; each fault in them gets its sentence."""

import nbformat
import pytest

from iepkit.content import load
from iepkit.slides.notebooks import DeckError, notebooks_of, outputs, run
from tests.kit import ROOT

WELCOME = "slides/01_welcome.ipynb"


def cell(source, kind, *, code=False):
    make = nbformat.v4.new_code_cell if code else nbformat.v4.new_markdown_cell
    return make(source, metadata={"slideshow": {"slide_type": kind}})


def add(kit, *cells):
    notebook = nbformat.read(kit.path(WELCOME), as_version=4)
    notebook.cells.extend(cells)
    nbformat.write(notebook, kit.path(WELCOME))


def run_welcome(kit):
    made = load(kit.folder)
    return run({"welcome": kit.path(WELCOME)}, made)


def test_every_block_has_its_notebook_with_every_slide_and_its_notes(content):
    paths = notebooks_of(ROOT, content)
    assert list(paths) == list(content.blocks)
    slides = run(paths, content)
    assert [own.name for own in slides] == [
        f"{slide.block}.{slide.id}" for block in content.blocks.values() for slide in block.slides
    ]
    assert all(own.notes for own in slides)


def test_what_a_trainer_sees_in_the_notebooks_is_what_data_says_now(content):
    paths = notebooks_of(ROOT, content)
    shown = [data["text/html"] for own in run(paths, content) for data in outputs([*own.cells, *own.notes])]
    stored = [data["text/html"] for path in paths.values() for data in outputs(nbformat.read(path, as_version=4).cells)]
    assert shown == stored, "run `make notebooks`"


def test_a_notebook_is_prose_and_one_call_a_cell(content):
    for path in notebooks_of(ROOT, content).values():
        for one in (c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"):
            calls = [line for line in one.source.splitlines() if line and not line.startswith("from ")]
            assert len(calls) == 1, one.source
            assert calls[0].startswith(("slide(", "notes("))


def test_a_slide_that_a_trainer_adds_has_its_own_title_and_minutes(kit):
    add(kit, cell("## Our town\n\nAsk us.", "slide"), cell("Minutes: 2 to 4\n\nSay hello.", "notes"))
    own = run_welcome(kit)[-1]
    assert (own.title, own.minutes, own.slide, own.block) == ("Our town", (2, 4), None, "welcome")


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (
            [cell("## Our town", "slide")],
            f'{WELCOME}: block "Welcome", slide "Our town" has no notes.',
        ),
        (
            [cell("## Our town", "slide"), cell("Say hello.", "notes")],
            f'{WELCOME}: block "Welcome", slide "Our town" has no minutes. Write "Minutes: 2 to 3"',
        ),
        (
            [cell("## Our town", "slide"), cell("Minutes: 5 to 2", "notes")],
            "has minutes that run backwards (5 to 2). Write the lower number first.",
        ),
        (
            [cell("## A forgotten type", "-"), cell("Minutes: 1", "notes")],
            'has a cell below its notes that is no slide: "## A forgotten type". Give it the slide type "Slide"',
        ),
        (
            [cell("## Our town\n\n![the room](room.png)", "slide"), cell("Minutes: 1", "notes")],
            "shows the picture room.png, which does not come along. Paste the picture into the cell",
        ),
        (
            [cell('## Our town\n\n<img src="https://a.b/c.png">', "slide"), cell("Minutes: 1", "notes")],
            "shows the picture https://a.b/c.png, which does not come along.",
        ),
        (
            [cell("1 / 0", "slide", code=True), cell("Minutes: 1", "notes")],
            '("1 / 0") fails: ZeroDivisionError: division by zero Open the notebook',
        ),
        (
            [cell('slide("welcome.none")', "slide", code=True), cell("Minutes: 1", "notes")],
            'there is no slide "welcome.none"',
        ),
    ],
)
def test_a_cell_that_will_not_do_is_named(kit, cells, sentence):
    add(kit, *cells)
    with pytest.raises(DeckError) as caught:
        run_welcome(kit)
    assert sentence in str(caught.value)
    assert "Traceback" not in str(caught.value)


def test_a_notebook_that_is_none_is_named(kit):
    kit.path(WELCOME).write_text("{")
    with pytest.raises(DeckError, match=r"slides/01_welcome.ipynb can't be read \(it is no notebook\)"):
        run_welcome(kit)


def test_a_notebook_with_no_slide_is_named(kit):
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("x")]), kit.path(WELCOME))
    with pytest.raises(DeckError, match=r"slides/01_welcome.ipynb has no slide"):
        run_welcome(kit)


def test_a_block_with_no_notebook_and_a_notebook_with_no_block_are_named(kit):
    made = load(kit.folder)
    kit.path("slides/99_ours.ipynb").write_text(kit.path(WELCOME).read_text())
    with pytest.raises(
        DeckError, match=r'slides/99_ours.ipynb: there is no block "ours" in data/deck, so it has no min'
    ):
        notebooks_of(kit.folder, made)
    kit.path("slides/99_ours.ipynb").unlink()
    kit.path(WELCOME).unlink()
    with pytest.raises(DeckError, match=r'slides: the block "welcome" has no notebook'):
        notebooks_of(kit.folder, made)
