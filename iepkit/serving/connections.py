"""Connections before a handler hears of them: how many one address may have, and what is refused."""

from __future__ import annotations

import logging
from collections import Counter

from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream

from iepkit.serving.gate import Gate
from iepkit.serving.journal import Event, Journal

# What Tornado refuses before a handler hears of it, it tells its log alone.
_REFUSALS = ("Malformed HTTP message", "Unsatisfiable read", "Timeout reading body")


class RoomHTTPServer(HTTPServer):
    """Takes no more connections from one address than a whole room has."""

    def limit(self, gate: Gate, journal: Journal) -> None:
        """What it needs to know before it listens."""
        self._gate = gate
        self._journal = journal
        self._open: Counter[str] = Counter()

    def handle_stream(self, stream: IOStream, address: tuple[str, ...]) -> None:
        """Take a connection, or end it at once."""
        if self._open[address[0]] >= self._gate.most_connections:
            self._journal.note(Event.TOO_MANY)
            stream.close()
            return
        self._open[address[0]] += 1
        super().handle_stream(stream, address)

    def on_close(self, server_conn: object) -> None:
        """A connection has ended."""
        super().on_close(server_conn)
        address = server_conn.context.address[0]  # type: ignore[attr-defined]
        self._open[address] -= 1
        if not self._open[address]:
            del self._open[address]


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
