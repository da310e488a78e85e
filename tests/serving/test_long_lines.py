"""Phones that do not read, vanish without a word or say nothing at all: no other attendee notices."""

import asyncio
import base64
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import uuid

import psutil
import pytest

from tests.kit import ROOT
from tests.served import LOOPBACK
from tests.serving.room import opened, telling, until

pytestmark = [
    pytest.mark.alone,
    pytest.mark.skipif(sys.platform != "linux", reason="kernels are told by sockets that Linux alone has"),
]

MEGABYTE = 1_000_000
# As many words as it likes: it is to be slow in taking in, and not in asking.
UNHURRIED = "from iepkit.serving import gate; gate._WORDS_AT_ONCE = gate._WORDS_A_SECOND = 10**6"


def memory(room):
    """What the server itself takes, in bytes."""
    return psutil.Process(room.process.pid).memory_info().rss


def plain_socket(room, receives=None):
    """A connection as the system gives it, or one that takes in almost nothing."""
    one = socket.socket()
    if receives:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receives)
    one.settimeout(30)
    one.connect((LOOPBACK, room.port))
    return one


def upgrade(room):
    """What opens a line, as bytes."""
    host = f"{LOOPBACK}:{room.port}"
    key = base64.b64encode(os.urandom(16)).decode()
    return (
        f"GET /line?page={uuid.uuid4().hex} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nUpgrade: websocket\r\n"
        f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
    ).encode()


def frame(text, length=None):
    """A text as a browser sends it; ``length`` is what it claims to have."""
    body = text.encode()
    return b"\x81\xff" + (length or len(body)).to_bytes(8, "big") + bytes(4) + body


def silent_line(room, receives=None):
    """A line that is open, whose other side is ours to leave alone."""
    one = plain_socket(room, receives)
    one.sendall(upgrade(room))
    assert b" 101 " in one.recv(200)
    return one


def has_ended(one):
    """Whether the server has ended this connection; what it still said is read first."""
    one.settimeout(0)
    try:
        while said := one.recv(65536):
            assert said
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def test_a_phone_that_takes_nothing_in_is_cut_and_takes_no_memory(tmp_path):
    async def story():
        attendees = await room.come(2)
        slow = stack.enter_context(silent_line(room, receives=1024))
        question = {"ask": "decide", "name": "eligibility", "language": "en", "answers": {}}
        slow.settimeout(0)
        before = memory(room)
        asked = frame("ping") * 2000 + frame(json.dumps({**question, "turn": 1}))

        async def goes_on_asking():
            waiting = asked
            while not room.happened("line_slow"):
                with contextlib.suppress(OSError):
                    waiting = waiting[slow.send(waiting) :] or asked
                await asyncio.sleep(0.01)

        async with asyncio.timeout(60):
            await goes_on_asking()
        await until(lambda: has_ended(slow))
        assert memory(room) - before < 10 * MEGABYTE
        await room.is_noticed_by_none_of(attendees)

    with (
        contextlib.ExitStack() as stack,
        opened(tmp_path, 4, command=telling(4, before=[UNHURRIED], sending=1)) as room,
    ):
        room.lives_through(story())
        assert "Traceback" not in room.printed()


# A phone whose process is stopped answers nothing, as one that is out of reach.
_PHONE = """
import asyncio, sys
from tests.serving.room import Attendee, line_to
class Room:
    port = int(sys.argv[1])
async def main():
    attendee = Attendee("", await line_to(Room))
    await attendee.changes()
    print("here", flush=True)
    await attendee.is_hung_up()
asyncio.run(main())
"""


def test_a_phone_that_vanishes_without_a_word_gives_its_place_back(tmp_path):
    async def story(phone):
        attendees = await room.come(2)
        assert await asyncio.to_thread(phone.stdout.readline) == b"here\n"
        known = room.kernels()
        phone.send_signal(signal.SIGSTOP)
        # Those who go on keep their places; one who says nothing would lose it too.
        while not (room.happened("line_lost") and known.keys() - room.kernels().keys()):
            await asyncio.gather(*(attendee.changes() for attendee in attendees), asyncio.sleep(0.2))
        assert room.happened("line_lost") == 1
        assert len(known.keys() - room.kernels().keys()) == 1
        await room.is_noticed_by_none_of(attendees)

    command = telling(3, before=["settings.SECONDS_TO_PING = 1"], away=2)
    with opened(tmp_path, 3, command=command) as room:
        phone = subprocess.Popen([sys.executable, "-c", _PHONE, str(room.port)], stdout=subprocess.PIPE, cwd=ROOT)
        with phone:
            try:
                room.lives_through(story(phone))
            finally:
                phone.kill()
        assert "Traceback" not in room.printed()


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nHost: wor", None], ids=["nothing", "half", "a line"])
def test_two_hundred_that_say_nothing_take_no_kernel_and_keep_nobody_waiting(tmp_path, said):
    async def story():
        attendees = await room.come(2)
        taken = set(room.kernels())
        make = silent_line if said is None else plain_socket
        # In a thread, so that the attendees go on meanwhile.
        silent = await asyncio.to_thread(lambda: [stack.enter_context(make(room)) for _ in range(200)])
        for one in silent:
            one.sendall(said or b"")
        await room.is_noticed_by_none_of(attendees)
        # One newcomer has taken one place.
        assert len(set(room.kernels()) - taken) <= 1
        await until(lambda: all(has_ended(one) for one in silent))
        await room.is_noticed_by_none_of(attendees)

    # Of lines there are as many as a room for a hundred has.
    many = ["from iepkit.serving import gate", "gate._FEWEST_PHONES = 100"]
    before = ["settings.SECONDS_IDLE = 2", "settings.SECONDS_TO_PING = 2", *many]
    with contextlib.ExitStack() as stack, opened(tmp_path, 10, command=telling(10, before=before)) as room:
        room.lives_through(story())
        assert "Traceback" not in room.printed()


def test_more_connections_than_a_room_has_are_ended_at_once(tmp_path):
    async def story():
        attendees = await room.come(2)
        with contextlib.ExitStack() as stack:
            many = [stack.enter_context(plain_socket(room)) for _ in range(450)]
            await until(lambda: room.happened("too_many") >= 40)
            assert sum(has_ended(one) for one in many) >= 40
            # Those who are there need no new connection.
            await asyncio.gather(*(attendee.changes() for attendee in attendees))
        await room.is_noticed_by_none_of(attendees)

    with opened(tmp_path, 4, command=telling(4)) as room:
        room.lives_through(story())
        assert "Traceback" not in room.printed()
