"""The form alone: given questions of every kind and a function that decides, it needs no Jupyter."""

import datetime as dt
from types import SimpleNamespace

import pytest

from iepkit.content import PLANS, load
from iepkit.explorers import check_answers
from iepkit.scripts import STATIC, one_script
from iepkit.wording import render
from tests.browser.waiting import wait_until

DIARY = """\
- id: diary
  title: What happened, and when?
  intro: Enter each day.
  questions:
    - id: asked_on
      ask: When did you ask?
      kind: date
      min: 2020
      max: 2030
    - id: removals
      ask: On which days was your child sent home?
      kind: list
      min: 0
      max: 3
      fields:
        - {id: day, ask: Which day?, kind: date, min: 2020, max: 2030}
        - {id: hours, ask: How many hours?, kind: number, min: 1, max: 8}
        - id: how
          ask: How was it called?
          kind: one
          choices:
            - {id: suspended, text: Suspended}
            - {id: sent_home, text: Sent home}
    - id: more
      ask: Was there more?
      kind: one
      ask_if: {removals: {is: [not_sure]}}
      choices:
        - {id: "yes", text: "Yes"}
  answers: {iep: {ask_now: Ask.}, plan_504: {ask_now: Ask.}}
  say: {iep: {ask_now: I ask.}, plan_504: {ask_now: I ask.}}
"""
OUTCOME = {
    "both": [],
    "dates": {},
    "counts": {},
    "first_plan": "iep",
    "iep": {"answer": "ask_now", "reasons": ["team_decides"], "routes": []},
    "plan_504": {"answer": "ask_now", "reasons": ["group_decides"], "routes": []},
}


@pytest.fixture
def diary(kit, phone):
    """The form with every kind of question, and the answers that it has wished to be decided."""
    kit.path("data/interviews/diary.yaml").write_text(DIARY, encoding="utf-8")
    content = load(kit.folder)
    html = render(
        "explorer",
        content,
        topic="diary",
        interview=content.interviews["diary"],
        rules=SimpleNamespace(REASONS={plan: OUTCOME[plan]["reasons"] for plan in PLANS}, CLOCKS={}),
        first=OUTCOME,
        cases=[],
        conditions=lambda question: question.ask_if,
        question_texts=lambda _: [],
    )
    script = one_script("form.js") + "\nwindow.startForms = startForms;"
    one = phone(390)
    style = (STATIC / "page.css").read_text(encoding="utf-8")
    one.page.set_content(
        f"<html lang=en><title>Form</title><style>{style}</style><main><h1>Form</h1><h2>One</h2><div class=iepkit>{html}"
        "</div></main></html>"
    )
    one.page.add_script_tag(type="module", content=script)
    wait_until(one.page, "Boolean(window.startForms)")
    one.page.evaluate(
        """outcome => {
          window.seen = [];
          const wish = async ({ answers }) => {
            window.seen.push(answers);
            return { outcome, problems: window.problem ? [window.problem] : [] };
          };
          window.host = { iepkit: { kept: {}, wish } };
          startForms(document.querySelector(".iepkit"), window.host);
        }""",
        OUTCOME,
    )
    one.interview = content.interviews["diary"]
    return one


def seen(one):
    return one.page.evaluate("window.seen.at(-1)")


def test_dates_and_rows_come_as_ids_and_values_that_python_takes(diary):
    page = diary.page
    page.locator("[data-question=asked_on] [type=date]").fill("2026-09-01")
    page.click("[data-add]")
    assert page.evaluate("document.activeElement.type") == "date"
    row = page.get_by_role("group", name="Row 1")
    row.locator("[type=date]").fill("2026-10-05")
    row.locator("[type=number]").fill("3")
    row.get_by_label("Sent home").check()
    page.click("[data-add]")
    page.get_by_role("group", name="Row 2").get_by_label("Suspended").check()
    answers = seen(diary)
    assert answers == {
        "asked_on": "2026-09-01",
        "removals": [{"day": "2026-10-05", "hours": 3, "how": "sent_home"}, {"how": "suspended"}],
    }
    check_answers(diary.interview, answers, dt.date(2026, 11, 2))


def test_rows_can_be_taken_away_and_have_a_limit(diary):
    page = diary.page
    for _ in range(3):
        page.click("[data-add]")
    assert page.locator("[data-add]").is_disabled()
    page.get_by_role("group", name="Row 2").get_by_role("button", name="Remove this row").click()
    assert page.get_by_role("group", name="Row 2").count() == 1
    assert page.get_by_role("group", name="Row 3").count() == 0
    assert page.locator("[data-add]").is_enabled()
    assert len(seen(diary)["removals"]) == 2


def test_not_sure_takes_rows_and_dates_back_and_is_taken_back_by_them(diary):
    page = diary.page
    page.click("[data-add]")
    page.locator("[data-question=removals] > label [data-unsure]").check()
    assert seen(diary)["removals"] == "not_sure"
    assert page.locator(".row").count() == 0
    assert page.locator("[data-question=more]").is_visible()
    page.click("[data-add]")
    assert not page.locator("[data-question=removals] > label [data-unsure]").is_checked()
    assert page.locator("[data-question=more]").is_hidden()


def test_a_date_that_can_not_be_gets_its_sentence_and_loses_nothing(diary):
    page = diary.page
    page.click("[data-add]")
    before = seen(diary)
    page.locator(".row [type=date]").fill("1925-01-01")
    page.locator(".row [type=date]").dispatch_event("change")
    assert (
        page.locator(".row [data-field=day] [role=alert]").inner_text()
        == "Write a date from the year 2020 to the year 2030."
    )
    assert seen(diary) == before
    page.locator(".row [type=date]").fill("2026-01-05")
    page.locator(".row [type=date]").dispatch_event("change")
    assert page.locator(".row [data-field=day] [role=alert]").inner_text() == ""
    assert seen(diary)["removals"] == [{"day": "2026-01-05"}]


