"""``iepkit site``: the take-home page, and its check."""

from __future__ import annotations

import argparse
from pathlib import Path

from iepkit import progress
from iepkit.browser import BrowserError, chromium
from iepkit.cli import arguments
from iepkit.cli.arguments import Commands
from iepkit.cli.saying import write
from iepkit.content import Content
from iepkit.explorers import load_fitting
from iepkit.folder import FolderError


def add(commands: Commands) -> None:
    """Add the command to the others."""
    site = commands.add_parser("site", help="write the take-home page: all explorers with no server")
    what = site.add_mutually_exclusive_group()
    what.add_argument(
        "--to", type=Path, default=Path("take_home"), metavar="FOLDER",
        help="a new folder, or one that this has written before (default: take_home in this folder)",
    )  # fmt: skip
    what.add_argument(
        "--check", action="store_true", help="compare the page with the rules, in Chromium and in Python, instead"
    )
    site.add_argument(
        "--sets", type=arguments.sets, default=10_000, metavar="N",
        help="how many sets of answers at random --check compares for each explorer and for the dates (default: 10000)",
    )  # fmt: skip
    site.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    # The other commands do without NumPy, which takes a moment.
    from iepkit.site.folder import files, names  # noqa: PLC0415
    from iepkit.site.tables import TableError  # noqa: PLC0415

    content = load_fitting()
    try:
        if options.check:
            return _check_site(content, options.sets)
        write(options.to, names(content), files(content))
    except (FolderError, TableError) as error:
        print(error)
        return 1
    print(
        f"The take-home page stands in {options.to}. Open {options.to / 'index.html'} in a browser, copy the folder "
        "to a USB stick, or put it on a web host. It needs no server and no internet."
    )
    return 0


def _check_site(content: Content, sets: int) -> int:
    # Only this needs a browser.
    from iepkit.site.check import differences  # noqa: PLC0415

    found = []
    try:
        with chromium() as browser:
            for difference in differences(browser, content, sets, progress.show):
                found.append(difference)
                print(f"- {difference}")
    except BrowserError as error:
        print(error)
        return 1
    if found:
        print(
            f"{len(found)} sets of answers or days get something else from the page than from the rules. Do not hand the page out."
        )
        return 1
    print("The page says what the rules say, for every case and every set of answers or days.")
    return 0
