"""Does the take-home page say what the rules say? Chromium and Python are asked the same."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from iepkit.content import Content
from iepkit.explorers import TOPICS, as_ids, work_out_possible
from iepkit.explorers.answers import settled
from iepkit.scripts import one_script
from iepkit.site.at_random import sets_of_answers
from iepkit.site.sheet import sheet
from iepkit.site.tables import read_table

_AT_ONCE = 500
# Debian's root may not have the sandbox; nothing is opened here but our own page.
_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_SEED = 504

Told = Callable[[str, int, int], None]
"""Is told the topic, how many sets of answers are compared, and how many there are."""


class BrowserError(Exception):
    """There is no browser to ask; the message says what to install."""


@contextlib.contextmanager
def chromium() -> Iterator[Any]:
    """A Chromium, run by Playwright.

    Raises:
        BrowserError: one of the two is missing.
    """
    try:
        from playwright.sync_api import Error, sync_playwright  # noqa: PLC0415 - only this check needs it
    except ImportError:
        message = "The check needs Playwright. Install the kit with it: pip install 'iepkit[test]'"
        raise BrowserError(message) from None
    place = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        try:
            # Playwright knows where Chrome lies on Windows and on a Mac.
            channel = None if place else "chrome"
            browser = playwright.chromium.launch(args=_OPTIONS, executable_path=place, channel=channel)
        except Error:
            message = (
                "The check needs Chromium or Chrome, and none was found. Install it (Debian: apt-get install chromium), "
                "or set CHROMIUM to its place."
            )
            raise BrowserError(message) from None
        try:
            yield browser
        finally:
            browser.close()


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


def differences(browser: Any, content: Content, sets: int, told: Told = lambda *_: None) -> Iterator[Difference]:
    """Every set of answers of which the page's script and the rules do not say the same.

    Args:
        browser: a browser of Playwright's.
        content: what the kit says.
        sets: how many sets of answers at random for each topic, besides every case.
        told: is told how far it is.
    """
    page = browser.new_page()
    try:
        script = one_script("check.js")
        page.set_content(f'<script type="module">{script}</script>')
        for topic in TOPICS:
            whole_sheet = {**sheet(topic, content), "table": read_table(topic)}
            page.evaluate("(sheet) => { window.sheet = sheet; }", json.loads(json.dumps(whole_sheet, default=list)))
            asked = _asked(topic, content, sets)
            done, total = 0, sets + sum(case.topic == topic for case in content.cases.values())
            while some := list(islice(asked, _AT_ONCE)):
                said = page.evaluate("(some) => some.map(([answers, today]) => workOut(sheet, answers, today))", some)
                for (answers, today), page_says in zip(some, said, strict=True):
                    rules_say = _by_the_rules(topic, answers, dt.date.fromisoformat(today), content)
                    if page_says != rules_say:
                        yield Difference(topic, today, answers, page_says, rules_say)
                done += len(some)
                told(topic, done, total)
    finally:
        page.close()


def _asked(topic: str, content: Content, sets: int) -> Iterator[tuple[dict[str, Any], str]]:
    today = dt.date.today()
    for case in content.cases.values():
        if case.topic == topic:
            yield settled(case.given, today), today.isoformat()
    for answers, day in sets_of_answers(topic, content, sets, _SEED):
        yield answers, day.isoformat()


def _by_the_rules(topic: str, answers: Mapping[str, Any], today: dt.date, content: Content) -> Any:
    result, faults = work_out_possible(topic, answers, content, today)
    problems = [{"question": fault.question, "row": fault.row, "problem": fault.problem} for fault in faults]
    # As it would reach the page: lists for tuples.
    return json.loads(json.dumps({"outcome": as_ids(result, today), "problems": problems}))
