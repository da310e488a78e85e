"""How much memory the room takes, measured aside: looking at a hundred kernels takes longer than an answer may."""

from __future__ import annotations

import contextlib
import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

_SECONDS_KEPT = 10
_PROCESS = Path("/proc/self/cgroup")
_GROUPS = Path("/sys/fs/cgroup")


@dataclass(frozen=True)
class Taken:
    """Bytes; shared pages are counted once, as far as the system tells (PSS)."""

    server: int
    kernels: int


def free(process: Path = _PROCESS, groups: Path = _GROUPS) -> int:
    """How many bytes may still be taken: what is free in this machine, or less where a container has a limit.

    A container's own limit stands in its control group, or in one above it (version 2; Linux). A machine's free
    memory says nothing of it, and whoever takes more than the limit is killed.

    Args:
        process: names the group of this process.
        groups: where the groups are.
    """
    return min([psutil.virtual_memory().available, *_left_in_groups(process, groups)])


def _left_in_groups(process: Path, groups: Path) -> list[int]:
    try:
        own = next(line.removeprefix("0::/") for line in process.read_text().splitlines() if line.startswith("0::/"))
    except (OSError, StopIteration):
        return []
    place = groups / own
    left = []
    for group in (place, *place.parents[: len(Path(own).parts)]):
        # Not every group counts memory, and few have a limit.
        with contextlib.suppress(OSError, ValueError):
            most, taken = (int((group / name).read_text()) for name in ("memory.max", "memory.current"))
            counts = dict(line.split() for line in (group / "memory.stat").read_text().splitlines())
            # What files were read is kept in memory until somebody needs it.
            left.append(max(0, most - taken + int(counts["inactive_file"])))
    return left


def measure() -> Taken:
    """Look at this process and at all that it has started; a few milliseconds a kernel."""
    own = psutil.Process()
    return Taken(_bytes([own]), _bytes(own.children(recursive=True)))


class Memory:
    """What was measured last; who asks never waits.

    Args:
        measure: what takes its time.
        clock: seconds that never go back.
    """

    def __init__(self, measure: Callable[[], Taken] = measure, clock: Callable[[], float] = time.monotonic) -> None:
        self._measure = measure
        self._clock = clock
        self._taken: Taken | None = None
        self._looked_at = -math.inf
        self._thread: threading.Thread | None = None

    def latest(self) -> Taken | None:
        """What was measured last; None before the first. What is old is measured anew, for the next who asks."""
        is_at_it = self._thread is not None and self._thread.is_alive()
        if not is_at_it and self._clock() - self._looked_at >= _SECONDS_KEPT:
            # Nobody waits for it at the server's end.
            self._thread = threading.Thread(target=self._look, daemon=True)
            self._thread.start()
        return self._taken

    def _look(self) -> None:
        self._taken = self._measure()
        self._looked_at = self._clock()


def _bytes(processes: list[psutil.Process]) -> int:
    total = 0
    for process in processes:
        # It may end while it is looked at.
        with contextlib.suppress(psutil.Error):
            # Elsewhere than on Linux the full look is slower, may be refused, and knows no shares.
            total += process.memory_full_info().pss if psutil.LINUX else process.memory_info().rss
    return total
