"""Do the slides fit what a wall can show, and the page that the room has?"""

from __future__ import annotations

from collections.abc import Iterator

from iepkit.content import Content, Problem
from iepkit.content.workshop import Block, Slide
from iepkit.slides.shown import slide_text

MOST_WORDS = 40
_DECK = "data/deck"


def misfits(content: Content) -> list[Problem]:
    """Every slide that says too much, or names what there is not."""
    return [problem for block in content.blocks.values() for problem in _of_block(block, content)]


def _of_block(block: Block, content: Content) -> Iterator[Problem]:
    if block.part and f"ui.part.{block.part}" not in content.texts:
        wrong = f'block {block.id}: the workshop page has no part "{block.part}".'
        yield Problem(_DECK, wrong, f"Write one of: {', '.join(_parts(content))}.")
    for slide in block.slides:
        yield from _of_slide(slide, content)


def _of_slide(slide: Slide, content: Content) -> Iterator[Problem]:
    words = slide_text(content, slide).words
    if words > MOST_WORDS:
        wrong = f'block {slide.block}, the slide "{content.texts[slide.title_id]}" has {words} words.'
        mend = f"{MOST_WORDS} are the most that a room reads: show fewer sentences, and say the rest in the notes."
        yield Problem(_DECK, wrong, mend)


def _parts(content: Content) -> list[str]:
    return [text_id.removeprefix("ui.part.") for text_id in content.texts if text_id.startswith("ui.part.")]
