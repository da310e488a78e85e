"""The self-study as staff learn with it: each module in JupyterLab, and the whole path over fourteen days."""

import datetime as dt
import json
import random
import re
import shutil
import signal
import sys
from collections import defaultdict
from pathlib import Path

import nbformat
import pytest
from ipykernel.kernelspec import RESOURCES

from iepkit.scripts import STATIC
from tests.browser.conftest import WIDTHS, Phone
from tests.browser.lab import DARK, LAB, LIGHT, Lab, choose_theme, run_all
from tests.browser.learner import Learner, widgets_of
from tests.documents.test_pdf import opened, words_of
from tests.kit import ROOT, Kit
from tests.served import PLAIN_VOILA, Server

STUDY = "notebooks/self_study"
SHARE = STATIC.parents[3]
MODULES = sorted(path.name for path in (ROOT / STUDY).glob("*.ipynb"))
FAKETIME = [str(place) for place in Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")]
DAYS = 14
LAST_DAYS_LEFT_FREE = 2
# With a clock that is made up, Python's own sleep fails, and a kernel sleeps before each of its answers.
_KERNEL = """
import select, time
time.sleep = lambda seconds: select.select([], [], [], seconds)
from ipykernel.kernelapp import launch_new_instance
launch_new_instance()
"""


def read(name):
    return nbformat.read(ROOT / STUDY / name, as_version=4)


def module_of(content, name):
    return next(module for module in content.modules.values() if module.notebook == f"{STUDY}/{name}")


def faults(one, selector):
    """What axe finds in each of these elements, everything opened."""
    one.page.evaluate("document.querySelectorAll('.jp-OutputArea details').forEach((d) => { d.open = true })")
    count = one.page.evaluate(
        "selector => [...document.querySelectorAll(selector)].map((e, n) => e.setAttribute('data-axe', n)).length",
        selector,
    )
    assert count
    return [fault for number in range(count) for fault in one.axe(f'[data-axe="{number}"]')]


@pytest.mark.parametrize("name", MODULES)
def test_a_module_is_gone_through_closed_and_found_as_it_was_left(run_in_lab, lab, content, name):
    module = module_of(content, name)
    one = run_in_lab(name, folder=STUDY)
    learner = Learner(one.page, content)
    count = widgets_of(read(name))
    learner.wait_for(count)
    if module.check:
        asked = module.check[0]
        learner.answer_one(learner.widget("check"), asked)
        seen = f'[data-piece="question-{asked}"] .answered'
        assert one.page.locator(f"{seen} .choices > li").count() == len(content.study_bank[asked].choices)
    else:
        learner.think(learner.widget("case").first)
        seen = '[data-study^="case-"] .findings'
    assert faults(one, ".jp-OutputArea [data-study]") == []
    assert one.others(LAB) == []
    one.context.close()
    lab.end_kernels()

    again = run_in_lab(name, folder=STUDY)
    Learner(again.page, content).wait_for(count)
    again.page.locator(f".jp-OutputArea {seen}").wait_for()


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith(("03", "08"))])
def test_all_that_a_module_shows_is_good_to_read_in_the_dark_theme(run_in_lab, content, name):
    one = run_in_lab(name, folder=STUDY)
    learner = Learner(one.page, content)
    learner.wait_for(widgets_of(read(name)))
    learner.answer_one(learner.widget("check"), module_of(content, name).check[0], is_known=False)
    for theme in (DARK, LIGHT):
        choose_theme(one.page, theme)
        paper = one.page.locator(".jp-OutputArea .iepkit.study").first
        is_dark = theme == DARK
        assert (paper.evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(17, 17, 17)") == is_dark
        assert faults(one, ".jp-OutputArea .iepkit") == []


@pytest.fixture(scope="session")
def self_study_in_voila(tmp_path_factory):
    """The self-study in stock Voila, with a file of progress of its own."""
    folder = tmp_path_factory.mktemp("self_study_in_voila")
    kit = Kit(folder / "kit")
    (kit.folder / "voila.json").write_text((ROOT / "voila.json").read_text())
    # The template as it is here, not as it was when the kit was installed.
    own = [f"IEPKIT_PROGRESS={folder / 'progress.jsonl'}", f"JUPYTER_PATH={SHARE}"]
    command = ["env", *own, *PLAIN_VOILA]
    running = Server(kit.folder, folder / "log", command=command, path="/voila/render/01_compare.ipynb")
    yield running
    running.end(signal.SIGKILL)


@pytest.mark.parametrize("width", WIDTHS)
def test_each_widget_of_a_module_has_its_line_in_voila(self_study_in_voila, phone, content, width):
    name = next(name for name in MODULES if name.startswith("03"))
    one = phone(width)
    page = one.open(
        self_study_in_voila.address(f"/voila/render/self_study/{name}"), ready="[data-study][data-connected]"
    )
    count = widgets_of(read(name))
    page.locator("[data-study][data-connected]").nth(count - 1).wait_for(state="attached")
    check = page.locator('[data-study^="check-"]')
    # The progress of one width is there in the next one.
    Learner(page, content).answer_one(check, module_of(content, name).check[WIDTHS.index(width)])
    assert one.sideways()[0] == 0
    # What pandas leaves empty at the corner of a table is not ours.
    assert [fault for fault in one.axe() if fault[0] != "empty-table-header"] == []
    assert one.others() == []


class FarDays(Lab):
    """JupyterLab whose kernels live on another day than this computer."""

    def __init__(self, folder):
        self._clock = folder / "clock"
        self.be_on(0)
        shutil.copytree(RESOURCES, folder / "jupyter/kernels/python3")
        environment = {
            "LD_PRELOAD": FAKETIME[0],
            "FAKETIME_TIMESTAMP_FILE": str(self._clock),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }
        kernel = {
            "argv": [sys.executable, "-c", _KERNEL, "-f", "{connection_file}"],
            "display_name": "Python 3 (ipykernel)",
            "language": "python",
            "env": environment,
        }
        (folder / "jupyter/kernels/python3/kernel.json").write_text(json.dumps(kernel))
        super().__init__(folder, JUPYTER_PATH=str(folder / "jupyter"))

    def be_on(self, day):
        """From now on it is so many days later."""
        whole = self._clock.with_suffix(".new")
        whole.write_text(f"+{day * 24 * 60 * 60}")
        whole.replace(self._clock)


class Fortnight:
    """A new staff member at home: JupyterLab opened day by day, progress kept."""

    def __init__(self, lab, browser, content):
        self.lab = lab
        self.content = content
        self._one = Phone(browser, 1280)
        self._guesses = random.Random(11)
        self._opened = 0

    def open(self, name):
        """Open a notebook, run all of it, and sit before it."""
        self.close()
        self._opened += 1
        page = self._one.page
        page.goto(self.lab.address(f"/lab/workspaces/day-{self._opened}/tree/{STUDY}/{name}"))
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        run_all(page)
        learner = Learner(page, self.content, self._guesses)
        learner.wait_for(widgets_of(read(name)))
        return learner

    def close(self):
        """Close the tab and its kernel."""
        assert self._one.errors == []
        assert self._one.others(LAB) == []
        self._one.close_tab()
        self.lab.end_kernels()

    def end(self):
        """Close the browser."""
        self._one.context.close()

    def events(self):
        return [json.loads(line) for line in self.lab.progress.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def fortnight(tmp_path, browser, content):
    lab = FarDays(tmp_path)
    days = Fortnight(lab, browser, content)
    yield days
    days.end()
    lab.end()


@pytest.mark.skipif(not FAKETIME, reason="faketime is not installed (Debian: apt-get install faketime)")
def test_fourteen_days_from_the_first_page_to_the_certificate(fortnight, content):
    start, *_, room = MODULES
    modules = list(content.modules.values())
    missed = defaultdict(list)
    today = dt.datetime.now(dt.UTC).date()
    for day in range(DAYS):
        fortnight.lab.be_on(day)
        learner = fortnight.open(start)
        learner.review()
        if day == 0:
            learner.go_through(modules[0])
        elif day < len(modules):
            name = Path(modules[day].notebook).name
            missed[day] += fortnight.open(name).go_through(modules[day])
        elif day == DAYS - LAST_DAYS_LEFT_FREE:
            learner = fortnight.open(room)
            asked = learner.try_it(knows=False)
            assert not learner.widget("ready").locator("form[data-do=certificate]").count()
    learner = fortnight.open(room)
    assert learner.try_it(knows=True) == asked == sum(content.readiness.items.values())
    form = learner.widget("ready").locator("form[data-do=certificate]")
    form.locator("[name=name]").fill("Marisol Peña")
    with learner.page.expect_download() as download:
        form.locator("[type=submit]").click()
    made = download.value.path().read_bytes()
    fortnight.close()

    assert opened(made).trailer["/Root"]["/MarkInfo"]["/Marked"]
    words = words_of(made)
    assert "MarisolPeña" in words
    for module in modules:
        assert re.sub(r"\s", "", content.texts[module.title_id]) in words
    events = fortnight.events()
    days = sorted({dt.datetime.fromisoformat(event["at"]).date() for event in events})
    assert (days[-1] - days[0]).days == DAYS - 1
    assert days[0] - today <= dt.timedelta(days=1)
    # What was missed came back on a later day, and nothing of what was written is kept.
    assert sum(map(len, missed.values())) > len(modules)
    for day, items in missed.items():
        for item in items:
            asked_on = [
                dt.datetime.fromisoformat(event["at"]).date() for event in events if event["body"].get("item") == item
            ]
            assert max(asked_on) > days[0] + dt.timedelta(days=day), item
    assert "the rule says" not in fortnight.lab.progress.read_text(encoding="utf-8")
