"""What the trainer's page shows of what the room is asked: words and numbers, ready to be written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from iepkit.content import Content
from iepkit.content.model import Case
from iepkit.explorers.answers import NOT_SURE
from iepkit.learning import polls, steps
from iepkit.learning.asked import VOTED_ON, choices_of, has_odd_signs, length_of_last_check
from iepkit.serving.polls import shown
from iepkit.serving.polls.view import View
from iepkit.store.model import Kind, Round
from iepkit.wording import Wording, render

_AGAIN = (Kind.QUESTION, Kind.TYPED)


@dataclass(frozen=True)
class Row:
    """One choice with its votes, as it stands in a table."""

    id: str
    text: str
    votes: int
    share: str


@dataclass(frozen=True)
class Way:
    """A button: what it says, and what it posts to ``/ask/open``."""

    text: str
    body: str
    is_leading: bool = False


def heading(asked: Round, words: Wording) -> str:
    """What a round asks, in one sentence."""
    match asked.kind:
        case Kind.QUESTION:
            question = words.content.bank[asked.asked["question"]]
            return words.plain(question.text_id, **words.numbers)
        case Kind.TYPED:
            return str(asked.asked["ask"])
        case Kind.CHECK:
            return words.plain(f"ui.ask.check_{asked.asked['form']}")
        case Kind.STEP:
            return words.plain(_ask_id(asked.asked), **words.numbers)
        case Kind.OUTCOME:
            return words.plain(f"case.{asked.asked['case']}.name")


def kind_of(asked: Round, words: Wording) -> str:
    """What sort of round it is, such as "A case, step 2 of 3: ..."."""
    if asked.kind is Kind.CHECK:
        return words.plain(f"ui.ask.length_{asked.asked['length']}")
    if asked.kind is Kind.STEP:
        case = words.content.cases[asked.asked["case"]]
        number, of = steps.count(case, asked.asked["answers"], words.content)
        name = words.plain(f"case.{case.id}.name")
        return words.plain("ui.ask.kind.step", name=name, number=number, of=of)
    return words.plain(f"ui.ask.kind.{asked.kind}")


def choices(kind: Kind, asked: Mapping[str, Any], words: Wording) -> dict[str, str]:
    """The words of what can be chosen, by id, in order; nothing where nobody votes on one question."""
    return {name: _choice(kind, asked, name, words) for name in choices_of(kind, asked, words.content)}


def _choice(kind: Kind, asked: Mapping[str, Any], name: str, words: Wording) -> str:
    if kind is Kind.TYPED:
        return str(asked["choices"][int(name) - 1])
    if name == NOT_SURE:
        return words.plain("ui.poll.not_sure" if kind is Kind.QUESTION else "ui.not_sure")
    if kind is Kind.QUESTION:
        return words.plain(f"bank.{asked['question']}.{name}.text", **words.numbers)
    return words.plain(f"choice.{asked['topic']}.{asked['question']}.{name}", **words.numbers)


def rows(view: View, words: Wording) -> list[Row]:
    """The votes by choice; none where they may not be seen."""
    if view.round is None or view.result is None or view.result.votes is None:
        return []
    shares = view.result.shares
    return [
        Row(choice, text, view.result.votes.get(choice, 0), f"{100 * shares.get(choice, 0):.0f}")
        for choice, text in choices(view.round.kind, view.round.asked, words).items()
    ]


def voted(view: View, words: Wording) -> str:
    """How many have voted, in a sentence."""
    if view.round is None or view.round.kind is Kind.OUTCOME:
        return ""
    is_check = view.round.kind is Kind.CHECK
    return words.plain(f"ui.ask.{'sent' if is_check else 'voted'}.{_form(view.voters)}", count=view.voters)


def seconds_of(asked: Round) -> int | None:
    """How long a round was to be open; None where no time was set."""
    return None if asked.closes_at is None else round((asked.closes_at - asked.opened_at).total_seconds())


def again(asked: Round, words: Wording) -> Way | None:
    """The way to ask the same once more, to be shown beside this one; None where that makes no sense."""
    if asked.kind not in _AGAIN or asked.closed_at is None:
        return None
    body = _body(asked.kind, asked.asked, seconds_of(asked), follows=asked.id)
    return Way(words.plain("ui.ask.again"), body)


def ways_on(view: View, words: Wording) -> list[Way]:
    """How a case goes on after a closed step: a way for each choice, those with the most votes first."""
    asked = view.round
    if asked is None or asked.kind is not Kind.STEP or asked.closed_at is None:
        return []
    votes = (view.result and view.result.votes) or {}
    leading = polls.leading(votes)
    found = choices(asked.kind, asked.asked, words)
    case = words.content.cases[asked.asked["case"]]

    def way(choice: str) -> Way:
        answers = {**asked.asked["answers"], asked.asked["question"]: choice}
        kind, told = _next_round(answers, case, words.content)
        body = _body(kind, told, seconds_of(asked) if kind is Kind.STEP else None)
        return Way(words.plain("ui.ask.go_on", choice=found[choice]), body, choice in leading)

    return [way(choice) for choice in sorted(found, key=lambda choice: -votes.get(choice, 0))]


def _next_round(answers: dict[str, Any], case: Case, content: Content) -> tuple[Kind, dict[str, Any]]:
    """What comes after these answers: the next step, or the outcome."""
    told = {"topic": case.topic, "case": case.id, "answers": answers}
    question = steps.next_question(case, answers, content)
    if question is None:
        return Kind.OUTCOME, told
    return Kind.STEP, {**told, "question": question.id}


def first_step(case: Case, content: Content) -> dict[str, Any]:
    """What the first step of a case asks."""
    return _next_round({}, case, content)[1]


def written(asked: Mapping[str, Any]) -> dict[str, Any]:
    """A question in the trainer's own words, without the fields that were left empty."""
    choices = asked.get("choices")
    if not isinstance(choices, list):
        return dict(asked)
    return {**asked, "choices": [choice for choice in choices if not isinstance(choice, str) or choice.strip()]}


