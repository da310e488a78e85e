"""All that a browser needs to ask for a letter, fill it and make its files; see ``static/letter/``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from iepkit.content import Content
from iepkit.content.model import Blank, Condition, LetterTemplate, Note
from iepkit.documents.letter import BEHIND_TEXT, LONGEST, with_numbers
from iepkit.documents.word import skeleton
from iepkit.wording import Wording


def letters_sheet(content: Content, language: str) -> dict[str, Any]:
    """The letters in one language, ready for JSON.

    Returns:
        ``letters``: by id the ``subject``, the ``blanks`` (by their text's id),
        the ``passages``, and the notes ``before`` and ``after``, each with its
        ``if``; ``blanks``: each once, by its text's id; ``texts``: the words by id,
        with the numbers of the law filled in; ``foreign``: the language of each
        text that falls back to another; ``longest``: how many signs a blank
        takes; ``word``: the parts of a Word file around the paragraphs; ``draft``:
        which of a letter's own texts are drafts, and what is said then.
    """
    wording = Wording(content, language)
    letters = content.letters.values()
    wanted = dict.fromkeys(text_id for letter in letters for text_id in _text_ids(letter, content))
    said = {text_id: wording.words(text_id) for text_id in wanted}
    return {
        "letters": {letter.id: _letter(letter) for letter in letters},
        "blanks": {blank.text_id: _blank(blank) for letter in letters for blank in letter.blanks},
        "texts": {text_id: with_numbers(words, wording) for text_id, (words, _) in said.items()},
        "foreign": {text_id: spoken for text_id, (_, spoken) in said.items() if spoken != language},
        "language": language,
        "longest": LONGEST,
        "word": skeleton(),
        "draft": wording.drafts_in(dict.fromkeys(i for letter in letters for i in _written(letter))),
    }


def english_texts(content: Content) -> dict[str, str]:
    """The words of the letters themselves in English by id, for the copy that a school gets."""
    wording = Wording(content)
    wanted = {text_id: None for letter in content.letters.values() for text_id in (*_written(letter), BEHIND_TEXT)}
    return {text_id: with_numbers(content.texts[text_id], wording) for text_id in wanted if text_id in content.texts}


def _written(letter: LetterTemplate) -> Iterator[str]:
    """What stands in the letter itself."""
    yield f"letter.{letter.id}.subject"
    yield from (passage.text_id for passage in letter.passages)
    yield from (f"{blank.text_id}.choice.{choice}" for blank in letter.blanks for choice in blank.choices)


def _text_ids(letter: LetterTemplate, content: Content) -> Iterator[str]:
    """What the script writes itself; the notes stand in the page, with their sources."""
    for blank in letter.blanks:
        yield from (text_id for text_id in blank.text_ids if text_id in content.texts)
    yield from (passage.text_id for passage in letter.passages)


def _letter(letter: LetterTemplate) -> dict[str, Any]:
    return {
        "subject": f"letter.{letter.id}.subject",
        "blanks": [blank.text_id for blank in letter.blanks],
        "passages": [{"text": p.text_id, "kind": p.kind, "if": _condition(p.condition)} for p in letter.passages],
        "before": [_note(note) for note in letter.before],
        "after": [_note(note) for note in letter.after],
    }


def _note(note: Note) -> dict[str, Any]:
    return {"text": note.text_id, "if": _condition(note.condition), "instead": note.instead}


def _blank(blank: Blank) -> dict[str, Any]:
    return {
        "id": blank.id,
        "kind": blank.kind,
        "choices": list(blank.choices),
        "if": _condition(blank.condition),
        "personal": blank.personal,
    }


def _condition(condition: Condition) -> dict[str, list[str]]:
    return {blank: list(choices) for blank, choices in condition.items()}
