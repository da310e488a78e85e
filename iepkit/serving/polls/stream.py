"""What stands there now, told to phones and to the wall as it changes: server-sent events.

Each event is the whole state, and only the newest is sent: a phone that slept hears what
holds now. While more people vote, the form itself is not sent again.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from tornado.iostream import StreamClosedError

from iepkit.content import Content
from iepkit.serving.journal import Event
from iepkit.serving.polls import cookie, shown
from iepkit.serving.polls.handler import PollHandler
from iepkit.serving.polls.stage import Stage
from iepkit.serving.polls.view import View
from iepkit.serving.room import Patience
from iepkit.store.model import Kind
from iepkit.wording import Wording

EVENTS = "/polls/events"
WALL = "/polls/wall"
SECONDS_BETWEEN_WORDS = 10
"""So often a comment is sent, so that a page finds out when the link is dead."""
_COMMENT = b": here\n\n"
_LINE = "stream"


class Screens:
    """What is shown, made once for all who see the same.

    Args:
        stage: what the room is asked.
        content: what the kit says.
    """

    def __init__(self, stage: Stage, content: Content) -> None:
        self._stage = stage
        self._content = content
        self._html: dict[tuple[str, str], str] = {}
        self._version = -1

    def state(self, audience: str, language: str) -> dict[str, Any]:
        """The state as JSON says it.

        Args:
            audience: ``phone`` or ``wall``.
            language: of the words.
        """
        view, words = self._stage.current, Wording(self._content, language)
        if self._version != self._stage.round_version:
            self._html.clear()
            self._version = self._stage.round_version
        key = audience, language
        if key not in self._html:
            self._html[key] = shown.wall(view, words) if audience == "wall" else shown.phone(view, words)
        asked, state = view.round, _state(view)
        return {
            "round": asked.id if asked else None,
            "state": state,
            "kind": asked.kind if asked else None,
            "html": self._html[key],
            "news": _news(view, words),
            "count": _count(view, words),
            "mine": None,
            "seconds": view.seconds,
        }


def _state(view: View) -> str:
    if view.round is None:
        return "idle"
    return "open" if view.round.closed_at is None else "closed"


def _news(view: View, words: Wording) -> str:
    """What a screen reader says of the round, and the bar at the foot of a page; nothing where nothing is asked."""
    if view.round is None:
        return ""
    name = _state(view)
    if view.round.kind is Kind.OUTCOME:
        name = "outcome"
    elif view.round.kind is Kind.CHECK and name == "closed":
        # The room sees no result of a check.
        name = f"closed_{view.round.asked['form']}"
    return words.plain(f"ui.poll.news.{name}")


def _count(view: View, words: Wording) -> str:
    """How many have voted, in a sentence."""
    if view.round is None or view.round.kind is Kind.OUTCOME:
        return ""
    name = "answered" if view.round.kind is Kind.CHECK else "voted"
    form = "one" if view.voters == 1 else "many"
    return words.plain(f"ui.poll.{name}.{form}", count=view.voters)


class Wall(PollHandler):
    """What the projector shows.

    Args:
        stage: what the room is asked.
        content: what the kit says.
        screens: what is shown.
        patience: how long a phone may take to take something in.
    """

    audience = "wall"

    # Tornado gives each handler what stands beside its address.
    def initialize(  # type: ignore[override]
        self, stage: Stage, content: Content, screens: Screens, patience: Patience
    ) -> None:
        super().initialize(stage, content)
        self._screens = screens
        self._patience = patience
        self._gone: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._told: dict[str, Any] = {}

    async def get(self) -> None:
        """Tell what stands there, and whatever changes, until one of the two sides ends it."""
        gate, address = self.settings["gate"], str(self.request.remote_ip)
        if not gate.has_line_for(address, _LINE):
            self.refuse()
            return
        self.set_header("Content-Type", "text/event-stream; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        gate.open_line(address, _LINE)
        try:
            await self._tell_all()
        finally:
            gate.close_line(address, _LINE)

    async def _tell_all(self) -> None:
        version = -1
        while not self._gone.done():
            if version == self.stage.version:
                sent = _COMMENT
            else:
                version = self.stage.version
                sent = _as_event(await self.new_state())
            if not await self._sends(sent) or self.is_over():
                return
            await self._waits(version)

    async def new_state(self) -> dict[str, Any]:
        """What has changed: all of it, but no form that is there already."""
        state = self._screens.state(self.audience, self.words.language)
        is_same = all(state[key] == self._told.get(key) for key in ("round", "state", "html"))
        self._told = state
        if is_same and state["state"] == "open":
            return {key: value for key, value in state.items() if key != "html"}
        return state

    def is_over(self) -> bool:
        """Has the other side to begin anew?"""
        return False

    async def _sends(self, words: bytes) -> bool:
        """Send it, and wait until it is taken; cut the line of a phone that takes nothing."""
        self.write(words)
        try:
            await asyncio.wait_for(self.flush(), self._patience.sending)
        except TimeoutError:
            self.settings["journal"].note(Event.LINE_SLOW)
            self.request.connection.stream.close()  # type: ignore[union-attr]
            return False
        except StreamClosedError:
            return False
        return True

    async def _waits(self, version: int) -> None:
        """Wait for something new, for the end, or until a word is due."""
        changed = asyncio.ensure_future(self.stage.changed(version))
        either: set[asyncio.Future[Any]] = {changed, self._gone}
        await asyncio.wait(either, timeout=SECONDS_BETWEEN_WORDS, return_when=asyncio.FIRST_COMPLETED)
        changed.cancel()

    def on_connection_close(self) -> None:
        """The phone has gone."""
        if not self._gone.done():
            self._gone.set_result(None)


class Events(Wall):
    """What a phone shows; the phone gets a name with it, that is known to this workshop alone."""

    audience = "phone"

    def prepare(self) -> None:
        """Give the phone a name, once there is a workshop."""
        super().prepare()
        workshop = self.stage.workshop
        self._workshop = workshop.id if workshop else None
        self._phone = self.phone()
        if not self._finished and workshop and self._phone is None:
            given = cookie.new(workshop.secret)
            self._phone = cookie.phone_of(given, workshop.secret)
            name = cookie.name_of(workshop.id)
            is_encrypted = self.request.protocol == "https"
            self.set_cookie(name, given, path=cookie.PATH, httponly=True, samesite="Strict", secure=is_encrypted)

    async def new_state(self) -> dict[str, Any]:
        """Also what this phone has answered: with the first word of a stream."""
        asked = self.stage.current.round
        mine = await self.stage.said_by(self._phone) if self._phone and not self._told else None
        state = await super().new_state()
        # It may be another question by now.
        return {**state, "mine": dict(mine)} if mine and asked and state["round"] == asked.id else state

    def is_over(self) -> bool:
        """Has another workshop begun, which has given this phone no name yet? Its page opens another stream at once."""
        workshop = self.stage.workshop
        return workshop is not None and workshop.id != self._workshop


def _as_event(state: Mapping[str, Any]) -> bytes:
    return f"data: {json.dumps(state, ensure_ascii=False)}\n\n".encode()
