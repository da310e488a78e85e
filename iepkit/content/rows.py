"""The checks that every row of every file has to pass."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from iepkit.content.files import Row, entry_faults
from iepkit.content.model import Problem, Source

_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")


def unique(rows: Iterable[Row], file: str, problems: list[Problem]) -> Iterator[Row]:
    """The rows whose id is well written and stands once."""
    seen: dict[str, int] = {}
    for row in rows:
        if not _ID.fullmatch(row["id"]):
            problems.append(
                Problem(
                    file,
                    f'"{row["id"]}" can\'t be an id.',
                    "Use small letters, figures, dots and hyphens.",
                    row.number,
                    "id",
                )
            )
        elif row["id"] in seen:
            problems.append(
                Problem(
                    file,
                    f'the id "{row["id"]}" stands in row {seen[row["id"]]} too.',
                    "Give each its own id, or remove one.",
                    row.number,
                    "id",
                )
            )
        else:
            seen[row["id"]] = row.number
            yield row


def filled(row: Row, columns: Iterable[str], file: str, problems: list[Problem]) -> bool:
    """Is something written in each of these columns?"""
    empty = [column for column in columns if not row[column]]
    for column in empty:
        problems.append(Problem(file, "the cell is empty.", "Fill it in.", row.number, column))
    return not empty


def one_of(row: Row, column: str, allowed: tuple[str, ...], file: str, problems: list[Problem]) -> bool:
    """Is one of the allowed words written in this column?"""
    if row[column] in allowed:
        return True
    problems.append(
        Problem(file, f'"{row[column]}" is not known.', f"Write one of: {', '.join(allowed)}.", row.number, column)
    )
    return False


def day_in(row: Row, column: str, file: str, problems: list[Problem], today: dt.date) -> dt.date | None:
    """The day written in this column; None where there is none, or none that can be."""
    if not row[column]:
        return None
    try:
        day = dt.date.fromisoformat(row[column])
    except ValueError:
        problems.append(
            Problem(
                file,
                f'"{row[column]}" is no date.',
                "Write it as year-month-day, such as 2026-11-24.",
                row.number,
                column,
            )
        )
        return None
    if day > today:
        problems.append(
            Problem(file, f"{day} has not come yet.", "Write the day on which it was read.", row.number, column)
        )
        return None
    return day


def known_sources(
    row: Row, column: str, sources: dict[str, Source], file: str, problems: list[Problem]
) -> tuple[str, ...]:
    """The ids of sources written in this column, those that exist."""
    value = row[column]
    ids = tuple(value) if isinstance(value, list) else tuple(i.strip() for i in value.split(";") if i.strip())
    for unknown in [i for i in ids if i not in sources]:
        problems.append(
            Problem(
                file,
                f'there is no source "{unknown}".',
                "Write an id that stands in data/sources.csv, or add it there.",
                row.number,
                column,
            )
        )
    return tuple(i for i in ids if i in sources)


@dataclass(frozen=True)
class Place:
    """Where an entry stands, and all that is needed to look at it."""

    file: str
    line: int
    sources: Mapping[str, Source]
    texts: dict[str, str]
    problems: list[Problem]

    def says(self, wrong: str, mend: str) -> None:
        """Add a fault of this entry."""
        self.problems.append(Problem(self.file, wrong, mend, self.line))

    def fits(self, entry: Any, kinds: dict[str, type], optional: dict[str, type]) -> bool:
        """Has the entry these keys, with values of these types?"""
        faults = list(entry_faults(entry, kinds, self.file, self.line, optional))
        self.problems.extend(faults)
        return not faults

    def known(self, entry: Mapping[str, Any]) -> tuple[str, ...]:
        """The entry's sources, those that exist."""
        row = Row(self.line, {"sources": entry.get("sources", [])})
        return known_sources(row, "sources", dict(self.sources), self.file, self.problems)
