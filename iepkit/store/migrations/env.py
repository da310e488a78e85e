"""Runs the steps on the connection that it is given, in the transaction that is open there."""

from __future__ import annotations

from alembic import context

from iepkit.store.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
