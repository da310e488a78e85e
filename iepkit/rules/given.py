"""What a parent entered, one question at a time, as values that rules can use."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from iepkit.rules.model import ImpossibleValueError

NOT_SURE = "not_sure"

Choice = TypeVar("Choice", bound=enum.StrEnum)


def one(values: type[Choice], answers: Mapping[str, Any], question: str) -> Choice:
    """The one choice; ``not_sure`` where there is none.

    Raises:
        ImpossibleValueError: ``choice``: it is none of the values.
    """
    try:
        return values(answers.get(question, NOT_SURE))
    except ValueError:
        raise ImpossibleValueError(question, "choice") from None


def many(answers: Mapping[str, Any], question: str) -> tuple[str, ...]:
    """The choices of a question that takes many; none where it is not answered or *not sure*.

    Raises:
        ImpossibleValueError: ``choice``: it is no list.
    """
    chosen = answers.get(question, ())
    if chosen == NOT_SURE:
        return ()
    if isinstance(chosen, str) or not isinstance(chosen, Iterable):
        raise ImpossibleValueError(question, "choice")
    return tuple(choice for choice in chosen if choice != NOT_SURE)


def number(answers: Mapping[str, Any], question: str) -> int | None:
    """The whole number, not below zero; None where it is not answered or *not sure*.

    Raises:
        ImpossibleValueError: ``number``: it is no such number.
    """
    answer = answers.get(question, NOT_SURE)
    if answer == NOT_SURE:
        return None
    if isinstance(answer, bool) or not isinstance(answer, int) or answer < 0:
        raise ImpossibleValueError(question, "number")
    return answer


def date(answers: Mapping[str, Any], question: str) -> dt.date | None:
    """The day; None where it is not answered or *not sure*.

    Raises:
        ImpossibleValueError: ``date``: it is no date such as ``2026-09-01``.
    """
    answer = answers.get(question, NOT_SURE)
    if answer == NOT_SURE:
        return None
    try:
        return dt.date.fromisoformat(answer)
    except (TypeError, ValueError):
        raise ImpossibleValueError(question, "date") from None


def in_order(earlier: dt.date | None, later: dt.date | None, question: str, problem: str) -> None:
    """Refuse a day that stands before the one that has to come first.

    Raises:
        ImpossibleValueError: with this question and problem.
    """
    if earlier and later and later < earlier:
        raise ImpossibleValueError(question, problem)
