"""What the server makes of a parent's words and gives back at once: a letter as PDF, the days of a school's calendar.

Nothing that is sent is kept, written or logged, and no error quotes it.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from iepkit.content import ENGLISH, Content
from iepkit.documents.days_in_text import Order, UnreadableError
from iepkit.documents.district_calendar import FILE_KINDS, MOST_BYTES, read_file
from iepkit.documents.on_request import NotMadeError, letter_as_pdf
from iepkit.serving.taking import Taking
from iepkit.wording import Wording

LETTER = "/letter.pdf"
CALENDAR = "/calendar"
MOST_BYTES_OF_LETTER = 300_000
MOST_BYTES_OF_ALL = max(MOST_BYTES, MOST_BYTES_OF_LETTER)
"""No request has a larger body."""
_PDF = "application/pdf"
_JSON = "application/json; charset=utf-8"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Made:
    """An answer: what is sent back."""

    body: bytes
    kind: str = _JSON
    status: HTTPStatus = HTTPStatus.OK


def letter_made(content: Content, language: str, body: bytes) -> Made:
    """A letter as PDF, or the sentence that says why there is none.

    Args:
        content: what the kit says.
        language: of the sentence, where the letter does not say it.
        body: JSON, ``{"letter": id, "language": "es", "copies": "both", "answers": {blank: text}}``.
    """
    try:
        asked = json.loads(body)
    except (ValueError, RecursionError):
        # No letter at all gets the same sentence.
        asked = None
    try:
        return Made(letter_as_pdf(content, asked, language), _PDF)
    except NotMadeError as error:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if error.is_about_signs else HTTPStatus.BAD_REQUEST
        return _not_made(status, error.sentence)


def calendar_read(content: Content, language: str, raw: bytes, kind: str, order: str) -> Made:
    """A school's calendar as JSON, or the sentence that says why it can't be read.

    Args:
        content: what the kit says.
        language: of the sentences.
        raw: the file.
        kind: one of :data:`FILE_KINDS`.
        order: an :class:`Order`, or "" where it was not asked.

    Returns:
        ``entries``, each with ``first``, ``last``, ``words`` and ``kind``;
        ``faults``, each with ``line``, ``shown`` and ``text``; ``asks_for_order``.
    """
    wording = Wording(content, language)
    if kind not in FILE_KINDS or order not in ("", *Order):
        return _not_made(HTTPStatus.BAD_REQUEST, wording.plain("ui.impossible.choice"))
    try:
        reading = read_file(raw, kind, content.calendar_words, Order(order) if order else None)
    except UnreadableError as error:
        return _not_made(HTTPStatus.BAD_REQUEST, wording.plain(f"ui.days.{error.problem}"))
    entries = [
        {"first": str(entry.first), "last": str(entry.last), "words": entry.words, "kind": entry.kind}
        for entry in reading.entries
    ]
    faults = [
        {"line": fault.line, "shown": fault.shown, "text": wording.plain(f"ui.days.{fault.problem}")}
        for fault in reading.faults
    ]
    return _as_json({"entries": entries, "faults": faults, "asks_for_order": reading.asks_for_order})


def _not_made(status: HTTPStatus, sentence: str) -> Made:
    return _as_json({"text": sentence}, status)


def _as_json(said: dict[str, Any], status: HTTPStatus = HTTPStatus.OK) -> Made:
    return Made(json.dumps(said).encode(), status=status)


def _made_or_kind_of_error(make: Callable[..., Made], *arguments: object) -> Made | str:
    """What is made, or the name of the error: its words and its traceback end here, in the thread."""
    try:
        return make(*arguments)
    except BaseException as error:  # noqa: BLE001 - a library that is not written in Python panics beside Exception
        return type(error).__name__


class _Maker(Taking):
    """Takes a body into memory, has something made of it in a thread, and sends that.

    No check against forged requests (XSRF) is needed, and so no cookie: nothing
    is stored or changed, nobody is logged in, and a foreign page that sends
    something here can't read the answer.

    Args:
        content: what the kit says.
        thread: makes one at a time, so that a hundred phones take no more memory than one.
    """

    too_big: str
    failed: str

    def initialize(self, content: Content, thread: Executor) -> None:
        self.content = content
        self.thread = thread

    def refuse_size(self) -> None:
        """Say in a sentence that it is too big."""
        self._send(_not_made(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, self._words(self.too_big)))

    def language(self) -> str:
        """The one that the address names, if there is such a language."""
        wanted = self.get_query_argument("lang", ENGLISH)
        return wanted if wanted in self.content.languages else ENGLISH

    async def made(self, make: Callable[..., Made], *arguments: object) -> None:
        """Have it made in the thread, and send it.

        What goes wrong in an unforeseen way may quote what was typed, so its kind alone is logged.
        """
        loop = asyncio.get_running_loop()
        made = await loop.run_in_executor(self.thread, _made_or_kind_of_error, make, self.content, *arguments)
        if isinstance(made, str):
            _log.error("%s: %s", self.request.path, made)
            made = _not_made(HTTPStatus.INTERNAL_SERVER_ERROR, self._words(self.failed))
        self._send(made)

    def _send(self, made: Made) -> None:
        self.set_status(made.status)
        self.set_header("Content-Type", made.kind)
        self.set_header("Cache-Control", "no-store")
        if made.kind == _PDF:
            self.set_header("Content-Disposition", 'attachment; filename="letter.pdf"')
        self.finish(made.body)

    def _words(self, text_id: str) -> str:
        return Wording(self.content, self.language()).plain(text_id)


class LetterAsPdf(_Maker):
    """A letter that was filled in, as a tagged PDF."""

    cost = 5
    most_bytes = MOST_BYTES_OF_LETTER
    too_big = "ui.letter.too_big"
    failed = "ui.letter.failed"

    async def post(self) -> None:
        await self.made(letter_made, self.language(), bytes(self._sent))


class CalendarRead(_Maker):
    """The days that stand in a school's calendar file."""

    # A hostile one may take the thread for seconds.
    cost = 40
    most_bytes = MOST_BYTES
    too_big = "ui.days.too_big"
    failed = "ui.days.broken"

    async def post(self) -> None:
        kind, order = (self.get_query_argument(name, "") for name in ("kind", "order"))
        await self.made(calendar_read, self.language(), bytes(self._sent), kind, order)
