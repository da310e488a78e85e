"""What the rules say about any story, in words: for a lawyer who tries one without Python."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from iepkit.content.explorers import read_case_file
from iepkit.content.model import PLANS, Case, Content, Problem
from iepkit.explorers.fit import case_faults
from iepkit.explorers.topics import decide
from iepkit.wording import Wording


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
        ``id``, ``name``, ``topic`` and, for each plan, ``answer``, ``say`` and
        ``reasons``: each with ``id``, ``text``, ``if_yes`` and ``if_no`` where
        it stands for a *not sure*, ``say``, and ``sources``: each with ``cite``,
        ``level``, ``address`` and ``confirmed``.
    """
    wording = Wording(content)
    outcome = decide(case.topic, case.given, content)
    plans = {}
    for plan in PLANS:
        finding = getattr(outcome, plan)
        plans[plan] = {
            "answer": wording.plain(f"answer.{case.topic}.{plan}.{finding.answer}"),
            "say": wording.plain(f"say.{case.topic}.{plan}.{finding.answer}"),
            "reasons": [_reason(reason, content, wording) for reason in finding.reasons],
        }
    name = wording.plain(f"case.{case.id}.name")
    return {"id": case.id, "topic": case.topic, "name": name, **plans, "notice": _notice(wording)}


def _notice(wording: Wording) -> str:
    return f"{wording.plain('ui.notice', day=wording.law_as_of)} {wording.plain('ui.who_decides')}"


def _reason(reason: str, content: Content, wording: Wording) -> dict[str, Any]:
    keys = ("text", "if_yes", "if_no", "say") if content.reasons[reason].branches else ("text", "say")
    said: dict[str, Any] = {key: wording.plain(f"reason.{reason}.{key}", **wording.numbers) for key in keys}
    sources = []
    for source in (content.sources[i] for i in content.reasons[reason].sources):
        confirmed = wording.confirmed(source).striptags()
        sources.append({"cite": source.cite, "level": source.level, "address": source.address, "confirmed": confirmed})
    return {"id": reason, **said, "sources": sources}


def as_text(explained: dict[str, Any], content: Content) -> Iterator[str]:
    """An explained story as lines to read."""
    wording = Wording(content)
    yield explained["name"]
    yield "=" * len(explained["name"])
    for plan in PLANS:
        found = explained[plan]
        yield ""
        yield f"{wording.plain(f'ui.plan.{plan}')}: {found['answer']}"
        yield f'  {wording.plain("ui.say")} "{found["say"]}"'
        for number, reason in enumerate(found["reasons"], start=1):
            yield f"  {number}. {reason['text']} [{reason['id']}]"
            for key in ("if_yes", "if_no"):
                if key in reason:
                    yield f"     {wording.plain(f'ui.{key}')} {reason[key]}"
            yield f'     {wording.plain("ui.say")} "{reason["say"]}"'
            for source in reason["sources"]:
                yield f"     - {source['cite']} ({wording.plain('ui.level.' + source['level'])}). {source['confirmed']}"
    yield ""
    yield explained["notice"]
