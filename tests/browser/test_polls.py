"""A parent's phone in the room while the trainer asks: every state, by keyboard, on a bad link; and the wall."""

import contextlib

import pytest

from iepkit.content import load
from iepkit.learning import steps
from iepkit.store.store import Store
from tests.browser.conftest import WIDTHS
from tests.browser.keyboard import tab_to
from tests.browser.waiting import wait_until
from tests.kit import OTHER_LANGUAGE, Kit
from tests.serving.polls.asking import AskedRoom
from tests.serving.polls.asking import Phone as Voter

LONG = "Would you ask the school in writing for an evaluation today, or first talk with the teacher for a while?"
CHOICES = ["Ask in writing today", "Talk first, and write after that", "Wait for the report card"]
TYPED = {"ask": LONG, "choices": CHOICES}
BEFORE, AFTER = ({"form": form, "length": "short"} for form in ("before", "after"))
STORY = {"topic": "eligibility", "case": "speech-only-massachusetts"}


class Asked:
    """The room, as its trainer and all the others in it have it."""

    def __init__(self, kit, log):
        self.kit = kit
        self.served = AskedRoom(kit.folder, log)
        self.served.wait_until_printed("Ready for 1 of 1")
        self.content = load(kit.folder)
        self.address = self.served.address

    def asks(self, kind="typed", asked=TYPED, **more):
        return self.served.opens(kind, asked, **more)

    def closes(self):
        assert self.served.does("close") is None

    def puts_away(self):
        assert self.served.does("put_away") is None

    def votes(self, round_id, *choices):
        """The others vote: one phone each."""
        assert {Voter(self.served).votes(round_id, choice) for choice in choices} == {200}

    def kept(self, round_id):
        """What is kept of the round."""
        with contextlib.closing(Store.open(self.kit.path("answers/workshops.db"))) as store:
            return [dict(answers) for answers in store.ballots(round_id)]

    def questions(self, form="after"):
        return [self.content.bank[name] for name in self.content.check.questions(form, "short")]

    def longest(self):
        """The question of knowledge with the most to read."""
        known = [one for one in self.content.bank.values() if one.kind == "knowledge"]
        return max(known, key=lambda one: sum(len(self.content.texts[text_id]) for text_id in one.text_ids))

    def states(self):
        """Bring about one state after another that a phone or the wall can show; give its name."""
        one = self.longest()
        choices = [*(choice.id for choice in one.choices), "not_sure", one.right]
        asked = {"question": one.id}
        first = self.asks("question", asked, seconds=600)
        yield "question"
        self.votes(first, *choices)
        self.closes()
        yield "result"
        again = self.asks("question", asked, follows=first)
        self.votes(again, *choices)
        self.closes()
        yield "before and now"
        self.votes(self.asks("question", asked), choices[0])
        self.closes()
        yield "hidden"
        self.asks()
        yield "typed"
        self.closes()
        yield "nobody"
        case, said = self.content.cases[STORY["case"]], {}
        while question := steps.next_question(case, said, self.content):
            self.asks("step", {**STORY, "question": question.id, "answers": said})
            yield f"step {len(said)}"
            # The room never says what the story does.
            said[question.id] = next(one.id for one in question.choices if one.id != case.given.get(question.id))
        self.asks("outcome", {**STORY, "answers": said}, is_closed=True)
        yield "outcome"
        for name, form in (("before", BEFORE), ("after", AFTER)):
            self.asks("check", form)
            yield f"check {name}"
            self.closes()
            yield f"check {name} closed"


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    folder = tmp_path_factory.mktemp("polls")
    kit = Kit(folder / "kit")
    kit.translate("eo", OTHER_LANGUAGE)
    asked = Asked(kit, folder / "log")
    yield asked
    assert asked.served.end() == 0
    assert "Traceback" not in asked.served.printed()


@pytest.fixture
def room(running):
    # A first round has to be there before it can be put away.
    if running.served.state()["workshop"]:
        running.puts_away()
    return running


