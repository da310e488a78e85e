"""The topics that there are rules for, and the way from answers to an outcome."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from types import ModuleType
from typing import Any

from iepkit.content.model import Content
from iepkit.explorers.answers import NOT_SURE, check_answers, is_asked, settled
from iepkit.rules import (
    Due,
    ImpossibleValueError,
    Number,
    Outcome,
    accountability,
    discipline,
    eligibility,
    pathway,
    rights,
    services,
    team,
)
from iepkit.rules.days import due
from iepkit.wording import Wording

TOPICS: dict[str, ModuleType] = {
    "eligibility": eligibility,
    "services": services,
    "team": team,
    "rights": rights,
    "accountability": accountability,
    "discipline": discipline,
    "pathway": pathway,
}
"""Each topic's rules, under the id of its interview."""


@dataclass(frozen=True)
class Result:
    """What follows from a parent's answers.

    ``dates``: each time limit that a reason or a route shown here names, and
    whose first day was entered, by its id.
    ``counts``: what the topic counts, such as days of removal, by name.
    """

    outcome: Outcome
    dates: Mapping[str, Due]
    counts: Mapping[str, int]


def work_out(topic: str, answers: Mapping[str, Any], content: Content, today: dt.date | None = None) -> Result:
    """What each plan gives for these answers, and by when.

    Args:
        topic: a key of :data:`TOPICS`.
        answers: by question. An answer to a question that is not asked is left
            out; one that is asked and not answered is *not sure*.
        content: where the interview and the numbers of the law stand.
        today: the day from which it is told if a limit is past; by default this day.

    Raises:
        ImpossibleValueError: an answer that can't be.
    """
    today = today or dt.date.today()
    rules, interview = TOPICS[topic], content.interviews[topic]
    answers = settled(answers, today)
    check_answers(interview, answers, today)
    asked = {
        q.id: answers[q.id] for q in interview.questions if q.id in answers and is_asked(q, answers, content.limits)
    }
    limits = numbers_of(content, rules.LIMITS_USED)
    outcome: Outcome = rules.decide(rules.derive(asked, limits, today))
    dates = {
        limit: due(limit, dt.date.fromisoformat(asked[question]), numbers_of(content, [limit])[limit], today)
        for limit, question in rules.CLOCKS.items()
        if limit in _named(outcome, rules, content) and asked.get(question, NOT_SURE) != NOT_SURE
    }
    counts = rules.count(asked, limits) if hasattr(rules, "count") else {}
    return Result(outcome, dates, counts)


def work_out_possible(
    topic: str, answers: Mapping[str, Any], content: Content, today: dt.date | None = None
) -> tuple[Result, list[ImpossibleValueError]]:
    """What follows from the answers that can be, and every one that can't.

    An answer that can't be is left out, in a list its whole row, so that one
    slip does not hold back the rest. See :func:`work_out`.
    """
    faults: list[ImpossibleValueError] = []
    while True:
        try:
            return work_out(topic, answers, content, today), faults
        except ImpossibleValueError as fault:
            faults.append(fault)
            answers = _without(answers, fault)


def _without(answers: Mapping[str, Any], fault: ImpossibleValueError) -> dict[str, Any]:
    # What is no question may be called anything, and so hold a dot as a field of a list does.
    name = fault.question if fault.problem == "question" else fault.question.partition(".")[0]
    kept = {question: answer for question, answer in answers.items() if str(question) != name}
    if fault.row is not None:
        kept[name] = [{} if row == fault.row else values for row, values in enumerate(answers[name])]
    return kept


def _named(outcome: Outcome, rules: ModuleType, content: Content) -> set[str]:
    """The time limits that this outcome shows: those of its reasons, and of all routes where there are any."""
    reasons = (*outcome.both, *outcome.iep.reasons, *outcome.plan_504.reasons)
    by_reasons = {limit for reason in reasons for limit in limits_of_reason(reason, content)}
    return by_reasons | limits_of_routes(rules, content)


@functools.lru_cache(maxsize=1024)
def limits_of_reason(reason: str, content: Content) -> tuple[str, ...]:
    """The time limits that a reason names."""
    return tuple(Wording(content).limits_in(*content.reasons[reason].text_ids))


@functools.lru_cache(maxsize=64)
def limits_of_routes(rules: ModuleType, content: Content) -> frozenset[str]:
    """The time limits that a topic's routes name, without those that are dated by a reason alone."""
    routes = [content.routes[route] for route in getattr(rules, "ROUTES", ())]
    by_routes = {limit for route in routes for limit in Wording(content).limits_in(*route.text_ids)}
    return frozenset(by_routes.difference(getattr(rules, "DATED_BY_REASONS", ())))


def as_ids(result: Result, today: dt.date | None = None) -> dict[str, Any]:
    """A result for a browser: ids, numbers, and dates such as ``2026-09-01``; no words."""
    today = today or dt.date.today()
    dates = {
        limit: {"start": due.start.isoformat(), "day": due.day.isoformat(), "clock": _told(due, today)}
        for limit, due in result.dates.items()
    }
    return {**asdict(result.outcome), "dates": dates, "counts": dict(result.counts)}


def _told(due: Due, today: dt.date) -> str:
    """How a date is told: ahead, last_day, or past."""
    return "last_day" if due.day == today else due.clock.value


def numbers_of(content: Content, names: Iterable[str]) -> dict[str, Number]:
    """These numbers of the law, by id."""
    return {name: Number(content.limits[name].value, content.limits[name].unit) for name in names}


def decide(topic: str, answers: Mapping[str, Any], content: Content, today: dt.date | None = None) -> Outcome:
    """What each plan gives for these answers; see :func:`work_out`."""
    return work_out(topic, answers, content, today).outcome
