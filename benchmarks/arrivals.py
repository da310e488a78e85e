"""A room opens the link at once: plain Voila, Solara and iepkit, side by side in one run.

    .venv/bin/python benchmarks/arrivals.py [N ...] [--runs 3] [--servers 1] [--solara PYTHON] [--json FILE]

Solara is not in the lock. A throw-away environment is enough, made beside
the repository; without it Solara's column is left out. (solara-assets 1.58 holds
the files of ipyvuetify 1, and lacks those that Solara 1.64 asks for with 3.)

    python3 -m venv ../solara-env
    ../solara-env/bin/python -m pip install solara solara-assets "ipyvuetify<3" .
    .venv/bin/python benchmarks/arrivals.py --solara ../solara-env/bin/python

Definitions. N phones arrive evenly within a second. *page* is the last byte of
the HTML; *usable* is the first change sent and answered over the websocket, both
counted from the moment at which the phone is due. *lost* is a phone whose page or
first change failed, or took longer than 180 s; times are of what came.
Each server is started anew for each run, and has had one visitor, who is not
counted: the trainer. A full pool has a place ready for each phone and had one for
the trainer; an empty one was asked for the trainer alone, and keeps a place or two.

*kernel CPU* is what the server's child processes used from before the first arrival
until all is quiet again, by kernel that was started meanwhile. A parent that kernels
are forked from counts with what it uses for them, not with its own start. Where the
pool was full, the kernels were started before: it is what each has used itself since.
*server CPU* is the server's own process, up to the last phone's answer. *memory an
attendee* is the memory (PSS) of all child processes, that parent too, by kernel,
when all is quiet again and the phones are still connected. *memory in all* is that
of every process, the server and the places kept ready included. Solara has one
process for all: what it used and grew by, for each phone.
With --servers several servers alike share the phones on this one machine, each next
phone with the next of them; there is no proxy between. All figures are of them together.
*load client* is the CPU that the phones' own process used, on the same machine.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import json
import os
import queue
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn, Self

import psutil

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.measured import (  # noqa: E402
    PATIENCE,
    Column,
    FailedError,
    Servers,
    columns,
    machine,
    versions,
    versions_of_solara,
)
from iepkit.serving.settings import allow_many_files  # noqa: E402

_GRACE = 30
_MUCH_OTHER_WORK = 10
_ASSET = re.compile(r'(?:src|href)="/(_solara/cdn/[^"]+)"')


class Phones:
    """The load client: a process of its own, connected until this ends."""

    def __init__(self, server: Servers, kind: str, count: int, within: float) -> None:
        self._server = server
        self._process = subprocess.Popen(
            [
                sys.executable, str(Path(__file__).with_name("phones.py")),
                kind, ",".join(server.addresses), str(count), str(within), str(PATIENCE),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            # Ctrl-C is for this program, which then lets the phones go.
            start_new_session=True,
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def seen(self, within: float) -> dict[str, Any]:
        """What the phones saw, when the last has come or was lost."""
        lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        out = self._process.stdout
        assert out is not None  # noqa: S101 - tells the type checker what Popen was asked for
        threading.Thread(target=lambda: lines.put(out.readline()), daemon=True).start()
        end = time.monotonic() + within + PATIENCE + _GRACE
        while time.monotonic() < end:
            with contextlib.suppress(queue.Empty):
                line = lines.get(timeout=0.5)
                if line:
                    return dict(json.loads(line))
                break
            self._server.check()
        message = "the load client failed"
        raise FailedError(message)

    def __exit__(self, *_: object) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(timeout=_GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()


def _busy() -> float:
    """The seconds that all cores have worked, for whomever."""
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - getattr(times, "iowait", 0))


def measure(column: Column, count: int, within: float, servers: int = 1) -> dict[str, Any]:
    """One room of phones at fresh servers."""
    # Sockets are made in there, and the length of their paths has a limit.
    with tempfile.TemporaryDirectory(prefix="b", ignore_cleanup_errors=True) as place:
        server = Servers(column, count, servers, Path(place))
        result: dict[str, Any]
        try:
            result = _measured(server, column, count, within)
        except FailedError as error:
            result = {"failed": str(error)}
        finally:
            left = server.end()
        return result | {"left": left}


def _check_assets(address: str) -> None:
    """Make sure that Solara's page finds its files in packages, as in a room with no internet."""
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as page:  # noqa: S310 - our own server
            assets = _ASSET.findall(page.read().decode())
        for asset in assets:
            with urllib.request.urlopen(f"{address}{asset}", timeout=PATIENCE):  # noqa: S310 - our own server
                pass
    except OSError as error:
        message = f"its page can't have all its files: {error}"
        raise FailedError(message) from error


