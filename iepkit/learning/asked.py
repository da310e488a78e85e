"""What a trainer may ask the room, and what a phone may answer, read as strictly as if it were forged."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from iepkit.content.bank import FORMS, LENGTHS
from iepkit.content.model import Content, Question
from iepkit.explorers.answers import NOT_SURE
from iepkit.learning import polls, sheet, steps
from iepkit.store.model import Kind, Round

VOTED_ON = (Kind.QUESTION, Kind.TYPED, Kind.STEP)
"""Kinds of which each phone chooses one thing."""
_KEYS = {
    Kind.QUESTION: {"question"},
    Kind.TYPED: {"ask", "choices"},
    Kind.CHECK: {"form", "length"},
    Kind.STEP: {"topic", "case", "question", "answers"},
    Kind.OUTCOME: {"topic", "case", "answers"},
}
# Controls, halves of signs, ends of lines and paragraphs.
_REFUSED = ("Cc", "Cs", "Zl", "Zp")
# They turn the text around them from right to left, on every phone and on the wall.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class AskError(Exception):
    """It can't be asked; the sentence is ``ui.ask.<problem>``."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def checked(kind: Kind, asked: Mapping[str, Any], content: Content) -> dict[str, Any]:
    """What is to be asked, as it is stored; spaces around typed words are dropped.

    Args:
        kind: what is asked.
        asked: see :class:`Kind`.
        content: what the kit says.

    Raises:
        AskError: ``no_question``, ``long_question``, ``few_choices``, ``many_choices``, ``long_choice``,
            ``same_choice`` or ``odd_signs`` for typed words; ``unreadable`` for what no page of ours sends.
    """
    if set(asked) != _KEYS[kind]:
        raise AskError("unreadable")
    if kind is Kind.TYPED:
        return _typed(asked["ask"], asked["choices"])
    try:
        is_known = _IS_KNOWN[kind](asked, content)
    except TypeError:
        # A list or a mapping where an id should be.
        is_known = False
    if not is_known:
        raise AskError("unreadable")
    return dict(asked)


def choices_of(kind: Kind, asked: Mapping[str, Any], content: Content) -> list[str]:
    """The ids of what may be chosen, in the order in which they are shown; none where nobody votes on one thing.

    Args:
        kind: what is asked.
        asked: what :func:`checked` has given.
        content: what the kit says.
    """
    match kind:
        case Kind.QUESTION:
            return polls.choices_of_bank(content.bank[asked["question"]])
        case Kind.TYPED:
            return [str(number) for number in range(1, len(asked["choices"]) + 1)]
        case Kind.STEP:
            return _choices(next(q for q in content.interviews[asked["topic"]].questions if q.id == asked["question"]))
        case _:
            return []


def answers_read(kind: Kind, asked: Mapping[str, Any], answers: Any, content: Content) -> dict[str, Any] | None:
    """What a phone has answered, as it is stored.

    Args:
        kind: what was asked.
        asked: what :func:`checked` has given.
        answers: what was sent, as JSON gives it.
        content: what the kit says.

    Returns:
        A sheet of :mod:`iepkit.learning.sheet` for a check, else ``{"choice": id}``;
        None where no page of ours sends such answers.
    """
    if kind is Kind.CHECK:
        try:
            return sheet.read(answers, asked["form"], asked["length"], content)
        except sheet.SheetError:
            return None
    if not isinstance(answers, dict) or answers.keys() != {"choice"}:
        return None
    choice = answers["choice"]
    is_known = isinstance(choice, str) and choice in choices_of(kind, asked, content)
    return {"choice": choice} if is_known else None


def length_of_last_check(rounds: Iterable[Round]) -> str | None:
    """The length of the last check before the workshop, which the one after it has too.

    Args:
        rounds: the latest first.
    """
    lengths = (one.asked["length"] for one in rounds if one.kind is Kind.CHECK and one.asked["form"] == "before")
    return next(lengths, None)


def is_count(number: Any) -> bool:
    """Can so many have been counted by hand?"""
    return type(number) is int and 0 <= number <= polls.MOST_HANDS


def _typed(ask: Any, choices: Any) -> dict[str, Any]:
    if not isinstance(ask, str) or not isinstance(choices, list) or not all(isinstance(one, str) for one in choices):
        raise AskError("unreadable")
    question, texts = ask.strip(), [choice.strip() for choice in choices]
    faults = {
        "no_question": not question,
        "long_question": len(question) > polls.LONGEST_QUESTION,
        "few_choices": len(texts) < polls.FEWEST_CHOICES or not all(texts),
        "many_choices": len(texts) > polls.MOST_CHOICES,
        "long_choice": any(len(text) > polls.LONGEST_CHOICE for text in texts),
        "same_choice": len({text.casefold() for text in texts}) < len(texts),
        "odd_signs": any(map(has_odd_signs, [question, *texts])),
    }
    for problem, is_so in faults.items():
        if is_so:
            raise AskError(problem)
    return {"ask": question, "choices": texts}


def has_odd_signs(text: str) -> bool:
    """Are there signs in it that can't be shown, or that turn the text around them?"""
    return any(sign in _TURNING or unicodedata.category(sign) in _REFUSED for sign in text)


def _is_question(asked: Mapping[str, Any], content: Content) -> bool:
    return asked["question"] in content.bank


def _is_check(asked: Mapping[str, Any], _: Content) -> bool:
    return asked["form"] in FORMS and asked["length"] in LENGTHS


def _is_step(asked: Mapping[str, Any], content: Content) -> bool:
    question = _next_question(asked, content)
    return question is not None and question.id == asked["question"]


def _is_outcome(asked: Mapping[str, Any], content: Content) -> bool:
    return asked["answers"] != {} and _is_told(asked, content) and _next_question(asked, content) is None


_IS_KNOWN = {
    Kind.QUESTION: _is_question,
    Kind.CHECK: _is_check,
    Kind.STEP: _is_step,
    Kind.OUTCOME: _is_outcome,
}


def _next_question(asked: Mapping[str, Any], content: Content) -> Question | None:
    """What the room answers next; None at the end, and where it can't have come so far."""
    if not _is_told(asked, content):
        return None
    return steps.next_question(content.cases[asked["case"]], asked["answers"], content)


def _is_told(asked: Mapping[str, Any], content: Content) -> bool:
    """Is this a story told in workshops, and can the room have told it so, one answer after the other?"""
    case, answers = content.cases.get(asked["case"]), asked["answers"]
    if case is None or not case.workshop or case.topic != asked["topic"] or not isinstance(answers, dict):
        return False
    told: dict[str, Any] = {}
    while (question := steps.next_question(case, told, content)) and question.id in answers:
        if answers[question.id] not in _choices(question):
            return False
        told[question.id] = answers[question.id]
    return told == answers


def _choices(question: Question) -> list[str]:
    return [*(choice.id for choice in question.choices), NOT_SURE]
