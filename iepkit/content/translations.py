"""Reads the other languages: for each text its words, the English that they were made from, and who checked them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from iepkit.content.files import Row, read_table
from iepkit.content.model import Content, Problem, Translation
from iepkit.content.rows import day_in, unique

FOLDER = "data/translations"
COLUMNS = ("id", "english", "text", "checked_by", "checked_on", "checked_text")
_PLACEHOLDER = re.compile(r"\{[a-z0-9_]+\}")
_BRACE = re.compile(r"[{}]")
_NAMED_ONE_BY_ONE = 20
# The table in which a new language has the texts whose ids begin so.
_TABLES = {
    "agenda": ("agenda",),
    "cases": ("case",),
    "chart": ("category", "cell", "caveat", "article"),
    "deadlines": ("event", "deadline"),
    "deck": ("deck",),
    "floor": ("floor",),
    "glossary": ("glossary",),
    "interface": ("ui",),
    "interviews": ("interview", "question", "choice", "answer"),
    "letters": ("blank", "letter"),
    "myths": ("myth",),
    "numbers": ("limit", "unit"),
    "organisation": ("help", "organisation"),
    "papers": ("paper", "step"),
    "questions": ("bank", "check"),
    "reasons": ("reason",),
    "routes": ("route",),
    "sections": ("section", "say"),
    "sources": ("source",),
    "study": ("official", "study", "task"),
}
_TABLE_OF = {beginning: table for table, beginnings in _TABLES.items() for beginning in beginnings}


def read_translations(
    folder: Path, texts: Mapping[str, str], problems: list[Problem], today: dt.date
) -> dict[str, dict[str, Translation]]:
    """Every language of ``data/translations``, each a folder of tables; a text that can't be used is left out.

    Args:
        folder: the kit's folder.
        texts: the English texts by id.
        problems: every fault found is added here.
        today: no check is of a later day.

    Returns:
        For each language its texts by id.
    """
    read = {name: read_language(folder, name, texts, problems, today) for name in languages_in(folder)}
    # A language that has only been started is offered to nobody.
    return {name: found for name, found in read.items() if found}


def languages_in(folder: Path) -> list[str]:
    """The languages that have a table, offered or only started."""
    return sorted(path.name for path in (folder / FOLDER).glob("*/") if any(path.glob("*.csv")))


def tables_of(folder: Path, language: str, problems: list[Problem]) -> dict[str, list[Row]]:
    """The rows of each of a language's tables; an id that stands twice, in one table or in two, is a fault."""
    tables: dict[str, list[Row]] = {}
    stands_in: dict[str, str] = {}
    for path in sorted((folder / FOLDER / language).glob("*.csv")):
        name = f"{FOLDER}/{language}/{path.name}"
        tables[path.stem] = []
        for row in unique(read_table(path, name, COLUMNS, problems), name, problems):
            text_id = row["id"]
            if text_id in stands_in:
                wrong = f'"{text_id}" stands in {stands_in[text_id]} too.'
                problems.append(Problem(name, wrong, "Keep one of them.", row.number, "id"))
                continue
            stands_in[text_id] = path.name
            tables[path.stem].append(row)
    return tables


def table_of(text_id: str) -> str:
    """The table in which a new language has this text."""
    return _TABLE_OF.get(text_id.partition(".")[0], "others")


def read_language(
    folder: Path, language: str, texts: Mapping[str, str], problems: list[Problem], today: dt.date
) -> dict[str, Translation]:
    """The tables of one folder, by text; see :func:`read_translations`.

    Args:
        folder: the kit's folder.
        language: such as ``es``, or a folder of tables in it, such as ``es/notebooks``.
        texts: the English texts by id.
        problems: every fault found is added here.
        today: no check is of a later day.
    """
    found: dict[str, Translation] = {}
    lacking: list[Problem] = []
    present = set()
    for table, rows in tables_of(folder, language, problems).items():
        name = f"{FOLDER}/{language}/{table}.csv"
        for row in rows:
            present.add(row["id"])
            fault = _fault(row, texts, name)
            if fault:
                (problems if row["text"] else lacking).append(fault)
                continue
            found[row["id"]] = Translation(row["text"], *_check(row, name, problems, today))
    place = f"{FOLDER}/{language}"
    lacking.extend(_missing(present, texts, place))
    if len(lacking) > _NAMED_ONE_BY_ONE:
        wrong = f"{len(lacking):,} texts are not translated yet; they are shown in English."
        mend = f"For a spreadsheet of them: iepkit translations --export texts.xlsx --language {language} --only-drafts"
        lacking = [Problem(place, wrong, mend, stops=False)]
    problems.extend(lacking)
    return found


