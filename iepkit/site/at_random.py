"""Answers at random, with which the browser's script is held against the rules."""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

from iepkit.content import Content
from iepkit.content.model import Question
from iepkit.explorers import TOPICS, numbers_of, work_out
from iepkit.rules import ImpossibleValueError, Number
from iepkit.rules.days import last_day

NOT_SURE = "not_sure"
_IMPOSSIBLE_ONE_IN = 8
_MOST_ROWS = 8
_DAY = dt.date.resolution
_YEARS_OF_TODAY = (2019, 2039)
_BEFORE_ANY_LIMIT = dt.date(2000, 1, 1).toordinal()


def sets_of_answers(topic: str, content: Content, count: int, seed: int) -> Iterator[tuple[dict[str, Any], dt.date]]:
    """Sets of answers, each with the day on which they are given.

    One in eight holds something impossible. Many of the days are such that a
    limit ends today, yesterday or tomorrow; many of the numbers are the law's.
    """
    random = Random(seed)  # noqa: S311 - it keeps no secret
    for _ in range(count):
        is_spoiled = not random.randrange(_IMPOSSIBLE_ONE_IN)
        while True:
            drawn = _Set(topic, content, random, is_spoiled=is_spoiled)
            answers = drawn.answers()
            if _is_possible(topic, answers, content, drawn.today) is not is_spoiled:
                break
        yield answers, drawn.today


def _is_possible(topic: str, answers: dict[str, Any], content: Content, today: dt.date) -> bool:
    try:
        work_out(topic, answers, content, today)
    except ImpossibleValueError:
        return False
    return True


class _Set:
    """One set of answers while it is drawn.

    ``near``: the day about which the rows of a list lie, so that they meet.
    """

    def __init__(self, topic: str, content: Content, random: Random, *, is_spoiled: bool) -> None:
        rules = TOPICS[topic]
        self.random = random
        self.is_spoiled = is_spoiled
        self.questions = content.interviews[topic].questions
        self.clocks = rules.CLOCKS
        self.numbers = numbers_of(content, dict.fromkeys((*rules.LIMITS_USED, *rules.CLOCKS)))
        first, last = (dt.date(year, 1, 1) for year in _YEARS_OF_TODAY)
        self.today = self._edge_or_any_day(first, last)
        self.near = self._edge_or_any_day(self.today - 300 * _DAY, self.today)

    def answers(self) -> dict[str, Any]:
        """Answers to most of the questions, also to some that are not asked."""
        answers = {question.id: self._answer(question) for question in self.questions if not self._once_in(9)}
        if not self.is_spoiled and self._once_in(2):
            _put_days_in_order(self.questions, answers)
        if self.is_spoiled and self._once_in(8):
            answers["nobody_asks_this"] = "yes"
        return answers

    def _answer(self, question: Question) -> Any:
        if self._once_in(9):
            return NOT_SURE
        if self.is_spoiled and self._once_in(4):
            return self.random.choice(_wrong_answers(question, self.today))
        return self._possible_answer(question)

    def _possible_answer(self, question: Question) -> Any:
        match question.kind:
            case "one":
                return self._one(question)
            case "many":
                return self._many(question)
            case "number":
                return self._number(question)
            case "date":
                return self._day(question).isoformat()
        return self._rows(question)

    def _one(self, question: Question) -> str:
        opening = [str(answer) for other in self.questions for answer in _awaited(other, question)]
        if opening and not self._once_in(3):
            return self.random.choice(opening)
        return self.random.choice(question.choices).id

    def _many(self, question: Question) -> list[str]:
        if self._once_in(5):
            return [self.random.choice([*(choice.id for choice in question.choices if choice.alone), NOT_SURE])]
        others = [choice.id for choice in question.choices if not choice.alone]
        most = self.random.choice((2, len(others)))
        return self.random.sample(others, self.random.randint(0, most))

    def _number(self, question: Question) -> int:
        least, most = question.bounds or (0, 0)
        law = [number.value + step for number in self.numbers.values() for step in (-1, 0, 1)]
        if self._once_in(2 if self.is_spoiled else 4):
            return self.random.choice([least, most, *(number for number in law if least <= number <= most)])
        return self.random.randint(least, min(most, least + 20))

    def _rows(self, question: Question) -> list[dict[str, Any]]:
        _, most = question.bounds or (0, 0)
        return [self._row(question.fields) for _ in range(self.random.randint(0, min(most, _MOST_ROWS)))]

    def _row(self, fields: Sequence[Question]) -> dict[str, Any]:
        row: dict[str, Any] = {}
        for field in () if self._once_in(8) else fields:
            if not self._once_in(9):
                is_near = field.kind == "date" and not self._once_in(10)
                name = field.id.rpartition(".")[2]
                row[name] = self._near_day().isoformat() if is_near else self._answer(field)
        return row

    def _near_day(self) -> dt.date:
        spread = self.random.choice((4, 40))
        return min(self.near + self.random.randint(-spread, spread) * _DAY, self._tomorrow)

    def _day(self, question: Question) -> dt.date:
        """A day from which a limit ends about today, or any day of the last years."""
        if not self._once_in(4):
            own = [self.numbers[limit] for limit, asked in self.clocks.items() if asked == question.id]
            every = [number for number in self.numbers.values() if number.unit != "age"]
            end = self.today + self.random.choice((-1, 0, 1)) * _DAY
            return min(start_of(self.random.choice([*own, *own, *every]), end), self._tomorrow)
        return self._edge_or_any_day(self.today - 800 * _DAY, self._tomorrow)

    @property
    def _tomorrow(self) -> dt.date:
        """It may be tomorrow already where the phone is."""
        return self.today + _DAY

    def _edge_or_any_day(self, first: dt.date, last: dt.date) -> dt.date:
        """Any day, or the first or the last day of a month; often February 29, where there is one."""
        day = first + self.random.randint(0, (last - first).days) * _DAY
        if self._once_in(2):
            return day
        month = 3 if self._once_in(4) else day.month
        edge = day.replace(month=month, day=1) - self.random.choice((0, 1)) * _DAY
        return min(edge, last)

    def _once_in(self, times: int) -> bool:
        return not self.random.randrange(times)


