"""What is answered in one's own words, then compared with the sourced answer and rated by oneself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from iepkit.content import Content
from iepkit.content.workshop import FloorQuestion, Myth
from iepkit.learning.study.desk import Desk
from iepkit.learning.study.events import Event, Kind
from iepkit.learning.study.view import Reply, Values, View
from iepkit.wording import Wording, render

RATINGS = ("1", "2", "3")
"""Not yet, nearly, I could say this."""


@dataclass(frozen=True)
class Recall:
    """One thing to answer, with the ids of its texts.

    ``item``: such as ``floor.can_they_expel``. ``asked``: what somebody in the
    room says. ``say``: words to say, or "" where there are none of their own.
    """

    item: str
    asked: str
    answer: str
    say: str
    sources: tuple[str, ...]

    @property
    def place(self) -> str:
        """The name of its piece of the page."""
        return self.item.replace(".", "-")

    @property
    def text_ids(self) -> tuple[str, ...]:
        """The words that a lawyer reviews."""
        return tuple(filter(None, (self.asked, self.answer, self.say)))


def found(item: str, content: Content) -> Recall | None:
    """What stands under this name, such as ``myth.good_grades``; None if it is gone."""
    kind, _, name = item.partition(".")
    kept: Mapping[str, Mapping[str, FloorQuestion | Myth]] = {"floor": content.floor, "myth": content.myths}
    one = kept.get(kind, {}).get(name)
    if one is None:
        return None
    asked, answer, *say = one.text_ids
    return Recall(item, asked, answer, say[0] if say else "", one.sources)


class RecallView(View):
    """Several such things.

    Args:
        name: the widget's.
        items: such as ``floor.can_they_expel``.
    """

    def __init__(self, name: str, items: Sequence[str]) -> None:
        self.name = name
        self.items = items

    def still(self, wording: Wording) -> str:
        """What is asked, without its answer."""
        there = [one for item in self.items if (one := found(item, wording.content))]
        return render("study_recalls", wording.content, wording.language, asked=there, pieces=())

    def live(self, desk: Desk) -> str:
        """Each, open or as it was rated last."""
        pieces = [piece(item, desk, self.name) for item in self.items if found(item, desk.content)]
        return render("study_recalls", desk.content, desk.language, asked=(), pieces=pieces)

    def act(self, desk: Desk, do: str, values: Values) -> Reply | None:
        """See :func:`act`."""
        return act(desk, do, values, self.name) if values.get("item") in self.items else None


def piece(item: str, desk: Desk, name: str, state: str = "", fault: str = "") -> str:
    """One of them as HTML; "" if it is gone.

    Args:
        item: such as ``myth.good_grades``.
        desk: where the learner sits.
        name: the widget's.
        state: ``open``, ``compared`` or ``rated``; by default ``rated`` once it was, else ``open``.
        fault: the sentence under ``ui.study.floor.fault.`` to show, or "".
    """
    one = found(item, desk.content)
    if one is None:
        return ""
    rated = _last(item, desk.events())
    card = desk.cards().get(item)
    return render(
        "study_recall",
        desk.content,
        desk.language,
        name=name,
        one=one,
        state=state or ("rated" if rated else "open"),
        ratings=RATINGS,
        rating=rated and rated.body["rating"],
        on=rated and rated.at.astimezone().date(),
        back=card and card.due.astimezone().date(),
        fault=fault,
    )


def act(desk: Desk, do: str, values: Mapping[str, Any], name: str) -> Reply | None:
    """``compare``: show the answer; ``rate``: keep how close one's own was; ``again``: ask once more.

    Args:
        desk: where the learner sits.
        do: one of these.
        values: ``item``, and for ``rate`` the ``rating``.
        name: the widget's.

    Returns:
        None where there is no such item, or it can't be asked that.
    """
    one = found(str(values.get("item")), desk.content)
    if one is None:
        return None

    def now(state: str, fault: str = "") -> Reply:
        return Reply({one.place: piece(one.item, desk, name, state, fault)}, focus=one.place)

    match do:
        case "compare":
            return now("compared")
        case "again":
            return now("open")
        case "rate" if values.get("rating") in RATINGS:
            desk.add(Kind.RATED, item=one.item, rating=int(str(values["rating"])))
            return now("rated")
        case "rate":
            return now("compared", "choose")
    return None


def _last(item: str, events: list[Event]) -> Event | None:
    """The last time that it was rated."""
    rated = [event for event in events if event.kind == Kind.RATED and event.body["item"] == item]
    return rated[-1] if rated else None
