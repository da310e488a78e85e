"""The explorer on a phone: questions, an answer with reasons, what if, stories."""

import pytest

from tests.browser.conftest import WIDTHS


@pytest.fixture
def form(shown, phone):
    """Open the explorer of the workshop page."""

    def start(width=390, path="/"):
        one = phone(width)
        page = one.open(shown.address(path))
        page.click("[data-open=eligibility]")
        page.wait_for_selector("[data-explorer] [data-what-if=begin]:visible", timeout=60_000)
        return one

    return start


def reasons(page, plan="iep"):
    return page.evaluate(
        "plan => [...document.querySelectorAll(`[data-finding=${plan}] [data-reason]`)]"
        ".filter((e) => !e.hidden).map((e) => e.dataset.reason)",
        plan,
    )


def wait_for(page, reason, plan="iep"):
    page.wait_for_selector(f"[data-finding={plan}] [data-reason={reason}]:visible")


def choose(page, question, label):
    page.locator(f"[data-question={question}]").get_by_label(label, exact=True).check()


def test_it_reads_with_no_script_at_all(voila, phone):
    page = phone(java_script_enabled=False).open(
        voila.address("/voila/render/02_eligibility.ipynb"), ready="[data-explorer]"
    )
    # A form that can't answer is not shown; all that it could say is.
    assert page.locator("[data-question]:visible").count() == 0
    assert page.locator("noscript p").first.is_visible()
    assert page.locator("[data-reason]:visible").count() > 40
    assert page.locator("[data-reason] .say:visible").first.is_visible()


def test_what_is_not_known_asks_all_the_same(form):
    page = form().page
    assert page.locator("[data-short]:visible").all_inner_texts()[0].startswith("Ask in writing for a special")
    assert reasons(page)[-1] == "team_decides_ma"
    branches = page.locator(".branch:visible").all_inner_texts()
    assert [text.split(":")[0] for text in branches[:2]] == ["If yes", "If no"]


def test_an_answer_changes_the_reasons(form):
    page = form().page
    choose(page, "need", "A service only, such as speech therapy, to access the general curriculum")
    wait_for(page, "need_related_service_ma")
    choose(page, "state", "Another state")
    wait_for(page, "need_related_service_other")
    assert "need_related_service_ma" not in reasons(page)
    said = page.locator("[data-short]:visible .short").all_inner_texts()
    assert said[0].startswith("You can ask in writing for a special education evaluation.")
    assert page.inner_text("[data-said]").startswith("IEP: You can ask in writing")


def test_a_question_comes_only_when_an_answer_calls_for_it(form):
    page = form().page
    assert page.locator("[data-question=diploma]").is_hidden()
    page.fill("[type=number]", "18")
    page.locator("[type=number]").press("Tab")
    wait_for(page, "age_of_majority")
    assert page.locator("[data-question=diploma]").is_visible()
    assert page.locator("[data-question=kinds] legend").inner_text().startswith("3. ")
    choose(page, "diploma", "Yes")
    wait_for(page, "diploma")
    page.locator("[data-question=age]").get_by_label("I don't know").check()
    wait_for(page, "age_not_sure")
    assert page.input_value("[type=number]") == ""
    assert page.locator("[data-question=diploma]").is_hidden()


@pytest.mark.parametrize("age", ["400", "-1", "9.5", "1e3"])
def test_a_number_that_can_not_be_gets_its_sentence_and_loses_nothing(form, age):
    page = form().page
    choose(page, "progress", "Yes")
    wait_for(page, "progress_yes")
    page.fill("[type=number]", age)
    page.locator("[type=number]").press("Tab")
    fault = page.locator("[data-question=age] [role=alert]")
    assert fault.inner_text() == "Write a whole number from 0 to 30."
    assert "progress_yes" in reasons(page)
    page.fill("[type=number]", "9")
    page.locator("[type=number]").press("Tab")
    assert fault.inner_text() == ""


def test_none_of_these_goes_with_no_other(form):
    page = form().page
    choose(page, "kinds", "Autism")
    choose(page, "kinds", "Deafness")
    choose(page, "kinds", "None that I know of")
    wait_for(page, "condition_none_known")
    assert page.locator("[data-question=kinds] :checked").count() == 1
    choose(page, "kinds", "Autism")
    wait_for(page, "condition_listed")
    assert page.locator("[data-question=kinds] :checked").count() == 1


def test_what_if_shows_which_reasons_come_and_go_and_goes_back(form):
    page = form().page
    choose(page, "progress", "No, and the condition is a reason")
    wait_for(page, "progress_held_back")
    before = reasons(page)
    page.click("[data-what-if=begin]")
    choose(page, "progress", "Yes")
    wait_for(page, "progress_yes")
    assert page.locator("[data-reason=progress_yes] [data-new]").is_visible()
    assert page.locator("[data-reason=progress_held_back] [data-gone]").is_visible()
    page.click("[data-what-if=back]")
    page.wait_for_selector("[data-reason=progress_yes]", state="hidden")
    assert reasons(page) == before
    assert page.locator("[data-new]:visible, [data-gone]:visible").count() == 0
    assert page.locator("[data-question=progress] :checked").get_attribute("value") == "no_disability"


