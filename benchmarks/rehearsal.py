"""A two-hour workshop, played faster than it is: plain Voila, Solara and iepkit, one after the other.

    .venv/bin/python benchmarks/rehearsal.py [--phones 100] [--speed 10] [--kinds iepkit voila solara]
                                             [--solara PYTHON] [--json FILE]

The story, in minutes of the workshop: four of five phones come in the first two, the
others until the tenth, a few as late as the fortieth. Each asks about once a minute.
From 55 to 70 is a break: all phones sleep, and half of them lose their link without a
word. They come back within two minutes, ours on the page where they were; a page of
plain Voila or Solara whose link is lost is loaded anew. A tenth leave at 90; at 120 the
others leave, half of them without a word. Five minutes later it is over.

At ten times the speed a hundred phones ask a hundred times in six seconds: that is a
harder test than the day itself. What waits for silence is scaled alike: our room takes a
kernel back after 60 s (as on the day), plain Voila and Solara after an hour (Voila ends
none by itself; Solara keeps one for a day). Pings come as on the day, each 1.5 s.

*answer* is the time from a question sent to its answer heard. *alone* are questions that
no kernel answered, so that the page answers by itself; *lost* are questions with no
answer within 20 s, or pages that could not be had. Memory is PSS of all processes: before
the first phone (ours keeps a place ready for each), at most, and at the end.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import datetime as dt
import json
import math
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tornado.httpclient import AsyncHTTPClient

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import phones  # noqa: E402
from benchmarks.measured import Column, FailedError, Server, columns, machine, versions, versions_of_solara  # noqa: E402
from iepkit.serving.settings import allow_many_files  # noqa: E402
from tests.served import workshop  # noqa: E402

BREAK, BREAK_ENDS, SOME_LEAVE, ENDS, OVER = 55, 70, 90, 120, 125
_COME_BACK = 2
_PATIENCE = 20
_PING = 1.5
_CHOICES = ("yes", "no", "not_sure")
_SECONDS_OF_AN_HOUR = 3600


@dataclass
class Seen:
    """What all phones saw."""

    answers: list[float] = field(default_factory=list)
    alone: int = 0
    lost: list[str] = field(default_factory=list)
    loaded_anew: int = 0


class Phone:
    """One phone of the story.

    Args:
        kind: by what it is served.
        address: where.
        minute: how many seconds a minute of the workshop takes.
        seen: where it says what it sees.
        chance: its own choices, the same in every run.
    """

    def __init__(self, kind: str, address: str, minute: float, seen: Seen, chance: random.Random) -> None:
        self._kind = kind
        self._address = address
        self._minute = minute
        self._seen = seen
        self._chance = chance
        self._line: phones.Line | None = None
        self._read: Any = None
        self._last = "yes"
        self._name = f"{chance.getrandbits(128):032x}"

    async def lives(self, began: float) -> None:
        """The whole story; ``began`` is when it begins, by the loop's clock."""
        self._began = began
        chance = self._chance
        draw = chance.random()
        comes = chance.uniform(0, 2) if draw < 0.8 else chance.uniform(2, 10) if draw < 0.95 else chance.uniform(15, 40)
        leaves = SOME_LEAVE if chance.random() < 0.1 else ENDS
        is_cut, is_silent = chance.random() < 0.5, chance.random() < 0.5
        await self._until(comes)
        await self._opens()
        await self._asks_until(BREAK)
        await self._sleeps(is_cut=is_cut)
        await self._until(BREAK_ENDS + chance.uniform(0, _COME_BACK))
        await self._wakes(is_cut=is_cut)
        await self._asks_until(leaves)
        await self._leaves(is_silent=is_silent)

    async def _until(self, minute: float) -> None:
        loop = asyncio.get_running_loop()
        await asyncio.sleep(max(0, self._began + minute * self._minute - loop.time()))

    async def _opens(self) -> None:
        """Load the page, and open its line."""
        try:
            async with asyncio.timeout(_PATIENCE * 3):
                # A hundred at once: the one client is made for few.
                page = await AsyncHTTPClient().fetch(self._address, connect_timeout=0, request_timeout=0)
                read, change = phones.KINDS[self._kind]
                self._read = read(page)
                if self._kind == "iepkit":
                    await self._opens_our_line()
                else:
                    self._line = await change(self._address, self._read)
        except Exception as error:  # noqa: BLE001 - whatever ends a phone is a finding, not a fault of this program
            self._seen.lost.append(f"page: {type(error).__name__}: {error}")
            self._line = None

    async def _opens_our_line(self) -> None:
        self._line = await phones.Line.to(self._address, self._read, name="page", value=self._name)

    async def _asks_until(self, minute: float) -> None:
        """Ask about once a minute, and ping in between, as the page does."""
        loop = asyncio.get_running_loop()
        end = self._began + minute * self._minute
        asks_at = loop.time() + self._minute * self._chance.uniform(0.2, 1)
        while loop.time() < end:
            if loop.time() >= asks_at:
                await self._asks()
                asks_at += self._minute * self._chance.uniform(0.6, 1.4)
            elif self._line and self._kind == "iepkit":
                with contextlib.suppress(Exception):
                    await self._line.ping()
            await asyncio.sleep(max(0, min(_PING, asks_at - loop.time(), end - loop.time())))

    async def _asks(self) -> None:
        if self._line is None:
            await self._opens()
            self._seen.loaded_anew += 1
        if self._line is None:
            return
        # Solara says nothing to a choice that is no change.
        self._last = self._chance.choice([choice for choice in _CHOICES if choice != self._last])
        answers = {"state": "massachusetts", "progress": self._last}
        began = time.perf_counter()
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._ask(self._line, answers)
            self._seen.answers.append(time.perf_counter() - began)
        except phones.LostError as error:
            if "no kernel" in str(error):
                self._seen.alone += 1
            else:
                self._fails(error)
        except Exception as error:  # noqa: BLE001 - as above
            self._fails(error)

    def _fails(self, error: Exception) -> None:
        self._seen.lost.append(f"answer: {type(error).__name__}: {error}")
        if self._line:
            self._line.hang_up()
        self._line = None

    async def _ask(self, line: phones.Line, answers: dict[str, str]) -> None:
        match self._kind:
            case "iepkit":
                await phones.ask_iepkit(line, answers)
            case "voila":
                await phones.ask_voila(line, self._read[1], answers)
            case _:
                await phones.ask_solara(line, answers)

    async def _sleeps(self, *, is_cut: bool) -> None:
        if self._line is None:
            return
        if is_cut:
            self._line.cut()
            self._line = None
        elif self._kind == "iepkit":
            await self._line.say("away")

    async def _wakes(self, *, is_cut: bool) -> None:
        if not is_cut:
            return
        if self._kind != "iepkit":
            self._seen.loaded_anew += 1
            await self._opens()
            return
        try:
            await self._opens_our_line()
        except Exception as error:  # noqa: BLE001 - as above
            self._seen.lost.append(f"line: {type(error).__name__}: {error}")

    async def _leaves(self, *, is_silent: bool) -> None:
        if self._line is None:
            return
        if is_silent:
            self._line.cut()
            return
        if self._kind == "voila":
            beacon = f"{self._address}voila/api/shutdown/{self._read[0]}"
            with contextlib.suppress(Exception):
                await AsyncHTTPClient().fetch(beacon, method="POST", body=b"", request_timeout=0)
        self._line.hang_up()


