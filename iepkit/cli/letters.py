"""``iepkit letters``: every letter with blanks to fill by hand."""

from __future__ import annotations

import argparse
from pathlib import Path

from iepkit.cli.arguments import Commands, add_language
from iepkit.cli.saying import speaks, write
from iepkit.explorers import load_fitting
from iepkit.folder import FolderError


def add(commands: Commands) -> None:
    """Add the command to the others."""
    letters = commands.add_parser("letters", help="write every letter with blanks to fill by hand, for a room")
    letters.add_argument(
        "--to", type=Path, default=Path("letters"), metavar="FOLDER",
        help="a new folder, or one that this has written before (default: letters in this folder)",
    )  # fmt: skip
    letters.add_argument(
        "--state",
        choices=["massachusetts", "other"],
        default="massachusetts",
        help="whose law (default: massachusetts)",
    )
    add_language(letters)
    letters.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    # The makers of PDF and Word take a moment to import.
    from iepkit.documents.paper_twins import names, paper_twins  # noqa: PLC0415

    content = load_fitting()
    if not speaks(content, options.language):
        return 1
    wanted = names(content)
    try:
        write(options.to, wanted, paper_twins(content, options.state, options.language))
    except FolderError as error:
        print(error)
        return 1
    print(f"The letters stand in {options.to}: each as PDF, Word and text, with {wanted[0]} for what goes with them.")
    return 0
