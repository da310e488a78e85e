"""From a parent's answers to facts: removals are counted here, and nowhere else."""

from __future__ import annotations

import datetime as dt
import enum
from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from iepkit.rules.days import Number, weekdays
from iepkit.rules.discipline.facts import CurrentUse, Decided, Facts, Felony, Manifestation, Plan, Removed
from iepkit.rules.given import NOT_SURE, date, many, number, one
from iepkit.rules.model import Answer, ImpossibleValueError, State


class PlanNow(enum.StrEnum):
    """Which plan there is, as the form asks for it."""

    NOT_SURE = "not_sure"
    IEP = "iep"
    PLAN_504 = "plan_504"
    EVALUATION_ASKED = "evaluation_asked"
    NONE = "none"


class How(enum.StrEnum):
    """How the child was removed."""

    NOT_SURE = "not_sure"
    SUSPENDED = "suspended"
    SENT_HOME = "sent_home"
    SHORTENED_DAY = "shortened_day"
    IN_SCHOOL_WITH_HELP = "in_school_with_help"
    IN_SCHOOL_WITHOUT = "in_school_without"
    BUS_IN_PLAN = "bus_in_plan"
    BUS_OTHER = "bus_other"


class Part(enum.StrEnum):
    """How much of the day it was."""

    NOT_SURE = "not_sure"
    WHOLE = "whole"
    PART = "part"


_CONDUCT = frozenset(
    {
        *("weapon", "drugs", "serious_injury", "assault_staff", "felony_charge", "felony_conviction", "using_now"),
        *("other", "none"),
    }
)
_NOT_USE = _CONDUCT - {"drugs", "using_now", "none"}

QUESTIONS: dict[str, AbstractSet[str]] = {
    "state": {State.MASSACHUSETTS, State.OTHER},
    "plan": set(PlanNow) - {PlanNow.NOT_SURE},
    "asked_before": {Answer.YES, Answer.NO},
    "removals": set(),
    "conduct": _CONDUCT,
    "decided": set(Decided) - {Decided.NOT_SURE},
    "decided_on": set(),
    "manifestation": set(Manifestation) - {Manifestation.NOT_SURE},
}
"""The questions that :func:`derive` looks at, each with the choices that it knows."""

THRESHOLD = "removal_days"
"""The number of school days above which the law looks at removals anew."""

LIMITS_USED = (THRESHOLD, "school_year_scheduled", "school_year_begins")
"""The numbers that :func:`derive` and :func:`count` take from ``data/limits.csv``."""

CLOCKS: dict[str, str] = dict.fromkeys(
    ("manifestation_determination", "appeal_37h34", "appeal_37h_half", "appeal_37h"), "decided_on"
)
"""The time limits that run from a day that is asked for, each with that question."""


def derive(answers: Mapping[str, Any], limits: Mapping[str, Number], _today: dt.date) -> Facts:
    """Reduce a parent's answers to the facts that the rules see.

    Args:
        answers: by question. ``removals`` is a list of rows with ``day``,
            ``how``, ``days`` and ``part``; see :func:`count`. A question
            without an answer counts as *not sure*.
        limits: the numbers of :data:`LIMITS_USED`.

    Raises:
        ImpossibleValueError: an answer that can't be, or removals that can't be counted.
    """
    plan = one(PlanNow, answers, "plan")
    conduct = set(many(answers, "conduct"))
    days = count(answers, limits)
    hows = {row.how for row in _rows(answers, limits).values()}
    in_school_or_bus = hows & {How.IN_SCHOOL_WITH_HELP, How.IN_SCHOOL_WITHOUT, How.BUS_IN_PLAN, How.BUS_OTHER}
    # Who uses drugs or alcohol now may have had alcohol alone, which is no illegal drug.
    drugs = _named(conduct, "drugs")
    if drugs is Answer.NO and "using_now" in conduct:
        drugs = Answer.NOT_SURE
    s37h = _named(conduct, "weapon", "assault_staff", "drugs")
    return Facts(
        state=one(State, answers, "state"),
        plan=Plan.NONE if plan is PlanNow.EVALUATION_ASKED else Plan(plan),
        basis=_basis(plan, one(Answer, answers, "asked_before")),
        removed=_removed(days, limits) if hows else Removed.NOT_SURE,
        unclear=Answer.YES if days["may_count"] else Answer.NO,
        in_school_or_bus=Answer.YES if in_school_or_bus else Answer.NO,
        decided=one(Decided, answers, "decided"),
        manifestation=one(Manifestation, answers, "manifestation"),
        weapon=_named(conduct, "weapon"),
        drugs=drugs,
        serious_injury=_named(conduct, "serious_injury"),
        s37h=drugs if s37h is Answer.NO else s37h,
        felony=_felony(conduct),
        other_offense=_other_offense(conduct),
        current_use=_current_use(conduct),
    )


