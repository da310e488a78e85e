"""Plays a workshop of forty phones on the real server: polls, a case that the room steers, both checks, the report.

    .venv/bin/python tools/play_workshop.py --output FOLDER

Thirty-six phones are programs that do what the page does; four are real browsers. What
each one answers is drawn from a fixed seed, so that a run can be compared with another.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from playwright.sync_api import Browser, Page, sync_playwright

from iepkit.content import Content, load
from iepkit.learning import steps
from start import chromium
from tests.kit import Kit
from tests.served import LOOPBACK, PHONE_NAME, Server

PROGRAMS, BROWSERS = 36, 4
LATE = 6
LENGTH = "full"
_SEED = 504
_KNEW, _KNOWS = 0.45, 0.75
_PATIENCE = 30


@dataclass
class Person:
    """One of the room, and all that this one will answer."""

    is_late: bool
    code: list[str]
    role: str
    place: str
    before: dict[str, str]
    after: dict[str, str]
    confidence: dict[str, dict[str, int]]
    ratings: dict[str, int]
    luck: random.Random = field(repr=False)

    def sheet(self, form: str) -> dict[str, Any]:
        """What the page sends for a form of the check."""
        sheet = {"code": self.code, "items": getattr(self, form), "role": self.role, "place": self.place}
        if form == "after":
            sheet |= {"confidence": self.confidence, "ratings": self.ratings}
            if self.is_late:
                sheet["code"] = []
        return sheet


def people(content: Content) -> list[Person]:
    """Forty people, always the same."""
    luck = random.Random(_SEED)  # noqa: S311 - drawn, not secret
    return [_person(number, luck, content) for number in range(PROGRAMS + BROWSERS)]


def _person(number: int, luck: random.Random, content: Content) -> Person:
    check = content.check
    letters = "ABCDEFGHIJKLMNOPRSTUVW"
    now = {item.id: luck.randint(2, 4) for item in check.of("confidence")}
    return Person(
        is_late=PROGRAMS - LATE <= number < PROGRAMS,
        # No two are alike: the day tells them apart, and the letters those of one day.
        code=[luck.choice(letters) + luck.choice(letters), f"{number % 28 + 1:02}", letters[number // 28]],
        role=luck.choices(["parent", "professional", "student"], [30, 8, 2])[0],
        place="in_person",
        before=_knowing(check.questions("before", LENGTH), _KNEW, luck, content),
        after=_knowing(check.questions("after", LENGTH), _KNOWS, luck, content),
        confidence={name: {"before": luck.randint(1, after), "now": after} for name, after in now.items()},
        ratings={item.id: luck.choices([1, 2, 3, 4], [1, 2, 12, 25])[0] for item in check.of("rating")},
        luck=random.Random(luck.random()),  # noqa: S311 - drawn, not secret
    )


def _knowing(questions: list[str], share: float, luck: random.Random, content: Content) -> dict[str, str]:
    """A choice for each question: the right one by this share, else another or not sure."""
    said = {}
    for name in questions:
        right = content.bank[name].right
        others = ["not_sure", *(c.id for c in content.bank[name].choices if not c.is_right)]
        said[name] = right if right and luck.random() < share else luck.choice(others)
    return said


class Trainer:
    """What the trainer's page does, by its own addresses."""

    def __init__(self, server: Server) -> None:
        link = re.fullmatch(r"(http://[^/]+)/\?token=(.+)", server.link())
        assert link  # noqa: S101 - the server has printed it
        self._base, self._token = link.groups()

    def state(self) -> dict[str, Any]:
        """What the page "Ask the room" is told."""
        return self._asked("/ask/state")

    def does(self, what: str, **body: Any) -> dict[str, Any]:
        """Press a button: open, close, away, hands or heads."""
        return self._asked(f"/ask/{what}", json.dumps(body).encode())

    def _asked(self, path: str, body: bytes | None = None) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json", "Origin": self._base}
        request = urllib.request.Request(self._base + path, body, headers)  # noqa: S310 - our own server
        with urllib.request.urlopen(request, timeout=_PATIENCE) as response:  # noqa: S310 - our own server
            answer: dict[str, Any] = json.load(response)
            return answer


