"""Does the take-home page say what the rules say? Chromium and Python are asked the same."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

from iepkit.content import ENGLISH, Content
from iepkit.documents import said
from iepkit.documents.dates_sheet import dates_sheet
from iepkit.explorers import TOPICS, as_ids, work_out_possible
from iepkit.explorers.answers import settled
from iepkit.rules import ImpossibleValueError
from iepkit.rules.deadlines import ActBy, Owed
from iepkit.rules.school_days import Window
from iepkit.scripts import one_script
from iepkit.site.at_random import sets_of_answers
from iepkit.site.dates_at_random import Given, dates_of_given, of_case, sets_of_days
from iepkit.site.sheet import sheet
from iepkit.site.tables import read_table
from iepkit.wording import Wording

_AT_ONCE = 500
_SEED = 504
DATES = "dates"
"""What stands for a topic where dates are compared."""
COMPARED = (*TOPICS, DATES)

Told = Callable[[str, int, int], None]
"""Is told the topic, how many sets of answers are compared, and how many there are."""


@dataclass(frozen=True)
class Difference:
    """A set of answers of which the page and the rules do not say the same."""

    topic: str
    today: str
    answers: Mapping[str, Any]
    page: Any
    rules: Any

    def __str__(self) -> str:
        return (
            f"{self.topic} on {self.today}, {json.dumps(self.answers)}:\n"
            f"  page:  {json.dumps(self.page, sort_keys=True)}\n  rules: {json.dumps(self.rules, sort_keys=True)}"
        )


def differences(
    browser: Any, content: Content, sets: int, told: Told = lambda *_: None, topics: Collection[str] = COMPARED
) -> Iterator[Difference]:
    """Every set of answers or of days of which the page's script and the rules do not say the same.

    Args:
        browser: a browser of Playwright's.
        content: what the kit says.
        sets: how many sets at random for each topic and for the dates, besides
            every case.
        told: is told how far it is.
        topics: some of :data:`COMPARED`.
    """
    page = browser.new_page()
    try:
        script = one_script("check.js")
        page.set_content(f'<script type="module">{script}</script>')
        for topic in [topic for topic in topics if topic != DATES]:
            whole_sheet = {**sheet(topic, content), "table": read_table(topic)}
            total = sets + sum(case.topic == topic for case in content.cases.values())
            compared = _Compared(topic, "workOut", whole_sheet, total)
            yield from compared.differences(
                page, _asked(topic, content, sets), partial(_by_the_rules, topic, content), told
            )
        if DATES in topics:
            compared = _Compared(DATES, "datesAndSaid", dates_sheet(content, ENGLISH), sets + len(content.dated_cases))
            by_the_rules = partial(_dates_by_the_rules, content)
            yield from compared.differences(page, _days_asked(content, sets), by_the_rules, told)
    finally:
        page.close()


@dataclass(frozen=True)
class _Compared:
    """One function of the script that is compared, with its sheet."""

    topic: str
    function: str
    sheet: Mapping[str, Any]
    total: int

    def differences(
        self,
        page: Any,
        asked: Iterator[tuple[dict[str, Any], str]],
        by_the_rules: Callable[[dict[str, Any], dt.date], Any],
        told: Told,
    ) -> Iterator[Difference]:
        page.evaluate("(sheet) => { window.sheet = sheet; }", json.loads(json.dumps(self.sheet, default=list)))
        done = 0
        while some := list(islice(asked, _AT_ONCE)):
            # As one text: Playwright takes much longer for a value with many parts.
            said = page.evaluate(
                "([name, some]) => JSON.stringify("
                "JSON.parse(some).map(([answers, today]) => window[name](window.sheet, answers, today)))",
                [self.function, json.dumps(some)],
            )
            for (answers, today), page_says in zip(some, json.loads(said), strict=True):
                rules_say = by_the_rules(answers, dt.date.fromisoformat(today))
                if page_says != rules_say:
                    yield Difference(self.topic, today, answers, page_says, rules_say)
            done += len(some)
            told(self.topic, done, self.total)


def _asked(topic: str, content: Content, sets: int) -> Iterator[tuple[dict[str, Any], str]]:
    today = dt.date.today()
    for case in content.cases.values():
        if case.topic == topic:
            yield settled(case.given, today), today.isoformat()
    for answers, day in sets_of_answers(topic, content, sets, _SEED):
        yield answers, day.isoformat()


def _by_the_rules(topic: str, content: Content, answers: Mapping[str, Any], today: dt.date) -> Any:
    result, faults = work_out_possible(topic, answers, content, today)
    problems = [{"question": fault.question, "row": fault.row, "problem": fault.problem} for fault in faults]
    # As it would reach the page: lists for tuples.
    return json.loads(json.dumps({"outcome": as_ids(result, today), "problems": problems}))


def _days_asked(content: Content, sets: int) -> Iterator[tuple[Given, str]]:
    for case in content.dated_cases.values():
        yield of_case(case), case.today.isoformat()
    for given, day in sets_of_days(content, sets, _SEED):
        yield given, day.isoformat()


def _dates_by_the_rules(content: Content, given: Given, today: dt.date) -> Any:
    wording = Wording(content)
    try:
        dates = dates_of_given(given, today, content)
    except ImpossibleValueError as error:
        return {"actBy": [], "owed": [], "problem": {"event": error.question, "problem": error.problem}, "said": []}
    sentences = [
        *(list(said.of_parent(date, wording, today)) for date in dates.act_by),
        *(list(said.of_district(date, wording)) for date in dates.owed),
    ]
    return {
        "actBy": [_act_by(date) for date in dates.act_by],
        "owed": [_owed(date) for date in dates.owed],
        "problem": None,
        "said": sentences,
    }


def _act_by(date: ActBy) -> dict[str, Any]:
    return {
        "deadline": date.deadline,
        "start": str(date.start),
        "day": str(date.day),
        "clock": date.clock.value,
        "remindOn": str(date.remind_on),
    }


def _owed(date: Owed) -> dict[str, Any]:
    return {
        "deadline": date.deadline,
        "start": str(date.start),
        "window": _window(date.window),
        "clock": date.clock.value,
        "notes": [note.value for note in date.notes],
    }


def _window(window: Window) -> dict[str, Any]:
    return {
        "earliest": window.earliest and str(window.earliest),
        "latest": window.latest and str(window.latest),
        "days": [{"day": str(d.day), "kind": d.kind.value, "most": d.most, "least": d.least} for d in window.days],
    }
