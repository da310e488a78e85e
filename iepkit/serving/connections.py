"""Connections before a handler hears of them: how many one address may have, and what is refused."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Awaitable

from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPConnection, HTTPHeaders, HTTPMessageDelegate, RequestStartLine, ResponseStartLine
from tornado.iostream import IOStream

from iepkit.serving.front import Network, phone_behind
from iepkit.serving.gate import Gate
from iepkit.serving.journal import Event, Journal

# What Tornado refuses before a handler hears of it, it tells its log alone.
_REFUSALS = ("Malformed HTTP message", "Unsatisfiable read", "Timeout reading body")


class RoomHTTPServer(HTTPServer):
    """Takes no more connections from one address than a whole room has."""

    def limit(self, gate: Gate, journal: Journal, proxies: tuple[Network, ...] = ()) -> None:
        """What it needs to know before it listens.

        Args:
            gate: how much one address may ask.
            journal: where it is noted that one has asked too much.
            proxies: whose word on a phone's address is believed. What a proxy itself may have open is counted as one
                address' connections, and holds a whole room.
        """
        self._gate = gate
        self._journal = journal
        self._proxies = proxies
        self._open: Counter[str] = Counter()

    def handle_stream(self, stream: IOStream, address: tuple[str, ...]) -> None:
        """Take a connection, or end it at once."""
        if self._open[address[0]] >= self._gate.most_connections:
            self._journal.note(Event.TOO_MANY)
            stream.close()
            return
        self._open[address[0]] += 1
        super().handle_stream(stream, address)

    def start_request(self, server_conn: object, request_conn: HTTPConnection) -> HTTPMessageDelegate:
        """A request begins on a connection."""
        whole = super().start_request(server_conn, request_conn)
        return _Forwarded(whole, request_conn, self._proxies) if self._proxies else whole

    def on_close(self, server_conn: object) -> None:
        """A connection has ended."""
        super().on_close(server_conn)
        address = server_conn.context.address[0]  # type: ignore[attr-defined]
        self._open[address] -= 1
        if not self._open[address]:
            del self._open[address]


class _Forwarded(HTTPMessageDelegate):
    """Says of a request that came through a named proxy whose it is.

    Tornado's own way to do so believes everybody, and one more header that a phone may write itself.
    """

    def __init__(self, whole: HTTPMessageDelegate, connection: HTTPConnection, proxies: tuple[Network, ...]) -> None:
        self._whole = whole
        self._context = connection.context  # type: ignore[attr-defined]
        self._proxies = proxies

    def headers_received(
        self, start_line: RequestStartLine | ResponseStartLine, headers: HTTPHeaders
    ) -> Awaitable[None] | None:
        peer = str(self._context.address[0])
        phone = phone_behind(peer, headers.get_list("X-Forwarded-For"), self._proxies)
        # Of each request anew: a proxy sends those of many phones over one connection.
        self._context.remote_ip = phone
        is_encrypted = phone != peer and headers.get("X-Forwarded-Proto", "") == "https"
        self._context.protocol = "https" if is_encrypted else "http"
        return self._whole.headers_received(start_line, headers)

    def data_received(self, chunk: bytes) -> Awaitable[None] | None:
        return self._whole.data_received(chunk)

    def finish(self) -> None:
        self._whole.finish()

    def on_connection_close(self) -> None:
        self._whole.on_connection_close()


class Refusals(logging.Handler):
    """Notes in the journal that a request was refused, and nothing of what it said.

    Args:
        journal: where.
    """

    def __init__(self, journal: Journal) -> None:
        super().__init__()
        self._journal = journal

    def emit(self, record: logging.LogRecord) -> None:
        """Note it, if it is a refusal."""
        if str(record.msg).startswith(_REFUSALS):
            self._journal.note(Event.REQUEST_REFUSED)