def field_of(problem: str, ask: str, given: list[str]) -> str:
    """The field on the page that has to be mended.

    Args:
        problem: what is wrong with a question in the trainer's own words; see :mod:`iepkit.learning.asked`.
        ask: the question.
        given: what stands in the fields for choices, from the first on; empty ones too.

    Returns:
        ``ask``, or ``choices.`` with the field's number from 1.
    """
    texts = [text.strip() for text in given]
    wrong = {
        "few_choices": (not text for text in texts),
        "long_choice": (len(text) > polls.LONGEST_CHOICE for text in texts),
        "same_choice": (
            bool(text) and text.casefold() in map(str.casefold, texts[:at]) for at, text in enumerate(texts)
        ),
        "many_choices": (at >= polls.MOST_CHOICES for at in range(len(texts))),
        "odd_signs": (has_odd_signs(text) and not has_odd_signs(ask.strip()) for text in texts),
    }
    return next((f"choices.{number}" for number, is_it in enumerate(wrong.get(problem, ()), start=1) if is_it), "ask")


def state(current: View, history: list[View], here: int, words: Wording) -> dict[str, Any]:
    """All that changes on the page, without where votes are kept.

    Args:
        current: what stands on phones now.
        history: earlier rounds, the latest first.
        here: how many phones are in the room.
        words: in which language.

    Returns:
        For JSON. ``now`` and ``history`` are HTML; each is written anew only when its
        ``key`` is another, so that what the trainer types in it stays.
    """
    asked = current.round
    is_open = asked is not None and asked.closed_at is None
    return {
        "key": f"{asked.id} {is_open}" if asked else "",
        "now": _now(current, words),
        "news": _news(current, words),
        "count": voted(current, words),
        "here": words.plain(f"ui.ask.here.{_form(here)}", count=here) if is_open else "",
        "left": _left(current, words) if is_open else "",
        "round": asked.id if asked else None,
        "is_open": is_open,
        "history_key": " ".join(f"{view.round.id} {view.round.closed_at}" for view in history if view.round),
        "history": render("ask_history", words.content, words.language, past=list(_past(history, words))),
        "asked": _questions_asked([current, *history]),
        "length": length_of_last_check(view.round for view in (current, *history) if view.round),
    }


def _now(view: View, words: Wording) -> str:
    asked = view.round
    if asked is None:
        return render("ask_now", words.content, words.language, asked=None)
    return render(
        "ask_now",
        words.content,
        words.language,
        asked=asked,
        is_open=asked.closed_at is None,
        heading=heading(asked, words),
        kind=kind_of(asked, words),
        choices=choices(asked.kind, asked.asked, words),
        takes_hands=asked.kind in VOTED_ON,
        most_hands=polls.MOST_HANDS,
        is_hidden=_is_hidden(view),
        wall="" if asked.closed_at is None else Markup(shown.wall(view, words)),  # noqa: S704 - of our own template
        again=again(asked, words),
        ways=(ways := ways_on(view, words)),
        leading=sum(way.is_leading for way in ways),
    )


def _is_hidden(view: View) -> bool:
    """Are there votes that may not be seen?"""
    return view.result is not None and view.result.votes is None and view.voters > 0


def _past(history: list[View], words: Wording) -> Iterator[dict[str, Any]]:
    for view in history:
        if view.round is None:
            continue
        yield {
            "heading": heading(view.round, words),
            "kind": kind_of(view.round, words),
            "voted": voted(view, words),
            "rows": rows(view, words),
            "is_hidden": _is_hidden(view),
            "again": again(view.round, words),
        }


def _news(view: View, words: Wording) -> str:
    asked = view.round
    if asked is None:
        return words.plain("ui.ask.nothing")
    if asked.kind is Kind.OUTCOME:
        return words.plain("ui.ask.now_outcome")
    name = "now_open" if asked.closed_at is None else "now_closed"
    return f"{words.plain(f'ui.ask.{name}')} {heading(asked, words)}"


def _left(view: View, words: Wording) -> str:
    if view.seconds is None:
        return words.plain("ui.ask.no_limit_set")
    return words.plain(f"ui.ask.left.{_form(view.seconds)}", count=view.seconds)


def _questions_asked(views: list[View]) -> list[str]:
    asked = [view.round for view in views if view.round]
    return sorted({one.asked["question"] for one in asked if one.kind is Kind.QUESTION})


def _ask_id(asked: Mapping[str, Any]) -> str:
    return f"question.{asked['topic']}.{asked['question']}.ask"


def _form(count: int) -> str:
    return "one" if count == 1 else "many"


def _body(kind: Kind, asked: Mapping[str, Any], seconds: int | None, *, follows: str | None = None) -> str:
    return json.dumps({"kind": kind, "asked": dict(asked), "seconds": seconds, "follows": follows})
