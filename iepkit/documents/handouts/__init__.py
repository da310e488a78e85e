"""What a workshop gives out on paper: tagged PDFs in three looks and on two papers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from iepkit.content import ENGLISH, Content
from iepkit.documents.handouts import knowledge, law, room
from iepkit.documents.handouts.blocks import Block, Sheet, words
from iepkit.documents.handouts.worksheet import worksheet
from iepkit.documents.typesetting import logo_for_paper, pages_in, typeset
from iepkit.explorers import TOPICS
from iepkit.wording import Wording, drafts_used

PAPERS = ("letter", "a4")
LOOKS = ("colour", "black_and_white", "large_print")
_LARGE = 18
# The sizes that are tried, as shares of the English sheet's, until as many pages are enough.
_SMALLER = (1, 0.97, 0.94, 0.91, 0.88)
_SHEETS: dict[str, Callable[[Wording], Sheet]] = {
    "chart": law.chart,
    "time_limits": law.time_limits,
    "letter": law.letter,
    "checklist": law.checklist,
    "terms": law.terms,
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
    wording, english = Wording(content, language), Wording(content)
    sheets = {name: (_as_data(name, wording, address), _as_data(name, english, address)) for name in only}
    logo = logo_for_paper(wording)
    for paper in papers:
        for look in looks:
            on = {"paper": paper, "look": look, "logo": logo}
            for name, (sheet, of_english) in sheets.items():
                data = {**sheet, **on}
                if look == "large_print":
                    made = _typeset({**data, "size": _LARGE, "stretch": 100, "flipped": False})
                elif language == ENGLISH:
                    made = _typeset(data)
                else:
                    made = _on_as_many_pages(data, pages_in(_typeset({**of_english, **on})))
                yield f"{paper}/{look}/{name}.pdf", made


def _typeset(data: Block) -> bytes:
    return typeset("iepkit.documents.handouts", "handout.typ", data)


def _on_as_many_pages(data: Block, most: int) -> bytes:
    """A sheet on no more pages than the English one has, where a little smaller type can do that.

    Another language may need more letters; a form that people hand in stays one sheet, and copies cost the same.
    """
    full = made = _typeset(data)
    for share in _SMALLER[1:]:
        if pages_in(made) <= most:
            return made
        made = _typeset({**data, "size": data["size"] * share})
    return made if pages_in(made) <= most else full


def _sheet(name: str, wording: Wording, address: str) -> Sheet:
    if name == "join":
        return room.join(wording, address)
    if name.startswith(_WORKSHEET):
        return worksheet(name.removeprefix(_WORKSHEET), wording)
    return _SHEETS[name](wording)


def _as_data(name: str, wording: Wording, address: str) -> Block:
    with drafts_used() as drafts:
        sheet = _sheet(name, wording, address)
        foot = list(_foot(sheet, wording))
        take_care = words(wording, "ui.caveat")
    return {
        "title": sheet.title,
        "language": wording.language,
        "right_to_left": wording.plain("ui.direction") == "rtl",
        "colours": dict(wording.content.organisation.colours),
        "take_care": take_care,
        "foot": [f"{wording.plain('ui.draft')} {foot[0]}", *foot[1:]] if drafts else foot,
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
