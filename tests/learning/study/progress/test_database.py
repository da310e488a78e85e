"""Progress in a database: what holds of the file holds there too, and no account sees another's."""

import concurrent.futures
import json
import sqlite3

import psycopg
import pytest
from sqlalchemy import delete, insert

from iepkit.learning.study.events import Event
from iepkit.learning.study.progress import database
from iepkit.learning.study.progress.database import RECORDS, REST, Database
from iepkit.learning.study.progress.lines import from_lines
from iepkit.store import places
from iepkit.store.places import Mode
from tests.learning.study.desks import MONDAY
from tests.postgres import PASSWORD
from tests.served import LOOPBACK, free_port


def done(item, learner=""):
    return Event(learner, "done", MONDAY, {"item": item})


def add_all(log, events):
    for event in events:
        log.add(event)


def items(log):
    return [event.body.get("item") for event in log.read()]


def troubles(log):
    return [trouble.sentence for trouble in log.troubles]


@pytest.fixture
def address(answers):
    return answers if answers.startswith("postgresql:") else f"sqlite:///{answers}"


@pytest.fixture
def log(address):
    return Database(address, "ana")


def write(log, **changed):
    """Put a row there that this kit would not write."""
    sound = {"account": "ana", "id": "x", "learner": "", "kind": "done", "at": MONDAY, "version": 1, "body": {}}
    with log._connection(Mode.WRITES) as connection:
        connection.execute(insert(RECORDS), sound | changed)


def test_what_was_added_is_there_for_whoever_opens_it_next(log, address):
    events = [done("case.a", "Zoë 家"), Event("", "handed_in", MONDAY, {"attempt": "t", "answers": {"one": "a"}})]
    assert list(log.read()) == []
    log.add(events[0])
    log.add(events[1])
    assert list(Database(address, "ana").read()) == list(log.read()) == events
    assert troubles(log) == []


def test_one_account_never_sees_nor_removes_anothers(log, address):
    other = Database(address, "ben")
    log.add(done("case.a", "Kim"))
    add_all(other, [done("case.b", "Kim"), done("case.c")])
    assert items(log) == ["case.a"]
    assert items(other) == ["case.b", "case.c"]
    assert log.forget("Kim") == 1
    assert items(log) == []
    assert items(Database(address, "ben")) == ["case.b", "case.c"]


def test_one_record_in_two_accounts_is_each_ones_own(log, address):
    event = done("case.a")
    Database(address, "ben").add(event)
    log.add(event)
    assert items(log) == ["case.a"]


def test_what_is_added_again_counts_once(log):
    event = done("case.a")
    log.add(event)
    add_all(log, [done("case.b"), event])
    assert items(log) == ["case.a", "case.b"]


def test_rows_that_can_not_be_counted_are_said_and_stay(log):
    write(log)
    write(log, id="y", version=2)
    write(log, id="z", body=[1])
    log.add(done("case.a"))
    assert [event.body.get("item") for event in log.read()] == [None, "case.a"]
    assert [(one.sentence, one.fill["count"]) for one in log.troubles] == [("unreadable", "2"), ("newer", "1")]


def test_what_another_notebook_added_or_removed_is_seen(log, address):
    other = Database(address, "ana")
    add_all(log, [done("case.a"), done("case.b")])
    assert items(other) == ["case.a", "case.b"]
    with log._connection(Mode.WRITES) as connection:
        connection.execute(delete(RECORDS).where(RECORDS.c.serial == 2))
    log.add(done("case.c"))
    assert items(other) == ["case.a", "case.c"]


def test_what_did_not_change_is_not_read_again(log):
    log.add(done("case.a"))
    assert log.read() is log.read()


def test_many_that_begin_at_once_all_succeed(address):
    def begin(number):
        log = Database(address, "ana")
        log.add(done(f"case.{number}"))
        return troubles(log)

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert list(pool.map(begin, range(16))) == [[]] * 16
    assert sorted(items(Database(address, "ana"))) == sorted(f"case.{number}" for number in range(16))