def _measured(server: Servers, column: Column, count: int, within: float) -> dict[str, Any]:
    server.wait_until_open()
    if column.kind == "solara":
        _check_assets(server.addresses[0])
    places = server.wait_until_ready(count) if column.has_pool else 0
    with Phones(server, column.kind, len(server.addresses), 0) as first:
        lost = next((phone["lost"] for phone in first.seen(0)["phones"] if phone["lost"]), None)
    if lost:
        message = f"the first visitor was lost: {lost}"
        raise FailedError(message)
    settled = server.settle()
    before = server.usage(memory=True)
    start, all_before = time.monotonic(), _busy() - time.process_time()
    with Phones(server, column.kind, count, within) as phones:
        seen = phones.seen(within)
        after = server.usage()
        all_after, end = _busy() - time.process_time(), time.monotonic()
        settled = server.settle() and settled
        rest = server.usage(memory=True)
    others = all_after - all_before - (after.cpu - before.cpu) - seen["cpu_with_start"]
    server_cpu = (after.server_cpu - before.server_cpu) / count
    kernel_cpu: float | None = None
    if column.is_one_process:
        kernel_cpu, memory = server_cpu, (rest.server_memory - before.server_memory) / count
    else:
        started = rest.kernels - before.kernels
        used = rest.cpu - rest.server_cpu - before.cpu + before.server_cpu
        if column.is_full:
            kernel_cpu = rest.kernel_cpu / max(1, rest.kernels)
        elif started > 0:
            kernel_cpu = used / started
        memory = rest.other_memory / max(1, rest.kernels)
    pages = [phone["page"] for phone in seen["phones"] if phone["page"] is not None]
    usable = [phone["usable"] for phone in seen["phones"] if phone["usable"] is not None]
    return {
        "figures": {
            "slowest page, s": max(pages, default=None),
            "middle page, s": statistics.median(pages) if pages else None,
            "slowest usable, s": max(usable, default=None),
            "middle usable, s": statistics.median(usable) if usable else None,
            "kernel CPU an attendee, s": kernel_cpu,
            "server CPU an attendee, s": None if column.is_one_process else server_cpu,
            "memory an attendee, MB": memory / 1e6,
            "memory in all, GB": (rest.server_memory + rest.other_memory) / 1e9,
            "load client, CPU s": seen["cpu"],
        },
        "lost": sum(phone["lost"] is not None for phone in seen["phones"]),
        "lost_pages": count - len(pages),
        "places": places,
        "settled": settled,
        "other_work_percent": max(0, round(100 * others / (end - start) / (os.cpu_count() or 1))),
        "usage": {"before": asdict(before), "after": asdict(after), "rest": asdict(rest)},
        "phones": seen["phones"],
    }


FIGURES = (
    "slowest page, s",
    "middle page, s",
    "slowest usable, s",
    "middle usable, s",
    "lost",
    "kernel CPU an attendee, s",
    "server CPU an attendee, s",
    "memory an attendee, MB",
    "memory in all, GB",
    "load client, CPU s",
)


def _number(value: float) -> str:
    digits = next(digits for least, digits in ((100, 0), (10, 1), (1, 2), (0, 3)) if abs(value) >= least)
    return f"{value:.{digits}f}"


def _values(runs: Sequence[dict[str, Any]], figure: str) -> list[float]:
    found = [run["figures"][figure] for run in runs if "figures" in run]
    return [value for value in found if value is not None]


def _cell(runs: Sequence[dict[str, Any]], plain: Sequence[dict[str, Any]] | None, figure: str, count: int) -> str:
    """Median, spread, and the ratio to plain Voila, as text."""
    if not runs:
        return "not run"
    done = [run for run in runs if "figures" in run]
    if not done:
        return "failed"
    if figure == "lost":
        return f"{sum(run['lost'] for run in done)} of {count * len(done)}"
    values = _values(done, figure)
    if not values:
        return "-"
    middle = statistics.median(values)
    text = _number(middle)
    if len(values) > 1:
        text += f" ({_number(min(values))}-{_number(max(values))})"
    compared = _values(plain, figure) if plain else []
    if not compared or not statistics.median(compared):
        return text
    ratio = middle / statistics.median(compared)
    return f"{text} x{ratio:.4f}" if ratio < 0.01 else f"{text} x{_number(ratio)}"


def table(shown: Sequence[Column], counts: Sequence[int], results: Sequence[dict[str, Any]]) -> list[str]:
    """All figures as one table, in Markdown."""

    def of(column: Column, count: int) -> list[dict[str, Any]]:
        return [run for run in results if run["column"] == column.key and run["count"] == count]

    rows = [["phones", "", *(column.name for column in shown)]]
    for count in counts:
        plain = next((of(column, count) for column in shown if column.key == "plain"), None)
        for figure in FIGURES:
            cells = [
                _cell(of(column, count), None if column.key == "plain" else plain, figure, count) for column in shown
            ]
            rows.append([str(count), figure, *cells])
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    rows.insert(1, ["-" * width for width in widths])
    return [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]


