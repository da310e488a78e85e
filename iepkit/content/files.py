"""Finds the kit's folder, and reads its tables as spreadsheets really save them."""

from __future__ import annotations

import csv
import io
import os
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from iepkit.content.model import Problem

_HOME = "IEPKIT_HOME"
# The same loader in C, where it is to be had: each phone's kernel reads the content.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KIND_NAMES = {
    str: "a text",
    list: "a list of texts",
    dict: "a group of keys",
    int: "a whole number",
    bool: "true or false",
    range: "two whole numbers, the lower one first, such as [2, 3]",
    tuple: "a list of whole numbers from 1, such as [1, 2]",
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ENDINGS_AFTER_APOSTROPHE = ("s", "t", "re", "ve", "ll", "d", "m")


def kit_folder() -> Path:
    """The folder that holds ``data/``, ``notebooks/`` and ``iepkit.toml``.

    It is the folder named by IEPKIT_HOME; else the checkout that this package
    lies in; else the copy inside the installed package.
    """
    if os.environ.get(_HOME):
        return Path(os.environ[_HOME])
    package = Path(__file__).resolve().parents[1]
    checkout = package.parent
    return checkout if (checkout / "data").is_dir() else package / "_kit"


@dataclass(frozen=True)
class Row:
    """A row of a table: its cells by column, and its number as a spreadsheet counts."""

    number: int
    cells: dict[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.cells[column]


def read_table(path: Path, name: str, columns: Iterable[str], problems: list[Problem]) -> list[Row]:
    """Read a CSV file, whichever spreadsheet saved it.

    Args:
        path: the file.
        name: how a message names it, such as ``data/sources.csv``.
        columns: the columns that it must have, and no others.
        problems: every fault found is added here.

    Returns:
        The rows, white space trimmed; none where the file can't be read.
    """
    text = _decoded(path, name, problems)
    if text is None:
        return []
    columns = list(columns)
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error as error:
        problems.append(Problem(name, f"the file is no table ({error}).", 'Save it as "CSV UTF-8".'))
        return []
    header = [cell.strip() for cell in records[0]] if records else []
    missing = [column for column in columns if column not in header]
    unknown = [column for column in header if column not in columns]
    doubled = sorted({column for column in header if header.count(column) > 1})
    for column in missing:
        problems.append(Problem(name, f'the column "{column}" is missing.', "Add it to the first row.", 1))
    for column in unknown:
        problems.append(
            Problem(name, f'the column "{column}" is not known.', f"The columns are: {', '.join(columns)}.", 1)
        )
    for column in doubled:
        problems.append(Problem(name, f'the column "{column}" stands twice.', "Keep one of them.", 1))
    if missing or unknown or doubled:
        return []
    rows = []
    for number, record in enumerate(records[1:], start=2):
        if not any(cell.strip() for cell in record):
            continue
        if len(record) != len(header):
            problems.append(
                Problem(
                    name,
                    f"{len(record)} cells stand here, and the first row has {len(header)}.",
                    "Look for a missing or an extra comma; a text with commas needs quotation marks round it.",
                    number,
                )
            )
            continue
        row = Row(number, {column: cell.strip() for column, cell in zip(header, record, strict=True)})
        problems.extend(_formulas(row, record, header, name))
        rows.append(row)
    return rows


def read_entries(
    path: Path,
    name: str,
    kinds: dict[str, type],
    problems: list[Problem],
    optional: dict[str, type] | None = None,
    *,
    one_will_do: bool = False,
) -> list[Row]:
    """Read a YAML file that is a list of entries.

    Args:
        path: the file.
        name: how a message names it, such as ``data/sections.yaml``.
        kinds: the keys that each entry must have, each with its type: ``str``,
            ``dict``, ``list`` for a list of texts, ``tuple`` for one of whole numbers
            from 1, or ``range`` for two of them, of which the first may be 0.
        optional: the keys that it may have besides.
        one_will_do: whether the file may be one entry in place of a list.
        problems: every fault found is added here.

    Returns:
        The entries that have no fault, each with the line on which it starts.
    """
    text = _decoded(path, name, problems)
    if text is None:
        return []
    try:
        entries = yaml.load(text, _LOADER)  # noqa: S506 - a safe loader
        node: Any = yaml.compose(text, _LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else None
        problems.append(
            Problem(
                name,
                f"the file can't be read here ({getattr(error, 'problem', None) or 'a letter that is not allowed'}).",
                "Compare the spaces at the start of the lines with those of the entry above.",
                line,
            )
        )
        return []
    if one_will_do and isinstance(entries, dict):
        entries, node = [entries], yaml.SequenceNode("", [node])
    if not isinstance(entries, list):
        problems.append(Problem(name, "the file is not a list of entries.", 'Start each entry with "- id:".', 1))
        return []
    rows = []
    for entry, place in zip(entries, node.value, strict=True):
        line = place.start_mark.line + 1
        faults = list(entry_faults(entry, kinds, name, line, optional))
        problems.extend(faults)
        if not faults:
            rows.append(Row(line, entry))
    return rows


def entry_faults(
    entry: Any, kinds: dict[str, type], name: str, line: int, optional: dict[str, type] | None = None
) -> Iterable[Problem]:
    """What is wrong with the keys of an entry, and with the types of their values."""
    optional = optional or {}
    known = {**kinds, **optional}
    if not isinstance(entry, dict):
        yield Problem(name, "this entry has no keys.", f"Its keys are: {', '.join(known)}.", line)
        return
    for key in entry.keys() - known.keys():
        yield Problem(name, f'the key "{key}" is not known.', f"The keys are: {', '.join(known)}.", line)
    for key, kind in known.items():
        value: Any = entry.get(key)
        if key in optional and value in (None, []):
            continue
        if value is None or value in ("", [], {}):
            yield Problem(name, f'"{key}" is missing or empty.', "Fill it in.", line, key)
        elif not _is_of(value, kind):
            what = _KIND_NAMES[kind]
            yield Problem(
                name, f'"{key}" must be {what}.', "Put quotation marks round it if it looks like a number.", line, key
            )


def _is_of(value: Any, kind: type) -> bool:
    if kind is list:
        return isinstance(value, list) and all(isinstance(item, (str, dict)) for item in value)
    if kind in (range, tuple):
        are_numbers = isinstance(value, list) and all(type(item) is int and item >= 0 for item in value)
        if kind is range:
            return are_numbers and len(value) == 2 and value[0] <= value[1]
        return are_numbers and 0 not in value
    return isinstance(value, kind) and not (kind is int and isinstance(value, bool))


def starts_a_formula(text: str) -> bool:
    """Would a spreadsheet run this text?"""
    return text.startswith(_FORMULA)


def _formulas(row: Row, record: list[str], header: list[str], name: str) -> Iterable[Problem]:
    for column, cell in zip(header, record, strict=True):
        if starts_a_formula(cell):
            yield Problem(
                name,
                f'a spreadsheet would run this as a formula: it starts with "{cell[0]}".'.replace("\t", "tab"),
                "Start the text with a letter or a figure.",
                row.number,
                column,
            )


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(",;\t", key=first.count)


def _decoded(path: Path, name: str, problems: list[Problem]) -> str | None:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        problems.append(Problem(name, "the file is missing.", "Put it back, from a copy or from the kit."))
        return None
    except OSError as error:
        problems.append(
            Problem(name, f"the file can't be read ({error.strerror}).", "Close it elsewhere, or mend its rights.")
        )
        return None
    encoding = "utf-16" if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return _as_windows(raw, name, problems)


def _as_windows(raw: bytes, name: str, problems: list[Problem]) -> str | None:
    """Read the letters of Windows' older code page, where they can mean nothing else."""
    windows = raw.decode("cp1252", errors="replace")
    macintosh = raw.decode("mac_roman")
    for position, letter in enumerate(windows):
        if ord(letter) > 127 and not _is_certain(windows, macintosh, position):
            line = windows.count("\n", 0, position) + 1
            problems.append(
                Problem(
                    name,
                    f'a letter here can be read in two ways ("{letter}" or "{macintosh[position]}").',
                    'Save the file as "CSV UTF-8".',
                    line,
                )
            )
            return None
    return windows


def _is_certain(windows: str, macintosh: str, position: int) -> bool:
    """Is the Windows reading of this letter the only one that makes sense where it stands?"""
    letter, other = windows[position], macintosh[position]
    before, after = windows[position - 1 : position], windows[position + 1 : position + 2]
    if letter == "\ufffd":
        return False
    if letter.isalpha():
        in_word = before.islower() or after.islower()
        return letter.islower() and in_word and not other.islower()
    if not other.isalpha():
        return unicodedata.category(letter)[0] in "PSNZ"
    if not (before.isalpha() and after.isalpha()):
        # A quotation mark or dash at a word's edge: the other reading would be a stray letter.
        return unicodedata.category(letter)[0] in "PN"
    rest = windows[position + 1 :]
    ending = rest[: next((i for i, c in enumerate(rest) if not c.isalpha()), len(rest))]
    return letter == "\u2019" and ending in _ENDINGS_AFTER_APOSTROPHE
