"""A view as HTML, for phones and for the wall: what may be seen, in words and pictures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from iepkit.content import Content
from iepkit.content.bank import SCALE, BankQuestion
from iepkit.content.model import PLANS, Case
from iepkit.explorers import in_words, work_out
from iepkit.explorers.answers import NOT_SURE, settled
from iepkit.learning import steps
from iepkit.learning.polls import Result
from iepkit.serving.polls.view import View
from iepkit.store.model import Kind, Round
from iepkit.wording import Wording, labels_drafts, render


@dataclass(frozen=True)
class Shown:
    """One choice as it is shown.

    Args:
        id: what a phone sends.
        text: its words, as safe HTML.
        now: votes, and their share in percent; None where they may not be seen.
        before: the same of the round that was asked before.
        feedback: the id of what is said of it, or "".
        sources: what that rests on.
        is_right: whether it is the right one.
    """

    id: str
    text: Markup
    now: tuple[int, int] | None = None
    before: tuple[int, int] | None = None
    feedback: str = ""
    sources: tuple[str, ...] = ()
    is_right: bool = False


def phone(view: View, wording: Wording) -> str:
    """What a phone shows: a form while it may vote, then what came out.

    Args:
        view: what stands there now.
        wording: the phone's language.

    Returns:
        HTML of one section; "" where nothing is asked.
    """
    return _section(view, wording, {Kind.CHECK: "check"}, "poll")


def wall(view: View, wording: Wording) -> str:
    """What the projector shows, large; else as :func:`phone`, but nothing to fill in."""
    return _section(view, wording, {}, "poll_wall")


@labels_drafts
def _section(view: View, wording: Wording, templates: Mapping[Kind, str], template: str) -> str:
    if view.round is None:
        return ""
    values = _VALUES[view.round.kind](view.round, view, wording)
    return render(
        templates.get(view.round.kind, template),
        view.content,
        wording.language,
        round=view.round,
        kind=view.round.kind.value,
        is_open=view.round.closed_at is None,
        voters=view.voters,
        result=view.result,
        **values,
    )


def _question(asked: Round, view: View, wording: Wording) -> dict[str, Any]:
    question = view.content.bank[asked.asked["question"]]
    return {
        "ask": wording(question.text_id, **wording.numbers),
        "choices": _voted(_bank_choices(question, wording), view),
        "has_right": question.right is not None,
    }


def _bank_choices(question: BankQuestion, wording: Wording) -> list[Shown]:
    choices = [
        Shown(
            choice.id,
            wording(choice.text_id, **wording.numbers),
            feedback=choice.feedback_id,
            sources=choice.sources,
            is_right=choice.is_right,
        )
        for choice in question.choices
    ]
    return [*choices, Shown(NOT_SURE, wording("ui.poll.not_sure"))] if question.right else choices


def _typed(asked: Round, view: View, wording: Wording) -> dict[str, Any]:
    del wording
    choices = [Shown(str(number), escape(text)) for number, text in enumerate(asked.asked["choices"], start=1)]
    return {"ask": escape(asked.asked["ask"]), "choices": _voted(choices, view), "has_right": False}


def _step(asked: Round, view: View, wording: Wording) -> dict[str, Any]:
    case, answers = view.content.cases[asked.asked["case"]], asked.asked["answers"]
    question = in_words.question_of(case.topic, asked.asked["question"], view.content)
    choices = [
        Shown(choice.id, in_words.answer(case.topic, question, choice.id, wording)) for choice in question.choices
    ]
    number, of = steps.count(case, answers, view.content)
    return {
        "ask": in_words.ask(case.topic, question, wording),
        "choices": _voted([*choices, Shown(NOT_SURE, wording("ui.not_sure"))], view),
        "has_right": False,
        "story": _story(case, answers, view.content, wording),
        "step": wording("ui.poll.step", number=number, of=of),
    }


def _outcome(asked: Round, view: View, wording: Wording) -> dict[str, Any]:
    content = view.content
    case, answers = content.cases[asked.asked["case"]], asked.asked["answers"]
    outcome = work_out(case.topic, {**steps.facts(case, content), **answers}, content).outcome
    findings = {plan: getattr(outcome, plan) for plan in PLANS}
    differing = [in_words.question_of(case.topic, question, content) for question in steps.differing(case, answers)]
    return {
        "topic": case.topic,
        "story": _story(case, answers, content, wording),
        "differing": [
            (
                in_words.ask(case.topic, q, wording),
                in_words.answer(case.topic, q, answers[q.id], wording),
                in_words.answer(case.topic, q, case.given[q.id], wording),
            )
            for q in differing
        ],
        "answers": {plan: finding.answer for plan, finding in findings.items()},
        "reasons": {"both": outcome.both, **{plan: finding.reasons for plan, finding in findings.items()}},
    }


def _check(asked: Round, view: View, wording: Wording) -> dict[str, Any]:
    check, form = view.content.check, asked.asked["form"]
    questions = [view.content.bank[name] for name in check.questions(form, asked.asked["length"])]
    return {
        "form": form,
        "questions": [
            (question, wording(question.text_id, **wording.numbers), _bank_choices(question, wording))
            for question in questions
        ],
        "points": SCALE,
    }


_VALUES = {
    Kind.QUESTION: _question,
    Kind.TYPED: _typed,
    Kind.STEP: _step,
    Kind.OUTCOME: _outcome,
    Kind.CHECK: _check,
}


def _voted(choices: list[Shown], view: View) -> list[Shown]:
    """The choices with their votes, where those may be seen."""
    return [
        Shown(
            choice.id,
            choice.text,
            _votes(view.result, choice.id),
            _votes(view.before, choice.id),
            choice.feedback,
            choice.sources,
            choice.is_right,
        )
        for choice in choices
    ]


def _votes(result: Result | None, choice: str) -> tuple[int, int] | None:
    if result is None or not result.votes:
        return None
    return result.votes.get(choice, 0), round(100 * result.shares.get(choice, 0))


def _story(case: Case, answers: Mapping[str, Any], content: Content, wording: Wording) -> dict[str, Any]:
    """The story's name, and in words what it tells and what the room has said so far: pairs of question and answer."""
    told = settled(steps.facts(case, content), dt.date.today())
    return {
        "name": wording(f"case.{case.id}.name"),
        "told": list(in_words.told(case.topic, told, content, wording)),
        "said": list(in_words.told(case.topic, answers, content, wording)),
    }
