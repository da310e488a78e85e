"""Every explorer on a phone: each story, the keyboard alone, axe, width, dates, rows and routes."""

import datetime as dt
import json

import pytest

from iepkit.explorers import TOPICS, as_ids, work_out
from iepkit.explorers.answers import settled
from tests.browser.conftest import WIDTHS
from tests.browser.keyboard import answer, open_part, tab_to
from tests.browser.waiting import wait_until

topics = pytest.mark.parametrize("topic", TOPICS)

SHOWN = """topic => {
  const part = document.querySelector(`[data-part='${topic}']`);
  const seen = (place, name) => [...place.querySelectorAll(`[data-${name}]`)].filter((e) => !e.hidden).map((e) => e.dataset[name]);
  const found = {};
  for (const plan of part.querySelectorAll("[data-finding]")) {
    found[plan.dataset.finding] = plan.hidden ? [] : seen(plan, "reason");
  }
  const dates = {};
  for (const due of part.querySelectorAll("[data-due]:not([hidden])")) {
    dates[due.dataset.due] = due.querySelector("[data-clock]:not([hidden]) [data-day]").dateTime;
  }
  const fits = [...part.querySelectorAll("[data-route]")].filter((row) => row.querySelector("[data-also]").hidden);
  return JSON.stringify([found, Object.entries(dates).sort(), fits.map((row) => row.dataset.route)]);
}"""


def expected(topic, given, content):
    result = as_ids(work_out(topic, given, content))
    sides = TOPICS[topic].REASONS
    found = {side: result["both"] if side == "both" else result[side]["reasons"] for side in sides}
    found = {side: list(reasons) for side, reasons in sorted(found.items(), key=lambda item: item[0] != "both")}
    dates = sorted([limit, due["day"]] for limit, due in result["dates"].items())
    plans = (result["first_plan"], "iep", "plan_504")
    routes = list(dict.fromkeys(route for plan in plans for route in result[plan]["routes"]))
    return json.dumps([found, dates, routes], separators=(",", ":"))


IS_BEFORE = """([first, second]) => {
  const ways = [...document.querySelectorAll("[data-route]")].map((row) => row.dataset.route);
  return ways.includes(first) && ways.indexOf(first) < ways.indexOf(second);
}"""


def wait_for(page, topic, given, content):
    wait_until(page, f"([topic, want]) => ({SHOWN})(topic) === want", arg=[topic, expected(topic, given, content)])


def stories(topic, content):
    return [case for case in content.cases.values() if case.topic == topic]


@pytest.fixture
def explorer(shown, phone):
    """Open one explorer of the workshop page with the keyboard."""

    def start(topic, width=390):
        one = phone(width)
        page = one.open(shown.address())
        open_part(page, topic)
        page.wait_for_selector(f"[data-explorer={topic}] [data-what-if=begin]:visible")
        one.part = page.locator(f"[data-part={topic}]")
        return one

    return start


@topics
def test_the_page_gives_what_the_rules_give_for_every_story(explorer, content, topic):
    one = explorer(topic)
    for case in stories(topic, content):
        one.part.locator("[data-stories] select").select_option(case.id)
        wait_for(one.page, topic, case.given, content)


@topics
def test_a_story_can_be_entered_and_its_reasons_read_with_the_keyboard_alone(explorer, content, topic):
    one = explorer(topic)
    page = one.page
    # The longest story has the most kinds of question.
    case = max(stories(topic, content), key=lambda case: len(json.dumps(case.given)))
    given = settled(case.given, dt.date.today())
    answer(page, content.interviews[topic], given)
    wait_for(page, topic, given, content)
    tab_to(page, f"[data-part={topic}] .jump a")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('.answer')")
    tab_to(page, f"[data-part={topic}] .finding summary")
    page.keyboard.press("Enter")
    tab_to(page, f"[data-part={topic}] .finding .sources a")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert one.others() == []


@pytest.mark.parametrize("width", WIDTHS)
@topics
def test_axe_finds_nothing_and_nothing_sticks_out(explorer, content, topic, width):
    one = explorer(topic, width)
    case = max(stories(topic, content), key=lambda case: len(json.dumps(case.given)))
    one.part.locator("[data-stories] select").select_option(case.id)
    wait_for(one.page, topic, case.given, content)
    one.page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
    assert one.axe() == []
    assert one.sideways() == [0, []]
    one.page.add_style_tag(content="html { font-size: 200% }")
    assert one.sideways() == [0, []]


