"""A room that is asked something: the real server, and phones that vote as their pages do."""

import contextlib
import http.client
import json
import sys
import threading
import time

from tests.served import LOOPBACK, Server

PATIENCE = 30
# What the trainer's page does to the stage, at an address of the test's own.
_ASKS = """
import json
from iepkit.learning.asked import AskError
from iepkit.serving import server
from iepkit.store.model import Kind
from iepkit.store.store import StoreError
from tornado.web import RequestHandler

class Asking(RequestHandler):
    def initialize(self, room):
        self.stage = room._stage

    async def post(self):
        asked = json.loads(self.request.body)
        if "kind" in asked:
            asked["kind"] = Kind(asked["kind"])
        try:
            await getattr(self.stage, asked.pop("do"))(**asked)
        except (AskError, StoreError) as error:
            self.set_status(400)
            self.finish({"problem": error.problem})

    def get(self):
        problem, workshop = self.stage.problem, self.stage.workshop
        self.finish({
            "now": shown(self.stage.current),
            "history": [shown(view) for view in self.stage.history],
            "problem": problem and problem.problem,
            "place": self.stage.place,
            "is_ready": self.stage.is_ready,
            "workshop": workshop and {"id": workshop.id, "label": workshop.label, "attended": workshop.attended},
        })

def shown(view):
    asked, result, before = view.round, view.result, view.before
    return {
        "round": asked and asked.id,
        "asked": asked and asked.asked,
        "is_closed": bool(asked and asked.closed_at),
        "votes": result and result.votes,
        "before": before and before.votes,
        "voters": view.voters,
        "seconds": view.seconds,
    }

handlers = server.WorkshopServer.init_handlers
server.WorkshopServer.init_handlers = lambda self: [*handlers(self), ("/asking", Asking, {"room": self})]
"""
TYPED = {"ask": "Which day?", "choices": ["Monday", "Tuesday"]}


def asking(*options, attendees=1, before=(), patience=None):
    """The command of ``iepkit serve`` whose room a test can ask something."""
    code = [
        "from iepkit.serving import room, server",
        f"server.Patience = lambda: room.Patience(**{patience or {}})",
        _ASKS,
        *before,
        "from iepkit.cli import main",
        f"main(['serve', '--host', '{LOOPBACK}', '--port', '{{port}}', '--attendees', '{attendees}', *{list(options)}])",
    ]
    return [sys.executable, "-c", "\n".join(code)]


def request(port, method, path, body=None, *, headers=None, source=None):
    """The status, the headers, and the body as it came."""
    line = http.client.HTTPConnection(LOOPBACK, port, timeout=PATIENCE, source_address=source and (source, 0))
    with contextlib.closing(line):
        line.request(method, path, body, headers or {})
        answer = line.getresponse()
        return answer.status, answer.headers, answer.read()


class AskedRoom(Server):
    """A server whose room a test asks something."""

    def __init__(self, kit_folder, log, *options, **how):
        super().__init__(kit_folder, log, command=asking(*options, **how))

    def does(self, do, **more):
        """Have the stage do something; what was wrong, or None."""
        status, _, said = request(self.port, "POST", "/asking", json.dumps({"do": do, **more}))
        assert status in (200, 400), self.printed()
        return json.loads(said)["problem"] if status == 400 else None

    def opens(self, kind="typed", asked=TYPED, **more):
        """Ask something; the round's id."""
        assert self.does("open", kind=kind, asked=asked, **more) is None
        return self.state()["now"]["round"]

    def state(self):
        """The stage as the trainer's page finds it."""
        return json.loads(request(self.port, "GET", "/asking")[2])

    def until(self, holds):
        """Wait until the stage's state is so; the state."""
        end = time.monotonic() + PATIENCE
        while not holds(state := self.state()):
            assert time.monotonic() < end, state
            time.sleep(0.05)
        return state


class Stream:
    """Server-sent events, read as they come."""

    def __init__(self, room, path="/polls/events?lang=en", headers=None, source=None):
        self._line = http.client.HTTPConnection(
            LOOPBACK, room.port, timeout=PATIENCE, source_address=source and (source, 0)
        )
        self.heard = b""
        try:
            self._line.request("GET", path, headers=headers or {})
            self.answer = self._line.getresponse()
        except BaseException:
            self._line.close()
            raise

    @property
    def cookie(self):
        """What the phone sends back; None where it got none."""
        given = self.answer.headers["Set-Cookie"]
        return given and given.partition(";")[0]

    def read(self):
        """The next event or comment; None at the end."""
        lines = []
        while True:
            line = self.answer.readline()
            self.heard += line
            if not line:
                return None
            if line == b"\n":
                return b"".join(lines)
            lines.append(line)

    def state(self):
        """The next state."""
        while (event := self.read()) is not None:
            if event.startswith(b"data: "):
                return json.loads(event.removeprefix(b"data: "))
        return None

    def until(self, holds):
        """The first state that is so."""
        while (state := self.state()) is not None:
            if holds(state):
                return state
        raise AssertionError(self.heard[-500:])

    def close(self):
        self.answer.close()
        self._line.close()


class Phone:
    """A phone that votes with the cookie it was given, unless it has another one."""

    def __init__(self, room, cookie=None):
        self.room = room
        if cookie is None:
            with contextlib.closing(Stream(room)) as stream:
                cookie = stream.cookie
        self.cookie = cookie

    def votes(self, asked, choice="1", **how):
        """Vote in a poll; the status."""
        return self.sends({"round": asked, "answers": {"choice": choice}}, **how)

    def sends(self, vote, headers=None, source=None):
        """Send this; the status."""
        body = vote if isinstance(vote, bytes) else json.dumps(vote).encode()
        headers = {"Cookie": self.cookie, **(headers or {})} if self.cookie else headers
        status, _, self.said = request(self.room.port, "POST", "/polls/votes", body, headers=headers, source=source)
        return status

    def sees(self):
        """What a page shows that is loaded anew."""
        with contextlib.closing(Stream(self.room, headers={"Cookie": self.cookie})) as stream:
            return stream.state()


def all_at_once(phones, does):
    """Have all phones do something in the same moment; what it gave."""
    barrier, found = threading.Barrier(len(phones)), [None] * len(phones)

    def one(place, phone):
        barrier.wait()
        found[place] = does(phone)

    threads = [threading.Thread(target=one, args=pair) for pair in enumerate(phones)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found
