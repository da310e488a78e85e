"""The parts of which a handout is made, ready for Typst."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from iepkit.content.model import ENGLISH
from iepkit.wording import Wording

Block = dict[str, Any]
"""One part of a sheet: its ``kind``, which ``handout.typ`` knows how to show, and its words."""
Words = str | dict[str, Any]
"""Words in the sheet's language; words in another one with ``language`` and ``right_to_left``."""


@dataclass(frozen=True)
class Sheet:
    """One handout, before it is known on which paper and in which look.

    ``size``: of the type in points, outside of large print. ``opening`` stands above the columns.
    """

    title: str
    blocks: Sequence[Block]
    opening: Sequence[Block] = ()
    columns: int = 1
    flipped: bool = False
    size: float = 11
    stretch: float = 100
    margin: float = 42
    rests_on: tuple[str, ...] = field(default=())
    """The ids of the texts of law in it, for what is said of a lawyer's review."""


def words(wording: Wording, text_id: str, **fill: object) -> Words:
    """The text with the numbers of the law in it; marked where it had to fall back to English."""
    said, language = wording.words(text_id)
    filled = said.format(**{**wording.numbers, **fill})
    if language == wording.language:
        return filled
    return {"text": filled, "language": ENGLISH, "right_to_left": False}


def heading(text: Words, level: int = 2) -> Block:
    """A heading; the sheet's title is the one of level 1."""
    return {"kind": "heading", "level": level, "text": text}


def para(text: Words, *, small: bool = False) -> Block:
    """A paragraph."""
    return {"kind": "para", "text": text, "small": small}


def labelled(label: Words, text: Words) -> Block:
    """A paragraph that starts with a label."""
    return {"kind": "labelled", "label": label, "text": text}


def say(label: Words, text: Words) -> Block:
    """Words to say."""
    return {"kind": "say", "label": label, "text": text}


def group(blocks: Iterable[Block]) -> Block:
    """Parts that stay on one page, but not in large print."""
    return {"kind": "group", "blocks": list(blocks)}


def ticks(items: Iterable[tuple[Words, str]]) -> Block:
    """Boxes to tick, each with its words and what is noted behind them."""
    return {"kind": "ticks", "items": [{"text": text, "note": note} for text, note in items]}


def lines(count: int, label: Words = "") -> Block:
    """Lines to write on."""
    return {"kind": "lines", "count": count, "label": label}


def blank(label: Words) -> Block:
    """A label and one line behind it."""
    return {"kind": "field", "label": label}


def table(
    header: Sequence[Words], rows: Sequence[Sequence[Words]], shares: Sequence[float], height: float = 0
) -> Block:
    """A table.

    Args:
        header: the columns' names.
        rows: the cells.
        shares: how wide each column is beside the others.
        height: of a row, in lines of type, where it is to be filled in by hand.
    """
    return {"kind": "table", "columns": list(shares), "header": list(header), "rows": list(rows), "height": height}


def cites(source_ids: Iterable[str], wording: Wording) -> str:
    """The cites of these sources, each once."""
    return "; ".join(map(wording.cite, dict.fromkeys(source_ids)))


def check(source_ids: Iterable[str], wording: Wording) -> str:
    """Whom to check with, where a source is not firm; else nothing."""
    return str(wording.check_here(source_ids).striptags())


def plain(wording: Wording, text_id: str, **fill: object) -> str:
    """The words alone, with the numbers of the law in them."""
    return wording.plain(text_id, **{**wording.numbers, **fill})
