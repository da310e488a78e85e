"""The store as the server uses it: from one thread of its own, so that no disk holds up a page."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from iepkit.store.model import Ballot, Receipt
from iepkit.store.store import Store, StoreError

_T = TypeVar("_T")
# What is written would not be found again, or is written to what is no database of ours: it has to be opened anew.
_LOST = ("moved", "broken")


def _nothing(_store: Store) -> None:
    """Leave it as it is."""


@dataclass(frozen=True)
class Answers:
    """Where answers are kept.

    Args:
        place: the path of a file, or the address of a database.
        is_named: whether the trainer has named it; the usual file is made with the first question that is asked.
        label: what the trainer calls the workshop, or "".
        tend: is done once, when it has been opened.
    """

    place: str | Path
    is_named: bool = False
    label: str = ""
    tend: Callable[[Store], object] = _nothing

    @property
    def is_there(self) -> bool:
        """Is there something to open? Of a database that is known only once it is opened."""
        return not isinstance(self.place, Path) or self.place.exists()


def _still_waiting(batch: list[tuple[Ballot, asyncio.Future[Receipt]]]) -> list[asyncio.Future[Receipt]]:
    """Those that nobody has given up: a server that ends gives up all."""
    return [told for _, told in batch if not told.done()]


class Keeper:
    """Does all that is to be stored or read, one thing after another.

    Ballots that come in while others are being written are written together, in one transaction.

    Args:
        answers: where.
    """

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="answers")
        self._store: Store | None = None
        self._shown = ""
        self._is_tended = False
        self._waiting: list[tuple[Ballot, asyncio.Future[Receipt]]] = []
        self._writer: asyncio.Task[None] | None = None

    @property
    def is_open(self) -> bool:
        """Has the file or the database been opened?"""
        return self._store is not None

    @property
    def was_open(self) -> bool:
        """Has it ever been?"""
        return bool(self._shown)

    @property
    def place(self) -> str:
        """Where answers are kept, as it may be shown; "" for a database that was never opened."""
        if isinstance(self._answers.place, Path):
            return str(self._answers.place)
        return self._shown

    async def do(self, job: Callable[[Store], _T], *, makes: bool = False) -> _T:
        """Do something with the store, when all that was asked before is done.

        Args:
            job: gets the store, in its thread.
            makes: whether a file that is not there is made.

        Raises:
            StoreError: nothing could be stored or read; ``moved`` where the file is gone.
        """
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._done, job, makes)

    def _done(self, job: Callable[[Store], _T], makes: bool) -> _T:  # noqa: FBT001 - an executor passes no names
        if self._store is None:
            if not makes and not self._answers.is_there:
                raise StoreError("moved", str(self._answers.place))
            self._store = Store.open(self._answers.place)
            self._shown = self._store.place
            self._is_tended = False
        try:
            if not self._is_tended:
                self._is_tended = True
                # What can't be done now is done at the next start: votes do not wait for it.
                with contextlib.suppress(StoreError):
                    self._answers.tend(self._store)
            return job(self._store)
        except StoreError as error:
            if error.problem in _LOST:
                self._let_go()
            raise

    async def cast(self, ballot: Ballot) -> Receipt:
        """Count a ballot; it is on the disk when this returns.

        Raises:
            StoreError: it is not counted, and not kept either.
        """
        told: asyncio.Future[Receipt] = asyncio.get_running_loop().create_future()
        self._waiting.append((ballot, told))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.ensure_future(self._write())
        return await told

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            ballots = [ballot for ballot, _ in batch]
            try:
                receipts = await self.do(lambda store, ballots=ballots: store.cast(ballots))  # type: ignore[misc]
            except Exception as error:  # noqa: BLE001 - whatever it is, each phone is told that its vote is not counted
                for told in _still_waiting(batch):
                    told.set_exception(error)
                continue
            told_of = dict(zip((told for _, told in batch), receipts, strict=True))
            for told in _still_waiting(batch):
                told.set_result(told_of[told])

    def close(self) -> None:
        """Finish what was begun, and let go of the file."""
        self._thread.submit(self._let_go)
        self._thread.shutdown()

    def _let_go(self) -> None:
        if self._store:
            self._store.close()
        self._store = None
