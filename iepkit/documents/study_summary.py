"""The summary of the self-study for a supervisor, which only the learner makes: a tagged PDF (PDF/UA-1), or plain text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from iepkit.content import ENGLISH, Content
from iepkit.content.modules import Module
from iepkit.documents.certificate import hours, span
from iepkit.documents.named import is_right_to_left
from iepkit.documents.typesetting import logo_for_paper, typeset
from iepkit.wording import Wording, drafts_used

PDF_NAME = "self_study_summary.pdf"
TEXT_NAME = "self_study_summary.txt"


@dataclass(frozen=True)
class Gone:
    """A module that was gone through; ``on`` is the day, None for one that asks for nothing."""

    module: Module
    on: dt.date | None


@dataclass(frozen=True)
class Try:
    """One try at readiness.

    Args:
        on: the day on which it was handed in.
        right: how many were right.
        of: of how many.
        must_right: the same of those that must be right.
        must_of: of how many.
        is_passed: whether it was passed.
        topics: how many were right of how many, by topic; empty where the learner leaves this out.
    """

    on: dt.date
    right: int
    of: int
    must_right: int
    must_of: int
    is_passed: bool
    topics: Mapping[str, tuple[int, int]]


@dataclass(frozen=True)
class Summary:
    """What it says.

    Args:
        name: the learner's, as it was typed and cleaned.
        modules: those that were gone through.
        minutes: their declared minutes.
        days: the days of study, in order.
        tries: those that the learner lets stand, oldest first.
        comes_back: topics; None where the learner leaves them out.
        made: the day on which it is made.
    """

    name: str
    modules: Sequence[Gone]
    minutes: int
    days: Sequence[dt.date]
    tries: Sequence[Try]
    comes_back: Sequence[str] | None
    made: dt.date


@dataclass(frozen=True)
class Part:
    """A heading with what stands under it; ``rows`` is a table, whose first row names its columns."""

    heading: str
    words: Sequence[str] = ()
    items: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


def as_pdf(summary: Summary, content: Content, language: str = ENGLISH) -> bytes:
    """The summary as a PDF file, in memory.

    Raises:
        LogoError: the organisation's logo is no picture.
        UnprintableError: with the signs that none of the fonts has.
    """
    return typeset("iepkit.documents", "study_summary.typ", _as_data(summary, Wording(content, language)))


def as_text(summary: Summary, content: Content, language: str = ENGLISH) -> bytes:
    """The same as plain text in UTF-8, a row of a table in each line."""
    wording = Wording(content, language)
    with drafts_used() as drafts:
        lines = [wording.plain("ui.summary.title"), summary.name, _made(summary, wording)]
        told = parts(summary, wording)
    if drafts:
        lines.append(wording.plain("ui.draft"))
    for part in told:
        lines += ["", part.heading.upper(), *part.words, *(f"- {item}" for item in part.items)]
        head, *rows = part.rows or [[]]
        lines += ["- " + "; ".join(f"{h}: {cell}" for h, cell in zip(head, row, strict=True)) for row in rows]
    return ("\n".join(lines) + "\n").encode()


def parts(summary: Summary, wording: Wording) -> list[Part]:
    """All that it says, in the order in which it is read."""
    return [_modules(summary, wording), *_tries(summary, wording), *_back(summary, wording), _is_not(wording)]


def _as_data(summary: Summary, wording: Wording) -> dict[str, Any]:
    with drafts_used() as drafts:
        data: dict[str, Any] = {
            "title": wording.plain("ui.summary.title"),
            "language": wording.language,
            "accent": wording.content.organisation.colours["accent"],
            "logo": logo_for_paper(wording),
            "organisation": wording.plain("organisation.name"),
            "name": summary.name,
            "is_right_to_left": is_right_to_left(summary.name),
            "made": _made(summary, wording),
            "parts": [vars(part) for part in parts(summary, wording)],
        }
    return {**data, "draft": wording.plain("ui.draft") if drafts else ""}


def _made(summary: Summary, wording: Wording) -> str:
    return wording.plain("ui.summary.made", day=wording.day(summary.made), law=wording.law_as_of)


def _modules(summary: Summary, wording: Wording) -> Part:
    done = {"done": len(summary.modules), "all": len(wording.content.modules)}
    words = [wording.plain("ui.summary.done", hours=hours(summary.minutes), **done)]
    if summary.days:
        words.append(wording.plain("ui.summary.days", span=span(summary.days, wording)))
    head = [wording.plain(f"ui.summary.head.{name}") for name in ("module", "on", "minutes")]
    rows = [
        [
            wording.plain(gone.module.title_id, **wording.numbers),
            wording.day(gone.on) if gone.on else wording.plain("ui.summary.reading"),
            str(gone.module.minutes),
        ]
        for gone in summary.modules
    ]
    return Part(wording.plain("ui.summary.modules"), words, rows=[head, *rows] if rows else ())


def _tries(summary: Summary, wording: Wording) -> Iterator[Part]:
    for one in summary.tries:
        told = "passed" if one.is_passed else "not_yet"
        heading = wording.plain(f"ui.summary.try_{told}", day=wording.day(one.on))
        words = [
            wording.plain("ui.summary.right", right=one.right, all=one.of),
            wording.plain("ui.summary.must", right=one.must_right, all=one.must_of),
        ]
        head = [wording.plain(f"ui.summary.head.{name}") for name in ("topic", "right", "asked")]
        rows = [
            [wording.plain(f"ui.study.ready.topic.{topic}"), str(right), str(of)]
            for topic, (right, of) in one.topics.items()
        ]
        yield Part(heading, words, rows=[head, *rows] if rows else ())
    if not summary.tries:
        yield Part(wording.plain("ui.summary.tries"), [wording.plain("ui.summary.no_try")])


def _back(summary: Summary, wording: Wording) -> Iterator[Part]:
    if summary.comes_back is not None:
        topics = [wording.plain(f"ui.study.ready.topic.{topic}") for topic in summary.comes_back]
        words = [wording.plain("ui.summary.back_how" if topics else "ui.summary.back_none")]
        yield Part(wording.plain("ui.summary.back"), words, topics)


def _is_not(wording: Wording) -> Part:
    words = [wording.plain("ui.summary.by_the_learner"), wording.plain("ui.certificate.is_not")]
    return Part(wording.plain("ui.summary.what_it_is"), words)
