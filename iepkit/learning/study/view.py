"""What a widget of the self-study shows, and what it does when something in it is sent."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field

from iepkit.learning.study.desk import Desk
from iepkit.rules import Outcome
from iepkit.wording import Wording

Values = Mapping[str, str | list[str]]
"""What a form holds, by the name of its fields; several of one name are a list."""


@dataclass(frozen=True)
class Download:
    """A file for the learner's own disk."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Reply:
    """What changes in the page.

    Args:
        pieces: HTML by the name of the piece (``data-piece``) that it takes the place of.
        said: what a screen reader says, or "".
        focus: the piece whose element with ``data-focus`` gets the focus, or "".
        file: what is saved on the learner's disk.
    """

    pieces: Mapping[str, str] = field(default_factory=dict)
    said: str = ""
    focus: str = ""
    file: Download | None = None


class View(ABC):
    """One kind of widget. All HTML comes from a template, and has a ``data-piece`` for each part that may change."""

    name: str
    """Unlike that of any other widget in a notebook: ids in the page begin with it."""

    @abstractmethod
    def still(self, wording: Wording) -> str:
        """The HTML for whoever reads the notebook and runs nothing: the same on each day and for everybody."""

    @abstractmethod
    def live(self, desk: Desk) -> str:
        """The HTML for this learner, now."""

    @abstractmethod
    def act(self, desk: Desk, do: str, values: Values) -> Reply | None:
        """What follows when a form or button (``data-do``) is sent; None for one that this widget does not have."""

    def decided(self, desk: Desk, topic: str, outcome: Outcome) -> Reply | None:
        """What follows when an explorer of the same notebook gave an outcome; by default nothing."""
        del desk, topic, outcome
        return None
