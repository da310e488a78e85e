"""Ten attendees against the real server, in processes of its own, for this laptop alone."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from iepkit import progress
from iepkit.content import ENGLISH, Content
from iepkit.doctor.finding import Finding, Level
from iepkit.explorers import TOPICS
from iepkit.serving.network import LOOPBACK

ATTENDEES = 10
_SLOW = 3.0
_SECONDS_TO_START = 120
_SECONDS_TO_ANSWER = 30
_SECONDS_TO_END = 15
_READY = re.compile(r"Ready for \d+ of \d+ phones at once")
_LINE = re.compile(r'data-line="([^"]+)"')
_NAME = "Ten attendees"
_LOG = "log"


class RehearsalError(Exception):
    """The room can't go on; the message says why."""


@dataclass(frozen=True)
class Played:
    """How it went: seconds of the slowest answer, how many answers came, and how many of them no place could give."""

    slowest: float
    answers: int
    alone: int


def rehearse(content: Content, folder: Path, *, patience: float = _SECONDS_TO_START) -> Finding:
    """Start the server, let ten attendees ask each explorer once, and end it.

    Args:
        content: what the kit says.
        folder: where the server's log and its own files go; the caller removes it.
        patience: for how many seconds the server may start.
    """
    try:
        with _served(content.folder, folder, patience) as address:
            played = asyncio.run(_play(address, _questions(content)))
    except (RehearsalError, OSError) as error:
        return Finding(_NAME, Level.MEND, f"They could not be served: {error}")
    return judged(played)


def judged(played: Played) -> Finding:
    """What is to be said of it."""
    words = f"{ATTENDEES} attendees had {played.answers} answers from the real server, the slowest after {played.slowest:.2f} s"
    if played.alone:
        return Finding(
            _NAME, Level.LOOK,
            f"{words}, but {played.alone} had to come from the phone's own page; close other programs.",
        )  # fmt: skip
    if played.slowest > _SLOW:
        return Finding(_NAME, Level.LOOK, f"{words}, which is slow; close other programs.")
    return Finding(_NAME, Level.GOOD, f"{words}.")


def _questions(content: Content) -> list[dict[str, Any]]:
    """For each explorer what a parent may ask first: the answers of its first story."""
    stories: dict[str, Mapping[str, object]] = {}
    for case in content.cases.values():
        stories.setdefault(case.topic, case.given)
    return [
        {"ask": "decide", "name": topic, "language": ENGLISH, "turn": turn, "answers": stories.get(topic, {})}
        for turn, topic in enumerate(TOPICS, start=1)
    ]


@contextlib.contextmanager
def _served(kit: Path, folder: Path, patience: float) -> Iterator[str]:
    """The address of a server that runs until the end of the block."""
    with socket.create_server((LOOPBACK, 0)) as probe:
        port = probe.getsockname()[1]
    log = folder / _LOG
    with log.open("wb") as output:
        server = subprocess.Popen(
            [
                sys.executable, "-m", "iepkit", "serve", "--host", LOOPBACK,
                "--port", str(port), "--attendees", str(ATTENDEES),
            ],
            # All that it has to clear away lies in a folder that is removed in any case.
            env={**os.environ, "IEPKIT_HOME": str(kit.resolve()), "TMPDIR": str(folder), "PYTHONUTF8": "1"},
            stdout=output,
            stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        _wait(server, log, patience)
        yield f"http://{LOOPBACK}:{port}"
    finally:
        _end(server)


def _wait(server: subprocess.Popen[bytes], log: Path, patience: float) -> None:
    end = time.monotonic() + patience
    while not _READY.search(_printed(log)):
        if server.poll() is not None:
            last = (_printed(log).strip().splitlines() or ["it said nothing."])[-1]
            message = f"the server ended by itself, and its last words were: {last}"
            raise RehearsalError(message)
        if time.monotonic() > end:
            message = f"the server was not ready within {patience:.0f} s; close other programs, and run this again."
            raise RehearsalError(message)
        progress.show("starting the server for ten attendees", 0, 1, is_last=False)
        time.sleep(0.2)


def _printed(log: Path) -> str:
    return log.read_text(encoding="utf-8", errors="replace")


def _end(server: subprocess.Popen[bytes]) -> None:
    """End it as Ctrl-C does; what does not end is killed, with all that it has started."""
    # A second Ctrl-C must not leave the server behind.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with contextlib.suppress(psutil.Error):
            family = psutil.Process(server.pid).children(recursive=True)
            # Windows has no such signal for one process alone.
            if sys.platform != "win32":
                server.send_signal(signal.SIGINT)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    server.wait(_SECONDS_TO_END)
            for process in family:
                with contextlib.suppress(psutil.Error):
                    process.kill()
        server.kill()
        server.wait()
    finally:
        signal.signal(signal.SIGINT, before)


async def _play(address: str, questions: list[dict[str, Any]]) -> Played:
    done = 0

    def tell() -> None:
        nonlocal done
        done += 1
        progress.show("ten attendees ask", done, ATTENDEES * len(questions), is_last=False)

    try:
        played = await asyncio.gather(*(_attend(address, questions, tell) for _ in range(ATTENDEES)))
    except TimeoutError:
        message = f"an answer did not come within {_SECONDS_TO_ANSWER} s; close other programs, and run this again."
        raise RehearsalError(message) from None
    return Played(
        max(one.slowest for one in played), sum(one.answers for one in played), sum(one.alone for one in played)
    )


async def _attend(address: str, questions: list[dict[str, Any]], tell: Callable[[], None]) -> Played:
    """One attendee: the page, its line, and one question after the other."""
    async with asyncio.timeout(_SECONDS_TO_ANSWER):
        page = (await AsyncHTTPClient().fetch(address, request_timeout=_SECONDS_TO_ANSWER)).body.decode()
        if not (line := _LINE.search(page)):
            message = "the page came without its line to the server; set the kit up again."
            raise RehearsalError(message)
        request = HTTPRequest(
            f"{address.replace('http', 'ws', 1)}{line[1]}?page={uuid.uuid4().hex}", headers={"Origin": address}
        )
        socket_of_page = await websocket_connect(request)
    slowest, alone = 0.0, 0
    try:
        for question in questions:
            begun = time.monotonic()
            async with asyncio.timeout(_SECONDS_TO_ANSWER):
                answer = await _ask(socket_of_page, question)
            slowest = max(slowest, time.monotonic() - begun)
            alone += answer["ask"] == "alone"
            tell()
    finally:
        socket_of_page.close()
    return Played(slowest, len(questions), alone)


async def _ask(line: WebSocketClientConnection, question: dict[str, Any]) -> dict[str, Any]:
    await line.write_message(json.dumps(question))
    while (heard := await line.read_message()) is not None:
        answer: dict[str, Any] = json.loads(heard)
        if all(answer.get(key) == question[key] for key in ("name", "turn")):
            return answer
    message = "the server has closed a line; set the kit up again."
    raise RehearsalError(message)
