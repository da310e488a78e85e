"""A whole room behind one address is let in; who asks without end is slowed, and nobody else."""

import asyncio
import contextlib
import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from tornado.httpclient import HTTPClientError

from tests.kit import ROOT
from tests.served import workshop
from tests.serving import raw
from tests.serving.forked import PATIENCE, run
from tests.serving.raw import OTHER_ADDRESS, ask, question
from tests.serving.room import Room

PHONES = 100
FLOODER = "127.0.0.21"

pytestmark = [
    pytest.mark.alone,
    pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a test has one address alone"),
]


@pytest.fixture
def room(tmp_path):
    """A room for a hundred on a laptop that holds two kernels: what is counted here is who is let in."""
    served = Room(log=tmp_path / "log", attendees=PHONES, kit_folder=ROOT, command=workshop(PHONES, most=2))
    try:
        served.wait_until_printed("Ready for 2 of 2 phones at once.")
        yield served
    finally:
        served.close()


def all_of_the_page(room):
    """Every address that a page with everything on it asks for."""
    page = ask(room, "GET", "/").body.decode()
    folder = re.search(r'data-files="([^"]+)"', page)[1]
    parts = re.findall(r'data-open="(\w+)"', page)
    named = ("page.css", "room.js", "mine.js", "local.js", "en/answers.json", *(f"en/{part}.html" for part in parts))
    assert len(parts) > 5
    return ["/", *(folder + name for name in named), "/join", "/site/", "/files/comparison.csv"]


def test_a_hundred_phones_behind_one_address_all_get_everything(room):
    addresses = all_of_the_page(room)

    def opens_all(_):
        return [ask(room, "GET", address, {"Accept-Encoding": "gzip"}).status for address in addresses]

    with ThreadPoolExecutor(PHONES) as phones:
        statuses = {status for phone in phones.map(opens_all, range(PHONES)) for status in phone}
    assert statuses == {200}


def test_a_hundred_lines_from_one_address_are_opened(room):
    async def stays():
        async with raw.line(room) as line:
            await line.write_message("ping")
            assert await line.read_message() == "pong"
            await all_are_here.wait()

    async def story():
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*(stays() for _ in range(PHONES)))

    all_are_here = asyncio.Barrier(PHONES)
    run(story())


def test_who_asks_without_end_is_told_when_to_ask_again_and_nobody_else_notices(room):
    end = time.monotonic() + PATIENCE
    # Many at once on one connection, as a program does that wants harm.
    many = b"GET /join HTTP/1.1\r\nHost: a\r\n\r\n" * 200
    refused = None
    while refused is None:
        assert time.monotonic() < end
        with raw.connection(room, FLOODER) as line:
            line.sendall(many + raw.request("HEAD", "/join"))
            heard = b""
            while more := line.recv(65_536):
                heard += more
        refused = re.search(rb"HTTP/1.1 429 (?:.+\r\n)+", heard)
        assert ask(room, "GET", "/join", source=OTHER_ADDRESS).status == 200
    assert b"Retry-After: 5\r\n" in refused[0]
    assert b"Server: iepkit\r\n" in refused[0]


def test_who_talks_without_end_on_one_line_is_slowed_and_nobody_else(room):
    async def story():
        async with raw.line(room, source=FLOODER) as flooder, raw.line(room, source=OTHER_ADDRESS) as other:
            for number in range(2000):
                flooder.write_message(question(turn=number))
            await other.write_message(question(turn=-1))
            async with asyncio.timeout(PATIENCE):
                answer = await other.read_message()
                assert '"turn": -1' in answer
                assert '"decide"' in answer
                # The flooder is answered too, and is nowhere near its last question.
                assert '"turn": 1999' not in await flooder.read_message()

    run(story())


def test_one_address_opens_so_many_lines_and_others_still_can(room):
    async def story():
        async def open_all_that_can_be():
            for _ in range(10 * PHONES):
                await lines.enter_async_context(raw.line(room, source=FLOODER))

        async with contextlib.AsyncExitStack() as lines, asyncio.timeout(PATIENCE):
            with pytest.raises(HTTPClientError) as refused:
                await open_all_that_can_be()
            assert refused.value.code == 429
            # Tornado's client closes a refused line a moment after it has said so.
            await asyncio.sleep(0.5)
            await lines.enter_async_context(raw.line(room, source=OTHER_ADDRESS))

    run(story())