def test_the_count_of_days_is_drawn_said_and_a_fault_in_a_row_stands_at_its_field(explorer, content):
    one = explorer("discipline")
    page, part = one.page, one.part
    for row, (how, days) in enumerate((("suspended", 8), ("sent_home", 4)), start=1):
        part.locator("[data-add]").click()
        place = f"[data-part=discipline] .row:nth-child({row})"
        page.locator(f"{place} [value={how}]").check()
        page.locator(f"{place} [data-field=part] [value={'whole' if how == 'suspended' else 'part'}]").check()
        page.locator(f"{place} [type=number]").fill(str(days))
        page.locator(f"{place} [type=number]").press("Tab")
    wait_until(page, "document.querySelector('[data-count=may_count]').textContent === '4'")
    assert part.locator("[data-boxes] .counted").count() == 8
    assert part.locator("[data-boxes] .may_count").count() == 4
    assert part.locator("[data-boxes] .line").inner_text() == "11"
    said = part.locator("[data-said]").inner_text()
    assert "Counted: 8." in said
    assert "May count: 4." in said
    page.locator("[data-part=discipline] .row:nth-child(2) [type=number]").fill("180")
    page.locator("[data-part=discipline] .row:nth-child(2) [type=number]").press("Tab")
    fault = part.locator(".row:nth-child(2) [data-field=days] [role=alert]")
    wait_until(page, "document.querySelectorAll('.row [data-field=days] [role=alert]')[1].textContent !== ''")
    assert fault.inner_text() == content.texts["ui.impossible.too_many_days"]
    # What can be is counted all the same.
    assert part.locator("[data-boxes] .counted").count() == 8
    assert part.locator("[data-boxes] .may_count").count() == 0
    assert part.locator("[data-left-out]").is_visible()


def test_routes_that_fit_come_first_and_none_is_hidden(explorer, content):
    one = explorer("rights")
    part = one.part
    part.get_by_label("The plan is not followed").check()
    wait_until(
        one.page,
        "document.querySelectorAll('[data-route]:has([data-also]:not([hidden]))').length < 17"
        " && document.querySelector('[data-route] [data-also]').hidden",
    )
    assert part.locator("[data-route]:visible").count() == len(content.routes)
    also = part.locator("[data-route] [data-also]")
    hidden = [also.nth(i).is_hidden() for i in range(len(content.routes))]
    assert hidden == sorted(hidden, reverse=True)
    folded = part.locator("[data-route].folded").first
    assert folded.locator("td.limit p").first.is_visible()
    assert folded.locator("td.who").is_hidden()
    folded.get_by_role("button").click()
    assert part.locator("[data-route] [data-more][aria-expanded=true]").count() == 1


@pytest.mark.parametrize(
    ("days_ago", "words"),
    [(3, "Do it well before."), (5, "is the last day of the usual limit"), (6, "There can be exceptions.")],
)
def test_dates_stand_first_and_name_the_last_day_and_the_past_one(explorer, days_ago, words):
    one = explorer("rights")
    part = one.part
    part.get_by_label("My child is suspended, expelled, or moved for breaking rules").check()
    part.get_by_label("A long suspension for anything else (s. 37H3/4)").check()
    day = (dt.date.today() - dt.timedelta(days=days_ago)).isoformat()
    part.locator("[data-question=decided_on] [type=date]").fill(day)
    part.locator("[data-question=decided_on] [type=date]").dispatch_event("change")
    part.locator("[data-dated=appeal_37h34]").wait_for()
    assert words in part.locator("[data-dated=appeal_37h34]").inner_text()
    assert part.locator("[data-dated]:visible").count() == 1
    assert part.locator("[data-said]").inner_text().startswith("Appeal to the superintendent")
    above = one.page.evaluate(
        "() => document.querySelector('[data-part=rights] [data-dates]').getBoundingClientRect().top"
        " < document.querySelector('[data-part=rights] .shorts').getBoundingClientRect().top"
    )
    assert above


def test_with_a_504_plan_its_own_ways_come_first(explorer):
    one = explorer("rights")
    one.part.get_by_label("A 504 plan", exact=True).check()
    one.part.get_by_label("The plan is not followed").check()
    first = one.part.locator("[data-route]").first
    first.locator("[data-fits=plan_504]").wait_for()
    # The answer to the plan alone may still stand there, with the same ways in another order.
    wait_until(one.page, IS_BEFORE, arg=["group_meeting", "hearing_ma"])


@topics
def test_what_changes_is_said(explorer, content, topic):
    one = explorer(topic)
    first = one.part.locator("[data-said]").inner_text()
    case = max(stories(topic, content), key=lambda case: len(json.dumps(case.given)))
    one.part.locator("[data-stories] select").select_option(case.id)
    wait_for(one.page, topic, case.given, content)
    said = one.part.locator("[data-said]").inner_text()
    assert said != first
    for due in one.part.locator("[data-dated]:visible [data-due]").all_inner_texts():
        assert " ".join(due.split()) in said
