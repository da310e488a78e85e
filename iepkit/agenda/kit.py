"""All that a trainer takes to a workshop in one folder: plan, slides, notes and paper, cut to the same minutes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from iepkit.agenda import folder as sheets
from iepkit.agenda.plan import Item, Plan
from iepkit.agenda.room import Room
from iepkit.agenda.said import clock, cut_sentence, form, title
from iepkit.content import ENGLISH, Content
from iepkit.documents import handouts
from iepkit.slides import folder as slides
from iepkit.slides.deck import PAGE, TimedSlide
from iepkit.slides.notebooks import OwnSlide
from iepkit.wording import Wording, render

START = "index.html"
_SLIDES = "slides"
_HANDOUTS = "handouts"


@dataclass(frozen=True)
class Kit:
    """A plan with its slides, for a room.

    ``address``: where the QR code of the slides leads to, or ""; ``on_paper``: that of the join sheet.
    """

    plan: Plan
    room: Room
    slides: Sequence[TimedSlide]
    address: str
    on_paper: str


def as_planned(plan: Plan, own: Sequence[OwnSlide]) -> list[TimedSlide]:
    """The slides of a plan with its minutes.

    A slide that a trainer added to a block stays in it, with the middle of its own minutes.
    """
    timed: list[TimedSlide] = []
    now = 0.0
    for item in plan.items:
        if not isinstance(item, Item):
            now += item.minutes
            continue
        planned = {one.slide.id: float(one.minutes) for one in item.slides}
        block = [
            (slide, planned[slide.slide.id] if slide.slide else sum(slide.minutes) / 2)
            for slide in own
            if slide.block == item.block.id and (slide.slide is None or slide.slide.id in planned)
        ]
        now += sum(minutes for _, minutes in block)
        timed += [TimedSlide(slide, minutes, now) for slide, minutes in block]
    return timed


def added_minutes(kit: Kit) -> float:
    """How many minutes the slides take that a trainer added, beyond the plan."""
    return sum(slide.minutes for slide in kit.slides if slide.own.slide is None)


def names(plan: Plan, room: Room) -> list[str]:
    """The files of :func:`files`."""
    paper = handouts.names(only=plan.handouts, papers=(room.paper,))
    return [
        *(START, *sheets.NAMES),
        *(f"{_SLIDES}/{name}" for name in slides.NAMES),
        *(f"{_HANDOUTS}/{name}" for name in paper),
    ]


def files(kit: Kit, content: Content, language: str = ENGLISH) -> Iterator[tuple[str, bytes]]:
    """Each file by its name, with a page to start from.

    Raises:
        UnprintableError: with the signs that none of the fonts has.
    """
    paper = handouts.names(only=kit.plan.handouts, papers=(kit.room.paper,))
    yield START, _start(kit, paper, Wording(content, language)).encode()
    yield from sheets.files(kit.plan, content, kit.room, language)
    made = slides.files(kit.slides, content, address=kit.address, language=language)
    yield from ((f"{_SLIDES}/{name}", file) for name, file in made)
    printed = handouts.handouts(
        content, only=kit.plan.handouts, papers=(kit.room.paper,), address=kit.on_paper, language=language
    )
    yield from ((f"{_HANDOUTS}/{name}", file) for name, file in printed)


def _start(kit: Kit, paper: Sequence[str], wording: Wording) -> str:
    rows = [
        {
            "clock": clock(item.start, kit.room.start, wording),
            "minutes": item.minutes,
            "title": title(item, wording) if isinstance(item, Item) else wording.plain("agenda.break"),
            "form": form(item, wording) if isinstance(item, Item) else "",
        }
        for item in kit.plan.items
    ]
    return render(
        "workshop_kit", wording.content, wording.language,
        minutes=kit.plan.wish.minutes, rows=rows, cuts=[cut_sentence(cut, wording) for cut in kit.plan.cuts],
        end=clock(kit.plan.minutes, kit.room.start, wording), slides=f"{_SLIDES}/{PAGE}",
        prints=[(f"{_SLIDES}/{name}", f"ui.kit.{name.removesuffix('.pdf')}") for name in slides.PRINTS],
        sheets=[(sheets.RUN_SHEET, "ui.kit.run_sheet"), (sheets.RUN_LOG, "ui.kit.run_log")],
        handouts=_by_handout(paper), added=f"{added_minutes(kit):g}",
    )  # fmt: skip


def _by_handout(paper: Sequence[str]) -> dict[str, dict[str, str]]:
    """By the id of a handout: the place of each of its looks."""
    found: dict[str, dict[str, str]] = {}
    for name in paper:
        _, look, file = name.split("/")
        found.setdefault(file.removesuffix(".pdf"), {})[look] = f"{_HANDOUTS}/{name}"
    return found
