"""A handler that takes a body of a known size into memory, and refuses a bigger one before any of it is read."""

from __future__ import annotations

import tornado.web

from iepkit.serving.handlers import Guarded
from iepkit.serving.journal import Event

_MOST_FIGURES = 20


@tornado.web.stream_request_body
class Taking(Guarded):
    """Takes a body into memory."""

    most_bytes: int

    def prepare(self) -> None:
        """Refuse a body that is too big, or does not say how big it is."""
        super().prepare()
        self._sent = bytearray()
        if self._finished:
            return
        length = self.request.headers.get("Content-Length", "")
        if self.request.method == "POST" and not self._takes(length):
            self.settings["journal"].note(Event.REQUEST_REFUSED)
            # Tornado then ends the line, and a phone that still sends may not hear why: a page looks at the size first.
            self.refuse_size()

    def _takes(self, length: str) -> bool:
        """Is it a size that is taken? Python reads no number of thousands of figures."""
        return len(length) <= _MOST_FIGURES and length.isdecimal() and int(length) <= self.most_bytes

    def data_received(self, chunk: bytes) -> None:
        self._sent += chunk

    def refuse_size(self) -> None:
        """Say that it is too big."""
        raise NotImplementedError

    def log_exception(self, *_: object) -> None:
        """Log nothing: a traceback may quote what was typed."""
