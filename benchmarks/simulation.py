"""A crowd that no machine here holds: 2,000 and 20,000 phones open the page within a minute.

    .venv/bin/python benchmarks/simulation.py [--json FILE]

A phone comes to a server, has its page, asks its first question, takes a place (which
may still be in the making), and has its answer. A server is one process that does one
thing at a time, in turns of 2 ms among what waits for it, kernels beside it, and cores
that all of them share in turns of 10 ms; a place that is taken is made anew as iepkit/serving/places.py does it. What each step
costs is worked out by iepkit/sizing/costs.py from two rooms of the smallest size that
arrivals.py measured: one with places ready, one with none. What the second takes longer
there than it does here is waiting in which nobody works, and goes to each start. Nothing
is fitted to larger rooms: for those, what is simulated stands beside what was measured.

Left out: the network and the proxy, the kernels' memory being touched, other programs.
Phones come at random moments, or evenly where they are set beside arrivals.py, whose
phones are a process on the same machine; here that process has its share of the cores too.

*page* and *answer* are seconds from the moment at which a phone is due. *alone* are
phones for which the memory held no place: their pages answer by themselves. Memory is the
measured line through the rooms at the kernels that run at the end.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import simpy

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from iepkit.serving.settings import places_in  # noqa: E402
from iepkit.sizing import costs  # noqa: E402
from iepkit.sizing.measured import EMPTY, FULL, Measured, MeasuredError, read, times  # noqa: E402
from iepkit.sizing.plan import GIB, Plan, Wish, plan  # noqa: E402

SIMULATED = Path(__file__).with_name("simulated.json")
_TURN, _TURN_ALONE = 0.01, 0.002
"""Assumed, not measured: of a core, and of a process whose tasks give way to each other."""
_SEED = 1
_BOOTS_A_CORE = 4
"""As docs/serving.md says of the parent: so many kernels boot at once."""
_FEWEST_SPARE, _SHARE_SPARE = 2, 0.1
"""As in iepkit/serving/places.py; a test keeps them in step."""

_SECONDS_TO_COME_BACK = 5.0
"""As docs/serving.md says: so soon a page knows that its line is dead, and opens another."""

Steps = Generator[simpy.Event, Any, None]


@dataclass(frozen=True)
class Size:
    """A server.

    Args:
        cores: that its processes share.
        attendees: for how many a place is kept.
        ready: places that are there when the first phone comes.
        most: kernels that its memory holds.
        taken: places that other phones have already.
    """

    cores: int
    attendees: int
    ready: int
    most: int
    taken: int = 0


@dataclass
class Seen:
    """What the phones of one server saw, in seconds."""

    page: list[float] = field(default_factory=list)
    answer: list[float] = field(default_factory=list)
    alone: int = 0
    kernels: int = 0
    ended: float = 0
    """when the last kernel was made or the last phone had its answer"""


class Machine:
    """What servers share that run on one machine.

    Args:
        cores: how many it has.
    """

    def __init__(self, cores: int) -> None:
        self.env = simpy.Environment()
        self.cores = simpy.Resource(self.env, cores)
        self.client = simpy.Resource(self.env, 1)
        """the phones' own process, where it runs here too"""


class Server:
    """One server, simulated.

    Args:
        size: of it.
        work: what each step costs.
        start_delay: seconds of a start in which nobody works.
        machine: whose cores it has.
    """

    def __init__(self, size: Size, work: costs.Work, start_delay: float, machine: Machine) -> None:
        env = machine.env
        self.seen = Seen()
        self._env = env
        self._start_delay = start_delay
        self._size = size
        self._work = work
        self._cores = machine.cores
        self._thread = simpy.Resource(env, 1)
        self._client = machine.client
        self._boots = simpy.Resource(env, _BOOTS_A_CORE * size.cores)
        self._pool: deque[simpy.Event] = deque(env.event().succeed() for _ in range(size.ready))
        self._taken = size.taken

    @property
    def _wanted(self) -> int:
        """Places that should wait now."""
        size = self._size
        spare = max(_FEWEST_SPARE, int(size.attendees * _SHARE_SPARE)) if self._taken else 0
        return max(0, min(max(size.attendees - self._taken, spare), size.most - self._taken))

    def _works(self, seconds: float) -> Steps:
        """Have a core for so long, in turns."""
        left = seconds
        while left > 0:
            turn = min(_TURN, left)
            with self._cores.request() as core:
                yield core
                yield self._env.timeout(turn)
            left -= turn

    def _works_alone(self, one: simpy.Resource, seconds: float) -> Steps:
        """The work of a process that does one thing at a time, in turns."""
        left = seconds
        while left > 0:
            turn = min(_TURN_ALONE, left)
            with one.request() as its_turn:
                yield its_turn
                yield from self._works(turn)
            left -= turn

    def fill(self) -> None:
        """Make the places that are wanted."""
        for _ in range(self._wanted - len(self._pool)):
            place = self._env.event()
            self._pool.append(place)
            self._env.process(self._makes(place))

    def _makes(self, place: simpy.Event) -> Steps:
        yield from self._works_alone(self._thread, self._work.start)
        with self._boots.request() as boot:
            yield boot
            yield from self._works(self._work.kernel_start)
        yield self._env.timeout(self._start_delay)
        self.seen.ended = self._env.now
        place.succeed()

    def phone(self, due: float) -> Steps:
        """A phone that opens the page and asks at once."""
        work, env = self._work, self._env
        yield env.timeout(due)
        yield from self._works_alone(self._client, work.client / 2)
        yield from self._works_alone(self._thread, work.page)
        self.seen.page.append(env.now - due)
        yield from self._works_alone(self._thread, work.answer)
        if not self._pool:
            self.seen.alone += 1
            return
        place = self._pool.popleft()
        self._taken += 1
        self.fill()
        yield place
        yield from self._works(work.kernel_answer)
        yield env.timeout(work.delay)
        yield from self._works_alone(self._client, work.client / 2)
        self.seen.answer.append(env.now - due)
        self.seen.ended = env.now

    @property
    def kernels(self) -> int:
        """How many run or are in the making."""
        return self._taken + len(self._pool)


