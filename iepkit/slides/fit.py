"""Do the slides fit what a wall can show, and the page that the room has?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from iepkit.content import ENGLISH, Content, Problem
from iepkit.content.sourced import sources_by_text
from iepkit.content.translations import FOLDER as TRANSLATIONS
from iepkit.content.workshop import Block, Slide
from iepkit.slides.shown import SLIDE, as_html, slide_text

MOST_WORDS = 40
MOST_WORDS_TRANSLATED = 45
"""Other languages take more words for the same; that a slide fits its frame is measured besides."""
_DECK = "data/deck"
FOLDER = "slides"


def misfits(content: Content) -> list[Problem]:
    """Every slide that says too much, or names what there is not."""
    sourced = sources_by_text(content)
    found = [problem for block in content.blocks.values() for problem in _of_block(block, content, sourced)]
    if any(problem.stops for problem in found):
        return found
    return [*found, *_changed(content)]


def _changed(content: Content) -> Iterator[Problem]:
    """The slides that show other words now than when their notebook was last run.

    A slide takes sentences of a text by their number: where one was added before them, it shows others.
    """
    for path in sorted((content.folder / FOLDER).glob("*.ipynb")):
        for shown in _stored(path):
            slides = (slide for block in content.blocks.values() for slide in block.slides)
            slide = next((one for one in slides if f"{one.block}.{one.id}" == shown[SLIDE]["name"]), None)
            if slide and shown["text/html"] != as_html(content, slide):
                wrong = f'the slide "{content.texts[slide.title_id]}" shows other words than when the notebook was last run.'
                yield Problem(
                    f"{FOLDER}/{path.name}", wrong, "Look at it; if it is right: make notebooks.", stops=False
                )


def _stored(path: Path) -> Iterator[dict[str, Any]]:
    """What the cells of a notebook show that are slides; nothing where it can't be read."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        for output in (output for cell in cells for output in cell.get("outputs", ())):
            data = output.get("data", {})
            if SLIDE in data:
                yield {SLIDE: data[SLIDE], "text/html": "".join(data["text/html"])}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return


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
        return
    for language in content.languages:
        words = slide_text(content, slide, language).words
        if language != ENGLISH and words > MOST_WORDS_TRANSLATED:
            wrong = f'block {slide.block}, the slide "{content.texts[slide.title_id]}" has {words} words.'
            mend = f"{MOST_WORDS_TRANSLATED} are the most in another language than English: write shorter sentences."
            yield Problem(f"{TRANSLATIONS}/{language}", wrong, mend, stops=False)


def _parts(content: Content) -> list[str]:
    return [text_id.removeprefix("ui.part.") for text_id in content.texts if text_id.startswith("ui.part.")]
