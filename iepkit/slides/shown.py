"""One slide and its notes: what they say, as data and as HTML."""

from __future__ import annotations

import functools
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import segno
from markupsafe import Markup

from iepkit.content import ENGLISH, PLANS, Content, load
from iepkit.content.sentences import sentences_of, some_of
from iepkit.content.sourced import sources_by_text
from iepkit.content.workshop import Piece, Slide
from iepkit.documents.letter import with_numbers
from iepkit.language import spoken
from iepkit.wording import Wording, labels_drafts, render

SLIDE = "application/vnd.iepkit.slide+json"
NOTES = "application/vnd.iepkit.notes+json"
ADDRESS_VARIABLE = "IEPKIT_ADDRESS"
"""Set by the deck's maker to the address that the QR code leads to."""


@dataclass(frozen=True)
class Said:
    """A text in the words of one language, with the sources that it rests on."""

    words: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class SlideText:
    """What a slide shows.

    ``plans``: by plan what is said of it; empty where no plan is named. ``texts``:
    what is said of both or of neither. ``has_code``: whether the QR code stands
    on it. ``check_with``: whom to ask where a source is not firm, or "".
    """

    title: str
    plans: Mapping[str, tuple[str, ...]]
    texts: tuple[str, ...]
    has_code: bool
    check_with: str

    @property
    def words(self) -> int:
        """How many words stand on it."""
        shown = [self.title, *self.texts, self.check_with, *(text for texts in self.plans.values() for text in texts)]
        return sum(len(text.split()) for text in shown)


@dataclass(frozen=True)
class NotesText:
    """What the notes of a slide say; ``more`` and ``myth`` come with their sources."""

    minutes: tuple[int, int]
    doing: tuple[int, int]
    say: Said
    ask: Said
    online: Said | None
    myth: tuple[str, Said] | None
    more: tuple[Said, ...]
    shown: tuple[str, ...]


def find(content: Content, name: str) -> Slide:
    """The slide with this name, such as ``team.seats``.

    Raises:
        KeyError: there is none; the message lists those that there are.
    """
    slides = {f"{slide.block}.{slide.id}": slide for block in content.blocks.values() for slide in block.slides}
    if name not in slides:
        message = f'there is no slide "{name}"; the slides are: {", ".join(slides)}'
        raise KeyError(message)
    return slides[name]


def slide_text(content: Content, slide: Slide, language: str = ENGLISH) -> SlideText:
    """What a slide shows, in one language."""
    wording = Wording(content, language)
    sourced = _sources(content)
    plans: dict[str, tuple[str, ...]] = {}
    texts: list[str] = []
    rests_on: list[str] = []
    for piece in (piece for piece in slide.body if piece.text_id):
        words = _words(piece, wording)
        if piece.plan:
            plans[piece.plan] = (*plans.get(piece.plan, ()), words)
        else:
            texts.append(words)
        rests_on += piece.sources or sourced.get(piece.text_id, ())
    return SlideText(
        title=wording.plain(slide.title_id),
        plans={plan: plans[plan] for plan in PLANS if plan in plans},
        texts=tuple(texts),
        has_code=any(piece.picture == "qr" for piece in slide.body),
        check_with=wording.check_in_short(dict.fromkeys(rests_on)).striptags(),
    )


def notes_text(content: Content, slide: Slide, language: str = ENGLISH) -> NotesText:
    """What the notes of a slide say, in one language."""
    wording = Wording(content, language)
    sourced = _sources(content)

    def said(text_id: str) -> Said:
        return Said(with_numbers(wording.words(text_id)[0], wording), sourced.get(text_id, ()))

    pieces = [piece.sources or sourced.get(piece.text_id, ()) for piece in slide.body]
    shown = dict.fromkeys(source for sources in pieces for source in sources)
    return NotesText(
        minutes=slide.minutes,
        doing=slide.doing,
        say=said(f"{slide.text_id}.say"),
        ask=said(f"{slide.text_id}.ask"),
        online=said(f"{slide.text_id}.online") if slide.is_online_different else None,
        myth=(said(f"myth.{slide.myth}.myth").words, said(f"myth.{slide.myth}.answer")) if slide.myth else None,
        more=tuple(map(said, slide.more)),
        shown=tuple(shown),
    )


def _words(piece: Piece, wording: Wording) -> str:
    words, _ = wording.words(piece.text_id)
    if piece.sentences:
        # Taken by their number, the sentences of a translation that has more or fewer would be other ones.
        english = wording.content.texts[piece.text_id]
        words = some_of(words if len(sentences_of(words)) == len(sentences_of(english)) else english, piece.sentences)
    return with_numbers(words, wording)


@functools.lru_cache(maxsize=2)
def _sources(content: Content) -> Mapping[str, tuple[str, ...]]:
    return sources_by_text(content)


@dataclass(frozen=True)
class Shown:
    """What a cell of the deck's notebooks shows."""

    name: str
    kind: str
    html: str

    def __repr__(self) -> str:
        return f"{self.kind}({self.name!r})"

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, Any]:
        kind = SLIDE if self.kind == "slide" else NOTES
        return {"text/html": self.html, "text/plain": repr(self), kind: {"name": self.name}}


def slide(name: str) -> Shown:
    """A slide, for a cell of its own in a notebook of the deck.

    Args:
        name: the block and the slide, such as ``team.seats``; see ``data/deck``.

    Raises:
        KeyError: there is no such slide; the message lists those that there are.
        ContentError: the content is broken.
    """
    content = load()
    address = os.environ.get(ADDRESS_VARIABLE, "")
    return Shown(name, "slide", as_html(content, find(content, name), address, spoken(content)))


@labels_drafts
def as_html(content: Content, slide: Slide, address: str = "", language: str = ENGLISH) -> str:
    """A slide as HTML; ``address``: where its QR code leads to, or ""."""
    text = slide_text(content, slide, language)
    code = qr_code(Wording(content, language).link(address))
    return render("slide", content, language, slide=text, address=address, code=code)


def notes(name: str) -> Shown:
    """The notes of a slide, for a cell of the type "Notes" below it.

    Args:
        name: as for :func:`slide`.

    Raises:
        KeyError: there is no such slide; the message lists those that there are.
        ContentError: the content is broken.
    """
    content = load()
    return Shown(name, "notes", notes_as_html(content, find(content, name), spoken(content)))


@labels_drafts
def notes_as_html(content: Content, slide: Slide, language: str = ENGLISH) -> str:
    """The notes of a slide as HTML."""
    return render("slide_notes", content, language, notes=notes_text(content, slide, language))


def qr_code(address: str) -> Markup:
    """The QR code of an address as SVG, or nothing where there is no address."""
    if not address:
        return Markup()
    return Markup(segno.make(address, error="m").svg_inline(border=2, omitsize=True))  # noqa: S704 - segno's own
