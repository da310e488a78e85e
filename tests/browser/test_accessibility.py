"""axe finds nothing wrong, in any state of any page."""

import pytest

from tests.browser.conftest import WIDTHS


def in_english(shown, phone, width=390):
    one = phone(width)
    one.open(shown.address())
    one.wait_for_kernel()
    return one


@pytest.mark.parametrize("width", WIDTHS)
def test_the_chart(shown, phone, width):
    assert in_english(shown, phone, width).axe() == []


@pytest.mark.parametrize("width", [390, 1280])
def test_everything_open(shown, phone, width):
    one = in_english(shown, phone, width)
    one.page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
    assert one.axe() == []


def test_with_hits_marked(shown, phone):
    one = in_english(shown, phone)
    one.page.fill("[data-search]", "writing")
    assert one.axe() == []


def test_with_nothing_left(shown, phone):
    one = in_english(shown, phone)
    one.page.fill("[data-search]", "zebra")
    assert one.axe() == []


def test_one_plan_alone(shown, phone):
    one = in_english(shown, phone, 1280)
    one.page.click("[data-options] > summary")
    one.page.get_by_role("radio", name="IEP").check()
    assert one.axe() == []


@pytest.mark.parametrize("part", ["short", "words", "help"])
def test_each_part(shown, phone, part):
    one = in_english(shown, phone)
    one.page.click(f"[data-open={part}]")
    one.page.wait_for_selector(f"[data-part={part}]:not(:has([data-empty]))")
    one.page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
    assert one.axe() == []


def test_in_another_language(shown, phone):
    one = in_english(shown, phone)
    one.page.click("[data-turn=eo]")
    one.page.wait_for_selector("h1:has-text('Xe ze?')")
    assert one.axe() == []


@pytest.mark.parametrize("name", ["01_compare", "02_eligibility", "05_rights", "07_discipline"])
def test_the_notebooks_in_voila(voila, phone, name):
    one = phone(1280)
    one.open(voila.address(f"/voila/render/{name}.ipynb"), ready="main")
    one.page.wait_for_load_state("load")
    assert one.axe() == []


@pytest.mark.parametrize("path", ["/join", "/files/comparison.html", "/nothing", "/voila/render/none.ipynb"])
def test_the_other_pages(server, phone, path):
    one = phone(1280)
    one.open(server.address(path), ready="main")
    one.page.wait_for_load_state("load")
    assert one.axe() == []


def test_every_control_has_a_target_of_24_pixels(shown, phone):
    one = in_english(shown, phone)
    one.page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
    small = one.page.evaluate(
        """() => [...document.querySelectorAll("main :is(a, button, input, select, summary)")]
             .filter((e) => e.offsetParent)
             .map((e) => [e.getBoundingClientRect(), e.outerHTML.slice(0, 60)])
             .filter(([box]) => box.width < 24 || box.height < 24).map(([, html]) => html)"""
    )
    assert small == []
