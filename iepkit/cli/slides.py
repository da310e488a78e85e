"""``iepkit slides``: the deck, to open from a disk, and its prints."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from iepkit import made, progress
from iepkit.browser import BrowserError, chromium
from iepkit.cli.arguments import Commands, add_language, address
from iepkit.cli.saying import NO_ADDRESS, OUTPUT, room_address, say_problems, sentence_of, speaks, write
from iepkit.content import Content
from iepkit.explorers import load_fitting
from iepkit.folder import FolderError

if TYPE_CHECKING:
    from iepkit.slides.deck import TimedSlide


def add(commands: Commands) -> None:
    """Add the command to the others."""
    slides = commands.add_parser("slides", help="make the deck, with notes, to open with no internet")
    slides.add_argument(
        OUTPUT, type=Path, default=Path("deck"), metavar="FOLDER",
        help="a new folder, or one that this has written before (default: deck in this folder)",
    )  # fmt: skip
    slides.add_argument(
        "--address", type=address, metavar="ADDRESS",
        help="where the QR code leads to, such as http://192.168.8.2:8000 (default: what iepkit.toml says, else this laptop as its network knows it now)",
    )  # fmt: skip
    add_language(slides)
    slides.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    # What makes slides takes a moment to import.
    from iepkit.documents.typesetting import LogoError, UnprintableError  # noqa: PLC0415
    from iepkit.slides import folder  # noqa: PLC0415
    from iepkit.slides.deck import PAGE, timed  # noqa: PLC0415
    from iepkit.slides.fit import misfits  # noqa: PLC0415
    from iepkit.slides.notebooks import DeckError, notebooks_of, run  # noqa: PLC0415

    content, language = load_fitting(), options.language
    if not speaks(content, language):
        return 1
    problems = misfits(content)
    say_problems(problems)
    if any(problem.stops for problem in problems):
        return 1
    where = room_address(content) if options.address is None else options.address
    made_of = made.recipe(content.folder, ["slides", where, language], filter(None, [content.organisation.logo]))
    if made.is_made(options.output, made_of):
        print(f"Nothing has changed: the deck in {options.output} is as it has to be.")
        return 0
    try:
        progress.show("the notebooks of the slides", 0, 1, is_last=False)
        slides = timed(run(notebooks_of(content.folder, content), content, address=where, language=language))
        write(options.output, folder.NAMES, folder.files(slides, content, address=where, language=language), OUTPUT)
        faults = _measured(options.output, slides, content)
        if not faults:
            made.stamp(options.output, made_of, folder.NAMES)
    except (DeckError, FolderError, LogoError, UnprintableError, OSError) as error:
        print(sentence_of(error, options.output))
        return 1
    say_problems(faults)
    print(
        f"The deck stands in {options.output}. Open {options.output / PAGE} in a browser; S opens the notes with clock and "
        f"pace. It needs no internet. {len(slides)} slides."
    )
    print(f"The QR code leads to {where}. Elsewhere: {OUTPUT} FOLDER --address ADDRESS" if where else NO_ADDRESS)
    return 1 if faults else 0


def _measured(output: Path, slides: Sequence[TimedSlide], content: Content) -> list[str]:
    """What does not fit its frame; nothing where there is no browser to ask, and then it is said."""
    from iepkit.slides.measured import overflowing  # noqa: PLC0415

    try:
        with chromium() as browser:
            return list(overflowing(browser, output, slides, content))
    except BrowserError as error:
        print(f"Whether every slide fits its frame was not measured. {error}")
        return []
