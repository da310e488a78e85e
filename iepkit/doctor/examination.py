"""Goes through all of it, and ends in one sentence."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from iepkit.commands import typed
from iepkit.content import Content, Problem
from iepkit.doctor import builds, kit, laptop, rehearsal
from iepkit.doctor.finding import Finding, Level
from iepkit.doctor.system import System


def examination(
    content: Content | None, problems: Sequence[Problem], attendees: int, port: int, system: System
) -> Iterator[Finding]:
    """Each finding as soon as it is there; what takes long comes last.

    Args:
        content: what the kit says; None where it is broken.
        problems: all that ``iepkit check`` finds.
        attendees: how many phones are expected.
        port: where they come in.
        system: what the laptop says of itself.
    """
    yield from laptop.look_at(system, attendees, port)
    yield from kit.look_at(content, problems, system.today)
    if content is None or any(problem.stops for problem in problems):
        yield Finding(
            "Trial", Level.LOOK, "Nothing was made and nobody was served, as the content is to be mended first."
        )
        return
    yield builds.fonts(content)
    try:
        # Short, as sockets are made in it.
        with tempfile.TemporaryDirectory(prefix="ie", ignore_cleanup_errors=True) as folder:
            yield from builds.try_all(content, Path(folder))
            yield rehearsal.rehearse(content, Path(folder))
    except OSError as error:
        yield Finding(
            "Temporary folder", Level.MEND,
            f"{system.temporary} can't be written ({error.strerror}); make room on the disk, and run this again.",
        )  # fmt: skip


def verdict(findings: Sequence[Finding], attendees: int) -> str:
    """One sentence: ready, or what to do."""
    to_mend = [finding.name for finding in findings if finding.level is Level.MEND]
    to_look = sum(finding.level is Level.LOOK for finding in findings)
    if to_mend:
        return f"Not ready yet: mend what is said of {', '.join(to_mend)}, then run it again: {typed('doctor')}"
    things = {0: "", 1: ", with 1 thing to look at above"}.get(to_look, f", with {to_look} things to look at above")
    return f"Ready for {attendees} {'phone' if attendees == 1 else 'phones'}{things}."
