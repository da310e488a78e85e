"""The phones of a room: each opens the page, sends its first change, and stays.

A process of its own, so that its work is told apart from the server's;
arrivals.py starts it. It prints what the phones saw as one line of JSON when the
last has its answer or has given up, and keeps them connected until its standard
input closes.

    python benchmarks/phones.py KIND ADDRESS,... N WITHIN PATIENCE

Of several addresses, each next phone takes the next, as behind a proxy that counts.

A phone's clock starts when it is due, not when this process gets round to it: a
client that is late would otherwise make the server look fast. Scripts and styles
are left out, and so is what a widget library asks for before a page responds;
both would be to the disadvantage of plain Voila and of Solara.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
import uuid
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse
from tornado.websocket import WebSocketClientConnection, websocket_connect

_LARGEST = 64 * 2**20
_TOPIC, _ANSWERS = "eligibility", {"state": "massachusetts", "progress": "yes"}
_OUR_LINE = re.compile(r'data-line="([^"]+)"')
_VOILA_KERNEL = re.compile(r'"kernelId":\s*"([^"]+)"')
_VOILA_MODEL = re.compile(r'"application/vnd\.jupyter\.widget-view\+json":\s*\{[^{}]*"model_id":\s*"([^"]+)"')


class LostError(Exception):
    """A phone can't go on; the message says why."""


class Line:
    """The websocket of one page, in Jupyter's messages."""

    choice = ""
    """the widget in which Solara's visitor chooses"""

    def __init__(self, socket: WebSocketClientConnection, session: str) -> None:
        self._socket = socket
        self._session = session

    @classmethod
    async def to(cls, address: str, path: str, cookie: str = "", *, name: str = "session_id", value: str = "") -> Line:
        """Open it; with a name, by which a page that comes back is known again."""
        session = value or uuid.uuid4().hex
        url = f"ws://{urlsplit(address).netloc}{path}?{name}={session}"
        # Origin, as a browser sends it: servers check it.
        headers = {"Origin": f"http://{urlsplit(address).netloc}"} | ({"Cookie": cookie} if cookie else {})
        # How long it may take is the phone's matter; tornado's own limit is 20 s.
        request = HTTPRequest(url, headers=headers, connect_timeout=0, request_timeout=0)
        return cls(await websocket_connect(request, max_message_size=_LARGEST), session)

    async def send(self, kind: str, content: dict[str, Any]) -> None:
        """Send one message to the kernel."""
        header = {
            "msg_id": uuid.uuid4().hex, "msg_type": kind, "session": self._session, "username": "",
            "date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "version": "5.3",
        }  # fmt: skip
        message = {"channel": "shell", "header": header, "parent_header": {}, "metadata": {}, "buffers": []}
        await self.say(json.dumps(message | {"content": content}))

    async def say(self, text: str) -> None:
        """Send it as it is."""
        await self._socket.write_message(text)

    async def ping(self) -> None:
        """Ask whether the room is there, and hear that it is."""
        await self.say("ping")
        await self._socket.read_message()

    def hang_up(self) -> None:
        """Close it, as a page does that is left."""
        self._socket.close(1000)

    def cut(self) -> None:
        """End it without a word, as where the Wi-Fi is gone."""
        if self._socket.protocol and self._socket.protocol.stream:
            self._socket.protocol.stream.close()

    async def hear(self) -> dict[str, Any]:
        """The next message that is JSON; its text as ``raw``."""
        while True:
            data = await self._socket.read_message()
            if data is None:
                message = "the websocket was closed"
                raise LostError(message)
            if isinstance(data, str) and data != "pong":
                return dict(json.loads(data)) | {"raw": data}


async def _open(address: str) -> HTTPResponse:
    # A hundred at once: the one client is made for few.
    client = AsyncHTTPClient()
    return await client.fetch(address, connect_timeout=0, request_timeout=0)


def _found(pattern: re.Pattern[str], html: str) -> str:
    if match := pattern.search(html):
        return match[1]
    message = "the page came without its kernel or its widget"
    raise LostError(message)


def read_iepkit(page: HTTPResponse) -> str:
    """The path of our line."""
    return _found(_OUR_LINE, page.body.decode())


async def change_in_iepkit(address: str, path: str) -> Line:
    """Ask the room for what follows from an answer."""
    line = await Line.to(address, path, name="page")
    await ask_iepkit(line, _ANSWERS)
    return line


async def ask_iepkit(line: Line, answers: dict[str, str]) -> None:
    """Have a kernel say what follows."""
    asked = {"ask": "decide", "name": _TOPIC, "language": "en", "turn": 1, "answers": answers}
    await line.say(json.dumps(asked))
    if "outcome" not in await line.hear():
        message = "no kernel could answer"
        raise LostError(message)


