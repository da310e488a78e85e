"""Where and for whom a workshop is given."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

PAPERS = ("letter", "a4")


@dataclass(frozen=True)
class Room:
    """What the plan itself does not ask for.

    ``start``: the time of day, if it is known. ``people``: how many sheets of
    what each person gets. ``paper``: one of ``PAPERS``.
    """

    start: dt.time | None = None
    people: int = 25
    paper: str = "letter"
