"""A story: what does the learner think, and what do the rules say?"""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Mapping
from typing import Any

from iepkit.content import Content
from iepkit.content.model import PLANS, Case
from iepkit.explorers import in_words, work_out
from iepkit.explorers.answers import NOT_SURE
from iepkit.learning.study.desk import Desk
from iepkit.learning.study.events import Kind
from iepkit.learning.study.view import Reply, Values, View
from iepkit.wording import Wording, render

MOST_CHOICES = 5
"""How many short answers of a plan are offered, the one that the rules give among them."""

_PLACE = "case"


class CaseView(View):
    """One story."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.item = f"case.{case.id}"
        self.name = f"case-{case.id}"

    def still(self, wording: Wording) -> str:
        """The story and its question, and what may be thought, but not what the rules say."""
        return self._rendered(wording, "still")

    def live(self, desk: Desk) -> str:
        """The story with "what do you think", or with its end once that was seen."""
        done = [event for event in desk.events() if event.kind == Kind.DONE and event.body["item"] == self.item]
        if not done:
            return self._rendered(desk.wording, "open")
        return self._end(desk, {}, done[-1].at.astimezone().date())

    def act(self, desk: Desk, do: str, values: Values) -> Reply | None:
        """``think``: the first thoughts are compared with the rules; ``again``: think once more."""
        if do == "again":
            return Reply({_PLACE: self._rendered(desk.wording, "open")}, focus=_PLACE)
        if do != "think":
            return None
        offered = choices(self.case, desk.content)
        picks = {plan: values.get(plan) for plan in PLANS if values.get(plan) in (*offered[plan], NOT_SURE)}
        if picks.keys() != offered.keys():
            return Reply({_PLACE: self._rendered(desk.wording, "open", picks=picks, fault="choose")}, focus=_PLACE)
        desk.add(Kind.DONE, item=self.item)
        return Reply({_PLACE: self._end(desk, picks, desk.now().astimezone().date())}, focus=_PLACE)

    def _end(self, desk: Desk, picks: Mapping[str, Any], on: dt.date) -> str:
        outcome = work_out(self.case.topic, self.case.given, desk.content, desk.now().astimezone().date()).outcome
        return self._rendered(desk.wording, "done", outcome=outcome, picks=picks, on=on)

    def _rendered(self, wording: Wording, state: str, **values: Any) -> str:
        usual: dict[str, Any] = {"picks": {}, "fault": "", "outcome": None, "on": None}
        return render(
            "study_case",
            wording.content,
            wording.language,
            name=self.name,
            case=self.case,
            state=state,
            told=list(in_words.told(self.case.topic, self.case.given, wording.content, wording)),
            offered=choices(self.case, wording.content),
            **usual | values,
        )


def choices(case: Case, content: Content) -> dict[str, list[str]]:
    """By plan, some of the short answers of the explorer, in its order.

    All of them where they are few. Else the one that the story expects and others;
    which, hangs on the story's id alone, so that they are the same each time and
    the one that is expected does not show.
    """
    offered = {}
    for plan in PLANS:
        answers = content.interviews[case.topic].answers[plan]
        expected = case.expect[plan]["answer"]
        others = [answer for answer in answers if answer != expected]
        start = zlib.crc32(case.id.encode()) % len(others) if others else 0
        kept = {expected, *(others[start:] + others[:start])[: MOST_CHOICES - 1]}
        offered[plan] = [answer for answer in answers if answer in kept]
    return offered
