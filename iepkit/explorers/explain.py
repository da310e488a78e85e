"""What the rules say about any story, in words: for a lawyer who tries one without Python."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from iepkit.content.explorers import read_case_file
from iepkit.content.model import BY_HAND, PLANS, Blank, Case, Condition, Content, LetterTemplate, Problem
from iepkit.explorers.fit import case_faults
from iepkit.explorers.topics import TOPICS, work_out
from iepkit.rules import Due
from iepkit.wording import Wording, render


def explain_file(path: Path, content: Content) -> tuple[list[dict[str, Any]], list[Problem]]:
    """Explain every story of a file.

    Args:
        path: a YAML file as in ``data/cases``: one story or a list of them.
            ``expect`` may be left out; where it stands, it is compared.
        content: what the kit says.

    Returns:
        For each story its outcome in words (see :func:`explain`), and every
        fault that was found, each with the file and the line.
    """
    problems: list[Problem] = []
    explained = []
    for case, texts in read_case_file(path, path.name, content.interviews, problems):
        faults = list(case_faults(case, content))
        problems.extend(faults)
        if not [fault for fault in faults if fault.file == case.place]:
            told = replace(content, texts={**content.texts, **texts})
            explained.append(explain(case, told))
    return explained, problems


def explain(case: Case, content: Content) -> dict[str, Any]:
    """One story's outcome in words.

    Returns:
        ``id``, ``name``, ``topic``; ``both``: the reasons that hold with either
        plan; for each plan ``answer``, ``say``, ``reasons`` and the names of its
        ``routes``; ``dates``: each time limit with ``limit``, ``from``, ``day``
        and ``clock``; ``counts``. A reason has ``id``, ``text``, ``if_yes`` and
        ``if_no`` where it stands for a *not sure*, ``say``, and ``sources``: each
        with ``cite``, ``level``, ``address`` and ``confirmed``.
    """
    wording = Wording(content)
    result = work_out(case.topic, case.given, content)
    plans = {}
    for plan in PLANS:
        finding = getattr(result.outcome, plan)
        plans[plan] = {
            "answer": wording.plain(f"answer.{case.topic}.{plan}.{finding.answer}", **wording.numbers),
            "say": wording.plain(f"say.{case.topic}.{plan}.{finding.answer}", **wording.numbers),
            "reasons": [_reason(reason, content, wording) for reason in finding.reasons],
            "routes": [wording.plain(f"route.{route}.name") for route in finding.routes],
        }
    return {
        "id": case.id,
        "topic": case.topic,
        "name": wording.plain(f"case.{case.id}.name"),
        "both": [_reason(reason, content, wording) for reason in result.outcome.both],
        **plans,
        "dates": [_date(name, due, wording) for name, due in result.dates.items()],
        "counts": dict(result.counts),
        "notice": f"{wording.plain('ui.notice', day=wording.law_as_of)} {wording.plain('ui.who_decides')}",
    }


def _date(name: str, due: Due, wording: Wording) -> dict[str, str]:
    number, start, day = wording.numbers[name], wording.day(due.start), wording.day(due.day)
    text = f"{wording.plain(f'limit.{name}.name')}. {number}. {wording.plain(wording.due_text(name, due.clock), start=start, day=day)}"
    return {"limit": name, "from": due.start.isoformat(), "day": due.day.isoformat(), "clock": due.clock, "text": text}


def _reason(reason: str, content: Content, wording: Wording) -> dict[str, Any]:
    said: dict[str, Any] = {
        text_id.rpartition(".")[2]: wording.plain(text_id, **wording.numbers)
        for text_id in content.reasons[reason].text_ids
    }
    sources = []
    for source in (content.sources[i] for i in content.reasons[reason].sources):
        confirmed = wording.confirmed(source).striptags()
        sources.append(
            {"cite": wording.cite(source.id), "level": source.level, "address": source.address, "confirmed": confirmed}
        )
    return {"id": reason, **said, "sources": sources}


def as_text(explained: dict[str, Any], content: Content) -> Iterator[str]:
    """An explained story as lines to read."""
    wording = Wording(content)
    yield explained["name"]
    yield "=" * len(explained["name"])
    if explained["both"]:
        yield ""
        yield f"{wording.plain('ui.with_either')}:"
        yield from _reasons_as_text(explained["both"], wording)
    for count, number in explained["counts"].items():
        yield f"  {wording.plain(f'ui.days_{count}', n=number)}"
    for plan in PLANS:
        found = explained[plan]
        yield ""
        yield f"{wording.plain(f'ui.plan.{plan}')}: {found['answer']}"
        yield f'  {wording.plain("ui.say")} "{found["say"]}"'
        yield from _reasons_as_text(found["reasons"], wording)
        if found["routes"]:
            yield f"  {wording.plain('ui.routes')}: {'; '.join(found['routes'])}"
    if explained["dates"]:
        yield ""
        yield from (f"- {date['text']}" for date in explained["dates"])
    yield ""
    yield explained["notice"]


def _reasons_as_text(reasons: list[dict[str, Any]], wording: Wording) -> Iterator[str]:
    for number, reason in enumerate(reasons, start=1):
        yield f"  {number}. {reason['text']} [{reason['id']}]"
        for key in ("if_yes", "if_no"):
            if key in reason:
                yield f"     {wording.plain(f'ui.{key}')} {reason[key]}"
        yield f'     {wording.plain("ui.say")} "{reason["say"]}"'
        for source in reason["sources"]:
            yield f"     - {source['cite']} ({wording.plain('ui.level.' + source['level'])}). {source['confirmed']}"


def everything(content: Content) -> str:
    """All that the explorers, letters, lists and dates can say as one page, for a lawyer to review."""
    numbers = Wording(content).numbers

    def with_blanks(letter: LetterTemplate) -> dict[str, str]:
        return {**numbers, **{name: f"{{{name}}}" for name in (BY_HAND, *(blank.id for blank in letter.blanks))}}

    return render("explain_all", content, topics=TOPICS, in_words=_in_words, with_blanks=with_blanks)


def _in_words(letter: LetterTemplate, condition: Condition) -> list[tuple[str, list[str]]]:
    """The ids of each question that a condition looks at, and of the choices after which it holds."""
    asked = {blank.id: blank for blank in letter.blanks}
    return [
        (f"{asked[name].text_id}.ask", [_choice(asked[name], c) for c in choices])
        for name, choices in condition.items()
    ]


def _choice(blank: Blank, choice: str) -> str:
    return f"{blank.text_id}.choice.{choice}" if choice in blank.choices else "ui.explain_open"
