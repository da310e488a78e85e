"""Does each slide fit its frame? Measured in the browser, for it alone knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from iepkit.content import Content
from iepkit.slides.deck import PAGE, TimedSlide
from iepkit.slides.fit import FOLDER

_SCREENS = ((1280, 720), (1024, 768))
_LOOKS = {"": "at {width} x {height}", "large": "in large print at {width} x {height}"}
# The numbers of the slides of which something sticks out by more than a hair.
_STICKS_OUT = """() => [...Array(Reveal.getHorizontalSlides().length).keys()].filter((number) => {
  Reveal.slide(number);
  const slide = Reveal.getCurrentSlide();
  const frame = slide.getBoundingClientRect();
  return [...slide.querySelectorAll("*")].some((part) => {
    const box = part.getBoundingClientRect();
    return box.width && (box.bottom > frame.bottom + 1 || box.right > frame.right + 1);
  });
})"""


def overflowing(browser: Any, folder: Path, slides: Sequence[TimedSlide], content: Content) -> Iterator[str]:
    """A sentence for each slide that does not fit, in one of the looks, on one of the screens.

    Args:
        browser: a Chromium of Playwright.
        folder: where the deck's files are.
        slides: what the deck shows, in order.
        content: what the kit says.
    """
    found: dict[int, str] = {}
    page = browser.new_page()
    try:
        for look, said in _LOOKS.items():
            for width, height in _SCREENS:
                page.set_viewport_size({"width": width, "height": height})
                page.goto(f"{(folder / PAGE).absolute().as_uri()}?{look}")
                page.wait_for_selector(".reveal.ready")
                for number in page.evaluate(_STICKS_OUT):
                    found.setdefault(number, said.format(width=width, height=height))
    finally:
        page.close()
    for number in sorted(found):
        own = slides[number].own
        block = content.texts[f"deck.{own.block}.title"]
        yield (
            f'{FOLDER}: block "{block}", slide "{own.title}" does not fit its frame {found[number]}. '
            "Show fewer sentences, or make two slides of it."
        )
