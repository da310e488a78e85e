"""Reads which papers help, and what to do after a no."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from iepkit.content.files import Row, read_entries
from iepkit.content.model import NOT_ANSWERED, Paper, Problem, Reason, Route, Source, Step
from iepkit.content.rows import known_sources, unique

PAPERS = "data/papers.yaml"
STEPS = "data/next_steps.yaml"
STATES = ("massachusetts", "other", NOT_ANSWERED)
_PAPER_KEYS: dict[str, type] = {"id": str, "name": str, "why": str, "ask": str, "sources": list}
_STEP_KEYS: dict[str, type] = {"id": str, "name": str, "text": str, "say": str, "sources": list}


def read_papers(
    folder: Path,
    sources: Mapping[str, Source],
    reasons: Mapping[str, Reason],
    texts: dict[str, str],
    problems: list[Problem],
) -> dict[str, Paper]:
    """The papers worth having, by id, in the order in which they are shown."""
    papers = {}
    for row in unique(read_entries(folder / PAPERS, PAPERS, _PAPER_KEYS, problems, {"found": list}), PAPERS, problems):
        found = tuple(_known(row, "found", reasons, "reason", PAPERS, problems))
        papers[row["id"]] = Paper(row["id"], found, known_sources(row, "sources", dict(sources), PAPERS, problems))
        texts.update({f"paper.{row['id']}.{key}": row[key].strip() for key in ("name", "why", "ask")})
    return papers


def read_steps(
    folder: Path,
    sources: Mapping[str, Source],
    routes: Mapping[str, Route],
    texts: dict[str, str],
    problems: list[Problem],
) -> dict[str, Step]:
    """What to do after a no, by id, in the order in which to do it."""
    steps = {}
    optional: dict[str, type] = {"state": list, "routes": list}
    for row in unique(read_entries(folder / STEPS, STEPS, _STEP_KEYS, problems, optional), STEPS, problems):
        state = tuple(_known(row, "state", dict.fromkeys(STATES), "state", STEPS, problems))
        named = tuple(_known(row, "routes", routes, "route", STEPS, problems))
        ids = known_sources(row, "sources", dict(sources), STEPS, problems)
        steps[row["id"]] = Step(row["id"], state, named, ids)
        texts.update({f"step.{row['id']}.{key}": row[key].strip() for key in ("name", "text", "say")})
    return steps


def _known(
    row: Row, key: str, known: Mapping[str, Any], what: str, file: str, problems: list[Problem]
) -> Iterator[str]:
    for name in row.cells.get(key, []):
        if name in known:
            yield name
        else:
            problems.append(Problem(file, f'there is no {what} "{name}".', "Mend its id.", row.number, key))