def room(size: Size, work: costs.Work, start_delay: float, dues: Sequence[float], servers: int = 1) -> list[Seen]:
    """Servers on one machine, and phones that come at these seconds, each next one to the next server."""
    machine = Machine(size.cores)
    all_of_them = [Server(size, work, start_delay, machine) for _ in range(servers)]
    for server in all_of_them:
        server.fill()
    for number, due in enumerate(dues):
        machine.env.process(all_of_them[number % servers].phone(due))
    machine.env.run()
    for server in all_of_them:
        server.seen.kernels = server.kernels
    return [server.seen for server in all_of_them]


@dataclass(frozen=True)
class Room:
    """A room as arrivals.py opens it.

    Args:
        column: ``full`` or ``empty``.
        phones: how many come.
        servers: that share them, on one machine.
    """

    column: str
    phones: int
    servers: int = 1


@dataclass(frozen=True)
class Crowd:
    """What is simulated.

    Args:
        people: in all.
        phones: how many of them come now.
        within: seconds in which they come, at random.
        servers: that are there.
        size: of each.
        spread: ``even`` (the proxy sends each phone to the next server) or ``random``.
        what: what is tried, in a few words.
    """

    people: int
    phones: int
    within: float
    servers: int
    size: Size
    spread: str
    what: str


def shares(crowd: Crowd, chance: random.Random) -> list[list[float]]:
    """For each server, when its phones come, in order."""
    dues = sorted(chance.uniform(0, crowd.within) for _ in range(crowd.phones))
    found: list[list[float]] = [[] for _ in range(crowd.servers)]
    for number, due in enumerate(dues):
        found[chance.randrange(crowd.servers) if crowd.spread == "random" else number % crowd.servers].append(due)
    return found


def simulate(crowd: Crowd, work: costs.Work, start_delay: float, memory: costs.Memory) -> dict[str, Any]:
    """The whole crowd: waits in seconds, and what it took."""
    # The phones' own process was on the measured machine; a crowd brings its own.
    away = replace(work, client=0)
    rooms = [room(crowd.size, away, start_delay, dues)[0] for dues in shares(crowd, random.Random(_SEED))]  # noqa: S311 - a story, no secret
    return {
        "what": crowd.what,
        "people": crowd.people,
        "phones": crowd.phones,
        "within": crowd.within,
        "spread": crowd.spread,
        "servers": crowd.servers,
        "size": asdict(crowd.size),
        "page": times([wait for seen in rooms for wait in seen.page]),
        "answer": times([wait for seen in rooms for wait in seen.answer]),
        "alone": sum(seen.alone for seen in rooms),
        "fullest": max(len(seen.page) for seen in rooms),
        "kernels": sum(seen.kernels for seen in rooms),
        "memory": sum(memory.base + memory.place * seen.kernels for seen in rooms),
        "until_quiet": max(seen.ended for seen in rooms),
    }


