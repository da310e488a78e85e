"""The trainer's page on which the room is asked, in a real browser: with the keyboard alone, and losing nothing."""

import time

import pytest

from iepkit.learning import polls
from iepkit.store.store import StoreError
from tests.browser.keyboard import tab_to
from tests.browser.waiting import wait_until
from tests.serving.polls.trainer import Asking

WIDTHS = (390, 768, 1280)
NOW = "[data-place=now]"
READY = f"{NOW} p"
AT_REST = "main:not([data-busy])"
CLOSE = "[data-close]"


@pytest.fixture
def asking(content, tmp_path):
    running = Asking(content, tmp_path / "answers.db")
    yield running
    running.end()


@pytest.fixture
def trainer(asking, phone):
    """The page, opened as a trainer does."""

    def make(width=1280):
        one = phone(width)
        one.open(asking.link, ready="[data-console]")
        one.page.click("a[href='/ask']")
        one.page.wait_for_selector(READY)
        return one

    return make


@pytest.fixture
def question(content):
    return next(one for one in content.bank.values() if one.right)


def section(page, kind):
    """Open one of the ways to ask, and give back its form."""
    form = page.locator(f"form[data-ask={kind}]")
    if not form.is_visible():
        page.locator(f"details:has(form[data-ask={kind}]) > summary").click()
    return form


def ask_question(page, question):
    form = section(page, "question")
    form.locator(f"[name=question][value={question.id}]").check()
    form.locator("button").click()
    page.wait_for_selector(f"{AT_REST} {CLOSE}")


def click(page, selector):
    page.wait_for_selector(AT_REST)
    page.locator(selector).first.click()
    page.wait_for_selector(AT_REST)


def heard(page):
    return page.inner_text("[data-news]")


def focus_is_on(page, selector):
    return page.evaluate("selector => document.activeElement.matches(selector)", selector)


def check_looks(one):
    assert one.axe() == []
    assert one.sideways() == [0, []]


@pytest.mark.parametrize("width", WIDTHS)
def test_it_is_accessible_in_each_state_and_nothing_sticks_out(asking, trainer, question, width):
    one = trainer(width)
    page = one.page
    check_looks(one)
    for kind in ("check", "question", "typed", "step"):
        section(page, kind)
        check_looks(one)
    ask_question(page, question)
    asking.vote({question.right: 6, polls.NOT_SURE: 2})
    check_looks(one)
    section(page, "check").locator("button").click()
    page.wait_for_selector("dialog[open]")
    check_looks(one)
    page.click("[data-leave]")
    click(page, CLOSE)
    page.wait_for_selector(".wall table")
    check_looks(one)
    click(page, "[data-open]")
    asking.vote({question.right: 8})
    click(page, CLOSE)
    page.wait_for_selector(".wall .earlier")
    check_looks(one)
    # The words of a choice have the room that they need beside two bars.
    words, table = (page.locator(place).first.bounding_box()["width"] for place in (".wall tbody th", ".wall table"))
    assert words > 0.4 * table
    form = section(page, "typed")
    form.locator("button").click()
    page.wait_for_selector("[aria-invalid=true]")
    check_looks(one)
    section(page, "step").locator("[name=case]").first.check()
    section(page, "step").locator("button").click()
    page.wait_for_selector(f"{AT_REST} {CLOSE}")
    while page.locator(CLOSE).count():
        asking.vote({polls.NOT_SURE: 6})
        click(page, CLOSE)
        check_looks(one)
        click(page, ".way.is-leading")
    assert page.locator(".plans").is_visible()
    page.locator("details:has([data-heads]) > summary").click()
    asking.fail_with(StoreError("read_only", "answers/workshops.db"))
    page.fill("[data-heads] input >> nth=0", "3")
    page.click("[data-heads] button")
    page.wait_for_selector("[data-problem]:not(:empty)")
    check_looks(one)
    page.add_style_tag(content="html { font-size: 200% }")
    assert one.sideways() == [0, []]


