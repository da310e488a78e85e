"""Two languages made of the English one, which nobody speaks and no kit holds: they show what was taken for granted.

``ar`` runs from right to left, in Arabic letters. ``zh`` has ideographs and no spaces. Marks in curly
brackets, cites and digits stay as they are; all else is mapped, so that Latin letters on a page in one of
these languages are no words of the kit's texts.
"""

import csv
import re
import zlib

from iepkit.content import examine
from iepkit.content.translations import COLUMNS, is_english_everywhere

# A cite stays as it is in every language.
_KEPT = re.compile(r"(\{[a-z0-9_]+\}|M\.G\.L\. c\. \w+(?:, s\. \w+)?)")
_ARABIC = dict(zip("abcdefghijklmnopqrstuvwxyz", "ابتدهفغحيجكلمنوصقرسطعثخشزذ", strict=True))
_ARABIC_MARKS = {",": "،", "?": "؟", ";": "؛"}
# Those of ASCII lie as far from the wide ones as each from its own.
_WIDE_MARKS = {mark: chr(ord(mark) + 0xFEE0) for mark in ",?!:()"}
_NAMES = {"ar": "عربية", "zh": "中文"}


def _arabic(text):
    return "".join((_ARABIC | _ARABIC_MARKS).get(sign.casefold(), sign) for sign in text)


def _ideographs(word):
    """As many as a word has syllables, about."""
    count = (len(word) + 3) // 4
    return "".join(chr(0x4E00 + zlib.crc32(f"{word}{place}".encode()) % 3000) for place in range(count))


def _chinese(text):
    words = re.sub(r"[A-Za-z][A-Za-z'\u2019]*", lambda found: _ideographs(found[0]), text)
    # A full stop within a cite or an address ends nothing.
    words = re.sub(r"\.(?=\s|$|[\"\u201d)])", "\u3002", words)
    # Spaces stay by digits alone: 504, 10 days.
    words = re.sub(r"(?<!\d) | (?!\d)", "", words)
    return "".join(_WIDE_MARKS.get(sign, sign) for sign in words)


_MAPS = {"ar": _arabic, "zh": _chinese}
LANGUAGES = tuple(_MAPS)


def made(text, language):
    """This text in a made language."""
    return "".join(part if _KEPT.fullmatch(part) else _MAPS[language](part) for part in _KEPT.split(text))


def add(folder, language):
    """Write every text of the kit of ``folder`` in a made language into it."""
    texts = examine(folder)[0].texts
    path = folder / "data/translations" / language / "texts.csv"
    path.parent.mkdir()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        for text_id, english in texts.items():
            if not english or is_english_everywhere(text_id):
                continue
            words = made(english, language)
            if text_id == "ui.direction":
                words = "rtl" if language == "ar" else "ltr"
            elif text_id == "ui.language_name":
                words = _NAMES[language]
            elif text_id.endswith(".also"):
                words = ";".join(made(form, language) for form in english.split(";"))
            writer.writerow((text_id, english, words, "", "", ""))
