"""Plans a workshop: which blocks fit into so many minutes, in which form, and what is cut."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from iepkit.agenda.shares import raised, shared
from iepkit.content.workshop import INTERPRETERS, Agenda, Block, Slide

FULL = "full"
SHORT = "short"

FOR_EVERY_WORKSHOP = (
    *("join", "sign_in", "parking_lot", "help"),
    *("check_before", "check_after", "check_answers", "evaluation"),
)
"""The ids of the paper that does not depend on the blocks."""

TOO_SHORT = "too_short"
TOO_LONG = "too_long"

Corrections = Mapping[tuple[str, str], float]
"""By block and interpreter, how many times as long it really takes."""


@dataclass(frozen=True)
class Wish:
    """What a trainer asks for.

    ``minutes``: from the first word to the last, breaks included.
    ``interpreter``: one of ``INTERPRETERS``.
    """

    minutes: int
    interpreter: str = "none"
    online: bool = False


@dataclass(frozen=True)
class PlannedSlide:
    """A slide, and its whole minutes of talking and doing together."""

    slide: Slide
    minutes: int


@dataclass(frozen=True)
class Item:
    """A block in its place: ``start`` is in minutes from the workshop's first.

    ``correction``: how many times as long as its slides say it was planned,
    after what a run log says.
    """

    block: Block
    form: str
    slides: tuple[PlannedSlide, ...]
    start: int
    correction: float

    @property
    def minutes(self) -> int:
        return sum(one.minutes for one in self.slides)

    @property
    def room_acts(self) -> bool:
        """Does the room work by itself in a part of it?"""
        return any(one.slide.doing[1] for one in self.slides)


@dataclass(frozen=True)
class Pause:
    """A break."""

    start: int
    minutes: int


@dataclass(frozen=True)
class Cut:
    """A block that is not given (``form`` is ""), or only in its short form.

    ``needs``: the minutes that it, or its longer form, would have taken more;
    ``left``: those that were left when its turn came.
    """

    block: Block
    form: str
    needs: int
    left: int


@dataclass(frozen=True)
class Plan:
    """A workshop that fits.

    ``items``: blocks and breaks, in order. ``cuts``: in the order of the blocks'
    priority. ``spare``: minutes that no block can use.
    """

    wish: Wish
    items: tuple[Item | Pause, ...]
    cuts: tuple[Cut, ...]
    spare: int

    @property
    def blocks(self) -> tuple[Item, ...]:
        """The items that are no breaks."""
        return tuple(item for item in self.items if isinstance(item, Item))

    @property
    def minutes(self) -> int:
        """All that is planned, breaks included."""
        return sum(item.minutes for item in self.items)

    @property
    def handouts(self) -> tuple[str, ...]:
        """The ids of its paper: that of the blocks, in the order in which it is needed, and of every workshop."""
        own = (handout for item in self.blocks for handout in item.block.handouts)
        return tuple(dict.fromkeys((*own, *FOR_EVERY_WORKSHOP)))


class NoPlanError(Exception):
    """No plan has this length.

    ``why``: ``TOO_SHORT`` or ``TOO_LONG``. ``bound``: the minutes that work and
    come nearest to the wish: the fewest, or the most that are of use.
    ``nearest``: other wishes that work.
    """

    def __init__(self, why: str, bound: int, nearest: tuple[Wish, ...]) -> None:
        self.why = why
        self.bound = bound
        self.nearest = nearest
        super().__init__(why)


def plan(blocks: Sequence[Block], wish: Wish, agenda: Agenda, corrections: Corrections | None = None) -> Plan:
    """The plan for a wish.

    The blocks that no workshop is without come first, in their short form. Then
    the others by priority, in their short form, wherever one fits: what matters
    more is never given up for something less. Then full forms by priority. The minutes that are left slow all of
    it down alike, and what is left then goes to the questions.

    Args:
        blocks: all blocks, in the order in which they run.
        wish: what is asked for.
        agenda: factors, breaks and the block of questions.
        corrections: what run logs say; 1 for a block that they say nothing of.

    Raises:
        NoPlanError: with the bound, and with the nearest wishes that work.
    """
    lengths = _Lengths(agenda.factors[wish.interpreter], wish.interpreter, corrections or {})
    least, most = _bounds(blocks, agenda, lengths)
    available = _available(wish.minutes, agenda)
    if not least <= available <= most:
        nearest = tuple(_nearest(blocks, wish, agenda, corrections or {}))
        raise NoPlanError(TOO_SHORT if available < least else TOO_LONG, _bound(wish, agenda, least, most), nearest)
    pauses = _pauses(wish.minutes, agenda)
    forms, cuts, left = _picked(blocks, available, lengths)
    chosen = [block for block in blocks if block.id in forms]
    minutes, spare = _shared_out(chosen, forms, left, lengths, agenda)
    items = [_item(block, forms[block.id], minutes[block.id], lengths) for block in chosen]
    return Plan(wish, tuple(_with_pauses(items, pauses)), cuts, spare)


@dataclass(frozen=True)
class _Lengths:
    """How long slides and blocks take with an interpreter and after corrections."""

    factor: float
    interpreter: str
    corrections: Corrections

    def correction(self, block: Block) -> float:
        return self.corrections.get((block.id, self.interpreter), 1.0)

    def of_slide(self, block: Block, slide: Slide, end: int) -> float:
        """The fewest (``end`` 0) or the most (1) minutes of a slide, not rounded."""
        return (slide.minutes[end] * self.factor + slide.doing[end]) * self.correction(block)

    def of_block(self, block: Block, form: str, end: int) -> int:
        """The fewest or the most whole minutes of a block; each slide has one at least."""
        slides = slides_in(block, form)
        # Factors are decimal: 1.2 times 5 must not become 7 by what floats lose.
        whole = math.ceil(round(sum(self.of_slide(block, slide, end) for slide in slides), 6))
        return max(whole, len(slides))


def slides_in(block: Block, form: str) -> tuple[Slide, ...]:
    """The slides of a block in this form."""
    return tuple(slide for slide in block.slides if form == FULL or slide.short)


def _shortest_form(block: Block) -> str:
    return FULL if all(slide.short for slide in block.slides) else SHORT


def _pauses(minutes: int, agenda: Agenda) -> list[int]:
    return [pause.minutes for pause in agenda.breaks if minutes >= pause.from_minutes]


def _available(minutes: int, agenda: Agenda) -> int:
    """What the breaks leave of so many minutes."""
    return minutes - sum(_pauses(minutes, agenda))


def _bounds(blocks: Sequence[Block], agenda: Agenda, lengths: _Lengths) -> tuple[int, int]:
    """The fewest minutes that work and the most that are of use, with no breaks."""
    least = sum(lengths.of_block(block, _shortest_form(block), 0) for block in blocks if block.always)
    most = sum(lengths.of_block(block, FULL, 1) for block in blocks)
    return least, most + agenda.most_questions * any(block.id == agenda.questions for block in blocks)


def _bound(wish: Wish, agenda: Agenda, least: int, most: int) -> int:
    """The length that is nearest to the wish and works; breaks are in it."""
    longest = most + sum(pause.minutes for pause in agenda.breaks)
    working = (minutes for minutes in range(longest + 1) if least <= _available(minutes, agenda) <= most)
    return min(working, key=lambda minutes: abs(minutes - wish.minutes))


def _picked(blocks: Sequence[Block], left: int, lengths: _Lengths) -> tuple[dict[str, str], tuple[Cut, ...], int]:
    """The form of each block that is given, what is cut, and the minutes that are left."""
    by_priority = sorted(blocks, key=lambda block: (not block.always, block.priority))
    forms: dict[str, str] = {}
    cuts: list[Cut] = []
    for block in by_priority:
        form = _shortest_form(block)
        needs = lengths.of_block(block, form, 0)
        if needs > left:
            cuts.append(Cut(block, "", needs, left))
            continue
        forms[block.id] = form
        left -= needs
    for block in sorted((b for b in blocks if forms.get(b.id) == SHORT), key=lambda block: block.priority):
        needs = lengths.of_block(block, FULL, 0) - lengths.of_block(block, SHORT, 0)
        if needs > left:
            cuts.append(Cut(block, SHORT, needs, left))
            continue
        forms[block.id] = FULL
        left -= needs
    return forms, tuple(sorted(cuts, key=lambda cut: cut.block.priority)), left


def _shared_out(
    chosen: Sequence[Block], forms: Mapping[str, str], left: int, lengths: _Lengths, agenda: Agenda
) -> tuple[dict[str, int], int]:
    """The minutes of each block by its id, and those that no block can use."""
    low, high = ([lengths.of_block(block, forms[block.id], end) for block in chosen] for end in (0, 1))
    order = [block.priority for block in chosen]
    minutes = dict(zip([block.id for block in chosen], raised(low, high, left, order), strict=True))
    spare = left + sum(low) - sum(minutes.values())
    if agenda.questions in minutes:
        more = min(spare, agenda.most_questions)
        minutes[agenda.questions] += more
        spare -= more
    return minutes, spare


def _item(block: Block, form: str, minutes: int, lengths: _Lengths) -> Item:
    slides = slides_in(block, form)
    low, high = ([lengths.of_slide(block, slide, end) for slide in slides] for end in (0, 1))
    parts = shared(minutes, low, high)
    planned = tuple(PlannedSlide(slide, part) for slide, part in zip(slides, parts, strict=True))
    return Item(block, form, planned, 0, lengths.correction(block))


def _with_pauses(items: Sequence[Item], pauses: Sequence[int]) -> Iterator[Item | Pause]:
    """Items and breaks with their starts, each break at the block's end that is nearest to its place."""
    ends: list[int] = []
    for item in items:
        ends.append(item.minutes + (ends[-1] if ends else 0))
    after: dict[int, int] = {}
    for number, minutes in enumerate(pauses, start=1):
        place = ends[-1] * number / (len(pauses) + 1)
        # A break behind the last block would be none; two in one place are one long one.
        nearest = min(range(max(1, len(ends) - 1)), key=lambda i: (abs(ends[i] - place), i))
        after[nearest] = after.get(nearest, 0) + minutes
    start = 0
    for number, item in enumerate(items):
        yield replace(item, start=start)
        start += item.minutes
        if number in after:
            yield Pause(start, after[number])
            start += after[number]


def _nearest(blocks: Sequence[Block], wish: Wish, agenda: Agenda, corrections: Corrections) -> Iterable[Wish]:
    """The nearest other length with the same interpreter, and the same length with another one."""

    def works(other: Wish) -> bool:
        lengths = _Lengths(agenda.factors[other.interpreter], other.interpreter, corrections)
        least, most = _bounds(blocks, agenda, lengths)
        return least <= _available(other.minutes, agenda) <= most

    by_nearness = sorted(agenda.lengths, key=lambda minutes: (abs(minutes - wish.minutes), minutes))
    lengths = (replace(wish, minutes=minutes) for minutes in by_nearness)
    yield from [other for other in lengths if works(other)][:1]
    others = (replace(wish, interpreter=name) for name in reversed(INTERPRETERS) if name != wish.interpreter)
    yield from filter(works, others)
