"""Brings a database to the tables of this version of the kit."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from iepkit.store.places import Mode, Place
from iepkit.store.problem import StoreError

_STEPS = Path(__file__).parent / "migrations"
_VERSION = "alembic_version"


def upgrade(place: Place) -> None:
    """Make the tables, or change those of an older kit; what they hold stays.

    Nothing is written before it is clear that the database is the kit's own, or empty.

    Raises:
        StoreError: the database is another program's or a newer kit's, or it failed.
    """
    with place.connection(Mode.READS) as connection:
        _check(connection, place)
    place.prepare()
    with place.connection(Mode.WRITES) as connection:
        place.lock(connection)
        # Another server may have been faster.
        _check(connection, place)
        config = Config()
        config.set_main_option("script_location", str(_STEPS).replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _check(connection: Connection, place: Place) -> None:
    tables = frozenset(inspect(connection).get_table_names())
    if _VERSION not in tables and place.is_foreign(tables):
        raise StoreError("broken", place.shown)
    known = {step.revision for step in ScriptDirectory(str(_STEPS)).walk_revisions()}
    if not known.issuperset(MigrationContext.configure(connection).get_current_heads()):
        raise StoreError("newer", place.shown)
