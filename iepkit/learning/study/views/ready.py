"""Ready to co-lead: a try over all topics, what came of it, the certificate and the summary for a supervisor."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random, SystemRandom
from typing import TYPE_CHECKING

from markupsafe import Markup

from iepkit.content import ENGLISH
from iepkit.content.bank import BankQuestion
from iepkit.content.modules import Module
from iepkit.documents.named import LONGEST, UnusableNameError, cleaned
from iepkit.explorers.answers import NOT_SURE
from iepkit.learning.study import readiness, record
from iepkit.learning.study.desk import Desk
from iepkit.learning.study.events import Event, Kind
from iepkit.learning.study.path import path_of
from iepkit.learning.study.readiness import Attempt, Result
from iepkit.learning.study.view import Download, Reply, Values, View
from iepkit.learning.study.views import check
from iepkit.wording import Wording, render

if TYPE_CHECKING:
    from iepkit.documents.study_summary import Summary

PARTS = ("topics", "not_passed", "back")
"""What the learner may put into the summary or leave out."""
_AT_FIRST = ("topics",)
_PDF = "application/pdf"
_TEXT = "text/plain;charset=utf-8"


@dataclass(frozen=True)
class _Paper:
    """What the form of a paper shows again, and what came of the last press; it lives no longer than one reply."""

    name: str = ""
    chosen: tuple[str, ...] = _AT_FIRST
    fault: str = ""
    saved: str = ""


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
            "study_ready", wording.content, ENGLISH, name=self.name, attempt=None, result=None, size=size, is_live=False
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
            ENGLISH,
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
            papers=[Markup(paper) for paper in (self._of_certificate(desk), self._of_summary(desk))],  # noqa: S704
        )

    def act(self, desk: Desk, do: str, values: Values) -> Reply | None:
        """``begin``, ``put``, ``go`` and ``hand_in`` a try; ``answer`` and ``again`` what was missed; the two papers."""
        acts: dict[str, Callable[[Desk, Values], Reply | None]] = {
            "begin": self._begin,
            "put": self._put,
            "go": self._go,
            "hand_in": self._hand_in,
            "certificate": self._certificate,
            "summary": self._summary,
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
        desk.add(Kind.HANDED_IN, attempt=attempt.id, answers=readiness.to_hand_in(attempt))
        return self._anew(desk)

    def _anew(self, desk: Desk, said: str = "") -> Reply:
        return Reply({"ready": self.live(desk)}, said=desk.wording.plain(said) if said else "", focus="ready")

    def _open(self, attempt: Attempt, desk: Desk) -> str:
        return render(
            "study_ready",
            desk.content,
            ENGLISH,
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
            ENGLISH,
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

    def _of_certificate(self, desk: Desk, paper: _Paper | None = None) -> str:
        events = desk.events()
        done = [stage.module for stage in path_of(events, desk.content, desk.now()).done]
        return render(
            "study_ready_certificate",
            desk.content,
            ENGLISH,
            name=self.name,
            left=[module for module in desk.content.modules.values() if module not in done],
            is_passed=readiness.standing(events, desk.content).passed is not None,
            paper=paper or _Paper(),
            most=LONGEST,
        )

    def _of_summary(self, desk: Desk, paper: _Paper | None = None) -> str:
        return render(
            "study_ready_summary",
            desk.content,
            ENGLISH,
            name=self.name,
            parts=PARTS,
            paper=paper or _Paper(),
            most=LONGEST,
        )

    def _certificate(self, desk: Desk, values: Values) -> Reply:
        # The maker of PDFs takes a moment to import, and is wanted once in weeks.
        from iepkit.documents.certificate import FILE_NAME, Certificate, as_pdf  # noqa: PLC0415

        paper, events = _Paper(_name_in(values)), desk.events()
        path = path_of(events, desk.content, desk.now())
        passed = readiness.standing(events, desk.content).passed
        if passed is None or path.next:
            return Reply({"certificate": self._of_certificate(desk, paper)}, focus="certificate")

        def make(name: str) -> bytes:
            modules = [stage.module for stage in path.done]
            made = Certificate(name, modules, path.minutes_done, path.days[0], path.days[-1], passed.on)
            return as_pdf(made, desk.content)

        paper, file = _made(paper, FILE_NAME, _PDF, make, desk.wording)
        return Reply({"certificate": self._of_certificate(desk, paper)}, focus="certificate", file=file)

    def _summary(self, desk: Desk, values: Values) -> Reply:
        # As above.
        from iepkit.documents import study_summary  # noqa: PLC0415

        named = values.get("with", ())
        chosen = tuple(part for part in PARTS if part == named or (isinstance(named, list) and part in named))
        is_text = values.get("as") == "text"

        def make(name: str) -> bytes:
            summary = _summary_of(name, chosen, desk)
            return (study_summary.as_text if is_text else study_summary.as_pdf)(summary, desk.content)

        file_name, media_type = (study_summary.TEXT_NAME, _TEXT) if is_text else (study_summary.PDF_NAME, _PDF)
        paper = _Paper(_name_in(values), chosen)
        paper, file = _made(paper, file_name, media_type, make, desk.wording)
        return Reply({"summary": self._of_summary(desk, paper)}, focus="summary", file=file)


def _name_in(values: Values) -> str:
    name = values.get("name")
    return name if isinstance(name, str) else ""


def _there(attempt: Attempt, desk: Desk) -> list[BankQuestion]:
    bank = desk.content.study_bank
    return [bank[question] for question in attempt.questions if question in bank]


def _unanswered(attempt: Attempt, desk: Desk) -> list[tuple[int, BankQuestion]]:
    """What has no answer yet, with its number in the page."""
    numbered = enumerate(_there(attempt, desk), start=1)
    return [(number, question) for number, question in numbered if question.id not in attempt.answers]


def _to_read_again(result: Result, desk: Desk) -> list[Module]:
    """The modules that ask what was missed, or are on its topic."""
    modules, found = desk.content.modules, set()
    asked_in = {question: module.id for module in modules.values() for question in module.check}
    for question in result.missed:
        found.add(asked_in.get(question, desk.content.study_bank[question].topic))
    return [module for module in modules.values() if module.id in found]


def _made(
    paper: _Paper, file_name: str, media_type: str, make: Callable[[str], bytes], wording: Wording
) -> tuple[_Paper, Download | None]:
    """The file with the typed name on it, or the sentence that says why there is none."""
    # As above.
    from iepkit.documents.typesetting import LogoError, UnprintableError  # noqa: PLC0415

    try:
        file = Download(file_name, media_type, make(cleaned(paper.name)))
    except UnusableNameError as error:
        fault = wording.plain(f"ui.study.ready.fault.{error.problem}", most=LONGEST)
    except UnprintableError as error:
        fault = wording.plain("ui.study.ready.fault.signs", signs=error.signs)
    except LogoError as error:
        fault = wording.plain("ui.study.ready.fault.logo", file=error.name)
    else:
        return replace(paper, saved=wording.plain("ui.study.ready.saved", file=file_name)), file
    return replace(paper, fault=fault), None


def _summary_of(name: str, chosen: Sequence[str], desk: Desk) -> Summary:
    """What the learner lets stand in the summary; of the tries that were passed only the first."""
    # As above.
    from iepkit.documents.study_summary import Gone, Summary, Try  # noqa: PLC0415

    events = desk.events()
    path = path_of(events, desk.content, desk.now())
    now = readiness.standing(events, desk.content)
    return Summary(
        name=name,
        modules=[Gone(stage.module, stage.finished) for stage in path.done],
        minutes=path.minutes_done,
        days=path.days,
        tries=[
            Try(
                on=result.on,
                right=result.total.right,
                of=result.total.all,
                must_right=result.must.right,
                must_of=result.must.all,
                is_passed=result.is_passed,
                topics={topic: (share.right, share.all) for topic, share in result.topics.items()}
                if "topics" in chosen
                else {},
            )
            for result in now.results
            if result is now.passed or (not result.is_passed and "not_passed" in chosen)
        ],
        comes_back=record.comes_back(events, desk.content) if "back" in chosen else None,
        made=desk.now().astimezone().date(),
    )
