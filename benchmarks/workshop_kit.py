"""How long the deck, its prints and the handouts take: at first, and where nothing has changed.

Run it with ``.venv/bin/python benchmarks/workshop_kit.py``; it writes into a folder that is removed.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COMMANDS = {
    "slides and their prints": ["slides"],
    "handouts, one paper, three looks": ["handouts", "--paper", "letter"],
    "handouts, two papers, three looks": ["handouts", "--paper", "both"],
    "agenda of 120 minutes with all of it": ["agenda", "--minutes", "120"],
}


def seconds(command: list[str], folder: Path) -> float:
    """How long one command takes, its start included."""
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "iepkit", *command, "--output", str(folder), "--address", "http://192.168.8.2:8000"],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    return time.perf_counter() - begun


def main() -> None:
    """Print a row for each command: median of all runs, and the slowest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    print("| what | made, s (slowest) | nothing changed, s (slowest) |\n| --- | --- | --- |")
    for name, command in COMMANDS.items():
        made, again = [], []
        for _ in range(runs):
            with tempfile.TemporaryDirectory() as place:
                made.append(seconds(command, Path(place) / "out"))
                again.append(seconds(command, Path(place) / "out"))
        shown = " | ".join(f"{statistics.median(times):.1f} ({max(times):.1f})" for times in (made, again))
        print(f"| {name} | {shown} |", flush=True)


if __name__ == "__main__":
    main()