def count(answers: Mapping[str, Any], limits: Mapping[str, Number]) -> dict[str, int]:
    """Count the school days of removal, in whatever order they were entered.

    A row with a day is spread over the weekdays from that day on, so that a day
    that was entered twice counts once, with what is surer, and rows that follow
    each other make one run. A row without a day is added as it is.

    Returns:
        ``counted``: school days that count. ``may_count``: those of which it is
        not clear. ``not_counted``: those that do not count, as a rule.
        ``in_a_row``: the longest run among those that count.

    Raises:
        ImpossibleValueError: a row that can't be; more days than a school year
            has (``too_many_days``); days of two school years (``two_school_years``).

    Source: 71 Fed. Reg. 46715 (2006); 603 CMR 27.03
    """
    rows = _rows(answers, limits)
    by_day: dict[dt.date, _Status] = {}
    tally: Counter[_Status] = Counter()
    for row in rows.values():
        if row.first is None:
            tally[row.status] += row.days
        else:
            for day in weekdays(row.first, row.days):
                by_day[day] = max(by_day.get(day, row.status), row.status, key=_SUREST_LAST.index)
    tally.update(by_day.values())
    if sum(tally.values()) > limits["school_year_scheduled"].value:
        raise _too_many_days(rows)
    surely = {day for day, status in by_day.items() if status is _Status.COUNTED}
    runs = [
        *(row.days for row in rows.values() if row.first is None and row.status is _Status.COUNTED),
        *(len(list(takewhile(surely.__contains__, weekdays(day, len(surely))))) for day in surely),
    ]
    return {status.value: tally[status] for status in _SUREST_LAST} | {"in_a_row": max(runs, default=0)}


class _Status(enum.StrEnum):
    NOT_COUNTED = "not_counted"
    MAY_COUNT = "may_count"
    COUNTED = "counted"


_SUREST_LAST = tuple(_Status)
# A row that names no number stands for one day.
_A_DAY = dt.date.resolution.days


@dataclass(frozen=True)
class _Row:
    first: dt.date | None
    how: How
    days: int
    status: _Status


def _rows(answers: Mapping[str, Any], limits: Mapping[str, Number]) -> dict[int, _Row]:
    entered = answers.get("removals", NOT_SURE)
    if entered == NOT_SURE:
        return {}
    if not isinstance(entered, list) or not all(isinstance(values, Mapping) for values in entered):
        raise ImpossibleValueError("removals", "list")
    # A row in which nothing is filled in yet is no removal; places are those of the form.
    rows = {place: _row(place, values) for place, values in enumerate(entered) if values}
    if any(row.days > limits["school_year_scheduled"].value for row in rows.values()):
        raise _too_many_days(rows)
    years = {place: _school_year(row.first, limits) for place, row in rows.items() if row.first}
    for place, year in years.items():
        if year < max(years.values()):
            raise ImpossibleValueError("removals.day", "two_school_years", place)
    return rows


def _row(place: int, values: Mapping[str, Any]) -> _Row:
    try:
        how, part = one(How, values, "how"), one(Part, values, "part")
        days, first = number(values, "days"), date(values, "day")
    except ImpossibleValueError as error:
        question = f"removals.{error.question}"
        raise ImpossibleValueError(question, error.problem, place) from None
    if days == 0:
        raise ImpossibleValueError("removals.days", "number", place)
    return _Row(first, how, days or _A_DAY, _status(how, part))


def _status(how: How, part: Part) -> _Status:
    """In-school and bus days as the guidance on IDEA counts them; a part of a day may count.

    Source: 71 Fed. Reg. 46715 (2006)
    """
    if how is How.BUS_IN_PLAN or (how is How.SUSPENDED and part is Part.WHOLE):
        return _Status.COUNTED
    return _Status.NOT_COUNTED if how in (How.IN_SCHOOL_WITH_HELP, How.BUS_OTHER) else _Status.MAY_COUNT


def _school_year(day: dt.date, limits: Mapping[str, Number]) -> int:
    """The year in which the day's school year ends."""
    return day.year + (day.month >= limits["school_year_begins"].value)


def _too_many_days(rows: Mapping[int, _Row]) -> ImpossibleValueError:
    longest = max(rows, key=lambda place: rows[place].days)
    return ImpossibleValueError("removals.days", "too_many_days", longest)


def _removed(days: Mapping[str, int], limits: Mapping[str, Number]) -> Removed:
    limit = limits[THRESHOLD].value
    if days["in_a_row"] > limit:
        return Removed.OVER_TEN_IN_A_ROW
    if days["counted"] > limit:
        return Removed.OVER_TEN
    return Removed.MAYBE_OVER_TEN if days["counted"] + days["may_count"] > limit else Removed.UP_TO_TEN


def _basis(plan: PlanNow, asked_before: Answer) -> Answer:
    if plan is PlanNow.PLAN_504:
        return asked_before
    return {PlanNow.EVALUATION_ASKED: Answer.YES, PlanNow.NOT_SURE: Answer.NOT_SURE}.get(plan, Answer.NO)


def _named(conduct: set[str], *kinds: str) -> Answer:
    if not conduct:
        return Answer.NOT_SURE
    return Answer.YES if conduct & set(kinds) else Answer.NO


def _felony(conduct: set[str]) -> Felony:
    if "felony_conviction" in conduct:
        return Felony.CONVICTION
    if "felony_charge" in conduct:
        return Felony.CHARGE
    return Felony.NO if conduct else Felony.NOT_SURE


def _other_offense(conduct: set[str]) -> Answer:
    # Alcohol falls under s. 37H3/4, a controlled substance does not.
    if conduct == {"using_now"}:
        return Answer.NOT_SURE
    return _named(conduct, "other", "serious_injury")


def _current_use(conduct: set[str]) -> CurrentUse:
    if not conduct:
        return CurrentUse.NOT_SURE
    if "using_now" not in conduct:
        return CurrentUse.NO
    if conduct & _NOT_USE:
        return CurrentUse.WITH_OTHER
    # The choice on drugs names selling too, which is neither use nor possession.
    return CurrentUse.NOT_SURE if "drugs" in conduct else CurrentUse.ONLY
