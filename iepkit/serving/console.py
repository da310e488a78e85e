"""The trainer's own page: how the room is, what happened, and what to do about it.

It has a port of its own, which this laptop alone can reach, and asks for a secret that
stands in the window where the server was started: other programs on the laptop, and
pages of other sites in its browser, can reach the port too.
"""

from __future__ import annotations

import hmac
import json
import secrets
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
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
from iepkit.serving.doors import HEADERS, policy
from iepkit.serving.gate import Gate
from iepkit.serving.journal import Event, Happening
from iepkit.serving.metrics import Metrics
from iepkit.serving.network import LOOPBACK
from iepkit.serving.room import Room, State
from iepkit.wording import Wording, render

# A name that leads to this laptop by a stranger's name server is none of these (DNS rebinding).
_OWN_NAMES = (LOOPBACK, "localhost")
_MOST_BYTES = 1000
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


@dataclass(frozen=True)
class Door:
    """Where the trainer comes in.

    Args:
        sockets: they listen already, on this laptop's own address.
        shows_metrics: whether Prometheus may ask too.
        token: the secret in the link.
    """

    sockets: list[socket.socket]
    shows_metrics: bool = False
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)

    @property
    def port(self) -> int:
        return int(self.sockets[0].getsockname()[1])

    @property
    def link(self) -> str:
        """The whole address, with the secret."""
        return f"http://{LOOPBACK}:{self.port}/?token={self.token}"

    @property
    def cookie(self) -> str:
        """The cookie's name: a browser has the same cookies for all ports of a laptop."""
        return f"console_{self.port}"

    def knows(self, token: str) -> bool:
        """Is this the secret?"""
        return hmac.compare_digest(token.encode(), self.token.encode())


class Console:
    """The server of the trainer's page.

    Args:
        door: where it listens.
        room: what it shows.
        gate: how many phones are let in.
        content: what the kit says.
        address: under which phones come in.
    """

    def __init__(self, door: Door, room: Room, gate: Gate, content: Content, address: str) -> None:
        self.door = door
        self.room = room
        self.gate = gate
        self.content = content
        self.address = address
        pages: list[Any] = [("/", _Page), ("/state", _State), ("/fill", _Fill)]
        if door.shows_metrics:
            self.metrics = Metrics(room)
            pages.append(("/metrics", _Metrics))
        own = {"console": self}
        self._app = tornado.web.Application(
            [(*page, own) for page in pages], default_handler_class=_NotHere, default_handler_args=own
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


class _Private(tornado.web.RequestHandler):
    """A handler that answers who has the secret, and nobody else."""

    def initialize(self, console: Console) -> None:
        self.console = console
        self.words = Wording(console.content)

    def set_default_headers(self) -> None:
        for name, value in HEADERS.items():
            self.set_header(name, value)
        self.set_header("Content-Security-Policy", policy(self.request.host))
        self.set_header("Cache-Control", "no-store")

    def prepare(self) -> None:
        own = f"http://{self.request.host}"
        is_own = self.request.host_name in _OWN_NAMES and self.request.headers.get("Origin", own) == own
        if not is_own or not any(map(self.console.door.knows, self._tokens())):
            self.set_status(HTTPStatus.FORBIDDEN)
            self.set_header("Content-Type", "text/plain; charset=utf-8")
            self.finish(self.words.plain("ui.console.use_the_link"))

    def _tokens(self) -> list[str]:
        """What may be the secret: of the link, of the cookie that the link has set, of a program."""
        given = self.request.headers.get("Authorization", "").removeprefix("Bearer ")
        return [self.get_query_argument("token", ""), self.get_cookie(self.console.door.cookie, "") or "", given]


class _Page(_Private):
    """The page itself; its script asks for all that changes."""

    def get(self) -> None:
        if self.get_query_argument("token", ""):
            # Out of the address bar, where others in the room could read it.
            self.set_cookie(self.console.door.cookie, self.console.door.token, httponly=True, samesite="Strict")
            self.redirect("/")
            return
        code = segno.make(self.console.address, error="m").svg_inline(border=2, omitsize=True)
        page = render(
            "console",
            self.console.content,
            address=self.console.address,
            code=Markup(code),  # noqa: S704 - segno's own
            places=self.console.room.places,
            script=Markup(one_script("console.js")),  # noqa: S704 - ours
        )
        self.set_header("Content-Security-Policy", policy(self.request.host, page))
        self.finish(page)


class _State(_Private):
    """The room as it is now, in words and numbers that the page shows as they are."""

    def get(self) -> None:
        self.finish(shown(self.console.room.state(), self.words))


class _Fill(_Private):
    """Keep places for so many phones, and fill them now, whatever went wrong before."""

    def post(self) -> None:
        try:
            attendees = json.loads(self.request.body)["attendees"]
        except (ValueError, TypeError, KeyError):
            attendees = None
        if type(attendees) is not int or attendees < 1:
            raise tornado.web.HTTPError(HTTPStatus.BAD_REQUEST)
        kept = self.console.room.places.expect(attendees)
        self.console.gate.expect(kept)
        name = "filling" if kept == attendees else "filling_most"
        self.finish({"text": self.words.plain(f"ui.console.{name}", count=kept)})


class _Metrics(_Private):
    def get(self) -> None:
        self.set_header("Content-Type", CONTENT_TYPE_LATEST)
        self.finish(self.console.metrics.text())


class _NotHere(_Private):
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
