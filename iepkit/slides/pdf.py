"""The deck as tagged PDFs (PDF/UA-1): the slides, and the slides with their notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from iepkit.content import ENGLISH, Content
from iepkit.documents.typesetting import logo_for_paper, typeset
from iepkit.slides.deck import TimedSlide, place
from iepkit.slides.plain import paragraphs
from iepkit.slides.shown import NotesText, Said, notes_text, qr_code, slide_text
from iepkit.wording import Wording, drafts_used


def as_pdf(
    slides: Sequence[TimedSlide], content: Content, *, with_notes: bool, address: str = "", language: str = ENGLISH
) -> bytes:
    """All slides in one file; with notes each slide is a page with its notes below.

    Raises:
        UnprintableError: with the signs that none of the fonts has.
        LogoError: the organisation's logo is no picture.
    """
    wording = Wording(content, language)
    with drafts_used() as drafts:
        data: dict[str, Any] = {
            "title": wording.plain("ui.deck.title"),
            "language": language,
            "colours": content.organisation.colours,
            "logo": logo_for_paper(wording),
            "foot": " ".join(
                (wording.plain("ui.deck.foot", day=wording.law_as_of), wording.plain("organisation.name"))
            ),
            "plan_names": {plan: wording.plain(f"ui.plan.{plan}") for plan in ("iep", "plan_504")},
            "code": str(qr_code(wording.link(address))),
            "code_text": wording.plain("ui.join_code", address=address)
            if address
            else wording.plain("ui.deck.no_code"),
            "address": address,
            "with_notes": with_notes,
            "slides": [_slide(slide, slides, wording) for slide in slides],
        }
    if drafts:
        data["foot"] = f"{data['foot']} {wording.plain('ui.draft')}"
    return typeset("iepkit.slides", "slides.typ", data)


def _slide(slide: TimedSlide, slides: Sequence[TimedSlide], wording: Wording) -> dict[str, Any]:
    own = slide.own
    if own.slide is None:
        shown = list(paragraphs(own.cells))
        first = next((number for number, part in enumerate(shown) if part["kind"] == "heading"), None)
        body = [part for number, part in enumerate(shown) if number != first]
        said = {"title": own.title, "plans": {}, "body": body, "has_code": False, "check_with": ""}
        notes = [part for part in paragraphs(own.notes) if part["kind"] != "picture"]
    else:
        text = slide_text(wording.content, own.slide, wording.language)
        said = {
            "title": text.title,
            "plans": text.plans,
            "body": [{"kind": "text", "text": words} for words in text.texts],
            "has_code": text.has_code,
            "check_with": text.check_with,
        }
        notes = list(_notes(notes_text(wording.content, own.slide, wording.language), wording))
    return {**said, "place": place(slide, slides, wording), "notes": notes}


def _notes(notes: NotesText, wording: Wording) -> Iterator[dict[str, Any]]:
    parts = [("say", notes.say), ("ask", Said(notes.ask.words, ())), ("online", notes.online)]
    if notes.myth:
        parts += [("myth", Said(notes.myth[0], ())), ("answer", notes.myth[1])]
    parts += [("more", more) for more in notes.more]
    for label, said in parts:
        if said:
            yield {
                "kind": "note",
                "label": wording.plain(f"ui.deck.{label}"),
                "text": said.words,
                "cites": _cites(said.sources, wording),
            }
    if notes.shown:
        yield {
            "kind": "note", "label": wording.plain("ui.deck.sources"), "text": "", "cites": _cites(notes.shown, wording)
        }  # fmt: skip


def _cites(ids: Sequence[str], wording: Wording) -> str:
    sources = [wording.content.sources[i] for i in ids]
    return " ".join(f"{wording.cite(source.id)}: {wording.confirmed(source).striptags()}" for source in sources)
