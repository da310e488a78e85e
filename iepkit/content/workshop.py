"""What a workshop is made of: blocks, their slides, and the myths that wait in the room."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PICTURES = ("qr",)
INTERPRETERS = ("none", "consecutive", "simultaneous")
PLACES = ("room", "online")
COPIES = ("person", "room")


@dataclass(frozen=True)
class Piece:
    """One thing on a slide: a text, or a picture.

    ``text_id``: the text, or "" where it is a picture. ``sentences``: which of
    its sentences, from 1; all, if there are none. ``plan``: the plan that it
    speaks of, or "". ``sources``: of the slide's own words; of another text,
    those that these sentences rest on, or all of them where none is named.
    """

    text_id: str
    sentences: tuple[int, ...]
    plan: str
    picture: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Slide:
    """One slide with its notes.

    ``minutes``: the fewest and the most of talking, in English with no
    interpreter. ``doing``: those in which the room works by itself. ``short``:
    it stays where the block is given in its short form. ``more``: texts that the
    notes give in full. ``sources``: of what is said and asked.
    """

    id: str
    block: str
    short: bool
    minutes: tuple[int, int]
    doing: tuple[int, int]
    body: tuple[Piece, ...]
    is_online_different: bool
    myth: str
    more: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def text_id(self) -> str:
        return f"deck.{self.block}.{self.id}"

    @property
    def title_id(self) -> str:
        return f"{self.text_id}.title"

    @property
    def notes_ids(self) -> tuple[str, ...]:
        """What its notes say, in the order in which it is shown."""
        online = (f"{self.text_id}.online",) if self.is_online_different else ()
        return (f"{self.text_id}.say", f"{self.text_id}.ask", *online)

    @property
    def shown_ids(self) -> tuple[str, ...]:
        """The texts that it shows, some of them in part."""
        return (self.title_id, *(piece.text_id for piece in self.body if piece.text_id))


@dataclass(frozen=True)
class Block:
    """A part of the workshop with slides of its own.

    ``priority``: 1 is picked first where time is short. ``always``: no workshop
    is without it. ``part``: the part of the workshop page in which the room acts,
    or "". ``handouts``: the ids of its paper.
    """

    id: str
    priority: int
    always: bool
    part: str
    handouts: tuple[str, ...]
    slides: tuple[Slide, ...]

    @property
    def title_id(self) -> str:
        return f"deck.{self.id}.title"

    @property
    def aim_id(self) -> str:
        return f"deck.{self.id}.aim"


@dataclass(frozen=True)
class Myth:
    """What people say in the room and the law does not; its answer has sources."""

    id: str
    sources: tuple[str, ...]

    @property
    def text_ids(self) -> tuple[str, ...]:
        return (f"myth.{self.id}.myth", f"myth.{self.id}.answer")


@dataclass(frozen=True)
class Break:
    """A break of so many minutes, in a workshop of at least so many."""

    from_minutes: int
    minutes: int


@dataclass(frozen=True)
class Agenda:
    """How the minutes of a workshop are planned.

    ``lengths``: the lengths that a workshop is planned for, in minutes.
    ``factors``: by interpreter, how many times as long talking takes.
    ``set_up``: by place, how many minutes before the start the trainer is there.
    ``questions``: the block that takes the minutes that are left, at most
    ``most_questions`` beyond its own. ``ground_rules``: how many there are.
    ``copies``: by handout, whether each ``person`` gets one or the ``room`` does.
    """

    lengths: tuple[int, ...]
    factors: Mapping[str, float]
    breaks: tuple[Break, ...]
    set_up: Mapping[str, int]
    questions: str
    most_questions: int
    ground_rules: int
    copies: Mapping[str, str]


FLOOR_TOPICS = (
    *("law", "eligibility", "services", "team", "rights", "accountability", "discipline", "pathway"),
    "letter",
)
"""What questions from the floor are about, in the order of the guide."""


@dataclass(frozen=True)
class FloorQuestion:
    """A hard question as it is asked in the room; its answer is never on the child of the one who asks.

    ``topic``: one of ``FLOOR_TOPICS``.
    """

    id: str
    topic: str
    sources: tuple[str, ...]

    @property
    def text_ids(self) -> tuple[str, ...]:
        """All that it says, in the order in which it is shown."""
        return tuple(f"floor.{self.id}.{key}" for key in ("question", "answer", "say"))
