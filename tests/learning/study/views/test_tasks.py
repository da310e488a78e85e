"""What to find with an explorer: it is found there, or one way is shown."""

import datetime as dt
import gc

import pytest
from markupsafe import escape

from iepkit import pages
from iepkit.content import load
from iepkit.content.modules import Task
from iepkit.explorers import work_out
from iepkit.explorers.answers import settled
from iepkit.learning.study.events import Kind
from iepkit.learning.study.views.floor import FloorView
from iepkit.learning.study.views.tasks import TasksView, outcome_meets
from tests.kit import ROOT
from tests.learning.study.browsing import Heard

MODULES = [module for module in load(ROOT).modules.values() if module.tasks]


@pytest.fixture
def module():
    return MODULES[0]


@pytest.fixture
def task(module):
    return module.tasks[0]


@pytest.fixture
def view(module):
    return TasksView(module)


@pytest.fixture
def explorer(task):
    """The explorer above the tasks, as a browser asks it."""

    class Silent(pages.Page):
        def send(self, content, buffers=None):
            pass

        def decide(self, answers):
            self._answer(self, {"ask": "decide", "name": task.topic, "language": "en", "answers": answers}, None)

    return Silent(task.topic, [task.topic], headed=False)


def facts(task):
    """The worked facts as a browser sends them: days as dates."""
    return settled(task.worked, dt.date.today())


def words(text_id, content):
    return str(escape(content.texts[text_id].split("{")[0]))


def how(desk):
    return [(event.kind, event.body["item"], event.body["how"]) for event in desk.events()]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.id)
def test_every_task_can_be_shown_in_words(module, desk, content):
    view = TasksView(module)
    for task in module.tasks:
        assert words(task.text_id, content) in view.still(desk.wording)
        reply = view.act(desk, "show_way", {"task": task.id})
        html = reply.pieces[f"task-{task.id}"]
        assert reply.focus == f"task-{task.id}"
        assert html.count("<dt>") >= len([answer for answer in task.worked.values() if answer != []])
        for plan in ("iep", "plan_504"):
            finding = getattr(work_out(task.topic, task.worked, content).outcome, plan)
            assert words(f"answer.{task.topic}.{plan}.{finding.answer}", content) in html


def test_a_task_that_is_open_does_not_give_its_way_away(view, task, desk, content):
    answer = getattr(work_out(task.topic, task.worked, content).outcome, next(iter(task.goal))).answer
    hidden = words(f"say.{task.topic}.{next(iter(task.goal))}.{answer}", content)
    assert hidden not in view.live(desk)
    assert hidden not in view.still(desk.wording)


def test_what_was_shown_is_kept_once(view, task, desk):
    for _ in range(2):
        view.act(desk, "show_way", {"task": task.id})
    assert how(desk) == [(Kind.DONE, f"task.{task.id}", "shown")]
    assert "March 2, 2026" in view.live(desk)


def test_the_explorer_tells_that_a_task_is_found(module, task, explorer, desk):
    tasks = Heard(TasksView(module), desk)
    pages.listen(tasks.name, tasks)
    explorer.decide({})
    assert tasks.sent == []
    explorer.decide(facts(task))
    (message,) = tasks.sent
    assert desk.wording.plain(task.text_id, **desk.wording.numbers) in message["said"]
    assert "is-done" in message["pieces"][f"task-{task.id}"]
    assert message["focus"] == ""
    assert (Kind.DONE, f"task.{task.id}", "found") in how(desk)


def test_what_was_found_is_told_and_kept_once(module, task, explorer, desk):
    tasks = Heard(TasksView(module), desk)
    pages.listen(tasks.name, tasks)
    for _ in range(2):
        explorer.decide(facts(task))
    assert len(tasks.sent) == 1
    assert len(desk.events()) == len(set(how(desk)))


def test_what_was_shown_first_can_still_be_found(view, task, desk, content):
    view.act(desk, "show_way", {"task": task.id})
    outcome = work_out(task.topic, task.worked, content).outcome
    assert f"task-{task.id}" in view.decided(desk, task.topic, outcome).pieces
    assert how(desk)[-1] == (Kind.DONE, f"task.{task.id}", "found")
    view.act(desk, "show_way", {"task": task.id})
    assert [way for *_, way in how(desk)].count("shown") == 1


def test_another_topic_or_outcome_finds_nothing(view, task, desk, content):
    outcome = work_out(task.topic, task.worked, content).outcome
    assert view.decided(desk, "another", outcome) is None
    assert view.decided(desk, task.topic, work_out(task.topic, {}, content).outcome) is None
    assert desk.events() == []


def test_each_plan_of_a_goal_has_to_be_met(content):
    outcome = work_out("eligibility", {}, content).outcome
    iep, plan_504 = (outcome.iep.answer,), (outcome.plan_504.answer,)
    for goal, is_met in (
        ({"iep": iep}, True),
        ({"plan_504": plan_504}, True),
        ({"iep": iep, "plan_504": ("another", *plan_504)}, True),
        ({"iep": iep, "plan_504": ("another",)}, False),
        ({"iep": ("another",), "plan_504": plan_504}, False),
    ):
        assert outcome_meets(Task("x", "eligibility", goal, {}), outcome) is is_met


def test_a_cell_that_is_run_again_is_told_in_place_of_the_first(module, task, explorer, desk):
    first, second = Heard(TasksView(module), desk), Heard(TasksView(module), desk)
    for tasks in (first, second):
        pages.listen(tasks.name, tasks)
    explorer.decide(facts(task))
    assert (len(first.sent), len(second.sent)) == (0, 1)


def test_a_listener_that_is_gone_is_forgotten(explorer):
    class Ear:
        def decided(self, topic, outcome):
            heard.append((topic, outcome))

    heard, ear = [], Ear()
    pages.listen("ear", ear)
    explorer.decide({})
    assert len(heard) == 1
    del ear
    gc.collect()
    explorer.decide({})
    assert len(heard) == 1


@pytest.mark.parametrize("values", [{}, {"task": "gone"}, {"task": ["a", "b"]}])
def test_a_task_that_is_none_is_ignored(view, desk, values):
    assert view.act(desk, "show_way", values) is None


def test_what_this_cannot_do_is_ignored(view, task, desk):
    assert view.act(desk, "answer", {"task": task.id}) is None


def test_a_widget_with_nothing_to_say_sends_nothing(desk, content):
    floor = Heard(FloorView(MODULES[0]), desk)
    floor.decided("eligibility", work_out("eligibility", {}, content).outcome)
    assert floor.sent == []
