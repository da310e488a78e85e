"""All that the browser's script needs of one topic, besides the table of the rules' decisions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any

from iepkit.content import Content
from iepkit.content.model import Question
from iepkit.explorers import TOPICS, conditions, limits_of_reason, limits_of_routes, numbers_of

_DECLARED = ("SAID", "KINDS", "NEEDS")
"""What some topics' rules hold as data, and ``derive`` looks at."""


def sheet(topic: str, content: Content) -> dict[str, Any]:
    """What ``workOut`` in ``decide.js`` looks at, ready for JSON.

    Returns:
        ``topic``; ``questions``: the interview's; ``limits``: each number of the
        law that is used, with its value and unit; ``clocks``: each time limit that
        runs from a day that is asked for, with that question; ``limits_of_reasons``
        and ``limits_of_routes``: which of these each reason and the routes name;
        ``said``, ``kinds`` and ``needs``: what the rules declare, where they do.
        The caller adds ``table``.
    """
    rules = TOPICS[topic]
    numbers = numbers_of(content, (*rules.LIMITS_USED, *rules.CLOCKS))
    reasons = {reason: limits_of_reason(reason, content) for reasons in rules.REASONS.values() for reason in reasons}
    dated = {reason: [limit for limit in limits if limit in rules.CLOCKS] for reason, limits in reasons.items()}
    return {
        "topic": topic,
        "questions": [_question(question, content) for question in content.interviews[topic].questions],
        "limits": {name: asdict(number) for name, number in numbers.items()},
        "clocks": dict(rules.CLOCKS),
        "limits_of_reasons": {reason: limits for reason, limits in dated.items() if limits},
        "limits_of_routes": sorted(limits_of_routes(rules, content) & rules.CLOCKS.keys()),
        **{name.lower(): _plain(getattr(rules, name)) for name in _DECLARED if hasattr(rules, name)},
    }


def _question(question: Question, content: Content) -> dict[str, Any]:
    return {
        "id": question.id,
        "kind": question.kind,
        "choices": [{"id": choice.id, "alone": choice.alone} for choice in question.choices],
        "bounds": question.bounds and list(question.bounds),
        "ask_if": conditions(question, content.limits),
        "fields": [_question(field, content) for field in question.fields],
    }


def _plain(declared: str | Mapping[str, Any] | Collection[str]) -> Any:
    if isinstance(declared, Mapping):
        return {name: _plain(value) for name, value in declared.items()}
    return declared if isinstance(declared, str) else sorted(declared)
