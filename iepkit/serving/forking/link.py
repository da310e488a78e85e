"""The server's end of a parent, and of each kernel that was forked from it."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import psutil

PROGRAM = Path(__file__).with_name("parent.py")
# The parent has to stay single-threaded; and kernels are many, each with one user.
SINGLE_THREADED = {
    "MALLOC_ARENA_MAX": "1",
    "MKL_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
CODE_UNKNOWN = 255
"""The exit code of a kernel that has outlived its parent, which alone could have read it."""
_SECONDS_TO_TELL = 0.5


class ForkError(Exception):
    """No kernel was forked; the message says why."""


def _promise() -> Future[None]:
    promise: Future[None] = Future()
    # Whoever waits for it may give up; it is kept all the same.
    promise.set_running_or_notify_cancel()
    return promise


class ForkedKernel:
    """A forked kernel, with what a provisioner uses of :class:`subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, link: ParentLink, number: int) -> None:
        self.pid = 0
        self.returncode: int | None = None
        self.boot = _promise()
        self.forked_at = 0.0
        self._link = link
        self._number = number
        self._process: psutil.Process | None = None
        self._killed = False
        self._told = threading.Event()

    def forked(self, pid: int) -> None:
        """Take note of its process, so that no later one with the same number is taken for it."""
        self.pid, self.forked_at = pid, time.monotonic()
        with contextlib.suppress(psutil.NoSuchProcess):
            self._process = psutil.Process(pid)

    def poll(self) -> int | None:
        """Its exit code, or None while it runs."""
        if self.returncode is None and (self._process or self._link.gone):
            if not self._lives():
                # Its parent tells the code in a moment, if it still can.
                if self._link.gone or not self._told.wait(_SECONDS_TO_TELL):
                    self.returncode = CODE_UNKNOWN
            elif self._link.gone and self._killed:
                # The parent may have ended before it could pass this on.
                self._signal_directly(signal.SIGKILL)
        return self.returncode

    def told(self, code: int) -> None:
        """Take note of its exit code."""
        self.returncode = code
        self._told.set()

    def wait(self) -> int:
        """Wait for its end, and give its exit code."""
        while (code := self.poll()) is None:
            time.sleep(0.02)
        return code

    def send_signal(self, signum: int) -> None:
        """Signal it and what it has started; by its parent, which can't take another process for it."""
        if self.poll() is None:
            self._killed = self._killed or signum == signal.SIGKILL
            try:
                self._link.send(id=self._number, signal=int(signum))
            except ForkError:
                self._signal_directly(signum)

    def kill(self) -> None:
        """Kill it and what it has started."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it and what it has started to end."""
        self.send_signal(signal.SIGTERM)

    def _lives(self) -> bool:
        with contextlib.suppress(psutil.NoSuchProcess):
            return bool(self._process and self._process.is_running() and self._process.status() != psutil.STATUS_ZOMBIE)
        return False

    def _signal_directly(self, signum: int) -> None:
        if self._process and self._lives():
            try:
                os.killpg(self.pid, signum)
            except OSError:
                with contextlib.suppress(psutil.NoSuchProcess):
                    self._process.send_signal(signum)


class ParentLink:
    """One parent, which is started at once.

    Args:
        options: of the Python that runs it.
        modules: what it imports.
    """

    _lifeline: tuple[int, int] | None = None

    def __init__(self, options: list[str], modules: list[str]) -> None:
        self.ready = _promise()
        self.gone = False
        self.spent = False
        self.heard_at = time.monotonic()
        self.environment = dict(os.environ)
        self._numbers = itertools.count()
        self._kernels: dict[int, ForkedKernel] = {}
        self._sending = threading.Lock()
        # One for all, and never closed: it ends with this process, and that is what kernels see of it.
        ParentLink._lifeline = ParentLink._lifeline or os.pipe()
        lifeline = ParentLink._lifeline[0]
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, *options, PROGRAM, str(theirs.fileno()), str(lifeline), *modules],
                env={**self.environment, **SINGLE_THREADED, "JPY_PARENT_PID": str(os.getpid())},
                pass_fds=(theirs.fileno(), lifeline),
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        threading.Thread(target=self._listen, daemon=True, name="forking-parent").start()

    @property
    def usable(self) -> bool:
        """Whether it may still fork a kernel."""
        return not (self.gone or self.spent)

    def send(self, **order: Any) -> None:
        """Give the parent an order."""
        try:
            with self._sending:
                self._socket.sendall(json.dumps(order).encode() + b"\n")
        except OSError as error:
            self.spent = True
            message = "the parent has ended"
            raise ForkError(message) from error

    def fork(self, argv: list[str], env: dict[str, str], cwd: str) -> ForkedKernel:
        """Order a kernel; its ``boot`` says when it is there."""
        number = next(self._numbers)
        kernel = self._kernels[number] = ForkedKernel(self, number)
        self.send(id=number, fork={"argv": argv, "env": env, "cwd": cwd})
        return kernel

    def end(self) -> None:
        """End the parent; its kernels live on."""
        self.spent = True
        self._process.kill()

    def _listen(self) -> None:
        with contextlib.suppress(OSError), self._socket.makefile("rb") as notices:
            for line in notices:
                self.heard_at = time.monotonic()
                self._note(json.loads(line))
        self._process.kill()
        self._process.wait()
        self.gone = True
        with self._sending:
            self._socket.close()
        for promise in (self.ready, *(kernel.boot for kernel in list(self._kernels.values()))):
            if not promise.done():
                promise.set_exception(ForkError("the parent has ended"))

    def _note(self, notice: dict[str, Any]) -> None:
        if "ready" in notice:
            self.ready.set_result(None)
            return
        kernel = self._kernels.get(notice["id"])
        if kernel is None:
            return
        if "pid" in notice:
            kernel.forked(notice["pid"])
        elif "booted" in notice:
            kernel.boot.set_result(None)
        else:
            del self._kernels[notice["id"]]
            kernel.told(notice.get("code", CODE_UNKNOWN))
            self.spent = self.spent or "outdated" in notice
            if not kernel.boot.done():
                kernel.boot.set_exception(ForkError(notice.get("error", f"it ended with code {kernel.returncode}")))
