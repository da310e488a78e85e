"""What goes wrong in a room, and that no other attendee notices: real phones, on the real server."""

import asyncio
import contextlib
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
from typing import ClassVar

import psutil
import pytest

from tests.kit import ROOT
from tests.served import LOOPBACK, workshop
from tests.serving.forked import lives, wait_until
from tests.serving.room import opened, until

pytestmark = [
    pytest.mark.alone,
    pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux alone"),
]


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """One for all faults after which it goes on; for few, so that each place that is taken is made ready anew."""
    with opened(tmp_path_factory.mktemp("room"), 2) as room:
        yield room


def kill(*pids):
    """Kill processes, and wait until they are dead, whoever has noticed."""
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not any(lives(pid) for pid in pids))


def children_of(room, parent):
    """Whether the room has a kernel that this process has started."""
    with contextlib.suppress(psutil.Error):
        return any(psutil.Process(pid).ppid() == parent.pid for pid in room.kernels().values())
    return False


def test_killed_kernels_are_noticed_by_no_attendee_not_even_by_their_own(room):
    async def story():
        attendees = await room.come(4)
        hit = room.kernels()
        kill(*hit.values())
        attendees.append(await room.is_noticed_by_none_of(attendees))
        await until(lambda: not room.files_of(hit))
        await room.is_noticed_by_none_of(attendees)

    room.lives_through(story())


def test_a_kernel_that_is_killed_while_it_is_asked_is_noticed_by_no_attendee(room):
    async def story():
        attendees = await room.come(3)
        for pid in room.kernels().values():
            os.kill(pid, signal.SIGSTOP)
        asked = asyncio.gather(*(attendee.changes() for attendee in attendees))
        await asyncio.sleep(0.5)
        assert not asked.done()
        kill(*room.kernels().values())
        await asked
        await room.is_noticed_by_none_of(attendees)

    room.lives_through(story())


def test_a_kernel_that_is_killed_before_it_has_a_page_is_given_to_no_attendee(room):
    async def story():
        attendees = await room.come(2)
        for _ in range(3):
            known = room.kernels()
            attendees.append(await room.comes())
            young = await until(lambda known=known: room.kernels().items() - known.items())
            kill(*(pid for _, pid in young))
            # As many as there may be before it, and one more.
            attendees.extend(await room.come(3))
        await room.is_noticed_by_none_of(attendees)

    room.lives_through(story())


def test_a_killed_parent_is_noticed_by_no_attendee_and_has_a_successor(room):
    async def story():
        attendees = await room.come(4)
        parent = room.parent()
        parent.kill()
        attendees.append(await room.is_noticed_by_none_of(attendees))
        # Each that comes takes a place, which is made ready anew.
        attendees.extend(await room.come(4))
        successor = await until(lambda: room.parent(after=parent))
        await until(lambda: children_of(room, successor))
        await room.is_noticed_by_none_of(attendees)

    room.lives_through(story())


def test_a_parent_that_is_killed_twice_in_a_second_is_noticed_by_no_attendee(room):
    async def story():
        attendees = await room.come(4)
        first = room.parent()
        first.kill()
        # The place that one takes is made ready anew, and for that there has to be a parent.
        coming = asyncio.ensure_future(room.comes())
        second = await until(lambda: room.parent(after=first))
        second.kill()
        attendees.append(await coming)
        third = await until(lambda: room.parent(after=second))
        attendees.extend(await room.come(4))
        await until(lambda: children_of(room, third))
        await room.is_noticed_by_none_of(attendees)

    room.lives_through(story())


def test_a_hundred_killed_kernels_are_noticed_by_no_attendee(tmp_path):
    async def story():
        attendees = await room.come(4)
        hit = room.kernels()
        assert len(hit) >= 100
        kill(*hit.values())
        attendees.append(await room.is_noticed_by_none_of(attendees))
        await until(lambda: not room.files_of(hit))
        await room.is_noticed_by_none_of(attendees)

    # A hundred that start anew keep a small machine so busy that an answer may take its time.
    with opened(tmp_path, 104, command=workshop(104, answer=30)) as room:
        room.lives_through(story())


# A limit binds no root; and it counts all processes of a user, so this is to be nobody else's number.
_AS_ANOTHER = ["setpriv", "--reuid=54321", "--inh-caps=-all,+dac_override", "--ambient-caps=-all,+dac_override"]
AS_A_USER = [] if os.getuid() else _AS_ANOTHER


def limit_processes(most, *processes):
    """Allow their user so many processes, as far as these processes are concerned."""
    for process in processes:
        subprocess.run([*AS_A_USER, "prlimit", f"--pid={process.pid}", f"--nproc={most}:"], check=True)


