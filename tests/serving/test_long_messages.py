"""Messages of a hundred megabytes: refused, not kept in memory, and noticed by no attendee."""

import asyncio
import sys

import pytest

from tests.serving.room import opened, telling, until
from tests.serving.test_long_lines import MEGABYTE, frame, has_ended, memory, plain_socket, silent_line

pytestmark = [
    pytest.mark.alone,
    pytest.mark.skipif(sys.platform != "linux", reason="kernels are told by sockets that Linux alone has"),
]

_TOO_MUCH = 100 * MEGABYTE
_POST = "POST {path} HTTP/1.1\r\nHost: workshop.test\r\nContent-Type: application/json\r\n{length}\r\n\r\n"


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """One for all: it goes on after each."""
    with opened(tmp_path_factory.mktemp("room"), 4, command=telling(4)) as room:
        yield room
        assert "Traceback" not in room.printed()


def sends(one, start, piece):
    """Send it all, or as much as is taken; the most memory that the server had meanwhile."""
    try:
        one.sendall(start)
        for _ in range(_TOO_MUCH // len(piece)):
            one.sendall(piece)
    except OSError:
        return False
    return True


async def is_refused(room, start, event, make=plain_socket, piece=bytes(MEGABYTE)):
    attendees = await room.come(2)
    # What the first message of its kind loads stays.
    before, noted = memory(room), room.happened(event)
    with make(room) as one:
        assert not await asyncio.to_thread(sends, one, start, piece)
        await until(lambda: has_ended(one))
    await until(lambda: room.happened(event) > noted)
    assert memory(room) - before < 8 * MEGABYTE
    await room.is_noticed_by_none_of(attendees)


def test_a_message_that_is_too_big_ends_the_line(room):
    room.lives_through(is_refused(room, frame("", _TOO_MUCH), "message_refused", silent_line))


@pytest.mark.parametrize("path", ["/letter.pdf", "/calendar?kind=ics", "/", "/nowhere"])
@pytest.mark.parametrize("length", [f"Content-Length: {_TOO_MUCH}", "Transfer-Encoding: chunked"])
def test_a_request_that_is_too_big_is_refused(room, path, length):
    piece = bytes(MEGABYTE)
    if "chunked" in length:
        piece = b"%x\r\n%s\r\n" % (len(piece), piece)
    start = _POST.format(path=path, length=length).encode()
    room.lives_through(is_refused(room, start, "request_refused", piece=piece))


def test_headers_without_end_are_refused(room):
    start = b"GET / HTTP/1.1\r\nHost: workshop.test\r\nX: "
    room.lives_through(is_refused(room, start, "request_refused", piece=b"x" * MEGABYTE))
