"""Which place is meant."""

from pathlib import Path

import pytest

from iepkit.learning.study.events import Event
from iepkit.learning.study.progress.database import Database
from iepkit.learning.study.progress.file import File
from iepkit.learning.study.progress.place import VARIABLE, opened, usual
from tests.learning.study.desks import MONDAY


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)


@pytest.mark.parametrize("said", ["", "  "])
def test_nothing_said_is_the_users_own_folder(monkeypatch, tmp_path, said):
    monkeypatch.setenv(VARIABLE, said)
    assert opened().shown == str(usual())
    assert usual().is_relative_to(tmp_path)
    assert usual().parts[-2:] == ("iepkit", "progress.jsonl")


def test_what_is_typed_goes_before_what_the_variable_says(monkeypatch, tmp_path):
    monkeypatch.setenv(VARIABLE, str(tmp_path / "a.jsonl"))
    assert opened().shown == str(tmp_path / "a.jsonl")
    assert opened(str(tmp_path / "b.jsonl")).shown == str(tmp_path / "b.jsonl")


def test_a_name_is_a_file_and_an_address_a_database(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert isinstance(opened("progress.jsonl"), File)
    for address in ("postgresql://a:secret@host/db", "postgres:a:secret@host", "mysql://a:secret@host/db", "sqlite:x"):
        log = opened(address)
        assert isinstance(log, Database)
        assert "secret" not in log.shown
    assert opened(f"sqlite:///{tmp_path}/p.db").shown == str(Path(tmp_path / "p.db"))


def test_where_nobody_has_a_home_it_is_said_and_what_was_done_waits(monkeypatch):
    def none(*_arguments, **_options):
        raise RuntimeError

    monkeypatch.setattr("platformdirs.user_data_dir", none)
    for log in (opened(), opened("~nobody-of-this-name/progress.jsonl")):
        monkeypatch.setattr(Path, "expanduser", none)
        event = Event("", "done", MONDAY, {"item": "case.a"})
        log.add(event)
        assert list(log.read()) == [event]
        assert [trouble.sentence for trouble in log.troubles] == ["no_file", "not_kept"]
        assert log.shown.startswith("~")
