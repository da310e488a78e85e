"""The tables of one language as they stand in its folder: what is a draft, checked, missing or out of date."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from iepkit.content import Content, Problem
from iepkit.content.translations import COLUMNS, FOLDER, is_to_translate, table_of, tables_of

STATES = ("checked", "draft", "out_of_date", "missing")


@dataclass(frozen=True)
class Line:
    """One text of a language, as its table has it; ``checked_on`` is a day as it is written there."""

    table: str
    id: str
    english: str
    text: str
    checked_by: str = ""
    checked_on: str = ""
    checked_text: str = ""

    def state(self, texts: Mapping[str, str]) -> str:
        """One of :data:`STATES`, beside the English texts of now."""
        if not self.text:
            return "missing"
        if self.english != texts.get(self.id):
            return "out_of_date"
        return "checked" if self.checked_by and self.checked_text == self.text else "draft"


def read(folder: Path, language: str, problems: list[Problem]) -> list[Line]:
    """Every line of a language, table by table."""
    return [
        Line(table, *(row[column] for column in COLUMNS))
        for table, rows in tables_of(folder, language, problems).items()
        for row in rows
    ]


def counted(content: Content, lines: Iterable[Line]) -> Counter[str]:
    """How many of the kit's texts are in each state; a text without a line is missing."""
    by_id = {line.id: line for line in lines}
    wanted = [i for i, english in content.texts.items() if is_to_translate(i, english)]
    return Counter(by_id[i].state(content.texts) if i in by_id else "missing" for i in wanted)


def started(content: Content) -> list[Line]:
    """The lines of a new language: all English, and no text yet."""
    return [Line(table_of(i), i, english, "") for i, english in content.texts.items() if is_to_translate(i, english)]


def write(folder: Path, language: str, lines: Iterable[Line]) -> None:
    """Write the tables in which these lines stand.

    All are written beside the old ones first: a full disk leaves no half of a language.

    Raises:
        OSError: the folder can't be written.
    """
    tables: dict[str, list[Line]] = {}
    for line in lines:
        tables.setdefault(line.table, []).append(line)
    place = folder / FOLDER / language
    place.mkdir(parents=True, exist_ok=True)
    beside = {place / f".{table}.new": place / f"{table}.csv" for table in tables}
    try:
        for new, table in zip(beside, tables.values(), strict=True):
            new.write_text(_as_csv(table), encoding="utf-8", newline="")
        for new, path in beside.items():
            new.replace(path)
    finally:
        for new in beside:
            new.unlink(missing_ok=True)


def _as_csv(lines: Iterable[Line]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in lines:
        row = (line.id, line.english, line.text, line.checked_by, line.checked_on, line.checked_text)
        writer.writerow(row)
    return out.getvalue()
