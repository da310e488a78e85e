"""The servers that are compared, each in processes of its own, and what they use: for arrivals.py and rehearsal.py."""

from __future__ import annotations

import contextlib
import functools
import importlib.metadata
import json
import operator
import os
import platform
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.served import LOOPBACK, free_port  # noqa: E402

PATIENCE = 180
_GRACE = 30
_LEAST_MEMORY = 10**9
_MARK = "IEPKIT_BENCHMARK"
_READY = re.compile(r"Ready for (\d+) of (\d+)")
TOLD = ("iepkit", "voila", "jupyter_server", "jupyter_client", "ipykernel", "ipywidgets", "pandas", "tornado")
_TOLD_OF_SOLARA = ("solara", "solara-assets", "ipyvuetify", "starlette", "uvicorn", "ipykernel", "pandas")
_ASK_VERSIONS = (
    "import importlib.metadata as m, json, platform, sys;"
    "print(json.dumps({'python': platform.python_version()} | {name: m.version(name) for name in sys.argv[1:]}))"
)


class FailedError(Exception):
    """A server could not be measured; the message says why."""


@dataclass(frozen=True)
class Column:
    """One way to serve the room."""

    key: str
    name: str
    kind: str
    command: Callable[[int], list[str]]
    most: int | None = None
    has_pool: bool = False
    is_full: bool = False
    is_one_process: bool = False
    is_bare: bool = False
    environment: dict[str, str] = field(default_factory=dict)


def columns(solara: str | None) -> list[Column]:
    """Every way there is, plain Voila first."""
    python = sys.executable
    voila = [
        python, "-m", "voila", "notebooks/workshop.ipynb", "--template=lab", "--no-browser",
        "--port={port}", f"--Voila.ip={LOOPBACK}",
    ]  # fmt: skip
    serve = [python, "-m", "iepkit", "serve", "--host", LOOPBACK, "--port", "{port}", "--attendees"]
    found = [Column("plain", "plain Voila", "voila", lambda _: voila, most=100, is_bare=True)]
    if solara:
        run = [
            solara, "-m", "solara", "run", "benchmarks/solara_app.py", "--no-open", "--production",
            "--host", LOOPBACK, "--port", "{port}",
        ]  # fmt: skip
        # This checkout's content, whichever stands in that environment; and nothing is told to its makers.
        environment = {"PYTHONPATH": str(ROOT), "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False"}
        found.append(Column("solara", "Solara", "solara", lambda _: run, is_one_process=True, environment=environment))
    return [
        *found,
        Column("empty", "iepkit, pool empty", "iepkit", lambda _: [*serve, "1"], has_pool=True),
        Column("full", "iepkit, pool full", "iepkit", lambda n: [*serve, str(n + 1)], has_pool=True, is_full=True),
    ]


@dataclass(frozen=True)
class Usage:
    """What a server's processes have used up to a moment, in seconds and bytes."""

    server_cpu: float
    kernel_cpu: float
    parent_cpu: float
    kernels: int
    server_memory: int = 0
    other_memory: int = 0

    @property
    def cpu(self) -> float:
        """All of it."""
        return self.server_cpu + self.kernel_cpu + self.parent_cpu

    def __add__(self, other: Usage) -> Usage:
        """What two servers have used."""
        return Usage(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))


