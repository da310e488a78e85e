"""The trainer's own page: how the room is, what happened, and what to do about it.

It has a port of its own, which this laptop alone can reach, and asks for a secret that
stands in the window where the server was started: other programs on the laptop, and
pages of other sites in its browser, can reach the port too.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import segno
import tornado.web
from markupsafe import Markup
from prometheus_client import CONTENT_TYPE_LATEST
from tornado.httpserver import HTTPServer

from iepkit.content import Content
from iepkit.scripts import one_script
from iepkit.serving import settings
from iepkit.serving.doors import policy
from iepkit.serving.gate import Gate
from iepkit.serving.journal import Event, Happening
from iepkit.serving.metrics import Metrics
from iepkit.serving.polls import ask
from iepkit.serving.polls.stage import Stage
from iepkit.serving.private import Door, Private
from iepkit.serving.room import Room, State
from iepkit.wording import Wording, render

# As much as a question in the trainer's own words needs.
_MOST_BYTES = 8000
_MOST_HAPPENINGS = 50
# What goes on is noted anew within less.
_SECONDS_TO_LOOK = 120
# Phones leave, and laptops are busy for a moment: fewer than so many within a minute need nobody.
_MANY = {
    Event.KERNEL_LOST: 3,
    Event.KERNEL_SILENT: 3,
    Event.LINE_LOST: 5,
    Event.LINE_SLOW: 5,
    Event.MESSAGE_REFUSED: 20,
    Event.REQUEST_REFUSED: 20,
    Event.TOO_MANY: 20,
}


class Console:
    """The server of the trainer's page.

    Args:
        door: where it listens.
        room: what it shows.
        gate: how many phones are let in.
        content: what the kit says.
        address: under which phones come in.
        stage: what the room is asked.
    """

    def __init__(self, door: Door, room: Room, gate: Gate, content: Content, address: str, stage: Stage) -> None:  # noqa: PLR0917 - each is another part of the server
        self.door = door
        self.room = room
        self.gate = gate
        self.content = content
        self.address = address
        pages: list[Any] = [("/", _Page), ("/state", _State), ("/fill", _Fill)]
        self.metrics = Metrics(room)
        if door.shows_metrics:
            pages.append(("/metrics", _Metrics))
        own = {"owner": self}
        asking = ask.Asking(door, content, stage, lambda: room.state().here).pages()
        self._app = tornado.web.Application(
            [*((*page, own) for page in pages), *asking], default_handler_class=_NotHere, default_handler_args=own
        )

    def open(self) -> None:
        """Answer the trainer, on this thread's event loop."""
        HTTPServer(
            self._app,
            idle_connection_timeout=settings.SECONDS_IDLE,
            body_timeout=settings.SECONDS_FOR_A_BODY,
            max_body_size=_MOST_BYTES,
            max_header_size=settings.BYTES_OF_HEADERS,
        ).add_sockets(self.door.sockets)


class _Page(Private[Console]):
    """The page itself; its script asks for all that changes."""

    def get(self) -> None:
        if self.get_query_argument("token", ""):
            # Out of the address bar, where others in the room could read it.
            self.set_cookie(self.owner.door.cookie, self.owner.door.token, httponly=True, samesite="Strict")
            self.redirect("/")
            return
        code = segno.make(self.words.link(self.owner.address), error="m").svg_inline(border=2, omitsize=True)
        page = render(
            "console",
            self.owner.content,
            self.words.language,
            address=self.owner.address,
            code=Markup(code),  # noqa: S704 - segno's own
            places=self.owner.room.places,
            script=Markup(one_script("console.js")),  # noqa: S704 - ours
        )
        self.set_header("Content-Security-Policy", policy(self.request.host, page))
        self.finish(page)


class _State(Private[Console]):
    """The room as it is now, in words and numbers that the page shows as they are."""

    def get(self) -> None:
        self.finish(shown(self.owner.room.state(), self.words))


class _Fill(Private[Console]):
    """Keep places for so many phones, and fill them now, whatever went wrong before."""

    def post(self) -> None:
        try:
            attendees = json.loads(self.request.body)["attendees"]
        except (ValueError, TypeError, KeyError):
            attendees = None
        if type(attendees) is not int or attendees < 1:
            raise tornado.web.HTTPError(HTTPStatus.BAD_REQUEST)
        kept = self.owner.room.places.expect(attendees)
        self.owner.gate.expect(kept)
        name = "filling" if kept == attendees else "filling_most"
        self.finish({"text": self.words.plain(f"ui.console.{name}", count=kept)})


class _Metrics(Private[Console]):
    def get(self) -> None:
        self.set_header("Content-Type", CONTENT_TYPE_LATEST)
        self.finish(self.owner.metrics.text())


class _NotHere(Private[Console]):
    def get(self) -> None:
        raise tornado.web.HTTPError(HTTPStatus.NOT_FOUND)

    post = get


def shown(state: State, words: Wording, clock: Callable[[], float] = time.monotonic) -> dict[str, Any]:
    """What the page shows of a room, each number written as it is read.

    Args:
        state: the room.
        words: in which language.
        clock: the journal's clock.

    Returns:
        For JSON: ``values`` by name, ``bar`` as numbers, the ``verdict`` and whether all
        ``is_well``, and what ``happened``, the latest first.
    """
    happened = [_told(happening, words, clock()) for happening in state.happenings[:_MOST_HAPPENINGS]]
    is_well = not any(one["is_urgent"] for one in happened)
    taken = state.memory_taken
    return {
        "verdict": words.plain("ui.console.well" if is_well else "ui.console.look"),
        "is_well": is_well,
        "bar": {
            "used": state.kernels_in_use,
            "ready": state.kernels_ready,
            "making": state.kernels_in_the_making,
        },
        "values": {
            "here": str(state.here),
            "asleep": str(state.asleep),
            "alone": str(state.without_kernel),
            "used": str(state.kernels_in_use),
            "ready": str(state.kernels_ready),
            "making": str(state.kernels_in_the_making),
            "median": _seconds(state.answer_median, words),
            "slowest": _seconds(state.answer_slowest_of_20, words),
            "failed": str(state.answers_failed),
            "free": _bytes(state.memory_free, words),
            "server": _bytes(taken.server if taken else None, words),
            "kernels": _bytes(taken.kernels if taken else None, words),
        },
        "happened": happened,
    }


def _told(happening: Happening, words: Wording, now: float) -> dict[str, Any]:
    event, count = happening.event, happening.count
    is_many = count >= _MANY.get(event, 1)
    advice = f"ui.console.do.{event}"
    has_advice = is_many and words.has(advice)
    return {
        # Once it is many, that is news again.
        "key": f"{event} {happening.at.isoformat()} {is_many}",
        "time": words.clock_time(happening.at),
        "text": words.plain(f"ui.console.{event}"),
        "count": words.plain("ui.console.count", count=count) if count > 1 else "",
        "advice": words.plain(advice) if has_advice else "",
        "is_urgent": has_advice and now - happening.since <= _SECONDS_TO_LOOK,
    }


def _seconds(seconds: float | None, words: Wording) -> str:
    return (
        words.plain("ui.console.none_yet") if seconds is None else words.plain("ui.console.s", number=f"{seconds:.2f}")
    )


def _bytes(number: int | None, words: Wording) -> str:
    if number is None:
        return words.plain("ui.console.none_yet")
    return words.plain("ui.console.gb", number=f"{number / 1e9:.1f}")
