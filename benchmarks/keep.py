"""Puts what benchmarks wrote into the one file from which servers are planned and simulated.

    .venv/bin/python benchmarks/arrivals.py 20 50 100 --columns empty full --json a.json
    .venv/bin/python benchmarks/rehearsal.py --kinds iepkit --json b.json
    .venv/bin/python benchmarks/polls.py --json c.json
    .venv/bin/python benchmarks/keep.py a.json b.json c.json

It knows each file by what stands in it. What was measured anew takes the place of the
same rooms measured earlier; what no file brings stays. Nothing else writes into
iepkit/sizing/measured.json. The times of single phones are reduced to median, 95 % and
worst; a run that failed is not kept, and is named.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from iepkit.sizing.measured import EMPTY, FILE, FULL, NOT_WRITTEN, times  # noqa: E402

NONE: dict[str, list[dict[str, Any]]] = {"arrivals": [], "rehearsals": [], "polls": []}


def _source(program: str, told: dict[str, Any]) -> dict[str, Any]:
    return {
        "program": f"benchmarks/{program}.py",
        "day": told["day"],
        "commit": told.get("versions", {}).get("commit", NOT_WRITTEN),
        "machine": {name: told["machine"][name] for name in ("cores", "memory_gb", "busy_percent_at_start")},
    }


def arrivals(told: dict[str, Any]) -> list[dict[str, Any]]:
    """Our rooms of a file of arrivals.py, each phone's times reduced."""
    return [
        {
            "source": _source("arrivals", told),
            "column": run["column"],
            "phones": run["count"],
            "servers": told.get("servers", 1),
            "run": run["run"],
            "within": told["within"],
            "page": times([phone["page"] for phone in run["phones"] if phone["page"] is not None]),
            "usable": times([phone["usable"] for phone in run["phones"] if phone["usable"] is not None]),
            "answer_median": _answer_median(run["phones"]),
            "lost": run["lost"],
            "client_cpu": run["figures"]["load client, CPU s"],
            "usage": run["usage"],
            "settled": run["settled"],
            "other_work_percent": run["other_work_percent"],
        }
        for run in told["results"]
        if run["column"] in (EMPTY, FULL) and "figures" in run
    ]


def _answer_median(phones: list[dict[str, Any]]) -> float | None:
    took = [phone["usable"] - phone["page"] for phone in phones if phone["usable"] is not None]
    return statistics.median(took) if took else None


def rehearsals(told: dict[str, Any]) -> list[dict[str, Any]]:
    """Our workshop of a file of rehearsal.py."""
    return [
        {
            "source": _source("rehearsal", told),
            "answers": len(run["answers"]),
            "alone": run["alone"],
            "lost": len(run["lost"]),
            "cpu": run["server_cpu"],
        }
        for name, run in told["results"].items()
        if name == "iepkit" and "failed" not in run
    ]


def polls(told: dict[str, Any]) -> list[dict[str, Any]]:
    """The room of a file of polls.py."""
    seen = told["seen"]
    return [
        {
            "source": _source("polls", told),
            "phones": told["phones"],
            "votes": told["votes"],
            "counted": told["counted"],
            "confirmed": times(seen["confirmed"]),
            "kept_in": told["kept_in"],
        }
    ]


_KINDS: tuple[tuple[str, Callable[[Any], bool], Callable[[dict[str, Any]], list[dict[str, Any]]]], ...] = (
    ("arrivals", lambda told: isinstance(told.get("results"), list), arrivals),
    ("rehearsals", lambda told: isinstance(told.get("results"), dict), rehearsals),
    ("polls", lambda told: "seen" in told, polls),
)
_ALIKE = {
    "arrivals": ("servers", "column", "phones"),
    "rehearsals": (),
    "polls": ("phones", "kept_in"),
}
"""By what two runs of one kind are of the same room."""


def _key(kind: str, run: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(run[name] for name in _ALIKE[kind])


def merged(kept: dict[str, list[dict[str, Any]]], files: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """What was kept, with what these files bring in the place of the same rooms.

    Raises:
        ValueError: a file is of no benchmark that is known here.
    """
    for told in files:
        found = next(((kind, kept_of) for kind, is_one, kept_of in _KINDS if is_one(told)), None)
        if found is None:
            message = "no benchmark that is known here wrote this"
            raise ValueError(message)
        kind, kept_of = found
        new = kept_of(told)
        anew = {_key(kind, run) for run in new}
        stay = [run for run in kept[kind] if _key(kind, run) not in anew]
        kept = {**kept, kind: sorted([*stay, *new], key=lambda run: _key(kind, run))}
    return kept


def main() -> None:
    """Keep what the named files hold."""
    parser = argparse.ArgumentParser(description="Keep what benchmarks wrote.")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="what a benchmark wrote with --json")
    parser.add_argument("--to", type=Path, default=FILE, metavar="FILE", help="where it is kept")
    options = parser.parse_args()
    told = [json.loads(file.read_text(encoding="utf-8")) for file in options.files]
    for run in (run for each in told if isinstance(each.get("results"), list) for run in each["results"]):
        if "failed" in run:
            print(f"Not kept: {run['column']}, {run['count']} phones, run {run['run']}: {run['failed']}")
    kept = json.loads(options.to.read_text(encoding="utf-8")) if options.to.exists() else NONE
    kept = merged(kept, told)
    options.to.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    print(f"{options.to}: " + ", ".join(f"{len(runs)} {kind}" for kind, runs in kept.items()))


if __name__ == "__main__":
    main()
