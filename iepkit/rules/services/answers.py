"""From a parent's answers to facts: needs are grouped here, and nowhere else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from iepkit.rules.days import Number
from iepkit.rules.given import many, one
from iepkit.rules.model import Answer, State
from iepkit.rules.services.facts import Facts, Plan

NEEDS: dict[str, AbstractSet[str]] = {
    "instruction": {"teaching"},
    "modification": {"easier_work"},
    "related_service": {"therapy", "counseling", "health", "transport"},
    "aide": {"adult"},
    "accommodations": {"accommodations"},
    "behavior": {"behavior"},
    "nonacademic": {"activities"},
}
"""The needs that a parent can choose, by the group to which the law counts them."""

SAID = {
    "money": "said_money",
    "no_services": "said_no_services",
    "clubs_extra": "said_clubs_extra",
}

QUESTIONS: dict[str, AbstractSet[str]] = {
    "state": {State.MASSACHUSETTS, State.OTHER},
    "plan": set(Plan) - {Plan.NOT_SURE},
    "needs": {need for needs in NEEDS.values() for need in needs} | {"none_known"},
    "said": {*SAID, "none"},
}
"""The questions that :func:`derive` looks at, each with the choices that it knows."""

LIMITS_USED: tuple[str, ...] = ()
"""The numbers that :func:`derive` takes from ``data/limits.csv``: none here."""

CLOCKS: dict[str, str] = {}
"""The time limits that run from a day that is asked for: none here."""


def derive(answers: Mapping[str, Any], _limits: Mapping[str, Number], _today: dt.date) -> Facts:
    """Reduce a parent's answers to the facts that the rules see.

    Args:
        answers: by question: ``state``, ``plan``, ``needs`` (a list) and
            ``said`` (a list). A question without an answer counts as *not sure*.

    Raises:
        ImpossibleValueError: a value that is not a choice.
    """
    needs = set(many(answers, "needs"))
    said = set(many(answers, "said"))
    return Facts(
        state=one(State, answers, "state"),
        plan=one(Plan, answers, "plan"),
        **{group: _needed(needs, kinds) for group, kinds in NEEDS.items()},
        **{fact: Answer.YES if word in said else Answer.NO for word, fact in SAID.items()},
    )


def _needed(needs: set[str], kinds: AbstractSet[str]) -> Answer:
    if not needs:
        return Answer.NOT_SURE
    return Answer.YES if needs & kinds else Answer.NO
