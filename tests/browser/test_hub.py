"""The hub for staff as a learner sees it: the log-in, JupyterLab, a module, and what the page says when it is ended."""

import re

import pytest

from tests.browser.lab import run_all
from tests.browser.learner import Learner
from tests.deploy.hub import Hub, may_have_hubs

pytestmark = pytest.mark.skipif(not may_have_hubs(), reason="accounts of its own need Linux and root")

PASSWORD = "parsley-7"  # noqa: S105 - the account ends with the test
START = "notebooks/self_study/01_start.ipynb"
MODULE = "notebooks/self_study/02_law.ipynb"
_PATIENT = 90_000


@pytest.fixture(scope="module")
def hub():
    running = Hub({"ana": PASSWORD})
    try:
        running.start()
        yield running
    finally:
        running.remove()


def log_in(hub, page):
    page.goto(hub.address("/"))
    page.get_by_label("Username").fill("ana")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**/user/ana/lab/tree/{START}*", timeout=_PATIENT)


def test_a_learner_logs_in_studies_leaves_and_finds_it_again(hub, phone, content):
    page = phone(1280).page
    log_in(hub, page)
    run_all(page)
    Learner(page, content).wait_for(3)
    # In the workspace of before JupyterLab would have both notebooks open.
    page.goto(hub.address(f"/user/ana/lab/workspaces/module/tree/{MODULE}"))
    run_all(page)
    learner = Learner(page, content)
    check = learner.widget("check")
    check.wait_for(timeout=_PATIENT)
    learner.answer(check)
    answered = check.locator("[data-do=again]").count()
    assert answered == len(content.modules["law"].check)
    page.close()
    elsewhere = phone(1280).page
    log_in(hub, elsewhere)
    elsewhere.goto(hub.address(f"/user/ana/lab/workspaces/module/tree/{MODULE}"))
    run_all(elsewhere)
    again = Learner(elsewhere, content).widget("check")
    again.wait_for(timeout=_PATIENT)
    assert again.locator("[data-do=again]").count() == answered


def test_the_page_says_when_its_server_was_ended(hub, phone):
    page = phone(1280).page
    log_in(hub, page)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=_PATIENT)
    hub.servers()["ana"].terminate()
    dialog = page.get_by_role("dialog")
    dialog.wait_for(timeout=_PATIENT)
    # JupyterLab may have asked for the notebook's state just then: that says first what it could not get.
    if "cannot open" in dialog.inner_text().lower():
        dialog.get_by_role("button", name="Close").click()
    dialog.filter(has_text=re.compile("server", re.IGNORECASE)).wait_for(timeout=_PATIENT)