async def comes_too_many(room):
    """One attendee after the other, until there is no place left; what the last one is told."""
    for _ in range(room.attendees + 10):
        attendee = await room.joins()
        answer = await attendee.asks("decide", "eligibility", turn=1, answers={})
        if answer["ask"] != "decide":
            return answer
    raise AssertionError


def test_a_limit_on_processes_is_noticed_by_no_attendee_and_turns_away_who_comes_too_many(tmp_path, monkeypatch):
    # Of root's own folders it is to write into none.
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")

    async def story():
        server, parent = psutil.Process(room.process.pid), room.parent()
        attendees = await room.come(2)
        limit_processes(1, parent)
        attendees.append(await room.is_noticed_by_none_of(attendees))
        attendees.extend(await room.come(2))
        await until(lambda: children_of(room, server))
        limit_processes(1, server)
        assert await comes_too_many(room) == {"ask": "alone", "name": "eligibility", "language": "en", "turn": 1}
        await asyncio.gather(*(attendee.changes() for attendee in attendees))
        limit_processes(10_000, server, parent)
        hit = room.kernels()
        kill(*hit.values())
        await room.is_noticed_by_none_of(attendees)
        await until(lambda: children_of(room, parent))

    command = [
        *AS_A_USER,
        sys.executable,
        "-m",
        "iepkit",
        "serve",
        f"--host={LOOPBACK}",
        "--port={port}",
        "--attendees=2",
    ]
    with opened(tmp_path, 2, command=command) as room:
        room.lives_through(story())


class Package:
    """A copy of the package, in which whatever shows on a phone tells of which release it is."""

    _SHOWN: ClassVar = {
        "pages.py": ('{"ask": question["ask"]', '{"by": "release-pages-%s", "ask": question["ask"]'),
        "topics.py": ("{**asdict(result.outcome)", '{"by": "release-topics-%s", **asdict(result.outcome)'),
    }

    def __init__(self, folder):
        self.folder = folder
        shutil.copytree(ROOT / "iepkit", folder / "iepkit", ignore=shutil.ignore_patterns("__pycache__"))
        self.release(1)

    def release(self, number):
        """Write each file anew."""
        for path in (ROOT / "iepkit").rglob("*.*"):
            if path.suffix not in (".py", ".j2") or {"rules", "share"} & set(path.parts):
                continue
            text = path.read_text(encoding="utf-8")
            shown, mark = self._SHOWN.get(path.name, ("", ""))
            assert shown in text
            if shown:
                text = text.replace(shown, mark % number)
            else:
                text += f"\n# {number}" if path.suffix == ".py" else f"<!--release-{path.name}-{number}-->"
            (self.folder / path.relative_to(ROOT)).write_text(text, encoding="utf-8")


async def releases_on(attendee):
    """Of which release the kernel is that answers."""
    marks = re.findall(r"release-([a-z_.0-9]+?)-(\d)", str(await attendee.changes()))
    assert {name for name, _ in marks} >= {"pages", "topics"}
    return {number for _, number in marks}


def test_an_upgrade_mixes_old_and_new_in_no_kernel(kit, tmp_path, monkeypatch):
    package = Package(tmp_path)

    async def story():
        old = await room.come(2)
        package.release(2)
        async for newcomer in room.newcomers():
            if await releases_on(newcomer) == {"2"}:
                break
            old.append(newcomer)
        else:
            raise AssertionError
        for attendee in old:
            assert await releases_on(attendee) == {"1"}
        await room.is_noticed_by_none_of([*old, newcomer])

    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    # The kit's own folder would be searched for the package first.
    with opened(tmp_path, 2, kit_folder=kit.folder) as room:
        room.lives_through(story())


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_of_a_server_that_ends_while_fifty_are_connected(tmp_path, how):
    async def story():
        attendees = await room.come(50)
        assert room.files_of(room.kernels())
        pids = [process.pid for process in room.family()]
        assert len(pids) >= 50 + 2
        code = await asyncio.to_thread(room.end, how)
        if how != signal.SIGKILL:
            # When it says that it has ended, it has.
            assert not any(lives(pid) for pid in pids)
        assert code == (-how if how == signal.SIGKILL else 0)
        await asyncio.gather(*(attendee.is_hung_up() for attendee in attendees))
        await until(lambda: not room.family())
        assert room.files() == []

    with opened(tmp_path, 50) as room:
        room.lives_through(story())


def test_more_phones_than_a_system_lets_begin_with_are_all_served(tmp_path):
    # As many systems have it; and ZeroMQ alone would stop at 1,023 sockets, with the 120th phone.
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, hard))
    try:
        with opened(tmp_path, 135) as room:

            async def story():
                attendees = await room.come(135)
                await room.is_noticed_by_none_of(attendees)

            room.lives_through(story())
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
