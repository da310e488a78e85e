"""A room votes while its explorers are in use: how long until each vote is confirmed.

    .venv/bin/python benchmarks/polls.py [--phones 100] [--within 2] [--polls 5] [--answers FILE_OR_URL] [--json FILE]

Definitions. Each phone has the page open, its line, on which it asks an explorer about
every three seconds, and its stream of what is asked. Then the trainer asks one question
after another; in each, all phones vote within so many seconds, evenly. *confirmed* is
the time from the moment at which a phone's vote is due until it is told that its vote
counts, which is once it is on the disk. *asked* and *closed* are the times from the
trainer's click until the last phone has heard it. *answer* is an explorer's answer
meanwhile. The phones are one process on the same machine, whose CPU is named.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import datetime as dt
import json
import logging
import random
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPClientError
from tornado.simple_httpclient import SimpleAsyncHTTPClient

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import phones  # noqa: E402
from benchmarks.measured import machine, versions  # noqa: E402
from iepkit.serving.settings import allow_many_files  # noqa: E402
from iepkit.store.chosen import is_address  # noqa: E402
from tests.kit import Kit  # noqa: E402
from tests.served import LOOPBACK  # noqa: E402
from tests.serving.polls.asking import AskedRoom  # noqa: E402

ALLOWED = 0.5
"""Seconds that a vote may take."""
_PATIENCE = 20
_SECONDS_BETWEEN_QUESTIONS = 3


@dataclass
class Seen:
    """What all phones saw, in seconds."""

    confirmed: list[float] = field(default_factory=list)
    asked: list[float] = field(default_factory=list)
    closed: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


class Phone:
    """One phone.

    Args:
        address: of the server.
        seen: where it says what it sees.
        chance: its own choices, the same in every run.
    """

    def __init__(self, address: str, seen: Seen, chance: random.Random) -> None:
        self._address = address
        self._seen = seen
        self._chance = chance
        self._cookie = ""
        self._has_name = asyncio.Event()
        self._heard = b""
        self._states: dict[tuple[str | None, str], asyncio.Event] = {}
        self._tasks: list[asyncio.Task[None]] = []

    async def comes(self) -> None:
        """Open the page, its line and its stream."""
        page = await AsyncHTTPClient().fetch(self._address, connect_timeout=0, request_timeout=0)
        line = await phones.change_in_iepkit(self._address, phones.read_iepkit(page))
        self._tasks = [asyncio.ensure_future(self._uses(line)), asyncio.ensure_future(self._listens())]

    async def _uses(self, line: phones.Line) -> None:
        while True:
            await asyncio.sleep(_SECONDS_BETWEEN_QUESTIONS * self._chance.uniform(0.6, 1.4))
            began = time.perf_counter()
            try:
                await phones.ask_iepkit(
                    line, {"state": "massachusetts", "progress": self._chance.choice(["yes", "no", "not_sure"])}
                )
            except phones.LostError as error:
                self._seen.faults.append(f"explorer: {error}")
                return
            self._seen.answers.append(time.perf_counter() - began)

    async def _listens(self) -> None:
        """Hear what is asked; as the page does, open another stream where one ends."""
        while True:
            with contextlib.suppress(HTTPClientError, OSError):
                await AsyncHTTPClient().fetch(
                    f"{self._address}/polls/events?lang=en",
                    headers={"Cookie": self._cookie} if self._cookie else None,
                    streaming_callback=self._hears, header_callback=self._has_header,
                    connect_timeout=0, request_timeout=0,
                )  # fmt: skip

    def _has_header(self, line: str) -> None:
        name, _, value = line.partition(":")
        if name.lower() == "set-cookie":
            self._cookie = value.strip().partition(";")[0]
            self._has_name.set()

    def _hears(self, chunk: bytes) -> None:
        *events, self._heard = (self._heard + chunk).split(b"\n\n")
        for event in events:
            if event.startswith(b"data: "):
                state = json.loads(event.removeprefix(b"data: "))
                self._when(state["round"], state["state"]).set()

    def _when(self, asked: str | None, state: str) -> asyncio.Event:
        return self._states.setdefault((asked, state), asyncio.Event())

    async def hears(self, asked: str, state: str) -> None:
        """Wait until it shows this."""
        await self._when(asked, state).wait()

    async def has_a_name(self) -> None:
        """Wait until its stream has brought its cookie."""
        await self._has_name.wait()

    async def votes(self, asked: str, due: float) -> None:
        """Vote at this moment of the loop's clock, and wait until it counts."""
        loop = asyncio.get_running_loop()
        await asyncio.sleep(due - loop.time())
        body = json.dumps({"round": asked, "answers": {"choice": self._chance.choice("12")}})
        try:
            await AsyncHTTPClient().fetch(
                f"{self._address}/polls/votes", method="POST", body=body, headers={"Cookie": self._cookie},
                connect_timeout=_PATIENCE, request_timeout=_PATIENCE,
            )  # fmt: skip
        except (HTTPClientError, OSError) as error:
            self._seen.faults.append(f"vote: {error}")
            return
        self._seen.confirmed.append(loop.time() - due)

    async def leaves(self) -> None:
        """End all that it has open."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def play(room: AskedRoom, count: int, within: float, polls: int) -> tuple[Seen, int]:
    """A room of phones; what they saw, and how many votes were counted in all."""
    # A hundred streams stay open in it.
    AsyncHTTPClient.configure(SimpleAsyncHTTPClient, max_clients=10 * count)
    seen, counted = Seen(), 0
    address = f"http://{LOOPBACK}:{room.port}"
    there = [Phone(address, seen, random.Random(number)) for number in range(count)]  # noqa: S311 - a story, no secret
    await asyncio.gather(*(phone.comes() for phone in there))
    for number in range(polls):
        began = time.perf_counter()
        asked = await asyncio.to_thread(room.opens)
        async with asyncio.timeout(_PATIENCE):
            await asyncio.gather(*(phone.hears(asked, "open") for phone in there))
            seen.asked.append(time.perf_counter() - began)
            await asyncio.gather(*(phone.has_a_name() for phone in there))
        start = asyncio.get_running_loop().time() + 1
        await asyncio.gather(*(phone.votes(asked, start + within * place / count) for place, phone in enumerate(there)))
        began = time.perf_counter()
        await asyncio.to_thread(room.does, "close")
        async with asyncio.timeout(_PATIENCE):
            await asyncio.gather(*(phone.hears(asked, "closed") for phone in there))
        seen.closed.append(time.perf_counter() - began)
        counted += (await asyncio.to_thread(room.state))["now"]["voters"]
        print(f"poll {number + 1} of {polls} ...", file=sys.stderr, flush=True)
    await asyncio.gather(*(phone.leaves() for phone in there))
    return seen, counted


def lines(seen: Seen, counted: int, votes: int) -> list[str]:
    """All figures, in Markdown."""
    in_time = sum(took < ALLOWED for took in seen.confirmed)
    return [
        "| | |",
        "| --- | --- |",
        f"| votes counted | {counted} of {votes} ({counted / votes:.4f}) |",
        f"| confirmed under {1000 * ALLOWED:.0f} ms | {in_time} of {votes} ({in_time / votes:.4f}) |",
        f"| confirmed, median, ms | {_ms(statistics.median(seen.confirmed))} |",
        f"| confirmed, worst, ms | {_ms(max(seen.confirmed))} |",
        f"| asked, on the last phone, worst, ms | {_ms(max(seen.asked))} |",
        f"| closed, on the last phone, worst, ms | {_ms(max(seen.closed))} |",
        f"| explorers' answers meanwhile | {len(seen.answers)} |",
        f"| answer, median, ms | {_ms(statistics.median(seen.answers))} |",
        f"| answer, worst, ms | {_ms(max(seen.answers))} |",
        f"| faults | {len(seen.faults)} |",
    ]


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.0f}"


def main() -> None:
    """Measure, and print one table."""
    parser = argparse.ArgumentParser(description="A room votes while its explorers are in use.")
    parser.add_argument("--phones", type=int, default=100)
    parser.add_argument("--within", type=float, default=2, metavar="S", help="seconds in which all vote")
    parser.add_argument("--polls", type=int, default=5, metavar="N")
    parser.add_argument("--answers", metavar="FILE_OR_URL", help="where votes are kept (default: the usual file)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure there too")
    options = parser.parse_args()
    allow_many_files()
    # Tornado tells of each stream that a phone leaves.
    for name in ("asyncio", "tornado.application", "tornado.general"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    here = machine()
    kept = ["--answers", options.answers] if options.answers else []
    with tempfile.TemporaryDirectory(prefix="b") as place:
        kit = Kit(Path(place) / "kit")
        room = AskedRoom(kit.folder, Path(place) / "log", *kept, attendees=options.phones)
        try:
            room.wait_until_printed(f"Ready for {options.phones} of {options.phones} phones at once.")
            seen, counted = asyncio.run(play(room, options.phones, options.within, options.polls))
        finally:
            room.end()
    print("\n".join(lines(seen, counted, options.phones * options.polls)))
    day = dt.datetime.now().astimezone().date().isoformat()
    print(f"\n{day}, {options.phones} phones vote within {options.within:g} s, {options.polls} times;")
    print(f"{here['cores']} cores, {here['memory_gb']} GB, busy to {here['busy_percent_at_start']:.0f} % before.")
    print(f"CPU of the phones: {time.process_time():.0f} s. Versions: {versions()}")
    for fault in sorted(set(seen.faults)):
        print(f"{seen.faults.count(fault)} times {fault}")
    if options.json:
        told: dict[str, Any] = {"day": day, "machine": here, "versions": versions(), "phones": options.phones}
        told |= {"votes": options.phones * options.polls, "counted": counted, "seen": vars(seen)}
        # Its address may hold a password.
        told["kept_in"] = "database" if is_address(options.answers or "") else "file"
        options.json.write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main()
