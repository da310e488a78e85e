"""How many servers, of which size, a crowd needs."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from iepkit.sizing import costs
from iepkit.sizing.measured import Measured, MeasuredError

GIB = 2**30
_MINUTE = 60
# Of a Poisson count: so many are passed by one server in some hundreds.
_DEVIATIONS = 3
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Wish:
    """What is asked for.

    Args:
        attendees: how many people come.
        cores: of each server.
        memory: bytes of each server; None: as many as it needs.
        share: of the attendees, how many have a place of their own at once (0 to 1); the pages of
            others answer by themselves.
        within: seconds in which all open the page.
        questions: that each asks in a minute.
        busy: how much of its cores a server may use then (0 to 1).
        spare: how many servers may fail at once with a place left for everybody.
        most: phones a server, if that is chosen; None: as many as it holds.
        is_random: whether the proxy sends each phone anywhere, not to the server with the fewest.
    """

    attendees: int
    cores: int = 2
    memory: int | None = None
    share: float = 1.0
    within: float = 60.0
    questions: float = 1.0
    busy: float = 0.5
    spare: int = 1
    most: int | None = None
    is_random: bool = False


@dataclass(frozen=True)
class Bound:
    """Why a server takes no more phones: a short name, and how many it takes."""

    name: str
    phones: int


@dataclass(frozen=True)
class Plan:
    """What a crowd needs.

    Args:
        wish: what was asked for.
        bounds: what limits a server, the tightest first.
        places: kept ready by each server.
        needed: servers that hold everybody.
        servers: with the spare ones.
        memory_used: bytes of a server with all its places in use, as measured.
        memory_given: bytes with which a server keeps these places by its own rule.
        measured_up_to: the most phones that one server was measured with.
        seconds_to_fill: for a server to make its places, all cores at it.
        opening_cores: cores that are busy in all while everybody opens the page.
        answering_cores: cores that are busy in all while everybody asks.
        memory: how it was reckoned.
        work: how it was reckoned.
    """

    wish: Wish
    bounds: tuple[Bound, ...]
    places: int
    needed: int
    servers: int
    memory_used: float
    memory_given: int
    measured_up_to: int
    seconds_to_fill: float
    opening_cores: float
    answering_cores: float
    memory: costs.Memory
    work: costs.Work

    @property
    def is_measured(self) -> bool:
        """Was a server measured with as many phones?"""
        return self.places <= self.measured_up_to


class NoPlanError(Exception):
    """There is no such plan; the message says what to change."""


def plan(wish: Wish, measured: Measured, places_in: Callable[[int], int]) -> Plan:
    """Work it out.

    Args:
        wish: what is asked for.
        measured: what the benchmarks wrote.
        places_in: how many places a server keeps in so many bytes of free memory, by its own rule.

    Raises:
        NoPlanError: no server of this size holds a phone.
        MeasuredError: a figure is missing.
    """
    memory, work, up_to = costs.memory(measured), costs.work(measured), costs.largest(measured)
    if not measured.rehearsals:
        message = "No workshop was measured. Measure one: benchmarks/rehearsal.py --kinds iepkit"
        raise MeasuredError(message)
    bounds = _bounds(wish, work, measured.rehearsals[-1].cpu_an_answer)
    if wish.memory is not None:
        free = int(wish.memory - memory.base)
        bounds.append(Bound("its memory", places_in(free) if free > 0 else 0))
    # What is chosen may be more than was measured; then the plan says so.
    bounds.append(Bound("the choice", wish.most) if wish.most else Bound("the largest room that was measured", up_to))
    bounds.sort(key=lambda bound: bound.phones)
    tightest = bounds[0]
    if tightest.phones < 1:
        message = f"A server of this size holds no phone: {tightest.name}. Give it more memory or cores."
        raise NoPlanError(message)
    seated = max(1, math.ceil(wish.attendees * wish.share))
    needed = math.ceil(seated / _even(tightest.phones)) if wish.is_random else math.ceil(seated / tightest.phones)
    places = math.ceil(_fullest(seated / needed) - _ROUNDING) if wish.is_random else math.ceil(seated / needed)
    given = math.ceil(memory.base) + _least(places, places_in)
    return Plan(
        wish=wish,
        bounds=tuple(bounds),
        places=places,
        needed=needed,
        servers=needed + wish.spare,
        memory_used=memory.of(places),
        memory_given=given,
        measured_up_to=up_to,
        # The server's own process starts one kernel after another; the kernels share the cores with it.
        seconds_to_fill=places * max(work.start, work.making / wish.cores),
        opening_cores=wish.attendees * (work.opening + work.kernel_answer) / wish.within,
        answering_cores=wish.attendees * wish.questions * measured.rehearsals[-1].cpu_an_answer / _MINUTE,
        memory=memory,
        work=work,
    )


def _bounds(wish: Wish, work: costs.Work, an_answer: float) -> list[Bound]:
    """What a server's processor time limits."""
    opened, asked = wish.busy * wish.within, wish.busy * _MINUTE / wish.questions
    return [
        _bound("its own process, while all open the page", opened, work.opening),
        # A place that is given back is made anew, so that each phone may cost one.
        _bound(
            "its cores, while all open the page", opened * wish.cores, work.opening + work.kernel_answer + work.making
        ),
        _bound("its own process, while all ask", asked, work.answer),
        _bound("its cores, while all ask", asked * wish.cores, an_answer),
    ]


def _bound(name: str, seconds: float, each: float) -> Bound:
    return Bound(name, int(seconds / each) if each else 10**9)


def _fullest(even: float) -> float:
    """Phones on a server that chance makes full, where so many come to each on average: three deviations more."""
    return even + _DEVIATIONS * math.sqrt(even) if even > 1 else even


def _even(most: int) -> float:
    """Phones that may come to each server on average, so that chance makes none fuller than this."""
    # The root of x + d * sqrt(x) = most.
    root = (math.sqrt(_DEVIATIONS**2 + 4 * most) - _DEVIATIONS) / 2
    return max(1.0, root**2)


def _least(places: int, places_in: Callable[[int], int]) -> int:
    """The least free memory, in bytes, in which so many places are kept."""
    low, high = 0, 1
    while places_in(high) < places:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if places_in(middle) >= places else (middle, high)
    return high