def notes(shown: Sequence[Column], results: Sequence[dict[str, Any]]) -> Iterator[str]:
    """What the table's figures do not tell, a line each."""
    names = {column.key: column.name for column in shown}
    for run in results:
        where = f"{names[run['column']]}, {run['count']} phones, run {run['run']}"
        if "failed" in run:
            yield f"{where}: failed, {run['failed']}."
            continue
        reasons = sorted({phone["lost"] for phone in run["phones"] if phone["lost"]})
        if reasons:
            yield f"{where}: {run['lost']} lost ({run['lost_pages']} without a page): {'; '.join(reasons)}."
        if run["column"] == "full" and run["places"] <= run["count"]:
            yield f"{where}: the pool had only {run['places']} places, the trainer's included."
        if run["other_work_percent"] > _MUCH_OTHER_WORK:
            yield f"{where}: other programs took {run['other_work_percent']} % of the machine while the phones came."
        if not run["settled"]:
            yield f"{where}: its processes did not rest in time, so its CPU and memory are not exact."
        if run["left"]:
            yield f"{where}: {run['left']} processes were left after Ctrl-C, and had to be killed."


def _leave(_number: int, _frame: FrameType | None) -> NoReturn:
    # As an exception it lets each server be ended on the way out.
    sys.exit("Ended by a signal; nothing is left running.")


def _runs(count: int) -> str:
    return "1 run" if count == 1 else f"{count} runs"


def _positive(text: str) -> int:
    if text.isdigit() and int(text) > 0:
        return int(text)
    message = f'"{text}" is no number from 1 up'
    raise argparse.ArgumentTypeError(message)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="A room opens the link at once: plain Voila, Solara and iepkit.")
    parser.add_argument(
        "counts", nargs="*", type=_positive, default=[20, 50, 100], metavar="N", help="phones in the room"
    )
    parser.add_argument("--runs", type=_positive, default=3, metavar="R")
    parser.add_argument("--servers", type=_positive, default=1, metavar="N", help="servers that share the phones")
    parser.add_argument("--within", type=float, default=1.0, metavar="S", help="seconds in which all arrive")
    parser.add_argument("--solara", default=sys.executable, metavar="PYTHON", help="a Python that has Solara")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure of every phone there too")
    parser.add_argument(
        "--columns", nargs="+", choices=["plain", "solara", "empty", "full"], metavar="NAME",
        help="only these: plain, solara, empty, full",
    )  # fmt: skip
    return parser.parse_args()


def main() -> None:
    """Measure, and print one table."""
    options = _options()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)
    # Plain Voila and Solara are given what our server takes by itself.
    allow_many_files()
    # Not resolved: a link to a Python in an environment is that environment.
    solara = shutil.which(options.solara)
    solara = str(Path(solara).absolute()) if solara else None
    solara_versions = versions_of_solara(solara) if solara else None
    shown = [
        column
        for column in columns(solara if solara_versions else None)
        if not options.columns or column.key in options.columns
    ]
    here, known = machine(), versions()
    # Everything once, then everything again: what the machine does beside this hits all alike.
    results = []
    for run in range(1, options.runs + 1):
        for count in options.counts:
            for column in shown:
                if column.most is None or count <= column.most:
                    print(f"run {run} of {options.runs}, {count} phones: {column.name} ...", file=sys.stderr)
                    measured = measure(column, count, options.within, options.servers)
                    results.append({"column": column.key, "count": count, "run": run, **measured})
    day = dt.datetime.now().astimezone().date().isoformat()
    print("\n".join(table(shown, options.counts, results)))
    print()
    print(
        f"{day}, {_runs(options.runs)}, each with servers started anew; median (smallest-largest), x is the ratio to plain Voila.",
        f"All phones of a room arrive within {options.within:g} s; servers that share them: {options.servers}.",
    )
    print(
        f"Machine: {here['cores']} cores, {here['memory_gb']} GB, {here['system']};",
        f"before the first run its cores were busy to {here['busy_percent_at_start']:.0f} % with other work.",
    )
    print("Versions:", ", ".join(f"{name} {version}" for name, version in known.items()) + ".")
    if solara_versions:
        print("Solara's:", ", ".join(f"{name} {version}" for name, version in solara_versions.items()) + ".")
    elif not options.columns or "solara" in options.columns:
        print("Solara is left out: this Python has no Solara with its assets; see --solara at the top of this program.")
    for note in notes(shown, results):
        print(note)
    if options.json:
        told: dict[str, Any] = {
            "day": day,
            "machine": here,
            "versions": known,
            "solara_versions": solara_versions,
        }
        told |= {"runs": options.runs, "within": options.within, "servers": options.servers, "results": results}
        options.json.write_text(json.dumps(told, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
