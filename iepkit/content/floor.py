"""Reads the hard questions from the floor, each with its sourced answer."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from iepkit.content.files import read_entries
from iepkit.content.letters import PLACEHOLDER
from iepkit.content.model import Limit, Problem, Source
from iepkit.content.rows import known_sources, one_of, unique
from iepkit.content.sentences import sentences_of
from iepkit.content.workshop import FLOOR_TOPICS, FloorQuestion

FLOOR = "data/floor.yaml"
LONGEST_ANSWER = 6
_KEYS: dict[str, type] = {"id": str, "topic": str, "question": str, "answer": str, "say": str, "sources": list}


def read_floor(
    folder: Path,
    sources: Mapping[str, Source],
    limits: Mapping[str, Limit],
    texts: dict[str, str],
    problems: list[Problem],
) -> dict[str, FloorQuestion]:
    """The questions, by id, in the order in which the guide gives them."""
    questions = {}
    for row in unique(read_entries(folder / FLOOR, FLOOR, _KEYS, problems), FLOOR, problems):
        if not one_of(row, "topic", FLOOR_TOPICS, FLOOR, problems):
            continue
        count = len(sentences_of(row["answer"].strip()))
        if count > LONGEST_ANSWER:
            wrong = f'the answer to "{row["id"]}" has {count} sentences.'
            mend = f"Nobody listens to more than {LONGEST_ANSWER}: leave out what can wait."
            problems.append(Problem(FLOOR, wrong, mend, row.number, "answer"))
        named = {name for key in ("question", "answer", "say") for name in PLACEHOLDER.findall(row[key])}
        for unknown in sorted(named - limits.keys()):
            wrong = f'there is no number "{unknown}".'
            problems.append(Problem(FLOOR, wrong, "Write an id of data/limits.csv.", row.number))
        ids = known_sources(row, "sources", dict(sources), FLOOR, problems)
        questions[row["id"]] = FloorQuestion(row["id"], row["topic"], ids)
        texts.update({f"floor.{row['id']}.{key}": row[key].strip() for key in ("question", "answer", "say")})
    return questions