def test_from_choosing_a_question_to_its_result_with_the_keyboard_alone(asking, trainer, content, question):
    page = trainer().page
    tab_to(page, "details:has([data-ask=question]) > summary")
    page.keyboard.press("Enter")
    tab_to(page, "[data-ask=question] [data-filter=topic]")
    page.keyboard.type(content.texts[f"ui.guide.topic.{question.topic}"])
    tab_to(page, "[data-ask=question] [name=question]")
    page.keyboard.press("Space")
    while not focus_is_on(page, f"[value={question.id}]"):
        page.keyboard.press("ArrowDown")
    assert page.locator(f"[data-preview={question.id}]").is_visible()
    tab_to(page, "[data-ask=question] button")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{AT_REST} {CLOSE}")
    assert heard(page) == f"{content.texts['ui.ask.now_open']} {page.inner_text(f'{NOW} h3.asked')}"
    assert focus_is_on(page, "#now")
    asking.vote({question.right: 6})
    tab_to(page, CLOSE)
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{AT_REST} .wall table")
    assert heard(page).startswith(content.texts["ui.ask.now_closed"])
    assert focus_is_on(page, "#now")
    assert "6 (100 %)" in page.inner_text(".wall table")
    tab_to(page, f"{NOW} [data-away]")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{NOW}:has-text('{content.texts['ui.ask.nothing']}')")
    assert heard(page) == content.texts["ui.ask.nothing"]


def test_what_is_asked_elsewhere_is_heard_once_and_takes_no_focus(asking, trainer, content):
    page = trainer().page
    form = section(page, "typed")
    form.locator("[name=ask]").fill("Half a question")
    page.evaluate(
        """() => {
          globalThis.changes = 0;
          const watch = { childList: true, subtree: true, characterData: true };
          for (const place of document.querySelectorAll("[role=status], [role=alert]"))
            new MutationObserver(() => { globalThis.changes += 1 }).observe(place, watch);
        }"""
    )
    asking.open("typed", {"ask": "Who?", "choices": ["You", "I"]})
    page.wait_for_selector(CLOSE)
    assert heard(page) == f"{content.texts['ui.ask.now_open']} Who?"
    asking.vote({"1": 2})
    page.wait_for_selector(f"[data-count]:has-text('{content.texts['ui.ask.voted.many'].format(count=2)}')")
    assert page.evaluate("changes") == 1
    assert focus_is_on(page, "[data-ask=typed] [name=ask]")
    assert form.locator("[name=ask]").input_value() == "Half a question"


def test_what_the_trainer_types_and_has_chosen_outlasts_each_update(asking, trainer, question):
    page = trainer().page
    section(page, "question").locator(f"[value={question.id}]").check()
    asking.open("question", {"question": question.id})
    page.wait_for_selector(CLOSE)
    hands = page.locator("[data-hands] input").first
    hands.fill("4")
    asking.vote({question.right: 3})
    asking.here = 31
    page.wait_for_selector("[data-here]:has-text('31')")
    assert hands.input_value() == "4"
    assert focus_is_on(page, "[data-hands] input")
    assert page.locator(f"[value={question.id}]").is_checked()
    assert page.locator("details:has([data-ask=question])").get_attribute("open") is not None


def test_numbers_that_stand_there_count_when_the_poll_is_closed(asking, trainer, question):
    page = trainer().page
    ask_question(page, question)
    asking.vote({question.right: 5})
    page.fill(f"[data-hands] [name={question.right}]", "4")
    click(page, CLOSE)
    page.wait_for_selector(".wall table:has-text('9 (100 %)')")


def test_a_number_that_is_none_keeps_the_poll_open_and_is_said(trainer, content, question):
    page = trainer().page
    ask_question(page, question)
    page.fill(f"[data-hands] [name={question.right}]", "501")
    click(page, CLOSE)
    assert page.inner_text("[data-hands] [data-fault]") == content.texts["ui.ask.no_number"]
    assert page.locator(CLOSE).is_visible()


