"""The command ``iepkit``: each command is a module that adds itself and runs."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence

from iepkit.cli import (
    agenda,
    check,
    dates,
    doctor,
    explain,
    forget,
    handouts,
    lab,
    letters,
    plan,
    progress,
    report,
    serve,
    site,
    slides,
    translations,
)
from iepkit.cli.saying import say_problems
from iepkit.commands import typed
from iepkit.content import ContentError

_COMMANDS = (
    serve,
    check,
    explain,
    site,
    letters,
    dates,
    slides,
    handouts,
    agenda,
    report,
    forget,
    progress,
    doctor,
    lab,
    plan,
    translations,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        The exit code: 0 where all is well, 1 where a message says what is not.
    """
    options = _parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Names and folders may have signs that the terminal does not know.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code: int = options.run(options)
    except ContentError as error:
        say_problems(error.problems)
        print(f"The content has to be mended first; nothing was started. To check again: {typed('check')}")
        return 1
    except KeyboardInterrupt:
        return 0
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="iepkit", description="IEP or 504 plan: a kit for parent workshops.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for command in _COMMANDS:
        command.add(commands)
    return parser
