"""Fills a letter with what a parent typed, as a list of paragraphs."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, StrEnum

from iepkit.content import ENGLISH
from iepkit.content.model import NOT_ANSWERED, Blank, Condition, LetterTemplate, Note, Passage
from iepkit.rules import ImpossibleValueError
from iepkit.wording import Wording, drafts_used

LONGEST = 20_000
"""The most signs that one blank takes: more than the 5,000 that a worried parent may write."""
BEHIND = "behind"
"""The kind of the paragraph that begins a new page, for the copy behind a letter."""
BEHIND_TEXT = "ui.letter.behind"
_DRAFT = "draft"
_TO_FILL_BY_HAND = 3
_PLACEHOLDER = re.compile(r"\{([a-z0-9_]+)\}")
# XML, and so Word, has no way to write these two.
_IN_NO_FILE = "\ufffe\uffff"


class Copies(StrEnum):
    """Which copies of a letter, where it is read in another language than English."""

    ENGLISH = "english"
    OWN = "own"
    BOTH = "both"


class Gap(Enum):
    """A line to fill in with a pen."""

    HERE = "here"


Piece = str | Gap


@dataclass(frozen=True)
class Paragraph:
    """One paragraph: the letter's words, what was typed, and gaps, in order."""

    kind: str
    pieces: tuple[Piece, ...]
    language: str

    @property
    def text(self) -> str:
        """Its words alone."""
        return "".join(piece for piece in self.pieces if isinstance(piece, str))

    @property
    def is_right_to_left(self) -> bool:
        """Does its first letter belong to a script that runs from right to left?"""
        ways = (unicodedata.bidirectional(sign) for sign in self.text)
        return next((way for way in ways if way in ("L", "R", "AL")), "L") != "L"


@dataclass(frozen=True)
class Letter:
    """A filled letter. ``title`` is its subject, which names nobody."""

    id: str
    title: str
    language: str
    paragraphs: tuple[Paragraph, ...]


def fill(letter: LetterTemplate, answers: Mapping[str, object], wording: Wording) -> Letter:
    """Put the answers into the letter's blanks.

    Args:
        letter: one of ``content.letters``.
        answers: what was typed, by the blank's id; a date as 2026-11-24, a
            choice as its id. What is missing or empty becomes a gap. An answer
            to a blank that is not asked counts as missing.
        wording: the language.

    Raises:
        ImpossibleValueError: with the blank and the id of the sentence that says
            why: ``question``, ``choice``, ``text`` or ``long``.
    """
    told = _told(letter, answers)
    typed = {blank.id: _typed(blank, told[blank.id], wording) for blank in letter.blanks}
    title, language = wording.words(f"letter.{letter.id}.subject")
    paragraphs = [
        paragraph
        for passage in letter.passages
        if _holds(passage.condition, told)
        for paragraph in _paragraphs(passage, typed, wording)
    ]
    return Letter(letter.id, title, language, tuple(paragraphs))


def fill_copies(letter: LetterTemplate, answers: Mapping[str, object], wording: Wording, copies: Copies) -> Letter:
    """The letter as it is sent: in English, with the copy in the family's language behind it, or one of them alone.

    What was typed stands in both as it was typed. The family's copy begins with the label of a draft where a text in
    it is one; the English letter, which the school gets, never does.

    Args:
        letter: one of ``content.letters``.
        answers: as :func:`fill` takes them.
        wording: the family's language; in English there is one copy alone.
        copies: which.

    Raises:
        ImpossibleValueError: as :func:`fill` does.
    """
    with drafts_used() as drafts:
        own = fill(letter, answers, wording)
    if drafts:
        words, language = wording.words("ui.draft")
        own = replace(own, paragraphs=(Paragraph(_DRAFT, (words,), language), *own.paragraphs))
    if wording.language == ENGLISH or copies is Copies.OWN:
        return own
    english = fill(letter, answers, Wording(wording.content))
    if copies is Copies.ENGLISH:
        return english
    behind = Paragraph(BEHIND, (wording.content.texts[BEHIND_TEXT],), ENGLISH)
    return replace(english, paragraphs=(*english.paragraphs, behind, *own.paragraphs))


