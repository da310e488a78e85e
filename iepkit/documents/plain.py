"""A letter as plain text, to copy into an email."""

from __future__ import annotations

from itertools import pairwise

from iepkit.documents.letter import Gap, Letter, Paragraph

_GAP = "_" * 24
_KEPT_TOGETHER = ("sender", "addressee", "item", "signature", "receipt")


def as_plain_text(letter: Letter) -> str:
    """The letter's paragraphs, with an empty line between those that do not belong together."""
    first, *_ = letter.paragraphs
    lines = [_line(first)]
    for before, paragraph in pairwise(letter.paragraphs):
        if before.kind != paragraph.kind or paragraph.kind not in _KEPT_TOGETHER:
            lines.append("")
        lines.append(_line(paragraph))
    return "\n".join(lines) + "\n"


def _line(paragraph: Paragraph) -> str:
    words = "".join(_GAP if piece is Gap.HERE else str(piece) for piece in paragraph.pieces)
    return f"- {words}" if paragraph.kind == "item" else words
