"""The command ``iepkit``: check the content, serve a workshop, open JupyterLab."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import signal
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from iepkit import progress
from iepkit.commands import typed
from iepkit.content import CATEGORIES, Content, ContentError, Problem, examine, kit_folder, load
from iepkit.explorers import as_text, everything, explain_file, load_fitting, misfits
from iepkit.folder import FolderError, write_folder
from iepkit.wording import Wording


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        The exit code: 0 where all is well, 1 where a message says what is not.
    """
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except ContentError as error:
        _say_problems(error.problems)
        print(f"The content has to be mended first; nothing was started. To check again: {typed('check')}")
        return 1
    except KeyboardInterrupt:
        return 0
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="iepkit", description="IEP or 504 plan: a kit for parent workshops.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="show the workshop's pages on the phones of the room")
    serve.add_argument("--host", default="0.0.0.0", help="an address of this laptop (default: all of them)")  # noqa: S104 - for phones
    serve.add_argument("--port", type=_port, default=8000, help="a number from 1 to 65535 (default: 8000)")
    serve.add_argument(
        "--attendees", type=_attendees, default=25, metavar="N", help="keep a place ready for N phones (default: 25)"
    )
    serve.add_argument(
        "--console-port", type=_port, metavar="PORT",
        help="where you alone see how the room is (default: the port after the other, or the next that is free)",
    )  # fmt: skip
    serve.add_argument("--metrics", action="store_true", help="let Prometheus ask there too, at /metrics")
    serve.set_defaults(run=_serve)

    check = commands.add_parser("check", help="find every mistake in the content, in one pass")
    check.add_argument("folder", nargs="?", type=Path, help="the kit's folder (default: the one in use)")
    check.add_argument("--ids", action="store_true", help="list the id of every text instead")
    check.set_defaults(run=_check)

    explain = commands.add_parser("explain", help="say what follows for the child of a story, with sources")
    what = explain.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "file", type=Path, nargs="?", metavar="CASE.yaml", help="a story, or a list of them, as in data/cases"
    )
    what.add_argument(
        "--all", action="store_true", help="write all that is said, and why, as one page, for a lawyer to review"
    )
    explain.add_argument("--json", action="store_true", help="print it for a program")
    explain.add_argument(
        "--to", type=Path, default=Path("all_reasons.html"), metavar="PAGE.html",
        help="where --all writes the page (default: all_reasons.html in this folder)",
    )  # fmt: skip
    explain.set_defaults(run=_explain)

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
        "--sets", type=_sets, default=10_000, metavar="N",
        help="how many sets of answers at random --check compares for each explorer and for the dates (default: 10000)",
    )  # fmt: skip
    site.set_defaults(run=_site)

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
    letters.set_defaults(run=_letters)

    dates = commands.add_parser("dates", help="count what follows from a day, on the district's own calendar")
    dates.add_argument(
        "events", nargs="+", type=_event, metavar="EVENT=DAY",
        help="such as consent_received=2026-11-03; data/events.csv lists the events",
    )  # fmt: skip
    dates.add_argument(
        "--state",
        choices=["massachusetts", "other"],
        default="massachusetts",
        help="whose law (default: massachusetts)",
    )
    dates.add_argument(
        "--year", action="append", type=_school_year, default=[], metavar="FIRST/LAST",
        help="first and last day of a school year, such as 2026-09-01/2027-06-16",
    )  # fmt: skip
    dates.add_argument("--calendar", type=Path, metavar="FILE", help="the district's days: an .ics, a .csv, or lines")
    dates.add_argument("--ics", type=Path, metavar="FILE", help="write the dates as a calendar file too")
    dates.set_defaults(run=_dates)

    lab = commands.add_parser("lab", help="open the notebooks in JupyterLab")
    lab.add_argument("--no-browser", action="store_true", help="only print the address")
    lab.add_argument("--port", type=_port, default=8888, help="a number from 1 to 65535 (default: 8888)")
    lab.set_defaults(run=_lab)
    return parser


def _port(text: str) -> int:
    if text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    message = f'"{text}" is no port: write a number from 1 to 65535.'
    raise argparse.ArgumentTypeError(message)


def _attendees(text: str) -> int:
    if text.isdigit() and 0 < int(text) <= 1000:
        return int(text)
    message = f'"{text}" is no number of phones: write one from 1 to 1000.'
    raise argparse.ArgumentTypeError(message)


def _event(text: str) -> tuple[str, dt.date]:
    name, _, day = text.partition("=")
    return name, _day(day)


def _school_year(text: str) -> tuple[dt.date, dt.date]:
    first, _, last = text.partition("/")
    return _day(first), _day(last)


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        message = f'"{text}" is no day: write it as in 2026-11-24.'
        raise argparse.ArgumentTypeError(message) from None


def _sets(text: str) -> int:
    if text.isdigit() and 0 < int(text) <= 1_000_000:
        return int(text)
    message = f'"{text}" is no number of sets: write one from 1 to 1000000.'
    raise argparse.ArgumentTypeError(message)


def _serve(options: argparse.Namespace) -> int:
    # A Ctrl-C while packages are imported can be swallowed by one of them. Nothing
    # has been started yet, so it ends the process; the server then takes over.
    signal.signal(signal.SIGINT, lambda *_: os._exit(0))
    # Voila takes a second to import, and the other commands do without it.
    from iepkit.serving.network import ServingError  # noqa: PLC0415
    from iepkit.serving.server import serve  # noqa: PLC0415

    try:
        serve(
            kit_folder(),
            options.host,
            options.port,
            options.attendees,
            console_port=options.console_port,
            shows_metrics=options.metrics,
        )
    except ServingError as error:
        print(error)
        return 1
    return 0


