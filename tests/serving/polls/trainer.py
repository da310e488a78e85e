"""The trainer's pages on a real stage and a real file, with no phones and no kernels."""

import asyncio
import html
import http.client
import json
import re
import threading
import time
from types import SimpleNamespace

from iepkit.serving.console import Console
from iepkit.serving.gate import Gate
from iepkit.serving.journal import Journal
from iepkit.serving.network import LOOPBACK, listen_for_trainer
from iepkit.serving.places import Places
from iepkit.serving.polls.keeper import Answers
from iepkit.serving.polls.stage import Stage
from iepkit.serving.private import Door
from iepkit.serving.room import Patience, Room

_PATIENCE = 20
_LOOK_EVERY = 0.1


class _Stage(Stage):
    """A stage that fails where a test says so."""

    fault = None

    async def _write(self, change):
        if self.fault:
            self._fails(self.fault, is_writing=True)
            raise self.fault
        await super()._write(change)


class _Kernels(SimpleNamespace):
    """As much of Voila's kernel manager as places need."""

    def __len__(self):
        return 0


class Asking:
    """The trainer's pages, answering in a thread of their own.

    ``here``: how many phones they say are in the room.
    """

    def __init__(self, content, file, *, label="Springfield library", here=25):
        self.here = here
        self.stage = _Stage(Answers(file, label=label), content, Journal())
        self.content = content
        self._loop = asyncio.new_event_loop()
        self._is_over = False
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=[ready])
        self._thread.start()
        assert ready.wait(_PATIENCE)

    def _run(self, ready):
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve(ready))
        self._loop.close()

    async def _serve(self, ready):
        journal = Journal()
        kernels = _Kernels(most=30, _pools={}, kernel_pools_config={"page": {}})
        room = Room(Places(kernels, "page", 25, journal, 60), journal, Patience())
        state = room.state
        room.state = lambda: SimpleNamespace(**{**vars(state()), "here": self.here})
        door = Door(listen_for_trainer(None, 20000))
        console = Console(door, room, Gate(25, lambda: 0), self.content, "http://192.168.1.2:8000", self.stage)
        console.open()
        self.link, self.port, self._token = door.link, door.port, door.token
        ready.set()
        while not self._is_over:
            await self.stage.look()
            await asyncio.sleep(_LOOK_EVERY)
        self.stage.end()
        for listening in door.sockets:
            self._loop.remove_reader(listening)
            listening.close()

    def end(self):
        self._is_over = True
        self._thread.join(_PATIENCE)

    def address(self, path="/ask"):
        return f"http://{LOOPBACK}:{self.port}{path}"

    def ask(self, path, method="GET", body=None, *, knows=True, **headers):
        """One request as a program sends it."""
        line = http.client.HTTPConnection(LOOPBACK, self.port, timeout=_PATIENCE)
        own = {"Authorization": f"Bearer {self._token}"} if knows else {}
        try:
            line.request(method, path, body, {**own, **headers})
            response = line.getresponse()
            response.text = response.read().decode()
        finally:
            line.close()
        return response

    def post(self, path, body, **options):
        return self.ask(path, "POST", json.dumps(body), **options)

    def open(self, kind, asked, **more):
        return self.post("/ask/open", {"kind": kind, "asked": asked, **more})

    def state(self):
        return json.loads(self.ask("/ask/state").text)

    def wait_for(self, **wanted):
        """Wait until the state has these values."""
        end = time.monotonic() + _PATIENCE
        while not wanted.items() <= (state := self.state()).items():
            assert time.monotonic() < end, state
            time.sleep(0.05)

    def buttons(self, part):
        """What the buttons of one part of the page ask, as they send it."""
        return [html.unescape(body) for body in re.findall(r'data-open="([^"]*)"', self.state()[part])]

    def vote(self, votes):
        """Let so many phones choose each of these; the first ones may have voted before."""
        round_id = self.stage.current.round.id
        chosen = [choice for choice, count in votes.items() for _ in range(count)]
        for number, choice in enumerate(chosen):
            self.run(self.stage.cast(f"phone {number}", round_id, {"choice": choice}))

    def run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(_PATIENCE)

    def fail_with(self, fault):
        """Let nothing be saved any more; or, with None, again."""
        self.stage.fault = fault
