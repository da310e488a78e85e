"""The spreadsheet for whoever checks a language: as .xlsx, one sheet a table, or as one .csv."""

from __future__ import annotations

import csv
import io
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
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula
from openpyxl.worksheet.worksheet import Worksheet

from iepkit.content import ENGLISH, Content
from iepkit.content.files import starts_a_formula
from iepkit.translating.lines import Line
from iepkit.wording import Wording

COLUMNS = ("row", "id", "where", "english", "text", "ok", "corrected", "remark")
_READ = ("row", "id", "english", "text", "ok", "corrected", "remark")
_WIDTHS = (9, 26, 22, 60, 60, 9, 60, 30)
_FOR_THE_PEN = ("ok", "corrected", "remark")
_BY_NAME = ("row", "id")
"""The columns that a workbook heads with their names alone; the others have a heading in both languages."""
_BETWEEN = " / "
_GREY = PatternFill("solid", start_color="E5E7EB")
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_OURS = 4
"""So many of our headings make a sheet one of ours; one for notes may have an id and a remark."""
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
            # Not 1/12, which a spreadsheet takes for a day.
            f"{number} of {len(lines)}",
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
    writer.writerows([f"'{cell}" if starts_a_formula(cell) else cell for cell in row] for row in rows)
    # The mark in front tells Excel that it is UTF-8.
    return out.getvalue().encode("utf-8-sig")


def _workbook(content: Content, language: str, lines: Sequence[Line], rows: Sequence[Sequence[str]]) -> bytes:
    book = Workbook()
    del book[book.sheetnames[0]]
    _explain(book.create_sheet("iepkit"), content, language)
    for table in dict.fromkeys(line.table for line in lines):
        own = [row for line, row in zip(lines, rows, strict=True) if line.table == table]
        _table(book.create_sheet(table), Wording(content, language), own)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _explain(sheet: Worksheet, content: Content, language: str) -> None:
    sheet.column_dimensions["A"].width = 110
    for one in dict.fromkeys((ENGLISH, language)):
        words = Wording(content, one)
        told = [words.plain("ui.translations.title", name=content.words("ui.language_name", language)[0])]
        told += [words.plain(f"ui.translations.how.{part}") for part in range(1, _EXPLAINED + 1)]
        for place, text in enumerate(told):
            cell = _cell(sheet, text)
            cell.font = Font(bold=place == 0, size=14 if place == 0 else 11)
            sheet.append([cell])
        sheet.append([])


def _table(sheet: Worksheet, words: Wording, rows: Iterable[Sequence[str]]) -> None:
    sheet.sheet_view.rightToLeft = words.plain("ui.direction") == "rtl"
    headings = []
    for column, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True), start=1):
        both = dict.fromkeys(_heading(words.content, one, name) for one in (ENGLISH, words.language))
        cell = _cell(sheet, name if name in _BY_NAME else _BETWEEN.join(both))
        cell.font = Font(bold=True)
        headings.append(cell)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.append(headings)
    for row in rows:
        cells = [_cell(sheet, text) for text in row]
        for name, cell in zip(COLUMNS, cells, strict=True):
            cell.protection = Protection(locked=name not in _FOR_THE_PEN)
            if name not in _FOR_THE_PEN:
                cell.fill = _GREY
        sheet.append(cells)
    sheet.freeze_panes = "E2"
    choice = DataValidation(type="list", formula1='"yes,no"', allow_blank=True)
    sheet.add_data_validation(choice)
    ok = get_column_letter(COLUMNS.index("ok") + 1)
    choice.add(f"{ok}2:{ok}{sheet.max_row}")
    # Without a password: it keeps a slip of the hand off, and whoever wants to widen a column may.
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


def _heading(content: Content, language: str, name: str) -> str:
    return Wording(content, language).plain(f"ui.translations.column.{name}")


def _cell(sheet: Worksheet, text: str) -> Cell:
    # Where it stands is settled when its row is appended.
    cell = Cell(sheet, row=1, column=1, value=text)
    # Never a formula, whatever it starts with.
    cell.data_type = "s"
    cell.quotePrefix = starts_a_formula(text)
    cell.alignment = _WRAPPED
    return cell


def read(path: Path, content: Content) -> list[Returned]:
    """The rows of a spreadsheet that came back, white space trimmed.

    Raises:
        SheetError: it is none of ours, or can't be read.
    """
    try:
        made = path.read_bytes()
    except FileNotFoundError:
        message = f"There is no file {path}. Write the name of the spreadsheet that came back."
        raise SheetError(message) from None
    except OSError as error:
        message = f"{path} can't be read ({error.strerror}). Close it elsewhere, or mend its rights."
        raise SheetError(message) from None
    try:
        tables = [_csv_rows(made)] if _is_csv(path) else _sheets(made)
    except Exception:  # noqa: BLE001 - a broken file breaks the library in many ways, and all have one sentence
        message = f"{path} is no spreadsheet that can be read. Save it as .xlsx, or as CSV UTF-8."
        raise SheetError(message) from None
    tables = [rows for rows in tables if rows and _headings_there(rows[0], content)]
    # A column that is gone or moved would make a remark a correction.
    if not all(_is_headed(rows[0], content) for rows in tables):
        message = (
            f"{path} lacks a column, or has one at another place. The first row of each table has to stay as it was."
        )
        raise SheetError(message)
    found = [one for rows in tables for one in _returned(rows)]
    if not found:
        message = f"{path} has none of our tables. The first row of each has to stay as it was."
        raise SheetError(message)
    return found


def _heads(cell: str, name: str, content: Content) -> bool:
    """Is this the heading of a column? As CSV has it, or a workbook, of which the second language may be mended since."""
    text = cell.strip()
    return text == name or text.partition(_BETWEEN)[0] == _heading(content, ENGLISH, name)


def _headings_there(first: list[str], content: Content) -> bool:
    """Is it a table of ours, whole or not? A sheet that somebody added for notes is none."""
    there = [name for name in COLUMNS if any(_heads(cell, name, content) for cell in first)]
    return len(there) >= _OURS


def _is_headed(first: list[str], content: Content) -> bool:
    return len(first) >= len(COLUMNS) and all(
        _heads(cell, name, content) for cell, name in zip(first, COLUMNS, strict=False)
    )


def _csv_rows(made: bytes) -> list[list[str]]:
    text = made.decode("utf-8-sig")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    return [[cell[1:] if cell[:1] == "'" and starts_a_formula(cell[1:]) else cell for cell in row] for row in rows]


def _sheets(made: bytes) -> list[list[list[str]]]:
    # Formulas are read as they were typed, and never worked out.
    book = load_workbook(io.BytesIO(made))
    return [[[_typed(cell) for cell in row] for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets]


def _typed(value: object) -> str:
    if isinstance(value, ArrayFormula):
        return value.text or "="
    # A table of trial values has no words; it is refused as the formula that it is.
    if isinstance(value, DataTableFormula):
        return "="
    return "" if value is None else str(value)


def _returned(rows: list[list[str]]) -> list[Returned]:
    places = [COLUMNS.index(name) for name in _READ]
    full = [[*row, *[""] * (len(COLUMNS) - len(row))] for row in rows[1:] if any(cell.strip() for cell in row)]
    return [Returned(*(row[place].strip() for place in places)) for row in full]
