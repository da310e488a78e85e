"""Takes a text apart into its sentences."""

from __future__ import annotations

import re

# An end is followed by a capital letter or a quotation mark; after "c." or "s." stands a number.
_END = re.compile(r"(?<=[.!?])[\"”]?\s+(?=[\"“¿¡]?[A-ZÀ-Þ])")


def sentences_of(words: str) -> list[str]:
    """The sentences of a text, with all that ends them.

    A quotation mark after the full stop belongs to the sentence that it ends.
    """
    parts, start = [], 0
    for end in _END.finditer(words):
        closing = end.start() + len(end.group()) - len(end.group().lstrip('"”'))
        parts.append(words[start:closing].strip())
        start = closing
    return [*parts, words[start:].strip()]


def some_of(words: str, wanted: tuple[int, ...]) -> str:
    """Some sentences of a text, from 1, in the order in which they are named; all, if none is.

    Raises:
        IndexError: there is no such sentence.
    """
    if not wanted:
        return words
    sentences = sentences_of(words)
    return " ".join(sentences[number - 1] for number in wanted)