def opened(phone, room, path="/", width=390):
    one = phone(width)
    one.open(room.address(path))
    wait_until(one.page, "document.querySelector('[data-polls] [data-news]') !== null")
    return one


def shows(page, words):
    wait_until(page, "words => document.querySelector('[data-asked]').innerText.includes(words)", arg=words)


def said(page, words):
    """Wait until what a screen reader says of the form begins so."""
    wait_until(page, "words => document.querySelector('[data-said]')?.textContent.startsWith(words)", arg=words)


def heard(page, words):
    wait_until(page, "words => document.querySelector('[data-news]').textContent.startsWith(words)", arg=words)


def fails(page, *statuses):
    """The next votes never come to the server; each gets this status."""
    left = list(statuses)
    page.route("**/polls/votes*", lambda route: route.fulfill(status=left.pop(0)) if left else route.continue_())


def vote(page, value):
    page.check(f"[data-asked] [name=choice][value='{value}']")
    page.click("[data-asked] [type=submit]")


def streams(one):
    """How often the page has opened its stream."""
    return sum("/polls/events" in url for url in one.asked)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_state_can_be_read_and_used_by_all(room, phone, width):
    one = opened(phone, room, width=width)
    for name in room.states():
        wait_until(one.page, "document.querySelector('[data-asked] #poll-title') !== null")
        one.page.wait_for_timeout(400)
        one.page.evaluate("document.querySelectorAll('[data-asked] details').forEach((d) => { d.open = true })")
        assert one.axe("[data-polls]") == [], name
        assert one.sideways() == [0, []], name
        small = one.page.evaluate(
            """() => [...document.querySelectorAll("[data-asked] :is(label:has([type=radio]), button, summary)")]
                 .map((e) => [e.getBoundingClientRect().height, e.textContent]).filter(([height]) => height < 44)"""
        )
        assert small == [], name