def test_a_story_fills_the_form_and_is_talked_about(form, content):
    page = form().page
    case = next(case for case in content.cases.values() if case.workshop and case.topic == "eligibility")
    page.select_option("[data-stories] select", case.id)
    for reason in case.expect["iep"]["because"]:
        wait_for(page, reason)
    for reason in case.expect["plan_504"]["because"]:
        wait_for(page, reason, "plan_504")
    told = page.locator(f"[data-told={case.id}]")
    assert content.texts[f"case.{case.id}.question"] in told.inner_text()
    assert content.texts[f"case.{case.id}.district"] in told.inner_text()


def test_answers_are_kept_when_the_language_changes(form):
    page = form().page
    choose(page, "progress", "Yes")
    wait_for(page, "progress_yes")
    page.click("[data-turn=eo]")
    page.wait_for_selector("h1:has-text('Xe ze?')")
    wait_for(page, "progress_yes")
    assert page.locator("[data-question=progress] :checked").get_attribute("value") == "yes"


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_in_any_state(form, width):
    one = form(width)
    page = one.page
    assert one.axe() == []
    page.fill("[type=number]", "400")
    page.locator("[type=number]").press("Tab")
    assert one.axe() == []
    page.fill("[type=number]", "19")
    page.locator("[type=number]").press("Tab")
    wait_for(page, "age_of_majority")
    page.click("[data-what-if=begin]")
    choose(page, "said", '"The grades are too good."')
    wait_for(page, "grades_iep")
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
    assert one.axe() == []
    assert one.sideways() == [0, []]


def test_text_at_twice_the_size_stays_usable(form):
    one = form(390)
    one.page.add_style_tag(content="html { font-size: 200% }")
    assert one.sideways() == [0, []]


def test_my_own_answers_come_back_after_a_story(form, content):
    page = form().page
    choose(page, "progress", "Yes")
    wait_for(page, "progress_yes")
    story = next(case for case in content.cases.values() if case.given.get("progress") == "no_disability")
    page.select_option("[data-stories] select", story.id)
    wait_for(page, "progress_held_back")
    page.select_option("[data-stories] select", "")
    wait_for(page, "progress_yes")
    assert page.locator("[data-question=kinds] :checked").count() == 0


def test_a_story_whose_answers_are_changed_is_told_no_more(form, content):
    page = form().page
    case = next(case for case in content.cases.values() if case.workshop and case.topic == "eligibility")
    page.select_option("[data-stories] select", case.id)
    assert page.locator(f"[data-told={case.id}]").is_visible()
    page.click("[data-what-if=begin]")
    choose(page, "state", "Another state")
    assert page.locator(f"[data-told={case.id}]").is_visible()
    page.click("[data-what-if=back]")
    assert page.locator(f"[data-told={case.id}]").is_visible()
    choose(page, "state", "Another state")
    assert page.locator(f"[data-told={case.id}]").is_hidden()
    assert page.input_value("[data-stories] select") == "changed"


def test_my_own_answers_outlive_a_story_that_was_changed(form):
    page = form().page
    choose(page, "progress", "Yes")
    wait_for(page, "progress_yes")
    page.select_option("[data-stories] select", "plan-504-not-working")
    wait_for(page, "progress_held_back")
    choose(page, "state", "Another state")
    page.select_option("[data-stories] select", "")
    wait_for(page, "progress_yes")
    assert page.locator("[data-question=state] :checked").get_attribute("value") == "massachusetts"
    assert page.locator("[data-question=kinds] :checked").count() == 0


def test_all_answers_can_be_cleared(form):
    page = form().page
    before = reasons(page)
    choose(page, "progress", "Yes")
    page.fill("[type=number]", "9")
    page.locator("[type=number]").press("Tab")
    wait_for(page, "progress_yes")
    page.click("[data-clear]")
    page.wait_for_selector("[data-reason=progress_yes]", state="hidden")
    assert reasons(page) == before
    assert page.locator("[data-question=state] :checked").get_attribute("value") == "massachusetts"


def test_an_answer_that_does_not_come_is_not_waited_for_in_silence(form):
    page = form().page
    page.clock.install()
    page.evaluate("document.querySelector('[data-iepkit]').iepkit.disconnect()")
    choose(page, "progress", "Yes")
    page.clock.run_for(9_000)
    assert page.get_by_text("The answer can't be reached right now.").is_visible()


def test_the_focus_stays_where_it_is_when_reasons_change(form):
    page = form().page
    page.locator("[data-reason=team_decides_ma] summary").focus()
    page.evaluate("document.querySelector('[name=eligibility-progress][value=yes]').click()")
    wait_for(page, "progress_yes")
    assert page.evaluate("document.activeElement.closest('[data-reason]')?.dataset.reason") == "team_decides_ma"
    page.evaluate("document.querySelector('[name=eligibility-state][value=other]').click()")
    wait_for(page, "team_decides")
    assert page.evaluate("document.activeElement.textContent") == "IEP: what to know"


def test_what_changes_is_said_and_each_why_has_its_number(form):
    page = form().page
    choose(page, "progress", "Yes")
    wait_for(page, "progress_yes")
    said = page.inner_text("[data-said]")
    assert said.startswith("IEP: You can ask in writing for a special education evaluation.")
    assert said.endswith("New reasons: 1. Reasons that no longer hold: 1.")
    shown = page.locator("[data-finding=iep] [data-reason]:visible [data-reason-number]").all_text_contents()
    assert shown == [str(number) for number in range(1, len(shown) + 1)]
