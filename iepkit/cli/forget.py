"""``iepkit forget``: deletes what was answered, before its time."""

from __future__ import annotations

import argparse
import datetime as dt

from iepkit.cli.answers import NoAnswersError, add_option, opened
from iepkit.cli.arguments import Commands
from iepkit.explorers import load_fitting


def add(commands: Commands) -> None:
    """Add the command to the others."""
    forget = commands.add_parser("forget", help="delete what was answered in earlier workshops; totals stay")
    add_option(forget)
    forget.add_argument(
        "--all", action="store_true", help="this evening's answers too, so that no phone can vote in it any more"
    )
    forget.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    # The database takes a moment to import.
    from iepkit.report import keeping  # noqa: PLC0415

    content = load_fitting()
    try:
        with opened(content, options.answers) as store:
            forgotten = keeping.forget_now(store, content, dt.datetime.now(dt.UTC), is_tonight_too=options.all)
            place = store.place
    except NoAnswersError as error:
        print(error)
        return 1
    print(f"Workshops in {place} whose answers were deleted: {forgotten.ballots}. Their totals stay.")
    if forgotten.totals:
        print(f"Workshops that were so old that their totals went too: {forgotten.totals}.")
    if not options.all:
        print("What was answered in the last 12 hours stays. To delete that too: --all")
    return 0
