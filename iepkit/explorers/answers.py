"""Are these answers that can be given to an interview's questions?"""

from __future__ import annotations

from collections.abc import Mapping
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
            says why: ``question``, ``choice``, ``alone`` or ``number``.
    """
    questions = {question.id: question for question in interview.questions}
    for name, answer in answers.items():
        if name not in questions:
            raise ImpossibleValueError(str(name), "question")
        if answer != NOT_SURE:
            _check(questions[name], answer)


def _check(question: Question, answer: Any) -> None:
    choices = {choice.id: choice for choice in question.choices}
    if question.kind == "one" and not (isinstance(answer, str) and answer in choices):
        raise ImpossibleValueError(question.id, "choice")
    if question.kind == "many":
        if not isinstance(answer, list) or not all(isinstance(a, str) and a in {*choices, NOT_SURE} for a in answer):
            raise ImpossibleValueError(question.id, "choice")
        if len(answer) > 1 and any(a == NOT_SURE or choices[a].alone for a in answer):
            raise ImpossibleValueError(question.id, "alone")
    if question.bounds:
        least, most = question.bounds
        if isinstance(answer, bool) or not isinstance(answer, int) or not least <= answer <= most:
            raise ImpossibleValueError(question.id, "number")
