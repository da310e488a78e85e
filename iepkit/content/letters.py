"""Reads the letters: what they ask for, their paragraphs, and what is said beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from iepkit.content.files import Row, read_entries
from iepkit.content.model import (
    BLANK_KINDS,
    BY_HAND,
    NOT_ANSWERED,
    PASSAGE_KINDS,
    Blank,
    Condition,
    LetterTemplate,
    Limit,
    Note,
    Passage,
    Problem,
    Source,
)
from iepkit.content.rows import Place, unique

LETTERS = "data/letters"
FRAME = "data/letter_frame.yaml"
PLACEHOLDER = re.compile(r"\{([a-z0-9_]+)\}")
_CURLY = re.compile(r"[{}]")
_CITE = re.compile(r"\d+ (?:CFR|CMR) \d+\.\d+|\d+ U\.S\.C\. \d+")
_FRAME_KEYS: dict[str, type] = {"blanks": list, "opening": list, "closing": list, "after": list}
_FRAME_OPTIONAL: dict[str, type] = {"paragraphs": dict, "notes": dict}
_LETTER_KEYS: dict[str, type] = {
    "id": str, "name": str, "when": str, "to": str, "subject": str,
    "blanks": list, "letter": list, "after": list,
}  # fmt: skip
_LETTER_OPTIONAL: dict[str, type] = {"before": list}
_NAMES = ("name", "when", "to")

Texts = dict[str, str]


@dataclass(frozen=True)
class _Frame:
    """What every letter has, and paragraphs and notes that several letters use."""

    blanks: tuple[Blank, ...]
    opening: tuple[Passage, ...]
    closing: tuple[Passage, ...]
    after: tuple[Note, ...]
    paragraphs: Mapping[str, tuple[Passage, ...]]
    notes: Mapping[str, tuple[Note, ...]]


def read_letters(
    folder: Path, sources: Mapping[str, Source], limits: Mapping[str, Limit], texts: Texts, problems: list[Problem]
) -> dict[str, LetterTemplate]:
    """The letters with their frame, by id, in the order of their files' names."""
    frame = _read_frame(folder, sources, texts, problems)
    letters: dict[str, LetterTemplate] = {}
    used: set[str] = set()
    if frame is None:
        return letters
    for path in sorted((folder / LETTERS).glob("*.yaml")):
        name = f"{LETTERS}/{path.name}"
        rows = read_entries(path, name, _LETTER_KEYS, problems, _LETTER_OPTIONAL, one_will_do=True)
        for row in unique(rows, name, problems):
            place = Place(name, row.number, sources, texts, problems)
            if row["id"] in letters:
                place.says(f'the letter "{row["id"]}" stands in another file too.', "Give each its own id.")
            letters[row["id"]] = _letter(row, frame, used, place)
            _check(letters[row["id"]], limits, place)
    for unused in sorted({*frame.paragraphs, *frame.notes} - used):
        problems.append(Problem(FRAME, f'no letter uses "{unused}".', "Name it in a letter, or remove it."))
    for letter in letters.values():
        for note in letter.before:
            if note.instead and note.instead not in letters:
                wrong = f'the letter "{letter.id}" names the letter "{note.instead}", and there is none.'
                problems.append(Problem(LETTERS, wrong, "Mend its id."))
    return letters


def _read_frame(folder: Path, sources: Mapping[str, Source], texts: Texts, problems: list[Problem]) -> _Frame | None:
    rows = read_entries(folder / FRAME, FRAME, _FRAME_KEYS, problems, _FRAME_OPTIONAL, one_will_do=True)
    if not rows:
        return None
    cells = rows[0].cells
    place = Place(FRAME, rows[0].number, sources, texts, problems)
    return _Frame(
        blanks=tuple(_blanks(cells["blanks"], "frame", place)),
        opening=tuple(_passages(cells["opening"], "letter.frame.opening", {}, set(), place)),
        closing=tuple(_passages(cells["closing"], "letter.frame.closing", {}, set(), place)),
        after=tuple(_notes(cells["after"], "letter.frame.after", {}, set(), place)),
        paragraphs={
            name: tuple(_passages(entries, f"letter.frame.paragraphs.{name}", {}, set(), place))
            for name, entries in cells.get("paragraphs", {}).items()
        },
        notes={
            name: tuple(_notes(entries, f"letter.frame.notes.{name}", {}, set(), place))
            for name, entries in cells.get("notes", {}).items()
        },
    )


def _letter(row: Row, frame: _Frame, used: set[str], place: Place) -> LetterTemplate:
    letter = f"letter.{row['id']}"
    place.texts.update({f"{letter}.{key}": row[key].strip() for key in _NAMES})
    place.texts[f"{letter}.subject"] = row["subject"].strip()
    subject = Passage(f"{letter}.subject", "subject", {}, ())
    own = tuple(_passages(row["letter"], letter, frame.paragraphs, used, place))
    before = tuple(_notes(row.cells.get("before", []), f"{letter}.before", frame.notes, used, place))
    after = tuple(_notes(row["after"], f"{letter}.after", frame.notes, used, place))
    return LetterTemplate(
        id=row["id"],
        blanks=(*frame.blanks[:1], *_blanks(row["blanks"], row["id"], place), *frame.blanks[1:]),
        passages=(*frame.opening, subject, *own, *frame.closing),
        before=before,
        after=(*after, *frame.after),
    )


