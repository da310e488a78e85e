"""What every topic's rules share: answers with a third value, findings, outcomes."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from itertools import product
from typing import Any, TypeVar


class Answer(enum.StrEnum):
    """An answer to one legal question. *Not sure* is an answer, never a no."""

    YES = "yes"
    NO = "no"
    NOT_SURE = "not_sure"


class State(enum.StrEnum):
    """Whose law stands beside federal law."""

    OTHER = "other"
    NOT_SURE = "not_sure"
    MASSACHUSETTS = "massachusetts"


class Direction(enum.StrEnum):
    """Which way a fact weighs within one plan.

    PROTECTIVE: its values are declared from the weakest to the strongest, and a
    stronger one never takes anything away from the parent. AGAINST: the other
    way round. NEITHER: its values have no order.
    """

    PROTECTIVE = "protective"
    AGAINST = "against"
    NEITHER = "neither"


@dataclass(frozen=True)
class Finding:
    """What one plan's rules come to: a short answer, its reasons in order, and the routes to take."""

    answer: str
    reasons: tuple[str, ...]
    routes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What both plans' rules come to.

    ``both``: reasons that hold with either plan, or with none. ``first_plan``:
    whose routes come first, ``iep`` or ``plan_504``.
    """

    iep: Finding
    plan_504: Finding
    both: tuple[str, ...] = ()
    first_plan: str = "iep"


class ImpossibleValueError(ValueError):
    """An answer that can't be.

    ``question`` names it, with a dot before the field of a list; ``problem`` is
    the id of its sentence; ``row`` says which row of the list, the first being 0.
    """

    def __init__(self, question: str, problem: str, row: int | None = None) -> None:
        self.question = question
        self.problem = problem
        self.row = row
        super().__init__(f"{question}: {problem}")


def all_of(*answers: Answer) -> Answer:
    """Yes if each is yes; no if one is no; else not sure."""
    if Answer.NO in answers:
        return Answer.NO
    return Answer.NOT_SURE if Answer.NOT_SURE in answers else Answer.YES


def fact(values: Iterable[enum.StrEnum], direction: Direction) -> Any:
    """A fact of a topic, declared with its values and with which way it weighs."""
    return field(metadata={"values": tuple(values), "direction": direction})


def values_of(facts_class: type) -> dict[str, tuple[enum.StrEnum, ...]]:
    """Each fact of a topic with its declared values, in their declared order."""
    return {field.name: tuple(field.metadata["values"]) for field in fields(facts_class)}


def direction_of(facts_class: type, name: str) -> Direction:
    """Which way a fact of a topic weighs."""
    directions = {field.name: Direction(field.metadata["direction"]) for field in fields(facts_class)}
    return directions[name]


FactsType = TypeVar("FactsType")


def every(facts_class: type[FactsType], **fixed: Any) -> list[FactsType]:
    """Every combination of a topic's facts, or of those that are not fixed."""
    values = {name: (fixed[name],) if name in fixed else options for name, options in values_of(facts_class).items()}
    return [facts_class(**dict(zip(values, combination, strict=True))) for combination in product(*values.values())]
