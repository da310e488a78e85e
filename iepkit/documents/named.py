"""A name that somebody types for a paper at this moment: it is put on the paper and kept nowhere."""

from __future__ import annotations

import unicodedata

from iepkit.documents.letter import Paragraph

LONGEST = 80
"""The most signs of a name."""
_IN_NO_FILE = "\ufffe\uffff"
# Marks that turn the direction of all that follows.
_TURNS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


class UnusableNameError(Exception):
    """The name can't stand on a paper; ``problem`` is ``no_name`` or ``long_name``."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)


def cleaned(typed: str) -> str:
    """The name in one line, with no sign that stands for nothing on paper.

    Raises:
        UnusableNameError: nothing is left, or it has more than :data:`LONGEST` signs.
    """
    signs = unicodedata.normalize("NFC", " ".join(typed.split()))
    name = "".join(sign for sign in signs if _is_shown(sign)).strip()
    if not any(unicodedata.category(sign)[0] in "LN" for sign in name):
        raise UnusableNameError("no_name")
    if len(name) > LONGEST:
        raise UnusableNameError("long_name")
    return name


def _is_shown(sign: str) -> bool:
    is_turn = unicodedata.bidirectional(sign) in _TURNS
    return not is_turn and unicodedata.category(sign) not in ("Cc", "Cs") and sign not in _IN_NO_FILE


def is_right_to_left(name: str) -> bool:
    """Is it written from right to left?"""
    return Paragraph("name", (name,), "").is_right_to_left
