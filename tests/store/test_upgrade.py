"""The tables come to be in steps, and end as the kit's own description of them says."""

import contextlib

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from iepkit.store.model import Ballot, Kind
from iepkit.store.places import Mode, place_of
from iepkit.store.store import Store
from iepkit.store.tables import METADATA
from tests.kit import ROOT

STEPS = ROOT / "iepkit/store/migrations/versions"


def test_the_steps_end_at_the_tables_that_the_kit_describes(store):
    with store._place.connection(Mode.READS) as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_every_name_of_a_key_is_the_one_described(store):
    # The comparison of metadata passes over these.
    with store._place.connection(Mode.READS) as connection:
        found = inspect(connection)
        for name, table in METADATA.tables.items():
            assert found.get_pk_constraint(name)["name"] == f"pk_{name}"
            assert {key["name"] for key in found.get_foreign_keys(name)} == {
                f"fk_{name}_{column.name}" for column in table.columns if column.foreign_keys
            }


def test_to_open_again_changes_nothing(opened):
    store = opened()
    asked = store.open_round(store.workshop().id, Kind.QUESTION, {"question": "one"})
    store.cast([Ballot(asked.id, "a", {"choice": "x"})])
    before = store.record(asked.workshop)
    assert opened().record(asked.workshop) == before


def test_steps_that_break_off_leave_nothing_half_done(answers, monkeypatch):
    upgrade = command.upgrade

    def break_off(*given):
        upgrade(*given)
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "upgrade", break_off)
    with pytest.raises(KeyboardInterrupt):
        Store.open(answers)
    monkeypatch.undo()
    place = place_of(answers)
    with place.connection(Mode.READS) as connection:
        assert inspect(connection).get_table_names() == []
    place.engine.dispose()
    with contextlib.closing(Store.open(answers)) as store:
        assert store.workshops() == []


def test_a_folder_with_a_sign_of_percent_hinders_no_step(tmp_path, monkeypatch):
    # Alembic's own settings would take it for the start of a name.
    steps = tmp_path / "100% mine"
    steps.symlink_to(STEPS.parent)
    monkeypatch.setattr("iepkit.store.upgrade._STEPS", steps)
    Store.open(tmp_path / "answers.db").close()


def test_logging_is_left_as_it_is(answers, caplog):
    import logging  # noqa: PLC0415 - of no other use here

    mine = logging.getLogger("mine")
    Store.open(answers).close()
    assert not mine.disabled
    assert logging.getLogger("alembic").level == logging.NOTSET
    assert [record for record in caplog.records if record.levelno > logging.INFO] == []
