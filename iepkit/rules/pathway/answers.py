"""From a parent's answers to facts: dates are reduced here, and nowhere else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from iepkit.rules.days import Clock, Number, clock
from iepkit.rules.given import date, in_order, one
from iepkit.rules.model import State
from iepkit.rules.pathway.facts import AskedHow, Evaluation, Facts, Has504, Where

QUESTIONS: dict[str, AbstractSet[str]] = {
    "state": {State.MASSACHUSETTS, State.OTHER},
    "where": set(Where) - {Where.NOT_SURE},
    "asked_how": set(AskedHow) - {AskedHow.NOT_SURE},
    "asked_on": set(),
    "consent_on": set(),
    "meeting_on": set(),
    "offered_on": set(),
    "has_504": set(Has504) - {Has504.NOT_SURE},
}
"""The questions that :func:`derive` looks at, each with the choices that it knows."""

LIMITS_USED = (
    *("consent_form", "evaluation_ma", "team_meeting_ma", "evaluation_federal"),
    *("proposed_iep", "iep_meeting_federal", "answer_iep"),
)
"""The numbers that :func:`derive` takes from ``data/limits.csv``."""

CLOCKS = {
    "consent_form": "asked_on",
    "evaluation_ma": "consent_on",
    "team_meeting_ma": "consent_on",
    "evaluation_federal": "consent_on",
    "proposed_iep": "meeting_on",
    "iep_meeting_federal": "meeting_on",
    "due_process": "meeting_on",
    "state_complaint": "meeting_on",
    "answer_iep": "offered_on",
}
"""The time limits that run from a day that is asked for."""


def derive(answers: Mapping[str, Any], limits: Mapping[str, Number], today: dt.date) -> Facts:
    """Reduce a parent's answers to the facts that the rules see.

    A Team meeting before the consent is no contradiction: a Team can meet to
    talk about the request.

    Args:
        answers: by question. One without an answer counts as *not sure*.
        limits: the numbers of :data:`LIMITS_USED`.
        today: the day from which a limit is ahead or past.

    Raises:
        ImpossibleValueError: a value that is no choice or no date, or days in an
            order that can't be.
    """
    asked, consent = date(answers, "asked_on"), date(answers, "consent_on")
    meeting, offered = date(answers, "meeting_on"), date(answers, "offered_on")
    in_order(asked, consent, "consent_on", "consent_before_request")
    in_order(asked, meeting, "meeting_on", "meeting_before_request")
    in_order(asked, offered, "offered_on", "offer_before_request")
    in_order(meeting, offered, "offered_on", "offer_before_meeting")
    return Facts(
        state=one(State, answers, "state"),
        where=one(Where, answers, "where"),
        asked_how=one(AskedHow, answers, "asked_how"),
        form=clock(asked, limits["consent_form"], today),
        evaluation=_evaluation(consent, limits, today),
        evaluation_federal=clock(consent, limits["evaluation_federal"], today),
        proposal=clock(meeting, limits["proposed_iep"], today),
        meeting_federal=clock(meeting, limits["iep_meeting_federal"], today),
        reply=clock(offered, limits["answer_iep"], today),
        has_504=one(Has504, answers, "has_504"),
    )


def _evaluation(consent: dt.date | None, limits: Mapping[str, Number], today: dt.date) -> Evaluation:
    if clock(consent, limits["team_meeting_ma"], today) is Clock.PAST:
        return Evaluation.MEETING
    if clock(consent, limits["evaluation_ma"], today) is Clock.PAST:
        return Evaluation.TESTS
    return Evaluation.AHEAD if consent else Evaluation.NOT_SURE
