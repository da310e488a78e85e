"""Keeps workshops, what they were asked, and what was answered."""

from __future__ import annotations

import contextlib
import datetime as dt
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, literal, select
from sqlalchemy.sql.dml import Update

from iepkit.store.model import Ballot, Kind, Receipt, Record, Round, Workshop
from iepkit.store.places import Mode, Place, place_of
from iepkit.store.problem import StoreError
from iepkit.store.tables import BALLOTS, ROUNDS, WORKSHOPS, Utc
from iepkit.store.upgrade import upgrade

__all__ = ["Forgotten", "Store", "StoreError"]

_ONE_EVENING = dt.timedelta(hours=12)


@dataclass(frozen=True)
class Forgotten:
    """What was deleted.

    Args:
        ballots: workshops of which only totals are left.
        totals: workshops of which nothing is left.
    """

    ballots: int
    totals: int


def now() -> dt.datetime:
    """This moment, in UTC."""
    return dt.datetime.now(dt.UTC)


class Store:
    """Workshops with their rounds and ballots, in one database.

    Several servers may keep theirs in the same one. One thread at a time uses a store.
    Each method raises :class:`StoreError` where the database fails.
    """

    def __init__(self, place: Place, clock: Callable[[], dt.datetime]) -> None:
        self._place = place
        self._clock = clock
        self._has_counted = False

    @classmethod
    def open(cls, place: str | Path, *, clock: Callable[[], dt.datetime] = now) -> Store:
        """Open a database; it is made, or brought to this version of the kit, if need be.

        Args:
            place: the path of a file, or the address of a PostgreSQL database, such as ``postgresql://ann@host/name``.
            clock: gives this moment.

        Raises:
            StoreError: it can't be opened, and it is as it was before.
        """
        opened = place_of(place)
        try:
            upgrade(opened)
        except BaseException:
            opened.engine.dispose()
            raise
        return cls(opened, clock)

    @property
    def place(self) -> str:
        """The file, or the address with no password."""
        return self._place.shown

    def close(self) -> None:
        """Let go of the database; a file is then whole by itself, and says no more in which order phones have voted.

        Where that can't be written now, the next :meth:`forget` does it.
        """
        try:
            if self._has_counted:
                with contextlib.suppress(StoreError):
                    self._place.check()
                    self._place.lose_order()
        finally:
            self._place.engine.dispose()

    def workshop(self, label: str = "", *, anew: bool = False) -> Workshop:
        """The workshop of this evening: one that began less than 12 hours ago, or a new one.

        Args:
            label: only a workshop with this label is gone on with; any, where it is empty.
            anew: begin a new one in any case.
        """
        with self._writing() as connection:
            self._place.lock(connection)
            row = connection.execute(self._this_evening(label)).first()
            if row and not anew:
                return _workshop(row)
            begun = Workshop(secrets.token_urlsafe(12), self._clock(), label, secrets.token_bytes(32))
            connection.execute(
                WORKSHOPS.insert().values(
                    id=begun.id,
                    started_at=begun.started_at,
                    label=label,
                    secret=begun.secret,
                    attended={},
                    totals=None,
                    revision=0,
                )
            )
        return begun

    def begun(self, label: str = "") -> Workshop | None:
        """The workshop that :meth:`workshop` would go on with; None where it would begin a new one."""
        with self._reading() as connection:
            row = connection.execute(self._this_evening(label)).first()
        return _workshop(row) if row else None

    def workshops(self) -> list[Workshop]:
        """All workshops, the oldest first."""
        with self._reading() as connection:
            return [_workshop(row) for row in connection.execute(_OLDEST_FIRST)]

    def rounds(self, workshop: str) -> list[Round]:
        """The rounds of a workshop, in the order in which they were opened."""
        with self._reading() as connection:
            return _rounds(connection, workshop)

    def revision(self, workshop: str) -> int:
        """A number that rises whenever a round of the workshop changes, by whichever server."""
        with self._reading() as connection:
            found = connection.scalar(select(WORKSHOPS.c.revision).where(WORKSHOPS.c.id == workshop))
        if found is None:
            raise self._is_forgotten()
        return int(found)

    def open_round(
        self,
        workshop: str,
        kind: Kind,
        asked: Mapping[str, Any],
        *,
        seconds: int | None = None,
        follows: str | None = None,
        is_closed: bool = False,
    ) -> Round:
        """Ask something; what was asked before is closed and put away.

        Args:
            workshop: its id.
            kind: what is asked.
            asked: see :class:`Kind`.
            seconds: after how many no vote counts any more.
            follows: the round that asked the same before.
            is_closed: there is nothing to vote on.
        """
        with self._writing() as connection:
            self._touch(connection, workshop)
            opened_at = self._clock()
            others = ROUNDS.c.workshop == workshop
            _hold(connection, others)
            connection.execute(_closing(opened_at).where(others, ROUNDS.c.closed_at.is_(None)))
            connection.execute(ROUNDS.update().where(others).values(is_away=True))
            last = connection.scalar(select(func.max(ROUNDS.c.number)).where(others)) or 0
            opened = Round(
                id=secrets.token_urlsafe(12),
                workshop=workshop,
                number=last + 1,
                kind=kind,
                asked=asked,
                opened_at=opened_at,
                closes_at=None if seconds is None else opened_at + dt.timedelta(seconds=seconds),
                closed_at=opened_at if is_closed else None,
                follows=follows,
            )
            connection.execute(ROUNDS.insert().values(**vars(opened)))
        return opened

    def close_round(self, round_id: str) -> Round:
        """Count no more votes."""
        return self._change(round_id, is_closed=True)

    def put_away(self, round_id: str) -> Round:
        """Count no more votes, and show it no more."""
        return self._change(round_id, is_closed=True, is_away=True)

    def count_hands(self, round_id: str, hands: Mapping[str, int]) -> Round:
        """Note votes that were counted by hand, in the place of those noted before; not once the round is closed."""
        return self._change(round_id, hands=hands)

    def count_heads(self, workshop: str, attended: Mapping[str, int]) -> Workshop:
        """Note how many people came, in the place of what was noted before."""
        with self._writing() as connection:
            here = (WORKSHOPS.c.id == workshop) & WORKSHOPS.c.totals.is_(None)
            connection.execute(WORKSHOPS.update().where(here).values(attended=dict(attended)))
            row = connection.execute(select(WORKSHOPS).where(here)).first()
            if row is None:
                raise self._is_forgotten()
            return _workshop(row)

    def cast(self, ballots: Sequence[Ballot]) -> list[Receipt]:
        """Count ballots, all in one transaction; when this returns, they are on the disk.

        Args:
            ballots: of a voter who says something again, the last one counts.

        Returns:
            What became of each ballot. One that does not count keeps no other from counting.
        """
        with self._writing() as connection:
            # A round that another server is closing is waited for, and none is closed until these are in.
            asked = sorted({ballot.round for ballot in ballots if _may_be_id(ballot.round)})
            rows = connection.execute(
                select(ROUNDS.c.id, ROUNDS.c.closes_at, ROUNDS.c.closed_at)
                .where(ROUNDS.c.id.in_(asked))
                .order_by(ROUNDS.c.id)
                .with_for_update(read=True)
            ).all()
            moment = self._clock()
            of_round = {row.id: Receipt.COUNTED if _is_open(row, moment) else Receipt.CLOSED for row in rows}
            receipts = [of_round.get(ballot.round, Receipt.UNKNOWN) for ballot in ballots]
            counted = {
                (ballot.round, ballot.voter): dict(ballot.answers)
                for ballot, receipt in zip(ballots, receipts, strict=True)
                if receipt is Receipt.COUNTED
            }
            if counted:
                self._has_counted = True
                # Always in the same order, so that no two servers wait for each other.
                self._place.put(
                    connection,
                    [{"round": key[0], "voter": key[1], "answers": counted[key]} for key in sorted(counted)],
                )
        return receipts

    def ballots(self, round_id: str) -> tuple[Mapping[str, Any], ...]:
        """What was answered in a round, in an order that says nothing of who or when."""
        with self._reading() as connection:
            return _ballots(connection, round_id)

    def ballot(self, round_id: str, voter: str) -> Mapping[str, Any] | None:
        """What one voter answered in a round; None if nothing."""
        mine = (BALLOTS.c.round == round_id) & (BALLOTS.c.voter == voter)
        with self._reading() as connection:
            return connection.scalar(select(BALLOTS.c.answers).where(mine))

    def voters(self, round_id: str) -> int:
        """How many phones have voted in a round."""
        with self._reading() as connection:
            return connection.scalar(select(func.count()).where(BALLOTS.c.round == round_id)) or 0

    def record(self, workshop: str) -> Record:
        """All that is kept of one workshop, as it was at one moment."""
        with self._reading() as connection:
            row = connection.execute(select(WORKSHOPS).where(WORKSHOPS.c.id == workshop)).first()
            if row is None:
                raise self._is_forgotten()
            return _record(connection, row)

    def forget(
        self,
        *,
        ballots_before: dt.datetime,
        totals_before: dt.datetime,
        summarise: Callable[[Record], Mapping[str, Any]],
    ) -> Forgotten:
        """Delete what is old, and leave nothing of it in the files.

        Args:
            ballots_before: of workshops that began before, only totals stay.
            totals_before: of workshops that began before, nothing stays.
            summarise: gives the totals of a workshop, to be kept as JSON.

        Raises:
            StoreError: with ``locked``, all is deleted, but still in the files; to forget again wipes them.
        """
        with self._writing() as connection:
            rows = connection.execute(_OLDEST_FIRST.with_for_update()).all()
            gone = [row.id for row in rows if row.started_at < totals_before]
            old = [row for row in rows if row.id not in gone and row.started_at < ballots_before and row.totals is None]
            forgotten = [*gone, *(row.id for row in old)]
            _hold(connection, ROUNDS.c.workshop.in_(forgotten))
            for row in old:
                totals = dict(summarise(_record(connection, row)))
                # Nothing is left that the names of phones could be made with.
                kept = {"totals": totals, "secret": b"", "revision": row.revision + 1}
                connection.execute(WORKSHOPS.update().where(WORKSHOPS.c.id == row.id).values(kept))
            rounds = select(ROUNDS.c.id).where(ROUNDS.c.workshop.in_(forgotten))
            connection.execute(BALLOTS.delete().where(BALLOTS.c.round.in_(rounds)))
            connection.execute(ROUNDS.delete().where(ROUNDS.c.workshop.in_(forgotten)))
            connection.execute(WORKSHOPS.delete().where(WORKSHOPS.c.id.in_(gone)))
        self._place.wipe()
        return Forgotten(ballots=len(old), totals=len(gone))

    def _change(self, round_id: str, *, is_closed: bool = False, **values: Any) -> Round:
        here = ROUNDS.c.id == round_id
        with self._writing() as connection:
            workshop = connection.scalar(select(ROUNDS.c.workshop).where(here))
            if workshop is None:
                raise self._is_forgotten()
            # The workshop first, as whoever opens a round does, so that no two servers wait for each other.
            connection.execute(select(WORKSHOPS.c.id).where(WORKSHOPS.c.id == workshop).with_for_update())
            _hold(connection, here)
            before = connection.execute(select(ROUNDS).where(here)).one()
            moment = self._clock()
            if "hands" in values and not _is_open(before, moment):
                return _round(before)
            if is_closed and before.closed_at is None:
                connection.execute(_closing(moment).where(here))
            if values:
                connection.execute(ROUNDS.update().where(here).values(values))
            after = connection.execute(select(ROUNDS).where(here)).one()
            if after != before:
                self._touch(connection, workshop)
            return _round(after)

    def _this_evening(self, label: str) -> Select[Any]:
        latest = select(WORKSHOPS).where(
            WORKSHOPS.c.started_at > self._clock() - _ONE_EVENING, WORKSHOPS.c.totals.is_(None)
        )
        if label:
            latest = latest.where(WORKSHOPS.c.label == label)
        return latest.order_by(WORKSHOPS.c.started_at.desc(), WORKSHOPS.c.id).limit(1)

    def _touch(self, connection: Connection, workshop: str) -> None:
        """Let every server see that a workshop has changed; the others wait until this transaction ends."""
        done = connection.execute(
            WORKSHOPS.update()
            .where(WORKSHOPS.c.id == workshop, WORKSHOPS.c.totals.is_(None))
            .values(revision=WORKSHOPS.c.revision + 1)
        )
        if not done.rowcount:
            raise self._is_forgotten()

    def _is_forgotten(self) -> StoreError:
        return StoreError("forgotten", self.place)

    @contextlib.contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._place.connection(Mode.READS) as connection:
            yield connection

    @contextlib.contextmanager
    def _writing(self) -> Iterator[Connection]:
        self._place.check()
        with self._place.connection(Mode.WRITES) as connection:
            yield connection
        # It may have been moved in between.
        self._place.check()


