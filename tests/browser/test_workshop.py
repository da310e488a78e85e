"""The attendee's page on a phone: it can be read, filtered, searched and asked "why?"."""

import time

import pytest

from iepkit.serving.settings import can_fork
from tests.browser.conftest import WIDTHS
from tests.browser.keyboard import tab_to
from tests.browser.waiting import wait_until
from tests.served import PHONE_NAME, Server

SHOWN = "tbody tr:not([hidden])"


def test_it_is_opened_as_a_phone_does_under_a_name_that_is_no_secure_context(server, phone):
    page = phone().open(server.address())
    assert page.evaluate("isSecureContext") is False
    assert page.evaluate("navigator.clipboard") is None


def test_it_reads_with_no_script_at_all(shown, phone, content):
    page = phone(java_script_enabled=False).open(shown.address(), ready=".chart")
    assert page.locator("tbody td").count() == 18
    assert content.texts["cell.funding.plan_504"] in page.locator(".says").all_inner_texts()
    assert page.locator("[data-tools]").is_hidden()
    assert page.get_by_text("Disability Law Center").is_visible()
    assert page.locator(".gloss:visible").count() > 20


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_sticks_out_to_the_side(shown, phone, width):
    one = phone(width)
    page = one.open(shown.address())
    one.wait_for_kernel()
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
    assert one.sideways() == [0, []]
    for part in ("eligibility", "short", "words", "help"):
        page.click(f"[data-open={part}]")
        page.wait_for_selector(f"[data-part={part}]:not(:has([data-empty]))")
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
        assert one.sideways() == [0, []]


@pytest.mark.parametrize("width", WIDTHS)
def test_text_at_twice_the_size_stays_usable(shown, phone, width):
    one = phone(width)
    page = one.open(shown.address())
    page.add_style_tag(content="html { font-size: 200% }")
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
    assert one.sideways() == [0, []]
    page.fill("[data-search]", "grievance")
    assert page.locator(SHOWN).count() == 1
    cut = page.evaluate(
        """() => [...document.querySelectorAll("main :is(p, li, label, button, summary, th, h1, h2)")]
             .filter((e) => e.offsetParent && !e.closest("thead, .unseen") && e.scrollWidth > e.clientWidth + 1 && e.clientWidth)
             .map((e) => e.outerHTML.slice(0, 80))"""
    )
    assert cut == []


def test_on_a_phone_each_cell_says_whose_it_is_and_stays_a_table(shown, phone):
    page = phone(390).open(shown.address())
    assert page.locator(".plan-name:visible").count() == 18
    assert page.get_by_role("table").count() == 1
    assert page.get_by_role("rowheader").count() == 9
    assert page.get_by_role("columnheader").count() == 3
    wide = phone(1280).open(shown.address())
    assert wide.locator(".plan-name:visible").count() == 0


def test_search_marks_its_hits_and_says_how_many_topics_are_left(shown, phone):
    page = phone().open(shown.address())
    page.fill("[data-search]", "MANIFESTATION")
    assert page.locator(SHOWN).count() == 1
    assert set(page.locator("mark").all_inner_texts()) == {"manifestation"}
    assert page.inner_text("[data-count]") == "Topics shown: 1 of 9."
    page.fill("[data-search]", "zebra")
    assert page.inner_text("[data-count]") == "No topic fits. Try another word, such as evaluation, grades or hearing."
    page.fill("[data-search]", "")
    assert page.locator("mark").count() == 0
    assert page.locator(SHOWN).count() == 9


def test_a_phrase_is_looked_for_as_it_stands_and_words_from_their_start(shown, phone):
    page = phone().open(shown.address())
    page.fill("[data-search]", "in writing")
    assert set(page.locator("mark").all_inner_texts()) == {"in writing"}
    page.fill("[data-search]", "nurse sports")
    assert page.locator(SHOWN).count() == 1
    assert set(page.locator("mark").all_inner_texts()) == {"nurse", "sports"}
    page.fill("[data-search]", "urse")
    assert page.locator(SHOWN).count() == 0


def test_every_topic_that_is_found_has_a_mark_and_what_is_only_in_the_sources_is_not_found(shown, phone):
    page = phone().open(shown.address())
    for words in ("free", "written", "placement"):
        page.fill("[data-search]", words)
        rows = page.locator(SHOWN)
        assert rows.count() > 1
        assert rows.count() == page.locator(f"{SHOWN}:has(mark:visible)").count(), words
    page.fill("[data-search]", "504 rule")
    assert page.locator(SHOWN).count() == page.locator(f"{SHOWN}:has(mark:visible)").count()


