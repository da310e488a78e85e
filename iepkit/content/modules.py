"""The self-study of staff: its modules, what each asks for, and when somebody is ready. The words are in ``texts``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

FEWEST_MINUTES = 15
MOST_MINUTES = 30


@dataclass(frozen=True)
class OfficialWords:
    """Words of the law as they stand there, beside plain ones.

    ``cite``: the paragraph. ``compared``: the day on which they were held against a copy of the official text.
    """

    id: str
    source: str
    cite: str
    compared: dt.date

    @property
    def words_id(self) -> str:
        return f"official.{self.id}.words"

    @property
    def plain_id(self) -> str:
        return f"official.{self.id}.plain"

    @property
    def sources(self) -> tuple[str, ...]:
        return (self.source,)

    @property
    def text_ids(self) -> tuple[str, ...]:
        """What is the kit's own."""
        return (self.plain_id,)


@dataclass(frozen=True)
class Task:
    """Something to find with an explorer.

    ``goal``: by plan, the answers that count as found. ``worked``: facts that reach
    it, as the ``given`` of a :class:`~iepkit.content.model.Case`.
    """

    id: str
    topic: str
    goal: Mapping[str, tuple[str, ...]]
    worked: Mapping[str, object]

    @property
    def text_id(self) -> str:
        return f"task.{self.id}.ask"


@dataclass(frozen=True)
class Module:
    """One module of the path.

    Args:
        id: such as ``eligibility``.
        notebook: its path from the kit's folder.
        minutes: how long it takes, see :class:`Pace`.
        cases: ids of stories.
        law: words of the law.
        tasks: what to find with its explorer.
        check: ids of questions, of the bank or of the staff's own.
        floor: ids of questions from the floor.
        myths: ids of myths.
        further: ids of sources to read on.
    """

    id: str
    notebook: str
    minutes: int
    cases: tuple[str, ...]
    law: tuple[OfficialWords, ...]
    tasks: tuple[Task, ...]
    check: tuple[str, ...]
    floor: tuple[str, ...]
    myths: tuple[str, ...]
    further: tuple[str, ...]

    @property
    def title_id(self) -> str:
        return f"study.{self.id}.title"

    @property
    def aim_id(self) -> str:
        return f"study.{self.id}.aim"

    @property
    def items(self) -> tuple[str, ...]:
        """All that is to be done in it, such as ``case.adhd-good-grades``; reading is not kept."""
        kinds = {
            "case": self.cases,
            "task": tuple(task.id for task in self.tasks),
            "question": self.check,
            "floor": self.floor,
            "myth": self.myths,
        }
        return tuple(f"{kind}.{one}" for kind, ids in kinds.items() for one in ids)


@dataclass(frozen=True)
class Pace:
    """How many minutes a module takes.

    ``minutes``: for each thing to do, by its kind: case, task, question, floor, myth, table.
    """

    words_a_minute: int
    law_words_a_minute: int
    minutes: Mapping[str, float]


@dataclass(frozen=True)
class Readiness:
    """What is asked before somebody co-leads a workshop.

    ``percent``: the share that has to be right. ``items``: how many questions of each topic are drawn.
    """

    percent: int
    items: Mapping[str, int]
