"""The spreadsheet for whoever checks a language: as .xlsx, one sheet a table, or as one .csv."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles.alignment import Alignment
from openpyxl.styles.fills import PatternFill
from openpyxl.styles.fonts import Font
from openpyxl.styles.protection import Protection
from openpyxl.utils.cell import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from iepkit.content import ENGLISH, Content
from iepkit.translating.lines import Line
from iepkit.wording import Wording

COLUMNS = ("row", "id", "where", "english", "text", "ok", "corrected", "remark")
_READ = ("row", "id", "english", "text", "ok", "corrected", "remark")
_WIDTHS = (9, 26, 22, 60, 60, 9, 60, 30)
_FOR_THE_PEN = ("ok", "corrected", "remark")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_GREY = PatternFill("solid", start_color="E5E7EB")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_EXPLAINED = 6
"""How many sentences explain the spreadsheet, see ``ui.translations.how``."""


class SheetError(Exception):
    """The file is no spreadsheet of ours; the message says why, and what to do."""


@dataclass(frozen=True)
class Returned:
    """A row that came back."""

    row: str
    id: str
    english: str
    text: str
    ok: str
    corrected: str
    remark: str


def write(path: Path, content: Content, language: str, lines: Sequence[Line]) -> None:
    """Write the spreadsheet; as .csv where the file's name ends so, else as .xlsx.

    Raises:
        OSError: the file can't be written.
    """
    words = Wording(content, language)
    rows = [
        (
            f"{number}/{len(lines)}",
            line.id,
            words.plain(f"ui.translations.where.{line.id.partition('.')[0]}"),
            line.english,
            line.text,
            "",
            "",
            "",
        )
        for number, line in enumerate(lines, start=1)
    ]
    made = _csv(rows) if _is_csv(path) else _workbook(content, language, lines, rows)
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_bytes(made)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _is_csv(path: Path) -> bool:
    return path.suffix.lower() == ".csv"


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    # With an apostrophe before it no spreadsheet takes a text for a formula.
    writer.writerows([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row] for row in rows)
    # The mark in front tells Excel that it is UTF-8.
    return out.getvalue().encode("utf-8-sig")


def _workbook(content: Content, language: str, lines: Sequence[Line], rows: Sequence[Sequence[str]]) -> bytes:
    book = Workbook()
    first = book.active
    if not isinstance(first, Worksheet):
        message = "a new workbook has a sheet"
        raise TypeError(message)
    _explain(first, content, language)
    for table in dict.fromkeys(line.table for line in lines):
        own = [row for line, row in zip(lines, rows, strict=True) if line.table == table]
        _table(book.create_sheet(table), Wording(content, language), own)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _explain(sheet: Worksheet, content: Content, language: str) -> None:
    sheet.title = "iepkit"
    sheet.column_dimensions["A"].width = 110
    number = 0
    for one in dict.fromkeys((ENGLISH, language)):
        words = Wording(content, one)
        told = [words.plain("ui.translations.title", name=content.words("ui.language_name", language)[0])]
        told += [words.plain(f"ui.translations.how.{part}") for part in range(1, _EXPLAINED + 1)]
        for place, text in enumerate(told):
            number += 1
            cell = _put(sheet, number, 1, text)
            cell.font = Font(bold=place == 0, size=14 if place == 0 else 11)
        number += 1


def _table(sheet: Worksheet, words: Wording, rows: Iterable[Sequence[str]]) -> None:
    sheet.sheet_view.rightToLeft = words.plain("ui.direction") == "rtl"
    for column, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True), start=1):
        both = dict.fromkeys(
            Wording(words.content, one).plain(f"ui.translations.column.{name}") for one in (ENGLISH, words.language)
        )
        _put(sheet, 1, column, name if name in ("row", "id") else " / ".join(both)).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    last = 1
    for last, row in enumerate(rows, start=2):
        for column, (name, text) in enumerate(zip(COLUMNS, row, strict=True), start=1):
            cell = _put(sheet, last, column, text)
            cell.protection = Protection(locked=name not in _FOR_THE_PEN)
            if name not in _FOR_THE_PEN:
                cell.fill = _GREY
    sheet.freeze_panes = "E2"
    choice = DataValidation(type="list", formula1='"yes,no"', allow_blank=True)
    sheet.add_data_validation(choice)
    ok = get_column_letter(COLUMNS.index("ok") + 1)
    choice.add(f"{ok}2:{ok}{last}")
    # Without a password: it keeps a slip of the hand off, and whoever wants to widen a column may.
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


def _put(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        message = "a new sheet has no merged cells"
        raise TypeError(message)
    cell.value = text
    # Never a formula, whatever it starts with.
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(_FORMULA)
    cell.alignment = _WRAPPED
    return cell


def read(path: Path) -> list[Returned]:
    """The rows of a spreadsheet that came back, white space trimmed.

    Raises:
        SheetError: it is none of ours, or can't be read.
    """
    try:
        tables = [_csv_rows(path)] if _is_csv(path) else _sheets(path)
    except FileNotFoundError:
        message = f"There is no file {path}. Write the name of the spreadsheet that came back."
        raise SheetError(message) from None
    except OSError as error:
        message = f"{path} can't be read ({error.strerror}). Close it elsewhere, or mend its rights."
        raise SheetError(message) from None
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, csv.Error):
        message = f"{path} is no spreadsheet that can be read. Save it as .xlsx, or as CSV UTF-8."
        raise SheetError(message) from None
    found = [one for rows in tables for one in _returned(rows)]
    if not found:
        message = f"{path} has none of our tables. The first row of each has to stay as it was."
        raise SheetError(message)
    return found


def _csv_rows(path: Path) -> list[list[str]]:
    text = path.read_text(encoding="utf-8-sig")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    return [
        [cell[1:] if cell.startswith(tuple(f"'{sign}" for sign in _FORMULA)) else cell for cell in row] for row in rows
    ]


def _sheets(path: Path) -> list[list[list[str]]]:
    # Formulas are read as they were typed, and never worked out.
    book = load_workbook(path)
    return [
        [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
        for sheet in book.worksheets
    ]


def _returned(rows: list[list[str]]) -> list[Returned]:
    if not rows or [cell.strip() for cell in rows[0][:2]] != list(COLUMNS[:2]):
        return []
    places = [COLUMNS.index(name) for name in _READ]
    full = [[*row, *[""] * (len(COLUMNS) - len(row))] for row in rows[1:] if any(cell.strip() for cell in row)]
    return [Returned(*(row[place].strip() for place in places)) for row in full]
