"""The papers of the self-study: the certificate, and the summary for a supervisor. A typed name is kept nowhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from iepkit.documents.named import LONGEST, UnusableNameError, cleaned
from iepkit.learning.study import readiness, record
from iepkit.learning.study.desk import Desk
from iepkit.learning.study.path import path_of
from iepkit.learning.study.view import Download, Reply, Values
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


def forms(desk: Desk, view: str) -> tuple[str, str]:
    """The form of the certificate, or what is left to do for it, and that of the summary, as HTML.

    Args:
        desk: where the learner sits.
        view: the name of the widget that they stand in.
    """
    return _of_certificate(desk, view, _Paper()), _of_summary(desk, view, _Paper())


def certificate(desk: Desk, values: Values, view: str) -> Reply:
    """The certificate with the ``name`` of ``values`` as a file; none before all modules are done and a try is passed."""
    # The maker of PDFs takes a moment to import, and is wanted once in weeks.
    from iepkit.documents.certificate import FILE_NAME, Certificate, as_pdf  # noqa: PLC0415

    paper, events = _Paper(_name_in(values)), desk.events()
    path = path_of(events, desk.content, desk.now())
    passed = readiness.standing(events, desk.content).passed
    if passed is None or path.next:
        return Reply({"certificate": _of_certificate(desk, view, paper)}, focus="certificate")

    def make(name: str) -> bytes:
        modules = [stage.module for stage in path.done]
        told = Certificate(name, modules, path.minutes_done, path.days, passed.on)
        return as_pdf(told, desk.content, desk.language)

    paper, file = _made(paper, FILE_NAME, _PDF, make, desk.wording)
    return Reply({"certificate": _of_certificate(desk, view, paper)}, focus="certificate", file=file)


def summary(desk: Desk, values: Values, view: str) -> Reply:
    """The summary as a file: ``with`` names what is put in of :data:`PARTS`, ``as`` may be ``text``."""
    # As above.
    from iepkit.documents import study_summary  # noqa: PLC0415

    named = values.get("with", ())
    chosen = tuple(part for part in PARTS if part == named or (isinstance(named, list) and part in named))
    is_text = values.get("as") == "text"

    def make(name: str) -> bytes:
        told = _summary_of(name, chosen, desk)
        return (study_summary.as_text if is_text else study_summary.as_pdf)(told, desk.content, desk.language)

    file_name, media_type = (study_summary.TEXT_NAME, _TEXT) if is_text else (study_summary.PDF_NAME, _PDF)
    paper, file = _made(_Paper(_name_in(values), chosen), file_name, media_type, make, desk.wording)
    return Reply({"summary": _of_summary(desk, view, paper)}, focus="summary", file=file)


def _of_certificate(desk: Desk, view: str, paper: _Paper) -> str:
    events = desk.events()
    done = [stage.module for stage in path_of(events, desk.content, desk.now()).done]
    return render(
        "study_ready_certificate",
        desk.content,
        desk.language,
        name=view,
        left=[module for module in desk.content.modules.values() if module not in done],
        is_passed=readiness.standing(events, desk.content).passed is not None,
        paper=paper,
        most=LONGEST,
    )


def _of_summary(desk: Desk, view: str, paper: _Paper) -> str:
    return render("study_ready_summary", desk.content, desk.language, name=view, parts=PARTS, paper=paper, most=LONGEST)


def _name_in(values: Values) -> str:
    name = values.get("name")
    return name if isinstance(name, str) else ""


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
