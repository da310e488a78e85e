"""Reads how the minutes of a workshop are planned, and the words of the run sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from iepkit.content.files import Row, entry_faults, read_entries
from iepkit.content.model import Problem
from iepkit.content.workshop import COPIES, INTERPRETERS, PLACES, Agenda, Block, Break

AGENDA = "data/agenda.yaml"
_KEYS: dict[str, type] = {
    "lengths": tuple,
    "factors": dict,
    "set_up": dict,
    "questions": str,
    "most_questions": int,
    "ground_rules": list,
    "paper": list,
    "words": dict,
}
_OPTIONAL: dict[str, type] = {"breaks": list}
_BREAK_KEYS: dict[str, type] = {"from_minutes": int, "minutes": int}
_PAPER_KEYS: dict[str, type] = {"id": str, "name": str, "copies": str}
_WORDS: Mapping[str, tuple[str, ...]] = {
    "title": ("minutes",),
    "in_room": (),
    "online": (),
    **{f"interpreter.{name}": () for name in INTERPRETERS},
    "times_from": ("end", "start"),
    "times_from_zero": ("end",),
    "set_up": ("minutes",),
    "set_up_at": ("time",),
    "ground_rules": (),
    "plan": (),
    "clock": (),
    "block": (),
    "minutes": (),
    "who": (),
    "ready": (),
    "real": (),
    "full": (),
    "short": (),
    "you": (),
    "you_and_room": (),
    "break": (),
    "end": (),
    "slide": ("minutes", "title"),
    "slow": ("times",),
    "spare": ("minutes",),
    "cuts": (),
    "no_cuts": (),
    "left_out": ("block", "left", "needs"),
    "shortened": ("block", "left", "needs"),
    "take_home": (),
    "paper": (),
    "paper_online": (),
    "handout": (),
    "copies": (),
    "before": (),
    "all": (),
    "after": (),
    **{f"{place}.{name}": ("minutes",) for place in ("for", "online_for") for name in INTERPRETERS},
    "in_minutes": (),
    "too_short": ("asked", "minutes"),
    "too_long": ("asked", "minutes"),
    "works": (),
    "learned.few": ("block", "needed", "runs"),
    "learned.as_planned": ("block", "runs"),
    "learned.corrected": ("block", "runs", "times"),
    "learned.of_all": ("block", "runs", "times"),
}
"""Each of the words of the run sheet and of a plan, with the marks in curly brackets that are filled in."""
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
# An interpreter never makes a workshop shorter, and four times as long is a slip of the pen.
_FACTORS = (1, 4)
_MOST_SET_UP = 240

Faults = Iterator[tuple[str, str, str]]
"""The key, what is wrong, and how to mend it."""


def read_agenda(
    folder: Path, blocks: Mapping[str, Block], texts: dict[str, str], problems: list[Problem]
) -> Agenda | None:
    """How a workshop is planned; None where that can't be read."""
    rows = read_entries(folder / AGENDA, AGENDA, _KEYS, problems, _OPTIONAL, one_will_do=True)
    if not rows:
        return None
    row = rows[0]
    faults = list(_faults(row))
    problems.extend(Problem(AGENDA, wrong, mend, row.number, key) for key, wrong, mend in faults)
    if faults:
        return None
    texts.update({f"agenda.{key}": row["words"][key].strip() for key in _WORDS})
    texts.update({f"agenda.rule.{n}": rule.strip() for n, rule in enumerate(row["ground_rules"], start=1)})
    texts.update({f"agenda.paper.{paper['id']}": paper["name"].strip() for paper in row["paper"]})
    agenda = Agenda(
        lengths=tuple(sorted(row["lengths"])),
        factors={name: float(row["factors"][name]) for name in INTERPRETERS},
        breaks=tuple(Break(**pause) for pause in row.cells.get("breaks") or ()),
        set_up=row["set_up"],
        questions=row["questions"],
        most_questions=row["most_questions"],
        ground_rules=len(row["ground_rules"]),
        copies={paper["id"]: paper["copies"] for paper in row["paper"]},
    )
    problems.extend(_misfits(agenda, blocks))
    return agenda


