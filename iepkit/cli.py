"""The command ``iepkit``: check the content, serve a workshop, open JupyterLab."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from iepkit.content import CATEGORIES, ContentError, examine, kit_folder


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
        print("The content has to be mended first; nothing was started. To check again: iepkit check")
        return 1
    except KeyboardInterrupt:
        return 0
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="iepkit", description="IEP or 504 plan: a kit for parent workshops.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="show the workshop's pages on the phones of the room")
    serve.add_argument("--host", default="0.0.0.0", help="an address of this laptop (default: all of them)")  # noqa: S104
    serve.add_argument("--port", type=_port, default=8000, help="a number from 1 to 65535 (default: 8000)")
    serve.add_argument(
        "--attendees", type=_attendees, default=25, metavar="N", help="keep a place ready for N phones (default: 25)"
    )
    serve.set_defaults(run=_serve)

    check = commands.add_parser("check", help="find every mistake in the content, in one pass")
    check.add_argument("folder", nargs="?", type=Path, help="the kit's folder (default: the one in use)")
    check.add_argument("--ids", action="store_true", help="list the id of every text instead")
    check.set_defaults(run=_check)

    lab = commands.add_parser("lab", help="open the notebooks in JupyterLab")
    lab.add_argument("--no-browser", action="store_true", help="only print the address")
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


def _serve(options: argparse.Namespace) -> int:
    # Voila takes a second to import, and the other commands do without it.
    from iepkit.serving import ServingError, serve  # noqa: PLC0415

    try:
        serve(kit_folder(), options.host, options.port, options.attendees)
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
        f"{len(content.glossary)} terms, {len(content.sources)} sources, {len(content.texts)} texts, "
        f"{len(content.languages)} {'language' if len(content.languages) == 1 else 'languages'}, {len(content.reviews)} reviews"
        + (f"; {reminders} to look at." if reminders else ".")
    )
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
    command = [
        sys.executable, "-m", "jupyterlab", str(notebooks),
        # Both would ask a host on the internet.
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
    ]  # fmt: skip
    if options.no_browser:
        command.append("--no-browser")
    return subprocess.run(command, check=False, env={**os.environ, "IEPKIT_HOME": str(folder.resolve())}).returncode