def _check(row: Row, file: str, problems: list[Problem], today: dt.date) -> tuple[str, dt.date | None]:
    """Who checked these very words, and when; nobody where they are a draft."""
    if not any(row[column] for column in COLUMNS[3:]):
        return "", None
    day = day_in(row, "checked_on", file, problems, today)
    if not row["checked_by"]:
        mend = "Write who checked it, or empty the columns after it: then it is a draft."
        problems.append(Problem(file, "nobody is named.", mend, row.number, "checked_by"))
    elif not row["checked_on"]:
        mend = "Write the day on which it was checked."
        problems.append(Problem(file, "no day is written; it is a draft.", mend, row.number, "checked_on", stops=False))
    elif row["checked_text"] != row["text"]:
        wrong = f'the words of "{row["id"]}" have changed since {row["checked_by"]} checked them; it is a draft again.'
        mend = "Have it checked anew."
        problems.append(Problem(file, wrong, mend, row.number, "checked_text", stops=False))
    elif day:
        return row["checked_by"], day
    return "", None


def _fault(row: Row, texts: Mapping[str, str], file: str) -> Problem | None:
    """Why this translation can't be used, or None."""
    text_id, english = row["id"], texts.get(row["id"])
    if english is None:
        mend = "Remove the row, or mend its id."
        return Problem(file, f'there is no text "{text_id}".', mend, row.number, "id", stops=False)
    if not row["text"]:
        wrong = f'"{text_id}" is not translated yet; it is shown in English.'
        return Problem(file, wrong, "Fill it in.", row.number, "text", stops=False)
    if row["english"] != english:
        wrong = f'the English of "{text_id}" has changed; it is shown in English.'
        # The prose of a notebook is too long for a message.
        what = "the English of today" if "\n" in english else english
        mend = f"Translate it anew, and write under english: {what}"
        return Problem(file, wrong, mend, row.number, "english", stops=False)
    if lost_marks(english, row["text"]):
        wrong = f"the marks in curly brackets are not those of the English ({marks_of(english)})."
        return Problem(file, wrong, "Copy them as they stand.", row.number, "text")
    return None


def lost_marks(english: str, text: str) -> bool:
    """Are the marks in curly brackets other ones than those of the English?

    A brace that is left beside them is half a mark, or one with a slip of the pen, such as ``{Day}``:
    a page would break on it where the mark is filled in.
    """
    return _marks_and_braces(text) != _marks_and_braces(english)


def _marks_and_braces(text: str) -> tuple[list[str], list[str]]:
    return sorted(_PLACEHOLDER.findall(text)), sorted(_BRACE.findall(_PLACEHOLDER.sub("", text)))


def marks_of(english: str) -> str:
    """The marks in curly brackets, as a list to read."""
    return ", ".join(_PLACEHOLDER.findall(english)) or "none"


def is_checked(content: Content, language: str, text_id: str) -> bool:
    """Has somebody who is named read the translation's very words, on a day?"""
    return text_id in content.translations.get(language, {}) and not content.is_draft(text_id, language)


def is_to_translate(text_id: str, english: str) -> bool:
    """Does another language need words of its own for this text?"""
    return bool(english) and not is_english_everywhere(text_id)


def is_english_everywhere(text_id: str) -> bool:
    """Are these the law's own words, which stand in English in every language?"""
    return text_id.startswith("official.") and text_id.endswith(".words")


def _missing(present: Iterable[str], texts: Mapping[str, str], file: str) -> Iterator[Problem]:
    there = set(present)
    for text_id, english in texts.items():
        if text_id not in there and is_to_translate(text_id, english):
            yield Problem(file, f'"{text_id}" is missing; it is shown in English.', "Add a row for it.", stops=False)