def crowds(people: int, within: float, measured: Measured) -> Iterator[Crowd]:
    """What is tried with one crowd: as planned, and what goes wrong with a plan."""
    wish = Wish(attendees=people, within=within)
    found = plan(wish, measured, lambda free: places_in(free, forks=True))
    size = _size(found)
    planned = Crowd(people, people, within, found.servers, size, "even", "as planned")
    yield planned
    yield replace(planned, spread="random", what="the proxy chooses at random, not planned for")
    at_random = plan(replace(wish, is_random=True), measured, lambda free: places_in(free, forks=True))
    yield Crowd(
        people,
        people,
        within,
        at_random.servers,
        _size(at_random),
        "random",
        "as planned for a proxy that chooses at random",
    )
    yield replace(planned, servers=found.needed, what="the spare server is gone")
    yield _after_an_end(planned)
    yield replace(planned, size=replace(size, ready=size.attendees // 2), what="half of the places are ready")
    yield replace(planned, size=replace(size, ready=0), what="no place is ready")
    short = max(1, found.needed // 2)
    yield replace(planned, servers=short, what="half as many servers as it takes")


def _after_an_end(planned: Crowd) -> Crowd:
    """A server has ended while everybody is there."""
    # As evenly as whole phones go: the fullest ends.
    its_own, each = math.ceil(planned.phones / planned.servers), planned.phones // planned.servers
    left = replace(planned.size, ready=planned.size.attendees - each, taken=each)
    what = f"one server has ended: its {its_own} phones come to the others"
    return replace(
        planned, phones=its_own, within=_SECONDS_TO_COME_BACK, servers=planned.servers - 1, size=left, what=what
    )


def _size(found: Plan) -> Size:
    """A server of a plan, with all its places ready."""
    most = places_in(int(found.memory_given - found.memory.base), forks=True)
    return Size(found.wish.cores, found.places, found.places, most)


def opened(measured: Measured, room_of: Room, start_delay: float) -> tuple[list[float], list[float]]:
    """A room as arrivals.py opens it, on a machine as the one that the work was measured on: waits in seconds."""
    work = costs.work(measured)
    # As arrivals.py starts a server: with a place for each and the trainer, or for the trainer alone.
    places = math.ceil(room_of.phones / room_of.servers) + 1 if room_of.column == FULL else 1
    size = Size(work.rooms[0].source.cores, places, places, most=10 * room_of.phones)
    within = work.rooms[0].within
    dues = [within * number / room_of.phones for number in range(room_of.phones)]
    seen = room(size, work, start_delay, dues, room_of.servers)
    return [wait for one in seen for wait in one.page], [wait for one in seen for wait in one.answer]


def start_delay_of(measured: Measured) -> float:
    """What a start takes beside its work: seconds by which the room with no place ready was slower than it is here."""
    empty = costs.work(measured).rooms[1]
    seen = times(opened(measured, Room(EMPTY, empty.phones), 0)[1])
    return max(0.0, empty.usable.median - seen["median"]) if empty.usable and seen else 0.0


def beside(measured: Measured, room_of: Room, start_delay: float) -> dict[str, Any]:
    """A room of arrivals.py, simulated."""
    page, answer = opened(measured, room_of, start_delay)
    return {**asdict(room_of), "page": times(page), "answer": times(answer)}


BESIDE = (
    *(Room(column, phones) for phones in (20, 50, 100, 300) for column in (EMPTY, FULL)),
    *(Room(FULL, phones, servers=4) for phones in (100, 400)),
)
"""The rooms of arrivals.py that are simulated; where one is not measured yet, its place stays open."""
CROWDS = (2000, 20_000)
_MINUTE = 60.0


def everything(measured: Measured) -> dict[str, Any]:
    """All that is simulated from these figures."""
    work, memory, delay = costs.work(measured), costs.memory(measured), start_delay_of(measured)
    return {
        "of": measured.digest,
        "work": {**{name: value for name, value in vars(work).items() if name != "rooms"}, "start_delay": delay},
        "beside": [beside(measured, room_of, delay) for room_of in BESIDE],
        "crowds": [
            simulate(crowd, work, delay, memory) for people in CROWDS for crowd in crowds(people, _MINUTE, measured)
        ],
    }


def lines(told: dict[str, Any]) -> Iterator[str]:
    """The crowds in Markdown."""
    yield "| people | what | servers | page, median, 95 %, worst, s | first answer, median, 95 %, worst, s | alone | memory, GiB |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for crowd in told["crowds"]:
        waits = [_waits(crowd[name]) for name in ("page", "answer")]
        gib = math.ceil(crowd["memory"] / GIB)
        yield f"| {crowd['people']:,} | {crowd['what']} | {crowd['servers']} | {waits[0]} | {waits[1]} | {crowd['alone']:,} | {gib:,} |"


def _waits(told: dict[str, float] | None) -> str:
    return ", ".join(f"{told[name]:.3f}" for name in ("median", "most", "worst")) if told else "-"


def main() -> None:
    """Simulate, and print one table."""
    parser = argparse.ArgumentParser(description="A crowd that no machine here holds.")
    parser.add_argument("--json", type=Path, metavar="FILE", help=f"write all of it there (kept in {SIMULATED.name})")
    options = parser.parse_args()
    try:
        told = everything(read())
    except MeasuredError as error:
        sys.exit(str(error))
    print("\n".join(lines(told)))
    if options.json:
        options.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
