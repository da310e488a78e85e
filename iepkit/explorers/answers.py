"""Are these answers that can be given to an interview's questions?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from iepkit.content.model import Interview, Limit, Question
from iepkit.rules import ImpossibleValueError

NOT_SURE = "not_sure"


def is_asked(question: Question, answers: Mapping[str, Any], limits: Mapping[str, Limit]) -> bool:
    """Is this question asked, after the answers to those before it?"""
    return all(_holds(condition, answers.get(other), limits) for other, condition in question.ask_if.items())


def _holds(condition: Mapping[str, Any], answer: Any, limits: Mapping[str, Limit]) -> bool:
    if "is" in condition:
        return answer in condition["is"]
    return isinstance(answer, int) and answer >= limits[condition["at_least"]].value


def check_answers(interview: Interview, answers: Mapping[str, Any]) -> None:
    """Refuse an answer that can't be; a question without an answer is *not sure*.

    Raises:
        ImpossibleValueError: with the question and the id of the sentence that
            says why: ``question``, ``choice``, ``alone``, ``number``, ``date`` or ``list``.
    """
    questions = {question.id: question for question in interview.questions}
    for name, answer in answers.items():
        if name not in questions:
            raise ImpossibleValueError(str(name), "question")
        if answer != NOT_SURE:
            _check(questions[name], answer)


def _check(question: Question, answer: Any) -> None:
    fault = _FAULTS[question.kind](question, answer)
    if fault:
        raise ImpossibleValueError(question.id, fault)


def _fault_of_one(question: Question, answer: Any) -> str | None:
    known = [choice.id for choice in question.choices]
    return None if isinstance(answer, str) and answer in known else "choice"


def _fault_of_many(question: Question, answer: Any) -> str | None:
    choices = {choice.id: choice for choice in question.choices}
    if not isinstance(answer, list) or not all(isinstance(a, str) and a in {*choices, NOT_SURE} for a in answer):
        return "choice"
    if len(answer) > 1 and any(a == NOT_SURE or choices[a].alone for a in answer):
        return "alone"
    return None


def _fault_of_number(question: Question, answer: Any) -> str | None:
    if isinstance(answer, bool) or not isinstance(answer, int) or not _is_within(question, answer):
        return "number"
    return None


def _fault_of_date(question: Question, answer: Any) -> str | None:
    try:
        day = dt.date.fromisoformat(answer)
    except (TypeError, ValueError):
        return "date"
    return None if _is_within(question, day.year) else "date"


def _fault_of_list(question: Question, answer: Any) -> str | None:
    if not isinstance(answer, list) or not _is_within(question, len(answer)):
        return "list"
    fields = {field.id.rpartition(".")[2]: field for field in question.fields}
    for row in answer:
        if not isinstance(row, dict) or not set(row) <= fields.keys():
            return "list"
        for name, value in row.items():
            if value != NOT_SURE:
                _check(fields[name], value)
    return None


def _is_within(question: Question, number: int) -> bool:
    least, most = question.bounds or (number, number)
    return least <= number <= most


_FAULTS: dict[str, Callable[[Question, Any], str | None]] = {
    "one": _fault_of_one,
    "many": _fault_of_many,
    "number": _fault_of_number,
    "date": _fault_of_date,
    "list": _fault_of_list,
}