class Server:
    """A server in processes of its own, found again by a mark in their environment.

    A parent that kernels are forked from may leave the server's session, and
    what is left after the server's end has lost its parent: the mark stays.
    """

    def __init__(self, column: Column, phones: int, place: Path) -> None:
        self.port = free_port()
        self._mark = uuid.uuid4().hex
        self._log = place / "log"
        folder = _bare(place) if column.is_bare else ROOT
        # What this shell's Jupyter is set up to do is not what is measured.
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")}
        environment = inherited | column.environment | {
            _MARK: self._mark, "IEPKIT_HOME": str(ROOT), "TMPDIR": str(place), "SOLARA_HOME": str(place),
        }  # fmt: skip
        with self._log.open("wb") as output:
            self._process = subprocess.Popen(
                [part.replace("{port}", str(self.port)) for part in column.command(phones)],
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def address(self) -> str:
        """Where phones find it."""
        return f"http://{LOOPBACK}:{self.port}/"

    def printed(self) -> str:
        """All that it has printed."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def check(self) -> None:
        """Make sure that it goes on, and that the machine does."""
        if self._process.poll() is not None:
            last = " ".join(self.printed().split()[-30:])
            message = f"the server ended by itself: {last}"
            raise FailedError(message)
        if psutil.virtual_memory().available < _LEAST_MEMORY:
            message = "the machine's memory was used up"
            raise FailedError(message)

    def wait_until_open(self) -> None:
        """Wait until it takes connections; a page would start a kernel."""
        for _ in self._patiently(PATIENCE, "it did not open its port"):
            with contextlib.suppress(OSError), socket.create_connection((LOOPBACK, self.port), timeout=5):
                return

    def wait_until_ready(self, phones: int) -> int:
        """Wait until it says that all places are ready, and give back how many."""
        for _ in self._patiently(PATIENCE + 3 * phones, "it did not say that its places are ready"):
            for ready, all_places in _READY.findall(self.printed()):
                if ready == all_places:
                    return int(ready)
        raise AssertionError

    def _patiently(self, patience: float, what: str) -> Iterator[None]:
        end = time.monotonic() + patience
        while time.monotonic() < end:
            self.check()
            yield
            time.sleep(0.1)
        message = f"{what} within {patience:.0f} s"
        raise FailedError(message)

    def settle(self) -> bool:
        """Wait until its processes rest; False where they do not in time."""
        end = time.monotonic() + PATIENCE
        quiet, used = 0, -1.0
        # Voila waits for a second before it fills its pool again.
        while quiet < 3:
            if time.monotonic() > end:
                return False
            time.sleep(1)
            self.check()
            now = self.usage()
            # A kernel that rests still looks once a second whether its parent lives.
            quiet = quiet + 1 if 0 <= now.cpu - used < 0.1 + 0.004 * now.kernels else 0
            used = now.cpu
        return True

    def usage(self, *, memory: bool = False) -> Usage:
        """What its processes have used so far."""
        family = self._family()
        parents = set()
        cpu: dict[int, float] = {}
        sizes: dict[int, int] = {}
        for process in family:
            with contextlib.suppress(psutil.Error):
                times = process.cpu_times()
                sizes[process.pid] = _size(process) if memory else 0
                # The helper of Python's multiprocessing is nobody's kernel.
                if any("resource_tracker" in part for part in process.cmdline()):
                    parents.add(process.pid)
                parents.add(process.ppid())
                cpu[process.pid] = times.user + times.system
        server = self._process.pid
        kernels = [pid for pid in cpu if pid not in parents and pid != server]
        return Usage(
            server_cpu=cpu.get(server, 0),
            kernel_cpu=sum(cpu[pid] for pid in kernels),
            parent_cpu=sum(used for pid, used in cpu.items() if pid != server and pid not in kernels),
            kernels=len(kernels),
            server_memory=sizes.get(server, 0),
            other_memory=sum(size for pid, size in sizes.items() if pid != server),
        )

    def _family(self) -> list[psutil.Process]:
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error, OSError):
                if process.environ().get(_MARK) == self._mark:
                    found.append(process)
        return found

    def end(self) -> int:
        """End it as Ctrl-C does, then whatever is left, and give back how many processes were."""
        if self._process.poll() is None:
            if os.name == "posix":
                self._process.send_signal(signal.SIGINT)
            else:
                self._process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=_GRACE)
        end = time.monotonic() + 2
        while (left := self._family()) and time.monotonic() < end:
            time.sleep(0.1)
        count = len(left)
        # One that is killed may just have started another.
        while left:
            for process in left:
                with contextlib.suppress(psutil.Error):
                    process.kill()
            psutil.wait_procs(left, timeout=_GRACE)
            left = self._family()
        self._process.wait(timeout=_GRACE)
        return count


class Servers:
    """Several servers alike on this machine, each with its share of the phones, as one.

    Args:
        column: how each serves.
        phones: in all.
        count: how many servers.
        place: a folder for what they write.
    """

    def __init__(self, column: Column, phones: int, count: int, place: Path) -> None:
        self._servers = []
        try:
            for number in range(count):
                own = place / str(number)
                own.mkdir()
                self._servers.append(Server(column, -(-phones // count), own))
        except BaseException:
            self.end()
            raise

    @property
    def addresses(self) -> list[str]:
        """Where phones find each."""
        return [server.address for server in self._servers]

    def check(self) -> None:
        """Make sure that all go on, and that the machine does."""
        for server in self._servers:
            server.check()

    def wait_until_open(self) -> None:
        """Wait until all take connections."""
        for server in self._servers:
            server.wait_until_open()

    def wait_until_ready(self, phones: int) -> int:
        """Wait until all say that their places are ready, and give back how many in all."""
        return sum(server.wait_until_ready(phones) for server in self._servers)

    def settle(self) -> bool:
        """Wait until their processes rest; False where some do not in time."""
        return all(server.settle() for server in self._servers)

    def usage(self, *, memory: bool = False) -> Usage:
        """What all their processes have used so far."""
        return functools.reduce(operator.add, (server.usage(memory=memory) for server in self._servers))

    def end(self) -> int:
        """End all, and give back how many processes were left."""
        return sum(server.end() for server in self._servers)


def _bare(place: Path) -> Path:
    """A folder where no voila.json stands, so that plain Voila is plain."""
    bare = place / "bare"
    bare.mkdir()
    for name in ("notebooks", "data", "iepkit.toml"):
        (bare / name).symlink_to(ROOT / name)
    return bare


def _size(process: psutil.Process) -> int:
    info = process.memory_full_info()
    # Only Linux counts a shared page by its share.
    return int(getattr(info, "pss", info.uss))


def versions_of_solara(python: str) -> dict[str, str] | None:
    """Those of another Python; None where it has no Solara."""
    try:
        asked = subprocess.run(
            [python, "-c", _ASK_VERSIONS, *_TOLD_OF_SOLARA], capture_output=True, text=True, timeout=60, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return dict(json.loads(asked.stdout))


def commit() -> str:
    """Which state of this checkout runs."""
    git = shutil.which("git")
    if git is None:
        return "unknown"
    asked = subprocess.run(
        [git, "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return asked.stdout.strip() or "unknown"


def machine() -> dict[str, Any]:
    """On what it runs, and how busy that is with other work."""
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9, 1),
        "system": f"{platform.system()} {platform.machine()}",
        "busy_percent_at_start": psutil.cpu_percent(interval=2),
    }


def versions() -> dict[str, str]:
    """Of what is measured."""
    return {"python": platform.python_version(), "commit": commit()} | {
        name: importlib.metadata.version(name) for name in TOLD
    }
