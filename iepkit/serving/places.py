"""How many phones find a place: kernels kept ready, and no more than the memory holds."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import re
import time
from typing import Any

import psutil
import tornado.web

from iepkit.serving.journal import Event, Journal
from iepkit.serving.kernels import NoPlaceError
from iepkit.serving.place import Place, PlaceLostError

_FEWEST_SPARE = 2
_SHARE_SPARE = 0.1
# The template names the page's widget behind the page, for the server alone.
_MODEL = re.compile(r"<!--model (\S+?)-->\s*$")
_EMPTY_IN_A_ROW = 3
_SECONDS_OF_REST = 30
_LONGEST_REST = 600
_SHARE_OF_LIMIT = 0.8


class Places:
    """The kernels that wait for phones: Voila's own pool, mended and sized.

    Voila never fills a slot again whose start failed, and always fills up to the
    same number. Here a failed slot is emptied, and what waits is what may still
    come: the attendees who are not here yet, and a few more.

    Args:
        kernels: the server's kernel manager, as Voila has extended it.
        notebook: the page whose kernels wait.
        attendees: how many phones are expected.
        journal: where it says what went wrong.
        patience: how many seconds a kernel may take to run the notebook.
    """

    def __init__(self, kernels: Any, notebook: str, attendees: int, journal: Journal, patience: float) -> None:
        self._kernels = kernels
        self._notebook = notebook
        self._attendees = attendees
        self._journal = journal
        self._patience = patience
        self._given: dict[str, Place] = {}
        self._claimed: set[asyncio.Task[dict[str, Any]]] = set()
        self._seen: dict[str, float] = {}
        self._empty_pages = 0
        self._rests_until = 0.0
        self._rests = 0
        self._page = ""
        self._has_page = asyncio.Event()

    @property
    def _pool(self) -> list[asyncio.Task[dict[str, Any]]]:
        pool: list[asyncio.Task[dict[str, Any]]] = self._kernels._pools.get(self._notebook, [])  # noqa: SLF001 - Voila shows it nowhere else
        return pool

    @property
    def ready(self) -> int:
        """How many kernels wait with their page."""
        return sum(_is_ready(task) for task in self._pool)

    @property
    def waiting(self) -> int:
        """How many kernels wait or are in the making."""
        return len(self._pool)

    @property
    def taken(self) -> int:
        """How many kernels phones have, or are about to."""
        waiting = sum(_is_done(task) for task in self._pool)
        return max(0, len(self._kernels) - waiting) + sum(not task.done() for task in self._claimed)

    @property
    def most(self) -> int:
        """How many kernels may run at once; 0: any number."""
        return int(self._kernels.most)

    @property
    def attendees(self) -> int:
        """For how many phones places are kept."""
        return self._attendees

    def expect(self, attendees: int) -> int:
        """Keep places for so many phones, as far as there may be so many, and fill them now, after faults too.

        Returns:
            for how many they are kept.
        """
        self._attendees = min(attendees, self.most) if self.most else attendees
        self._rests_until = 0
        self._empty_pages = self._rests = 0
        self._fill()
        return self._attendees

    @property
    def wanted(self) -> int:
        """How many kernels should wait now."""
        spare = max(_FEWEST_SPARE, int(self._attendees * _SHARE_SPARE)) if self.taken else 0
        wanted = max(self._attendees - self.taken, spare)
        return max(0, min(wanted, self.most - self.taken)) if self.most else wanted

    @property
    def is_full(self) -> bool:
        """Is there no place for one phone more?"""
        return not any(not _has_failed(task) for task in self._pool) and bool(self._kernels.is_full)

    async def page(self, patience: float) -> str | None:
        """The workshop page, the same for every phone; None where it is not there in so many seconds."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._has_page.wait(), patience)
            return self._page
        return None

    async def take(self) -> Place:
        """Give a phone its place.

        Raises:
            NoPlaceError: the room is full, or nothing can be started.
        """
        # So often it may turn out that what was taken had just died.
        for _ in range(len(self._pool) + _FEWEST_SPARE):
            await self.offer()
            if not self._pool:
                break
            task = self._pool.pop(0)
            self._claimed.add(task)
            self._fill()
            try:
                return await self._place_of(task)
            except PlaceLostError:
                continue
            finally:
                self._claimed.discard(task)
        self._journal.note(Event.ROOM_FULL)
        raise NoPlaceError

    async def _place_of(self, task: asyncio.Task[dict[str, Any]]) -> Place:
        """What a slot of the pool has become."""
        try:
            item = await task
        except Exception as error:
            self._note_failure(error)
            raise PlaceLostError from error
        kernel = item["kernel_id"]
        model = await self._shown_by(item)
        if model is None or kernel not in self._kernels:
            await self.give_back(kernel)
            raise PlaceLostError
        # With a context of its own each client would start threads, and ZeroMQ ends the process where none can be.
        client = self._kernels.get_kernel(kernel).client(context=self._kernels.context)
        place = self._given[kernel] = Place(kernel, model, client)
        await place.open()
        if place.is_lost:
            raise PlaceLostError
        return place

    async def _shown_by(self, item: dict[str, Any]) -> str | None:
        """The id of the widget that a kernel's page shows; None where it shows none, or does not come to an end."""
        try:
            rendered, _ = await asyncio.wait_for(asyncio.shield(item["task"]), self._patience)
        except Exception:  # noqa: BLE001 - why a notebook ended is in the notebook, and told there
            return None
        html = "".join(rendered)
        model = _MODEL.search(html)
        if model is None:
            return None
        if not self._has_page.is_set():
            self._page = html[: model.start()]
            self._has_page.set()
        return model[1]

    async def keep(self) -> None:
        """Let go of kernels that have died and of slots that failed, and fill up to what is wanted."""
        for kernel in list(self._kernels.list_kernel_ids()):
            if kernel in self._kernels and not await self._kernels.is_alive(kernel):
                self._journal.note(Event.KERNEL_LOST)
                await self.give_back(kernel)
        await self._look_at_pages()
        self._fill()

    async def _look_at_pages(self) -> None:
        """Of the kernels that wait: take the page from the first, and let go of those that show none."""
        for task in [task for task in self._pool if _is_done(task)]:
            item = task.result()
            kernel = item["kernel_id"]
            age = time.monotonic() - self._seen.setdefault(kernel, time.monotonic())
            if not item["task"].done():
                if age > self._patience:
                    self._rest(Event.NOTEBOOK_STUCK)
                    await self.give_back(kernel)
            elif await self._shown_by(item) is None:
                self._empty_pages += 1
                # Once is an accident of a busy laptop; again and again is the notebook.
                if self._empty_pages >= _EMPTY_IN_A_ROW:
                    self._rest(Event.NOTEBOOK_EMPTY)
                await self.give_back(kernel)
            else:
                self._empty_pages = self._rests = 0
        self._seen = {kernel: since for kernel, since in self._seen.items() if kernel in self._kernels}

    def _rest(self, why: Event) -> None:
        """Start no kernel for a while, and each time longer: the next would end as this one did."""
        self._journal.note(why)
        # Those that began together end together, and count as one.
        if time.monotonic() >= self._rests_until:
            rest = min(_LONGEST_REST, _SECONDS_OF_REST * 2**self._rests)
            self._rests_until = time.monotonic() + rest
            self._rests += 1

    async def offer(self) -> None:
        """Make sure that the kernel that the next phone gets is alive: a death is not its bad luck."""
        while self._pool and _is_done(self._pool[0]):
            kernel = self._pool[0].result()["kernel_id"]
            if await self._kernels.is_alive(kernel):
                break
            self._journal.note(Event.KERNEL_LOST)
            await self.give_back(kernel)
        self._fill()

    async def give_back(self, kernel: str) -> None:
        """Take a kernel out of the pool and out of the count: it has died, or its phone needs it no more."""
        self._empty()
        self._pool[:] = [task for task in self._pool if not (_is_done(task) and task.result()["kernel_id"] == kernel)]
        if place := self._given.pop(kernel, None):
            place.lose()
        # It may be gone already.
        with contextlib.suppress(KeyError, RuntimeError, tornado.web.HTTPError):
            await self._kernels.shutdown_kernel(kernel, now=True)

    async def replace(self, place: Place) -> None:
        """Let go of a kernel that gives no answer."""
        self._journal.note(Event.KERNEL_TOO_BIG if self._is_at_its_limit(place.kernel) else Event.KERNEL_SILENT)
        await self.give_back(place.kernel)

    def _is_at_its_limit(self, kernel: str) -> bool:
        most = self._kernels.most_memory
        with contextlib.suppress(psutil.Error, KeyError, tornado.web.HTTPError):
            return bool(most) and self._kernels.process_of(kernel).memory_info().data > most * _SHARE_OF_LIMIT
        return False

    def _empty(self) -> None:
        """Take slots that failed out of the pool, where Voila would stumble over them."""
        for task in self._pool:
            if task.done() and not task.cancelled() and (error := task.exception()):
                self._note_failure(error)
        self._pool[:] = [task for task in self._pool if not _has_failed(task)]

    def _note_failure(self, error: BaseException) -> None:
        if isinstance(error, NoPlaceError):
            return
        is_disk = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
        self._journal.note(Event.DISK_FULL if is_disk else Event.START_FAILED)

    def _fill(self) -> None:
        self._empty()
        if time.monotonic() < self._rests_until:
            return
        # After a rest, one is enough to see whether the notebook is mended; each would keep a processor busy.
        wanted = min(self.wanted, 1) if self._rests else self.wanted
        self._kernels.kernel_pools_config[self._notebook]["pool_size"] = wanted
        self._kernels.fill_if_needed(delay=0, notebook_name=self._notebook)


def _has_failed(task: asyncio.Task[dict[str, Any]]) -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)


def _is_done(task: asyncio.Task[dict[str, Any]]) -> bool:
    return task.done() and not _has_failed(task)


def _is_ready(task: asyncio.Task[dict[str, Any]]) -> bool:
    return _is_done(task) and task.result()["task"].done()