def is_asked(blank: Blank, letter: LetterTemplate, answers: Mapping[str, object]) -> bool:
    """Is this blank asked for, after the answers to those before it?"""
    return _holds(blank.condition, _told(letter, answers))


def told_instead(letter: LetterTemplate, answers: Mapping[str, object]) -> Note | None:
    """The note that another letter fits better after these answers, or None."""
    told = _told(letter, answers)
    return next((note for note in letter.before if note.instead and _holds(note.condition, told)), None)


def notes_for(notes: tuple[Note, ...], letter: LetterTemplate, answers: Mapping[str, object]) -> list[Note]:
    """Those of the letter's notes that hold after these answers."""
    told = _told(letter, answers)
    return [note for note in notes if _holds(note.condition, told)]


def _told(letter: LetterTemplate, answers: Mapping[str, object]) -> dict[str, str]:
    """Each blank's answer, or "" where it is missing or not asked for."""
    for name in answers.keys() - {blank.id for blank in letter.blanks}:
        raise ImpossibleValueError(str(name), "question")
    told: dict[str, str] = {}
    for blank in letter.blanks:
        answer = _checked(blank, answers.get(blank.id) or "")
        told[blank.id] = answer if _holds(blank.condition, told) else ""
    return told


def _checked(blank: Blank, answer: object) -> str:
    if not isinstance(answer, str):
        raise ImpossibleValueError(blank.id, "text")
    if len(answer) > LONGEST:
        raise ImpossibleValueError(blank.id, "long")
    if blank.kind != "choice" or answer in blank.choices:
        return answer
    if answer in ("", NOT_ANSWERED):
        return ""
    raise ImpossibleValueError(blank.id, "choice")


def _holds(condition: Condition, told: Mapping[str, str]) -> bool:
    return all((told[blank] or NOT_ANSWERED) in choices for blank, choices in condition.items())


def _typed(blank: Blank, answer: str, wording: Wording) -> list[str]:
    """The lines that stand for a blank; none for an empty one."""
    if blank.kind == "choice":
        return [wording.plain(f"{blank.text_id}.choice.{answer}")] if answer else []
    lines = [line for line in map(_clean, answer.splitlines()) if line]
    if blank.kind == "date":
        return [_day(line, wording) for line in lines]
    return lines


def _day(line: str, wording: Wording) -> str:
    """A date in words; whatever else was typed stays as it is."""
    try:
        return wording.day(dt.date.fromisoformat(line))
    except ValueError:
        return line


def _clean(line: str) -> str:
    signs = (" " if sign == "\t" else sign for sign in unicodedata.normalize("NFC", line))
    kept = (sign for sign in signs if unicodedata.category(sign) not in ("Cc", "Cs") and sign not in _IN_NO_FILE)
    return "".join(kept).strip()


def with_numbers(words: str, wording: Wording) -> str:
    """A letter's words with the numbers of the law in them, and its blanks still open."""
    numbers = wording.numbers
    return _PLACEHOLDER.sub(lambda match: numbers.get(match[1], match[0]), words)


def _paragraphs(passage: Passage, typed: Mapping[str, list[str]], wording: Wording) -> Iterator[Paragraph]:
    words, language = wording.words(passage.text_id)
    words = with_numbers(words, wording)
    alone = _PLACEHOLDER.fullmatch(words)
    if alone and alone[1] in typed:
        # A list that was typed: each line is a paragraph of its own.
        lines: Sequence[Piece] = typed[alone[1]] or [Gap.HERE] * _TO_FILL_BY_HAND
        for line in lines:
            yield Paragraph(passage.kind, (line,), language)
        return
    pieces: list[Piece] = []
    for position, part in enumerate(_PLACEHOLDER.split(words)):
        if position % 2 == 0:
            pieces.append(part)
        else:
            # The pen's own {hand} is no blank, and so a gap like an empty one.
            pieces.append(", ".join(typed.get(part, ())) or Gap.HERE)
    yield Paragraph(passage.kind, tuple(piece for piece in pieces if piece), language)
