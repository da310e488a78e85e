"""``iepkit doctor``: the evening before, is this laptop ready?"""

from __future__ import annotations

import argparse

from iepkit import progress
from iepkit.cli import arguments
from iepkit.cli.arguments import Commands
from iepkit.cli.check import examine_all
from iepkit.content import kit_folder

_WIDTH = 12


def add(commands: Commands) -> None:
    """Add the command to the others."""
    doctor = commands.add_parser(
        "doctor", help="the evening before: go through this laptop, and say whether it is ready"
    )
    doctor.add_argument(
        "--attendees",
        type=arguments.attendees,
        default=25,
        metavar="N",
        help="how many phones you expect (default: 25)",
    )
    doctor.add_argument("--port", type=arguments.port, default=8000, help="where they come in (default: 8000)")
    doctor.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    # All that it tries takes a moment to import.
    from iepkit.doctor.examination import examination, verdict  # noqa: PLC0415
    from iepkit.doctor.finding import Level  # noqa: PLC0415
    from iepkit.doctor.system import System  # noqa: PLC0415

    content, problems = examine_all(kit_folder())
    findings = []
    try:
        for finding in examination(content, problems, options.attendees, options.port, System()):
            findings.append(finding)
            progress.clear()
            print(f"{finding.level + ':':{_WIDTH}}{finding.name}. {finding.sentence}", flush=True)
    except KeyboardInterrupt:
        progress.clear()
        print("Stopped before the end; nothing that it started is left.")
        return 1
    print(f"\n{verdict(findings, options.attendees)}")
    return int(any(finding.level is Level.MEND for finding in findings))
