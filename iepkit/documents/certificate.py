"""The certificate of the self-study as one tagged page (PDF/UA-1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from iepkit.content import ENGLISH, Content
from iepkit.content.modules import Module
from iepkit.documents.named import is_right_to_left
from iepkit.documents.typesetting import logo_for_paper, typeset
from iepkit.wording import Wording, drafts_used

FILE_NAME = "certificate.pdf"
_HALF_HOUR = 30
_WORDS = ("title", "to", "time", "days", "passed", "law", "topics", "says", "is_not", "beside")


@dataclass(frozen=True)
class Certificate:
    """What it says.

    Args:
        name: the learner's, as it was typed and cleaned.
        modules: those that were gone through.
        minutes: their declared minutes.
        days: the days of study, in order; at least one.
        passed: the day on which readiness was passed.
    """

    name: str
    modules: Sequence[Module]
    minutes: int
    days: Sequence[dt.date]
    passed: dt.date


def as_pdf(certificate: Certificate, content: Content, language: str = ENGLISH) -> bytes:
    """The page as a PDF file, in memory.

    Raises:
        LogoError: the organisation's logo is no picture.
        UnprintableError: with the signs that none of the fonts has.
    """
    return typeset("iepkit.documents", "certificate.typ", _as_data(certificate, Wording(content, language)))


def hours(minutes: int) -> str:
    """So many minutes in hours, to the nearest half: "4", "4.5"."""
    halves = (minutes + _HALF_HOUR // 2) // _HALF_HOUR
    return f"{halves / 2:g}"


def span(days: Sequence[dt.date], wording: Wording) -> str:
    """How many days, from the first to the last; a single one by itself."""
    first, last = wording.day(days[0]), wording.day(days[-1])
    if len(days) == 1:
        return first
    return wording.plain("ui.certificate.span", count=len(days), first=first, last=last)


def _as_data(certificate: Certificate, wording: Wording) -> dict[str, Any]:
    with drafts_used() as drafts:
        data = _told(certificate, wording)
    return {**data, "draft": wording.plain("ui.draft") if drafts else ""}


def _told(certificate: Certificate, wording: Wording) -> dict[str, Any]:
    facts = {
        "time": wording.plain("ui.certificate.hours", hours=hours(certificate.minutes)),
        "days": span(certificate.days, wording),
        "passed": wording.day(certificate.passed),
        "law": wording.law_as_of,
    }
    words = {key: wording.plain(f"ui.certificate.{key}") for key in _WORDS}
    return {
        "language": wording.language,
        "accent": wording.content.organisation.colours["accent"],
        "logo": logo_for_paper(wording),
        "organisation": wording.plain("organisation.name"),
        "contact": wording.content.organisation.contact,
        "name": certificate.name,
        "is_right_to_left": is_right_to_left(certificate.name),
        "words": words,
        "facts": [[words[key], told] for key, told in facts.items()],
        "topics": [wording.plain(module.title_id, **wording.numbers) for module in certificate.modules],
    }
