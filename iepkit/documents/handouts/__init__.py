"""What a workshop gives out on paper: tagged PDFs in three looks and on two papers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from iepkit.content import ENGLISH, Content
from iepkit.documents.handouts import knowledge, law, room
from iepkit.documents.handouts.blocks import Block, Sheet, words
from iepkit.documents.handouts.worksheet import worksheet
from iepkit.documents.typesetting import logo_for_paper, typeset
from iepkit.explorers import TOPICS
from iepkit.wording import Wording

PAPERS = ("letter", "a4")
LOOKS = ("colour", "black_and_white", "large_print")
_LARGE = 18
_SHEETS: dict[str, Callable[[Wording], Sheet]] = {
    "chart": law.chart,
    "time_limits": law.time_limits,
    "letter": law.letter,
    "checklist": law.checklist,
    "check_before": knowledge.before,
    "check_after": knowledge.after,
    "check_answers": knowledge.answers,
    "evaluation": room.evaluation,
    "help": room.free_help,
    "sign_in": room.sign_in,
    "parking_lot": room.parking_lot,
}
_WORKSHEET = "worksheet_"
IDS = (*_SHEETS, *(f"{_WORKSHEET}{topic}" for topic in TOPICS), "join")
"""Each handout's id."""


def names(*, only: Sequence[str] = IDS, looks: Sequence[str] = LOOKS, papers: Sequence[str] = PAPERS) -> list[str]:
    """The files of :func:`handouts`, such as ``letter/colour/chart.pdf``."""
    return [f"{paper}/{look}/{name}.pdf" for paper in papers for look in looks for name in only]


def handouts(
    content: Content,
    *,
    only: Sequence[str] = IDS,
    looks: Sequence[str] = LOOKS,
    papers: Sequence[str] = PAPERS,
    address: str = "",
    language: str = ENGLISH,
) -> Iterator[tuple[str, bytes]]:
    """Each file by its path, in the order of :func:`names`.

    Args:
        content: what the kit says.
        only: some of :data:`IDS`.
        looks: some of :data:`LOOKS`.
        papers: some of :data:`PAPERS`.
        address: where phones find the page, or "": then there are lines for a pen.
        language: one of ``content.languages``.

    Raises:
        UnprintableError: a text holds signs that none of the fonts has.
        LogoError: the organisation's logo is no picture.
    """
    wording = Wording(content, language)
    sheets = {name: _sheet(name, wording, address) for name in only}
    logo = logo_for_paper(wording)
    for paper in papers:
        for look in looks:
            for name, sheet in sheets.items():
                data = {**_as_data(sheet, wording), "paper": paper, "look": look, "logo": logo}
                if look == "large_print":
                    data |= {"size": _LARGE, "stretch": 100, "flipped": False}
                yield f"{paper}/{look}/{name}.pdf", typeset("iepkit.documents.handouts", "handout.typ", data)


def _sheet(name: str, wording: Wording, address: str) -> Sheet:
    if name == "join":
        return room.join(wording, address)
    if name.startswith(_WORKSHEET):
        return worksheet(name.removeprefix(_WORKSHEET), wording)
    return _SHEETS[name](wording)


def _as_data(sheet: Sheet, wording: Wording) -> Block:
    return {
        "title": sheet.title,
        "language": wording.language,
        "right_to_left": wording.plain("ui.direction") == "rtl",
        "colours": dict(wording.content.organisation.colours),
        "take_care": words(wording, "ui.caveat"),
        "foot": _foot(sheet, wording),
        "opening": list(sheet.opening),
        "blocks": list(sheet.blocks),
        "columns": sheet.columns,
        "flipped": sheet.flipped,
        "size": sheet.size,
        "stretch": sheet.stretch,
        "margin": sheet.margin,
    }


def _foot(sheet: Sheet, wording: Wording) -> list[Any]:
    if sheet.rests_on:
        reviewed = str(wording.reviewed(*sheet.rests_on).striptags())
    else:
        reviewed = "" if wording.is_reviewed() else wording.plain("ui.not_reviewed")
    until = wording.plain("ui.handout.good_until", day=wording.day(wording.good_until))
    organisation = wording.content.organisation
    shown = ", ".join(filter(None, [wording.plain("organisation.name"), organisation.contact]))
    notice = wording.plain("ui.notice", day=wording.law_as_of)
    said = " ".join(filter(None, [notice, reviewed, wording.plain("organisation.disclaimer"), until]))
    return [said, shown] if shown else [said]
