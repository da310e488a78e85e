"""Several servers behind one proxy: a phone stays where it is, and none is lost with its server."""

import asyncio
import contextlib
import http.client
import json
import math
import re
import signal
import time
import uuid
from collections import Counter

import pytest
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

from tests.deploy.proxied import FOLDER, TAKE_HOME, is_there, name_of, several, wait_for
from tests.served import LOOPBACK
from tests.serving.forked import run
from tests.serving.polls.asking import Phone

pytestmark = pytest.mark.alone
# Within so many seconds a page whose server has ended answers by itself, and has a place again.
_SECONDS_TO_NOTICE = 10
_SECONDS_TO_A_PLACE = 60
PHONE = "127.0.0.41"
OTHER = "127.0.0.42"
PROXIES = [
    pytest.param(name, marks=pytest.mark.skipif(not is_there(name), reason=f"there is no {name} here"))
    for name in ("haproxy", "nginx")
]


def ask(proxy, path="/join", cookie=None, method="GET", source=LOOPBACK, **headers):
    """One request to the proxy; the response, with its body as `text` and the server that the cookie names."""
    line = http.client.HTTPConnection(LOOPBACK, proxy.port, timeout=30, source_address=(source, 0))
    try:
        line.request(method, path, headers={**headers, **({"Cookie": f"SRV={cookie}"} if cookie else {})})
        response = line.getresponse()
        response.text = response.read().decode()
    finally:
        line.close()
    found = re.search(r"\bSRV=(\w+)", " ".join(response.headers.get_all("Set-Cookie", [])))
    response.server = found and found[1]
    return response


class Attendee:
    """A phone with a line through the proxy, which it opens again when it ends, as the page does."""

    def __init__(self, proxy):
        self._proxy = proxy
        self._page = uuid.uuid4().hex
        self._turn = 0
        self.server = None
        self.losses = []
        self.answers = []
        self._line = None

    async def comes(self):
        """Open the page, and have a first change answered."""
        page = await AsyncHTTPClient().fetch(f"http://{LOOPBACK}:{self._proxy.port}/", request_timeout=60)
        self._remember(page.headers)
        await self._opens()
        await self.changes()
        return self

    def _remember(self, headers):
        for given in headers.get_list("Set-Cookie"):
            if given.startswith("SRV="):
                assert "HttpOnly" in given
                self.server = given.partition(";")[0].removeprefix("SRV=")

    async def _opens(self):
        host = f"{LOOPBACK}:{self._proxy.port}"
        self._line = await websocket_connect(
            HTTPRequest(
                f"ws://{host}/line?page={self._page}",
                headers={"Origin": f"http://{host}", "Cookie": f"SRV={self.server}"},
                request_timeout=5,
            )
        )
        self._remember(self._line.headers)

    async def changes(self):
        """Ask, on a new line where the old one has ended; the seconds until a place has answered."""
        began = time.monotonic()
        self._turn += 1
        question = {"ask": "decide", "name": "eligibility", "language": "en", "turn": self._turn}
        question["answers"] = {"state": "massachusetts", "progress": "yes"}
        async with asyncio.timeout(_SECONDS_TO_A_PLACE):
            while True:
                with contextlib.suppress(Exception):
                    if self._line is None:
                        await self._opens()
                    await self._line.write_message(json.dumps(question))
                    answer = await self._heard()
                    if answer and answer["ask"] == "decide":
                        assert answer["outcome"]
                        self.answers.append(time.monotonic() - began)
                        return self.answers[-1]
                if self._line:
                    self._line.close()
                self._line = None
                await asyncio.sleep(0.5)

    async def _heard(self):
        while (heard := await self._line.read_message()) is not None:
            if heard != "pong" and (answer := json.loads(heard))["turn"] == self._turn:
                return answer
        return None

    async def is_lost(self):
        """Wait until the line has ended."""
        async with asyncio.timeout(_SECONDS_TO_NOTICE):
            while await self._line.read_message() is not None:
                pass
        self._line.close()
        self._line = None

    async def leaves(self):
        if self._line:
            self._line.close()
            with contextlib.suppress(TimeoutError):
                await self.is_lost()


async def come(proxy, count):
    return await asyncio.gather(*(Attendee(proxy).comes() for _ in range(count)))


@pytest.mark.parametrize("program", PROXIES)
def test_behind_a_proxy_a_page_is_as_it_is_without(program, tmp_path):
    with several(program, tmp_path, 1, 1) as (proxy, (server,)):
        first = ask(proxy, "/")
        assert first.server == "one"
        assert first.text == server.get("/")[0]
        assert ask(proxy, "/", cookie="one").server is None
        # A cookie that names no server is as none.
        assert ask(proxy, "/", cookie="seven").status == 200

        async def story():
            attendee = await Attendee(proxy).comes()
            assert attendee.server == "one"
            await attendee.leaves()

        run(story())
        # What a phone itself says of its address is thrown away: the one that floods is slowed, and nobody else.
        for number in range(20_000):
            flooded = {"X-Forwarded-For": f"198.51.100.{number % 250}"}
            if ask(proxy, method="HEAD", source=PHONE, **flooded).status == 429:
                break
        assert ask(proxy, source=PHONE).status == 429
        assert ask(proxy, source=OTHER).status == 200


