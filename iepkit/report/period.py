"""Which workshops a report is on: one, a season, or all."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import add

from iepkit.learning.totals import Totals
from iepkit.store.model import Workshop

SEASONS = {"winter": (1, 2, 3), "spring": (4, 5, 6, 7), "fall": (8, 9, 10, 11, 12)}
"""The months of each, in the order of the calendar year."""
_WRITTEN = re.compile(rf"({'|'.join(SEASONS)})\s+(\d{{4}})")


@dataclass(frozen=True, order=True)
class Season:
    """One season of one year.

    Args:
        year: the calendar year.
        place: which of :data:`SEASONS`, from 0.
    """

    year: int
    place: int

    @property
    def name(self) -> str:
        return list(SEASONS)[self.place]

    @classmethod
    def of(cls, day: dt.date) -> Season:
        """The season of a day."""
        return cls(day.year, next(place for place, months in enumerate(SEASONS.values()) if day.month in months))

    @classmethod
    def read(cls, text: str) -> Season | None:
        """What was typed, such as ``fall 2026``; None where it is no season."""
        written = _WRITTEN.fullmatch(text.strip().lower())
        return cls(int(written[2]), list(SEASONS).index(written[1])) if written else None


@dataclass(frozen=True)
class Held:
    """One workshop with what was counted of it."""

    workshop: Workshop
    totals: Totals

    @property
    def day(self) -> dt.date:
        """Its first day on the calendar where this computer stands."""
        return day_of(self.workshop)


@dataclass(frozen=True)
class Row:
    """One part of a period that stands by itself in a table.

    Args:
        held: its workshops, oldest first.
        season: of which they are, where the table is by season; else None.
    """

    held: tuple[Held, ...]
    season: Season | None
    totals: Totals


@dataclass(frozen=True)
class Period:
    """What a report is on.

    Args:
        held: the workshops, oldest first; one or more.
        season: the season that was asked for; None for one workshop, and for all.
    """

    held: tuple[Held, ...]
    season: Season | None = None

    @property
    def totals(self) -> Totals:
        """All of its workshops together."""
        return _together(self.held)

    @property
    def rows(self) -> list[Row]:
        """Its parts: seasons where there are several, else workshops; none where there is one workshop alone."""
        seasons = sorted({Season.of(held.day) for held in self.held})
        if len(self.held) == 1:
            return []
        if len(seasons) == 1:
            return [Row((held,), None, held.totals) for held in self.held]
        by_season = {season: tuple(held for held in self.held if Season.of(held.day) == season) for season in seasons}
        return [Row(held, season, _together(held)) for season, held in by_season.items()]


def day_of(workshop: Workshop) -> dt.date:
    """The day on which it started, on the calendar where this computer stands."""
    return workshop.started_at.astimezone().date()


def _together(held: Iterable[Held]) -> Totals:
    return reduce(add, (one.totals for one in held), Totals())
