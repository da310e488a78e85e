"""All files of the deck: the slides to show, and both prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from iepkit.content import ENGLISH, Content
from iepkit.slides import deck
from iepkit.slides.deck import TimedSlide
from iepkit.slides.pdf import as_pdf

PRINTS = {"slides.pdf": False, "slides_with_notes.pdf": True}
NAMES = (*deck.NAMES, *PRINTS)


def files(
    slides: Sequence[TimedSlide], content: Content, *, address: str = "", language: str = ENGLISH
) -> Iterator[tuple[str, bytes]]:
    """Each file by its name, :data:`NAMES`.

    Args:
        slides: what is shown, in order.
        content: what the kit says.
        address: where the QR code leads to, or "".
        language: one of ``content.languages``.

    Raises:
        UnprintableError: with the signs that none of the fonts has.
    """
    yield from deck.files(slides, content, language)
    for name, with_notes in PRINTS.items():
        yield name, as_pdf(slides, content, with_notes=with_notes, address=address, language=language)