def _blanks(entries: list[Any], where: str, place: Place) -> Iterator[Blank]:
    optional: dict[str, type] = {"help": str, "choices": list, "if": dict, "personal": bool}
    for entry in entries:
        if not place.fits(entry, {"id": str, "kind": str, "ask": str}, optional):
            continue
        blank_id, kind = entry["id"], entry["kind"]
        if kind not in BLANK_KINDS:
            place.says(
                f'the blank "{blank_id}": the kind "{kind}" is not known.', f"Write one of: {', '.join(BLANK_KINDS)}."
            )
            continue
        if (kind == "choice") != bool(entry.get("choices")):
            place.says(f'the blank "{blank_id}": a choice has choices, and nothing else has.', "Add or remove them.")
        choices = [c for c in entry.get("choices", ()) if place.fits(c, {"id": str, "text": str}, {})]
        blank = Blank(
            id=blank_id,
            place=where,
            kind=kind,
            choices=tuple(choice["id"] for choice in choices),
            condition=_condition(entry, place),
            personal=bool(entry.get("personal")),
        )
        place.texts.update({f"{blank.text_id}.{key}": entry[key].strip() for key in ("ask", "help") if key in entry})
        place.texts.update({f"{blank.text_id}.choice.{choice['id']}": choice["text"] for choice in choices})
        yield blank


def _passages(
    entries: list[Any], where: str, shared: Mapping[str, tuple[Passage, ...]], used: set[str], place: Place
) -> Iterator[Passage]:
    for number, entry in enumerate(entries, start=1):
        if isinstance(entry, dict) and "use" in entry:
            yield from _shared(entry["use"], shared, used, place)
        elif place.fits(entry, {"kind": str, "text": str}, {"if": dict, "sources": list}):
            if entry["kind"] not in PASSAGE_KINDS:
                wrong = f'the kind "{entry["kind"]}" of a paragraph is not known.'
                place.says(wrong, f"Write one of: {', '.join(PASSAGE_KINDS)}.")
            text_id = f"{where}.{number}"
            place.texts[text_id] = entry["text"].strip()
            yield Passage(text_id, entry["kind"], _condition(entry, place), place.known(entry))


def _notes(
    entries: list[Any], where: str, shared: Mapping[str, tuple[Note, ...]], used: set[str], place: Place
) -> Iterator[Note]:
    for number, entry in enumerate(entries, start=1):
        if isinstance(entry, dict) and "use" in entry:
            yield from _shared(entry["use"], shared, used, place)
        elif place.fits(entry, {"text": str, "sources": list}, {"if": dict, "instead": str}):
            text_id = f"{where}.{number}"
            place.texts[text_id] = entry["text"].strip()
            yield Note(text_id, _condition(entry, place), place.known(entry), entry.get("instead", ""))


def _shared(name: str, shared: Mapping[str, tuple[Any, ...]], used: set[str], place: Place) -> tuple[Any, ...]:
    if name not in shared:
        place.says(f'"use: {name}" names nothing in {FRAME}.', f"Write one of: {', '.join(shared)}.")
    used.add(name)
    return shared.get(name, ())


def _condition(entry: Mapping[str, Any], place: Place) -> Condition:
    condition = entry.get("if") or {}
    if not all(isinstance(choices, list) for choices in condition.values()):
        place.says("a condition is not understood.", "Write it as {state: [massachusetts, not_sure]}.")
        return {}
    return {str(blank): tuple(map(str, choices)) for blank, choices in condition.items()}


def _check(letter: LetterTemplate, limits: Mapping[str, Limit], place: Place) -> None:
    """Does the letter use what it asks for, and ask for what it uses?"""
    blanks: dict[str, Blank] = {}
    for blank in letter.blanks:
        _check_condition(blank.condition, blanks, f'the blank "{blank.id}"', place)
        if blank.id in blanks or blank.id in limits or blank.id == BY_HAND:
            place.says(f'the blank "{blank.id}" has a name that is taken.', "Give it another id.")
        blanks[blank.id] = blank
    named: set[str] = {name for blank in letter.blanks for name in blank.condition}
    for text_id in letter.text_ids(place.texts):
        if _CURLY.search(PLACEHOLDER.sub("", place.texts[text_id])):
            place.says(f"{text_id} has a curly bracket that names nothing.", "Write {the id} of a blank or number.")
    for part in letter.parts:
        _check_condition(part.condition, blanks, part.text_id, place)
        _check_sources(part, limits, place)
        named |= {*part.condition, *PLACEHOLDER.findall(place.texts[part.text_id])}
    for unused in blanks.keys() - named:
        place.says(f'nothing in the letter "{letter.id}" uses the blank "{unused}".', "Use it, or remove it.")


def _check_condition(condition: Condition, blanks: Mapping[str, Blank], where: str, place: Place) -> None:
    for name, choices in condition.items():
        if name not in blanks or blanks[name].kind != "choice":
            place.says(f'{where} looks at "{name}", which is no choice that was asked for before.', "Mend its id.")
            continue
        for choice in set(choices) - {*blanks[name].choices, NOT_ANSWERED}:
            place.says(
                f'{where}: "{name}" has no choice "{choice}".', f"Write some of: {', '.join(blanks[name].choices)}."
            )


def _check_sources(part: Passage | Note, limits: Mapping[str, Limit], place: Place) -> None:
    """Does what speaks of the law say where that stands?"""
    words = place.texts[part.text_id]
    cites = _CITE.findall(words)
    of_law = isinstance(part, Note) or cites or any(name in limits for name in PLACEHOLDER.findall(words))
    if of_law and not part.sources:
        place.says(f"{part.text_id} speaks of the law and has no source.", "Add it.")
    standing = " ".join(place.sources[i].cite for i in part.sources)
    for cite in [cite for cite in cites if cite not in standing]:
        place.says(f"{part.text_id} cites {cite}, and none of its sources does.", "Name that source.")
