"""The parent's own program: import what kernels need, then fork one for each order.

It is started by its path, so that it imports nothing of the package around it. It
has no thread, no event loop and no ZeroMQ context: none of these survives a fork.

Its control socket carries one JSON object a line. An order is ``{"id", "fork":
{"argv", "env", "cwd"}}`` or ``{"id", "signal"}``. A notice is ``{"ready"}``, or of
one kernel: ``{"id", "pid"}`` (forked), ``{"id", "booted"}``, ``{"id", "code"}``
(ended), ``{"id", "error"}`` or ``{"id", "outdated"}`` (not forked).
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import importlib.util
import json
import os
import re
import select
import signal
import socket
import sys
import threading
import time
import traceback
import types
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# What a kernel imports by and by until its first cell has run.
KERNEL_MODULES = (
    "ipykernel.kernelapp",
    "ipykernel.debugger",
    "faulthandler",
    "pdb",
    "tornado.platform.asyncio",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
)
KERNEL_SETTINGS = {
    # Visitors share no history; nor is the thread needed that writes it.
    "HistoryManager": {"enabled": False},
    # To send a large message without copying it, ZeroMQ starts three threads.
    "Session": {"copy_threshold": 1 << 30},
}
# More at once only hinder each other.
BOOTS_AT_ONCE = 4 * (os.cpu_count() or 1)
SECONDS_TO_END = 2.0


class Parent:
    """Forks kernels, passes signals on to them, and says when one has ended.

    Args:
        control: where orders come from; its end is the end of the parent.
        lifeline: a pipe that is never written to, and ends with the server.
        files: what kernels are made of and so must not change, a line each.
        stamp: theirs, from when they were imported.
        extra: what the imported modules have put into the environment.
    """

    def __init__(
        self, control: socket.socket, lifeline: int, files: str, stamp: tuple[int, float], extra: dict[str, str]
    ) -> None:
        self._control = control
        self._lifeline = lifeline
        self._extra = extra
        self._files = files
        self._stamp = stamp
        self._outdated = False
        self._unread = b""
        self._waiting: deque[dict[str, Any]] = deque()
        self._booting: dict[int, int] = {}
        self._kernels: dict[int, tuple[int, str]] = {}
        # A signal only wakes the loop, which then reaps: no handler runs between a fork and its entry.
        self._woken, self._wake = os.pipe()
        for end in (self._woken, self._wake):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(self._wake)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def serve(self) -> None:
        """Do what is ordered until the server has ended, or there is nothing left to do."""
        self._say(ready=True)
        while self._kernels or not self._outdated:
            readable, _, _ = select.select([self._control.fileno(), self._woken, *self._booting], [], [])
            if self._control.fileno() in readable and not self._take_orders():
                break
            if self._woken in readable:
                os.read(self._woken, 1 << 16)
                self._reap()
            for boot in self._booting.keys() & set(readable):
                kernel = self._booting.pop(boot)
                if os.read(boot, 1):
                    self._say(id=kernel, booted=True)
                os.close(boot)
            while self._waiting and len(self._booting) < BOOTS_AT_ONCE:
                self._fork(**self._waiting.popleft())
        self._end()

    def _say(self, **notice: Any) -> None:
        # That the server is gone is seen where orders are read.
        with contextlib.suppress(OSError):
            self._control.sendall(json.dumps(notice).encode() + b"\n")

    def _take_orders(self) -> bool:
        """Take what has come; whether the server is still there."""
        try:
            read = self._control.recv(1 << 16)
        except OSError:
            return False
        *lines, self._unread = (self._unread + read).split(b"\n")
        for order in map(json.loads, lines):
            if "fork" in order:
                self._waiting.append(order)
            elif order["id"] in self._kernels:
                _signal(self._kernels[order["id"]][0], order["signal"])
            else:
                self._waiting = deque(other for other in self._waiting if other["id"] != order["id"])
                self._say(id=order["id"], error="it was called off")
        return bool(read)

    def _reap(self) -> None:
        for kernel, (pid, _) in list(self._kernels.items()):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                del self._kernels[kernel]
                self._say(id=kernel, code=os.waitstatus_to_exitcode(status))

    def _fork(self, id: int, fork: dict[str, Any]) -> None:  # noqa: A002 - the order's word
        self._outdated = self._outdated or _stamp(self._files) != self._stamp
        if self._outdated:
            self._say(id=id, outdated=True)
            return
        boot, booted = os.pipe()
        try:
            pid = os.fork()
        except OSError as error:
            os.close(boot)
            self._say(id=id, error=str(error))
        else:
            if pid == 0:
                for number in (self._control.detach(), self._woken, self._wake, boot, *self._booting):
                    os.close(number)
                fork["env"] = {**self._extra, **fork["env"]}
                _be_kernel(self._lifeline, booted, **fork)
            self._booting[boot] = id
            self._kernels[id] = (pid, fork["argv"][1])
            self._say(id=id, pid=pid)
        os.close(booted)

    def _end(self) -> None:
        """Leave no kernel and none of its files: each ends by its lifeline, or is made to."""
        until = time.monotonic() + SECONDS_TO_END
        while self._kernels and time.monotonic() < until:
            time.sleep(0.02)
            self._reap()
        for pid, connection_file in self._kernels.values():
            _signal(pid, signal.SIGKILL)
            _remove_files(connection_file)


def _signal(pid: int, signum: int) -> None:
    """Signal a kernel that is not reaped yet, and what it has started."""
    try:
        os.killpg(pid, signum)
    except OSError:
        with contextlib.suppress(OSError):
            os.kill(pid, signum)


def _remove_files(connection_file: str) -> None:
    with contextlib.suppress(OSError, ValueError):
        connection = json.loads(Path(connection_file).read_bytes())
        Path(connection_file).unlink()
        if connection["transport"] == "ipc":
            for name in ("shell", "iopub", "stdin", "control", "hb"):
                Path(f"{connection['ip']}-{connection[f'{name}_port']}").unlink(missing_ok=True)


def _files(packages: set[str]) -> str:
    """The files that kernels are made of, a line each: all that is imported, and of these packages all there is."""
    modules = [getattr(module, "__dict__", {}) for module in list(sys.modules.values())]
    names = {name for module in modules if isinstance(name := module.get("__file__"), str)}
    for package in packages:
        for place in getattr(sys.modules[package], "__path__", ()):
            names |= {
                str(file) for file in Path(place).rglob("*") if "__pycache__" not in file.parts and file.is_file()
            }
    return "\n".join(names)


def _stamp(files: str) -> tuple[int, float]:
    """What changes when one of the files does, and when the last did.

    It keeps no list: whatever the parent writes to is no longer shared with any kernel.
    """
    stamp, last = 0, 0.0
    for line in re.finditer(".+", files):
        try:
            stat = os.stat(line[0])  # noqa: PTH116 - a thousand at each fork
        except OSError:
            stamp = hash((stamp, None))
        else:
            # Unlike the time that an installer gives a file, this one is always new.
            stamp, last = hash((stamp, stat.st_ctime_ns, stat.st_size, stat.st_ino)), max(last, stat.st_ctime)
    return stamp, last


def _be_kernel(lifeline: int, booted: int, argv: list[str], env: dict[str, str], cwd: str) -> None:
    """Make of a fork what a process of its own would be, and run the kernel to its end."""
    code: Any = 1
    try:
        parent = os.getppid()
        os.setsid()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.environ.clear()
        os.environ.update(env)
        time.tzset()
        os.chdir(cwd)
        # Python reseeds its own generator after a fork.
        if numpy_random := sys.modules.get("numpy.random"):
            numpy_random.seed()
        gc.enable()
        sys.argv += argv

        config = sys.modules["traitlets.config"].Config(KERNEL_SETTINGS)
        app = sys.modules["ipykernel.kernelapp"].IPKernelApp.instance(config=config)
        with _few_modules():
            app.initialize(argv)
        # Imported where there was no kernel, it has not made itself known to one.
        if widgets := sys.modules.get("ipywidgets"):
            widgets.register_comm_target()
        app.poller = threading.Thread(target=_end_with, args=(lifeline, app), daemon=True)
        # Without its parent nobody may know of this kernel, and another be started in its place.
        if os.getppid() == parent:
            os.write(booted, b"1")
            os.close(booted)
            app.start()
            # It may still be answering that it shuts down, by a thread that is about to be stopped.
            app.control_thread.join(timeout=1)
        code = 0
    except SystemExit as exit_:
        code = exit_.code
    except BaseException:  # noqa: BLE001 - a fork must not go on as its parent
        traceback.print_exc(file=sys.__stderr__)
    with contextlib.suppress(BaseException):
        threading._shutdown()  # type: ignore[attr-defined]  # noqa: SLF001 - as multiprocessing ends a fork
        atexit._run_exitfuncs()  # noqa: SLF001
    # Taking all modules apart would copy all that is shared.
    os._exit(code if isinstance(code, int) else int(code is not None))


@contextlib.contextmanager
def _few_modules() -> Iterator[None]:
    """Spare a kernel the walk over all modules that ipykernel takes for its debugger: it would copy 6 MB."""
    place = sys.modules["ipykernel.ipkernel"]
    place.sys = types.SimpleNamespace(**{**vars(sys), "modules": {}})  # type: ignore[attr-defined]
    try:
        yield
    finally:
        place.sys = sys  # type: ignore[attr-defined]


def _end_with(lifeline: int, app: Any) -> None:
    """End a kernel and what it has started as soon as its server has ended, in whatever way."""
    os.read(lifeline, 1)
    app.cleanup_connection_file()
    os.killpg(0, signal.SIGKILL)


def main(control: str, lifeline: str, *entries: str) -> None:
    """Import everything, make sure that it can be forked, and serve."""
    begun = time.time()
    os.set_inheritable(int(lifeline), False)  # noqa: FBT003
    # The debugger's, on being imported.
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
    before = dict(os.environ)
    gc.disable()
    for name in KERNEL_MODULES:
        # Each version has its own; a kernel imports for itself what is missing here.
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    packages = set()
    for name, _, function in (entry.partition(":") for entry in entries):
        module = importlib.import_module(name)
        if function:
            getattr(module, function)()
        packages.add(name.partition(".")[0])
    if len(os.listdir("/proc/self/task")) > 1:  # noqa: PTH208
        sys.exit("A module to be imported before the fork has started a thread; a fork would be without it.")
    files = _files(packages)
    stamp = _stamp(files)
    if stamp[1] > begun:
        sys.exit("A file has changed while it was being imported.")
    extra = {name: value for name, value in os.environ.items() if name not in before}
    gc.collect()
    gc.freeze()
    Parent(socket.socket(fileno=int(control)), int(lifeline), files, stamp, extra).serve()


if __name__ == "__main__":
    # As `python -m ipykernel_launcher` has them: without this script's folder, and with the launcher's name.
    if sys.path[0] == str(Path(__file__).parent):
        del sys.path[0]
    options, sys.argv = sys.argv[1:], [getattr(importlib.util.find_spec("ipykernel_launcher"), "origin", "")]
    main(*options)