def test_a_topic_can_be_gone_to(shown, phone):
    page = phone().open(shown.address())
    page.get_by_role("link", name="Discipline protections").click()
    assert page.locator("[data-topic=discipline-protections]").bounding_box()["y"] < 400


def test_one_plan_can_be_read_alone(shown, phone):
    page = phone().open(shown.address())
    page.click("[data-options] > summary")
    page.get_by_role("radio", name="504 plan").check()
    assert page.locator("td.iep:visible").count() == 0
    assert page.locator("td.plan_504:visible").count() == 9
    assert page.inner_text("[data-count]") == "Topics shown: 9 of 9. 504 plan only."
    page.get_by_role("radio", name="Both plans").check()
    assert page.locator("td:visible").count() == 18


def test_caveats_are_on_and_can_be_put_away(shown, phone):
    page = phone().open(shown.address())
    assert page.locator(".caveat:visible").count() == 18
    page.click("[data-options] > summary")
    page.get_by_label("Show the notes (Take care)").uncheck()
    assert page.inner_text("[data-count]") == "Topics shown: 9 of 9. Without notes."
    assert page.locator(".caveat:visible").count() == 0
    page.fill("[data-search]", "good cause")
    assert page.locator(SHOWN).count() == 0


def test_topics_can_be_chosen(shown, phone):
    page = phone().open(shown.address())
    page.click("[data-options] > summary")
    page.click("[data-none]")
    assert page.locator(SHOWN).count() == 0
    assert page.inner_text("[data-count]") == "No topic is chosen. Choose one above."
    page.get_by_label("Funding").check()
    assert page.locator(SHOWN).count() == 1
    page.click("[data-all]")
    assert page.locator(SHOWN).count() == 9


def test_a_term_is_explained_where_it_is_first_seen_whatever_is_put_away(shown, phone):
    page = phone().open(shown.address())
    page.click("[data-options] > summary")
    page.click("[data-none]")
    page.get_by_label("Discipline protections").check()
    shown = page.locator(".gloss:visible")
    terms = [shown.nth(i).get_attribute("data-term") for i in range(shown.count())]
    assert "fape" in terms
    assert len(terms) == len(set(terms))


def test_why_names_sources_levels_and_how_far_they_are_confirmed(shown, phone):
    page = phone().open(shown.address())
    cell = page.locator("[data-topic=parental-rights] td.plan_504")
    assert cell.get_by_text("34 CFR 104.36").count() == 0 or not cell.get_by_text("34 CFR 104.36").first.is_visible()
    cell.locator("summary").click()
    text = cell.locator(".why").inner_text()
    for words in ("34 CFR 104.36", "Federal", "Massachusetts", "We have not read the text yet.", "Check with"):
        assert words in text


def test_all_of_it_works_with_the_keyboard_alone(shown, phone):
    one = phone()
    page = one.open(shown.address())
    one.wait_for_kernel()
    tab_to(page, "[data-search]")
    page.keyboard.type("specialized reading")
    assert page.locator(SHOWN).count() == 1
    tab_to(page, "[data-options] > summary")
    page.keyboard.press("Enter")
    tab_to(page, "[type=radio]")
    page.keyboard.press("ArrowDown")
    assert page.locator("td.plan_504:visible").count() == 0
    tab_to(page, "[data-caveats]")
    page.keyboard.press("Space")
    assert page.locator(".caveat:visible").count() == 0
    tab_to(page, "[data-choose=services]")
    page.keyboard.press("Space")
    assert page.locator(SHOWN).count() == 0
    tab_to(page, "[data-all]")
    page.keyboard.press("Enter")
    tab_to(page, ".why > summary")
    page.keyboard.press("Enter")
    assert page.locator(".why[open]").count() == 1
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    tab_to(page, ".why[open] a")


def test_a_part_opens_with_the_keyboard_and_takes_the_focus(shown, phone):
    one = phone()
    page = one.open(shown.address())
    tab_to(page, "[data-open=words]")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-part=words] dl", timeout=60_000)
    assert page.evaluate("document.activeElement.textContent") == "Words of the law"
    assert page.locator("[data-part=compare]").is_hidden()
    assert page.locator("[data-open][aria-current=true]").inner_text() == "Words of the law"
    page.click("[data-open=compare]")
    assert page.locator(".chart").is_visible()


