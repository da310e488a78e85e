"""``iepkit plan``: how many servers a crowd needs, past one laptop."""

from __future__ import annotations

import argparse
import functools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from iepkit.cli import arguments
from iepkit.cli.arguments import Commands
from iepkit.cli.saying import OUTPUT
from iepkit.sizing.measured import Measured, MeasuredError, read
from iepkit.sizing.plan import GIB, NoPlanError, Plan, Wish, plan
from iepkit.sizing.values import FIRST_LINE, as_text

SPREADS = ("even", "random")
_DEFAULT = Wish(attendees=0)


def add(commands: Commands) -> None:
    """Add the command to the others."""
    sizes = commands.add_parser("plan", help="how many servers a conference needs, from what was measured")
    sizes.add_argument("--attendees", type=arguments.crowd, required=True, metavar="N", help="how many people come")
    sizes.add_argument(
        "--servers-memory", type=arguments.amount, metavar="GIB", dest="memory",
        help="memory of each server in GiB (default: as much as it needs)",
    )  # fmt: skip
    sizes.add_argument(
        "--cores", type=arguments.count, default=_DEFAULT.cores, metavar="N",
        help=f"cores of each server (default: {_DEFAULT.cores})",
    )  # fmt: skip
    sizes.add_argument(
        "--a-server", type=arguments.count, metavar="N", dest="most",
        help="phones that a server takes at most (default: as many as one was measured with)",
    )  # fmt: skip
    sizes.add_argument(
        "--spare", type=arguments.spare, default=_DEFAULT.spare, metavar="N",
        help=f"servers that may fail with a place left for everybody (default: {_DEFAULT.spare})",
    )  # fmt: skip
    sizes.add_argument(
        "--spread", choices=SPREADS, default=SPREADS[0],
        help="how the proxy chooses a phone's server: the one with the fewest or the next (even), or any (random); "
        "default: even",
    )  # fmt: skip
    sizes.add_argument(
        "--share", type=arguments.percent, default=_DEFAULT.share, metavar="PERCENT",
        help="of the people, how many have a place of their own; the pages of others answer by themselves (default: 100)",
    )  # fmt: skip
    sizes.add_argument(
        "--within", type=arguments.amount, default=_DEFAULT.within, metavar="SECONDS",
        help=f"in which all open the page (default: {_DEFAULT.within:g})",
    )  # fmt: skip
    sizes.add_argument(
        "--questions", type=arguments.amount, default=_DEFAULT.questions, metavar="N",
        help=f"that each asks in a minute (default: {_DEFAULT.questions:g})",
    )  # fmt: skip
    sizes.add_argument(
        "--busy", type=arguments.percent, default=_DEFAULT.busy, metavar="PERCENT",
        help=f"how busy a server may be then (default: {100 * _DEFAULT.busy:g})",
    )  # fmt: skip
    sizes.add_argument(
        "--hours", type=arguments.amount, default=3.0, metavar="H", help="that the servers run (default: 3)"
    )
    sizes.add_argument(
        OUTPUT,
        type=Path,
        metavar="FILE",
        help="write it there as a patch of the servers in Kubernetes (default: only print it)",
    )
    sizes.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    # The server's own packages take a moment to import.
    from iepkit.serving.settings import places_in  # noqa: PLC0415

    wish = Wish(
        attendees=options.attendees,
        cores=options.cores,
        memory=options.memory and int(options.memory * GIB),
        share=options.share,
        within=options.within,
        questions=options.questions,
        busy=options.busy,
        spare=options.spare,
        most=options.most,
        is_random=options.spread == SPREADS[1],
    )
    # A cluster's servers run Linux, which forks.
    by_rule = functools.partial(places_in, forks=True)
    try:
        measured = read()
        found = plan(wish, measured, by_rule)
        # With a place for every second one alone.
        halved = plan(replace(wish, share=wish.share / 2), measured, by_rule)
    except (MeasuredError, NoPlanError) as error:
        print(error)
        return 1
    print("\n".join([*_lines(found), "", *_drivers(found, halved, options.hours), "", *_sources(found, measured)]))
    return _write(options.output, found, _typed(options)) if options.output else 0


