"""What a trainer with a bare laptop meets first: it says what is missing, in one sentence."""

import ast
import shutil
import sys

import pytest

import start
from tests.kit import ROOT


def test_an_old_python_can_read_it_and_is_told_so(monkeypatch, capsys):
    ast.parse((ROOT / "start.py").read_text(encoding="utf-8"), feature_version=(3, 4))
    monkeypatch.setattr(sys, "version_info", (3, 10, 1))
    assert start.main(["serve"]) == 1
    assert capsys.readouterr().out == "This Python is too old (3.10). Install Python 3.11 or newer, and try again.\n"


@pytest.mark.parametrize(
    ("program", "name"), [("chromium", "Chromium"), ("postgresql", "PostgreSQL"), ("haproxy", "HAProxy")]
)
def test_a_program_that_the_tests_miss_gets_one_sentence(monkeypatch, capsys, program, name):
    for one in ("chromium", "postgresql", "haproxy"):
        monkeypatch.setattr(start, one, lambda one=one: None if one == program else one)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert start.test([]) == 1
    assert capsys.readouterr().out.startswith(f"The tests need {name} and found none. Install it")


def test_root_on_debian_gets_what_is_missing_and_nothing_else(monkeypatch):
    called, found = [], iter([None, "/usr/bin"])
    monkeypatch.setattr(start, "chromium", lambda: "/usr/bin/chromium")
    monkeypatch.setattr(start, "postgresql", lambda: next(found))
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/apt-get")
    monkeypatch.setattr(start.os, "geteuid", lambda: 0)
    monkeypatch.setattr(start.subprocess, "call", lambda command, **_: called.append(command))
    assert start.find_programs() is None
    assert called == [["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "postgresql"]]


def test_postgresql_is_looked_for_where_it_is(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: "/opt/bin/initdb")
    assert start.postgresql() == "/opt/bin"
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr("glob.glob", lambda _: ["/usr/lib/postgresql/15/bin/initdb"])
    assert start.postgresql() == "/usr/lib/postgresql/15/bin"
    monkeypatch.setattr("glob.glob", lambda _: [])
    assert start.postgresql() is None


def test_chromium_is_looked_for_where_it_is_and_where_it_is_said_to_be(monkeypatch, tmp_path):
    monkeypatch.setenv("CHROMIUM", str(tmp_path))
    assert start.chromium() == str(tmp_path)
    monkeypatch.delenv("CHROMIUM")
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(start.os.path, "exists", lambda _: False)
    assert start.chromium() is None


def test_what_was_made_is_not_made_again_until_it_changes(tmp_path):
    lock, done = tmp_path / "lock", tmp_path / "done"
    lock.write_text("one")
    assert not start.is_made(str(done), [str(lock)])
    start.stamp(str(done), [str(lock)])
    assert start.is_made(str(done), [str(lock)])
    lock.write_text("two")
    assert not start.is_made(str(done), [str(lock)])


def test_a_failed_download_says_what_is_most_likely_missing(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(start, "PACKAGES_DONE", str(tmp_path / "none"))
    answers = iter([0, 1])
    monkeypatch.setattr(start.subprocess, "call", lambda *_args, **_options: next(answers))
    assert start.main(["setup"]) == 1
    assert "most often the internet is missing" in capsys.readouterr().out
