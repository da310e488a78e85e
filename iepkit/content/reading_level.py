"""Measures how hard a text is to read, in school grades."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

import pyphen

HIGHEST_GRADE = 8.0
LEAST_WORDS = 100
_PATTERNS = pyphen.Pyphen(lang="en_US")
_WORD = re.compile(r"[A-Za-z0-9']+")
_SPANISH_WORD = re.compile(r"[^\W_]+")
_VOWELS = re.compile(r"[aeiouáéíóúü]+")
_SENTENCE_END = re.compile(r"[.!?]+(?=\s|$|\")")
# Citations are names of laws: each counts as one word.
_CITATION = re.compile(
    r"\b(?:\d+ (?:CFR|CMR|U\.S\.C\.) [\d.()a-zA-Z-]+|M\.G\.L\. c\. \w+(?:, s\. [\w/]+)?|s\. ?\d+H\w*(?:/\d)?)"
)
# One word of two syllables, so that it stands in for any name of a law or term.
_TERM = "lawterm"


def grade(texts: Iterable[str], terms: Iterable[str] = ()) -> float:
    """The Flesch-Kincaid grade of several texts read as one.

    Each text is taken as ended by a full stop. A term of the glossary or the
    name of a law counts as one word of two syllables: the kit explains it, and
    no shorter word would be true.

    Args:
        texts: the texts of a whole screen, section or page.
        terms: the glossary's terms in all their forms.

    Returns:
        The grade in years of schooling; 0.0 for no words at all.

    Source: Kincaid et al. (1975), grade = 0.39 words/sentence + 11.8 syllables/word - 15.59.
    """
    joined = _as_one(texts, terms)
    words = _WORD.findall(joined)
    if not words:
        return 0.0
    return 0.39 * len(words) / _sentences(joined) + 11.8 * sum(map(_syllables, words)) / len(words) - 15.59


def ease_of_spanish(texts: Iterable[str], terms: Iterable[str] = ()) -> float:
    """The reading ease of Fernández Huerta of several Spanish texts read as one; texts and terms as for :func:`grade`.

    Returns:
        100 for very easy, 60 for the end of middle school, 0 for very hard; 100.0 for no words at all.

    Source: Fernández Huerta (1959), ease = 206.84 - 60 syllables/word - 1.02 words/sentence,
    with the second figure as Law (2011) put it right.
    """
    joined = _as_one(texts, terms)
    words = _SPANISH_WORD.findall(joined)
    if not words:
        return 100.0
    syllables = sum(2 if word == _TERM else _spanish_syllables(word.lower()) for word in words)
    return 206.84 - 60 * syllables / len(words) - 1.02 * len(words) / _sentences(joined)


def _as_one(texts: Iterable[str], terms: Iterable[str]) -> str:
    joined = " ".join(text if re.search(r"[.!?:]\"?$", text.strip()) else f"{text}." for text in texts if text.strip())
    joined = _CITATION.sub(_TERM, joined)
    forms = sorted(terms, key=len, reverse=True)
    return re.sub(r"\b(?:" + "|".join(map(re.escape, forms)) + r")\b", _TERM, joined) if forms else joined


def _sentences(joined: str) -> int:
    return max(1, len(_SENTENCE_END.findall(joined)))


def count_words(texts: Iterable[str]) -> int:
    """How many words the texts have."""
    return sum(len(_WORD.findall(text)) for text in texts)


def _syllables(word: str) -> int:
    return 2 if word == _TERM else len(_PATTERNS.positions(word.lower())) + 1


@functools.cache
def _spanish_syllables(word: str) -> int:
    # No page counts syllables, and what does it takes a moment to import.
    from silabeador import syllabify  # noqa: PLC0415

    if not _VOWELS.search(word):
        return 1
    # Its list of exceptions is on verse and Latin, and is read from the disk for each word.
    return len(syllabify(word, exceptions=0))
