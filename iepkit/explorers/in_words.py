"""Questions and answers of an explorer in words, as a story tells them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup, escape

from iepkit.content import Content
from iepkit.content.model import Question
from iepkit.explorers.answers import NOT_SURE, days_ago
from iepkit.wording import Wording


def told(topic: str, answers: Mapping[str, Any], content: Content, wording: Wording) -> Iterator[tuple[Markup, Markup]]:
    """Pairs of question and answer, in the order in which they are asked.

    Args:
        topic: an explorer's.
        answers: by question; a date may be written as ``"3 days ago"``, and is then told so.
        content: where the questions stand.
        wording: the language.

    Returns:
        Safe HTML; what has no answer, or an empty list for one, is left out.
    """
    for question in content.interviews[topic].questions:
        if question.id in answers and answers[question.id] != []:
            yield ask(topic, question, wording), answer(topic, question, answers[question.id], wording)


def question_of(topic: str, name: str, content: Content) -> Question:
    """The question of this name."""
    return next(question for question in content.interviews[topic].questions if question.id == name)


def ask(topic: str, question: Question, wording: Wording) -> Markup:
    """A question, as safe HTML."""
    return wording(f"question.{topic}.{question.id}.ask", **wording.numbers)


def answer(topic: str, question: Question, given: Any, wording: Wording) -> Markup:
    """One answer, as safe HTML."""
    match question.kind:
        case _ if given == NOT_SURE:
            return wording("ui.not_sure")
        case "one":
            return _choice(topic, question, given, wording)
        case "many":
            return Markup("; ").join(_choice(topic, question, one, wording) for one in given)
        case "date":
            return day(given, wording)
        case "list":
            return Markup("<br>").join(_row(topic, question, row, wording) for row in given)
        case _:
            return escape(given)


def _choice(topic: str, question: Question, chosen: str, wording: Wording) -> Markup:
    # A list may hold it as its only entry.
    if chosen == NOT_SURE:
        return wording("ui.not_sure")
    return wording(f"choice.{topic}.{question.id}.{chosen}", **wording.numbers)


def day(given: str, wording: Wording) -> Markup:
    """A day, or how many days ago it was, as a story writes it; safe HTML."""
    ago = days_ago(given)
    if ago is None:
        return escape(wording.day(dt.date.fromisoformat(given)))
    return wording("ui.days_ago.one" if ago == 1 else "ui.days_ago.many", days=ago)


def _row(topic: str, question: Question, row: Mapping[str, Any], wording: Wording) -> Markup:
    fields = [(field, row[name]) for field in question.fields if (name := field.id.rpartition(".")[2]) in row]
    return Markup("; ").join(answer(topic, field, value, wording) for field, value in fields)
