"""A real browser on the real server: a phone in a room with no internet."""

import itertools
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from iepkit.content import load
from iepkit.folder import write_folder
from iepkit.site import folder
from tests.browser.lab import Lab, run_all
from tests.kit import OTHER_LANGUAGE, ROOT, Kit
from tests.served import PHONE_NAME

sys.path.insert(0, str(ROOT))
from start import chromium

WIDTHS = (320, 390, 1280)
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="session")
def browser():
    place = chromium()
    assert place, "no Chromium: run `make test`, which says how to get it"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=place,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                # Every other name leads nowhere, as in a room with no internet.
                f"--host-resolver-rules=MAP {PHONE_NAME} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            ],
        )
        yield running
        running.close()


class TakeHome:
    """The take-home folder, opened from a disk as from a USB stick; asked for like a server's pages."""

    def __init__(self, place):
        self.place = place

    def address(self, path="/"):
        name, _, query = path.removeprefix("/files").lstrip("/").partition("?")
        return (self.place / (name or "index.html")).as_uri() + (f"?{query}" if query else "")


@pytest.fixture(scope="session")
def take_home(tmp_path_factory):
    """The take-home folder of the kit as it is, in the languages that the served one has."""
    place = tmp_path_factory.mktemp("take_home")
    kit = Kit(place / "kit")
    kit.translate("eo", OTHER_LANGUAGE)
    made = load(kit.folder)
    list(write_folder(place / "site", folder.names(made), folder.files(made)))
    return TakeHome(place / "site")


@pytest.fixture(params=["served", "take_home"])
def shown(request):
    """The page that attendees have: from the server, and from a folder with no server at all."""
    return request.getfixturevalue("server" if request.param == "served" else "take_home")


class Phone:
    """One page in a browser of its own, with all that it asked for and all that went wrong."""

    def __init__(self, browser, width, **options):
        self.context = browser.new_context(viewport={"width": width, "height": 844}, **options)
        self.asked, self.errors = [], []
        self.page = self._new_page()

    def _new_page(self):
        page = self.context.new_page()
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        return page

    def close_tab(self):
        """Close the page and open an empty one; what the browser has in its cache stays."""
        self.page.close()
        self.page = self._new_page()

    def open(self, address, ready="[data-tools]:not([hidden])"):
        self.page.goto(address, wait_until="commit")
        self.page.wait_for_selector(ready)
        return self.page

    def wait_for_kernel(self):
        self.page.wait_for_selector("[data-connected]", timeout=60_000)

    def axe(self, within=None):
        """What axe finds wrong, in short; in the whole page, or in one element of it."""
        found = Axe().run(self.page, context=within, options=AXE).response["violations"]
        return [(fault["id"], fault["impact"], [node["target"] for node in fault["nodes"]][:3]) for fault in found]

    def sideways(self):
        """How many pixels of the page stick out to the side, and which elements."""
        return self.page.evaluate(
            """() => {
              const width = document.documentElement.clientWidth;
              const out = [...document.querySelectorAll("main *")].filter((e) => {
                const box = e.getBoundingClientRect();
                const unseen = e.closest(".unseen, thead") || getComputedStyle(e).position === "absolute";
                return box.width && !unseen && (box.right > width + 1 || box.left < -1);
              });
              return [document.documentElement.scrollWidth - width, out.map((e) => e.outerHTML.slice(0, 80))];
            }"""
        )

    def others(self, own=f"http://{PHONE_NAME}:"):
        """What was asked of any other host."""
        return [url for url in self.asked if not url.startswith((own, "file:", "data:", "blob:"))]


@pytest.fixture
def phone(browser):
    phones = []

    def make(width=390, **options):
        phones.append(Phone(browser, width, **options))
        return phones[-1]

    yield make
    for one in phones:
        one.context.close()
        assert one.errors == []


@pytest.fixture(scope="session")
def one_lab(tmp_path_factory):
    """JupyterLab with the kit as it is, and with a file of progress of its own."""
    running = Lab(tmp_path_factory.mktemp("lab"))
    yield running
    running.end()


@pytest.fixture
def lab(one_lab):
    """JupyterLab, with nothing running that another test has begun, and with no progress."""
    one_lab.end_kernels()
    one_lab.progress.unlink(missing_ok=True)
    return one_lab


_workspaces = itertools.count()


@pytest.fixture
def open_in_lab(lab, phone):
    """Open a notebook in JupyterLab, in a browser of its own."""

    def open_one(name, folder="notebooks", width=1280):
        one = phone(width)
        # In a workspace of another test JupyterLab would open that test's notebook again.
        one.page.goto(lab.address(f"/lab/workspaces/test-{next(_workspaces)}/tree/{folder}/{name}"))
        one.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        return one

    return open_one


@pytest.fixture
def run_in_lab(open_in_lab):
    """Open a notebook in JupyterLab and run all its cells."""

    def run(name, folder="notebooks", width=1280):
        one = open_in_lab(name, folder, width)
        run_all(one.page)
        return one

    return run
