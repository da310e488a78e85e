"""Do answers at random reach all that matters?"""

import datetime as dt
import functools
import itertools
from unittest import mock

import pytest

from iepkit.content import load
from iepkit.explorers import TOPICS, numbers_of, work_out_possible
from iepkit.rules.days import last_day
from iepkit.rules.model import values_of
from iepkit.site.at_random import sets_of_answers
from tests.kit import ROOT

CONTENT = load(ROOT)
MANY = 4000
DAYS = {"date", "future"}
PROBLEMS = {
    "eligibility": {"question", "choice", "alone", "number"},
    "services": {"question", "choice", "alone"},
    "team": {"question", "choice", "alone", "number", "list"},
    "rights": {"question", "choice", *DAYS},
    "accountability": {"question", "choice", *DAYS},
    "discipline": {"question", "choice", "alone", "number", "list", "too_many_days", "two_school_years", *DAYS},
    "pathway": {
        *("question", "choice", *DAYS),
        *("consent_before_request", "meeting_before_request", "offer_before_request", "offer_before_meeting"),
    },
}

topics = pytest.mark.parametrize("topic", TOPICS)


@functools.cache
def drawn(topic):
    """Sets of answers with their days, what follows from each, and all facts that the rules saw."""
    sets = list(sets_of_answers(topic, CONTENT, MANY, seed=1))
    with mock.patch.object(TOPICS[topic], "decide", wraps=TOPICS[topic].decide) as decide:
        worked_out = [work_out_possible(topic, answers, CONTENT, today) for answers, today in sets]
    return sets, worked_out, [call.args[0] for call in decide.call_args_list]


@topics
def test_every_problem_is_reached_in_one_set_of_eight(topic):
    _, worked_out, _ = drawn(topic)
    assert {fault.problem for _, faults in worked_out for fault in faults} == PROBLEMS[topic]
    assert 1 / 10 < sum(bool(faults) for _, faults in worked_out) / MANY < 1 / 6


@topics
def test_every_value_of_every_fact_is_reached(topic):
    _, _, seen = drawn(topic)
    for name, values in values_of(TOPICS[topic].Facts).items():
        assert {getattr(facts, name) for facts in seen} == set(values), name


@topics
def test_days_lie_where_a_limit_ends_today_yesterday_and_tomorrow(topic):
    sets, worked_out, _ = drawn(topic)
    clocks = TOPICS[topic].CLOCKS
    for limit, number in numbers_of(CONTENT, clocks).items():
        away = set()
        for (answers, today), (_, faults) in zip(sets, worked_out, strict=True):
            start = answers.get(clocks[limit], "not_sure")
            if not faults and start != "not_sure":
                away.add((last_day(dt.date.fromisoformat(start), number) - today).days)
        assert away >= {-1, 0, 1}, limit


def test_lists_have_no_row_many_rows_and_rows_with_nothing_in_them():
    given = [answers.get("removals") for answers, _ in sets_of_answers("discipline", CONTENT, MANY, seed=3)]
    lists = [rows for rows in given if isinstance(rows, list)]
    assert {len(rows) for rows in lists} >= set(range(9))
    assert any({} in rows for rows in lists)
    assert any(row.get("day") == "not_sure" for row in itertools.chain(*lists) if isinstance(row, dict))
    assert "not_sure" in given


def test_days_are_leap_days_and_ends_of_months_too():
    todays = {today for _, today in sets_of_answers("services", CONTENT, MANY, seed=4)}
    assert {(today.month, today.day) for today in todays} >= {(2, 29), (2, 28), (3, 1), (6, 30), (7, 1), (12, 31)}


def test_the_same_seed_gives_the_same_sets():
    first, again = (list(sets_of_answers("pathway", CONTENT, 50, seed=5)) for _ in range(2))
    assert first == again
    assert first != list(sets_of_answers("pathway", CONTENT, 50, seed=6))
