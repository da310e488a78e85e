"""What to find with the explorer above, which tells what was found."""

from __future__ import annotations

from typing import Any

from iepkit.content.modules import Module, Task
from iepkit.explorers import in_words, work_out
from iepkit.explorers.answers import settled
from iepkit.learning.study.desk import Desk
from iepkit.learning.study.events import Event, Kind
from iepkit.learning.study.view import Reply, Values, View
from iepkit.rules import Outcome
from iepkit.wording import Wording, render

FOUND = "found"
SHOWN = "shown"


class TasksView(View):
    """The tasks of one module."""

    def __init__(self, module: Module) -> None:
        self.tasks = {task.id: task for task in module.tasks}
        self.name = f"tasks-{module.id}"

    def still(self, wording: Wording) -> str:
        """What is to be found."""
        return render("study_tasks", wording.content, wording.language, tasks=self.tasks.values(), pieces=())

    def live(self, desk: Desk) -> str:
        """Each task, open or done; what is done can be opened."""
        pieces = [self._piece(task, desk) for task in self.tasks.values()]
        return render("study_tasks", desk.content, desk.language, tasks=(), pieces=pieces)

    def act(self, desk: Desk, do: str, values: Values) -> Reply | None:
        """``show``: one way to the goal is shown."""
        task = self.tasks.get(str(values.get("task")))
        if task is None or do != "show_way":
            return None
        if not _done(task, desk):
            desk.add(Kind.DONE, item=_item(task), how=SHOWN)
        return Reply({_place(task): self._piece(task, desk, is_opened=True)}, focus=_place(task))

    def decided(self, desk: Desk, topic: str, outcome: Outcome) -> Reply | None:
        """Each task whose goal this outcome meets is found, unless it was before."""
        met = [
            task
            for task in self.tasks.values()
            if task.topic == topic
            and outcome_meets(task, outcome)
            and all(event.body.get("how") != FOUND for event in _done(task, desk))
        ]
        for task in met:
            desk.add(Kind.DONE, item=_item(task), how=FOUND)
        if not met:
            return None
        words = desk.wording
        said = [words.plain("ui.study.task.said", task=words.plain(task.text_id, **words.numbers)) for task in met]
        return Reply({_place(task): self._piece(task, desk) for task in met}, said=" ".join(said))

    def _piece(self, task: Task, desk: Desk, *, is_opened: bool = False) -> str:
        done = _done(task, desk)
        found = [event for event in done if event.body.get("how") == FOUND]
        last = (found or done)[-1] if done else None
        return render(
            "study_task",
            desk.content,
            desk.language,
            task=task,
            place=_place(task),
            how=last and (FOUND if found else SHOWN),
            on=last and last.at.astimezone().date(),
            is_opened=is_opened,
            **(_worked(task, desk) if done else {}),
        )


def _worked(task: Task, desk: Desk) -> dict[str, Any]:
    """One way to the goal: the answers in words, and what follows from them."""
    facts = settled(task.worked, desk.now().astimezone().date())
    return {
        "told": list(in_words.told(task.topic, facts, desk.content, desk.wording)),
        "outcome": work_out(task.topic, facts, desk.content).outcome,
    }


def outcome_meets(task: Task, outcome: Outcome) -> bool:
    """Does each plan that the goal names give one of its answers?"""
    return all(getattr(outcome, plan).answer in answers for plan, answers in task.goal.items())


def _done(task: Task, desk: Desk) -> list[Event]:
    return [event for event in desk.events() if event.kind == Kind.DONE and event.body["item"] == _item(task)]


def _item(task: Task) -> str:
    return f"task.{task.id}"


def _place(task: Task) -> str:
    return f"task-{task.id}"
