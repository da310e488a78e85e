"""Whether this server lives, and whether phones may be sent to it; and how it sees its phones off.

A proxy or a cluster asks at a port of its own, which is there only where it was asked for. What stands there is
no secret: counts, and yes or no.
"""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

import tornado.web
from prometheus_client import CONTENT_TYPE_LATEST
from tornado.httpserver import HTTPServer

from iepkit.serving import settings
from iepkit.serving.doors import HEADERS
from iepkit.serving.metrics import Metrics
from iepkit.serving.room import Room

LIVE = "/live"
READY = "/ready"
METRICS = "/metrics"
# A proxy looks once a second or two, and a cluster tells its proxies within a few.
_SHARE_UNTIL_SEEN = 1 / 3
_SHARE_TO_CUT = 1 / 3
_SECONDS_BETWEEN_LOOKS = 0.1


class Health:
    """Whether phones may be sent to this server.

    A server that is ready stays so until it leaves. One whose places are all taken answers on: a page that gets no
    place answers by itself. If full servers were not ready, none would be left when all are full.
    """

    def __init__(self) -> None:
        self.is_filled = False
        """have all places been ready once?"""
        self.is_leaving = False
        """are phones sent to other servers, since this one is about to end?"""

    @property
    def is_ready(self) -> bool:
        """May phones be sent here?"""
        return self.is_filled and not self.is_leaving


async def see_off(
    room: Room,
    health: Health,
    seconds: float,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Send the phones to other servers; when this returns, the server may end.

    First nothing happens, but that the server is not ready any more and takes no new line: who sends phones here has
    to see that. Then lines are cut one after the other, so that the other servers do not get all phones in one
    second. Each page opens its line again by itself within a second, and meanwhile answers by itself.

    Args:
        room: the lines.
        health: what is said at the port for probes.
        seconds: how long it may take, all in all.
        sleep: waits.
        clock: seconds that never go back.
    """
    end = clock() + seconds
    health.is_leaving = True
    await sleep(seconds * _SHARE_UNTIL_SEEN)
    lines = room.lines
    for line in lines:
        line.cut()
        await sleep(seconds * _SHARE_TO_CUT / len(lines))
    while room.lines and clock() < end:
        await sleep(_SECONDS_BETWEEN_LOOKS)


class Probes:
    """The server of the port for probes.

    Args:
        sockets: they listen already.
        health: whether phones may be sent here.
        metrics: what Prometheus may ask for, if it may.
    """

    def __init__(self, sockets: list[socket.socket], health: Health, metrics: Metrics | None) -> None:
        self._sockets = sockets
        pages: list[Any] = [(LIVE, _Live), (READY, _Ready, {"health": health})]
        if metrics:
            pages.append((METRICS, _Metrics, {"metrics": metrics}))
        self._app = tornado.web.Application(pages, default_handler_class=_NotHere)

    def open(self) -> None:
        """Answer, on this thread's event loop."""
        HTTPServer(
            self._app,
            idle_connection_timeout=settings.SECONDS_IDLE,
            max_body_size=0,
            max_header_size=settings.BYTES_OF_HEADERS,
        ).add_sockets(self._sockets)


class _Probe(tornado.web.RequestHandler):
    def set_default_headers(self) -> None:
        for name, value in HEADERS.items():
            self.set_header(name, value)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.set_header("Cache-Control", "no-store")


class _Live(_Probe):
    """That this is answered at all says it: the loop that answers phones goes round."""

    def get(self) -> None:
        self.finish("live\n")


class _Ready(_Probe):
    def initialize(self, health: Health) -> None:
        self._health = health

    def get(self) -> None:
        if not self._health.is_ready:
            self.set_status(HTTPStatus.SERVICE_UNAVAILABLE)
        self.finish("ready\n" if self._health.is_ready else "not ready\n")


class _Metrics(_Probe):
    def initialize(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def get(self) -> None:
        self.set_header("Content-Type", CONTENT_TYPE_LATEST)
        self.finish(self._metrics.text())


class _NotHere(_Probe):
    def prepare(self) -> None:
        self.set_status(HTTPStatus.NOT_FOUND)
        self.finish()
