"""What can go wrong with a file or a database: each has its own sentence, and nothing is lost by it."""

import contextlib
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import threading

import psycopg
import pytest

from iepkit.store import places
from iepkit.store.model import Ballot, Kind, Receipt
from iepkit.store.store import Store, StoreError
from iepkit.wording import Wording
from tests.kit import ROOT
from tests.postgres import PASSWORD
from tests.rights import without_roots_rights
from tests.served import LOOPBACK, free_port

PROBLEMS = {
    *("locked", "read_only", "full", "newer", "broken", "no_folder", "moved", "forgotten"),
    *("unreachable", "no_driver", "no_address"),
}
# Opens a store, has it take votes, and says what came of it.
CHILD = """
import sys
from iepkit.store.model import Ballot, Kind
from iepkit.store.store import Store, StoreError
counted = 0
try:
    store = Store.open(sys.argv[1])
    asked = store.open_round(store.workshop().id, Kind.QUESTION, {"question": "one"})
    while counted < 3000:
        store.cast([Ballot(asked.id, f"v{counted}", {"choice": "a" * 1000})])
        counted += 1
except StoreError as error:
    print(error.problem)
print(counted)
"""


@pytest.fixture
def file(tmp_path):
    return tmp_path / "answers.db"


@pytest.fixture
def quick(monkeypatch):
    """Nobody waits long."""
    monkeypatch.setattr(places, "WAIT", 0.2)


@contextlib.contextmanager
def asking(place):
    """A store, and what votes in a round that it has opened."""
    with contextlib.closing(Store.open(place)) as store:
        asked = store.open_round(store.workshop().id, Kind.QUESTION, {"question": "one"})
        yield store, lambda voter: store.cast([Ballot(asked.id, voter, {"choice": "a"})])


@contextlib.contextmanager
def problem(name):
    with pytest.raises(StoreError) as error:
        yield
    assert error.value.problem == name
    # Neither the driver's words nor what was to be written goes on from here.
    assert error.value.__cause__ is None
    assert error.value.__suppress_context__ or error.value.__context__ is None


def opens_not(place, name):
    with problem(name):
        Store.open(place)


def in_child(place, before=(), limit=None):
    """What a process of its own says that takes votes there, in lines."""
    done = subprocess.run(
        [*before, sys.executable, "-c", CHILD, str(place)],
        cwd=ROOT, capture_output=True, text=True, check=True, preexec_fn=limit,
    )  # fmt: skip
    assert not done.stderr
    return done.stdout.split()


def unchanged(path, name):
    """A file that is not the kit's own is refused, and stays as it was, with nothing beside it."""
    before = path.read_bytes()
    opens_not(path, name)
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_each_problem_has_a_sentence_that_says_where_and_what_to_do(content):
    said = {text_id.removeprefix("ui.store.") for text_id in content.texts if text_id.startswith("ui.store.")}
    assert said == PROBLEMS
    for name in PROBLEMS:
        sentence = Wording(content).plain(f"ui.store.{name}", place="b.db")
        assert "b.db" in sentence
        assert sentence.count(". ") >= 1


def test_a_folder_is_made_and_the_file_is_for_its_owner_alone(tmp_path):
    path = tmp_path / "answers ü %41 #?" / "work shop.db"
    Store.open(path).close()
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_no_folder_around_it_is_made(tmp_path):
    opens_not(tmp_path / "none/answers/workshop.db", "no_folder")
    assert not list(tmp_path.iterdir())
    (tmp_path / "text").write_text("no folder")
    opens_not(tmp_path / "text/workshop.db", "no_folder")


def test_a_folder_is_no_file(tmp_path):
    opens_not(tmp_path, "broken")


