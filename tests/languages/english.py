"""Finds English that was left in what a reader of another language is shown."""

import csv
import re
from html.parser import HTMLParser
from pathlib import Path

from iepkit.content import ENGLISH

NAMES = Path(__file__).with_name("names.csv")
# Words that stand in nearly every English sentence, and in no Spanish one.
COMMON = frozenset(
    [
        "the",
        "of",
        "and",
        "is",
        "are",
        "you",
        "your",
        "for",
        "with",
        "this",
        "that",
        "what",
        "which",
        "who",
        "when",
        "not",
        "from",
        "they",
        "their",
        "there",
        "it",
        "its",
        "was",
        "were",
        "will",
        "can",
        "may",
        "must",
        "should",
        "an",
        "or",
        "by",
        "on",
        "if",
        "at",
        "be",
        "been",
        "have",
        "has",
        "their",
        "them",
        "than",
        "then",
        "school",
        "child",
        "parent",
        "ask",
        "asks",
        "right",
        "day",
        "days",
        "see",
        "more",
        "less",
        "each",
        "all",
        "new",
        "open",
        "close",
        "next",
        "back",
        "yes",
    ]
)
_RUN = 3
# What stands between two sentences or cells is a word of its own: no run of words goes over it.
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*|[.:;?!|\u00b7]")
_MARKS = re.compile(r"\{[a-z0-9_]+\}|https?://\S+|\S+@\S+|\S+\.(?:csv|toml|ipynb|pdf|html|com|org|gov|edu|us)\b\S*")
_SPOKEN = ("alt", "aria-label", "aria-description", "aria-roledescription", "placeholder", "title", "label")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


class _Visible(HTMLParser):
    """Collects what is seen or read aloud, and not marked as being in English."""

    def __init__(self, language):
        super().__init__()
        self.pieces = [""]
        self._open = [("", language, False)]

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        _, language, is_code = self._open[-1]
        language = given.get("lang") or language
        is_code = is_code or tag in ("script", "style", "code", "kbd") or "data-sheet" in given
        if language != ENGLISH and not is_code:
            said = [given.get(name) for name in _SPOKEN]
            said.append(given.get("content") if given.get("name") == "description" else None)
            said.append(given.get("value") if tag == "input" and given.get("type") in ("submit", "button") else None)
            self.pieces += [words for words in said if words]
            if tag not in ("b", "em", "strong", "mark", "abbr", "a", "span", "i", "dfn", "button"):
                self.pieces.append("")
        if tag not in _VOID:
            self._open.append((tag, language, is_code))

    def handle_endtag(self, tag):
        while len(self._open) > 1:
            if self._open.pop()[0] == tag:
                break

    def handle_data(self, data):
        _, language, is_code = self._open[-1]
        if not is_code:
            if language == ENGLISH:
                self.pieces.append("")
            else:
                self.pieces[-1] += data


def visible(html, language):
    """The pieces of a page that a reader sees or hears, but for those marked as English."""
    reader = _Visible(language)
    reader.feed(html)
    return [" ".join(piece.split()) for piece in reader.pieces if piece.strip()]


def strings_in(value):
    """Every sentence in data for a script; its ids are Latin letters with no space."""
    if isinstance(value, str):
        if " " in value or not value.isascii():
            yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from strings_in(one)


def _words(text):
    return _WORD.findall(_MARKS.sub(" | ", text))


def _runs(words):
    return {run for place in range(len(words)) if (run := _run_at(words, place))}


def _run_at(words, place):
    """The words that stand in a row from here; None where a sentence ends, or where they are letters of a cite."""
    run = tuple(word.casefold() for word in words[place : place + _RUN])
    return run if len(run) == _RUN and all(word in "ai" or len(word) > 1 for word in run) else None


class Finder:
    """Knows a language's own words, and with them what is English.

    A piece is English where three words stand in a row as in a text of the English
    kit, but in no text of the language; or where it holds one of the most common
    English words. Names that stay English, and are listed with the reason, are taken out first.
    """

    def __init__(self, content, language):
        with NAMES.open(encoding="utf-8", newline="") as file:
            names = sorted((row["name"] for row in csv.DictReader(file)), key=len, reverse=True)
        self._names = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?!\w)")
        own = {text_id: content.words(text_id, language) for text_id in content.texts}
        known = set()
        for words, spoken in own.values():
            if spoken == language:
                known |= _runs(_words(words))
        self._english = set()
        for text in content.texts.values():
            self._english |= _runs(_words(text))
        self._english -= known

    def found(self, pieces):
        """The English in these pieces, each with the words around it, and each once."""
        excerpts = {}
        for piece in pieces:
            words = _words(self._names.sub(" \u00b7 ", piece))
            for place, word in enumerate(words):
                if _run_at(words, place) in self._english or word.casefold() in COMMON:
                    excerpts[" ".join(words[max(0, place - _RUN) : place + 2 * _RUN])] = None
                    break
        return list(excerpts)