class Program:
    """A phone that is a program: it keeps its cookie, hears what is asked, and votes."""

    def __init__(self, server: Server) -> None:
        self._port = server.port
        self._cookie = ""

    def hears(self) -> dict[str, Any]:
        """What is asked now: the first event of a stream."""
        line = http.client.HTTPConnection(LOOPBACK, self._port, timeout=_PATIENCE)
        try:
            line.request("GET", "/polls/events", headers={"Cookie": self._cookie} if self._cookie else {})
            response = line.getresponse()
            given = response.getheader("Set-Cookie")
            if given:
                self._cookie = given.partition(";")[0]
            while True:
                said = response.readline().decode()
                if said.startswith("data:"):
                    state: dict[str, Any] = json.loads(said.removeprefix("data:"))
                    return state
        finally:
            line.close()

    def votes(self, round_id: str, answers: dict[str, Any]) -> float:
        """Vote, and see that it is counted; how many seconds that took."""
        line = http.client.HTTPConnection(LOOPBACK, self._port, timeout=_PATIENCE)
        began = time.perf_counter()
        try:
            body = json.dumps({"round": round_id, "answers": answers})
            line.request("POST", "/polls/votes", body, {"Cookie": self._cookie, "Content-Type": "application/json"})
            response = line.getresponse()
            said = response.read().decode()
            assert response.status == 200, (response.status, said)  # noqa: S101 - a play that fails stops
            return time.perf_counter() - began
        finally:
            line.close()


class Reader:
    """A phone that is a real browser."""

    def __init__(self, browser: Browser, server: Server, path: str, width: int) -> None:
        self.page: Page = browser.new_page(viewport={"width": width, "height": 844})
        self.page.goto(server.address(path))

    def votes(self, round_id: str, answers: dict[str, Any]) -> None:
        """Fill in the form that stands on the page, and send it."""
        form = self.page.locator(f'form[data-round="{round_id}"]')
        form.wait_for()
        for name, value in flat(answers):
            control = form.locator(f'[name="{name}"]')
            if control.first.get_attribute("type") == "radio":
                form.locator(f'[name="{name}"][value="{value}"]').check(force=True)
            else:
                control.fill(str(value))
        form.locator("button[type=submit], button:not([type])").first.click()
        form.locator("[data-said]:not(:empty)").wait_for()


def flat(answers: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """A sheet as the names and values of a form's controls."""
    if isinstance(answers, dict):
        for key, value in answers.items():
            yield from flat(value, f"{name}.{key}" if name else key)
    elif isinstance(answers, list):
        for number, value in enumerate(answers):
            yield from flat(value, f"{name}.{number}")
    else:
        yield name, answers


@dataclass
class Played:
    """What was played, to hold the report against.

    ``votes``: how many votes each round got, by its kind and number; ``waits``: seconds until a vote was counted.
    """

    people: list[Person]
    votes: list[dict[str, int]] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)