def test_what_was_kept_is_filled_in_again(diary):
    kept = {"asked_on": "not_sure", "removals": [{"day": "2026-10-05", "hours": 3, "how": "sent_home"}]}
    diary.page.evaluate(
        "kept => { host.iepkit.kept.diary = kept; startForms(document.querySelector('.iepkit'), host); }", kept
    )
    assert seen(diary) == kept
    assert diary.page.locator(".row [type=number]").input_value() == "3"


def test_a_fault_that_only_the_rules_find_stands_at_its_field(diary):
    page = diary.page
    page.click("[data-add]")
    page.click("[data-add]")
    text = "this day is still to come."
    page.evaluate("text => { window.problem = { question: 'removals.day', row: 1, text } }", text)
    page.get_by_role("group", name="Row 2").get_by_label("Suspended").check()
    faults = page.locator(".row [data-field=day] [role=alert]")
    assert faults.all_inner_texts() == ["", text]
    page.evaluate("text => { window.problem = { question: 'removals.days', row: null, text } }", text)
    page.get_by_role("group", name="Row 2").get_by_label("Sent home").check()
    assert faults.all_inner_texts() == ["", ""]
    assert page.locator("[data-question=removals] > [role=alert]").inner_text() == text


def test_the_answer_says_that_one_was_left_out_and_leads_to_it(diary):
    page = diary.page
    assert page.locator("[data-left-out]").is_hidden()
    page.click("[data-add]")
    page.locator(".row [type=number]").fill("99")
    page.locator(".row [type=number]").press("Tab")
    assert page.locator("[data-left-out]").is_visible()
    page.click("[data-left-out-go]")
    assert page.evaluate("document.activeElement.matches('.row [type=number]')")
    page.keyboard.press("Control+A")
    page.keyboard.type("3")
    page.keyboard.press("Tab")
    assert page.locator("[data-left-out]").is_hidden()
    assert seen(diary)["removals"] == [{"hours": 3}]


def test_a_row_with_a_fault_is_left_out_whole_and_keeps_its_place(diary):
    page = diary.page
    page.click("[data-add]")
    page.get_by_role("group", name="Row 1").get_by_label("Suspended").check()
    page.locator(".row [type=number]").fill("99")
    page.locator(".row [type=number]").press("Tab")
    page.click("[data-add]")
    page.get_by_role("group", name="Row 2").get_by_label("Sent home").check()
    assert seen(diary)["removals"] == [{}, {"how": "sent_home"}]


def test_one_more_like_this_copies_all_but_the_day(diary):
    page = diary.page
    page.click("[data-add]")
    first = page.get_by_role("group", name="Row 1")
    first.locator("[type=date]").fill("2026-10-05")
    first.locator("[type=number]").fill("3")
    first.get_by_label("Sent home").check()
    first.get_by_role("button", name="Add one more like this").click()
    assert page.evaluate("document.activeElement.closest('.row').getAttribute('aria-label')") == "Row 2"
    assert seen(diary)["removals"] == [
        {"day": "2026-10-05", "hours": 3, "how": "sent_home"},
        {"hours": 3, "how": "sent_home"},
    ]


def test_rows_can_be_added_again_after_a_full_list_was_emptied(diary):
    page = diary.page
    for empty in (
        lambda: page.locator("[data-question=removals] > label [data-unsure]").check(),
        lambda: page.click("[data-clear]"),
    ):
        for _ in range(3):
            page.click("[data-add]")
        assert page.locator("[data-add]").is_disabled()
        empty()
        assert page.locator("[data-add]").is_enabled()


def test_the_focus_goes_to_the_next_row_when_one_is_removed(diary):
    page = diary.page
    page.click("[data-add]")
    page.click("[data-add]")
    page.get_by_role("group", name="Row 1").get_by_role("button", name="Remove this row").click()
    assert page.evaluate("document.activeElement.closest('.row').getAttribute('aria-label')") == "Row 1"
    page.get_by_role("button", name="Remove this row").click()
    assert page.evaluate("document.activeElement.matches('[data-add]')")


def test_a_year_that_is_being_typed_is_no_fault_until_its_field_is_left(diary):
    page = diary.page
    page.click("[data-add]")
    fault = page.locator(".row [data-field=day] [role=alert]")
    page.keyboard.type("1005202")
    assert page.locator(".row [type=date]").input_value() == "0202-10-05"
    assert fault.inner_text() == ""
    page.locator(".row [type=number]").focus()
    wait_until(page, "document.querySelector('.row [data-field=day] [role=alert]').textContent !== ''")
    assert fault.inner_text() == "Write a date from the year 2020 to the year 2030."


def test_a_story_says_how_many_days_ago(diary):
    kept = {"asked_on": "3 days ago", "removals": [{"day": "0 days ago"}]}
    diary.page.evaluate(
        "kept => { host.iepkit.kept.diary = kept; startForms(document.querySelector('.iepkit'), host); }", kept
    )
    today = dt.date.today()
    answers = seen(diary)
    assert answers["asked_on"] == (today - dt.timedelta(days=3)).isoformat()
    assert answers["removals"] == [{"day": today.isoformat()}]


def test_axe_and_width(diary):
    diary.page.click("[data-add]")
    diary.page.locator(".row [type=number]").fill("99")
    diary.page.locator(".row [type=number]").press("Tab")
    assert diary.axe() == []
    assert diary.sideways() == [0, []]