def test_a_part_that_takes_its_time_is_announced_and_comes(server, phone):
    one = phone()
    # Each question takes two seconds to go out, as where the Wi-Fi is weak.
    one.page.add_init_script(
        "const get = window.fetch;"
        "window.fetch = async (...asked) => {"
        "  await new Promise((resolve) => setTimeout(resolve, 2000)); return get(...asked); };"
    )
    page = one.open(server.address())
    page.click("[data-open=short]")
    assert page.inner_text("[data-waiting]") == "One moment, this part is on its way."
    page.wait_for_selector("[data-part=short] h3", timeout=60_000)
    assert page.locator("[data-part=short] h3").count() == 8
    assert page.inner_text("[data-waiting]") == ""


def test_no_other_host_is_asked_for_anything(server, phone):
    one = phone()
    page = one.open(server.address())
    one.wait_for_kernel()
    for part in ("short", "words", "help", "compare"):
        page.click(f"[data-open={part}]")
    # It listens to the room all the time, and is never idle: what it fetches ahead comes last.
    wait_until(page, "performance.getEntriesByType('resource').some((r) => r.name.endsWith('/en/answers.json'))")
    assert len(one.asked) > 3
    assert one.others() == []


def test_the_language_is_chosen_on_the_first_screen(shown, phone):
    one = phone()
    page = one.open(shown.address())
    one.wait_for_kernel()
    page.click("[data-turn=eo]")
    page.wait_for_selector("h1:has-text('Xe ze?')")
    assert page.get_attribute("html", "lang") == "eo"
    assert page.title() == "Xe ze?"
    assert page.locator("[data-topic=law] td.iep .says").inner_text() == "Ze xaw."
    assert page.locator("[data-topic=law] td.plan_504 .says [lang=en]").count() == 1
    assert page.url.endswith(("lang=eo", "/eo/index.html#compare"))


def test_a_link_may_name_the_language(shown, phone):
    page = phone().open(shown.address("/?lang=eo"))
    page.wait_for_selector("h1:has-text('Xe ze?')", timeout=60_000)
    assert page.get_attribute("html", "lang") == "eo"


def test_the_chart_is_taken_as_a_file(shown, phone):
    page = phone().open(shown.address())
    with page.expect_download() as download:
        page.get_by_text("Get the chart for a spreadsheet").click()
    assert download.value.suggested_filename == "comparison.csv"
    assert b"not legal advice" in download.value.path().read_bytes()


def test_the_page_to_print_holds_everything(server, phone):
    one = phone(390)
    page = one.open(server.address("/files/comparison.html"), ready=".chart")
    assert page.locator(".caveat:visible").count() == 18
    assert one.sideways()[0] == 0
    assert one.others() == []


def test_a_page_whose_kernel_is_gone_still_filters_and_says_what_it_lacks(server, phone):
    one = phone()
    page = one.open(server.address())
    page.evaluate("document.querySelector('[data-iepkit]').iepkit.disconnect()")
    page.clock.install()
    page.click("[data-open=words]")
    page.clock.run_for(16_000)
    assert page.inner_text("[data-waiting]").startswith("This part can't be reached right now.")
    page.click("[data-open=help]")
    assert page.get_by_text("Disability Law Center").is_visible()
    page.click("[data-open=compare]")
    page.fill("[data-search]", "sports")
    assert page.locator(SHOWN).count() == 1


def test_a_page_that_is_left_gives_its_kernel_back(kit, tmp_path, phone):
    running = Server(kit.folder, tmp_path / "log", attendees=1)
    try:
        running.wait_until_printed("Ready for 1 of 1")
        one = phone()
        for _ in range(4):
            one.open(running.address())
            one.wait_for_kernel()
        one.page.goto("about:blank")
        end = time.monotonic() + 20
        # Two spare places, and the parent that they are forked from.
        while len(running.children()) > 2 + can_fork():
            assert time.monotonic() < end, running.children()
            time.sleep(0.2)
    finally:
        running.end()


def test_no_cookie_is_set(server, phone):
    one = phone()
    one.open(server.address())
    one.wait_for_kernel()
    assert one.context.cookies() == []


def test_the_name_that_phones_use_is_not_this_machines(server):
    assert PHONE_NAME in server.address()