class Play:
    """The room, the trainer, and what they do."""

    def __init__(self, server: Server, browser: Browser, content: Content, shots: Path) -> None:
        self.content, self.shots = content, shots
        self.trainer = Trainer(server)
        self.programs = [Program(server) for _ in range(PROGRAMS)]
        pages = [("/", 320), ("/", 390), ("/site/", 390), ("/", 768)]
        self.readers = [Reader(browser, server, path, width) for path, width in pages]
        self.wall = browser.new_page(viewport={"width": 1280, "height": 720})
        self.wall.goto(server.address("/join"))
        self.desk = browser.new_page(viewport={"width": 1280, "height": 900})
        self.desk.goto(server.link())
        self.desk.goto(self.desk.url + "ask")
        self.played = Played(people(content))

    def whole(self) -> Played:
        """The workshop from the first check to the second."""
        self.asks("check", {"form": "before", "length": LENGTH}, lambda one: one.sheet("before"), who=_was_there)
        question = next(q for q in self.content.bank.values() if q.kind == "knowledge" and q.topic == "eligibility")
        first = self.asks("question", {"question": question.id}, self._one_of([c.id for c in question.choices]))
        self.shoot("poll_result")
        typed = {"ask": "Which part shall we look at again?", "choices": ["The letter", "The days", "Discipline"]}
        self.asks("typed", typed, self._one_of(["1", "2", "3"]), hands={"1": 2, "3": 1})
        self.asks("question", {"question": question.id}, lambda _: {"choice": question.right}, follows=first)
        self.shoot("poll_again")
        self.steers(next(case for case in steps.steered(self.content) if case.topic == "eligibility"))
        self.trainer.does("heads", attended={"parent.in_person": 31, "professional.in_person": 9})
        self.asks("check", {"form": "after", "length": LENGTH}, lambda one: one.sheet("after"))
        self.shoot("check_closed")
        return self.played

    def asks(
        self,
        kind: str,
        asked: dict[str, Any],
        answer: Callable[[Person], dict[str, Any]],
        *,
        who: Callable[[Person], bool] = lambda _: True,
        hands: dict[str, int] | None = None,
        follows: str | None = None,
    ) -> str:
        """Open a round, have everyone vote, close it; the round's id."""
        self.trainer.does("open", kind=kind, asked=asked, **({"follows": follows} if follows else {}))
        round_id = str(self.programs[0].hears()["round"])
        voting = [one for one in self.played.people if who(one)]
        self.shoot(f"{kind}_open", round_id)
        with ThreadPoolExecutor(PROGRAMS) as threads:
            jobs = [
                threads.submit(self._votes, phone, round_id, answer(one))
                for phone, one in zip(self.programs, self.played.people, strict=False)
                if who(one)
            ]
            self.played.waits += [job.result() for job in jobs]
        for phone, one in zip(self.readers, self.played.people[PROGRAMS:], strict=True):
            if who(one):
                phone.votes(round_id, answer(one))
        if hands:
            self.trainer.does("hands", round=round_id, hands=hands)
        self.trainer.does("close", round=round_id)
        self.played.votes.append({kind: len(voting) + sum((hands or {}).values())})
        return round_id

    def steers(self, case: Any) -> None:
        """Let the room tell a story, question by question, by its most votes."""
        said: dict[str, Any] = {}
        while question := steps.next_question(case, said, self.content):
            asked = {"topic": case.topic, "case": case.id, "question": question.id, "answers": dict(said)}
            choices = [choice.id for choice in question.choices]
            self.asks("step", asked, self._one_of(choices))
            said[question.id] = choices[0]
        self.trainer.does("open", kind="outcome", asked={"topic": case.topic, "case": case.id, "answers": said})
        self.shoot("outcome")

    def shoot(self, name: str, round_id: str = "") -> None:
        """What a phone, the wall and the trainer's page show now."""
        page = self.readers[1].page
        if round_id:
            page.locator(f'form[data-round="{round_id}"]').wait_for()
        page.wait_for_timeout(700)
        page.screenshot(path=self.shots / f"phone_{name}.png", full_page=False)
        self.wall.screenshot(path=self.shots / f"wall_{name}.png")
        # Where this run keeps its answers is nobody's business.
        own = [self.desk.locator(f"[data-kept={what}]") for what in ("place", "command")]
        self.desk.screenshot(path=self.shots / f"desk_{name}.png", mask=own, mask_color="#ffffff")

    @staticmethod
    def _one_of(choices: list[str]) -> Callable[[Person], dict[str, Any]]:
        weights = [3, *(1 for _ in choices[1:])]
        return lambda one: {"choice": one.luck.choices(choices, weights)[0]}

    @staticmethod
    def _votes(phone: Program, round_id: str, answers: dict[str, Any]) -> float:
        phone.hears()
        return phone.votes(round_id, answers)


def _was_there(one: Person) -> bool:
    return not one.is_late


@contextmanager
def serving(place: Path) -> Iterator[Server]:
    """The real server on a copy of the kit, with its answers in a file of its own."""
    kit = Kit(place / "kit")
    command = [sys.executable, "-m", "iepkit", "serve", "--host", LOOPBACK, "--port", "{port}", "--attendees", "4"]
    server = Server(kit.folder, place / "log", [*command, "--answers", str(place / "answers.db"), "--label", "Library"])
    try:
        yield server
    finally:
        server.end()


def play(place: Path, output: Path, browser: Browser) -> Played:
    """Play it all, and write pictures and the report.

    Args:
        place: for the server's own files.
        output: where the report and the pictures go.
        browser: of the four phones and the wall.
    """
    output.mkdir(parents=True, exist_ok=True)
    with serving(place) as server:
        room = Play(server, browser, load(place / "kit"), output)
        played = room.whole()
        for page in (room.wall, room.desk, *(reader.page for reader in room.readers)):
            page.close()
    report = [sys.executable, "-m", "iepkit", "report", "--answers", str(place / "answers.db")]
    subprocess.run([*report, "--output", str(output / "report")], check=True)
    return played


def main(output: Path) -> None:
    """Play it in a browser of its own, and say how long votes took."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            args=[
                *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
                f"--host-resolver-rules=MAP {PHONE_NAME} {LOOPBACK}",
            ],
        )
        waits = sorted(play(Path(folder), output, browser).waits)
        browser.close()
    slow = waits[int(len(waits) * 0.95)]
    print(f"{len(waits)} votes of programs: 95 % counted within {slow:.3f} s, all within {waits[-1]:.3f} s.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, required=True, metavar="FOLDER")
    main(parser.parse_args().output)
