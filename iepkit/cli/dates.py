"""``iepkit dates``: what follows from a day, on the district's own calendar."""

from __future__ import annotations

import argparse
import datetime as dt
from pathlib import Path

from iepkit.cli import arguments
from iepkit.cli.arguments import Commands
from iepkit.content import load
from iepkit.wording import Wording


def add(commands: Commands) -> None:
    """Add the command to the others."""
    dates = commands.add_parser("dates", help="count what follows from a day, on the district's own calendar")
    dates.add_argument(
        "events", nargs="+", type=arguments.event, metavar="EVENT=DAY",
        help="such as consent_received=2026-11-03; data/events.csv lists the events",
    )  # fmt: skip
    dates.add_argument(
        "--state",
        choices=["massachusetts", "other"],
        default="massachusetts",
        help="whose law (default: massachusetts)",
    )
    dates.add_argument(
        "--year", action="append", type=arguments.school_year, default=[], metavar="FIRST/LAST",
        help="first and last day of a school year, such as 2026-09-01/2027-06-16",
    )  # fmt: skip
    dates.add_argument("--calendar", type=Path, metavar="FILE", help="the district's days: an .ics, a .csv, or lines")
    dates.add_argument("--ics", type=Path, metavar="FILE", help="write the dates as a calendar file too")
    dates.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
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
