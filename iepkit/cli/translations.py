"""``iepkit translations``: how far each language is, and the spreadsheet for whoever checks it."""

from __future__ import annotations

import argparse
import datetime as dt
import re
from collections.abc import Iterable
from pathlib import Path

from iepkit.cli.arguments import Commands, day
from iepkit.cli.saying import say_problems
from iepkit.commands import typed
from iepkit.content import ENGLISH, Content, Problem, examine, kit_folder
from iepkit.content.files import starts_a_formula
from iepkit.content.translations import FOLDER, is_to_translate, languages_in
from iepkit.translating import lines as tables

_CODE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
_SPREADSHEETS = (".xlsx", ".csv")


def add(commands: Commands) -> None:
    """Add the command to the others."""
    translations = commands.add_parser(
        "translations", help="how far each language is; a spreadsheet for whoever checks one, written or taken back"
    )
    what = translations.add_mutually_exclusive_group()
    what.add_argument("--export", type=Path, metavar="FILE", help="write the spreadsheet, as .xlsx or .csv")
    what.add_argument("--import", type=Path, metavar="FILE", dest="back", help="take a checked spreadsheet back")
    what.add_argument("--new", metavar="CODE", help="start a language, such as pt or zh-Hant: all English, no text yet")
    translations.add_argument("--language", metavar="CODE", help="one of those in data/translations")
    translations.add_argument("--only-drafts", action="store_true", help="export what nobody has checked yet")
    translations.add_argument("--part", metavar="TABLE", help="export one table, such as chart")
    translations.add_argument("--by", metavar="NAME", default="", help="who checked the spreadsheet")
    translations.add_argument("--on", type=day, metavar="DATE", help="when (default: today), such as 2026-11-24")
    translations.add_argument(
        "--try", action="store_true", dest="is_trial", help="say what an import would do, and change nothing"
    )
    translations.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    folder = kit_folder().resolve()
    # A language may be imported to mend it, so its own faults stop nothing here.
    content, problems = examine(folder)
    if content is None:
        say_problems(problems)
        print(f"The content has to be mended first. To check again: {typed('check')}")
        return 1
    try:
        if options.new:
            return _new(content, options.new)
        if options.export:
            return _export(content, options)
        if options.back:
            return _import(content, options)
    except OSError as error:
        print(f"{error.filename} can't be written ({error.strerror}). Name another file, or mend its rights.")
        return 1
    return _state(content, options.language)


def _read(content: Content, language: str | None) -> list[tables.Line] | None:
    """The language's lines; None, with a sentence, where they can't be read."""
    there = languages_in(content.folder)
    if language not in there:
        named = f'There is no language "{language}".' if language else "Name a language with --language."
        print(f"{named} There is: {', '.join(there) or 'none'}. To start one: {typed('translations', '--new pt')}")
        return None
    problems: list[Problem] = []
    found = tables.read(content.folder, language, problems)
    if problems:
        say_problems(problems)
        print("The language's tables have to be mended first.")
        return None
    return found


def _state(content: Content, language: str | None) -> int:
    there = languages_in(content.folder)
    for one in [language] if language else there:
        lines = _read(content, one)
        if lines is None:
            return 1
        counts = tables.counted(content, one, lines)
        print(
            f"{one}: {counts.total():,} texts, {counts['checked']:,} checked, {counts['draft']:,} drafts, "
            f"{counts['out_of_date']:,} out of date, {counts['missing']:,} missing."
        )
    if not language and not there:
        print(f"There is no other language yet. To start one: {typed('translations', '--new pt')}")
    return 0


def _new(content: Content, language: str) -> int:
    if not _CODE.fullmatch(language) or language == ENGLISH:
        print(f'"{language}" is no code of another language: write it as in pt, zh-Hant or pt-BR.')
        return 1
    if (content.folder / FOLDER / language).exists():
        print(f"{FOLDER}/{language} is there already. To see how far it is: {typed('translations')}")
        return 1
    lines = tables.started(content)
    tables.write(content.folder, language, lines)
    print(
        f"{FOLDER}/{language} is started: {len(lines):,} texts to translate. A page offers it from its first text on."
    )
    return 0


def _export(content: Content, options: argparse.Namespace) -> int:
    # The maker of spreadsheets takes a moment to import.
    from iepkit.translating import sheet  # noqa: PLC0415

    if options.export.suffix.lower() not in _SPREADSHEETS:
        print(f"{options.export} is to be a spreadsheet: end its name with .xlsx or .csv.")
        return 1
    # It may hold what a reviewer wrote.
    if options.export.exists():
        print(f"{options.export} is there already. Name another file.")
        return 1
    lines = _read(content, options.language)
    if lines is None:
        return 1
    parts = list(dict.fromkeys(line.table for line in lines))
    if options.part and options.part not in parts:
        print(f'There is no table "{options.part}". The tables are: {", ".join(parts)}.')
        return 1
    # What is out of date or unknown has to be translated anew first: there is nothing to check yet.
    current = [
        line for line in lines if line.english == content.texts.get(line.id) and is_to_translate(line.id, line.english)
    ]
    wanted = [
        line
        for line in current
        if options.part in (None, line.table)
        and not (options.only_drafts and line.state(content, options.language) == "checked")
    ]
    if not wanted:
        print("There is nothing to export: no such text is left.")
        return 1
    sheet.write(options.export, content, options.language, wanted)
    print(
        f"{options.export} holds {len(wanted):,} texts. When it comes back: {typed('translations', _import_of(options))}"
    )
    if len(current) < len(lines):
        print(
            f"{len(lines) - len(current):,} texts are out of date and not in it. They are listed by: {typed('check')}"
        )
    return 0


def _import_of(options: argparse.Namespace) -> str:
    back = options.export.with_stem(f"{options.export.stem}_checked")
    return f"--import {back} --language {options.language} --by NAME"


def _import(content: Content, options: argparse.Namespace) -> int:
    from iepkit.translating import sheet, taking  # noqa: PLC0415 - as above

    by = options.by.strip()
    if not by:
        print('Say who checked it: --by "Name". Each text then says so.')
        return 1
    if starts_a_formula(by):
        print(f'"{by}" is no name: a spreadsheet would run it as a formula. Begin it with a letter.')
        return 1
    on = options.on or dt.date.today()
    if on > dt.date.today():
        print(f"{on} has not come yet. Write the day on which it was checked.")
        return 1
    lines = _read(content, options.language)
    if lines is None:
        return 1
    try:
        rows = sheet.read(options.back, content)
    except sheet.SheetError as error:
        print(error)
        return 1
    taken = taking.take(content, options.language, lines, rows, by=by, on=on)
    good = taken.corrected + taken.confirmed
    if good and not options.is_trial:
        tables.write(content.folder, options.language, taken.lines)
    _list("Not taken, each for its reason:", taken.conflicts)
    _list("Found wrong, with no better words:", taken.refused)
    _list("Remarks:", taken.remarks)
    print(
        f"{'It would take' if options.is_trial else 'Taken:'} {taken.corrected:,} corrections, and "
        f"{taken.confirmed:,} texts found good as they stand. {len(taken.conflicts):,} not taken, "
        f"{taken.untouched:,} not filled in." + (" Nothing was changed." if options.is_trial or not good else "")
    )
    return 1 if taken.conflicts else 0


def _list(title: str, sentences: Iterable[str]) -> None:
    found = list(sentences)
    if found:
        print(title)
        say_problems(found)