def test_a_file_that_another_program_holds_is_waited_for(file):
    with asking(file) as (_, vote), contextlib.closing(sqlite3.connect(file, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        timer = threading.Timer(0.5, other.rollback)
        timer.start()
        assert vote("a") == [Receipt.COUNTED]
        timer.join()


@pytest.mark.usefixtures("quick")
def test_a_file_that_another_program_keeps_is_locked_until_it_lets_go(file):
    with asking(file) as (_, vote), contextlib.closing(sqlite3.connect(file)) as other:
        other.execute("BEGIN IMMEDIATE")
        with problem("locked"):
            vote("a")
        opens_not(file, "locked")
        other.rollback()
        assert vote("a") == [Receipt.COUNTED]
        Store.open(file).close()


def test_a_database_that_another_program_keeps_is_locked_until_it_lets_go(postgres):
    address = postgres.database()
    with asking(address) as (_, vote), psycopg.connect(address) as other:
        other.execute("SELECT * FROM rounds FOR UPDATE")
        with problem("locked"):
            vote("a")
        other.rollback()
        assert vote("a") == [Receipt.COUNTED]


def test_a_file_that_may_not_be_written(file):
    Store.open(file).close()
    file.chmod(0o400)
    before = file.read_bytes()
    assert in_child(file, without_roots_rights()) == ["read_only", "0"]
    file.parent.chmod(0o500)
    assert in_child(file, without_roots_rights()) == ["read_only", "0"]
    file.parent.chmod(0o700)
    assert file.read_bytes() == before


def test_a_folder_that_may_not_be_written(tmp_path):
    folder = tmp_path / "kept"
    folder.mkdir()
    Store.open(folder / "old.db").close()
    folder.chmod(0o500)
    assert in_child(folder / "new.db", without_roots_rights()) == ["read_only", "0"]
    assert in_child(folder / "old.db", without_roots_rights()) == ["read_only", "0"]
    folder.chmod(0o700)
    assert [one.name for one in folder.iterdir()] == ["old.db"]


def test_a_database_that_may_not_be_written(postgres):
    address = postgres.database()
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute(f"CREATE ROLE reader_{owner.info.dbname} LOGIN PASSWORD '{PASSWORD}'")
        reader = postgres.address(owner.info.dbname, f"reader_{owner.info.dbname}")
        opens_not(reader, "read_only")
        with asking(address) as (_, vote):
            vote("a")
        owner.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader_{owner.info.dbname}")
        with contextlib.closing(Store.open(reader)) as store, problem("read_only"):
            store.workshop()
            store.open_round(store.workshop().id, Kind.QUESTION, {})
        owner.execute(f"ALTER DATABASE {owner.info.dbname} SET default_transaction_read_only = on")
        with contextlib.closing(Store.open(address)) as store, problem("read_only"):
            store.workshop("another")


def limit_files():
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))


def check_full(file, said):
    """What was counted before the disk was full is there, and so is the workshop."""
    why, counted = said
    assert why == "full"
    assert int(counted) > 10
    with contextlib.closing(Store.open(file)) as store:
        (asked,) = store.rounds(store.workshop().id)
        assert all(store.ballot(asked.id, f"v{number}") for number in range(int(counted)))