def test_with_the_keyboard_alone_from_the_question_to_the_result(room, phone):
    page = opened(phone, room).page
    asked = room.asks()
    heard(page, "The trainer asks you something.")
    tab_to(page, "[data-asked] [type=radio]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    tab_to(page, "[data-asked] [type=submit]")
    page.keyboard.press("Enter")
    said(page, "Your vote is counted.")
    assert page.inner_text("[data-asked] [type=submit]") == "Change my vote"
    room.votes(asked, *"11122222222")
    room.closes()
    heard(page, "The result is there.")
    # The button that had the focus is gone: it is at the result now, and not at the start of the page.
    assert page.evaluate("document.activeElement.id") == "poll-title"
    rows = page.locator("[data-asked] tbody tr").all_inner_texts()
    assert [" ".join(row.split()) for row in rows] == [
        f"{CHOICES[0]} 3 (25 %)", f"{CHOICES[1]} Your answer 9 (75 %)", f"{CHOICES[2]} 0 (0 %)",
    ]  # fmt: skip


def test_a_vote_can_be_changed_and_none_is_sent_without_a_choice(room, phone):
    page = opened(phone, room, "/site/").page
    asked = room.asks()
    page.click("[data-asked] [type=submit]")
    said(page, "Choose one answer first.")
    assert room.kept(asked) == []
    vote(page, 1)
    said(page, "Your vote is counted.")
    with page.expect_response("**/polls/votes*"):
        vote(page, 3)
    said(page, "Your vote is counted.")
    assert room.kept(asked) == [{"choice": "3"}]


def test_a_vote_that_fails_is_tried_again_and_that_is_said_once(room, phone):
    page = opened(phone, room).page
    asked = room.asks()
    shows(page, CHOICES[0])
    fails(page, 503, 429)
    page.evaluate(
        """() => {
          window.heard = [];
          new MutationObserver(() => window.heard.push(document.querySelector("[data-said]").textContent))
            .observe(document.querySelector("[data-said]"), { childList: true });
        }"""
    )
    vote(page, 2)
    said(page, "Your vote is counted.")
    assert room.kept(asked) == [{"choice": "2"}]
    assert [text for text in page.evaluate("window.heard") if text] == [
        "Not sent yet. This page tries again by itself.",
        "Your vote is counted. You can change it until the poll closes.",
    ]


def test_the_last_of_two_votes_is_the_one_that_arrives(room, phone):
    page = opened(phone, room).page
    asked = room.asks()
    fails(page, 503)
    vote(page, 1)
    said(page, "Not sent yet.")
    vote(page, 3)
    said(page, "Your vote is counted.")
    assert room.kept(asked) == [{"choice": "3"}]


def test_a_vote_out_of_the_network_comes_in_when_the_phone_is_back(room, phone):
    one = opened(phone, room)
    asked = room.asks("check", AFTER)
    one.page.fill("[name='code.0']", "MA")
    one.page.check("[name='ratings.quality'][value='3']")
    one.context.set_offline(True)
    one.page.click("[data-asked] [type=submit]")
    said(one.page, "Not sent yet.")
    one.page.fill("[name='code.1']", "14")
    lines = streams(one)
    one.context.set_offline(False)
    said(one.page, "Your answers are in.")
    assert streams(one) > lines
    # What was filled in after it was sent is still there, and goes with the next.
    assert one.page.input_value("[name='code.1']") == "14"
    with one.page.expect_response("**/polls/votes*"):
        one.page.click("[data-asked] [type=submit]")
    said(one.page, "Your answers are in.")
    assert room.kept(asked) == [{"code": "MA14", "ratings": {"quality": 3}}]


def test_a_page_whose_kernel_is_gone_votes(room, phone):
    page = opened(phone, room).page
    for kernel in room.served.children():
        kernel.kill()
    asked = room.asks()
    vote(page, 1)
    said(page, "Your vote is counted.")
    assert room.kept(asked) == [{"choice": "1"}]


def test_a_phone_that_lost_its_cookie_gets_another_and_votes(room, phone):
    one = opened(phone, room)
    asked = room.asks()
    shows(one.page, CHOICES[0])
    one.page.wait_for_timeout(1000)
    one.context.clear_cookies()
    vote(one.page, 1)
    said(one.page, "Your vote is counted.")
    assert room.kept(asked) == [{"choice": "1"}]


def test_a_vote_that_is_refused_says_why_and_is_not_sent_again(room, phone):
    one = opened(phone, room)
    asked = room.asks()
    shows(one.page, CHOICES[0])
    one.page.evaluate("document.querySelector('[data-asked] [value=\"3\"]').value = 'forged'")
    vote(one.page, "forged")
    said(one.page, "This page sent something that the workshop does not know")
    one.page.wait_for_timeout(1500)
    assert sum("/polls/votes" in url for url in one.asked) == 1
    assert room.kept(asked) == []


def test_a_vote_that_came_in_after_the_end_is_told_so(room, phone):
    page = opened(phone, room).page
    asked = room.asks()
    fails(page, 503)
    vote(page, 1)
    said(page, "Not sent yet.")
    room.closes()
    wait_until(page, "document.querySelector('[data-lost-vote]').textContent.startsWith('Voting ended before')")
    assert page.locator("[data-own]:visible").count() == 0
    assert room.kept(asked) == []


def test_news_of_others_loses_nothing_that_is_being_filled_in(room, phone):
    page = opened(phone, room).page
    asked = room.asks("check", AFTER)
    page.fill("[name='code.0']", "MA")
    page.check("[name='ratings.quality'][value='3']")
    page.focus("[name='code.1']")
    page.keyboard.type("1")
    body = {"round": asked, "answers": {"role": "parent"}}
    assert Voter(room.served).sends(body) == 200
    wait_until(page, "document.querySelector('[data-voted]').textContent === '1 person has answered.'")
    page.keyboard.type("4")
    page.click("[data-asked] [type=submit]")
    said(page, "Your answers are in.")
    assert {"code": "MA14", "ratings": {"quality": 3}} in room.kept(asked)


def test_the_code_of_the_first_check_stands_in_the_second(room, phone):
    page = opened(phone, room).page
    room.asks("check", BEFORE)
    for number, sign in enumerate(["MA", "14", "B"]):
        page.fill(f"[name='code.{number}']", sign)
    page.click("[data-asked] [type=submit]")
    said(page, "Your answers are in.")
    assert page.inner_text("[data-asked] [type=submit]") == "Change my answers"
    room.asks("check", AFTER)
    wait_until(page, "document.querySelector('[name=\"ratings.quality\"]') !== null")
    assert [page.input_value(f"[name='code.{number}']") for number in range(3)] == ["MA", "14", "B"]
    storage = page.evaluate("[localStorage.length, sessionStorage.length, window.name, document.cookie]")
    assert storage == [0, 0, "", ""]


def test_a_page_that_was_loaded_anew_has_what_the_phone_said(room, phone):
    page = opened(phone, room).page
    asked = room.asks("check", AFTER)
    page.fill("[name='code.0']", "Ma14b")
    page.check("[name=role][value=parent]")
    page.check("[name='confidence.tell_apart.now'][value='4']")
    page.click("[data-asked] [type=submit]")
    said(page, "Your answers are in.")
    page.reload()
    wait_until(page, "document.querySelector('[name=role]:checked')?.value === 'parent'")
    assert page.is_checked("[name='confidence.tell_apart.now'][value='4']")
    assert page.is_visible("[data-code-kept]")
    page.check("[name=place][value=online]")
    page.click("[data-asked] [type=submit]")
    said(page, "Your answers are in.")
    kept = {"code": "MA14B", "role": "parent", "place": "online", "confidence": {"tell_apart": {"now": 4}}}
    assert room.kept(asked) == [kept]


def test_own_answers_are_marked_when_the_last_check_is_closed(room, phone):
    page = opened(phone, room).page
    room.asks("check", AFTER)
    one = room.questions()[0]
    wrong = next(choice.id for choice in one.choices if not choice.is_right)
    page.check(f"[name='items.{one.id}'][value='{wrong}']")
    page.click("[data-asked] [type=submit]")
    said(page, "Your answers are in.")
    room.closes()
    shows(page, "Here are the right answers")
    own = page.locator("[data-own]:visible")
    assert own.count() == 1
    assert own.locator("xpath=ancestor::li[@data-choice]").get_attribute("data-choice") == wrong
    assert page.locator("[data-asked] .flag.is-right").count() == len(room.questions())


def test_in_another_language_the_choice_is_still_there(room, phone):
    page = opened(phone, room).page
    room.asks()
    page.check("[data-asked] [value='2']")
    page.click("[data-turn=eo]")
    page.wait_for_selector("h1:has-text('Xe ze?')")
    wait_until(page, "document.querySelector('[data-asked] [value=\"2\"]')?.checked")


def test_who_reads_elsewhere_is_told_and_led_there(room, phone):
    one = opened(phone, room)
    page = one.page
    page.locator("[data-topic] summary").nth(8).focus()
    before = page.evaluate("document.activeElement.getBoundingClientRect().top")
    room.asks()
    page.wait_for_selector("[data-poll-bar]:not([hidden])")
    assert page.evaluate("document.activeElement.matches('summary')")
    # What is read stays where it is, and what has the focus is not under the bar.
    after = page.evaluate("document.activeElement.getBoundingClientRect().top")
    bar = page.evaluate("document.querySelector('[data-poll-bar]').getBoundingClientRect().height")
    assert abs(before - after) <= bar + 1
    assert page.evaluate(
        """() => document.activeElement.getBoundingClientRect().bottom
             <= document.querySelector("[data-poll-bar]").getBoundingClientRect().top"""
    )
    assert one.axe() == []
    tab_to(page, "[data-poll-bar] button", limit=400)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "poll-title"
    assert page.is_hidden("[data-poll-bar]")


def test_time_that_is_left_is_shown_and_said_twice(room, phone):
    page = phone().page
    page.clock.install()
    page.goto(room.address())
    room.asks(seconds=32)
    shows(page, "Time left: 0:3")
    heard(page, "The trainer asks you something.")
    page.clock.run_for(3_000)
    wait_until(page, "/^(30|2[89]) seconds left/.test(document.querySelector('[data-news]').textContent)")
    page.clock.run_for(12_000)
    wait_until(page, "/^(30|2[89]) seconds left/.test(document.querySelector('[data-news]').textContent)")
    page.clock.run_for(7_000)
    wait_until(page, "/^(10|[89]) seconds left/.test(document.querySelector('[data-news]').textContent)")


def test_a_line_that_says_nothing_any_more_is_opened_anew(room, phone):
    one = phone()
    one.page.clock.install()
    one.page.goto(room.address())
    room.asks()
    shows(one.page, CHOICES[0])
    one.page.wait_for_timeout(1000)
    lines = streams(one)
    one.page.clock.run_for(20_000)
    assert streams(one) == lines
    # The server's own words come every ten seconds of another clock.
    one.page.clock.run_for(10_000)
    one.page.wait_for_timeout(500)
    assert streams(one) == lines + 1
    room.asks(asked={**TYPED, "ask": "Another question"})
    shows(one.page, "Another question")


def test_what_a_trainer_typed_runs_nothing(room, phone):
    page = opened(phone, room).page
    room.asks(asked={**TYPED, "ask": "<img src=x onerror='window.ran = 1'><script>window.ran = 1</script>"})
    shows(page, "<script>window.ran = 1</script>")
    page.wait_for_timeout(200)
    assert page.evaluate("window.ran") is None


def test_when_it_is_put_away_nothing_is_left(room, phone):
    page = opened(phone, room).page
    room.asks()
    page.focus("[data-asked] [type=radio]")
    room.puts_away()
    wait_until(page, "document.querySelector('[data-asked]').hidden")
    assert page.evaluate("document.activeElement.matches('[data-part=compare] h2')")
    assert page.inner_text("[data-asked]") == ""


def test_the_take_home_page_from_a_folder_asks_nobody(take_home, phone):
    one = phone()
    one.open(take_home.address())
    one.page.wait_for_timeout(1500)
    assert [url for url in one.asked if "polls" in url] == []


@pytest.fixture
def wall(room, phone):
    one = phone(1280)
    one.page.set_viewport_size({"width": 1280, "height": 720})
    one.page.goto(room.address("/join"))
    return one


def test_the_wall_shows_how_to_join_until_something_is_asked(room, wall):
    page = wall.page
    code = "document.querySelector('svg').getBoundingClientRect().width"
    alone = page.evaluate(code)
    asked = room.asks(seconds=90)
    shows(page, LONG)
    assert page.evaluate(code) < alone / 2
    assert page.locator(f"strong:has-text(':{room.served.port}')").is_visible()
    wait_until(page, "/Time left: 1:[0-3]/.test(document.querySelector('[data-left]').textContent)")
    assert page.locator("input, button").count() == 0
    room.votes(asked, *"11222")
    wait_until(page, "document.querySelector('[data-voted]').textContent === '5 people have voted.'")
    shows(page, LONG)
    room.closes()
    shows(page, "3 (60 %)")
    room.puts_away()
    wait_until(page, f"{code} === {alone}")


def test_every_state_fits_the_wall(room, wall):
    for name in room.states():
        wait_until(wall.page, "document.querySelector('#wall-title') !== null")
        wall.page.wait_for_timeout(400)
        assert wall.page.evaluate("document.documentElement.scrollHeight <= innerHeight"), name
        assert wall.sideways() == [0, []], name
        assert wall.axe() == [], name
