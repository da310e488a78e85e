"""The kit on this laptop: is all that it says in order, fresh and filled in?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from iepkit.commands import typed
from iepkit.content import Content, Problem
from iepkit.content.model import FRESH_MONTHS, is_stale
from iepkit.doctor.finding import Finding, Level

_NAMED = 3


def look_at(content: Content | None, problems: Sequence[Problem], today: dt.date) -> Iterator[Finding]:
    """All that is found without making anything.

    Args:
        content: what the kit says; None where it is broken.
        problems: all that ``iepkit check`` finds.
        today: as the laptop's clock says.
    """
    yield faults(content, problems)
    if content:
        yield clock(content, today)
        yield age(content, today)
        yield organisation(content)


def faults(content: Content | None, problems: Sequence[Problem]) -> Finding:
    """Is there anything to mend?"""
    stopping = [problem for problem in problems if problem.stops]
    if stopping or content is None:
        first = f", first {stopping[0]}" if stopping else "."
        return Finding("Content", Level.MEND, f"{len(stopping)} to mend{first} All of it: {typed('check')}")
    return Finding("Content", Level.GOOD, f"Nothing to mend in {len(content.texts):,} texts.")


def clock(content: Content, today: dt.date) -> Finding:
    """Can this be today? Every date that a parent is told is counted from it."""
    latest = max(source.verified_on for source in content.sources.values() if source.verified_on)
    if today < latest:
        return Finding(
            "Clock", Level.MEND,
            f"This laptop says that today is {today}, and a source was read on {latest}; set the clock.",
        )  # fmt: skip
    return Finding("Clock", Level.GOOD, f"Today is {today}; if that is not so, set the clock.")


def age(content: Content, today: dt.date) -> Finding:
    """Was every source read in the last twelve months?"""
    old = [s.cite for s in content.sources.values() if s.verified_on and is_stale(s.verified_on, today)]
    if old:
        others = f" and {len(old) - _NAMED} more" if len(old) > _NAMED else ""
        return Finding(
            "Age of the law", Level.LOOK,
            f"Sources last read over {FRESH_MONTHS} months ago: {'; '.join(old[:_NAMED])}{others}; "
            "have them read again, and say so in the room.",
        )  # fmt: skip
    return Finding("Age of the law", Level.GOOD, f"No source was read more than {FRESH_MONTHS} months ago.")


def organisation(content: Content) -> Finding:
    """Is it said whose workshop this is?"""
    if not content.organisation.name:
        return Finding(
            "Your organization", Level.LOOK, "Its name is not in iepkit.toml yet, so pages and papers show none."
        )
    return Finding("Your organization", Level.GOOD, f"Pages and papers name {content.organisation.name}.")