def _check(options: argparse.Namespace) -> int:
    folder = options.folder or kit_folder()
    if not folder.is_dir():
        print(f"There is no folder {folder}. Write the folder that holds data and iepkit.toml.")
        return 1
    content, problems = examine(folder)
    if content:
        problems += misfits(content) or _misfits_of_dates(content)
    if options.ids and content:
        print("\n".join(content.texts))
        return 0
    _say_problems(problems)
    stopping = sum(problem.stops for problem in problems)
    reminders = len(problems) - stopping
    if stopping or content is None:
        print(f"{stopping} to mend, {reminders} to look at.")
        return 1
    print(
        f"All good: {len(content.cells)} cells in {len(CATEGORIES)} topics, {len(content.sections)} sections, "
        f"{len(content.glossary)} terms, {len(content.reasons)} reasons, {len(content.cases)} cases, "
        f"{len(content.sources)} sources, {len(content.texts)} texts, "
        f"{len(content.languages)} {'language' if len(content.languages) == 1 else 'languages'}, {len(content.reviews)} reviews"
        + (f"; {reminders} to look at." if reminders else ".")
    )
    return 0


def _misfits_of_dates(content: Content) -> list[Problem]:
    # The libraries of the documents take their time, and the other commands do without them.
    from iepkit.documents import fit  # noqa: PLC0415

    return fit.misfits(content)


def _explain(options: argparse.Namespace) -> int:
    content = load()
    if options.all:
        return _write_page(options.to, everything(content))
    explained, problems = explain_file(options.file, content)
    if options.json:
        print(json.dumps(explained, indent=2, ensure_ascii=False))
    else:
        for story in explained:
            print("\n".join(as_text(story, content)))
            print()
    for problem in problems:
        print(f"- {problem}", file=sys.stderr)
    return 1 if problems else 0


def _write_page(path: Path, page: str) -> int:
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        print(f"{path} can't be written ({error.strerror}). Name another place: --to PAGE.html")
        return 1
    print(f"All reasons stand in {path}. Open it in a browser, or print it.")
    return 0


def _site(options: argparse.Namespace) -> int:
    # The other commands do without NumPy, which takes a moment.
    from iepkit.site.folder import files, names  # noqa: PLC0415
    from iepkit.site.tables import TableError  # noqa: PLC0415

    content = load_fitting()
    try:
        if options.check:
            return _check_site(content, options.sets)
        _write(options.to, names(content), files(content))
    except (FolderError, TableError) as error:
        print(error)
        return 1
    print(
        f"The take-home page stands in {options.to}. Open {options.to / 'index.html'} in a browser, copy the folder "
        "to a USB stick, or put it on a web host. It needs no server and no internet."
    )
    return 0


def _letters(options: argparse.Namespace) -> int:
    # The makers of PDF and Word take a moment to import.
    from iepkit.documents.paper_twins import names, paper_twins  # noqa: PLC0415

    content = load_fitting()
    wanted = names(content)
    try:
        _write(options.to, wanted, paper_twins(content, options.state))
    except FolderError as error:
        print(error)
        return 1
    print(f"The letters stand in {options.to}: each as PDF, Word and text, with {wanted[0]} for what goes with them.")
    return 0


def _dates(options: argparse.Namespace) -> int:
    # The calendar libraries take a moment to import.
    from iepkit.documents.calendar_file import calendar_file  # noqa: PLC0415
    from iepkit.documents.report import DatesError, report  # noqa: PLC0415

    content, now = load(), dt.datetime.now().astimezone()
    try:
        found, lines = report(
            content,
            state=options.state,
            events=dict(options.events),
            years=options.year,
            calendar=options.calendar,
            today=now.date(),
        )
    except DatesError as error:
        print(error)
        return 1
    print("\n".join(lines))
    if options.ics:
        try:
            options.ics.write_bytes(calendar_file([*found.act_by, *found.owed], Wording(content), now))
        except OSError as error:
            print(f"{options.ics} can't be written ({error.strerror}). Name another place: --ics FILE")
            return 1
        print(f"The calendar file stands in {options.ics}.")
    return 0


def _write(folder: Path, names: Sequence[str], files: Iterable[tuple[str, bytes]]) -> None:
    for done, name in enumerate(write_folder(folder, names, files), start=1):
        progress.show(name, done, len(names))


def _check_site(content: Content, sets: int) -> int:
    # Only this needs a browser.
    from iepkit.site.check import BrowserError, chromium, differences  # noqa: PLC0415

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


def _say_problems(problems: Sequence[object]) -> None:
    for problem in problems:
        print(f"- {problem}")


def _lab(options: argparse.Namespace) -> int:
    folder = kit_folder()
    notebooks = folder / "notebooks"
    if not notebooks.is_dir():
        print(f"The folder notebooks is missing in {folder}. Put it back, from a copy or from the kit.")
        return 1
    try:
        from jupyterlab.labapp import LabApp  # noqa: PLC0415 - only this command needs it
    except ImportError:
        print("JupyterLab is not installed. Install the kit with it: pip install 'iepkit[lab]'")
        return 1
    os.environ["IEPKIT_HOME"] = str(folder.resolve())
    # Our settings of Lab: it asks nobody whether to fetch news from the internet.
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(
        filter(None, [str(Path(__file__).parent / "share" / "lab_config"), os.environ.get("JUPYTER_CONFIG_PATH")])
    )
    arguments = [
        str(notebooks),
        f"--ServerApp.port={options.port}",
        # The other way to ask a host on the internet.
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
    ]
    if options.no_browser:
        arguments.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # Jupyter refuses to run as root unless it is told that this is meant.
        arguments.append("--allow-root")
    LabApp.launch_instance(arguments)
    return 0
