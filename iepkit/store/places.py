"""Where votes are kept: a file of SQLite, or a database of PostgreSQL. Both do the same, and fail in their own ways."""

from __future__ import annotations

import contextlib
import errno
import re
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from enum import Enum, auto
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import QueuePool

from iepkit.store.chosen import is_address
from iepkit.store.problem import StoreError
from iepkit.store.tables import BALLOTS, METADATA

WAIT = 5
"""Seconds to wait for another who is writing, or for a server that does not answer."""
_BEGIN = "iepkit_begin"
# Each setting ends with its transaction, so that a pooler in between hands nothing on.
_OF_A_TRANSACTION = f"SET LOCAL lock_timeout = '{WAIT}s'; SET LOCAL synchronous_commit = on"


class Mode(Enum):
    """What a connection is for.

    READS: all that is read is of one moment.
    WRITES: all is written, or nothing.
    ALONE: each statement is a transaction of its own.
    """

    READS = auto()
    WRITES = auto()
    ALONE = auto()


class Place(ABC):
    """Where votes are kept."""

    shown: str
    """How it may be named: never with a password."""
    engine: Engine
    """It holds one connection."""
    _options: ClassVar[Mapping[Mode, Mapping[str, Any]]]

    @contextlib.contextmanager
    def connection(self, mode: Mode) -> Iterator[Connection]:
        """Give a connection with a transaction that ends with the block.

        Raises:
            StoreError: the database failed, or what was written would be lost.
        """
        try:
            with self.engine.connect() as opened:
                found = opened.execution_options(**self._options[mode])
                with found.begin():
                    yield found
        except DBAPIError as error:
            problem = self._problem(error.orig)
            if not problem:
                raise
            # What the driver says may hold what was answered.
            raise StoreError(problem, self.shown) from None

    def check(self) -> None:  # noqa: B027 - what a server writes stays where it is
        """Do nothing while what is written would be found again.

        Raises:
            StoreError: it would be lost.
        """

    def prepare(self) -> None:  # noqa: B027 - a server needs nothing
        """Do what has to be done before the first transaction that writes, and in none."""

    def lock(self, connection: Connection) -> None:  # noqa: B027 - whoever writes into a file is alone
        """Hold off every other server that begins something, until the transaction ends."""

    @abstractmethod
    def is_foreign(self, tables: frozenset[str]) -> bool:
        """Are these tables, with none that says their version, another program's?"""

    @abstractmethod
    def put(self, connection: Connection, ballots: list[dict[str, Any]]) -> None:
        """Write ballots, each in the place of what its voter said before."""

    def lose_order(self) -> None:  # noqa: B027 - a server tells its own manager when each row was written
        """Leave nothing that says in which order rows were written."""

    @abstractmethod
    def wipe(self) -> None:
        """Leave nothing of deleted rows in the files."""

    @abstractmethod
    def _problem(self, error: BaseException | None) -> str | None:
        """What an error of the driver means; None where the fault is the kit's own."""


class File(Place):
    """A file of SQLite; it is made where there is none, and so is its folder, but not the folder around that.

    Raises:
        StoreError: there is no such folder, or it can't be written.
    """

    _options: ClassVar[Mapping[Mode, Mapping[str, Any]]] = {
        Mode.READS: {_BEGIN: "BEGIN"},
        Mode.WRITES: {_BEGIN: "BEGIN IMMEDIATE"},
        Mode.ALONE: {_BEGIN: ""},
    }

    def __init__(self, path: Path) -> None:
        self.shown = str(path)
        self._path = path.absolute()
        try:
            self._make()
            found = self._path.stat()
        except (FileNotFoundError, NotADirectoryError):
            raise StoreError("no_folder", self.shown) from None
        except OSError as error:
            raise StoreError("full" if error.errno in _NO_SPACE else "read_only", self.shown) from None
        # SQLite takes a file of a few words for an empty one, and writes over it.
        if 0 < found.st_size < _LEAST_BYTES:
            raise StoreError("broken", self.shown)
        self._identity = found.st_dev, found.st_ino
        # SQLite itself must never put an empty file in the place of one that is gone.
        address = f"{self._path.as_uri()}?mode=rw"
        self.engine = create_engine(
            "sqlite://",
            # Python's own beginning of transactions is switched off: it sends no BEGIN before it reads.
            creator=lambda: sqlite3.connect(
                address, uri=True, timeout=WAIT, check_same_thread=False, isolation_level=None
            ),
            poolclass=QueuePool,
            pool_size=1,
            max_overflow=0,
            hide_parameters=True,
        )
        event.listen(self.engine, "connect", _set_up)
        event.listen(self.engine, "begin", _begin)

    def check(self) -> None:
        if self._is_moved():
            raise StoreError("moved", self.shown)

    def prepare(self) -> None:
        with self.connection(Mode.ALONE) as connection:
            if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
                raise StoreError("broken", self.shown)
            # Whoever reads never waits for the one who writes.
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")

    def is_foreign(self, tables: frozenset[str]) -> bool:
        return bool(tables)

    def put(self, connection: Connection, ballots: list[dict[str, Any]]) -> None:
        statement = sqlite.insert(BALLOTS)
        again = statement.on_conflict_do_update(
            index_elements=[BALLOTS.c.round, BALLOTS.c.voter], set_={"answers": statement.excluded.answers}
        )
        connection.execute(again, ballots)

    def lose_order(self) -> None:
        # On a page of the file, rows lie in the order in which they came, whatever their key is.
        self.wipe()

    def wipe(self) -> None:
        with self.connection(Mode.ALONE) as connection:
            connection.exec_driver_sql("VACUUM")
            is_busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
        if is_busy:
            raise StoreError("locked", self.shown)

    def _problem(self, error: BaseException | None) -> str | None:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN) and self._is_moved():
            # A stick that was pulled out says it this way.
            return "moved"
        if code == sqlite3.SQLITE_CANTOPEN and self._path.is_dir():
            return "broken"
        return _OF_SQLITE.get(code)

    def _is_moved(self) -> bool:
        try:
            found = self._path.stat()
        except OSError:
            return True
        return (found.st_dev, found.st_ino) != self._identity

    def _make(self) -> None:
        folder = self._path.parent
        if folder.parent.is_dir() and not folder.exists():
            folder.mkdir(exist_ok=True)
        if not self._path.exists():
            # Nobody else who uses this computer is to read it. Another server may be faster; to open the file that
            # it has made, and to close it again, would undo the locks of this whole process.
            with contextlib.suppress(FileExistsError):
                self._path.touch(mode=0o600, exist_ok=False)


