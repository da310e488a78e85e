"""The trainer's page on which the room is asked: what stands there, and what its buttons do."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, TypeVar

from markupsafe import Markup
from tornado.locks import Lock

from iepkit.commands import typed
from iepkit.content import Content
from iepkit.content.bank import FORMS, LENGTHS
from iepkit.learning import polls, steps
from iepkit.scripts import one_script
from iepkit.serving.doors import policy
from iepkit.serving.polls import told
from iepkit.serving.polls.stage import AskError, Stage
from iepkit.serving.private import Door, Private
from iepkit.store.model import Kind
from iepkit.store.store import StoreError
from iepkit.wording import Wording, render

TIMES = (30, 60, 120, 300)
"""How long a poll may be open, in seconds, as the page offers it."""
T = TypeVar("T")


@dataclass
class Asking:
    """The page, and what it asks for.

    Args:
        door: who is let in.
        content: what the kit says.
        stage: what the room is asked.
        here: says how many phones are in the room.
    """

    door: Door
    content: Content
    stage: Stage
    here: Callable[[], int]
    # What one click changes is done before the next one is looked at.
    turn: Lock = field(default_factory=Lock)

    def pages(self) -> list[Any]:
        """The handlers, for an application of Tornado."""
        own = {"owner": self}
        return [
            ("/ask", _Page, own),
            ("/ask/state", _State, own),
            ("/ask/open", _Open, own),
            ("/ask/close", _Close, own),
            ("/ask/away", _Away, own),
            ("/ask/hands", _Hands, own),
            ("/ask/heads", _Heads, own),
        ]


class _Page(Private[Asking]):
    """The page itself; its script asks for all that changes."""

    def get(self) -> None:
        workshop = self.owner.stage.workshop
        page = render(
            "ask",
            self.owner.content,
            self.words.language,
            questions=list(self.owner.content.bank.values()),
            choices=lambda question: told.choices(Kind.QUESTION, {"question": question.id}, self.words),
            lengths={length: len(self.owner.content.check.questions("before", length)) for length in LENGTHS},
            forms=FORMS,
            cases=[
                {"id": case.id, "topic": case.topic, "asked": told.first_step(case, self.owner.content)}
                for case in steps.steered(self.owner.content)
            ],
            attended=workshop.attended if workshop else {},
            times=TIMES,
            limits=polls,
            script=Markup(one_script("ask.js")),  # noqa: S704 - ours
        )
        self.set_header("Content-Security-Policy", policy(self.request.host, page))
        self.finish(page)


class _State(Private[Asking]):
    """What is asked now and was before, as the page shows it."""

    def get(self) -> None:
        state = told.state(self.owner.stage.current, self.owner.stage.history, self.owner.here(), self.words)
        self.finish({**state, **kept(self.owner.stage, self.words)})


def kept(stage: Stage, words: Wording) -> dict[str, str]:
    """Where votes are kept, which workshop it is, what is wrong, and the command for the report."""
    workshop, problem = stage.workshop, stage.problem
    place = f'"{stage.place}"' if " " in stage.place else stage.place
    day = words.day(workshop.started_at.astimezone().date()) if workshop else ""
    return {
        "place": stage.place,
        "workshop": " ".join(filter(None, [day, workshop.label])) if workshop else words.plain("ui.ask.not_begun"),
        "problem": words.plain(f"ui.store.{problem.problem}", place=problem.place) if problem else "",
        "command": typed("report", f"--answers {place}" if stage.is_named else ""),
    }


class _UnreadableError(Exception):
    """A body that no page of ours sends."""


def _given(body: dict[str, Any], name: str, kind: type[T]) -> T:
    """What a body holds under a name, which has to be exactly of this kind.

    Raises:
        _UnreadableError: it is not.
    """
    value = body.get(name)
    if type(value) is not kind:
        raise _UnreadableError
    return value


class _Deed(Private[Asking]):
    """Something that a button does: one after another, and each fault as a sentence."""

    async def post(self) -> None:
        try:
            body = json.loads(self.request.body)
        except (ValueError, RecursionError):
            body = None
        if not isinstance(body, dict):
            self.say("unreadable", HTTPStatus.BAD_REQUEST)
            return
        async with self.owner.turn:
            try:
                await self.do(body)
            except _UnreadableError:
                self.say("unreadable", HTTPStatus.BAD_REQUEST)
            except AskError as error:
                self.say(error.problem, HTTPStatus.BAD_REQUEST)
            except StoreError as error:
                self.set_status(HTTPStatus.SERVICE_UNAVAILABLE)
                self.finish({"text": self.words.plain(f"ui.store.{error.problem}", place=error.place)})

    async def do(self, body: dict[str, Any]) -> None:
        """What the button does.

        Args:
            body: what the page has sent.

        Raises:
            AskError: it can't be done.
            StoreError: it can't be kept.
            _UnreadableError: the page has sent what no page of ours sends.
        """
        raise NotImplementedError

    def say(self, name: str, status: HTTPStatus = HTTPStatus.OK, **more: object) -> None:
        """Answer with the sentence ``ui.ask.<name>``."""
        self.set_status(status)
        self.finish({"text": self.words.plain(f"ui.ask.{name}"), **more})

    def is_current(self, round_id: str) -> bool:
        """Is this what stands on phones now? If not, the page is told to look again."""
        current = self.owner.stage.current.round
        if current is not None and current.id == round_id:
            return True
        self.say("gone_on", HTTPStatus.CONFLICT)
        return False


class _Open(_Deed):
    """Ask the room something; what is still open is closed only if the page names it in ``closes``."""

    async def do(self, body: dict[str, Any]) -> None:
        name, asked = _given(body, "kind", str), _given(body, "asked", dict)
        if name not in set(Kind):
            raise _UnreadableError
        kind = Kind(name)
        seconds = _given(body, "seconds", int) if body.get("seconds") is not None else None
        follows = _given(body, "follows", str) if body.get("follows") is not None else None
        current = self.owner.stage.current
        if current.round and current.round.closed_at is None and body.get("closes") != current.round.id:
            heading = told.heading(current.round, self.words)
            text = self.words.plain("ui.ask.closes_it", question=heading, voted=told.voted(current, self.words))
            self.set_status(HTTPStatus.CONFLICT)
            self.finish({"text": text, "closes": current.round.id})
            return
        if kind is Kind.TYPED:
            await self._open_typed(asked, seconds, follows)
            return
        await self.owner.stage.open(kind, asked, seconds=seconds, follows=follows, is_closed=kind is Kind.OUTCOME)
        self.finish({"text": ""})

    async def _open_typed(self, asked: dict[str, Any], seconds: int | None, follows: str | None) -> None:
        """Ask in the trainer's own words; what is wrong with them is said at its field."""
        try:
            await self.owner.stage.open(Kind.TYPED, told.written(asked), seconds=seconds, follows=follows)
        except AskError as error:
            if error.problem == "unreadable":
                raise
            field = told.field_of(error.problem, asked["ask"], asked["choices"])
            self.say(error.problem, HTTPStatus.BAD_REQUEST, field=field)
        else:
            self.finish({"text": ""})


class _Close(_Deed):
    async def do(self, body: dict[str, Any]) -> None:
        if self.is_current(_given(body, "round", str)):
            await self.owner.stage.close()
            self.finish({"text": ""})


class _Away(_Deed):
    async def do(self, body: dict[str, Any]) -> None:
        if self.is_current(_given(body, "round", str)):
            await self.owner.stage.put_away()
            self.finish({"text": ""})


class _Hands(_Deed):
    """Votes of people without a phone; they take the place of what was counted before."""

    async def do(self, body: dict[str, Any]) -> None:
        if not self.is_current(_given(body, "round", str)):
            return
        await self.owner.stage.count_hands(_counted(_given(body, "hands", dict)))
        self.say("hands_counted")


class _Heads(_Deed):
    """Who is in the room, by the strokes on the sign-in sheet."""

    async def do(self, body: dict[str, Any]) -> None:
        await self.owner.stage.count_heads(_counted(_given(body, "attended", dict)))
        self.say("heads_counted")


def _counted(given: dict[str, Any]) -> dict[str, Any]:
    """The numbers without those that say nobody; the stage checks them."""
    return {name: count for name, count in given.items() if count != 0}
