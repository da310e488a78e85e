"""How many phones find a place: kernels kept ready, and no more than the memory holds."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

import tornado.web
import traitlets
import zmq
import zmq.asyncio
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager

_FEWEST_SPARE = 2
_SHARE_SPARE = 0.1


class NoPlaceError(tornado.web.HTTPError):
    """No kernel may be started: the room is full."""

    def __init__(self) -> None:
        super().__init__(503, "the room is full")


class RoomKernelManager(AsyncMappingKernelManager):
    """Starts kernels that write only errors into the trainer's window, and never more than ``most``."""

    most = traitlets.Int(0, help="How many kernels may run at once; 0: any number.").tag(config=True)
    _starting = 0

    def _context_default(self) -> zmq.asyncio.Context:
        context: zmq.asyncio.Context = super()._context_default()
        # A phone takes about eight sockets, and ZeroMQ's own 1,023 would end with the 120th.
        context.set(zmq.MAX_SOCKETS, zmq.Context.instance().get(zmq.SOCKET_LIMIT))
        return context

    @property
    def is_full(self) -> bool:
        """Would one more kernel be one more than there may be?"""
        return bool(self.most) and len(self) + self._starting >= self.most

    async def start_kernel(self, **options: Any) -> str:  # type: ignore[override] # async in the base too
        """Start a kernel; see the base class.

        Raises:
            NoPlaceError: the room is full.
        """
        if self.is_full:
            raise NoPlaceError
        self._starting += 1
        try:
            return await super().start_kernel(**{"extra_arguments": ["--log-level=ERROR"], **options})
        finally:
            self._starting -= 1


class Places:
    """The kernels that wait for phones: Voila's own pool, mended and sized.

    Voila never fills a slot again whose start failed, and always fills up to the
    same number. Here a failed slot is emptied, and what waits is what may still
    come: the attendees who are not here yet, and a few more.

    Args:
        kernels: the server's kernel manager, as Voila has extended it.
        notebook: the page whose kernels wait.
        attendees: how many phones are expected.
    """

    def __init__(self, kernels: Any, notebook: str, attendees: int) -> None:
        self._kernels = kernels
        self._notebook = notebook
        self._attendees = attendees

    @property
    def _pool(self) -> list[asyncio.Task[dict[str, Any]]]:
        pool: list[asyncio.Task[dict[str, Any]]] = self._kernels._pools.get(self._notebook, [])  # noqa: SLF001 - Voila shows it nowhere else
        return pool

    @property
    def ready(self) -> int:
        """How many kernels wait with their page."""
        return sum(_is_ready(task) for task in self._pool)

    @property
    def taken(self) -> int:
        """How many kernels phones have."""
        waiting = sum(_is_done(task) for task in self._pool)
        return max(0, len(self._kernels) - waiting)

    @property
    def wanted(self) -> int:
        """How many kernels should wait now."""
        spare = max(_FEWEST_SPARE, int(self._attendees * _SHARE_SPARE)) if self.taken else 0
        wanted = max(self._attendees - self.taken, spare)
        return max(0, min(wanted, self._kernels.most - self.taken)) if self._kernels.most else wanted

    @property
    def is_full(self) -> bool:
        """Has a phone that comes now to be asked to wait?"""
        return not any(not _has_failed(task) for task in self._pool) and bool(self._kernels.is_full)

    async def keep(self) -> None:
        """Let go of kernels that have died and of slots that failed, and fill up to what is wanted."""
        for kernel in list(self._kernels.list_kernel_ids()):
            if kernel in self._kernels and not await self._kernels.is_alive(kernel):
                await self.give_back(kernel)
        self._fill()

    async def offer(self) -> None:
        """Make sure that the kernel that the next phone gets is alive: a death is not its bad luck."""
        while self._pool and _is_done(self._pool[0]):
            kernel = self._pool[0].result()["kernel_id"]
            if await self._kernels.is_alive(kernel):
                break
            await self.give_back(kernel)
        self._fill()

    async def give_back(self, kernel: str) -> None:
        """Take a kernel out of the pool and out of the count: it has died, or its page is left."""
        self._empty()
        self._pool[:] = [task for task in self._pool if not (_is_done(task) and task.result()["kernel_id"] == kernel)]
        # It may be gone already.
        with contextlib.suppress(KeyError, RuntimeError, tornado.web.HTTPError):
            await self._kernels.shutdown_kernel(kernel, now=True)

    def _empty(self) -> None:
        """Take slots that failed out of the pool, where Voila would stumble over them."""
        self._pool[:] = [task for task in self._pool if not _has_failed(task)]

    def _fill(self) -> None:
        self._empty()
        self._kernels.kernel_pools_config[self._notebook]["pool_size"] = self.wanted
        self._kernels.fill_if_needed(delay=0, notebook_name=self._notebook)


def _has_failed(task: asyncio.Task[dict[str, Any]]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)


def _is_done(task: asyncio.Task[dict[str, Any]]) -> bool:
    return task.done() and not _has_failed(task)


def _is_ready(task: asyncio.Task[dict[str, Any]]) -> bool:
    return _is_done(task) and task.result()["task"].done()
