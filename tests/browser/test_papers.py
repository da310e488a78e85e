"""My papers on a phone: what to collect with ticks, what fits the answers, and the steps after a no."""

import pytest

from iepkit.documents.papers import papers_for, steps_for
from tests.browser.conftest import WIDTHS
from tests.browser.keyboard import open_part, tab_to


@pytest.fixture
def papers(shown, phone):
    def start(width=390, **options):
        one = phone(width, **options)
        one.open(shown.address())
        open_part(one.page, "papers")
        one.page.wait_for_selector("[data-mine=papers] [data-print]:visible")
        one.part = one.page.locator("[data-mine=papers]")
        return one

    return start


def test_all_papers_are_there_and_a_tick_stays(papers, content):
    one = papers()
    assert one.part.locator("[data-paper]:visible").count() == len(content.papers)
    tab_to(one.page, "[data-paper=own_notes] [data-tick]")
    one.page.keyboard.press("Space")
    open_part(one.page, "words")
    open_part(one.page, "papers")
    assert one.part.locator("[data-tick]:checked").count() == 1
    assert one.page.evaluate("[localStorage.length, sessionStorage.length, document.cookie, window.name]") == [
        0,
        0,
        "",
        "",
    ]


def test_what_fits_the_answers_under_eligibility_stands_before_the_rest(papers, content):
    one = papers()
    assert one.part.locator("[data-fits]:visible").count() == 0
    open_part(one.page, "eligibility")
    one.page.wait_for_selector("[data-part=eligibility] [data-what-if=begin]:visible")
    one.page.check("[data-question=progress] [value=yes]")
    one.page.wait_for_selector("[data-reason=progress_yes]:visible")
    open_part(one.page, "papers")
    found = one.page.locator("[data-part=eligibility] [data-finding]:not([hidden]) [data-reason]:not([hidden])")
    helps = papers_for(found.evaluate_all("all => all.map((e) => e.dataset.reason)"), content)
    ids = one.part.locator("[data-paper]").evaluate_all("all => all.map((e) => e.dataset.paper)")
    assert set(ids[: len(helps)]) == {paper.id for paper in helps}
    assert one.part.locator("[data-fits]:visible").count() == sum(bool(paper.found) for paper in helps) > 0


@pytest.mark.parametrize("state", ["massachusetts", "other", "not_sure"])
def test_the_steps_after_a_no_are_those_of_the_state(papers, content, state):
    one = papers()
    one.part.locator(f"[name=papers-state][value={state}]").check()
    shown = one.part.locator("[data-state]:visible > b").all_inner_texts()
    steps = steps_for("" if state == "not_sure" else state, content)
    assert shown == [content.texts[f"step.{step.id}.name"] for step in steps]
    assert "free help" in shown[0]


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_and_nothing_sticks_out(papers, width):
    one = papers(width)
    one.page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
    assert one.axe() == []
    assert one.sideways() == [0, []]
    one.page.add_style_tag(content="html { font-size: 200% }")
    assert one.sideways() == [0, []]


def test_the_print_says_what_it_is_and_how_old(papers):
    one = papers()
    one.page.evaluate("() => { window.print = () => {} }")
    one.part.locator("[data-print]").click()
    one.page.emulate_media(media="print")
    printed = one.page.evaluate("document.body.innerText")
    assert "not legal advice" in printed
    assert "this page is old" in printed
    assert "IEP or 504 plan?" not in printed


def test_without_script_the_page_says_what_to_do(voila, phone):
    one = phone(java_script_enabled=False)
    one.page.goto(voila.address("/voila/render/09_my_letter.ipynb"), wait_until="commit")
    said = one.page.locator("[data-part=letter] noscript p").first
    said.wait_for()
    assert "Ask the trainer for the letters on paper" in said.inner_text()