async def play(kind: str, address: str, count: int, speed: float) -> None:
    """All phones; prints what they saw as JSON."""
    AsyncHTTPClient.configure(
        None, max_clients=count, max_buffer_size=2**26, max_body_size=2**26, defaults={"decompress_response": True}
    )
    seen = Seen()
    began = asyncio.get_running_loop().time() + 0.5
    minute = 60 / speed
    await asyncio.gather(
        *(Phone(kind, address, minute, seen, random.Random(n)).lives(began) for n in range(count))  # noqa: S311 - a story, no secret
    )
    print(json.dumps({**vars(seen), "cpu": time.process_time()}), flush=True)


def rehearse(column: Column, count: int, speed: float) -> dict[str, Any]:
    """One workshop at one fresh server."""
    with tempfile.TemporaryDirectory(prefix="b", ignore_cleanup_errors=True) as place:
        server = Server(column, count, Path(place))
        try:
            server.wait_until_open()
            if column.has_pool:
                server.wait_until_ready(count)
            server.settle()
            before = server.usage(memory=True)
            # A file, since more is said than a pipe holds.
            told = Path(place) / "told"
            with told.open("w") as output:
                played = subprocess.Popen(
                    [sys.executable, __file__, "--play", column.kind, server.address, str(count), str(speed)],
                    stdout=output,
                )
            try:
                most = _most_memory(server, played, before)
            finally:
                if played.poll() is None:
                    played.kill()
                played.wait()
            seen = json.loads(told.read_text())
            left_at = server.usage()
            time.sleep((OVER - ENDS) * 60 / speed)
            after = server.usage(memory=True)
        except FailedError as error:
            return {"failed": str(error)}
        finally:
            left = server.end()
    memory = {name: (u.server_memory + u.other_memory) / 1e6 for name, u in (("before", before), ("after", after))}
    return {
        **seen,
        "memory": {**memory, "most": most / 1e6},
        "server_memory": {"before": before.server_memory / 1e6, "after": after.server_memory / 1e6},
        "kernels": {"before": before.kernels, "after": after.kernels},
        "server_cpu": left_at.cpu - before.cpu,
        "left": left,
    }


def _most_memory(server: Server, played: subprocess.Popen[bytes], before: Any) -> int:
    """Look from time to time until all phones have left; the most that was taken."""
    most = before.server_memory + before.other_memory
    while played.poll() is None:
        server.check()
        now = server.usage(memory=True)
        most = max(most, now.server_memory + now.other_memory)
        # Looking takes the machine's time, too.
        with contextlib.suppress(subprocess.TimeoutExpired):
            played.wait(20)
    return most


