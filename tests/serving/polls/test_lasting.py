"""Whatever ends or stops the server, or keeps votes from being saved: what was confirmed is there, and the poll goes on."""

import contextlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
from pathlib import Path

import pytest

from iepkit.learning import polls
from iepkit.store.store import Store
from tests.serving.polls.asking import AskedRoom, Phone, Stream, all_at_once

pytestmark = pytest.mark.alone

TYPED_CHOICES = ("1", "2")
FAKETIME = [str(place) for place in Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")]


@pytest.fixture
def place(tmp_path):
    return tmp_path / "votes" / "answers.db"


@pytest.fixture
def starts(kit, tmp_path):
    """Starts servers, which end with the test."""
    running = []

    def start(*options, **how):
        room = AskedRoom(kit.folder, tmp_path / f"log{len(running)}", *options, **how)
        running.append(room)
        return room

    yield start
    for room in running:
        with contextlib.suppress(ProcessLookupError):
            os.kill(room.process.pid, signal.SIGCONT)
        assert room.end() in (0, -signal.SIGKILL)
        assert "Traceback" not in room.printed()


class Voters(threading.Thread):
    """New phones that vote one after the other until they are told to stop; ``confirmed`` is what each was told."""

    def __init__(self, room, asked):
        super().__init__()
        self.room, self.asked, self.confirmed, self.is_over = room, asked, {}, False
        self.start()

    def run(self):
        with contextlib.suppress(OSError, TypeError):
            while not self.is_over:
                phone, choice = Phone(self.room), random.choice(TYPED_CHOICES)
                if phone.votes(self.asked, choice) == 200:
                    self.confirmed[phone.cookie] = choice


def confirmed_by(voters):
    return {cookie: choice for voter in voters for cookie, choice in voter.confirmed.items()}


def in_store(place, asked):
    with contextlib.closing(Store.open(place)) as store:
        return [ballot["choice"] for ballot in store.ballots(asked)]


def of_phones(place, asked, cookies):
    """What stands there of each of these phones, by its cookie; nothing of one that has no vote."""
    with contextlib.closing(Store.open(place)) as store:
        (workshop,) = store.workshops()
        phones = {cookie: cookie.partition("=")[2].partition(".")[0] for cookie in cookies}
        ballots = {
            cookie: store.ballot(asked, polls.voter(workshop.secret, phone, asked)) for cookie, phone in phones.items()
        }
    return {cookie: ballot["choice"] for cookie, ballot in ballots.items() if ballot}


def killed_while_phones_vote(start, place, times):
    """Kill the server so often at a moment nobody knows; what was confirmed, what is there, and the last server."""
    confirmed, asked = {}, None
    for _ in range(times):
        room = start("--answers", str(place))
        if asked is None:
            asked = room.opens()
        goes_on = {"round": asked, "is_closed": False}
        room.until(lambda state, goes_on=goes_on: state["now"].items() >= goes_on.items())
        for cookie, choice in random.sample(list(confirmed.items()), min(3, len(confirmed))):
            # It is the same phone after the server has been killed.
            assert Phone(room, cookie).sees()["mine"] == {"choice": choice}
        voters = [Voters(room, asked) for _ in range(4)]
        time.sleep(random.uniform(0.05, 0.5))
        room.end(signal.SIGKILL)
        for voter in voters:
            voter.is_over = True
            voter.join()
        confirmed |= confirmed_by(voters)
    assert len(confirmed) > 2 * times
    return confirmed, asked


@pytest.mark.parametrize("times", [20])
def test_what_was_confirmed_is_there_after_twenty_kills(starts, place, times):
    confirmed, asked = killed_while_phones_vote(starts, place, times)
    room = starts("--answers", str(place))
    room.until(lambda state: state["now"]["round"] == asked)
    assert of_phones(place, asked, confirmed) == confirmed
    seen = random.sample(list(confirmed.items()), 20)
    assert {cookie: Phone(room, cookie).sees()["mine"]["choice"] for cookie, _ in seen} == dict(seen)
    # A vote that was written, and not confirmed before the kill, is there too: one at most for each of the phones.
    stored = in_store(place, asked)
    assert len(confirmed) <= len(stored) <= len(confirmed) + 4 * times
    assert {Phone(room, cookie).votes(asked, "1") for cookie in list(confirmed)[:20]} == {200}
    assert len(in_store(place, asked)) == len(stored)


def test_what_was_confirmed_is_there_after_kills_with_postgresql(starts, postgres):
    place = postgres.database()
    confirmed, asked = killed_while_phones_vote(starts, place, 3)
    room = starts("--answers", place)
    room.until(lambda state: state["now"]["round"] == asked)
    assert of_phones(place, asked, confirmed) == confirmed


def test_the_lid_is_closed_and_opened(starts, place):
    room = starts("--answers", str(place))
    asked = room.opens(seconds=10)
    phones = [Phone(room) for _ in range(5)]
    assert {phone.votes(asked) for phone in phones} == {200}
    with contextlib.closing(Stream(room, headers={"Cookie": phones[0].cookie})) as stream:
        room.process.send_signal(signal.SIGSTOP)
        late = []
        waiting = threading.Thread(target=lambda: late.append(phones[0].votes(asked, "2")))
        waiting.start()
        time.sleep(11)
        room.process.send_signal(signal.SIGCONT)
        waiting.join()
        # Its time passed while the lid was closed.
        assert late == [409]
        assert stream.until(lambda state: state["state"] == "closed")["round"] == asked
    assert room.state()["now"]["votes"] == {"1": 5, "2": 0}
    asked = room.opens()
    assert Phone(room).votes(asked) == 200


class _Lock:
    """Another program that writes to the file, and does not stop."""

    def __init__(self, place):
        self._connection = sqlite3.connect(place, isolation_level=None)
        self._connection.execute("BEGIN IMMEDIATE")

    def end(self):
        self._connection.rollback()
        self._connection.close()


def test_votes_count_once_the_file_is_locked_no_more(starts, place):
    room = starts("--answers", str(place))
    asked = room.opens()
    phones = [Phone(room) for _ in range(20)]
    lock = _Lock(place)
    try:
        voting = []
        thread = threading.Thread(target=lambda: voting.extend(all_at_once(phones, lambda phone: phone.votes(asked))))
        thread.start()
        # Nobody else waits for the disk.
        begun = time.monotonic()
        assert room.status("/join") == 200
        assert time.monotonic() - begun < 1
        thread.join()
        # Those that came first waited for the lock, and the others for them.
        assert set(voting) == {503}
        assert room.state()["problem"] == "locked"
        assert room.does("close") == "locked"
    finally:
        lock.end()
    assert room.state()["now"] | {"is_closed": False, "voters": 0} == room.state()["now"]
    assert set(all_at_once(phones, lambda phone: phone.votes(asked))) == {200}
    state = room.until(lambda state: state["now"]["voters"] == 20)
    assert (state["problem"], state["is_ready"]) == (None, True)


def test_a_file_from_a_newer_kit_is_left_alone_until_it_is_moved_away(starts, place):
    Store.open(place).close()
    with contextlib.closing(sqlite3.connect(place)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    before = place.read_bytes()
    room = starts("--answers", str(place))
    assert room.until(lambda state: state["problem"])["problem"] == "newer"
    assert room.does("open", kind="typed", asked={"ask": "a", "choices": ["b", "c"]}) == "newer"
    assert place.read_bytes() == before
    assert room.status("/") == 200
    place.rename(place.with_suffix(".newer"))
    asked = room.opens()
    assert Phone(room).votes(asked) == 200
    assert room.state()["problem"] is None


def test_a_file_that_is_taken_away_is_missed_and_found_again(starts, place):
    room = starts("--answers", str(place))
    asked = room.opens()
    phone = Phone(room)
    assert phone.votes(asked) == 200
    away = place.parent.with_name("away")
    place.parent.rename(away)
    assert phone.votes(asked, "2") == 503
    assert room.state()["problem"] == "moved"
    assert not place.exists()
    assert phone.votes(asked, "2") == 503
    away.rename(place.parent)
    room.until(lambda state: state["now"]["round"] == asked)
    assert phone.sees()["mine"] == {"choice": "1"}
    assert phone.votes(asked, "2") == 200
    assert room.state()["problem"] is None


@pytest.fixture
def small_disk(tmp_path):
    """A disk of its own, of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("only root may mount")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("nothing can be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_votes_count_once_the_disk_has_space_again(starts, small_disk):
    room = starts("--answers", str(small_disk / "answers.db"))
    asked = room.opens()
    phones = [Phone(room) for _ in range(5)]
    assert {phone.votes(asked) for phone in phones[:3]} == {200}
    filler = small_disk / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 1024)
    statuses = [phone.votes(asked, choice) for choice in "12" * 20 for phone in phones]
    assert statuses[-1] == 503
    assert room.state()["problem"] == "full"
    assert room.status("/") == 200
    filler.unlink()
    assert {phone.votes(asked) for phone in phones} == {200}
    room.does("close")
    state = room.state()
    assert (state["problem"], state["now"]["votes"]) == (None, {"1": 5, "2": 0})


def test_a_file_that_may_only_be_read_is_said_and_votes_count_once_it_may_be_written(starts, place, content):
    Store.open(place).close()
    # Root may write where nobody may; so the whole folder is shown as one that can't be written.
    if os.geteuid() != 0 or subprocess.run(["mount", "--bind", place.parent, place.parent], check=False).returncode:
        pytest.skip("only root may mount")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", place.parent], check=True)
        room = starts("--answers", str(place))
        assert room.does("open", kind="typed", asked={"ask": "a", "choices": ["b", "c"]}) == "read_only"
        assert "place" in content.texts["ui.store.read_only"]
        assert room.status("/") == 200
        subprocess.run(["mount", "-o", "remount,bind,rw", place.parent], check=True)
        asked = room.opens()
        assert Phone(room).votes(asked) == 200
    finally:
        subprocess.run(["umount", "--lazy", place.parent], check=True)


def test_two_servers_share_one_database(starts, postgres):
    place = postgres.database()
    first, second = starts("--answers", place), starts("--answers", place)
    asked = first.opens()
    second.until(lambda state: state["now"]["round"] == asked)
    with contextlib.closing(Stream(second)) as stream:
        assert stream.state()["round"] == asked
        again, begun = first.opens(), time.monotonic()
        assert stream.until(lambda state: state["round"] == again)["state"] == "open"
        assert time.monotonic() - begun < 1
        phones = [Phone((first, second)[number % 2]) for number in range(6)]
        assert set(all_at_once(phones, lambda phone: phone.votes(again))) == {200}
        # The same phone at the other server is the same phone.
        assert Phone(second, phones[0].cookie).votes(again, "2") == 200
        first.until(lambda state: state["now"]["voters"] == 6)
        second.does("close")
        assert stream.until(lambda state: state["state"] == "closed")["round"] == again
    assert first.until(lambda state: state["now"]["is_closed"])["now"]["votes"] == {"1": 5, "2": 1}
    assert "parsley" not in first.state()["place"]
    assert first.state()["place"]


def test_a_database_that_is_gone_for_a_while_takes_votes_when_it_is_back(starts, postgres):
    room = starts("--answers", postgres.database())
    asked = room.opens()
    phone = Phone(room)
    assert phone.votes(asked) == 200
    postgres.stop("immediate")
    try:
        assert phone.votes(asked, "2") == 503
        assert room.state()["problem"] == "unreachable"
        assert room.status("/join") == 200
    finally:
        postgres.start()
    room.until(lambda _: phone.votes(asked, "2") == 200)
    assert phone.sees()["mine"] == {"choice": "2"}
    assert room.state()["problem"] is None


def test_a_workshop_is_gone_on_with_and_another_label_is_another(starts, place):
    room = starts("--answers", str(place), "--label", "Springfield")
    asked = room.opens()
    room.end()
    room = starts("--answers", str(place), "--label", "Springfield")
    assert room.until(lambda state: state["workshop"])["workshop"]["label"] == "Springfield"
    assert room.state()["now"]["round"] == asked
    room.end()
    room = starts("--answers", str(place), "--label", "Worcester")
    time.sleep(1)
    assert room.state()["workshop"] is None, "a workshop begins with its first question"
    room.opens()
    assert room.state()["workshop"]["label"] == "Worcester"


def test_a_question_that_the_kit_has_no_more_is_not_asked_and_the_others_are(starts, kit, place, content):
    paired = {name for pair in content.check.pairs for name in (pair.before, pair.after)}
    gone = next(name for name in content.bank if name not in paired)
    room = starts("--answers", str(place))
    typed = room.opens()
    room.opens("question", {"question": gone})
    room.end()
    kit.edit("data/questions.yaml", f"- id: {gone}\n", "- id: another\n")
    room = starts("--answers", str(place))
    state = room.until(lambda state: state["history"])
    assert state["now"]["round"] is None
    assert [one["round"] for one in state["history"]] == [typed]
    room.opens("question", {"question": "another"})


def test_what_iepkit_toml_names_is_used(starts, kit, place):
    kit.edit("iepkit.toml", 'file = ""', f'file = "{place.name}"')
    room = starts()
    room.opens()
    assert kit.path(place.name).exists()


def test_a_phone_that_takes_nothing_in_is_cut_and_nobody_else_waits(starts):
    # A form of many signs is more than the system keeps for a phone that does not listen.
    room = starts(patience={"sending": 2}, before=_BIG)
    room.opens()
    deaf = Stream(room)
    with contextlib.closing(Stream(room)) as phone:
        for number in range(8):
            asked = room.opens()
            assert phone.until(lambda state, asked=asked: state["round"] == asked), number
        end = time.monotonic() + 30
        while "line_slow" not in room.printed():
            assert time.monotonic() < end
            time.sleep(0.1)
        room.does("put_away")
        assert phone.until(lambda state: state["round"] is None)
    deaf.close()


_BIG = [
    "from iepkit.serving.journal import Journal",
    "note = Journal.note",
    "Journal.note = lambda self, event, count=1: (note(self, event, count), print(event, flush=True))",
    "from iepkit.serving.polls import shown as screen",
    "phone = screen.phone",
    "screen.phone = lambda *given: phone(*given) + '<!-- -->' * 1_000_000",
]


def test_no_address_has_more_streams_than_a_room(starts):
    room = starts()
    streams, refused = [], None
    while refused is None and len(streams) < 400:
        stream = Stream(room, source="127.0.0.41")
        if stream.answer.status == 429:
            refused = stream
        streams.append(stream)
    assert refused is not None
    with contextlib.closing(Stream(room)) as other:
        assert other.answer.status == 200
    streams.pop(0).close()
    end = time.monotonic() + 30
    while (again := Stream(room, source="127.0.0.41")).answer.status != 200:
        again.close()
        assert time.monotonic() < end
    for stream in [*streams, again]:
        stream.close()


def test_streams_end_with_the_server(starts):
    room = starts()
    room.opens()
    with contextlib.closing(Stream(room)) as stream:
        assert stream.state()["state"] == "open"
        begun = time.monotonic()
        assert room.end() == 0
        assert stream.state() is None
        assert time.monotonic() - begun < 10


@pytest.mark.skipif(not FAKETIME, reason="faketime is not installed (Debian: apt-get install faketime)")
def test_a_clock_that_is_set_back_stops_no_count_and_no_end(starts, place, tmp_path, monkeypatch):
    clock = tmp_path / "clock"
    clock.write_text("+0")
    monkeypatch.setenv("LD_PRELOAD", FAKETIME[0])
    monkeypatch.setenv("FAKETIME_TIMESTAMP_FILE", str(clock))
    monkeypatch.setenv("FAKETIME_NO_CACHE", "1")
    monkeypatch.setenv("FAKETIME_DONT_FAKE_MONOTONIC", "1")
    # The server alone: in a kernel, faketime makes time.sleep() fail.
    room = starts("--answers", str(place), before=["import os; del os.environ['LD_PRELOAD']"])
    monkeypatch.undo()
    room.opens()
    clock.write_text("-10800")
    asked = room.opens(seconds=10)
    assert Phone(room).votes(asked) == 200
    room.until(lambda state: state["now"]["voters"] == 1)
    room.until(lambda state: state["now"]["is_closed"])
    # With a clock that is made up, Python waits for no thread's end.
    room.process.kill()
