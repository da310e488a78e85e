"""The kernel provisioner that forks kernels from a warm parent."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import threading
import time
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Float, List, Unicode, default

from iepkit.serving.forking.link import ForkedKernel, ForkError, ParentLink

MODULES_VARIABLE = "FORKING_PROVISIONER_MODULES"
"""The environment's way to set :attr:`ForkingProvisioner.modules`, separated by commas."""

# On macOS the system's own libraries do not survive a fork.
CAN_FORK = sys.platform == "linux"
_LAUNCHER = ["-m", "ipykernel_launcher", "-f"]
_OPTIONS = {"env", "cwd", "kernel_id", "extra_arguments"}
# What a process reads once, at its start: no fork can have its own.
_READ_ONCE = ("PYTHON", "LANG", "LC_", "LD_")
_LONGEST_REST = 60


class Parents:
    """The parents of this server: one for each way to start Python, replaced when it is lost."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._links: dict[tuple[tuple[str, ...], tuple[str, ...]], ParentLink] = {}
        self._failures = 0
        self._rests_until = 0.0

    def get(self, options: list[str], modules: list[str]) -> ParentLink:
        """The parent for this, started if there is none that may still fork."""
        key = (tuple(options), tuple(modules))
        with self._lock:
            link = self._links.get(key)
            if link is None or not link.usable:
                if time.monotonic() < self._rests_until:
                    message = "forking has failed, and is tried again in a while"
                    raise ForkError(message)
                link = self._links[key] = ParentLink(options, modules)
                link.ready.add_done_callback(self._count)
            return link

    def _count(self, ready: Future[None]) -> None:
        if ready.exception():
            self.failed()

    def succeeded(self) -> None:
        """A kernel has come up."""
        self._failures = 0

    def failed(self) -> None:
        """A parent or a kernel has not come up: the next is tried at once, later ones ever later."""
        self._failures += 1
        self._rests_until = time.monotonic() + min(_LONGEST_REST, 2**self._failures - 2)


class ForkingProvisioner(LocalProvisioner):
    """Forks each kernel from a parent that has imported what kernels need.

    What it can't fork, it starts as :class:`LocalProvisioner` does.
    """

    modules = List(
        Unicode(),
        config=True,
        help="""What the parent imports beside the kernel itself: "module", or "module:function"
        to call that function too, without arguments. None of them may start a thread.""",
    )
    timeout = Float(30, config=True, help="Seconds after which a parent or a kernel that does not come up is given up.")
    parents = Parents()

    @default("modules")
    def _modules_default(self) -> list[str]:
        return [name.strip() for name in os.environ.get(MODULES_VARIABLE, "").split(",") if name.strip()]

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Launch a kernel with a command; see the base class."""
        obstacle = _obstacle(cmd, kwargs)
        if obstacle:
            self.log.debug("Kernel %s can't be forked: %s", self.kernel_id, obstacle)
            return await super().launch_kernel(cmd, **kwargs)
        try:
            kernel = await self._fork(cmd, kwargs["env"], str(kwargs.get("cwd") or Path.cwd()))
        except ForkError as error:
            self.log.warning("Kernel %s was not forked, and starts the ordinary way: %s", self.kernel_id, error)
            return await super().launch_kernel(cmd, **kwargs)
        self.process, self.pid = kernel, kernel.pid  # type: ignore[assignment]
        # The base class would signal a group by its bare number.
        self.pgid = None
        self.cwd = kwargs.get("cwd", Path.cwd())
        return self.connection_info

    async def _fork(self, cmd: list[str], env: dict[str, str], cwd: str) -> ForkedKernel:
        """Fork from the parent; if that one can't any more, from the next."""
        start = cmd.index("-m")
        link = self.parents.get(cmd[1:start], self.modules)
        try:
            return await self._fork_from(link, cmd[start + 2 :], env, cwd)
        except ForkError:
            if link.usable:
                raise
        link = self.parents.get(cmd[1:start], self.modules)
        return await self._fork_from(link, cmd[start + 2 :], env, cwd)

    async def _fork_from(self, link: ParentLink, argv: list[str], env: dict[str, str], cwd: str) -> ForkedKernel:
        if not await self._kept(link.ready):
            link.end()
            message = "the parent does not come up"
            raise ForkError(message)
        for name in env.keys() | link.environment.keys():
            if name.startswith(_READ_ONCE) and env.get(name) != link.environment.get(name):
                message = f"{name} is not as its parent has it"
                raise ForkError(message)
        kernel = link.fork(argv, {**env, "JPY_PARENT_PID": str(os.getpid())}, cwd)
        try:
            while not await self._kept(kernel.boot):
                if time.monotonic() - (kernel.forked_at or link.heard_at) < self.timeout:
                    continue
                if not kernel.forked_at:
                    link.end()
                self.parents.failed()
                message = "it does not come up"
                raise ForkError(message)  # noqa: TRY301 - the kernel has to be killed too
        except BaseException:
            kernel.kill()
            raise
        self.parents.succeeded()
        return kernel

    async def _kept(self, promise: Future[None]) -> bool:
        """Whether a promise is kept in time."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.wrap_future(promise), self.timeout)
            return True
        return False


def _obstacle(cmd: list[str], kwargs: dict[str, Any]) -> str | None:
    """Why this kernel can't be a fork, if so."""
    if not CAN_FORK:
        return "this system can't fork"
    start = cmd.index("-m") if "-m" in cmd else 0
    if cmd[start : start + 3] != _LAUNCHER or not all(option.startswith("-X") for option in cmd[1:start]):
        return "its command is no plain ipykernel_launcher"
    if not _is_this_python(cmd[0]):
        return "it has another Python"
    if unknown := kwargs.keys() - _OPTIONS:
        return f"it is to have its own {', '.join(sorted(unknown))}"
    if not Path(kwargs.get("cwd") or ".").is_dir():
        return "its folder is missing"
    return None


def _is_this_python(python: str) -> bool:
    here, there = Path(sys.executable), Path(python)
    return here.parent == there.parent and there.exists() and here.samefile(there)