def _quantile(times: list[float], share: float) -> str:
    found = sorted(times)
    return f"{1000 * found[max(0, math.ceil(share * len(found)) - 1)]:.0f}" if found else "-"


ROWS: dict[str, Callable[[dict[str, Any]], str]] = {
    "questions answered": lambda r: str(len(r["answers"])),
    "answer, median, ms": lambda r: _quantile(r["answers"], 0.5),
    "answer, 95 % under, ms": lambda r: _quantile(r["answers"], 0.95),
    "answer, slowest, ms": lambda r: _quantile(r["answers"], 1),
    "alone": lambda r: str(r["alone"]),
    "lost": lambda r: str(len(r["lost"])),
    "pages loaded anew": lambda r: str(r["loaded_anew"]),
    "memory before, MB": lambda r: f"{r['memory']['before']:.0f}",
    "memory at most, MB": lambda r: f"{r['memory']['most']:.0f}",
    "memory at the end, MB": lambda r: f"{r['memory']['after']:.0f}",
    "end / before": lambda r: f"{r['memory']['after'] / r['memory']['before']:.2f}",
    "the server alone, before and at the end, MB": lambda r: (
        f"{r['server_memory']['before']:.0f}, {r['server_memory']['after']:.0f}"
    ),
    "kernels before and at the end": lambda r: f"{r['kernels']['before']}, {r['kernels']['after']}",
    "CPU of all its processes, s": lambda r: f"{r['server_cpu']:.0f}",
    "CPU of the phones, s": lambda r: f"{r['cpu']:.0f}",
}


def table(results: dict[str, dict[str, Any]]) -> list[str]:
    """All figures, in Markdown."""
    done = {name: result for name, result in results.items() if "failed" not in result}
    lines = ["| | " + " | ".join(done) + " |", "| --- " * (len(done) + 1) + "|"]
    return lines + [f"| {row} | " + " | ".join(map(show, done.values())) + " |" for row, show in ROWS.items()]


def _columns(kinds: list[str], speed: float, solara: str | None) -> list[Column]:
    hour = _SECONDS_OF_AN_HOUR / speed
    found = {column.key: column for column in columns(solara)}
    plain = found["plain"].command(0)
    culling = [
        f"--MappingKernelManager.cull_idle_timeout={max(1, int(hour))}",
        "--MappingKernelManager.cull_interval=5",
    ]
    ours = Column("iepkit", "iepkit", "iepkit", lambda n: workshop(n, away=60 / speed), has_pool=True)
    of_kind = {
        "iepkit": ours,
        "voila": Column("voila", "plain Voila", "voila", lambda _: [*plain, *culling], is_bare=True),
    }
    if "solara" in found:
        environment = {**found["solara"].environment, "SOLARA_KERNEL_CULL_TIMEOUT": f"{hour:.0f}s"}
        of_kind["solara"] = Column(
            "solara", "Solara", "solara", found["solara"].command, is_one_process=True, environment=environment
        )
    return [of_kind[kind] for kind in kinds if kind in of_kind]


def main() -> None:
    """Rehearse with each, and print one table."""
    parser = argparse.ArgumentParser(description="A two-hour workshop, played faster than it is.")
    parser.add_argument("--phones", type=int, default=100)
    parser.add_argument("--speed", type=float, default=10, help="how many times as fast as on the day")
    parser.add_argument(
        "--kinds", nargs="+", choices=["iepkit", "voila", "solara"], default=["iepkit", "voila", "solara"]
    )
    parser.add_argument("--solara", metavar="PYTHON", help="a Python that has Solara; see arrivals.py")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure there too")
    options = parser.parse_args()
    allow_many_files()
    here, results = machine(), {}
    for column in _columns(options.kinds, options.speed, options.solara):
        print(f"{column.name}: about {OVER / options.speed:.0f} minutes ...", file=sys.stderr, flush=True)
        results[column.name] = rehearse(column, options.phones, options.speed)
    print("\n".join(table(results)))
    day = dt.datetime.now().astimezone().date().isoformat()
    print(
        f"\n{day}, {options.phones} phones, {options.speed:g} times as fast; {here['cores']} cores, {here['memory_gb']} GB,"
    )
    print(f"busy to {here['busy_percent_at_start']:.0f} % with other work before. Versions: {versions()}")
    if options.solara:
        print(f"Solara's: {versions_of_solara(options.solara)}")
    for name, result in results.items():
        if "failed" in result:
            print(f"{name}: failed, {result['failed']}.")
        for fault in sorted(set(result.get("lost", []))):
            print(f"{name}: {result['lost'].count(fault)} times {fault}")
    if options.json:
        told = {"day": day, "machine": here, "versions": versions(), "phones": options.phones, "speed": options.speed}
        options.json.write_text(json.dumps({**told, "results": results}), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--play"]:
        asyncio.run(play(sys.argv[2], sys.argv[3], int(sys.argv[4]), float(sys.argv[5])))
    else:
        main()
