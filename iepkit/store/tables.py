"""The tables that a workshop is kept in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)


class Utc(TypeDecorator[dt.datetime]):
    """A moment, kept as the clock of UTC shows it: SQLite knows no zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:  # noqa: ARG002
        return value and value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:  # noqa: ARG002
        return value and value.replace(tzinfo=dt.UTC)


WORKSHOPS = Table(
    "workshops",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("started_at", Utc, nullable=False),
    Column("label", Text, nullable=False),
    Column("secret", LargeBinary, nullable=False),
    Column("attended", JSON, nullable=False),
    # JSON's own null would be another value than none at all.
    Column("totals", JSON(none_as_null=True)),
    Column("revision", Integer, nullable=False),
)
ROUNDS = Table(
    "rounds",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("workshop", ForeignKey("workshops.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("asked", JSON, nullable=False),
    Column("opened_at", Utc, nullable=False),
    Column("closes_at", Utc),
    Column("closed_at", Utc),
    Column("follows", Text),
    Column("hands", JSON, nullable=False),
    Column("is_away", Boolean, nullable=False),
    UniqueConstraint("workshop", "number"),
)
# Without SQLite's row numbers, which would tell in which order the ballots came in.
BALLOTS = Table(
    "ballots",
    METADATA,
    Column("round", ForeignKey("rounds.id"), primary_key=True),
    Column("voter", Text, primary_key=True),
    Column("answers", JSON, nullable=False),
    sqlite_with_rowid=False,
)
