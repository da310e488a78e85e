"""Do the slides fit what a wall can show, and the page that the room has?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from iepkit.content import Content, Problem
from iepkit.content.sourced import sources_by_text
from iepkit.content.workshop import Block, Slide
from iepkit.slides.shown import slide_text

MOST_WORDS = 40
_DECK = "data/deck"


def misfits(content: Content) -> list[Problem]:
    """Every slide that says too much, or names what there is not."""
    sourced = sources_by_text(content)
    return [problem for block in content.blocks.values() for problem in _of_block(block, content, sourced)]


def _of_block(block: Block, content: Content, sourced: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    if block.part and f"ui.part.{block.part}" not in content.texts:
        wrong = f'block {block.id}: the workshop page has no part "{block.part}".'
        yield Problem(_DECK, wrong, f"Write one of: {', '.join(_parts(content))}.")
    for slide in block.slides:
        yield from _of_slide(slide, content, sourced)


def _of_slide(slide: Slide, content: Content, sourced: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    for piece in slide.body:
        for strange in set(piece.sources) - set(sourced.get(piece.text_id, ())):
            wrong = f'block {slide.block}, the slide "{content.texts[slide.title_id]}": '
            wrong += f'"{piece.text_id}" does not rest on "{strange}".'
            yield Problem(_DECK, wrong, "Name only sources that the text itself has.")
    words = slide_text(content, slide).words
    if words > MOST_WORDS:
        wrong = f'block {slide.block}, the slide "{content.texts[slide.title_id]}" has {words} words.'
        mend = f"{MOST_WORDS} are the most that a room reads: show fewer sentences, and say the rest in the notes."
        yield Problem(_DECK, wrong, mend)


def _parts(content: Content) -> list[str]:
    return [text_id.removeprefix("ui.part.") for text_id in content.texts if text_id.startswith("ui.part.")]
