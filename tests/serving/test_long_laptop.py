"""The laptop itself: a full disk, a clock that is set, a lid that is closed. No attendee notices."""

import asyncio
import contextlib
import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.kit import ROOT
from tests.serving.room import Room, opened, telling, until

pytestmark = [
    pytest.mark.alone,
    pytest.mark.skipif(sys.platform != "linux", reason="kernels are told by sockets that Linux alone has"),
]

# Debian's place for it; its command would fix the time for good.
FAKETIME = [str(place) for place in Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")]


class SmallDisk(Room):
    """A room whose folder is a disk of its own, with space for few files."""

    def _start(self, *arguments):
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k,mode=700", "tmpfs", self.folder], check=True)
        return super()._start(*arguments)

    def fill(self):
        """Write until nothing more can be written."""
        with contextlib.suppress(OSError), (self.folder / "full").open("wb", buffering=0) as file:
            while True:
                file.write(bytes(1024))

    def free(self):
        (self.folder / "full").unlink()

    def close(self):
        """Take the disk away with the room; it is in use until each process has ended."""
        self.end()
        for process in self.family():
            process.kill()
        psutil.wait_procs(self.family(), timeout=10)
        subprocess.run(["umount", "--lazy", self.folder], check=True)
        self.folder.rmdir()


def may_mount():
    """May this user put a disk somewhere?"""
    return os.geteuid() == 0 and subprocess.run(["unshare", "--mount", "true"], check=False).returncode == 0


@pytest.mark.skipif(sys.platform != "linux" or not may_mount(), reason="only root may mount a small disk")
def test_a_full_disk_is_noticed_by_no_attendee_who_is_there(tmp_path):
    async def story():
        attendees = await room.come(2)
        await until(lambda: len(room.kernels()) >= 4)
        room.fill()
        for _ in range(10):
            newcomer = await room.joins()
            answer = await newcomer.asks("decide", "eligibility", turn=1, answers={})
            if answer["ask"] == "alone":
                break
            attendees.append(newcomer)
        assert answer["ask"] == "alone"
        assert len(attendees) > 2
        await asyncio.gather(*(attendee.changes() for attendee in attendees))
        assert room.happened("disk_full")
        # The page itself needs no disk.
        assert "data-line" in (await asyncio.to_thread(room.get, "/"))[0]
        room.free()
        await until(lambda: len(room.kernels()) > len(attendees))
        await room.is_noticed_by_none_of([*attendees, newcomer])

    room = SmallDisk(log=tmp_path / "log", attendees=4, kit_folder=ROOT, command=telling(4))
    try:
        room.wait_until_ready()
        room.lives_through(story())
        assert "Traceback" not in room.printed(), room.printed()
    finally:
        room.close()


@pytest.mark.parametrize(("seconds", "event"), [(-3 * 3600, "clock_moved"), (3 * 3600, "stood_still")])
@pytest.mark.skipif(not FAKETIME, reason="faketime is not installed (Debian: apt-get install faketime)")
def test_a_clock_that_is_set_is_noticed_by_no_attendee(tmp_path, monkeypatch, seconds, event):
    clock = tmp_path / "clock"
    clock.write_text("+0")

    async def story():
        attendees = await room.come(3)
        known = room.kernels()
        for attendee in attendees:
            attendee.stays_awake()
        clock.write_text(f"{seconds:+}")
        await until(lambda: room.happened(event))
        attendees.append(await room.is_noticed_by_none_of(attendees))
        # A new kernel starts with the new time, and an old one ends with it.
        hit = room.kernels()
        for pid in hit.values():
            os.kill(pid, 9)
        await until(lambda: not hit.keys() & room.kernels().keys())
        assert known.keys() <= hit.keys()
        await room.is_noticed_by_none_of(attendees)

    monkeypatch.setenv("LD_PRELOAD", FAKETIME[0])
    monkeypatch.setenv("FAKETIME_TIMESTAMP_FILE", str(clock))
    monkeypatch.setenv("FAKETIME_NO_CACHE", "1")
    monkeypatch.setenv("FAKETIME_DONT_FAKE_MONOTONIC", "1")
    # The server alone: in a kernel, faketime makes time.sleep() fail.
    command = telling(5, before=["import os; del os.environ['LD_PRELOAD']"])
    with opened(tmp_path, 5, command=command) as room:
        monkeypatch.undo()
        room.lives_through(story())
        assert "Traceback" not in room.printed()


def test_a_closed_lid_takes_no_attendees_place(tmp_path):
    async def story():
        attendees = await room.come(3)
        known = room.kernels()
        everything = [psutil.Process(room.process.pid), *room.children()]
        for process in everything:
            process.suspend()
        try:
            await asyncio.sleep(8)
        finally:
            for process in everything:
                process.resume()
        await until(lambda: room.happened("stood_still"))
        await asyncio.gather(*(attendee.changes() for attendee in attendees))
        assert known.keys() <= room.kernels().keys()
        assert not room.happened("kernel_lost")
        await room.is_noticed_by_none_of(attendees)

    with opened(tmp_path, 4, command=telling(4, away=7)) as room:
        room.lives_through(story())
        assert "Traceback" not in room.printed()
