"""Takes a checked spreadsheet back: what is good is taken, and every conflict is named."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from iepkit.content import Content
from iepkit.content.languages import faults
from iepkit.translating.lines import Line
from iepkit.translating.sheet import Returned

_NUMBER = re.compile(r"([0-9]+) of ([0-9]+)")
_YES = ("yes", "y", "sí", "si", "x", "ok")
_NO = ("no", "n")


@dataclass(frozen=True)
class Taken:
    """What came of a spreadsheet.

    ``lines``: the whole language as it is from now on. ``corrected``, ``confirmed``: how many
    texts were changed, and how many found good as they stand; all of them are checked now.
    ``refused``: texts found wrong for which no better words came. ``untouched``: how many
    rows nobody filled in. ``conflicts``: a sentence each; ``remarks``: what was noted beside a text.
    """

    lines: Sequence[Line]
    corrected: int
    confirmed: int
    refused: Sequence[str]
    untouched: int
    conflicts: Sequence[str]
    remarks: Sequence[str]


def take(
    content: Content, language: str, lines: Sequence[Line], rows: Sequence[Returned], *, by: str, on: dt.date
) -> Taken:
    """Take the corrections and checks of a spreadsheet.

    Args:
        content: what the kit says now.
        language: of the spreadsheet.
        lines: the language as it stands now.
        rows: what came back.
        by: who checked it.
        on: when.
    """
    by_id = {line.id: line for line in lines}
    times = Counter(row.id for row in rows)
    conflicts = [
        f"{i}: it stands {count} times in the file. Keep one row of it." for i, count in times.items() if count > 1
    ]
    conflicts += _gone(rows)
    corrected, refused, confirmed, untouched = 0, [], 0, 0
    for row in (row for row in rows if times[row.id] == 1):
        if not row.ok and not row.corrected:
            untouched += 1
            continue
        wrong = _conflict(content, language, by_id.get(row.id), row)
        if wrong:
            conflicts.append(f"{row.id}: {wrong}")
            continue
        if not row.corrected and row.ok.casefold() in _NO:
            refused.append(row.id)
            continue
        line = by_id[row.id]
        text = row.corrected or line.text
        corrected += text != line.text
        confirmed += text == line.text
        by_id[row.id] = replace(line, text=text, checked_by=by, checked_on=on.isoformat(), checked_text=text)
    return Taken(
        lines=[by_id[line.id] for line in lines],
        corrected=corrected,
        confirmed=confirmed,
        refused=refused,
        untouched=untouched,
        conflicts=conflicts,
        remarks=[f"{row.id}: {row.remark}" for row in rows if row.remark],
    )


def _conflict(content: Content, language: str, line: Line | None, row: Returned) -> str:
    """Why nothing of this row can be taken, or ""."""
    if row.id not in content.texts:
        return "the kit has no text with this id."
    if line is None:
        return "the language has no row for it. Add it to its table first."
    if row.english != content.texts[row.id] or line.english != content.texts[row.id]:
        return f"the English has changed since the export. It is now: {content.texts[row.id]}"
    if row.text != line.text:
        return f"the translation has changed since the export. It is now: {line.text}"
    return _contradiction(row) or next(_faults(content, language, row), "")


def _contradiction(row: Returned) -> str:
    said = row.ok.casefold()
    if said and said not in (*_YES, *_NO):
        return f'"{row.ok}" is neither yes nor no.'
    if said in _YES and row.corrected and row.corrected != row.text:
        return "it is found good, and a correction stands beside it. Empty one of the two."
    if said in _YES and not (row.text or row.corrected):
        return "it is found good, and there are no words yet."
    return ""


def _faults(content: Content, language: str, row: Returned) -> Iterator[str]:
    """What is wrong with the words that would be taken; nothing would be where they are only found wrong."""
    if row.corrected or row.ok.casefold() not in _NO:
        yield from faults(content, language, row.id, row.corrected or row.text)


def _gone(rows: Sequence[Returned]) -> Iterator[str]:
    """The rows that were in the file when it was written."""
    numbered = [(found, row.id) for row in rows if (found := _NUMBER.fullmatch(row.row))]
    ids = {int(found[1]): text_id for found, text_id in numbered}
    last = max((int(found[2]) for found, _ in numbered), default=0)
    for number in (number for number in range(1, last + 1) if number not in ids):
        place = f', behind "{ids[number - 1]}"' if number - 1 in ids else ""
        yield f"Row {number} of {last}{place}: it is gone from the file. Nothing changed for its text."
