"""The deck's notebooks: found, run, and taken apart into slides."""

from __future__ import annotations

import contextlib
import copy
import os
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from iepkit.content import ENGLISH, LANGUAGE_VARIABLE, Content
from iepkit.content.workshop import Slide
from iepkit.slides.fit import FOLDER
from iepkit.slides.shown import ADDRESS_VARIABLE, NOTES, SLIDE, find

_PATIENCE = 60
_NAME = re.compile(r"\d+_(\w+)")
_MINUTES = re.compile(r"minutes?:?\s*(\d+)(?:\s*(?:-|\u2013|to)\s*(\d+))?", re.IGNORECASE)
# A picture beside the notebook or on the internet is not there where the deck is opened.
_ELSEWHERE = re.compile(r"""(?:!\[[^\]]*\]\(|<img[^>]+src=["'])(?!attachment:|data:)([^)\s"']+)""")
_SLIDES = ("slide", "subslide")


class DeckError(Exception):
    """The deck can't be made; the message says what is wrong, where, and how to mend it."""


@dataclass(frozen=True)
class OwnSlide:
    """A slide as it stands in a notebook.

    ``slide``: the slide of ``data/deck`` that it shows, or None where a trainer
    added it. ``cells``: what is shown; ``notes``: the cells of its notes.
    ``minutes``: the fewest and the most, talking and doing together.
    """

    block: str
    title: str
    slide: Slide | None
    cells: tuple[NotebookNode, ...]
    notes: tuple[NotebookNode, ...]
    minutes: tuple[int, int]

    @property
    def name(self) -> str:
        """The slide's name, such as ``team.seats``, or "" where a trainer added it."""
        return f"{self.slide.block}.{self.slide.id}" if self.slide else ""


def notebooks_of(folder: Path, content: Content) -> dict[str, Path]:
    """Each block's notebook, in the order of the deck.

    Args:
        folder: the kit's folder.
        content: what the kit says.

    Raises:
        DeckError: a block has no notebook, or a notebook no block.
    """
    place = folder / FOLDER
    found = {path: match[1] for path in sorted(place.glob("*.ipynb")) if (match := _NAME.fullmatch(path.stem))}
    for path, block in found.items():
        if block not in content.blocks:
            message = (
                f'{FOLDER}/{path.name}: there is no block "{block}" in data/deck, so it has no minutes and no place '
                "in an agenda. Put its slides into another notebook, or add the block."
            )
            raise DeckError(message)
    missing = [block for block in content.blocks if block not in found.values()]
    if missing:
        message = f'{FOLDER}: the block "{missing[0]}" has no notebook. Put it back, from a copy or from the kit.'
        raise DeckError(message)
    by_block = {block: path for path, block in found.items()}
    return {block: by_block[block] for block in content.blocks}


def run(paths: Mapping[str, Path], content: Content, *, address: str = "", language: str = ENGLISH) -> list[OwnSlide]:
    """Run the notebooks, one after the other in one kernel, and take them apart.

    Args:
        paths: the blocks that are wanted, each with its notebook.
        content: what the kit says.
        address: where the QR code leads to, or "".
        language: one of ``content.languages``.

    Raises:
        DeckError: a notebook can't be read, or a cell of it fails; or a slide has no notes or no minutes.
        KeyboardInterrupt: Ctrl-C, after which no kernel is left.
    """
    read = {block: _read(path) for block, path in paths.items()}
    whole = nbformat.v4.new_notebook(cells=[cell for notebook in read.values() for cell in notebook.cells])
    folder = next(iter(paths.values())).parent if paths else Path()
    client = NotebookClient(
        whole, kernel_name="python3", timeout=_PATIENCE, store_widget_state=False, record_timing=False,
        resources={"metadata": {"path": str(folder)}},
    )  # fmt: skip
    told = {
        ADDRESS_VARIABLE: address,
        LANGUAGE_VARIABLE: language,
        "IEPKIT_HOME": str(content.folder.resolve()),
    }
    try:
        with _stoppable(client):
            client.execute(env={**os.environ, **told}, stderr=subprocess.DEVNULL)
    except (CellExecutionError, CellTimeoutError) as error:
        raise _failed(read, paths, error) from None
    except DeadKernelError:
        message = "The slides could not be run: their kernel ended. Close other programs, and try again."
        raise DeckError(message) from None
    return [slide for block, notebook in read.items() for slide in _slides(block, paths[block].name, notebook, content)]


@contextlib.contextmanager
def _stoppable(client: NotebookClient) -> Iterator[None]:
    """Nbclient takes Ctrl-C for itself: it ends the kernel, and then fails in one way or another."""
    try:
        yield
    except BaseException:
        if getattr(client, "_async_cleanup_kernel_future", None):
            raise KeyboardInterrupt from None
        raise


