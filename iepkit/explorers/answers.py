"""Are these answers that can be given to an interview's questions?"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

from iepkit.content.model import Interview, Limit, Question
from iepkit.rules import ImpossibleValueError

NOT_SURE = "not_sure"


_AGO = re.compile(r"(\d{1,4}) days? ago")


def settled(answer: Any, today: dt.date) -> Any:
    """An answer with each "3 days ago" in it as a date."""
    if isinstance(answer, Mapping):
        return {name: settled(value, today) for name, value in answer.items()}
    if isinstance(answer, list):
        return [settled(value, today) for value in answer]
    ago = days_ago(answer)
    return answer if ago is None else (today - dt.timedelta(days=ago)).isoformat()


def days_ago(answer: Any) -> int | None:
    """How many days ago, of an answer such as "3 days ago"; None for any other."""
    ago = _AGO.fullmatch(answer) if isinstance(answer, str) else None
    return int(ago[1]) if ago else None


def is_asked(question: Question, answers: Mapping[str, Any], limits: Mapping[str, Limit]) -> bool:
    """Is this question asked, after the answers to those before it?"""
    return all(_holds(condition, answers.get(other), limits) for other, condition in question.ask_if.items())


def _holds(condition: Mapping[str, Any], answer: Any, limits: Mapping[str, Limit]) -> bool:
    if "is" in condition:
        return any(a in condition["is"] for a in (answer if isinstance(answer, list) else [answer]))
    return isinstance(answer, int) and answer >= limits[condition["at_least"]].value


def conditions(question: Question, limits: Mapping[str, Limit]) -> dict[str, dict[str, Any]]:
    """When a question is asked, with the numbers of the law in place of their names."""
    return {
        other: {key: limits[str(value)].value if key == "at_least" else value for key, value in holds.items()}
        for other, holds in question.ask_if.items()
    }


def check_answers(interview: Interview, answers: Mapping[str, Any], today: dt.date) -> None:
    """Refuse an answer that can't be; a question without an answer is *not sure*.

    Raises:
        ImpossibleValueError: with the question, the row where it is in a list,
            and the id of the sentence that says why: ``question``, ``choice``,
            ``alone``, ``number``, ``date``, ``future`` or ``list``.
    """
    questions = {question.id: question for question in interview.questions}
    for name, answer in answers.items():
        if name not in questions:
            raise ImpossibleValueError(str(name), "question")
        if answer != NOT_SURE:
            _check(questions[name], answer, today)


def _check(question: Question, answer: Any, today: dt.date, row: int | None = None) -> None:
    fault = _FAULTS[question.kind](question, answer)
    if question.kind == "date" and not fault and dt.date.fromisoformat(answer) > today + _ELSEWHERE:
        fault = "future"
    if fault:
        raise ImpossibleValueError(question.id, fault, row)
    if question.kind == "list":
        fields = {field.id.rpartition(".")[2]: field for field in question.fields}
        for number, values in enumerate(answer):
            for name, value in values.items():
                if value != NOT_SURE:
                    _check(fields[name], value, today, number)


# It may be tomorrow already where the phone is.
_ELSEWHERE = dt.timedelta(days=1)


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
    names = {field.id.rpartition(".")[2] for field in question.fields}
    return None if all(isinstance(row, dict) and set(row) <= names for row in answer) else "list"


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