def test_no_connection_stays_open(postgres):
    address = postgres.database()
    log = Database(address, "ana")
    log.add(done("case.a"))
    log.read()
    with psycopg.connect(address, autocommit=True) as other:
        count = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        # The server notices a moment later that one was closed.
        for _ in range(100):
            if other.execute(count).fetchone() == (1,):
                break
            other.execute("SELECT pg_sleep(0.05)")
        assert other.execute(count).fetchone() == (1,)


def test_a_workshops_own_tables_do_not_mind(answers, log):
    from iepkit.store.store import Store  # noqa: PLC0415

    Store.open(answers).close()
    log.add(done("case.a"))
    Store.open(answers).close()
    assert items(log) == ["case.a"]


def test_no_server_and_no_address_are_said_without_the_password(content):
    nowhere = f"postgresql://kit:{PASSWORD}@{LOOPBACK}:{free_port()}/db"
    for address, sentence in {
        nowhere: "unreachable",
        f"postgresql//kit:{PASSWORD}@host/db": "no_address",
        f"mysql://kit:{PASSWORD}@host/db": "no_address",
        f"sqlite://kit:{PASSWORD}@host/db": "no_address",
    }.items():
        log = Database(address, "ana")
        log.add(done("case.a"))
        assert items(log) == ["case.a"]
        assert troubles(log) == [sentence, "not_kept"]
        assert PASSWORD not in f"{log.shown} {log.troubles}"
        assert content.texts[f"ui.study.trouble.{sentence}"]


def test_a_wrong_password_is_said(postgres):
    log = Database(postgres.database().replace(PASSWORD, "other-8"), "ana")
    assert items(log) == []
    assert troubles(log) == ["unreachable"]
    assert "other-8" not in str(log.troubles)


def test_a_server_that_comes_back_gets_what_waited(postgres):
    address = postgres.database()
    log = Database(address, "ana", lambda: 0.0)
    log.add(done("case.a"))
    assert items(log) == ["case.a"]
    postgres.stop("immediate")
    try:
        log.add(done("case.b"))
        assert troubles(log) == ["unreachable", "not_kept"]
        assert items(log) == ["case.a", "case.b"]
        assert log.forget("") == 0
        assert troubles(log) == ["unreachable", "not_forgotten"]
    finally:
        postgres.start()
    # Nothing is asked of it before its time, unless there is something to add.
    assert items(log) == ["case.a", "case.b"]
    assert "unreachable" in troubles(log)
    log.add(done("case.c"))
    assert items(log) == ["case.a", "case.b", "case.c"]
    assert troubles(log) == []


def test_a_database_that_failed_is_left_alone_for_a_while(tmp_path, monkeypatch):
    asked = []
    real = database.SqliteFile
    monkeypatch.setattr(database, "SqliteFile", lambda path: asked.append(path) or real(path))
    moment = [0.0]
    log = Database(f"sqlite:///{tmp_path}/none/there/p.db", "ana", lambda: moment[0])
    log.read()
    first = len(asked)
    moment[0] = REST - 1
    assert items(log) == []
    assert troubles(log) == ["no_file"]
    assert first > 0
    (tmp_path / "none/there").mkdir(parents=True)
    assert troubles(log) == ["no_file"]
    moment[0] = REST
    assert items(log) == []
    assert troubles(log) == []


def test_a_file_that_another_program_keeps_is_locked_until_it_lets_go(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "WAIT", 0.2)
    log = Database(f"sqlite:///{tmp_path}/p.db", "ana")
    log.add(done("case.a"))
    assert items(log) == ["case.a"]
    other = sqlite3.connect(tmp_path / "p.db")
    other.execute("BEGIN EXCLUSIVE")
    log.add(done("case.b"))
    assert troubles(log) == ["locked", "not_kept"]
    assert items(log) == ["case.a", "case.b"]
    other.close()
    log.add(done("case.c"))
    assert items(log) == ["case.a", "case.b", "case.c"]
    assert items(Database(f"sqlite:///{tmp_path}/p.db", "ana")) == ["case.a", "case.b", "case.c"]
    assert troubles(log) == []


