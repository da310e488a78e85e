"""A phone's place: a kernel that shows the workshop page, and the line to it.

What a phone may ask is one thing, what follows from its answers. It never speaks to
the kernel itself: the server asks, in Jupyter's messages, and passes the answer on.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from queue import Empty
from typing import Any

_SECONDS_TO_A_NUDGE = 0.3


class PlaceLostError(Exception):
    """The kernel is gone."""


class Place:
    """One kernel and its page's widget; it answers one question at a time.

    Args:
        kernel: the kernel's id.
        model: the id of the page's widget.
        client: a client of this kernel, whose channels are not open yet.
    """

    def __init__(self, kernel: str, model: str, client: Any) -> None:
        self.kernel = kernel
        self._model = model
        self._client = client
        self._turns = itertools.count(1)
        # What one question hears is lost to another.
        self._one = asyncio.Lock()
        self._lost = asyncio.get_running_loop().create_future()

    @property
    def is_lost(self) -> bool:
        """Is the kernel gone?"""
        return self._lost.done()

    async def open(self) -> None:
        """Open the line, and wait until what the kernel says is heard."""
        self._client.start_channels(shell=True, iopub=True, stdin=False, hb=False, control=False)  # noqa: S604 - no shell of the system's
        while not self.is_lost:
            self._client.kernel_info()
            with contextlib.suppress(Empty):
                await self._client.get_iopub_msg(timeout=_SECONDS_TO_A_NUDGE)
                return

    async def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """What the widget answers.

        Raises:
            PlaceLostError: the kernel is gone, or went before it answered.
        """
        async with self._one:
            return await self._ask(question)

    async def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        turn = next(self._turns)
        data = {"method": "custom", "content": {**question, "turn": turn}}
        asked = asyncio.ensure_future(self._answer_to(data, turn))
        # One that ends because the line was cut under it has nobody else to hear why.
        asked.add_done_callback(lambda task: task.cancelled() or task.exception())
        try:
            await asyncio.wait({asked, self._lost}, return_when=asyncio.FIRST_COMPLETED)
            if not asked.done():
                raise PlaceLostError
            return {**asked.result(), "turn": question.get("turn")}
        finally:
            asked.cancel()

    async def _answer_to(self, data: dict[str, Any], turn: int) -> dict[str, Any]:
        if self.is_lost:
            raise PlaceLostError
        session, channel = self._client.session, self._client.shell_channel
        channel.send(session.msg("comm_msg", {"comm_id": self._model, "data": data}))
        while True:
            heard = (await self._client.get_iopub_msg())["content"]
            if heard.get("comm_id") != self._model:
                continue
            answer = heard["data"].get("content", {})
            if answer.get("turn") == turn:
                return dict(answer)

    def lose(self) -> None:
        """The kernel is gone: whoever waits for its answer waits no longer."""
        if not self.is_lost:
            self._lost.set_result(None)
            self._client.stop_channels()
