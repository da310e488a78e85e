"""Writes what was measured and simulated into docs/scaling.md, side by side.

The page's words are written by hand; what stands between two marks is written here,
from iepkit/sizing/measured.json and benchmarks/simulated.json. No figure of it is typed.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from iepkit.serving.settings import places_in  # noqa: E402
from iepkit.sizing import costs  # noqa: E402
from iepkit.sizing.measured import EMPTY, FULL, Arrival, Measured, read  # noqa: E402
from iepkit.sizing.plan import GIB, Wish, plan  # noqa: E402

PAGE = ROOT / "docs" / "scaling.md"
SIMULATED = ROOT / "benchmarks" / "simulated.json"
NOT_YET = "not measured yet"
_BLOCK = re.compile(r"(<!-- written: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_WAYS = {FULL: "ready for each", EMPTY: "none ready"}
_MUCH_OTHER_WORK = 10


class StaleError(Exception):
    """What was simulated is not of these figures."""


def page(written: str, measured: Measured, simulated: dict[str, Any]) -> str:
    """The page with all its blocks written anew.

    Raises:
        StaleError: the simulation ran on other figures.
        KeyError: the page has a block that is not known here.
    """
    if simulated["of"] != measured.digest:
        message = "The figures have changed since: run benchmarks/simulation.py --json benchmarks/simulated.json first."
        raise StaleError(message)

    def block(found: re.Match[str]) -> str:
        return found[1] + "\n".join(_BLOCKS[found[2]](measured, simulated)) + "\n" + found[3]

    return _BLOCK.sub(block, written)


def _plans(measured: Measured, simulated: dict[str, Any]) -> Iterator[str]:
    yield "| people | servers, the spare one included | places each | cores each | memory each, GiB | memory in all, GiB | cores busy while all open the page | while all ask |"
    yield "| --- " * 8 + "|"
    for people in sorted({crowd["people"] for crowd in simulated["crowds"]}):
        found = plan(Wish(people), measured, lambda free: places_in(free, forks=True))
        given = found.memory_given / GIB
        yield (
            f"| {people:,} | {found.servers} | {found.places} | {found.wish.cores} | {given:.1f} "
            f"| {found.servers * given:,.0f} | {found.opening_cores:.1f} | {found.answering_cores:.1f} |"
        )


def _crowds(_: Measured, simulated: dict[str, Any]) -> Iterator[str]:
    yield "| people | | servers | page: median, 95 %, worst, s | first answer: median, 95 %, worst, s | with no place | fullest server | memory in use, GiB |"
    yield "| --- " * 8 + "|"
    for crowd in simulated["crowds"]:
        yield (
            f"| {crowd['people']:,} | {crowd['what']} | {crowd['servers']} | {_waits(crowd['page'])} "
            f"| {_waits(crowd['answer'])} | {crowd['alone']:,} | {crowd['fullest']} | {crowd['memory'] / GIB:,.0f} |"
        )


def _beside(measured: Measured, simulated: dict[str, Any]) -> Iterator[str]:
    yield "| phones within a second | servers | places | page, measured | page, simulated | first answer, measured | first answer, simulated | lost |"
    yield "| --- " * 8 + "|"
    missing: dict[int, list[int]] = {}
    used = {(room.column, room.phones, room.servers) for room in costs.work(measured).rooms}
    for told in simulated["beside"]:
        room = (told["column"], told["phones"], told["servers"])
        found = measured.middle(*room)
        if found is None and told["column"] == EMPTY:
            continue
        if found is None:
            missing.setdefault(told["servers"], []).append(told["phones"])
        calibrated = " (calibrated here)" if room in used else ""
        yield (
            f"| {told['phones']}{calibrated} | {told['servers']} | {_WAYS[told['column']]} "
            f"| {_measured(found, 'page')} | {_waits(told['page'])} | {_measured(found, 'usable')} "
            f"| {_waits(told['answer'])} | {'' if found is None else found.lost} |"
        )
    if missing:
        yield from _command(missing)


def _command(missing: dict[int, list[int]]) -> Iterator[str]:
    """What fills the places that are open.

    Args:
        missing: for so many servers, the sizes of rooms.
    """
    yield ""
    yield f"Where it says *{NOT_YET}*, this fills it:"
    yield ""
    yield "```sh"
    for servers, counts in missing.items():
        sizes = " ".join(map(str, counts))
        options = f"--servers {servers} --columns full --runs 1 --json at_{servers}.json"
        yield f".venv/bin/python benchmarks/arrivals.py {sizes} {options}"
    yield ".venv/bin/python benchmarks/keep.py " + " ".join(f"at_{servers}.json" for servers in missing)
    yield ".venv/bin/python benchmarks/simulation.py --json benchmarks/simulated.json"
    yield ".venv/bin/python tools/write_scaling.py"
    yield "```"


def _measured(found: Arrival | None, name: str) -> str:
    if found is None:
        return NOT_YET
    waits = getattr(found, name)
    return _waits(waits and vars(waits))


def _waits(told: dict[str, float] | None) -> str:
    return ", ".join(_seconds(told[name]) for name in ("median", "most", "worst")) if told else "-"


def _seconds(value: float) -> str:
    return f"{value:.3f}" if value < 1 else f"{value:.1f}"


def _memory(measured: Measured, _: dict[str, Any]) -> Iterator[str]:
    line = costs.memory(measured)
    yield f"A server without places takes {line.base / 1e6:.0f} MB; each phone with a place {line.place / 1e6:.1f} MB more."
    yield ""
    yield "| phones | kernels in the end | memory in all, measured, GB | the line, GB |"
    yield "| --- " * 4 + "|"
    for room in line.rooms:
        yield f"| {room.phones} | {room.kernels} | {room.memory / 1e9:.2f} | {line.of(room.phones) / 1e9:.2f} |"


def _work(_: Measured, simulated: dict[str, Any]) -> Iterator[str]:
    yield "| | milliseconds |"
    yield "| --- | --- |"
    names = {
        "page": "the server's own process: a page",
        "answer": "the server's own process: the line and the first answer",
        "kernel_answer": "a kernel: the first answer",
        "start": "the server's own process: a kernel's start",
        "kernel_start": "a kernel and its parent: its start, the notebook run",
        "delay": "waiting of the first answer in which nobody works",
        "start_delay": "waiting of a start in which nobody works",
        "client": "the phones' own process, on the same machine",
    }
    yield from (f"| {text} | {1000 * simulated['work'][name]:.1f} |" for name, text in names.items())


def _sources(measured: Measured, _: dict[str, Any]) -> Iterator[str]:
    rooms: dict[str, list[Arrival]] = {}
    for room in measured.arrivals:
        rooms.setdefault(room.source.text, []).append(room)
    for text, found in rooms.items():
        counts = ", ".join(_size(*size) for size in sorted({(room.servers, room.phones) for room in found}))
        busy = max(room.other_work for room in found)
        other = f"; other programs took up to {busy} % of the machine" if busy > _MUCH_OTHER_WORK else ""
        yield f"- {text}. Phones: {counts}{other}"
    states = {room.source.commit for room in measured.arrivals}
    if len(states) > 1:
        yield f"- These rooms are of {len(states)} states of the kit. To compare them closely, measure all with one."
    for workshop in measured.rehearsals:
        yield (
            f"- {workshop.source.text}: {workshop.answers:,} answers, {workshop.lost} lost, "
            f"{1000 * workshop.cpu_an_answer:.1f} ms of a core each"
        )
    for votes in measured.votes:
        yield (
            f"- {votes.source.text}: {votes.counted:,} of {votes.votes:,} votes of {votes.phones} phones counted in a "
            f"{votes.kept_in}, confirmed after {_waits(vars(votes.confirmed))} s"
        )


def _size(servers: int, phones: int) -> str:
    return f"{phones} at {servers} servers" if servers > 1 else str(phones)


_BLOCKS: dict[str, Callable[[Measured, dict[str, Any]], Iterator[str]]] = {
    "plans": _plans,
    "crowds": _crowds,
    "beside": _beside,
    "memory": _memory,
    "work": _work,
    "sources": _sources,
}


def main() -> None:
    """Write the page."""
    try:
        told = page(PAGE.read_text(encoding="utf-8"), read(), json.loads(SIMULATED.read_text(encoding="utf-8")))
    except StaleError as error:
        sys.exit(str(error))
    PAGE.write_text(told, encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)} is written.")


if __name__ == "__main__":
    main()
