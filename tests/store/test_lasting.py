"""A vote that was confirmed is there after the kit was killed; one that was forgotten is in no file."""

import contextlib
import random
import signal
import sqlite3
import subprocess
import sys
import time

import pytest

from iepkit.store.model import Ballot, Kind
from iepkit.store.places import Mode
from iepkit.store.store import Store
from tests.kit import ROOT
from tests.store.conftest import START

pytestmark = pytest.mark.alone

# Confirms each vote on its output once it is cast; every other time two come at once.
VOTING = """
import itertools, sys
from iepkit.store.model import Ballot, Receipt
from iepkit.store.store import Store, StoreError
place, asked, turn = sys.argv[1:]
store = Store.open(place)
for number in itertools.count():
    voters = [f"{turn}.{number}.{one}" for one in range(1 + number % 2)]
    try:
        receipts = store.cast([Ballot(asked, voter, {"choice": voter}) for voter in voters])
    except StoreError:
        break
    assert set(receipts) == {Receipt.COUNTED}
    print(*voters, sep="\\n", flush=True)
"""


def voting(place, asked, turn):
    return subprocess.Popen(
        [sys.executable, "-c", VOTING, place, asked, str(turn)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def killed(place, asked, turn, seconds, stop):
    """Votes for so many seconds after the first, until ``stop`` ends it.

    Returns:
        Whose votes were confirmed. The last line counts if it is whole.
    """
    with voting(place, asked, turn) as process:
        first = process.stdout.readline()
        time.sleep(seconds)
        stop(process)
        said = first + process.communicate(timeout=30)[0]
    assert first
    return said.rpartition("\n")[0].split("\n")


def begin(place):
    with contextlib.closing(Store.open(place)) as store:
        return store.open_round(store.workshop().id, Kind.QUESTION, {"question": "one"}).id


def check(place, asked, confirmed):
    """Each is there, as it was said, and nobody's is there who said nothing; the last of each turn may be unconfirmed."""
    with contextlib.closing(Store.open(place)) as store:
        found = [ballot["choice"] for ballot in store.ballots(asked)]
        assert len(found) == len(set(found)) == store.voters(asked)
        assert set(confirmed) <= set(found)
        assert all(store.ballot(asked, voter) == {"choice": voter} for voter in confirmed)
    return len(found) - len(confirmed)


def kill(process):
    process.send_signal(signal.SIGKILL)


@pytest.mark.parametrize(("database", "turns"), [("sqlite", 20), ("postgresql", 6)])
def test_a_vote_that_was_confirmed_outlasts_the_kit(database, turns, tmp_path, request):
    place = str(tmp_path / "answers.db")
    if database == "postgresql":
        place = request.getfixturevalue("postgres").database()
    asked, confirmed, dice = begin(place), [], random.Random(504)
    for turn in range(turns):
        confirmed += killed(place, asked, turn, dice.uniform(0, 0.1), kill)
        # Two at most were being saved when it was killed.
        assert 0 <= check(place, asked, confirmed) <= 2 * (turn + 1)
    assert len(confirmed) > turns


def test_a_vote_that_was_confirmed_outlasts_the_database(postgres):
    place = postgres.database()
    asked, confirmed, dice = begin(place), [], random.Random(504)
    for turn in range(3):
        try:
            confirmed += killed(place, asked, turn, dice.uniform(0, 0.2), lambda _: postgres.stop("immediate"))
        finally:
            postgres.start()
        check(place, asked, confirmed)
    assert len(confirmed) > 3


def test_each_commit_is_on_the_disk_when_it_returns(answers):
    with contextlib.closing(Store.open(answers)) as store, store._place.connection(Mode.WRITES) as connection:
        ask = connection.exec_driver_sql
        if "://" in answers:
            assert ask("SHOW synchronous_commit").scalar() == "on"
            assert ask("SHOW lock_timeout").scalar() == "5s"
        else:
            assert ask("PRAGMA journal_mode").scalar() == "wal"
            assert ask("PRAGMA synchronous").scalar() == 2
            assert ask("PRAGMA busy_timeout").scalar() == 5000
            # Nobody else writes from here on: that is what keeps a round from being closed amid votes.
            other = sqlite3.connect(answers, timeout=0)
            with contextlib.closing(other), pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")


def test_a_crash_amid_a_change_leaves_all_as_it_was(opened, monkeypatch):
    store, other = opened(), opened()
    workshop = store.workshop()
    asked = store.open_round(workshop.id, Kind.QUESTION, {"question": "one"})

    def crash(_connection, _workshop):
        raise KeyboardInterrupt

    monkeypatch.setattr(store, "_touch", crash)
    with pytest.raises(KeyboardInterrupt):
        store.close_round(asked.id)
    assert other.rounds(workshop.id) == [asked]


def words_in(folder):
    return [path.name for path in folder.iterdir() if b"kumquat" in path.read_bytes()]


def test_nothing_forgotten_is_left_in_the_files(tmp_path, clock):
    folder = tmp_path / "answers"
    with contextlib.ExitStack() as stack:
        store, other = (
            stack.enter_context(contextlib.closing(Store.open(folder / "workshop.db", clock=clock))) for _ in range(2)
        )
        workshop = store.workshop()
        typed = {"ask": "kumquat?", "choices": ["kumquat", "no kumquat"]}
        asked = store.open_round(workshop.id, Kind.TYPED, typed)
        for number in range(200):
            store.cast([Ballot(asked.id, f"v{number}", {"choice": "1", "said": "kumquat" * number})])
        # What was said before it was changed is forgotten too.
        store.cast([Ballot(asked.id, "v199", {"choice": "2"})])
        store.count_hands(asked.id, {"kumquat": 1})
        # The other server has read it, and has the file open.
        assert other.voters(asked.id) == 200
        assert "workshop.db-wal" in words_in(folder)
        clock.pass_by(days=1)
        store.forget(ballots_before=clock.moment, totals_before=START, summarise=lambda _: {"votes": 200})
        assert words_in(folder) == []
        # It has shrunk to a page for each table and index, and one for its description.
        assert (folder / "workshop.db").stat().st_size <= 10 * 4096
        assert other.workshops()[0].totals == {"votes": 200}
    assert words_in(folder) == []


def test_what_a_phone_said_before_it_thought_again_is_not_left_in_the_file(tmp_path):
    with contextlib.closing(Store.open(tmp_path / "workshop.db")) as store:
        asked = store.open_round(store.workshop().id, Kind.TYPED, {"ask": "fruit?"})
        for said in ("kumquat" * 10, "apple"):
            store.cast([Ballot(asked.id, f"v{number}", {"choice": said}) for number in range(100)])
    assert words_in(tmp_path) == []


def test_a_file_that_is_closed_does_not_say_in_which_order_phones_have_voted(tmp_path):
    file = tmp_path / "workshop.db"
    voters = [f"voter-{number:03}" for number in range(30)]
    came = random.Random(1).sample(voters, len(voters))
    with contextlib.closing(Store.open(file)) as store:
        asked = store.open_round(store.workshop().id, Kind.TYPED, {"ask": "fruit?"})
        for voter in came:
            store.cast([Ballot(asked.id, voter, {"choice": "1"})])
    kept = file.read_bytes()
    assert all(kept.count(voter.encode()) == 1 for voter in voters)
    by_place = sorted(voters, key=lambda voter: kept.index(voter.encode()))
    assert by_place in (voters, voters[::-1])


def test_nothing_forgotten_is_left_in_the_tables_of_a_database(postgres, clock):
    address = postgres.database()
    with contextlib.closing(Store.open(address, clock=clock)) as store:
        asked = store.open_round(store.workshop().id, Kind.TYPED, {"ask": "kumquat?"})
        for number in range(50):
            store.cast([Ballot(asked.id, f"v{number}", {"choice": "1", "said": "kumquat"})])
        clock.pass_by(days=1)
        with store._place.connection(Mode.READS) as connection:
            base = connection.exec_driver_sql("SELECT oid FROM pg_database WHERE datname = current_database()").scalar()
        folder = postgres.data / "base" / str(base)
        postgres.checkpoint()
        assert words_in(folder)
        store.forget(ballots_before=clock.moment, totals_before=START, summarise=lambda _: {"votes": 50})
        postgres.checkpoint()
        assert words_in(folder) == []
