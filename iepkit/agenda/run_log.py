"""What a workshop really took: a table that a trainer fills in, and what follows for the next plan."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from iepkit.agenda.plan import FULL, SHORT, Corrections, Plan
from iepkit.content.files import Row, read_table
from iepkit.content.model import Problem
from iepkit.content.workshop import INTERPRETERS

COLUMNS = ("day", "block", "form", "interpreter", "planned", "correction", "minutes")
LEAST_RUNS = 3
CORRECTION_BETWEEN = (0.5, 3.0)
_MOST_MINUTES = 300
_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{1,3})?")
# Excel writes a day as the laptop's country does; the kit's is the United States.
_DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y")


@dataclass(frozen=True)
class Run:
    """What a block really took once, as a multiple of what its slides say."""

    block: str
    interpreter: str
    ratio: float


@dataclass(frozen=True)
class Learned:
    """What the runs of a block say for one interpreter.

    ``runs``: how many count. ``correction``: None where there are fewer than
    ``LEAST_RUNS``. ``of_all``: runs with every interpreter count, as those with
    this one are too few.
    """

    block: str
    runs: int
    correction: float | None
    of_all: bool


def as_csv(plan: Plan) -> bytes:
    """The table for a plan, its real minutes left empty; Excel opens it as a table."""
    file = io.StringIO(newline="")
    rows = csv.writer(file)
    rows.writerow(COLUMNS)
    for item in plan.blocks:
        correction = f"{item.correction:g}"
        rows.writerow(["", item.block.id, item.form, plan.wish.interpreter, item.minutes, correction, ""])
    return file.getvalue().encode("utf-8-sig")


def read_runs(paths: Iterable[Path], blocks: Collection[str], problems: list[Problem]) -> list[Run]:
    """The runs that were written down.

    Args:
        paths: the tables; one that is named twice counts once.
        blocks: the ids of all blocks.
        problems: every fault found is added here.

    Returns:
        One run for each faultless row that has its minutes.
    """
    runs = []
    for path in dict.fromkeys(path.resolve() for path in paths):
        if not path.exists():
            mend = "Look where you saved it, and write --log before each file."
            problems.append(Problem(path.name, "there is no such file.", mend))
            continue
        for row in read_table(path, path.name, COLUMNS, problems):
            faults = list(_faults(row, path.name, blocks))
            problems.extend(faults)
            if row["minutes"] and not faults:
                ratio = _number(row["minutes"]) / _number(row["planned"]) * _number(row["correction"])
                runs.append(Run(row["block"], row["interpreter"], ratio))
    return runs


def holds_minutes(path: Path) -> bool:
    """Has somebody written into this table? One that can't be understood is taken as somebody's too."""
    problems: list[Problem] = []
    rows = read_table(path, path.name, COLUMNS, problems) if path.exists() else []
    return bool(problems) or any(row["day"] or row["minutes"] for row in rows)


def learned(runs: Sequence[Run], interpreter: str) -> Iterator[Learned]:
    """What the runs say of each block that they name, in the order in which they name it."""
    for block in dict.fromkeys(run.block for run in runs):
        of_all = [run.ratio for run in runs if run.block == block]
        same = [run.ratio for run in runs if (run.block, run.interpreter) == (block, interpreter)]
        is_of_all = len(same) < LEAST_RUNS and len(of_all) > len(same)
        counting = of_all if is_of_all else same
        correction = None
        if len(counting) >= LEAST_RUNS:
            low, high = CORRECTION_BETWEEN
            correction = round(min(high, max(low, median(counting))), 2)
        yield Learned(block, len(counting), correction, is_of_all)


def corrections(runs: Sequence[Run]) -> Corrections:
    """How many times as long each block takes with each interpreter, where enough runs say so."""
    return {
        (one.block, interpreter): one.correction
        for interpreter in INTERPRETERS
        for one in learned(runs, interpreter)
        if one.correction is not None
    }


def _faults(row: Row, file: str, blocks: Collection[str]) -> Iterator[Problem]:
    def fault(column: str, wrong: str, mend: str) -> Problem:
        return Problem(file, wrong, mend, row.number, column)

    for column, known in (("block", blocks), ("form", (FULL, SHORT)), ("interpreter", INTERPRETERS)):
        if row[column] not in known:
            yield fault(column, f'"{row[column]}" is not known.', f"Write one of: {', '.join(known)}.")
    if row["day"] and not _is_day(row["day"]):
        yield fault("day", f'"{row["day"]}" is no day.', "Write it as in 2026-11-24, or leave it empty.")
    for column in ("planned", "correction", "minutes"):
        if column == "minutes" and not row[column]:
            continue
        if not _NUMBER.fullmatch(row[column]) or not 0 < _number(row[column]) <= _MOST_MINUTES:
            mend = f"Write a number above 0, and {_MOST_MINUTES} at most."
            if column == "minutes":
                mend += " Leave it empty if the block was not given."
            yield fault(column, f'"{row[column]}" can\'t be right.', mend)


def _is_day(text: str) -> bool:
    for form in _DAYS:
        try:
            dt.datetime.strptime(text, form)  # noqa: DTZ007 - a day on the wall calendar
        except ValueError:
            continue
        return True
    return False


def _number(text: str) -> float:
    return float(text.replace(",", "."))