def _awaited(other: Question, question: Question) -> Sequence[Any]:
    """The answers to a question for which another one waits."""
    condition: Mapping[str, Any] = other.ask_if.get(question.id, {})
    answers: Sequence[Any] = condition.get("is", ())
    return answers


def start_of(number: Number, end: dt.date) -> dt.date:
    """The latest day from which this limit ends by then."""
    days = range(_BEFORE_ANY_LIMIT, end.toordinal() + 1)
    after = bisect.bisect_right(days, end, key=lambda day: last_day(dt.date.fromordinal(day), number))
    return dt.date.fromordinal(days[after - 1])


def _put_days_in_order(questions: Sequence[Question], answers: dict[str, Any]) -> None:
    names = [q.id for q in questions if q.kind == "date" and answers.get(q.id, NOT_SURE) != NOT_SURE]
    answers.update(zip(names, sorted(answers[name] for name in names), strict=True))


def _wrong_answers(question: Question, today: dt.date) -> list[Any]:
    """Answers that can't be given to this question, and some that its form can't send."""
    least, most = question.bounds or (0, 0)
    known = [choice.id for choice in question.choices]
    match question.kind:
        case "one":
            return ["gold", 1, None, known]
        case "many":
            alone = [choice.id for choice in question.choices if choice.alone]
            return ["gold", known[0], ["gold"], [known], [*known[:1], *alone], [*known[:1], NOT_SURE]]
        case "number":
            return [least - 1, most + 1, least + 0.5, str(least), True, None]
        case "date":
            days = [today + ahead * _DAY for ahead in (2, 3, 300)]
            years = [f"{least - 1}-12-31", f"{most + 1}-01-01"]
            return [*(day.isoformat() for day in days), *years, "2025-02-29", "2026-04-31", "soon", "", 20260901]
    return ["gold", [None], ["gold"], [{"gold": 1}], [{}] * (most + 1)]
