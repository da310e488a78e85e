"""Progress in a database: one table for all who learn, where each account sees its own records alone."""

from __future__ import annotations

import getpass
import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Connection,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from iepkit.learning.study.events import Event
from iepkit.learning.study.progress.lines import Flaw, Found, event_of, merged
from iepkit.learning.study.progress.log import Kept, PlaceError
from iepkit.store.places import File as SqliteFile
from iepkit.store.places import Mode, Place, place_of
from iepkit.store.problem import StoreError
from iepkit.store.tables import Utc

REST = 30.0
"""Seconds in which a database that failed is not read again: a page reads many times, and each may wait."""
HUB_USER = "JUPYTERHUB_USER"
"""Names the account under a hub."""

# Of its own, so that the steps that change the tables of workshops know nothing of it.
_METADATA = MetaData()
RECORDS = Table(
    "study_records",
    _METADATA,
    # In the order in which they were added. Other databases than SQLite know no automatic small number.
    Column("serial", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("account", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("learner", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", Utc, nullable=False),
    Column("version", Integer, nullable=False),
    Column("body", JSON, nullable=False),
    UniqueConstraint("account", "id"),
    # A number that was given back would hide that something was deleted and something else added.
    sqlite_autoincrement=True,
)


def account() -> str:
    """Whose records these are: the hub's user, or who is at this computer."""
    hub = os.environ.get(HUB_USER, "")
    if hub:
        return hub
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        # In some containers nobody has a name.
        return str(os.getuid())


class Database(Kept):
    """Records in a table ``study_records``, which is made where there is none.

    No connection stays open between two calls: under a hub many notebooks are open
    for days, and a database gives out only so many.

    Args:
        address: ``postgresql://name:password@host/database``, or ``sqlite:///file``.
        account: whose records are read and written.
        clock: gives seconds that only grow.
    """

    def __init__(self, address: str, account: str, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._address = address
        self._account = account
        self._clock = clock
        self._place: Place | None = None
        self._is_made = False
        self._stamp: tuple[int, ...] | None = None
        self._failed: tuple[float, PlaceError] | None = None

    @property
    def shown(self) -> str:
        """See :class:`Log`."""
        try:
            return self._opened().shown
        except StoreError as error:
            return error.place

    def _found(self) -> Found:
        if self._failed and self._clock() < self._failed[0] + REST:
            raise self._failed[1]
        with self._connection(Mode.READS) as connection:
            mine = RECORDS.c.account == self._account
            stamp = tuple(
                connection.execute(select(func.count(), func.coalesce(func.max(RECORDS.c.serial), 0)).where(mine)).one()
            )
            if stamp == self._stamp:
                return self._last
            rows = connection.execute(select(RECORDS).where(mine).order_by(RECORDS.c.serial)).mappings().all()
        self._stamp = stamp
        return Found.of(_read(dict(row)) for row in rows)

    def _write(self, events: Sequence[Event]) -> bool:
        rows = [self._row(event) for event in events]
        with self._connection(Mode.WRITES) as connection:
            statement = _INSERTS[connection.dialect.name](RECORDS)
            # One whose answer was lost on the way is there already.
            connection.execute(statement.on_conflict_do_nothing(index_elements=["account", "id"]), rows)
        return True

    def _merge(self, events: Sequence[Event]) -> None:
        mine = RECORDS.c.account == self._account
        with self._connection(Mode.WRITES) as connection:
            found = connection.execute(select(RECORDS).where(mine).order_by(RECORDS.c.serial)).mappings()
            rows = [dict(row) for row in found]
            # What another notebook adds in between stays.
            last = max((row.pop("serial") for row in rows), default=0)
            connection.execute(delete(RECORDS).where(mine, RECORDS.c.serial <= last))
            between = [(self._row(event), event) for event in events]
            connection.execute(insert(RECORDS), merged([(row, _read(row)) for row in rows], between))

    def _remove(self, learner: str) -> None:
        with self._connection(Mode.WRITES) as connection:
            connection.execute(delete(RECORDS).where(RECORDS.c.account == self._account, RECORDS.c.learner == learner))

    @contextmanager
    def _connection(self, mode: Mode) -> Iterator[Connection]:
        """Give a connection to a place that has the table.

        Raises:
            PlaceError: there is none.
        """
        try:
            place = self._opened()
            try:
                if not self._is_made:
                    _make(place)
                    self._is_made = True
                place.check()
                with place.connection(mode) as connection:
                    yield connection
            finally:
                place.engine.dispose()
        except StoreError as error:
            # It may have been deleted, and is then made anew.
            self._place, self._is_made, self._stamp = None, False, None
            problem = PlaceError(_SENTENCES.get(error.problem, error.problem))
            self._failed = self._clock(), problem
            raise problem from None
        self._failed = None

    def _row(self, event: Event) -> dict[str, Any]:
        record = {field.name: getattr(event, field.name) for field in fields(event)}
        return record | {"account": self._account, "body": dict(event.body)}

    def _opened(self) -> Place:
        if self._place is None:
            scheme, is_sqlite, path = self._address.partition("sqlite:///")
            self._place = SqliteFile(Path(path)) if is_sqlite and not scheme else place_of(self._address)
        return self._place


def _make(place: Place) -> None:
    with place.connection(Mode.WRITES) as connection:
        # Two that begin at once would both find no table.
        place.lock(connection)
        _METADATA.create_all(connection, checkfirst=True)


def _read(row: Mapping[str, Any]) -> Event | Flaw:
    return event_of({**row, "at": row["at"].isoformat()})


_INSERTS: Mapping[str, Callable[..., Any]] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}
_SENTENCES: Mapping[str, str] = {"read_only": "no_right", "no_folder": "no_file", "moved": "no_file"}
