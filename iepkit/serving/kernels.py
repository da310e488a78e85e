"""The kernels of the room: so many and no more, and none that takes all memory."""

from __future__ import annotations

import contextlib
import sys
from typing import Any

import psutil
import tornado.web
import traitlets
import zmq
import zmq.asyncio
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager


class NoPlaceError(tornado.web.HTTPError):
    """No kernel may be started: the room is full."""

    def __init__(self) -> None:
        super().__init__(503, "the room is full")


class RoomKernelManager(AsyncMappingKernelManager):
    """Starts kernels that write only errors into the trainer's window, and never more than ``most``."""

    most = traitlets.Int(0, help="How many kernels may run at once; 0: any number.").tag(config=True)
    most_memory = traitlets.Int(0, help="How many bytes of its own a kernel may take (Linux); 0: any number.").tag(
        config=True
    )
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
            kernel: str = await super().start_kernel(**{"extra_arguments": ["--log-level=ERROR"], **options})
        finally:
            self._starting -= 1
        self._limit_memory(kernel)
        return kernel

    def process_of(self, kernel: str) -> psutil.Process:
        """The process of a kernel.

        Raises:
            psutil.NoSuchProcess: it has ended.
        """
        provisioner: Any = self.get_kernel(kernel).provisioner
        return psutil.Process(provisioner.pid)

    def _limit_memory(self, kernel: str) -> None:
        if not self.most_memory or sys.platform != "linux":
            return
        # What it has died of by now is found out soon enough.
        with contextlib.suppress(psutil.Error):
            self.process_of(kernel).rlimit(psutil.RLIMIT_DATA, (self.most_memory, self.most_memory))
