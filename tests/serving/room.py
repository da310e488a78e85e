"""A room as it is on the day: ``iepkit serve``, and attendees who keep their page open."""

import asyncio
import contextlib
import itertools
import json
import re
import shutil
import tempfile
import time
import uuid
from pathlib import Path

import psutil
import pytest
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClosedError, websocket_connect

from tests.kit import ROOT
from tests.served import LOOPBACK, Server, workshop
from tests.serving.forked import PATIENCE, run

_SOCKET_OF = re.compile(r"kernel-(.+)-ipc-\d+")


# What the room's journal holds is seen by the trainer alone; this prints it as it is noted.
_TELLS = """
from iepkit.serving.journal import Journal
note = Journal.note
def tell(self, event, count=1):
    note(self, event, count)
    print("happened:", event, flush=True)
Journal.note = tell
"""


def telling(attendees, most=None, before=(), **patience):
    """:func:`workshop` that prints what happens."""
    return workshop(attendees, most, [_TELLS, *before], **patience)


class Attendee:
    """A phone: it has opened the page, and its line to the room stays open."""

    def __init__(self, page, socket):
        self.page = page
        self._turns = itertools.count(1)
        self._socket = socket
        self._is_over = False
        self._pings = None

    @classmethod
    async def comes(cls, room, name=None):
        """Open the page, and have a first change answered."""
        page, _ = await asyncio.to_thread(room.get, "/")
        assert "data-line" in page
        self = cls(page, await line_to(room, name))
        await self.changes()
        return self

    async def changes(self):
        """Send a new answer to the explorer's question; what follows from it."""
        answers = {"state": "massachusetts", "progress": "yes"}
        answer = await self.asks("decide", "eligibility", turn=next(self._turns), answers=answers)
        assert answer["ask"] == "decide", answer
        assert answer["outcome"]
        return answer

    async def asks(self, what, name=None, **more):
        """Ask as the page does, and wait for the answer to this very question."""
        question = {"ask": what, "name": name, "language": "en", **more}
        async with asyncio.timeout(PATIENCE):
            await self._socket.write_message(json.dumps(question))
            while True:
                heard = await self._socket.read_message()
                assert heard is not None, "the server has closed the line"
                answer = {} if heard == "pong" else json.loads(heard)
                if all(answer.get(key) == question.get(key) for key in ("name", "turn")):
                    return answer

    async def says(self, word):
        """Say that the page is put away, or ask whether the room is there."""
        await self._socket.write_message(word)

    def stays_awake(self):
        """Ping, as a page does that is looked at."""

        async def ping():
            with contextlib.suppress(WebSocketClosedError):
                while not self._is_over:
                    await self.says("ping")
                    await asyncio.sleep(0.2)

        self._pings = asyncio.ensure_future(ping())

    async def is_hung_up(self):
        """Wait for the end of the line, whoever ends it."""
        async with asyncio.timeout(PATIENCE):
            # After its end is heard once, nothing more is.
            while not self._is_over:
                self._is_over = await self._socket.read_message() is None

    async def hangs_up(self):
        """Close the line, and leave nothing of it in this process."""
        if self._pings:
            self._pings.cancel()
        self._socket.close()
        await self.is_hung_up()


async def line_to(room, name=None):
    """A websocket to the room, as the page's script opens it."""
    host = f"{LOOPBACK}:{room.port}"
    return await websocket_connect(
        HTTPRequest(
            f"ws://{host}/line?page={name or uuid.uuid4().hex}",
            headers={"Origin": f"http://{host}"},
            request_timeout=PATIENCE,
        )
    )


class Room(Server):
    """``iepkit serve`` with a folder of its own for all that it has to clear away."""

    def __init__(self, log, attendees, **options):
        # Sockets are made in it: their paths have to be short.
        self.folder = Path(tempfile.mkdtemp(prefix="r"))
        self.attendees = attendees
        self._present = []
        super().__init__(log=log, attendees=attendees, **options)

    def _start(self, *arguments):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("TMPDIR", str(self.folder))
            return super()._start(*arguments)

    def wait_until_ready(self):
        # Some places are made in a second, when nobody else wants the machine.
        patience = PATIENCE + self.attendees
        self.wait_until_printed(f"Ready for {self.attendees} of {self.attendees} phones at once.", patience)

    def lives_through(self, story):
        """Run a story, after which all attendees hang up."""

        async def told():
            try:
                await story
            finally:
                # What goes wrong in the story is to be told, and not what follows from it.
                ends = await asyncio.gather(
                    *(attendee.hangs_up() for attendee in self._present), return_exceptions=True
                )
                self._present.clear()
            assert [end for end in ends if end] == []

        run(told())

    async def comes(self, name=None):
        """One attendee more; or the same page again."""
        attendee = await Attendee.comes(self, name)
        self._present.append(attendee)
        return attendee

    async def joins(self):
        """One attendee more, who has asked nothing yet."""
        attendee = Attendee("", await line_to(self))
        self._present.append(attendee)
        return attendee

    async def come(self, count):
        """So many at once."""
        return await asyncio.gather(*(self.comes() for _ in range(count)))

    async def newcomers(self):
        """One after the other, a few more than there are places ready."""
        for _ in range(self.attendees + 10):
            yield await self.comes()

    async def is_noticed_by_none_of(self, attendees):
        """Each has a new change answered, on the line that it had; and one who comes now has a page and an answer."""
        newcomer, *_ = await asyncio.gather(self.comes(), *(attendee.changes() for attendee in attendees))
        return newcomer

    def happened(self, event):
        """How often it was noted; the server has to be a :func:`telling` one."""
        return self.printed().splitlines().count(f"happened: {event}")

    def parent(self, after=None):
        """The process that kernels are forked from, other than the one before; None while there is none."""
        for child in psutil.Process(self.process.pid).children():
            with contextlib.suppress(psutil.Error):
                if child != after and any(part.endswith("/parent.py") for part in child.cmdline()):
                    return child
        return None

    def kernels(self):
        """The process number of each kernel by the kernel's id, which its sockets are named after."""
        found = {}
        for socket in psutil.net_connections("unix"):
            if socket.pid and socket.laddr.startswith(f"{self.folder}/"):
                found[_SOCKET_OF.fullmatch(Path(socket.laddr).name)[1]] = socket.pid
        return found

    def files(self):
        """All that lies in the room's folder."""
        return [path.name for path in self.folder.rglob("*") if not path.is_dir()]

    def files_of(self, kernels):
        """What lies there of these kernels."""
        kernels = set(kernels)
        return [name for name in self.files() if any(kernel in name for kernel in kernels)]

    def family(self):
        """Every process of this room, orphans included: each has inherited where it is to put its files."""
        return [process for process in psutil.process_iter() if _has_in_environment(process, "TMPDIR", self.folder)]

    def close(self):
        """End it if it still runs, and leave nothing of it to other tests."""
        self.end()
        for process in self.family():
            process.kill()
        shutil.rmtree(self.folder)


def _has_in_environment(process, name, value):
    try:
        return process.environ().get(name) == str(value)
    except psutil.Error:
        return False


@contextlib.contextmanager
def opened(folder, attendees, **options):
    """A room whose places are ready."""
    room = Room(log=folder / "log", attendees=attendees, **{"kit_folder": ROOT, **options})
    try:
        room.wait_until_ready()
        yield room
    finally:
        room.close()


async def until(holds):
    """Wait for it, while attendees go on; what it gives."""
    end = time.monotonic() + PATIENCE
    while not (found := holds()):
        assert time.monotonic() < end
        await asyncio.sleep(0.02)
    return found
