"""What the small hub takes for each of its staff: memory, and how long they wait.

    sudo .venv/bin/python benchmarks/hub.py [--staff 2] [--json FILE]

Each logs in, one after the other, opens JupyterLab and the module on the two laws, and runs
all of its cells. Memory is PSS in 10**6 bytes, at the end, while all are open: *hub* is the
hub with its proxy and its culler, *server* what a learner has with JupyterLab alone,
*notebook* what each notebook that is open adds. *lab* is the time from the password to
JupyterLab's page, *cells* from the opened notebook to its last cell.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import statistics
import sys
import time
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.measured import machine  # noqa: E402
from tests.deploy.hub import Hub, Person  # noqa: E402

NOTEBOOK = "notebooks/self_study/02_law.ipynb"
_PASSWORD = "parsley-7"  # noqa: S105 - the accounts end with the benchmark
_TOLD = ("jupyterhub", "jupyterlab", "jupyter_server", "ipykernel", "pandas")


def megabytes(processes: Iterable[psutil.Process]) -> float:
    """The memory of these, shared pages divided among those that share them."""
    return sum(process.memory_full_info().pss for process in processes) / 10**6


def learn(hub: Hub, name: str) -> dict[str, float]:
    """Log in, open a notebook and run it; gives the seconds of both."""
    person = Person(hub, name)
    begun = time.monotonic()
    person.log_in(_PASSWORD)
    person.open_lab()
    there = time.monotonic()
    notebook = person.notebook(NOTEBOOK)
    for cell in notebook.cells:
        faults = [content for kind, content in notebook.run(cell) if kind == "error"]
        if faults:
            raise RuntimeError(faults[0]["evalue"])
    done = time.monotonic()
    notebook.close()
    return {"lab": there - begun, "cells": done - there}


def measured(staff: int) -> dict[str, float]:
    """Run it with so many staff: medians of what each had."""
    names = [f"learner{number}" for number in range(staff)]
    hub = Hub(dict.fromkeys(names, _PASSWORD))
    try:
        hub.start()
        times = [learn(hub, name) for name in names]
        servers = list(hub.servers().values())
        kernels = [server.children(recursive=True) for server in servers]
        theirs = {process.pid for process in [*servers, *(one for several in kernels for one in several)]}
        whole = psutil.Process(hub.process.pid)
        own = [one for one in (whole, *whole.children(recursive=True)) if one.pid not in theirs]
        return {
            "hub": megabytes(own),
            "server": statistics.median(megabytes([server]) for server in servers),
            "notebook": statistics.median(megabytes(several) for several in kernels),
            "lab": statistics.median(one["lab"] for one in times),
            "cells": statistics.median(one["cells"] for one in times),
        }
    finally:
        hub.remove()


def main() -> None:
    """Measure, print, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--staff", type=int, default=2)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    figures = measured(options.staff)
    for name, figure in figures.items():
        print(f"{name:10}{figure:8.1f} {'s' if name in ('lab', 'cells') else 'MB'}")
    told: dict[str, Any] = {
        "day": dt.date.today().isoformat(),
        "staff": options.staff,
        "figures": figures,
        "machine": machine(),
        "versions": {name: version(name) for name in _TOLD},
    }
    if options.json:
        options.json.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
