"""The deck as a folder of files that a browser opens from a disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

import nbformat
from nbconvert.exporters.slides import SlidesExporter
from nbformat import NotebookNode

from iepkit.content import ENGLISH, Content
from iepkit.documents.logo import logo_for_page
from iepkit.slides import reveal
from iepkit.slides.notebooks import OwnSlide
from iepkit.wording import Wording

PAGE = "slides.html"
_TEMPLATES = Path(str(resources.files("iepkit"))) / "share" / "nbconvert" / "templates"
_OURS = "iepkit_deck"
_STATIC = ("deck.css", "deck.js")
NAMES = (PAGE, *_STATIC, *(f"reveal/{name}" for name in reveal.FILES))


@dataclass(frozen=True)
class TimedSlide:
    """A slide with its time: how many minutes it has, and at which minute its block ends."""

    own: OwnSlide
    minutes: float
    block_ends: float


def timed(slides: Sequence[OwnSlide]) -> list[TimedSlide]:
    """Each slide with the middle of its fewest and its most minutes."""
    minutes = [sum(slide.minutes) / 2 for slide in slides]
    ends = {slide.block: sum(minutes[: number + 1]) for number, slide in enumerate(slides)}
    return [TimedSlide(slide, own, ends[slide.block]) for slide, own in zip(slides, minutes, strict=True)]


def files(slides: Sequence[TimedSlide], content: Content, language: str = ENGLISH) -> Iterator[tuple[str, bytes]]:
    """The files of the deck by their names, :data:`NAMES`.

    Args:
        slides: what is shown, in order.
        content: what the kit says.
        language: one of ``content.languages``.
    """
    yield PAGE, _page(slides, content, language).encode()
    for name in _STATIC:
        yield name, (_TEMPLATES / _OURS / "static" / name).read_bytes()
    for name, file in reveal.files(Wording(content, language)).items():
        yield f"reveal/{name}", file


def place(slide: TimedSlide, slides: Sequence[TimedSlide], wording: Wording) -> str:
    """Where in its block a slide stands, and when the block ends."""
    in_block = [other for other in slides if other.own.block == slide.own.block]
    return wording.plain(
        "ui.deck.place",
        block=wording.plain(f"deck.{slide.own.block}.title"),
        number=in_block.index(slide) + 1,
        count=len(in_block),
        minutes=f"{slide.minutes:g}",
        ends=f"{slide.block_ends:g}",
    )


def _page(slides: Sequence[TimedSlide], content: Content, language: str) -> str:
    wording = Wording(content, language)
    notebook = nbformat.v4.new_notebook(cells=[cell for slide in slides for cell in _cells(slide, slides, wording)])
    exporter = SlidesExporter(
        extra_template_basedirs=[str(_TEMPLATES)], template_name=_OURS, exclude_input=True, exclude_input_prompt=True,
        exclude_output_prompt=True,
    )  # fmt: skip
    deck = {
        "language": language,
        "direction": wording.plain("ui.direction"),
        "title": wording.plain("ui.deck.title"),
        "colours": content.organisation.colours,
        "logo": logo_for_page(content),
        "logo_text": content.organisation.name or wording.plain("ui.handout.logo"),
        "foot": " ".join(
            filter(None, (content.organisation.name, wording.plain("ui.deck.foot", day=wording.law_as_of)))
        ),
        **{key: wording.plain(f"ui.deck.{key}") for key in ("looks", "large", "contrast", "notes")},
    }
    page, _ = exporter.from_notebook_node(notebook, resources={"deck": deck})
    return str(page)


def _cells(slide: TimedSlide, slides: Sequence[TimedSlide], wording: Wording) -> Iterator[NotebookNode]:
    first, *others = slide.own.cells
    first.metadata["slideshow"] = {"slide_type": "slide", "data": {"timing": round(slide.minutes * 60)}}
    yield first
    yield from others
    # An id at random would make another file of the same slides.
    yield nbformat.v4.new_markdown_cell(
        place(slide, slides, wording), id=f"{first.id}-place", metadata={"slideshow": {"slide_type": "notes"}}
    )
    yield from slide.own.notes