def read_voila(page: HTTPResponse) -> tuple[str, str]:
    """The kernel and the widget behind plain Voila's page."""
    html = page.body.decode()
    return _found(_VOILA_KERNEL, html), _found(_VOILA_MODEL, html)


async def change_in_voila(address: str, read: tuple[str, str]) -> Line:
    """Ask our widget for what follows from an answer."""
    kernel, model = read
    line = await Line.to(address, f"/api/kernels/{kernel}/channels")
    await ask_voila(line, model, _ANSWERS)
    return line


async def ask_voila(line: Line, model: str, answers: dict[str, str]) -> None:
    """Have the kernel behind this line say what follows."""
    asked = {"ask": "decide", "name": _TOPIC, "language": "en", "turn": 1, "answers": answers}
    await line.send("comm_msg", {"comm_id": model, "data": {"method": "custom", "content": asked}})
    while True:
        content = (await line.hear())["content"]
        if content.get("comm_id") == model and "outcome" in content["data"].get("content", {}):
            return


def read_solara(page: HTTPResponse) -> str:
    """What tells Solara's server the visitor."""
    return "; ".join(cookie.partition(";")[0] for cookie in page.headers.get_list("Set-Cookie"))


async def change_in_solara(address: str, cookie: str) -> Line:
    """Have Solara's server build the page, as its script does, and choose an answer in it."""
    line = await Line.to(address, f"/jupyter/api/kernels/{uuid.uuid4()}/channels", cookie)
    control = uuid.uuid4().hex
    await line.send("comm_open", {"comm_id": control, "target_name": "solara.control", "data": {}})
    run = {"method": "run", "args": {"path": "", "appName": None, "themes": None, "dark": False}}
    await line.send("comm_msg", {"comm_id": control, "data": run})
    choice = None
    while True:
        heard = await line.hear()
        content = heard["content"]
        if heard["msg_type"] == "comm_open" and content["data"]["state"].get("_model_name") == "SelectModel":
            choice = content["comm_id"]
        if content.get("comm_id") == control and content["data"].get("method") == "finished":
            break
    if choice is None:
        message = "the page came without its question"
        raise LostError(message)
    line.choice = choice
    await ask_solara(line, _ANSWERS)
    return line


async def ask_solara(line: Line, answers: dict[str, str]) -> None:
    """Choose an answer, and wait for what follows."""
    change = {"method": "update", "state": {"v_model": answers["progress"]}, "buffer_paths": []}
    await line.send("comm_msg", {"comm_id": line.choice, "data": change})
    while f'data-outcome=\\"{answers["progress"]}\\"' not in (await line.hear())["raw"]:
        pass


KINDS: dict[str, tuple[Callable[[HTTPResponse], Any], Callable[[str, Any], Awaitable[Line]]]] = {
    "iepkit": (read_iepkit, change_in_iepkit),
    "voila": (read_voila, change_in_voila),
    "solara": (read_solara, change_in_solara),
}


async def phone(kind: str, address: str, due: float, patience: float, lines: list[Line]) -> dict[str, Any]:
    """One phone's times in seconds, as far as it came, and why it was lost if it was."""
    read, change = KINDS[kind]
    seen: dict[str, Any] = {"page": None, "usable": None, "lost": None}
    loop = asyncio.get_running_loop()
    await asyncio.sleep(due - loop.time())
    try:
        async with asyncio.timeout_at(due + patience):
            page = await _open(address)
            arrived = loop.time() - due
            # A page with no kernel behind it, such as one that tells of an error, is none.
            found = read(page)
            seen["page"] = arrived
            lines.append(await change(address, found))
            seen["usable"] = loop.time() - due
    except TimeoutError:
        seen["lost"] = f"no answer within {patience:.0f} s"
    except Exception as error:  # noqa: BLE001 - whatever ends a phone is a finding, not a fault of this program
        seen["lost"] = f"{type(error).__name__}: {error}"
    return seen


async def main(kind: str, addresses: list[str], count: int, within: float, patience: float) -> None:
    """Send the phones, print what they saw, and keep them until standard input closes."""
    AsyncHTTPClient.configure(
        None,
        max_clients=count,
        max_buffer_size=_LARGEST,
        max_body_size=_LARGEST,
        defaults={"decompress_response": True},
    )
    used = time.process_time()
    lines: list[Line] = []
    # Time enough to make all of them before the first is due.
    start = asyncio.get_running_loop().time() + 0.2
    dues = [start + within * number / count for number in range(count)]
    seen = await asyncio.gather(
        *(phone(kind, addresses[n % len(addresses)], due, patience, lines) for n, due in enumerate(dues))
    )
    done = time.process_time()
    print(json.dumps({"phones": seen, "cpu": done - used, "cpu_with_start": done}), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2].split(","), int(sys.argv[3]), float(sys.argv[4]), float(sys.argv[5])))
