"""A letter as a tagged PDF (PDF/UA-1)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from iepkit.documents.letter import Gap, Letter, Paragraph
from iepkit.documents.typesetting import typeset


def as_pdf(letter: Letter) -> bytes:
    """The letter as a PDF file, in memory.

    Raises:
        UnprintableError: with the signs that none of the fonts has.
    """
    return typeset("iepkit.documents", "letter.typ", _as_data(letter))


def _as_data(letter: Letter) -> dict[str, object]:
    groups = groupby(letter.paragraphs, key=lambda paragraph: paragraph.kind)
    return {
        "title": letter.title,
        "language": letter.language,
        "groups": [{"kind": kind, "paragraphs": list(_paragraphs(group))} for kind, group in groups],
    }


def _paragraphs(group: Iterator[Paragraph]) -> Iterator[dict[str, object]]:
    for paragraph in group:
        yield {
            "pieces": [None if piece is Gap.HERE else piece for piece in paragraph.pieces],
            "language": paragraph.language,
            "right_to_left": paragraph.is_right_to_left,
        }