def test_a_file_that_was_deleted_is_made_anew(tmp_path):
    log = Database(f"sqlite:///{tmp_path}/p.db", "ana")
    log.add(done("case.a"))
    for path in tmp_path.iterdir():
        path.unlink()
    log.add(done("case.b"))
    assert troubles(log) == ["no_file", "not_kept"]
    log.add(done("case.c"))
    assert items(log) == ["case.b", "case.c"]
    assert troubles(log) == []


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path):
    (tmp_path / "p.db").write_text("text")
    log = Database(f"sqlite:///{tmp_path}/p.db", "ana")
    log.add(done("case.a"))
    assert troubles(log) == ["broken", "not_kept"]
    assert (tmp_path / "p.db").read_text() == "text"


def test_who_may_not_write_is_told(postgres):
    address = postgres.database()
    with psycopg.connect(address, autocommit=True) as owner:
        name = f"reader_{owner.info.dbname}"
        owner.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{PASSWORD}'")
        log = Database(postgres.address(owner.info.dbname, name), "ana")
        log.add(done("case.a"))
        assert troubles(log) == ["no_right", "not_kept"]
        assert items(log) == ["case.a"]


def test_the_account_is_the_hubs_user_or_who_is_at_this_computer(monkeypatch):
    monkeypatch.setenv(database.HUB_USER, "ana@school.org")
    assert database.account() == "ana@school.org"
    monkeypatch.delenv(database.HUB_USER)
    monkeypatch.setenv("LOGNAME", "carla")
    assert database.account() == "carla"

    def nobody():
        raise KeyError

    monkeypatch.setattr(database.getpass, "getuser", nobody)
    assert database.account().isdigit()


def test_what_is_taken_in_stands_where_it_belongs_and_other_accounts_stay(log, address):
    def hour(number, item):
        return Event("", "done", MONDAY.replace(hour=number), {"item": item})

    other = Database(address, "ben")
    other.add(hour(2, "case.b"))
    write(log, at=MONDAY.replace(hour=1), version=2)
    known = hour(5, "case.e")
    log.add(known)
    log.read()
    assert log.take_in([hour(3, "case.c"), known]) == 1
    assert items(Database(address, "ana")) == items(log) == [None, "case.c", "case.e"]
    assert items(Database(address, "ben")) == ["case.b"]
    assert Database(address, "carla").take_in([known]) == 1


def test_a_driver_that_is_missing_is_said(monkeypatch):
    def missing(*_, **__):
        raise ImportError

    monkeypatch.setattr(places, "create_engine", missing)
    log = Database(f"postgresql://kit:{PASSWORD}@host/db", "ana")
    log.add(done("case.a"))
    assert troubles(log) == ["no_driver", "not_kept"]
    assert PASSWORD not in f"{log.shown} {log.troubles}"


def test_every_trouble_of_a_database_has_its_sentence(content):
    problems = set(places._OF_SQLITE.values()) | set(places._OF_POSTGRESQL.values())
    problems |= {"no_folder", "moved", "no_driver", "no_address"}
    for problem in problems:
        assert f"ui.study.trouble.{database._SENTENCES.get(problem, problem)}" in content.texts


def test_what_can_be_read_from_a_file_the_database_can_hold(log, address):
    sound = {"learner": "", "kind": "done", "at": MONDAY.isoformat(), "body": {"item": "case.a"}, "version": 1}
    odd = [
        {"learner": "x" * 10_000},
        {"learner": "a\0b"},
        {"body": {"item": "case.b", "more": float("nan")}},
        {"body": {"item": "case.c", "more": ["a\0b", "\ud800", 10**40]}},
        {"version": 10**12},
        {"version": 2**31 - 1, "kind": "x" * 10_000},
        {"at": "1970-01-01T00:00:00+00:00"},
        {"at": "8999-12-31T23:59:59+00:00"},
    ]
    lines = [json.dumps(sound | one | {"id": str(number)}) for number, one in enumerate(odd)]
    found = from_lines("\n".join(lines))
    log.take_in(found.events)
    assert troubles(log) == ["newer"]
    assert {event.id for event in Database(address, "ana").read()} == {event.id for event in found.events}
    assert found.unreadable > 0