@pytest.mark.skipif(not is_there("haproxy"), reason="there is no haproxy here")
def test_where_no_server_answers_phones_are_led_to_the_take_home_page(tmp_path):
    with several("haproxy", tmp_path, 1, 1, "--drain", "180") as (proxy, (server,)):
        assert ask(proxy, "/").status == 200
        server.process.send_signal(signal.SIGTERM)
        assert wait_for(lambda: ask(proxy, "/").status == 302, _SECONDS_TO_NOTICE)
        assert ask(proxy, "/").headers["Location"] == TAKE_HOME


def spread_then_one_is_killed(program, folder, count, phones):
    """The story of a conference: all find a place, one server is killed, and nobody is lost."""
    # Those that are left hold everybody.
    with several(program, folder, count, math.ceil(phones / (count - 1))) as (proxy, servers):

        async def story():
            attendees = await come(proxy, phones)
            here = Counter(attendee.server for attendee in attendees)
            assert here.keys() == {name_of(server, servers) for server in servers}
            if program == "haproxy":
                # By open connections: nearly the same for each.
                assert max(here.values()) <= 1.5 * phones / count
            killed = servers[-1]
            lost = [attendee for attendee in attendees if attendee.server == name_of(killed, servers)]
            others = [attendee for attendee in attendees if attendee not in lost]
            killed.process.kill()
            began = time.monotonic()
            await asyncio.gather(*(attendee.is_lost() for attendee in lost))
            noticed = time.monotonic() - began
            slowest, *_ = await asyncio.gather(
                longest(attendee.changes() for attendee in lost), longest(attendee.changes() for attendee in others)
            )
            print(
                f"{phones} phones, {dict(here)}; {len(lost)} lost theirs, noticed {noticed:.2f} s, back {slowest:.2f} s"
            )
            if program == "haproxy":
                assert {attendee.server for attendee in lost} <= {name_of(server, servers) for server in servers[:-1]}
            # Their lines are the ones that they had.
            assert all(len(attendee.answers) == 2 for attendee in others)
            await asyncio.gather(*(attendee.leaves() for attendee in attendees))

        run(story())


async def longest(waits):
    return max(await asyncio.gather(*waits))


@pytest.mark.parametrize("program", PROXIES)
def test_of_two_servers_one_is_killed_and_its_phones_are_with_the_other(program, tmp_path):
    spread_then_one_is_killed(program, tmp_path, 2, 6)


@pytest.mark.skipif(not is_there("haproxy"), reason="there is no haproxy here")
def test_four_hundred_phones_on_four_servers_and_one_is_killed(tmp_path):
    spread_then_one_is_killed("haproxy", tmp_path, 4, 400)


@pytest.mark.parametrize("program", PROXIES)
def test_a_server_that_is_ended_has_sent_its_phones_to_the_other(program, tmp_path):
    with several(program, tmp_path, 2, 4, "--drain", "6") as (proxy, servers):

        async def story():
            attendees = await come(proxy, 4)
            leaving = servers[0]
            leaving.process.send_signal(signal.SIGTERM)
            theirs = [attendee for attendee in attendees if attendee.server == "one"]
            assert theirs
            await asyncio.gather(*(attendee.is_lost() for attendee in theirs))
            assert await longest(attendee.changes() for attendee in theirs) < _SECONDS_TO_NOTICE
            # Phones that come meanwhile find the other.
            await (await Attendee(proxy).comes()).leaves()
            assert await asyncio.to_thread(leaving.process.wait, 30) == 0
            await asyncio.gather(*(attendee.leaves() for attendee in attendees))

        run(story())


@pytest.mark.skipif(not is_there("haproxy"), reason="there is no haproxy here")
def test_polls_over_all_servers_count_each_vote_once(postgres, tmp_path):
    shared = ["--answers", postgres.database(), "--label", "Conference"]
    with several("haproxy", tmp_path, 2, 1, *shared) as (proxy, servers):
        asked = servers[0].opens()
        for server in servers:
            server.until(lambda state: state["now"]["round"] == asked)
        phones = [Phone(proxy) for _ in range(12)]
        assert {phone.votes(asked, str(1 + number % 2)) for number, phone in enumerate(phones)} == {200}
        # Each once more, by whichever server: it changes its vote.
        assert {phone.votes(asked, "2") for phone in phones} == {200}
        for server in servers:
            server.until(lambda state: state["now"]["voters"] == len(phones))
        servers[0].does("close")
        for server in servers:
            server.until(lambda state: state["now"]["votes"] == {"1": 0, "2": len(phones)})


def test_both_files_name_the_same_servers():
    named = {path.name: set(re.findall(r"127\.0\.0\.1:(\d+)", path.read_text())) for path in FOLDER.iterdir()}
    assert named == {"haproxy.cfg": {"8101", "8102", "8103", "8104"}, "nginx.conf": {"8101", "8102", "8103", "8104"}}
