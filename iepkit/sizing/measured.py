"""What the benchmarks measured, read from the one file that they wrote."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("measured.json")
FULL, EMPTY = "full", "empty"
"""The two ways in which arrivals.py opens our room: with a place ready for each phone, and with none."""
NOT_WRITTEN = "not written"
"""Where a benchmark did not say it."""


class MeasuredError(Exception):
    """The figures can't be used; the message says why, and which benchmark brings them."""


@dataclass(frozen=True)
class Source:
    """Where a figure comes from.

    Args:
        program: the benchmark that wrote it.
        day: when, as in 2026-11-26.
        commit: the state of the kit that was measured.
        cores: of the machine that all of it ran on, the phones too.
        memory_gb: of that machine.
    """

    program: str
    day: str
    commit: str
    cores: int
    memory_gb: float

    @property
    def text(self) -> str:
        """All of it in a line."""
        where = f"{self.cores} cores, {self.memory_gb:g} GB"
        return f"{self.program}, {self.day}, state {self.commit}, {where}"


@dataclass(frozen=True)
class Times:
    """How long phones waited, in seconds."""

    median: float
    most: float
    """the time that 95 % stay under"""
    worst: float


@dataclass(frozen=True)
class Arrival:
    """A room of phones that opened the page at once.

    Args:
        source: where it comes from.
        column: ``full`` or ``empty``: whether places were ready.
        phones: how many came.
        servers: how many shared them, on the one machine; all figures are of them together.
        within: in how many seconds they came, evenly.
        page: until the page was there; None where none came.
        usable: until the first answer was there.
        answer_median: of the phones' time from page to first answer, in seconds.
        lost: phones with no page or no answer.
        server_cpu: seconds of the server's own process, a phone.
        kernel_cpu: seconds of all that it started, a phone.
        client_cpu: seconds of the phones' own process, a phone.
        started: kernels that were started meanwhile, a phone.
        kernels: that ran when all was quiet again.
        memory: bytes of all processes then.
        memory_server: bytes of the server's own process then.
        other_work: percent of the machine that other programs took meanwhile.
        is_settled: whether it was quiet when memory was measured.
    """

    source: Source
    column: str
    phones: int
    servers: int
    within: float
    page: Times | None
    usable: Times | None
    answer_median: float | None
    lost: int
    server_cpu: float
    kernel_cpu: float
    client_cpu: float
    started: float
    kernels: int
    memory: int
    memory_server: int
    other_work: int
    is_settled: bool


@dataclass(frozen=True)
class Rehearsal:
    """A workshop of two hours, played faster.

    Args:
        source: where it comes from.
        answers: questions that were answered.
        alone: questions that no kernel answered.
        lost: questions or pages that were lost.
        cpu: seconds of all its processes, from the first phone to the last.
    """

    source: Source
    answers: int
    alone: int
    lost: int
    cpu: float

    @property
    def cpu_an_answer(self) -> float:
        """Seconds of a core for each answer, with pages, pings and new places in it."""
        return self.cpu / self.answers


@dataclass(frozen=True)
class Votes:
    """A room that voted.

    Args:
        source: where it comes from.
        phones: how many.
        votes: that were given.
        counted: that were counted.
        confirmed: how long phones waited until their vote was on the disk.
        kept_in: ``file`` or ``database``.
    """

    source: Source
    phones: int
    votes: int
    counted: int
    confirmed: Times
    kept_in: str


@dataclass(frozen=True)
class Measured:
    """All of it."""

    arrivals: tuple[Arrival, ...]
    rehearsals: tuple[Rehearsal, ...]
    votes: tuple[Votes, ...]
    digest: str
    """of the file: what was worked out from other figures is not of these"""

    def of(self, column: str, phones: int | None = None, servers: int = 1) -> tuple[Arrival, ...]:
        """The rooms of one kind, at so many servers; of so many phones, or of all."""
        kind = (column, servers)
        return tuple(a for a in self.arrivals if (a.column, a.servers) == kind and phones in (None, a.phones))

    def middle(self, column: str, phones: int, servers: int = 1) -> Arrival | None:
        """Of several runs alike, the one whose first answers came in the middle; None where none was measured."""
        runs = sorted(
            self.of(column, phones, servers), key=lambda run: run.usable.median if run.usable else float("inf")
        )
        return runs[(len(runs) - 1) // 2] if runs else None


def read(file: Path = FILE) -> Measured:
    """Read the file.

    Raises:
        MeasuredError: it is not there, or not what benchmarks/keep.py writes.
    """
    try:
        data = file.read_bytes()
        told = json.loads(data)
        return Measured(
            arrivals=tuple(_arrival(run) for run in told["arrivals"]),
            rehearsals=tuple(_rehearsal(run) for run in told["rehearsals"]),
            votes=tuple(_votes(run) for run in told["polls"]),
            digest=hashlib.sha256(data).hexdigest(),
        )
    except OSError as error:
        message = f"{file} can't be read ({error.strerror}). Put it back, from a copy or from the kit."
        raise MeasuredError(message) from None
    except (ValueError, KeyError, TypeError) as error:
        message = f"{file} is not what benchmarks/keep.py writes ({type(error).__name__}: {error}). Put it back, from a copy or from the kit."
        raise MeasuredError(message) from None


def times(waits: Sequence[float]) -> dict[str, float] | None:
    """Median, 95 % and worst of some waits, as they are kept; None of none."""
    found = sorted(waits)
    if not found:
        return None
    # Nearest rank: each is a wait that somebody had.
    return {name: found[math.ceil(share * len(found)) - 1] for name, share in _SHARES.items()}


_SHARES = {"median": 0.5, "most": 0.95, "worst": 1}


def _source(told: dict[str, Any]) -> Source:
    machine = told["machine"]
    return Source(told["program"], told["day"], told["commit"], machine["cores"], machine["memory_gb"])


def _arrival(run: dict[str, Any]) -> Arrival:
    count: int = run["phones"]
    before, after, rest = (run["usage"][when] for when in ("before", "after", "rest"))

    def a_phone(*names: str) -> float:
        return float(sum(after[name] - before[name] for name in names)) / count

    return Arrival(
        source=_source(run["source"]),
        column=run["column"],
        phones=count,
        servers=run["servers"],
        within=run["within"],
        page=_times(run["page"]),
        usable=_times(run["usable"]),
        answer_median=run["answer_median"],
        lost=run["lost"],
        server_cpu=a_phone("server_cpu"),
        kernel_cpu=a_phone("kernel_cpu", "parent_cpu"),
        client_cpu=run["client_cpu"] / count,
        started=a_phone("kernels"),
        kernels=rest["kernels"],
        memory=rest["server_memory"] + rest["other_memory"],
        memory_server=rest["server_memory"],
        other_work=run["other_work_percent"],
        is_settled=run["settled"],
    )


def _times(told: dict[str, float] | None) -> Times | None:
    return Times(**told) if told else None


def _rehearsal(run: dict[str, Any]) -> Rehearsal:
    return Rehearsal(_source(run["source"]), run["answers"], run["alone"], run["lost"], run["cpu"])


def _votes(run: dict[str, Any]) -> Votes:
    return Votes(
        _source(run["source"]), run["phones"], run["votes"], run["counted"], Times(**run["confirmed"]), run["kept_in"]
    )
