"""A letter as PDF for what a page sends, where the page can't make it itself."""

from __future__ import annotations

from typing import Any

from iepkit.content import Content
from iepkit.documents.letter import fill
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


def letter_as_pdf(content: Content, asked: Any) -> bytes:
    """The letter as a PDF file, in memory.

    Args:
        content: what the kit says.
        asked: ``{"letter": id, "language": "en", "answers": {blank: text}}``.

    Raises:
        NotMadeError: what was sent is no such thing, or can't be printed.
    """
    try:
        template, language, answers = content.letters[asked["letter"]], asked["language"], asked["answers"]
    except (KeyError, TypeError):
        raise NotMadeError(Wording(content).plain("ui.letter.not_read")) from None
    if language not in content.languages or not isinstance(answers, dict):
        raise NotMadeError(Wording(content).plain("ui.letter.not_read"))
    wording = Wording(content, language)
    try:
        return as_pdf(fill(template, answers, wording))
    except ImpossibleValueError as error:
        raise NotMadeError(wording.plain(f"ui.impossible.{error.problem}")) from None
    except UnprintableError as error:
        raise NotMadeError(wording.plain("ui.unprintable", signs=error.signs), is_about_signs=True) from None
