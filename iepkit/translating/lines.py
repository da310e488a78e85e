"""The tables of one language as they stand in its folder: what is a draft, checked, missing or out of date."""

from __future__ import annotations

import csv
import io
import shutil
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from iepkit.content import Content, Problem
from iepkit.content.translations import COLUMNS, FOLDER, is_checked, is_to_translate, table_of, tables_of

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

    def state(self, content: Content, language: str) -> str:
        """One of :data:`STATES`, beside the English of now; checked is what a page calls no draft."""
        if not self.text:
            return "missing"
        if self.english != content.texts.get(self.id):
            return "out_of_date"
        return "checked" if is_checked(content, language, self.id) else "draft"


def read(folder: Path, language: str, problems: list[Problem]) -> list[Line]:
    """Every line of a language, table by table."""
    return [
        Line(table, *(row[column] for column in COLUMNS))
        for table, rows in tables_of(folder, language, problems).items()
        for row in rows
    ]


def counted(content: Content, language: str, lines: Iterable[Line]) -> Counter[str]:
    """How many of the kit's texts a language has in each state; one without a line is missing."""
    by_id = {line.id: line for line in lines}
    wanted = [i for i, english in content.texts.items() if is_to_translate(i, english)]
    return Counter(by_id[i].state(content, language) if i in by_id else "missing" for i in wanted)


def started(content: Content) -> list[Line]:
    """The lines of a new language: all English, and no text yet."""
    return [Line(table_of(i), i, english, "") for i, english in content.texts.items() if is_to_translate(i, english)]


def write(folder: Path, language: str, lines: Iterable[Line]) -> None:
    """Write the tables in which these lines stand.

    All are written beside the old ones first, with a copy of each old one. Whatever ends it then, a
    full disk or the keyboard, leaves the whole language as it was and no half of a new one.

    Raises:
        OSError: the folder can't be written.
    """
    tables: dict[str, list[Line]] = {}
    for line in lines:
        tables.setdefault(line.table, []).append(line)
    place = folder / FOLDER / language
    place.mkdir(parents=True, exist_ok=True)
    paths = [place / f"{table}.csv" for table in tables]
    replaced: list[Path] = []
    try:
        for path, table in zip(paths, tables.values(), strict=True):
            _beside(path, "new").write_text(_as_csv(table), encoding="utf-8", newline="")
            if path.exists():
                shutil.copy2(path, _beside(path, "old"))
        for path in paths:
            _beside(path, "new").replace(path)
            replaced.append(path)
    except BaseException:
        for path in replaced:
            _put_back(path)
        _remove(paths, "old")
        raise
    else:
        _remove(paths, "old")
    finally:
        _remove(paths, "new")


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(f".{path.stem}.{ending}")


def _remove(paths: Iterable[Path], ending: str) -> None:
    for path in paths:
        _beside(path, ending).unlink(missing_ok=True)


def _put_back(path: Path) -> None:
    old = _beside(path, "old")
    if old.exists():
        old.replace(path)
    else:
        path.unlink()


def _as_csv(lines: Iterable[Line]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in lines:
        row = (line.id, line.english, line.text, line.checked_by, line.checked_on, line.checked_text)
        writer.writerow(row)
    return out.getvalue()