def test_what_is_open_is_closed_only_after_a_second_thought(asking, trainer, content, question):
    page = trainer().page
    ask_question(page, question)
    current = asking.state()["round"]
    form = section(page, "check")
    form.locator("button").click()
    page.wait_for_selector("dialog[open]")
    assert content.texts["ui.ask.voted.many"].format(count=0) in page.inner_text("[data-closes]")
    page.keyboard.press("Escape")
    page.wait_for_selector(AT_REST)
    assert focus_is_on(page, "[data-ask=check] button")
    assert asking.state()["round"] == current
    form.locator("button").click()
    page.click("[data-go]")
    page.wait_for_selector(f"{NOW}:has-text('{content.texts['ui.ask.close_check']}')")
    assert asking.state()["round"] != current


def test_a_double_click_does_nothing_twice(asking, trainer, question):
    page = trainer().page
    form = section(page, "question")
    form.locator(f"[value={question.id}]").check()
    posts = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    form.locator("button").dblclick()
    page.wait_for_selector(f"{AT_REST} {CLOSE}")
    assert not page.locator("dialog[open]").count()
    page.locator(CLOSE).dblclick()
    page.wait_for_selector(f"{AT_REST} .wall")
    assert [url.rpartition("/")[2] for url in posts] == ["open", "close"]
    assert asking.state()["round"] is not None


def test_a_click_while_another_is_on_its_way_does_nothing(trainer, question):
    page = trainer().page
    form = section(page, "question")
    form.locator(f"[value={question.id}]").check()
    posts = []

    def slowly(route):
        posts.append(route.request.url)
        time.sleep(0.5)
        route.continue_()

    page.route("**/ask/open", slowly)
    for _ in range(2):
        form.locator("button").dispatch_event("click")
    page.wait_for_selector(f"{AT_REST} {CLOSE}")
    assert len(posts) == 1


def test_a_fault_in_the_trainers_own_words_stands_at_its_field_until_it_is_mended(trainer, content):
    page = trainer().page
    form = section(page, "typed")
    form.locator("button").click()
    page.wait_for_selector(AT_REST)
    assert form.locator("#mine_fault").inner_text() == content.texts["ui.ask.no_question"]
    assert focus_is_on(page, "[data-ask=typed] [name=ask][aria-invalid=true][aria-describedby=mine_fault]")
    form.locator("[name=ask]").fill("Shall we go on?")
    form.locator("[name='choices.1']").fill("Yes")
    form.locator("[name='choices.3']").fill("Yes")
    form.locator("button").click()
    page.wait_for_selector(AT_REST)
    assert form.locator("[aria-invalid]").count() == 1
    assert form.locator("#choice_3_fault").inner_text() == content.texts["ui.ask.same_choice"]
    form.locator("[name='choices.3']").fill("No")
    form.locator("button").click()
    page.wait_for_selector(f"{NOW} h3:has-text('Shall we go on?')")
    assert form.locator("[aria-invalid]").count() == 0
    assert content.texts["ui.ask.never"] in form.inner_text()


@pytest.mark.parametrize("kind", ["question", "step"])
def test_where_nothing_is_chosen_the_page_says_so(trainer, content, kind):
    page = trainer().page
    form = section(page, kind)
    form.locator("button").click()
    assert form.locator("[data-fault]").inner_text() == content.texts["ui.ask.unchosen"]


def test_questions_are_found_by_topic_and_kind_and_those_asked_are_marked(trainer, content, question):
    page = trainer().page
    form = section(page, "question")
    lines = form.locator("[data-list] label:visible")
    assert lines.count() == len(content.bank)
    form.locator("[data-filter=topic]").select_option(question.topic)
    form.locator("[data-filter=kind]").select_option("knowledge")
    wanted = [one for one in content.bank.values() if (one.topic, one.kind) == (question.topic, "knowledge")]
    assert lines.count() == len(wanted)
    ask_question(page, question)
    marked = form.locator("label:has([data-asked]:visible) input")
    assert [one.get_attribute("value") for one in marked.all()] == [question.id]


