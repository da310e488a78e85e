"""The notebooks where trainers and staff open them: in Voila and in JupyterLab."""

import re
import signal
import sys

import pytest

from tests.kit import Kit
from tests.served import Server

COMPARE = "/voila/render/01_compare.ipynb"


def test_the_topic_notebook_in_voila(voila, phone):
    one = phone()
    page = one.open(voila.address(COMPARE))
    assert page.title() == "The comparison: IEP and 504 plan"
    assert page.locator("[data-iepkit=compare] tbody tr").count() == 9
    page.fill("[data-search]", "sports")
    assert page.locator("[data-iepkit=compare] tbody tr:visible").count() == 1
    assert one.sideways()[0] == 0
    assert one.others() == []


@pytest.fixture
def lab(tmp_path, monkeypatch):
    # JupyterLab opens again what was open last, which in a test is another test's notebook.
    monkeypatch.setenv("JUPYTERLAB_WORKSPACES_DIR", str(tmp_path / "workspaces"))
    kit = Kit(tmp_path / "kit")
    running = Server(
        kit.folder,
        tmp_path / "log",
        command=[sys.executable, "-m", "iepkit", "lab", "--no-browser", "--port", "{port}"],
        path="/api",
    )
    yield running
    # Ctrl-C would ask whether it is meant.
    running.end(signal.SIGTERM)


@pytest.fixture
def run_in_lab(lab, phone):
    """Open a notebook in JupyterLab and run all its cells."""

    def run(name, folder="notebooks"):
        token = re.search(r"token=(\w+)", lab.printed())[1]
        one = phone(1280)
        one.page.goto(f"http://127.0.0.1:{lab.port}/lab/tree/{folder}/{name}?token={token}")
        one.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        one.page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60_000)
        one.page.get_by_role("menuitem", name="Run", exact=True).click()
        one.page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        return one

    return run


def test_the_chart_in_jupyterlab(run_in_lab):
    one = run_in_lab("01_compare.ipynb")
    page = one.page
    page.wait_for_selector(".jp-OutputArea [data-iepkit=compare] [data-tools]:not([hidden])", timeout=60_000)
    place = page.locator(".jp-OutputArea [data-iepkit=compare]")
    place.locator("[data-search]").fill("sports")
    assert place.locator("tbody tr:visible").count() == 1
    with page.expect_download() as download:
        place.get_by_role("button", name="Get the chart for a spreadsheet").click()
    assert b"not legal advice" in download.value.path().read_bytes()
    assert [url for url in one.asked if "://127.0.0.1" not in url and not url.startswith(("data:", "blob:"))] == []


def test_the_explorer_in_jupyterlab(run_in_lab):
    page = run_in_lab("02_eligibility.ipynb").page
    place = page.locator(".jp-OutputArea [data-iepkit=eligibility]")
    place.locator("[data-what-if=begin]").wait_for(timeout=60_000)
    place.locator("[data-question=progress] [value=yes]").check()
    place.locator("[data-reason=progress_yes]").wait_for(timeout=10_000)


def test_a_letter_and_its_pdf_in_jupyterlab(run_in_lab):
    page = run_in_lab("09_my_letter.ipynb").page
    place = page.locator(".jp-OutputArea [data-mine=letter]")
    place.locator("[data-pick=records]").click(timeout=60_000)
    while place.locator("[data-next]").is_visible():
        place.locator("[data-next]").click()
    with page.expect_download() as download:
        place.locator("[data-get=pdf]").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    page.locator(".jp-OutputArea [data-open=dates]").click()
    page.locator(".jp-OutputArea [data-mine=dates] form").wait_for()


def test_a_trainer_sees_the_slides_and_their_notes_in_jupyterlab(run_in_lab, content):
    page = run_in_lab("02_two_laws.ipynb", folder="slides").page
    shown = page.locator(".jp-OutputArea .iepkit-slide")
    shown.first.wait_for(timeout=60_000)
    block = content.blocks["two_laws"]
    assert shown.locator("h2").all_inner_texts() == [content.texts[slide.title_id] for slide in block.slides]
    assert page.locator(".jp-OutputArea .iepkit-notes").count() == len(block.slides)


def test_jupyterlab_opens_with_the_start_page_and_shows_the_guide(lab, phone):
    token = re.search(r"token=(\w+)", lab.printed())[1]
    one = phone(1280)
    page = one.page
    page.goto(f"http://127.0.0.1:{lab.port}/?token={token}")
    page.get_by_role("heading", name="Start here").wait_for(timeout=60_000)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=60_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    guide = page.locator(".jp-OutputArea .guide")
    guide.get_by_role("heading", name="Hard questions from the floor").wait_for(timeout=60_000)
    assert guide.get_by_role("heading", level=4).count() > 28
    assert [url for url in one.asked if "://127.0.0.1" not in url and not url.startswith(("data:", "blob:"))] == []


def test_the_start_page_in_voila(voila, phone):
    one = phone()
    page = one.open(voila.address("/voila/render/00_start.ipynb"), ready=".guide")
    page.locator(".guide").get_by_role("heading", name="When something fails").wait_for()
    assert one.sideways()[0] == 0
    assert one.others() == []
