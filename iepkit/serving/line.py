"""The line of a page: what a phone may say to the room, and nothing else.

A page sends ``ping`` and hears ``pong``: so it finds out that the link is dead. It
sends ``away`` when it is put away. Its questions are JSON, ``{"ask": "decide", "name":
topic, "language": ..., "turn": number, "answers": {...}}``; the answer repeats the
question and adds ``outcome`` and ``problems``, or is ``{"ask": "alone", ...}``: no kernel
can say, and the page goes on with what the take-home page has.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from typing import Any

from tornado.iostream import StreamClosedError
from tornado.websocket import WebSocketClosedError, WebSocketHandler, WebSocketProtocol

from iepkit import explorers
from iepkit.content import Content
from iepkit.serving.gate import Gate
from iepkit.serving.handlers import Guarded
from iepkit.serving.journal import Event
from iepkit.serving.place import Place
from iepkit.serving.room import Room

LINE = "/line"
MOST_BYTES = 65_536
_PAGE = re.compile(r"[0-9a-f-]{16,64}")
# A list of rows, and in a row a question that takes several choices.
_DEEPEST = 3
_GOING_AWAY = 1001
_POLICY = 1008
_TOO_BIG = 1009


class PageLine(Guarded, WebSocketHandler):
    """One page's line.

    Args:
        content: what the kit says.
        room: who answers.
        gate: how much one address may ask.
    """

    def initialize(self, content: Content, room: Room, gate: Gate) -> None:
        self._content = content
        self._room = room
        self._gate = gate
        self.page = ""
        self.heard_at = time.monotonic()
        self.is_away = False
        self.is_alone = False
        self.place: Place | None = None
        self._open_questions: dict[str, dict[str, Any]] = {}
        self._worker: asyncio.Task[None] | None = None
        self._pong: Any = None
        self._is_counted = False
        self._is_refused = False

    def prepare(self) -> None:
        """Refuse a line that no page opens, or one too many."""
        super().prepare()
        if self._finished:
            return
        self.page = self.get_query_argument("page", "")
        if not _PAGE.fullmatch(self.page):
            self.set_status(400)
            self.finish()
        elif self.settings["health"].is_leaving:
            # A proxy then asks another server.
            self.set_status(503)
            self.finish()
        elif not self._gate.has_line_for(str(self.request.remote_ip)):
            self.refuse()

    def get_websocket_protocol(self) -> WebSocketProtocol | None:
        """Tornado ends the line of a message that is too big, and tells the other side alone."""
        protocol = super().get_websocket_protocol()
        if protocol:
            close = protocol.close

            def note_and_close(code: int | None = None, reason: str | None = None) -> None:
                if code == _TOO_BIG:
                    self._is_refused = True
                    self._room.journal.note(Event.MESSAGE_REFUSED)
                close(code, reason)

            protocol.close = note_and_close  # type: ignore[method-assign]
        return protocol

    def open(self) -> None:
        """The page is here."""
        self._is_counted = True
        self._gate.open_line(str(self.request.remote_ip))
        self._room.enter(self)

    async def on_message(self, message: str | bytes) -> None:
        """Hear a ping, a farewell or a question; anything else ends the line."""
        self.heard_at = time.monotonic()
        # Nothing more is read from this line meanwhile, so that what is sent without end piles up at its sender.
        await self._gate.wait_for_turn(self.page)
        self.is_away = message == "away"
        if self.is_away:
            return
        if message == "ping":
            # A phone that takes nothing in gets no second one.
            if self._pong is None or self._pong.done():
                self._pong = asyncio.ensure_future(self._send("pong"))
            return
        question = self._question_in(message)
        if question is None:
            self._room.journal.note(Event.MESSAGE_REFUSED)
            self.close(_POLICY)
            return
        # A later question about the same takes the place of one that still waits.
        self._open_questions[question["name"]] = question
        if self._worker is None or self._worker.done():
            self._worker = asyncio.ensure_future(self._work())

    def _question_in(self, message: str | bytes) -> dict[str, Any] | None:
        """The question, if it is one that this page can be asked."""
        try:
            heard = json.loads(message)
            # What can't be said in JSON again (half a sign, a number without end) would fail on its way to the kernel.
            json.dumps(heard, ensure_ascii=False, allow_nan=False).encode()
        except (ValueError, RecursionError):
            return None
        if not isinstance(heard, dict) or heard.get("ask") != "decide":
            return None
        name, language, answers = (heard.get(key) for key in ("name", "language", "answers"))
        turn = heard.get("turn")
        if not isinstance(name, str) or name not in explorers.TOPICS:
            return None
        if not isinstance(language, str) or language not in self._content.languages or not isinstance(turn, int):
            return None
        if not isinstance(answers, dict) or any(_is_deeper(answer, _DEEPEST) for answer in answers.values()):
            return None
        # Thousands of answers to no question would keep the kernel busy, and nobody would see what it says of them.
        asked = {q.id: answers[q.id] for q in self._content.interviews[name].questions if q.id in answers}
        return {"ask": "decide", "name": name, "language": language, "turn": turn, "answers": asked}

    async def _work(self) -> None:
        """Answer what waits, one after the other: one phone never has two kernels' work done."""
        while self._open_questions and self.ws_connection is not None:
            question = self._open_questions.pop(next(iter(self._open_questions)))
            answer = await self._room.answer(self, question)
            if answer is None:
                answer = {**{key: question[key] for key in ("name", "language", "turn")}, "ask": "alone"}
            await self._send(json.dumps(answer))

    async def _send(self, text: str) -> None:
        """Send it, and wait until the phone has taken it; cut the line of one that takes nothing."""
        try:
            await asyncio.wait_for(self.write_message(text), self._room.patience.sending)
        except TimeoutError:
            self._room.journal.note(Event.LINE_SLOW)
            self.cut()
        except (WebSocketClosedError, StreamClosedError):
            pass

    def cut(self) -> None:
        """End it without waiting for the other side."""
        # Closing takes the connection from the handler, and would wait for the other side to agree.
        stream = self.ws_connection and self.ws_connection.stream
        self.close(_GOING_AWAY)
        if stream:
            stream.close()

    def on_close(self) -> None:
        """The page is gone, or its link."""
        # A line that never came about is closed too.
        if self._is_counted:
            self._gate.close_line(str(self.request.remote_ip))
        self._room.leave(self, is_cut=self.close_code is None and not self._is_refused)


def _is_deeper(answer: Any, deepest: int) -> bool:
    if not isinstance(answer, dict | list):
        return False
    inner = answer.values() if isinstance(answer, dict) else answer
    return deepest == 0 or any(_is_deeper(one, deepest - 1) for one in inner)
