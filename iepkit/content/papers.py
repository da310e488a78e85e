"""Reads which papers help, and what to do after a no."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from iepkit.content.files import read_entries
from iepkit.content.model import NOT_ANSWERED, Paper, Problem, Source, Step
from iepkit.content.rows import known_sources, unique

PAPERS = "data/papers.yaml"
STEPS = "data/next_steps.yaml"
STATES = ("massachusetts", "other", NOT_ANSWERED)
_PAPER_KEYS: dict[str, type] = {"id": str, "name": str, "why": str, "ask": str, "sources": list}
_STEP_KEYS: dict[str, type] = {"id": str, "name": str, "text": str, "say": str, "sources": list}


def read_papers(
    folder: Path, sources: Mapping[str, Source], texts: dict[str, str], problems: list[Problem]
) -> dict[str, Paper]:
    """The papers worth having, by id, in the order in which they are shown."""
    papers = {}
    for row in unique(read_entries(folder / PAPERS, PAPERS, _PAPER_KEYS, problems, {"found": list}), PAPERS, problems):
        ids = known_sources(row, "sources", dict(sources), PAPERS, problems)
        papers[row["id"]] = Paper(row["id"], tuple(map(str, row.cells.get("found", ()))), ids)
        texts.update({f"paper.{row['id']}.{key}": row[key].strip() for key in ("name", "why", "ask")})
    return papers


def read_steps(
    folder: Path, sources: Mapping[str, Source], texts: dict[str, str], problems: list[Problem]
) -> dict[str, Step]:
    """What to do after a no, by id, in the order in which to do it."""
    steps = {}
    optional: dict[str, type] = {"state": list, "routes": list}
    for row in unique(read_entries(folder / STEPS, STEPS, _STEP_KEYS, problems, optional), STEPS, problems):
        state, routes = (tuple(map(str, row.cells.get(key, ()))) for key in ("state", "routes"))
        for unknown in [name for name in state if name not in STATES]:
            mend = f"Write some of: {', '.join(STATES)}."
            problems.append(Problem(STEPS, f'there is no state "{unknown}".', mend, row.number, "state"))
        ids = known_sources(row, "sources", dict(sources), STEPS, problems)
        steps[row["id"]] = Step(row["id"], state, routes, ids)
        texts.update({f"step.{row['id']}.{key}": row[key].strip() for key in ("name", "text", "say")})
    return steps
