"""Ready to co-lead: a try over all topics, and what came of it."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable
from random import Random, SystemRandom

from markupsafe import Markup

from iepkit.content.bank import BankQuestion
from iepkit.content.modules import Module
from iepkit.explorers.answers import NOT_SURE
from iepkit.learning.study import readiness
from iepkit.learning.study.desk import Desk
from iepkit.learning.study.events import Event, Kind
from iepkit.learning.study.path import path_of
from iepkit.learning.study.readiness import Attempt, Result
from iepkit.learning.study.view import Reply, Values, View
from iepkit.learning.study.views import check, papers
from iepkit.wording import Wording, render


class ReadyView(View):
    """Ready to co-lead.

    Args:
        random: decides which questions a try asks.
    """

    name = "ready"

    def __init__(self, random: Random | None = None) -> None:
        self._random = random or SystemRandom()

    def still(self, wording: Wording) -> str:
        """What it is and asks; none of its questions."""
        size = readiness.size(wording.content)
        return render(
            "study_ready",
            wording.content,
            wording.language,
            name=self.name,
            attempt=None,
            result=None,
            size=size,
            is_live=False,
        )

    def live(self, desk: Desk) -> str:
        """The try that is open, or where the learner stands."""
        events = desk.events()
        now = readiness.standing(events, desk.content)
        if now.open:
            return self._open(now.open, desk)
        passed, last = now.passed, now.last
        return render(
            "study_ready",
            desk.content,
            desk.language,
            name=self.name,
            attempt=None,
            result=last,
            missed=self._missed(last, desk) if last else [],
            again=_to_read_again(last, desk) if last else [],
            size=readiness.size(desk.content),
            is_live=True,
            done=len(path_of(events, desk.content, desk.now()).done),
            passed_on=passed and passed.on,
            # Their templates have escaped their texts.
            papers=[Markup(paper) for paper in papers.forms(desk, self.name)],  # noqa: S704
        )

    def act(self, desk: Desk, do: str, values: Values) -> Reply | None:
        """``begin``, ``put``, ``go`` and ``hand_in`` a try; ``answer`` and ``again`` what was missed; the two papers."""
        acts: dict[str, Callable[[Desk, Values], Reply | None]] = {
            "begin": self._begin,
            "put": self._put,
            "go": self._go,
            "hand_in": self._hand_in,
            "certificate": functools.partial(papers.certificate, view=self.name),
            "summary": functools.partial(papers.summary, view=self.name),
        }
        if do in acts:
            return acts[do](desk, values)
        last = readiness.standing(desk.events(), desk.content).last
        question = str(values.get("question"))
        if last is None or question not in last.missed:
            return None
        return check.answer(desk, do, desk.content.study_bank[question], values, self.name)

    def _go(self, _desk: Desk, values: Values) -> Reply:
        return Reply(focus=f"item-{values.get('question')}")

    def _begin(self, desk: Desk, _values: Values) -> Reply:
        events = desk.events()
        # One that was begun in another tab goes on.
        if not readiness.standing(events, desk.content).open:
            questions = readiness.draw(events, desk.content, self._random)
            desk.add(Kind.BEGUN, attempt=uuid.uuid4().hex, questions=questions)
        return self._anew(desk)

    def _put(self, desk: Desk, values: Values) -> Reply | None:
        attempt = readiness.standing(desk.events(), desk.content).open
        if attempt is None or attempt.id != values.get("attempt"):
            return self._anew(desk, "ui.study.ready.closed")
        question, choice = str(values.get("question")), values.get("choice")
        asked = desk.content.study_bank.get(question)
        if asked is None or question not in attempt.questions:
            return None
        if choice not in (*(one.id for one in asked.choices), NOT_SURE):
            return None
        if attempt.answers.get(question) != choice:
            desk.add(Kind.PUT, attempt=attempt.id, question=question, choice=choice)
        kept = readiness.standing(desk.events(), desk.content).open
        return Reply({"hand_in": self._end_of(kept, desk)}) if kept else self._anew(desk)

    def _hand_in(self, desk: Desk, values: Values) -> Reply:
        attempt = readiness.standing(desk.events(), desk.content).open
        if attempt is None or attempt.id != values.get("attempt"):
            return self._anew(desk, "ui.study.ready.closed")
        if _unanswered(attempt, desk) and values.get("sure") != "yes":
            return Reply({"hand_in": self._end_of(attempt, desk, asks_again=True)}, focus="hand_in")
        is_passed = readiness.mark(attempt, desk.now(), desk.content).is_passed
        desk.add(Kind.HANDED_IN, attempt=attempt.id, answers=readiness.to_hand_in(attempt), passed=is_passed)
        return self._anew(desk)

    def _anew(self, desk: Desk, said: str = "") -> Reply:
        return Reply({"ready": self.live(desk)}, said=desk.wording.plain(said) if said else "", focus="ready")

    def _open(self, attempt: Attempt, desk: Desk) -> str:
        return render(
            "study_ready",
            desk.content,
            desk.language,
            name=self.name,
            attempt=attempt,
            questions=_there(attempt, desk),
            not_sure=NOT_SURE,
            hand_in=Markup(self._end_of(attempt, desk)),  # noqa: S704 - its template has escaped its texts
        )

    def _end_of(self, attempt: Attempt, desk: Desk, *, asks_again: bool = False) -> str:
        return render(
            "study_ready_hand_in",
            desk.content,
            desk.language,
            attempt=attempt,
            all=len(_there(attempt, desk)),
            unanswered=_unanswered(attempt, desk),
            asks_again=asks_again,
        )

    def _missed(self, result: Result, desk: Desk) -> list[tuple[bool, Markup]]:
        """Each question that was missed, with feedback on every choice, and whether it must be right."""
        attempt, found = result.attempt, []
        for question in result.missed:
            body = {"item": f"question.{question}", "choice": attempt.answers.get(question, NOT_SURE)}
            answered = Event(desk.learner, Kind.ANSWERED, result.at, body)
            piece = check.piece(desk.content.study_bank[question], desk, answered, self.name)
            # Its template has escaped its texts.
            found.append((question in result.missed_must, Markup(piece)))  # noqa: S704
        return found


def _there(attempt: Attempt, desk: Desk) -> list[BankQuestion]:
    bank = desk.content.study_bank
    return [bank[question] for question in attempt.questions if question in bank]


def _unanswered(attempt: Attempt, desk: Desk) -> list[tuple[int, BankQuestion]]:
    """What has no answer yet, with its number in the page."""
    numbered = enumerate(_there(attempt, desk), start=1)
    return [(number, question) for number, question in numbered if question.id not in attempt.answers]


def _to_read_again(result: Result, desk: Desk) -> list[Module]:
    """The modules that ask what was missed; of a question that none asks, those on its topic, or that ask others on it."""
    modules, bank, found = desk.content.modules, desk.content.study_bank, set()
    asked_in = {question: module.id for module in modules.values() for question in module.check}
    for question in result.missed:
        topic = bank[question].topic
        if question in asked_in:
            found.add(asked_in[question])
        elif topic in modules:
            found.add(topic)
        else:
            found |= {module for other, module in asked_in.items() if bank[other].topic == topic}
    return [module for module in modules.values() if module.id in found]
