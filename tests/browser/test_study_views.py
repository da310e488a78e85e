"""A case, tasks, the floor and myths in one notebook of JupyterLab, with a real kernel under an explorer."""

import json
import re
import signal
import sys

import nbformat
import pytest

from tests.kit import Kit
from tests.served import LOOPBACK, Server

MODULE = "eligibility"
OWN = "Effort counts, and I have it written down."


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("lab")


@pytest.fixture(scope="module")
def running(place, content):
    kit = Kit(place / "kit")
    calls = [
        f'from iepkit import learning, pages\n\nlearning.case("{content.modules[MODULE].cases[0]}")',
        f'pages.explore("{MODULE}")',
        *(f'learning.{call}("{MODULE}")' for call in ("tasks", "floor", "myths")),
        "learning.start()",
    ]
    cells = [nbformat.v4.new_code_cell(call, id=f"cell-{number}") for number, call in enumerate(calls)]
    kernel = {"kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=kernel)
    nbformat.write(notebook, kit.folder / "notebooks/views.ipynb")
    own = {"IEPKIT_PROGRESS": "progress.jsonl", "JUPYTERLAB_WORKSPACES_DIR": "workspaces"}
    surroundings = ["env", *(f"{name}={place / file}" for name, file in own.items())]
    lab = [sys.executable, "-m", "iepkit", "lab", "--no-browser", "--port", "{port}"]
    server = Server(kit.folder, place / "log", command=[*surroundings, *lab], path="/api")
    yield server
    # Ctrl-C would ask whether it is meant.
    server.end(signal.SIGTERM)


@pytest.fixture
def page(running, phone, place, request):
    (place / "progress.jsonl").unlink(missing_ok=True)
    token = re.search(r"token=(\w+)", running.printed())[1]
    page = phone(1280).page
    # In a workspace of another test JupyterLab would open that test's notebook again.
    own = f"/lab/workspaces/{request.node.name}/tree/notebooks/views.ipynb"
    page.goto(f"http://{LOOPBACK}:{running.port}{own}?token={token}")
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    for name in (f"myths-{MODULE}", "start"):
        widget(page, name).wait_for(timeout=60_000)
    return page


def widget(page, name):
    return page.locator(f"[data-study={name}][data-connected]")


def kept(place):
    path = place / "progress.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [json.loads(line)["body"] for line in lines]


def test_one_s_own_words_stay_beside_the_answer_and_reach_neither_kernel_nor_file(page, place):
    page.evaluate("""() => {
      const send = WebSocket.prototype.send;
      window.sent = [];
      WebSocket.prototype.send = function (data) {
        window.sent.push(typeof data === "string" ? data : new TextDecoder().decode(data));
        return send.call(this, data);
      };
    }""")
    first = widget(page, f"floor-{MODULE}").locator("[data-piece^=floor-]").first
    first.locator("textarea").fill(OWN)
    first.locator("[type=submit]").click()
    rate = first.locator("form[data-do=rate]")
    rate.wait_for()
    assert first.locator("textarea").input_value() == OWN
    rate.locator("[value='2']").check()
    rate.locator("[type=submit]").click()
    first.locator("[data-do=again]").wait_for()
    assert first.locator("textarea").input_value() == OWN
    (body,) = kept(place)
    assert body["rating"] == 2
    said = "".join(page.evaluate("window.sent"))
    assert '"rate"' in said
    assert OWN not in said
    first.locator("[data-do=again]").click()
    first.locator("form[data-do=compare]").wait_for()
    assert first.locator("textarea").input_value() == ""


def test_keys_pressed_in_a_widget_are_no_shortcuts_of_jupyterlab(page, content):
    case = widget(page, f"case-{content.modules[MODULE].cases[0]}")
    cells = page.locator(".jp-Cell").count()
    for radios in (case.locator("[name=iep]"), page.locator(".explorer [data-kind=one] [type=radio]")):
        radios.first.focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("a")
        page.keyboard.press("x")
        assert page.evaluate("document.activeElement.type") == "radio"
        assert radios.nth(1).is_checked()
        assert page.locator(".jp-Cell").count() == cells


def test_a_case_is_thought_about_and_shown_to_its_end(page, place, content):
    name = content.modules[MODULE].cases[0]
    case = widget(page, f"case-{name}")
    submit = case.locator("form[data-do=think] [type=submit]")
    submit.click()
    case.locator(".fault").wait_for()
    assert page.evaluate("document.activeElement.className") == "fault"
    for plan in ("iep", "plan_504"):
        case.locator(f"[name={plan}]").first.check()
    submit.click()
    case.locator(".findings").wait_for()
    assert case.locator("h3").evaluate("e => e === document.activeElement")
    assert kept(place) == [{"item": f"case.{name}"}]


def test_the_explorer_tells_a_task_that_it_is_found(page, place, content):
    tasks = widget(page, f"tasks-{MODULE}")
    found = next(
        (task, case)
        for task in content.modules[MODULE].tasks
        for case in content.cases.values()
        if case.topic == task.topic and all(case.expect[plan]["answer"] in goal for plan, goal in task.goal.items())
    )
    task, case = found
    page.select_option("[data-stories] select", case.id)
    tasks.locator(f"[data-piece=task-{task.id}].is-done").wait_for()
    assert tasks.locator("[data-said]").text_content().startswith("Found:")
    assert {"item": f"task.{task.id}", "how": "found"} in kept(place)
    tasks.locator(f"[data-piece=task-{task.id}] summary").first.click()
    tasks.locator(f"[data-piece=task-{task.id}] dl").wait_for()


def test_who_said_an_answer_aloud_sees_no_empty_box_beside_the_sourced_one(page):
    floor = widget(page, f"floor-{MODULE}")
    first = floor.locator("[data-piece^=floor-]").first
    first.locator("[type=submit]").click()
    first.locator("form[data-do=rate]").wait_for()
    assert not first.locator("textarea").is_visible()
    # What is wrong is what a screen reader reads next.
    first.locator("[type=submit]").click()
    first.locator(".fault").wait_for()
    assert page.evaluate("document.activeElement.className") == "fault"
    first.locator("[value='1']").check()
    first.locator("[type=submit]").click()
    first.locator("[data-do=again]").wait_for()
    assert not first.locator("textarea").is_visible()


def test_a_button_that_saves_a_file_keeps_the_focus(page):
    start = widget(page, "start")
    start.locator("details[data-keep=mine] summary").click()
    start.locator("[data-do=download]").focus()
    with page.expect_download():
        page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.dataset.do") == "download"


def test_the_path_follows_what_is_done_in_another_widget_and_all_follow_who_learns(page):
    myths, start = widget(page, f"myths-{MODULE}"), widget(page, "start")
    first = myths.locator("[data-piece^=myth-]").first
    assert start.locator(".stages .begun").count() == 0
    first.locator("[type=submit]").click()
    first.locator("[value='3']").check()
    first.locator("form[data-do=rate] [type=submit]").click()
    start.locator(".stages .begun").wait_for(state="attached")
    start.locator("[data-piece=head] summary").click()
    start.locator("[name=learner]").fill("Ana")
    # By the keyboard alone: in an output of JupyterLab Enter sends no form unless it is helped.
    page.keyboard.press("Enter")
    # The answers of who sat here before are gone from each widget.
    first.locator("form[data-do=compare]").wait_for()
    assert myths.locator(".learner").inner_text() == "Ana learns here."


def test_a_notebook_that_was_saved_shows_its_reading_when_it_is_opened_again(page):
    page.get_by_role("menuitem", name="File", exact=True).click()
    page.locator(".lm-Menu-item", has_text=re.compile("^Save Notebook")).first.click()
    page.wait_for_selector(".lm-TabBar-tab.jp-mod-dirty", state="detached")
    page.reload()
    reading = page.locator(f".jp-OutputArea [data-study=floor-{MODULE}]:not([data-connected])")
    reading.wait_for(timeout=60_000)
    assert page.get_by_text("Loading widget").count() == 0
