"""Whether phones may be sent to a server, and how it sees them off."""

import asyncio
import signal
import sys
import time
from types import SimpleNamespace

import psutil
import pytest
from tornado.httpclient import HTTPClientError

from iepkit.serving.health import Health, see_off
from iepkit.serving.memory import free
from tests.kit import ROOT
from tests.served import LOOPBACK, free_port
from tests.serving.forked import PATIENCE, run
from tests.serving.room import Room, until
from tests.serving.test_front import probe


class Lines:
    """A room whose pages leave once their line is cut, on a clock of its own."""

    def __init__(self, count, *, stays=False):
        self.now = 0.0
        self.cut_at = []
        self.lines = [SimpleNamespace(cut=lambda: self._cut(stays=stays)) for _ in range(count)]

    def _cut(self, *, stays):
        self.cut_at.append(self.now)
        if not stays:
            self.lines = self.lines[1:]

    async def sleep(self, seconds):
        self.now += seconds

    def clock(self):
        return self.now


@pytest.mark.parametrize(("is_filled", "is_leaving", "is_ready"), [(0, 0, 0), (1, 0, 1), (1, 1, 0), (0, 1, 0)])
def test_it_is_ready_from_the_first_full_pool_until_it_leaves(is_filled, is_leaving, is_ready):
    health = Health()
    health.is_filled, health.is_leaving = bool(is_filled), bool(is_leaving)
    assert health.is_ready == bool(is_ready)


def test_lines_are_cut_one_after_the_other_once_the_proxy_has_seen_it():
    room, health = Lines(10), Health()
    run(see_off(room, health, 30, room.sleep, room.clock))
    assert health.is_leaving
    assert room.cut_at == pytest.approx([10 + number for number in range(10)])
    assert room.now == pytest.approx(20)


def test_with_nobody_there_it_ends_once_the_proxy_has_seen_it():
    room = Lines(0)
    run(see_off(room, Health(), 30, room.sleep, room.clock))
    assert room.now == pytest.approx(10)


def test_a_line_that_will_not_end_holds_it_up_no_longer_than_it_may_take():
    room = Lines(3, stays=True)
    run(see_off(room, Health(), 30, room.sleep, room.clock))
    assert room.now == pytest.approx(30, abs=0.2)


@pytest.fixture
def leaving(tmp_path, request):
    """A server that takes so many seconds to leave."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "iepkit", "serve", "--host", LOOPBACK, "--port", "{port}", "--attendees", "1"),
        *("--probe-port", str(port), "--drain", str(request.param)),
    ]
    served = Room(log=tmp_path / "log", attendees=1, kit_folder=ROOT, command=command)
    served.probes = port
    try:
        served.wait_until_ready()
        yield served
    finally:
        served.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no system that ends a server so")
@pytest.mark.parametrize("leaving", [6], indirect=True)
def test_a_server_that_is_ended_sends_its_phones_elsewhere_first(leaving):
    async def story():
        attendee = await leaving.comes()
        began = time.monotonic()
        leaving.process.send_signal(signal.SIGTERM)
        await until(lambda: probe(leaving, "/ready").status == 503)
        # It lives, its page is answered, and the phone that is here notices nothing yet.
        assert probe(leaving, "/live").status == 200
        assert await asyncio.to_thread(leaving.status, "/") == 200
        await attendee.changes()
        # A proxy that is told so asks another server for a new line.
        with pytest.raises(HTTPClientError) as refused:
            await leaving.joins()
        assert refused.value.code == 503
        await attendee.is_hung_up()
        assert 1 < time.monotonic() - began < 6
        assert await asyncio.to_thread(leaving.process.wait, PATIENCE) == 0
        assert time.monotonic() - began < PATIENCE / 2

    leaving.lives_through(story())
    assert leaving.family() == []


@pytest.mark.skipif(sys.platform == "win32", reason="no system that ends a server so")
@pytest.mark.parametrize("leaving", [180], indirect=True)
def test_whoever_asks_twice_does_not_wait(leaving):
    leaving.process.send_signal(signal.SIGTERM)
    run(until(lambda: probe(leaving, "/ready").status == 503))
    began = time.monotonic()
    assert leaving.end(signal.SIGTERM) == 0
    assert time.monotonic() - began < PATIENCE


class Groups:
    """Control groups as the system shows them: a container's own, and one above it."""

    def __init__(self, folder, own="/pod/container"):
        self.root = folder / "groups"
        self.process = folder / "cgroup"
        self.process.write_text(f"4:memory:/old\n0::{own}\n")
        (self.root / own.strip("/")).mkdir(parents=True)

    def limit(self, group, most, taken, of_files=0):
        for name, text in (
            ("max", f"{most}\n"),
            ("current", f"{taken}\n"),
            ("stat", f"anon 5\ninactive_file {of_files}\n"),
        ):
            (self.root / group / f"memory.{name}").write_text(text)

    def free(self):
        return free(self.process, self.root)


def test_a_container_has_as_much_memory_as_its_limit_leaves(tmp_path):
    groups = Groups(tmp_path)
    groups.limit("pod/container", "max", 10)
    groups.limit("pod", 5_000_000, 3_000_000, of_files=1_000_000)
    assert groups.free() == 3_000_000
    groups.limit("pod/container", 4_000_000, 3_900_000)
    assert groups.free() == 100_000
    groups.limit("pod/container", 4_000_000, 4_100_000)
    assert groups.free() == 0


@pytest.mark.parametrize("own", ["/", "/pod"])
def test_the_groups_that_a_container_sees_may_begin_with_its_own(tmp_path, own):
    groups = Groups(tmp_path, own)
    groups.limit("", 4_000_000, 1_000_000)
    assert groups.free() == 3_000_000


def test_without_a_limit_it_is_what_the_machine_has(tmp_path):
    groups = Groups(tmp_path)
    groups.limit("pod/container", "max", 10)
    machine = psutil.virtual_memory().available
    assert groups.free() == pytest.approx(machine, rel=0.2)
    assert free(tmp_path / "none", tmp_path) == pytest.approx(machine, rel=0.2)
