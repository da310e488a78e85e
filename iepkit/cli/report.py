"""``iepkit report``: what a workshop brought, for a board and a funder."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from iepkit.cli.answers import NoAnswersError, add_option, opened
from iepkit.cli.arguments import Commands, add_language
from iepkit.cli.saying import OUTPUT, sentence_of, speaks, write
from iepkit.commands import typed
from iepkit.content import Content
from iepkit.explorers import load_fitting
from iepkit.folder import FolderError
from iepkit.wording import Wording

if TYPE_CHECKING:
    from iepkit.report.period import Held, Season
    from iepkit.store.store import Store


def add(commands: Commands) -> None:
    """Add the command to the others."""
    report = commands.add_parser("report", help="make one page on what a workshop brought, for a funder")
    report.add_argument(
        OUTPUT, type=Path, default=Path("report"), metavar="FOLDER",
        help="a new folder, or one that the same command has written before (default: report in this folder)",
    )  # fmt: skip
    add_option(report)
    report.add_argument("--paper", choices=["letter", "a4"], default="letter", help="its size (default: letter)")
    add_language(report)
    which = report.add_mutually_exclusive_group()
    which.add_argument(
        "--season", type=_season, metavar="SEASON", help='all workshops of a season, such as "fall 2026"'
    )
    which.add_argument("--all", action="store_true", help="all workshops")
    which.add_argument("--workshop", type=int, metavar="N", help="one workshop, by its number in --list")
    which.add_argument("--list", action="store_true", help="say which workshops there are, and write nothing")
    report.set_defaults(run=_run)


def _season(text: str) -> Season:
    from iepkit.report.period import Season  # noqa: PLC0415

    found = Season.read(text)
    if found:
        return found
    message = f'"{text}" is no season: write winter, spring or fall and the year, such as "fall 2026".'
    raise argparse.ArgumentTypeError(message)


def _run(options: argparse.Namespace) -> int:
    # The database and the maker of PDFs take a moment to import.
    from iepkit.report import keeping  # noqa: PLC0415

    content = load_fitting()
    if not speaks(content, options.language):
        return 1
    try:
        with opened(content, options.answers) as store:
            keeping.forget(store, content, dt.datetime.now(dt.UTC))
            held, place = _held(store, content), store.place
    except NoAnswersError as error:
        print(error)
        return 1
    if not held:
        print(f"No workshop is kept in {place}. The first question that a room is asked begins one.")
        return 1
    return _list(held, content) if options.list else _write(held, options, content)


def _held(store: Store, content: Content) -> list[Held]:
    from iepkit.learning.totals import totals_of  # noqa: PLC0415
    from iepkit.report.period import Held  # noqa: PLC0415

    return [Held(workshop, totals_of(store.record(workshop.id), content)) for workshop in store.workshops()]


def _list(held: list[Held], content: Content) -> int:
    from iepkit.report import said  # noqa: PLC0415

    for number, one in enumerate(held, start=1):
        sheets = one.totals.sheets
        before, after = (sheets.get(form, 0) for form in ("before", "after"))
        name = said.workshop(one, Wording(content))
        print(
            f"{number}. {name}: checks {before} before and {after} after, {one.totals.pairs} pairs, {one.totals.votes} votes"
        )
    return 0


def _write(held: list[Held], options: argparse.Namespace, content: Content) -> int:
    from iepkit.documents.typesetting import LogoError, UnprintableError  # noqa: PLC0415
    from iepkit.report import said  # noqa: PLC0415
    from iepkit.report.folder import NAMES, PAGE, files  # noqa: PLC0415
    from iepkit.report.period import Period, Season  # noqa: PLC0415

    if options.workshop is not None and not 1 <= options.workshop <= len(held):
        print(
            f"There is no workshop {options.workshop}; there are {len(held)}. To see them: {typed('report', '--list')}"
        )
        return 1
    chosen = held if options.all else [held[(options.workshop or len(held)) - 1]]
    if options.season:
        chosen = [one for one in held if Season.of(one.day) == options.season]
    wording = Wording(content)
    if not chosen:
        print(
            f"No workshop is kept of {said.season(options.season, wording)}. To see those that are: {typed('report', '--list')}"
        )
        return 1
    period = Period(tuple(chosen), options.season)
    if period.totals.is_empty:
        print(f"Nothing was answered, and nobody was counted: {said.heading(period, wording)}. Nothing was written.")
        return 1
    try:
        write(options.output, NAMES, files(period, content, options.paper, options.language), OUTPUT)
    except (FolderError, LogoError, UnprintableError, OSError) as error:
        print(sentence_of(error, options.output))
        return 1
    print(f"The report stands in {options.output / PAGE}: {said.heading(period, wording)}. Its table stands beside it.")
    return 0
