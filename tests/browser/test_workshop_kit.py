"""The first page of what a trainer takes along: read on any screen, with the keyboard and aloud."""

import datetime as dt

import pytest
from axe_playwright_python.sync_playwright import Axe

from iepkit.agenda import kit as whole
from iepkit.agenda.plan import Wish, plan
from iepkit.agenda.room import Room
from tests.browser.conftest import AXE, WIDTHS


@pytest.fixture(scope="module")
def page_of(content):
    planned = plan(tuple(content.blocks.values()), Wish(45, "consecutive"), content.agenda)
    kit = whole.Kit(planned, Room(dt.time(18, 30)), (), "", "")
    name, page = next(iter(whole.files(kit, content)))
    assert name == whole.START
    return page.decode()


@pytest.mark.parametrize("width", WIDTHS)
def test_it_fits_and_axe_finds_nothing(browser, page_of, width):
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.set_content(page_of)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    found = Axe().run(page, options=AXE).response["violations"]
    assert [(fault["id"], [node["target"] for node in fault["nodes"]][:2]) for fault in found] == []
    page.close()