def test_files_that_may_not_grow(file):
    check_full(file, in_child(file, limit=limit_files))


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root on Linux can mount a small disk")
def test_a_full_disk(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", disk], check=False).returncode:
        pytest.skip("this root may not mount")
    try:
        said = in_child(disk / "answers.db")
        (tmp_path / "moved").mkdir()
        for path in disk.iterdir():
            shutil.copy(path, tmp_path / "moved")
        opened_full = in_child(disk / "other.db")
    finally:
        subprocess.run(["umount", disk], check=True)
    check_full(tmp_path / "moved/answers.db", said)
    assert opened_full == ["full", "0"]


def test_what_a_newer_kit_made_is_left_alone(answers, tmp_path):
    Store.open(answers).close()
    driver = psycopg.connect if "://" in answers else sqlite3.connect
    with contextlib.closing(driver(answers)) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    if "://" in answers:
        opens_not(answers, "newer")
    else:
        unchanged(tmp_path / "answers.db", "newer")


@pytest.mark.parametrize("content", [b"Dear all,\n" * 500, b"x" * 511, b"x", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_of_another_kind_is_left_alone(file, content):
    file.write_bytes(content)
    unchanged(file, "broken")


def test_another_programs_tables_are_left_alone(file):
    with contextlib.closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE bookmarks (id)")
        other.commit()
    unchanged(file, "broken")


@pytest.mark.parametrize("at", [100, 2000, 10000])
def test_a_damaged_file_is_left_alone(file, at):
    with asking(file) as (_, vote):
        for number in range(30):
            vote(f"v{number}")
    damaged = bytearray(file.read_bytes())
    assert len(damaged) > at + 3000
    damaged[at : at + 3000] = b"\x99" * 3000
    file.write_bytes(damaged)
    unchanged(file, "broken")


def test_an_empty_file_is_as_good_as_none(file):
    file.touch()
    with asking(file) as (_, vote):
        assert vote("a") == [Receipt.COUNTED]


def test_in_a_database_other_tables_may_stand_beside_but_not_in_the_way(postgres):
    beside, in_the_way = postgres.database(), postgres.database()
    for address, table in ((beside, "bookmarks"), (in_the_way, "rounds")):
        with psycopg.connect(address) as other:
            other.execute(f"CREATE TABLE {table} (id int)")
    Store.open(beside).close()
    opens_not(in_the_way, "broken")
    with psycopg.connect(in_the_way) as other:
        tables = other.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    assert tables == [("rounds",)]


def test_tables_that_vanish_are_said_to_be_broken(answers):
    with asking(answers) as (_, vote):
        driver = psycopg.connect if "://" in answers else sqlite3.connect
        with contextlib.closing(driver(answers)) as database:
            database.execute("DROP TABLE ballots")
            database.commit()
        with problem("broken"):
            vote("a")


def test_votes_go_into_no_file_that_is_gone_and_again_into_one_that_is_back(file):
    with asking(file) as (store, vote):
        vote("a")
        file.rename(file.with_name("away.db"))
        with problem("moved"):
            vote("b")
        assert not file.exists()
        file.with_name("away.db").rename(file)
        assert vote("c") == [Receipt.COUNTED]
        (asked,) = store.rounds(store.workshop().id)
        assert store.voters(asked.id) == 2
        shutil.copy(file, file.with_name("copy.db"))
        file.with_name("copy.db").replace(file)
        with problem("moved"):
            vote("d")


def test_a_file_that_goes_while_votes_are_saved_confirms_none(file, monkeypatch):
    with asking(file) as (store, vote):
        put = store._place.put

        def and_delete(*given):
            put(*given)
            file.unlink()

        monkeypatch.setattr(store._place, "put", and_delete)
        with problem("moved"):
            vote("a")


def test_a_server_that_is_not_there_or_lets_nobody_in(postgres):
    address = postgres.database()
    for wrong in (
        f"postgresql://kit:{PASSWORD}@{LOOPBACK}:{free_port()}/none",
        address.replace(PASSWORD, "wrong"),
        address.replace("://kit:", "://nobody:"),
        postgres.address("none"),
        f"postgresql://kit:{PASSWORD}@no.such.host.invalid/none",
        f"{address}?no_such_option=1",
    ):
        opens_not(wrong, "unreachable")


def test_a_server_that_ends_is_unreachable_until_it_is_back(postgres):
    address = postgres.database()
    with asking(address) as (_, vote):
        vote("a")
        postgres.stop()
        try:
            with problem("unreachable"):
                vote("b")
            opens_not(address, "unreachable")
        finally:
            postgres.start()
        assert vote("b") == [Receipt.COUNTED]


def test_a_server_that_was_started_again_between_two_votes_is_no_fault(postgres):
    with asking(postgres.database()) as (_, vote):
        vote("a")
        postgres.stop()
        postgres.start()
        assert vote("b") == [Receipt.COUNTED]


def test_a_connection_that_is_cut_amid_a_vote_confirms_none(postgres, monkeypatch):
    address = postgres.database()
    with asking(address) as (store, vote):
        put = store._place.put

        def and_cut(connection, ballots):
            put(connection, ballots)
            with psycopg.connect(address) as other:
                pid = connection.connection.driver_connection.info.backend_pid
                other.execute("SELECT pg_terminate_backend(%s)", [pid])

        monkeypatch.setattr(store._place, "put", and_cut)
        with problem("unreachable"):
            vote("a")
        monkeypatch.undo()
        (asked,) = store.rounds(store.workshop().id)
        assert store.voters(asked.id) == 0
        assert vote("a") == [Receipt.COUNTED]


def test_a_driver_that_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    opens_not(f"postgresql://kit:{PASSWORD}@{LOOPBACK}/none", "no_driver")


@pytest.mark.parametrize(
    "address",
    [
        f"mysql://kit:{PASSWORD}@host/base",
        f"postgresql://kit:{PASSWORD}@x@host/base",
        f"postgresql://kit:{PASSWORD}@host:port/base",
        f"postgresql+psycopg2://kit:{PASSWORD}@host/base",
        f"://kit:{PASSWORD}@host",
        f"postgresql:/kit:{PASSWORD}@host/base",
        f"postgres:kit:{PASSWORD}@host/base",
        f"postgresql//kit:{PASSWORD}@host/base",
        "http://host/base",
        "sqlite:///answers.db",
    ],
)
def test_what_is_no_address_is_said_to_be_none(address):
    with pytest.raises(StoreError) as error:
        Store.open(address)
    assert error.value.problem == "no_address"
    assert PASSWORD not in str(error.value)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_an_address_is_shown_with_no_password(postgres, scheme):
    address = postgres.database()
    shown = address.replace(f":{PASSWORD}", "")
    name = shown.rpartition("/")[2]
    bare = f"{scheme}://{LOOPBACK}:{postgres.port}/{name}?user=kit&password={PASSWORD}&application_name=x"
    for given, said in (
        (address.replace("postgresql", scheme, 1), shown),
        (bare, shown.replace("kit@", "")),
    ):
        with contextlib.closing(Store.open(given)) as store:
            assert store.place == said
