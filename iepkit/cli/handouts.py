"""``iepkit handouts``: what a workshop gives out on paper."""

from __future__ import annotations

import argparse
from pathlib import Path

from iepkit import made
from iepkit.cli.arguments import Commands, add_language, address
from iepkit.cli.saying import OUTPUT, sentence_of, speaks, write
from iepkit.explorers import load_fitting
from iepkit.folder import FolderError

_PAPERS = {"letter": ("letter",), "a4": ("a4",), "both": ("letter", "a4")}
_LOOKS = ("colour", "black_and_white", "large_print")


def add(commands: Commands) -> None:
    """Add the command to the others."""
    handouts = commands.add_parser("handouts", help="make what a room gets on paper, as PDF")
    handouts.add_argument(
        OUTPUT, type=Path, default=Path("handouts"), metavar="FOLDER",
        help="a new folder, or one that the same command has written before (default: handouts in this folder)",
    )  # fmt: skip
    handouts.add_argument("--paper", choices=list(_PAPERS), default="letter", help="its size (default: letter)")
    handouts.add_argument("--look", choices=[*_LOOKS, "all"], default="all", help="how it looks (default: all)")
    handouts.add_argument("--only", nargs="+", metavar="ID", default=[], help="some of them, such as: chart join")
    handouts.add_argument(
        "--address", type=address, metavar="ADDRESS",
        help="where the QR code leads to, such as http://192.168.8.2:8000 (default: what iepkit.toml says; else lines for a pen)",
    )  # fmt: skip
    add_language(handouts)
    handouts.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    # The maker of PDFs takes a moment to import.
    from iepkit.documents.handouts import IDS, handouts, names  # noqa: PLC0415
    from iepkit.documents.typesetting import LogoError, UnprintableError  # noqa: PLC0415

    content = load_fitting()
    unknown = [name for name in options.only if name not in IDS]
    if unknown:
        print(f'There is no handout "{unknown[0]}". The handouts are: {", ".join(IDS)}.')
        return 1
    if not speaks(content, options.language):
        return 1
    only = list(dict.fromkeys(options.only)) or list(IDS)
    looks = _LOOKS if options.look == "all" else (options.look,)
    papers = _PAPERS[options.paper]
    where = options.address or content.organisation.wifi_address
    wanted = names(only=only, looks=looks, papers=papers)
    recipe = ["handouts", *wanted, where, options.language]
    made_of = made.recipe(content.folder, recipe, filter(None, [content.organisation.logo]))
    if made.is_made(options.output, made_of):
        print(f"Nothing has changed: the handouts in {options.output} are as they have to be.")
        return 0
    files = handouts(content, only=only, looks=looks, papers=papers, address=where, language=options.language)
    try:
        write(options.output, wanted, files, OUTPUT)
        made.stamp(options.output, made_of, wanted)
    except (FolderError, LogoError, UnprintableError, OSError) as error:
        print(sentence_of(error, options.output))
        return 1
    print(f"The handouts stand in {options.output}: {len(wanted)} PDFs, by paper and look.")
    if "join" in only and where:
        print(f"The QR code of the join sheet leads to {where}.")
    elif "join" in only:
        print("No address is known yet, so the join sheet has lines for a pen. Or: --address http://192.168.8.2:8000")
    return 0