def _typed(options: argparse.Namespace) -> str:
    given = {
        "--attendees": options.attendees,
        "--servers-memory": options.memory,
        "--cores": options.cores,
        "--a-server": options.most,
        "--spare": options.spare,
        "--spread": options.spread,
        "--share": 100 * options.share,
        "--within": options.within,
        "--questions": options.questions,
        "--busy": 100 * options.busy,
    }
    return " ".join(["iepkit plan", *(_option(name, value) for name, value in given.items() if value is not None)])


def _option(name: str, value: str | float) -> str:
    return f"{name} {value}" if isinstance(value, str) else f"{name} {value:.10g}"


def _lines(found: Plan) -> Iterator[str]:
    wish = found.wish
    given = (wish.memory or found.memory_given) / GIB
    yield (
        f"For {wish.attendees:,} people: {found.servers:,} servers, each with {_cores(wish.cores)} and {given:.1f} GiB "
        f"of memory. {found.needed:,} of them hold everybody; {wish.spare} may fail."
    )
    yield f"Each keeps {found.places} places ready: iepkit serve --attendees {found.places}"
    yield "In all: " + _in_all(found)
    yield ""
    yield "What limits a server, the tightest first:"
    yield from (f"- {bound.name}: {bound.phones:,} phones" for bound in found.bounds)
    if not found.is_measured:
        yield (
            f"No server was measured with {found.places} phones; the largest room had {found.measured_up_to}. "
            "Measure it before you rely on it: benchmarks/arrivals.py"
        )


def _in_all(found: Plan) -> str:
    given = found.wish.memory or found.memory_given
    return f"{found.servers * given / GIB:,.0f} GiB of memory, {_cores(found.servers * found.wish.cores)}."


def _cores(count: int) -> str:
    return f"{count:,} core{'' if count == 1 else 's'}"


def _drivers(found: Plan, halved: Plan, hours: float) -> Iterator[str]:
    given = found.wish.memory or found.memory_given
    places = found.memory.place * found.places
    yield "What it costs, and what makes it less:"
    yield (
        f"- Memory: a place takes {found.memory.place / 1e6:.1f} MB, a server without places "
        f"{found.memory.base / 1e6:.0f} MB. Of what a server uses ({found.memory_used / GIB:.1f} GiB), places are "
        f"{100 * places / found.memory_used:.0f} %. The rest of the {given / GIB:.1f} GiB stays free for kernels "
        "that grow: the server's own rule."
    )
    yield (
        f"- Cores: while all open the page within {found.wish.within:g} s, {found.opening_cores:.2f} cores are busy "
        f"in all; while all ask ({found.wish.questions:g} a minute each), {found.answering_cores:.2f}."
    )
    yield (
        f"- Time: a server makes its places in about {found.seconds_to_fill:.0f} s, all its cores at it, so it need "
        "not run long before people come."
    )
    yield (
        f"- For {hours:g} hours: {found.servers * given / GIB * hours:,.0f} GiB-hours of memory and "
        f"{found.servers * found.wish.cores * hours:,.0f} core-hours; multiply them by what your provider asks."
    )
    yield (
        f"- With places for half as many (--share {100 * halved.wish.share:g}): {halved.servers:,} servers. "
        "A page that finds no place answers by itself, and asks again a minute later."
    )
    yield "- Not in these figures: the proxy, the database of the polls, what is sent over the network."


def _sources(found: Plan, measured: Measured) -> Iterator[str]:
    yield "From:"
    rooms = [*found.memory.rooms, *found.work.rooms]
    phones: dict[str, set[int]] = {}
    for room in rooms:
        phones.setdefault(room.source.text, set()).add(room.phones)
    yield from (f"- {text}: {', '.join(map(str, sorted(counts)))} phones" for text, counts in phones.items())
    yield f"- {measured.rehearsals[-1].source.text}"


def _write(file: Path, found: Plan, command: str) -> int:
    try:
        if file.exists() and not file.read_bytes().startswith(FIRST_LINE.encode()):
            print(f"{file} is there already, and was not changed. Name a new file: {OUTPUT} FILE")
            return 1
        file.write_text(as_text(found, command), encoding="utf-8")
    except OSError as error:
        print(f"{file} can't be written ({error.strerror}). Name another file: {OUTPUT} FILE")
        return 1
    print(f"\nFor Kubernetes: {file}")
    return 0
