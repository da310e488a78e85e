"""``iepkit check``: every mistake in the content, in one pass."""

from __future__ import annotations

import argparse
from pathlib import Path

from iepkit.cli.arguments import Commands
from iepkit.cli.saying import say_problems
from iepkit.content import CATEGORIES, ENGLISH, Content, Problem, examine, kit_folder, languages
from iepkit.content.notebooks import faults
from iepkit.content.translations import is_checked, is_to_translate
from iepkit.explorers import misfits
from iepkit.wording import name_in_english


def add(commands: Commands) -> None:
    """Add the command to the others."""
    check = commands.add_parser("check", help="find every mistake in the content, in one pass")
    check.add_argument("folder", nargs="?", type=Path, help="the kit's folder (default: the one in use)")
    check.add_argument("--ids", action="store_true", help="list the id of every text instead")
    check.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    folder = options.folder or kit_folder()
    if not folder.is_dir():
        print(f"There is no folder {folder}. Write the folder that holds data and iepkit.toml.")
        return 1
    content, problems = examine_all(folder)
    if options.ids and content:
        print("\n".join(content.texts))
        return 0
    say_problems(problems)
    stopping = sum(problem.stops for problem in problems)
    reminders = len(problems) - stopping
    for language in content.languages if content else ():
        if content and language != ENGLISH:
            print(how_far(content, language))
    if stopping or content is None:
        print(f"{stopping} to mend, {reminders} to look at.")
        return 1
    print(
        f"All good: {len(content.cells)} cells in {len(CATEGORIES)} topics, {len(content.sections)} sections, "
        f"{len(content.glossary)} terms, {len(content.reasons)} reasons, {len(content.cases)} cases, "
        f"{len(content.sources)} sources, {len(content.texts)} texts, "
        f"{len(content.languages)} {'language' if len(content.languages) == 1 else 'languages'}, {len(content.reviews)} reviews"
        + (f"; {reminders} to look at." if reminders else ".")
    )
    return 0


def how_far(content: Content, language: str) -> str:
    """Whether a language is complete, and how much of it somebody has checked."""
    texts = [i for i, english in content.texts.items() if is_to_translate(i, english)]
    there = [i for i in texts if i in content.translations[language]]
    checked = sum(is_checked(content, language, i) for i in there)
    whole = "complete" if len(there) == len(texts) else f"{len(texts) - len(there):,} texts are shown in English"
    return (
        f"{name_in_english(language)} ({language}): {whole}; {len(there):,} texts, {checked:,} checked, "
        f"{len(there) - checked:,} drafts."
    )


def examine_all(folder: Path) -> tuple[Content | None, list[Problem]]:
    """What the kit says, and every problem there is: in the files, and between them, the rules and the papers."""
    content, problems = examine(folder)
    problems += faults(folder)
    if content:
        problems += misfits(content) or _misfits_of_dates(content)
        problems += languages.misfits(content)
    # What a slide shows is known only where all that it names is there.
    if content and not any(problem.stops for problem in problems):
        problems += _misfits_of_slides(content)
    return content, problems


def _misfits_of_dates(content: Content) -> list[Problem]:
    # The libraries of the documents take their time, and the other commands do without them.
    from iepkit.documents import fit  # noqa: PLC0415

    return fit.misfits(content)


def _misfits_of_slides(content: Content) -> list[Problem]:
    from iepkit.slides import fit  # noqa: PLC0415 - as above

    return fit.misfits(content)