class Server(Place):
    """A database of PostgreSQL.

    Raises:
        StoreError: its driver is not installed, or this is no address of PostgreSQL.
    """

    _options: ClassVar[Mapping[Mode, Mapping[str, Any]]] = {
        Mode.READS: {_BEGIN: _OF_A_TRANSACTION, "isolation_level": "REPEATABLE READ"},
        Mode.WRITES: {_BEGIN: _OF_A_TRANSACTION, "isolation_level": "READ COMMITTED"},
        Mode.ALONE: {_BEGIN: "", "isolation_level": "AUTOCOMMIT"},
    }

    def __init__(self, address: str) -> None:
        url, self.shown = _read(address)
        try:
            self.engine = create_engine(
                url.set(drivername="postgresql+psycopg"),
                pool_size=1,
                max_overflow=0,
                # A server that was started again in the meantime is no fault.
                pool_pre_ping=True,
                hide_parameters=True,
                connect_args={
                    "connect_timeout": WAIT,
                    "keepalives_idle": WAIT,
                    "keepalives_interval": 1,
                    "keepalives_count": WAIT,
                    "tcp_user_timeout": WAIT * 1000,
                    # A pooler in between would not know them again.
                    "prepare_threshold": None,
                },
            )
        except ImportError:
            raise StoreError("no_driver", self.shown) from None
        event.listen(self.engine, "begin", _begin)

    def lock(self, connection: Connection) -> None:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")

    def is_foreign(self, tables: frozenset[str]) -> bool:
        # Other programs may have tables of their own in the same database.
        return not tables.isdisjoint(METADATA.tables)

    def put(self, connection: Connection, ballots: list[dict[str, Any]]) -> None:
        statement = postgresql.insert(BALLOTS)
        again = statement.on_conflict_do_update(
            index_elements=[BALLOTS.c.round, BALLOTS.c.voter], set_={"answers": statement.excluded.answers}
        )
        connection.execute(again, ballots)

    def wipe(self) -> None:
        with self.connection(Mode.ALONE) as connection:
            for table in METADATA.tables:
                connection.exec_driver_sql(f"VACUUM (FULL) {table}")

    def _problem(self, error: BaseException | None) -> str | None:
        state = getattr(error, "sqlstate", None)
        if state is None:
            # No word from the server itself.
            return "unreachable"
        return _OF_POSTGRESQL.get(state) or _OF_POSTGRESQL.get(state[:2])


def place_of(name: str | Path) -> Place:
    """Where votes are kept, by the path of a file or the address of a database.

    Raises:
        StoreError: nothing can be kept there.
    """
    if isinstance(name, str) and is_address(name):
        return Server(name)
    return File(Path(name))


def _set_up(driver: sqlite3.Connection, _record: object) -> None:
    # Each commit is on the disk when it returns, and deleted words are written over.
    for setting in ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
        driver.execute(f"PRAGMA {setting}")


def _begin(connection: Connection) -> None:
    if statement := connection.get_execution_options()[_BEGIN]:
        connection.exec_driver_sql(statement)


def _read(address: str) -> tuple[URL, str]:
    """The address in its parts, and as it may be shown."""
    scheme = re.split("[:/]", address, maxsplit=1)[0]
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise StoreError("no_address", f"{scheme}://...") from None
    # A password with a sign that is not allowed in it spills over into the host.
    if url.drivername not in _SCHEMES or "@" in (url.host or ""):
        raise StoreError("no_address", f"{scheme}://...")
    shown = URL.create("postgresql", url.username, host=url.host, port=url.port, database=url.database)
    return url, shown.render_as_string()


_LOCK = 504_766
_SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")
_NO_SPACE = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_LEAST_BYTES = 512
_OF_SQLITE: Mapping[int, str] = {
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_PROTOCOL: "locked",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_PERM: "read_only",
    sqlite3.SQLITE_CANTOPEN: "read_only",
    sqlite3.SQLITE_FULL: "full",
    # A disk at its end says so in several ways, and one that fails needs the same: another disk.
    sqlite3.SQLITE_IOERR: "full",
    sqlite3.SQLITE_NOTADB: "broken",
    sqlite3.SQLITE_CORRUPT: "broken",
    # Such as a table that is not there.
    sqlite3.SQLITE_ERROR: "broken",
}
_OF_POSTGRESQL: Mapping[str, str] = {
    "08": "unreachable",
    # Password, name or database are not known there.
    "28": "unreachable",
    "3D": "unreachable",
    "53": "unreachable",
    "53100": "full",
    "57": "unreachable",
    # A statement that was stopped, a lock that was waited for too long, two that waited for each other.
    "57014": "locked",
    "55P03": "locked",
    "40": "locked",
    "25006": "read_only",
    "42501": "read_only",
    # Tables that are not there, or not as the kit made them.
    "42": "broken",
    "XX": "broken",
}