def _read(path: Path) -> NotebookNode:
    try:
        notebook: NotebookNode = nbformat.read(path, as_version=4)
    except (OSError, ValueError, nbformat.ValidationError) as error:
        reason = getattr(error, "strerror", None) or "it is no notebook"
        message = f"{FOLDER}/{path.name} can't be read ({reason}). Put it back, from a copy or from the kit."
        raise DeckError(message) from None
    notebook.cells = [cell for cell in notebook.cells if _type(cell) != "skip"]
    for cell in notebook.cells:
        cell.pop("execution_count", None)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def _failed(read: Mapping[str, NotebookNode], paths: Mapping[str, Path], error: Exception) -> DeckError:
    """Which cell failed: the first that was run and has an error, or has no output that it should have."""
    for block, notebook in read.items():
        for number, cell in enumerate((c for c in notebook.cells if c.cell_type == "code"), start=1):
            if any(output.output_type == "error" for output in cell.outputs) or cell.execution_count is None:
                kind = getattr(error, "ename", "") or "it did not end in time"
                value = str(getattr(error, "evalue", "")).strip()
                what = f"{kind}: {value}" if value else kind
                return DeckError(
                    f'{FOLDER}/{paths[block].name}, code cell {number} ("{_first_line(cell)}") fails: {what.splitlines()[0]} '
                    "Open the notebook with `iepkit lab`, mend the cell, and run it."
                )
    return DeckError(f"The slides could not be run: {error}")


def _type(cell: NotebookNode) -> str:
    return str(cell.metadata.get("slideshow", {}).get("slide_type", "-") or "-")


def _slides(block: str, file: str, notebook: NotebookNode, content: Content) -> Iterator[OwnSlide]:
    starts = [number for number, cell in enumerate(notebook.cells) if _type(cell) in _SLIDES]
    if not starts:
        message = f'{FOLDER}/{file} has no slide: give a cell the slide type "Slide" under Property Inspector.'
        raise DeckError(message)
    for start, end in zip(starts, [*starts[1:], len(notebook.cells)], strict=True):
        yield _slide(block, file, notebook.cells[start:end], content)


def _slide(block: str, file: str, cells: Sequence[NotebookNode], content: Content) -> OwnSlide:
    shown = tuple(copy.deepcopy(cell) for cell in cells if _type(cell) != "notes")
    notes = tuple(copy.deepcopy(cell) for cell in cells if _type(cell) == "notes")
    name = _name(shown, SLIDE)
    title = content.texts[find(content, name).title_id] if name else _title(shown)
    where = f'{FOLDER}/{file}: block "{content.texts[f"deck.{block}.title"]}", slide "{title}"'
    if stray := [cell for cell in cells[_first_notes(cells) :] if _type(cell) != "notes"]:
        message = (
            f'{where} has a cell below its notes that is no slide: "{_first_line(stray[0])}". '
            'Give it the slide type "Slide", or "Skip" if it is not to be shown.'
        )
        raise DeckError(message)
    if pictures := [
        found for cell in shown if cell.cell_type == "markdown" for found in _ELSEWHERE.findall(cell.source)
    ]:
        message = (
            f"{where} shows the picture {pictures[0]}, which does not come along. Paste the picture into the cell "
            "(copy it, then Ctrl and V), so that the notebook holds it."
        )
        raise DeckError(message)
    if not notes:
        message = f'{where} has no notes. Add a cell below it, with the slide type "Notes", that says what to say.'
        raise DeckError(message)
    if name:
        slide = find(content, name)
        if _name(notes, NOTES) not in ("", name):
            message = f'{where} has the notes of "{_name(notes, NOTES)}". Write notes("{name}") below it.'
            raise DeckError(message)
        low, high = (talking + doing for talking, doing in zip(slide.minutes, slide.doing, strict=True))
        return OwnSlide(block, title, slide, shown, notes, (low, high))
    minutes = _MINUTES.search("\n".join(cell.source for cell in notes))
    if minutes is None or int(minutes[2] or minutes[1]) < 1:
        message = f'{where} has no minutes. Write "Minutes: 2 to 3" into its notes.'
        raise DeckError(message)
    low, high = int(minutes[1]), int(minutes[2] or minutes[1])
    if low > high:
        message = f"{where} has minutes that run backwards ({low} to {high}). Write the lower number first."
        raise DeckError(message)
    return OwnSlide(block, title, None, shown, notes, (low, high))


def _first_notes(cells: Sequence[NotebookNode]) -> int:
    return next((number for number, cell in enumerate(cells) if _type(cell) == "notes"), len(cells))


def _first_line(cell: NotebookNode) -> str:
    return cell.source.strip().splitlines()[0] if cell.source.strip() else ""


def _name(cells: Sequence[NotebookNode], kind: str) -> str:
    for data in outputs(cells):
        if kind in data:
            return str(data[kind]["name"])
    return ""


def outputs(cells: Sequence[NotebookNode]) -> Iterator[Mapping[str, Any]]:
    """What the code cells among these show, by media type."""
    for cell in cells:
        if cell.cell_type == "code":
            yield from (output.data for output in cell.outputs if "data" in output)


def _title(cells: Sequence[NotebookNode]) -> str:
    source = next((cell.source for cell in cells if cell.cell_type == "markdown" and cell.source.strip()), "")
    return source.strip().splitlines()[0].lstrip("# ").strip() if source else "with no title"