_OLDEST_FIRST = select(WORKSHOPS).order_by(WORKSHOPS.c.started_at, WORKSHOPS.c.id)


def _hold(connection: Connection, which: ColumnElement[bool]) -> None:
    """Wait for whoever is voting in these rounds, and let nobody vote in them until the transaction ends."""
    # Always in the same order, so that no two servers wait for each other.
    connection.execute(select(ROUNDS.c.id).where(which).order_by(ROUNDS.c.id).with_for_update()).all()


def _closing(moment: dt.datetime) -> Update:
    """Closes rounds now, or at the end of their time if that has passed."""
    is_past = ROUNDS.c.closes_at < moment
    return ROUNDS.update().values(closed_at=case((is_past, ROUNDS.c.closes_at), else_=literal(moment, Utc)))


def _is_open(row: Any, moment: dt.datetime) -> bool:
    return row.closed_at is None and (row.closes_at is None or moment < row.closes_at)


def _may_be_id(text: str) -> bool:
    # A phone may send signs that no database takes.
    return text.isascii() and text.isprintable()


def _rounds(connection: Connection, workshop: str) -> list[Round]:
    wanted = select(ROUNDS).where(ROUNDS.c.workshop == workshop).order_by(ROUNDS.c.number)
    return [_round(row) for row in connection.execute(wanted)]


def _ballots(connection: Connection, round_id: str) -> tuple[Mapping[str, Any], ...]:
    wanted = select(BALLOTS.c.answers).where(BALLOTS.c.round == round_id).order_by(BALLOTS.c.voter)
    return tuple(connection.scalars(wanted))


def _record(connection: Connection, row: Any) -> Record:
    rounds = _rounds(connection, row.id)
    return Record(_workshop(row), tuple(rounds), {one.id: _ballots(connection, one.id) for one in rounds})


def _workshop(row: Any) -> Workshop:
    return Workshop(row.id, row.started_at, row.label, row.secret, row.attended, row.totals)


def _round(row: Any) -> Round:
    columns = row._asdict()
    return Round(**{**columns, "kind": Kind(columns["kind"])})