def test_the_check_after_offers_the_length_of_the_one_before_alone(asking, trainer):
    page = trainer().page
    asking.open("check", {"form": "before", "length": "full"})
    page.wait_for_selector(CLOSE)
    form = section(page, "check")
    form.locator("[value=after]").check()
    assert form.locator("[value=full]").is_checked()
    assert form.locator("[value=short]").is_disabled()
    form.locator("[value=before]").check()
    assert form.locator("[value=short]").is_enabled()


def test_after_the_check_before_the_one_after_stands_ready(asking, trainer):
    page = trainer().page
    form = section(page, "check")
    assert form.locator("[value=before]").is_checked()
    asking.open("check", {"form": "before", "length": "full"})
    page.wait_for_selector(CLOSE)
    assert form.locator("[value=after]").is_checked()
    # Who wants the first one again chooses it, and it stays chosen.
    form.locator("[value=before]").check()
    click(page, CLOSE)
    page.wait_for_selector(f"{CLOSE}", state="detached")
    assert form.locator("[value=before]").is_checked()


def test_what_was_missing_is_not_told_once_it_is_there(trainer):
    page = trainer().page
    form = section(page, "question")
    form.locator(".send button").click()
    wait_until(page, "document.querySelector('[data-ask=question] [data-fault]').textContent !== ''")
    form.locator("[name=question]").first.check()
    assert form.locator("[data-fault]").inner_text() == ""


def test_a_time_limit_is_asked_for_and_counted_down(trainer, question):
    page = trainer().page
    section(page, "question").locator("select[name=seconds]").select_option("30")
    ask_question(page, question)
    wait_until(page, "Number.parseInt(document.querySelector('[data-left]').textContent) < 30")


def test_heads_are_kept(asking, trainer, content):
    page = trainer().page
    page.locator("details:has([data-heads]) > summary").click()
    name = f"{content.texts['check.parent.text']} {content.texts['check.online.text']}"
    page.get_by_role("spinbutton", name=name).fill("7")
    page.click("[data-heads] button")
    page.wait_for_selector(f"[data-said]:has-text('{content.texts['ui.ask.heads_counted']}')")
    assert asking.stage.workshop.attended == {"parent.online": 7}


def test_what_can_not_be_saved_is_said_where_it_was_asked(asking, trainer, content, question):
    page = trainer().page
    asking.fail_with(StoreError("full", "answers/workshops.db"))
    form = section(page, "question")
    form.locator(f"[value={question.id}]").check()
    form.locator("button").click()
    sentence = content.texts["ui.store.full"].format(place="answers/workshops.db")
    page.wait_for_selector(f"{AT_REST} [data-problem]:not(:empty)")
    assert page.inner_text("[data-problem]") == sentence
    assert form.locator("[data-fault]").inner_text() == sentence
    assert form.locator(f"[value={question.id}]").is_checked()


def test_an_answer_that_does_not_come_is_said(trainer, content, question):
    page = trainer().page
    page.route("**/ask/open", lambda route: route.abort())
    form = section(page, "question")
    form.locator(f"[value={question.id}]").check()
    form.locator("button").click()
    page.wait_for_selector(AT_REST)
    assert form.locator("[data-fault]").inner_text() == content.texts["ui.ask.not_done"]


def test_it_says_when_the_server_is_gone_and_when_it_was_started_anew(trainer, content):
    page = trainer().page
    page.route("**/ask/state", lambda route: route.abort())
    page.wait_for_selector(f"[data-gone]:has-text('{content.texts['ui.console.gone']}')")
    page.unroute("**/ask/state")
    page.wait_for_selector("[data-gone]:empty", state="attached")
    page.route("**/ask/state", lambda route: route.fulfill(status=403))
    page.wait_for_selector(f"[data-gone]:has-text('{content.texts['ui.console.other_start']}')")


def test_it_has_nothing_from_elsewhere(asking, trainer):
    one = trainer()
    assert one.asked
    assert [url for url in one.asked if not url.startswith((asking.address("/"), "data:"))] == []
    assert one.errors == []
