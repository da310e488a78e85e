"""A letter as PDF for what a page sends, where the page can't make it itself."""

from __future__ import annotations

from typing import Any

from iepkit.content import ENGLISH, Content
from iepkit.documents.letter import Copies, fill_copies
from iepkit.documents.pdf import as_pdf
from iepkit.documents.typesetting import UnprintableError
from iepkit.rules import ImpossibleValueError
from iepkit.wording import Wording


class NotMadeError(Exception):
    """There is no PDF; ``sentence`` says why, and quotes nothing but signs that no font has.

    ``is_about_signs``: what was sent is whole, and only a font is missing.
    """

    def __init__(self, sentence: str, *, is_about_signs: bool = False) -> None:
        self.sentence = sentence
        self.is_about_signs = is_about_signs
        super().__init__("no PDF was made")


def letter_as_pdf(content: Content, asked: Any, language: str = ENGLISH) -> bytes:
    """The letter as a PDF file, in memory.

    Args:
        content: what the kit says.
        asked: ``{"letter": id, "language": "es", "copies": "both", "answers": {blank: text}}``.
        language: of the sentence, where what was sent does not say it.

    Raises:
        NotMadeError: what was sent is no such thing, or can't be printed.
    """
    said = Wording(content, language)
    try:
        template, spoken, answers = content.letters[asked["letter"]], asked["language"], asked["answers"]
        copies = Copies(asked.get("copies", Copies.OWN))
    except (KeyError, TypeError, ValueError):
        raise NotMadeError(said.plain("ui.letter.not_read")) from None
    if spoken not in content.languages or not isinstance(answers, dict):
        raise NotMadeError(said.plain("ui.letter.not_read"))
    wording = Wording(content, spoken)
    try:
        return as_pdf(fill_copies(template, answers, wording, copies))
    except ImpossibleValueError as error:
        raise NotMadeError(wording.plain(f"ui.impossible.{error.problem}")) from None
    except UnprintableError as error:
        raise NotMadeError(wording.plain("ui.unprintable", signs=error.signs), is_about_signs=True) from None