def _faults(row: Row) -> Faults:
    yield from _in_group(row["factors"], "factors", INTERPRETERS, (int, float), _FACTORS)
    yield from _in_group(row["set_up"], "set_up", PLACES, int, (0, _MOST_SET_UP))
    if not all(isinstance(text, str) and text.strip() for text in row["ground_rules"]):
        yield "ground_rules", "each of them must be a text.", "Put quotation marks round it."
    if row["most_questions"] < 0:
        yield "most_questions", "it is less than nothing.", "Write a whole number of minutes, 0 at least."
    yield from _in_list(row.cells.get("breaks") or (), "breaks", _BREAK_KEYS)
    for pause in row.cells.get("breaks") or ():
        if isinstance(pause, dict) and not 0 < _whole(pause, "minutes") < _whole(pause, "from_minutes"):
            wrong = "a break must take minutes, and fewer than the workshop that it stands in."
            yield "breaks", wrong, "Write it as {from_minutes: 90, minutes: 10}."
    yield from _in_list(row["paper"], "paper", _PAPER_KEYS)
    papers = [paper for paper in row["paper"] if isinstance(paper, dict)]
    ids = [paper.get("id") for paper in papers]
    for doubled in dict.fromkeys(i for i in ids if ids.count(i) > 1):
        yield "paper", f'the id "{doubled}" stands twice.', "Give each its own, or remove one."
    for paper in papers:
        if paper.get("copies", COPIES[0]) not in COPIES:
            yield "paper", f'"{paper["copies"]}" is not known.', f"Write one of: {', '.join(COPIES)}."
    yield from _in_words(row["words"])


def _whole(entry: dict[str, Any], key: str) -> int:
    return entry[key] if type(entry.get(key)) is int else 0


def _in_group(group: dict[str, Any], key: str, names: tuple[str, ...], kind: Any, between: tuple[int, int]) -> Faults:
    """Has it these names and no others, each with a number that can be?"""
    low, high = between
    if set(group) != set(names):
        yield key, f"it must say {', '.join(names)}, and nothing else.", "Write one line for each."
    for name in names:
        value = group.get(name, low)
        if isinstance(value, bool) or not isinstance(value, kind) or not low <= value <= high:
            yield key, f'"{name}" can\'t be {value}.', f"Write a number from {low} to {high}."


def _in_list(entries: Any, key: str, kinds: dict[str, type]) -> Faults:
    for entry in entries:
        for fault in entry_faults(entry, kinds, AGENDA, 0):
            yield key, fault.wrong, fault.mend


def _in_words(words: dict[str, Any]) -> Faults:
    for key in words.keys() - _WORDS.keys():
        yield "words", f'the key "{key}" is not known.', "Remove it, or mend its name."
    for key, marks in _WORDS.items():
        text = words.get(key)
        if not isinstance(text, str) or not text.strip():
            yield "words", f'"{key}" is missing or no text.', "Fill it in, from a copy or from the kit."
        elif (found := sorted(set(_PLACEHOLDER.findall(text)))) != list(marks):
            wrong = f'"{key}" has other marks in curly brackets ({", ".join(found) or "none"}) than are filled in.'
            yield "words", wrong, f"Use: {', '.join(f'{{{mark}}}' for mark in marks) or 'none'}."


def _misfits(agenda: Agenda, blocks: Mapping[str, Block]) -> Iterator[Problem]:
    """Do the slides and the agenda name the same blocks and handouts?"""
    if agenda.questions not in blocks:
        wrong = f'there is no block "{agenda.questions}", so minutes that are left go to nobody.'
        yield Problem(AGENDA, wrong, "Write the id of a block of data/deck.", column="questions", stops=False)
    for block in blocks.values():
        for unknown in [handout for handout in block.handouts if handout not in agenda.copies]:
            wrong = f'block {block.id}: there is no handout "{unknown}".'
            yield Problem("data/deck", wrong, f"Write an id that stands under paper in {AGENDA}, or add it there.")
