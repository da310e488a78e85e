"""Takes a text apart into its sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A full stop and its like have a space behind them; where words have none between them, the end of a sentence has none.
_END = re.compile(r"(?<=[.!?\u061f\u06d4])([\"\u201d\u00bb]?)\s+|(?<=[\u3002\uff01\uff1f])([\"\u201d\u300d]?)\s*")
_OPENING = '"\u201c\u00ab\u00bf\u00a1\u300c'


def sentences_of(words: str) -> list[str]:
    """The sentences of a text, with all that ends them.

    A quotation mark after the full stop belongs to the sentence that it ends.
    """
    return [sentence for sentence, _ in _apart(words)]


def some_of(words: str, wanted: tuple[int, ...]) -> str:
    """Some sentences of a text, from 1, in the order in which they are named; all, if none is.

    Raises:
        IndexError: there is no such sentence.
    """
    if not wanted:
        return words
    sentences = list(_apart(words))
    between = next((gap for _, gap in sentences[:-1]), "")
    return between.join(sentences[number - 1][0] for number in wanted)


def _apart(words: str) -> Iterator[tuple[str, str]]:
    """Each sentence, and the space behind it."""
    start = 0
    for end in _END.finditer(words):
        closing = end.start() + len(end[1] or end[2] or "")
        if _begins(words[end.end() :]):
            yield words[start:closing].strip(), " " if closing < end.end() else ""
            start = end.end()
    yield words[start:].strip(), ""


def _begins(rest: str) -> bool:
    """Does a sentence begin here? After "c." or "s." stands a number; a script may have no capitals."""
    first = rest.removeprefix(rest[:1] if rest[:1] in _OPENING else "")[:1]
    return first.isalpha() and not first.islower()
