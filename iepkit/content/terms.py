"""Reads how the words of the law are said in another language."""

from __future__ import annotations

from pathlib import Path

from iepkit.content.files import Row, read_table
from iepkit.content.model import Problem, TermPair
from iepkit.content.rows import filled, one_of

FOLDER = "data/terms"
_COLUMNS = ("english", "text", "kind", "note", "seen_in", "confirmed")
KINDS = ("law", "kit")
_CONFIRMED = ("yes", "no")


def read_terms(folder: Path, problems: list[Problem]) -> dict[str, tuple[TermPair, ...]]:
    """For each language with a table its pairs, in the table's order.

    Args:
        folder: the kit's folder.
        problems: every fault found is added here.
    """
    return {path.stem: _pairs(path, problems) for path in sorted((folder / FOLDER).glob("*.csv"))}


def _pairs(path: Path, problems: list[Problem]) -> tuple[TermPair, ...]:
    name = f"{FOLDER}/{path.name}"
    stands_in: dict[str, int] = {}
    pairs = []
    for row in read_table(path, name, _COLUMNS, problems):
        english = row["english"]
        if english in stands_in:
            wrong = f'"{english}" stands in row {stands_in[english]} too.'
            problems.append(Problem(name, wrong, "Keep one of the two rows.", row.number, "english"))
            continue
        stands_in[english] = row.number
        if _is_whole(row, name, problems):
            pairs.append(TermPair(english, row["text"], row["kind"], row["seen_in"]))
    return tuple(pairs)


def _is_whole(row: Row, name: str, problems: list[Problem]) -> bool:
    faultless = filled(row, ("english", "text"), name, problems)
    faultless &= one_of(row, "kind", KINDS, name, problems)
    faultless &= one_of(row, "confirmed", _CONFIRMED, name, problems)
    if faultless and (row["confirmed"] == "yes") != bool(row["seen_in"]):
        wrong = "a word is confirmed by the text in which it was seen, and by nothing else."
        mend = "Write yes and the text, or no and nothing."
        problems.append(Problem(name, wrong, mend, row.number, "seen_in"))
        return False
    return faultless
