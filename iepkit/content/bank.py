"""What the room is asked, and the check before and after: kinds alone, the words are in ``texts``."""

from __future__ import annotations

from dataclasses import dataclass

LENGTHS = ("short", "full")
FORMS = ("before", "after")
ITEM_KINDS = ("code", "role", "place", "confidence", "rating")
SCALE = (1, 2, 3, 4)
"""The four points of a rating and of confidence, the lowest first."""


@dataclass(frozen=True)
class BankChoice:
    """One choice of a question, with what is said of it.

    Its words are ``bank.<question>.<id>.text`` and ``.feedback``.
    """

    question: str
    id: str
    is_right: bool
    sources: tuple[str, ...]

    @property
    def text_id(self) -> str:
        return f"bank.{self.question}.{self.id}.text"

    @property
    def feedback_id(self) -> str:
        return f"bank.{self.question}.{self.id}.feedback"

    @property
    def text_ids(self) -> tuple[str, ...]:
        """What rests on its sources."""
        return (self.feedback_id,)


@dataclass(frozen=True)
class BankQuestion:
    """A question of the bank: for polls, for the check, for self-study.

    ``kind``: ``knowledge`` has one right choice, ``do`` ("what would you do?") has none.
    ``difficulty``: 1 easy, 2 middle, 3 hard. ``is_deadline``: a time limit is its point.
    """

    id: str
    topic: str
    kind: str
    difficulty: int
    choices: tuple[BankChoice, ...]
    is_deadline: bool = False

    @property
    def text_id(self) -> str:
        return f"bank.{self.id}.ask"

    @property
    def right(self) -> str | None:
        """The id of the right choice, where there is one."""
        return next((choice.id for choice in self.choices if choice.is_right), None)

    @property
    def text_ids(self) -> tuple[str, ...]:
        """All that is said, in the order in which it is read."""
        choices = (text_id for choice in self.choices for text_id in (choice.text_id, choice.feedback_id))
        return (self.text_id, *choices)


@dataclass(frozen=True)
class CheckPair:
    """Two questions on one idea: one is asked before the workshop, the other after it."""

    before: str
    after: str
    is_short: bool


@dataclass(frozen=True)
class CheckItem:
    """What the check asks besides; its words are ``check.<id>.text`` and ``check.<id>.help``.

    ``kind``: a sign of the ``code``, a ``role``, a ``place``, a statement on ``confidence``, or a ``rating``.
    """

    id: str
    kind: str

    @property
    def text_id(self) -> str:
        return f"check.{self.id}.text"

    @property
    def help_id(self) -> str:
        return f"check.{self.id}.help"


@dataclass(frozen=True)
class Check:
    """The check before and after a workshop, in two lengths."""

    pairs: tuple[CheckPair, ...]
    items: tuple[CheckItem, ...]

    def questions(self, form: str, length: str) -> list[str]:
        """The ids of the questions of one form, in the order in which they are asked.

        Args:
            form: one of :data:`FORMS`.
            length: one of :data:`LENGTHS`.
        """
        pairs = [pair for pair in self.pairs if pair.is_short or length == "full"]
        return [pair.before if form == "before" else pair.after for pair in pairs]

    def of(self, kind: str) -> list[CheckItem]:
        """The items of this kind, in order."""
        return [item for item in self.items if item.kind == kind]
