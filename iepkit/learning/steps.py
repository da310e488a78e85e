"""A workshop case that the room steers: it votes on one question after another, and sees what follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from iepkit.content.model import Case, Content, Question
from iepkit.explorers import explain, is_asked

Answers = Mapping[str, Any]


def steered(content: Content) -> list[Case]:
    """The cases that a room can steer: those told in workshops, with something to vote on."""
    return [case for case in content.cases.values() if case.workshop and next_question(case, {}, content)]


def facts(case: Case, content: Content) -> dict[str, Any]:
    """What the story tells: all that is no choice of one, and the state."""
    return {
        question.id: case.given[question.id]
        for question in content.interviews[case.topic].questions
        if question.id in case.given and not _is_voted_on(question)
    }


def next_question(case: Case, answers: Answers, content: Content) -> Question | None:
    """The question that the room answers next.

    Args:
        case: the story.
        answers: what the room has chosen so far, by question.
        content: what the kit says.

    Returns:
        The first that is asked after these answers and has none yet; None at the end.
    """
    return next((question for question in _asked(case, answers, content) if question.id not in answers), None)


def count(case: Case, answers: Answers, content: Content) -> tuple[int, int]:
    """Which step comes next, from 1, and how many there are as things stand."""
    asked = [question.id for question in _asked(case, answers, content)]
    return sum(question in answers for question in asked) + 1, len(asked)


def outcome(case: Case, answers: Answers, content: Content) -> dict[str, Any]:
    """What each plan gives for the story as the room has told it; see :func:`iepkit.explorers.explain`."""
    return explain(replace(case, given={**facts(case, content), **answers}), content)


def differing(case: Case, answers: Answers) -> list[str]:
    """The questions that the room has answered in another way than the story."""
    return [question for question, answer in answers.items() if answer != case.given.get(question, answer)]


def _asked(case: Case, answers: Answers, content: Content) -> Iterator[Question]:
    told = {**facts(case, content), **answers}
    for question in content.interviews[case.topic].questions:
        if _is_voted_on(question) and is_asked(question, told, content.limits):
            yield question


def _is_voted_on(question: Question) -> bool:
    return question.kind == "one" and not question.switch
