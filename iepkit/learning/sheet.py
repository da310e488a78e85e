"""What a phone sends of a check, read as strictly as if it were forged."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from iepkit.content import Content
from iepkit.content.bank import SCALE
from iepkit.learning.code import normalised
from iepkit.learning.polls import choices_of_bank

MOMENTS = ("before", "now")
"""When a person judges their confidence; both are asked after the workshop."""
_LONGEST_PART = 20
_Reader = Callable[[Any], Any]


class SheetError(Exception):
    """What was sent is no sheet of this form; the sentence is ``ui.poll.<problem>``."""

    def __init__(self, problem: str = "forged") -> None:
        self.problem = problem
        super().__init__(problem)


def read(answers: Any, form: str, length: str, content: Content) -> dict[str, Any]:
    """The sheet as it is stored.

    Args:
        answers: what was sent, as JSON gives it; each key may be missing, and so may each entry.
        form: one of :data:`iepkit.content.bank.FORMS`.
        length: one of :data:`iepkit.content.bank.LENGTHS`.
        content: what the kit says.

    Returns:
        What was answered, with no key for what was not: ``code`` as one normalised text,
        ``items`` (choice by question), ``role`` and ``place``; after the workshop also
        ``confidence`` (by statement and moment, 1 to 4), ``ratings`` (by item, 1 to 4) and
        ``funder`` (the number of the choice, as text, by question).

    Raises:
        SheetError: it names what this form does not ask, or has another shape.
    """
    readers = _readers(form, length, content)
    sheet = {key: readers[key](value) for key, value in _entries(answers, readers).items()}
    return {key: value for key, value in sheet.items() if value}


def _readers(form: str, length: str, content: Content) -> dict[str, _Reader]:
    check = content.check
    asked = {question: choices_of_bank(content.bank[question]) for question in check.questions(form, length)}
    readers: dict[str, _Reader] = {
        "code": lambda value: _code(value, len(check.of("code"))),
        "items": lambda value: _each(value, {i: _one_of(choices) for i, choices in asked.items()}),
        "role": _one_of([item.id for item in check.of("role")]),
        "place": _one_of([item.id for item in check.of("place")]),
    }
    if form == "before":
        return readers
    funder = {question.id: _one_of(question.choices) for question in content.organisation.funder}
    confidence = {
        item.id: lambda value: _each(value, dict.fromkeys(MOMENTS, _point)) for item in check.of("confidence")
    }
    return {
        **readers,
        "confidence": lambda value: {item: points for item, points in _each(value, confidence).items() if points},
        "ratings": lambda value: _each(value, {item.id: _point for item in check.of("rating")}),
        "funder": lambda value: _each(value, funder),
    }


def _entries(value: Any, allowed: Mapping[str, _Reader]) -> dict[str, Any]:
    """What is answered in a mapping that may have these keys alone."""
    if not isinstance(value, dict) or value.keys() - allowed.keys():
        raise SheetError
    return {key: answer for key, answer in value.items() if answer not in (None, "")}


def _each(value: Any, readers: Mapping[str, _Reader]) -> dict[str, Any]:
    return {key: readers[key](answer) for key, answer in _entries(value, readers).items()}


def _one_of(allowed: Iterable[str]) -> _Reader:
    known: Collection[str] = frozenset(allowed)

    def read_one(value: Any) -> str:
        if isinstance(value, str) and value in known:
            return value
        raise SheetError

    return read_one


def _point(value: Any) -> int:
    """A point of the scale; a form's field gives it as text."""
    for point in SCALE:
        if value == str(point) or (value == point and type(value) is int):
            return point
    raise SheetError


def _code(value: Any, parts: int) -> str:
    if not isinstance(value, list) or len(value) > parts:
        raise SheetError
    typed = ["" if part is None else part for part in value]
    if all(isinstance(part, str) and len(part) <= _LONGEST_PART for part in typed):
        return normalised(typed)
    raise SheetError
