"""The trainer's page in a real browser: it follows the room, calls for help once, and says when it is old."""

import json

import pytest

from tests.browser.conftest import WIDTHS
from tests.kit import ROOT
from tests.served import Server

HERE = "[data-value=here]"


@pytest.fixture
def console(server, phone):
    """The console, opened as a trainer does."""

    def make(width=1280, **options):
        one = phone(width, **options)
        one.open(server.link(), ready=f"{HERE}:not(:empty)")
        return one

    return make


def happening(event, content, *, advice=True, key="1"):
    return {
        "key": key, "time": "7:05 PM", "text": content.texts[f"ui.console.{event}"], "count": "9 times",
        "advice": content.texts[f"ui.console.do.{event}"] if advice else "", "is_urgent": advice,
    }  # fmt: skip


class Told:
    """What the server says of the room, with happenings of our own."""

    def __init__(self, page):
        self.happened = []
        self.asked = 0
        page.route("**/state", self._answer)

    def _answer(self, route):
        self.asked += 1
        told = route.fetch().json()
        is_well = not any(one["is_urgent"] for one in self.happened)
        route.fulfill(body=json.dumps({**told, "happened": self.happened, "is_well": is_well}))


def test_the_secret_is_not_in_the_address_bar(server, console):
    page = console().page
    assert page.url == server.link().partition("?")[0]
    page.reload()
    page.wait_for_selector(f"{HERE}:not(:empty)")


def test_a_phone_that_comes_and_goes_is_counted_and_is_no_mishap(server, console, phone):
    page = console().page
    before = int(page.inner_text(HERE))
    happened = page.inner_text("[data-happened]")
    one = phone()
    one.open(server.address())
    page.wait_for_function("([at, count]) => document.querySelector(at).textContent == count", arg=[HERE, before + 1])
    one.page.goto("about:blank")
    page.wait_for_function("([at, count]) => document.querySelector(at).textContent == count", arg=[HERE, before])
    assert page.inner_text("[data-happened]") == happened


@pytest.mark.parametrize("width", WIDTHS)
def test_it_is_accessible_and_nothing_sticks_out(server, phone, content, width):
    one = phone(width)
    told = Told(one.page)
    told.happened = [
        happening(event, content, key=event, advice=event != "room_full")
        for event in ("disk_full", "notebook_empty", "room_full", "line_lost", "message_refused", "start_failed")
    ]
    one.open(server.link(), ready="[data-happened] li")
    assert one.axe() == []
    assert one.sideways() == [0, []]
    one.page.add_style_tag(content="html { font-size: 200% }")
    assert one.sideways() == [0, []]


def test_all_of_it_is_on_one_screen_of_a_laptop(console):
    page = console().page
    page.set_viewport_size({"width": 1280, "height": 800})
    assert page.evaluate("document.documentElement.scrollHeight") <= 800


def test_only_what_is_new_is_announced_and_only_once(server, phone, content):
    one = phone(1280)
    told = Told(one.page)
    told.happened = [happening("line_lost", content, advice=False, key="old")]
    page = one.open(server.link(), ready="[data-happened] li")
    heard = "[...document.querySelectorAll('[data-news]')].map((e) => e.textContent).join()"
    assert page.evaluate(heard) == ""
    page.evaluate(
        """() => {
          globalThis.changes = 0;
          const watch = { childList: true, subtree: true, characterData: true };
          for (const place of document.querySelectorAll("[role=status], [role=alert]"))
            new MutationObserver(() => { globalThis.changes += 1 }).observe(place, watch);
        }"""
    )
    told.happened.insert(0, happening("disk_full", content, key="new"))
    page.wait_for_selector("[data-happened] li.is-urgent")
    told.happened[0]["count"] = "10 times"
    page.wait_for_selector("[data-happened] :text('10 times')")
    assert page.evaluate(heard) == f"{content.texts['ui.console.disk_full']} {content.texts['ui.console.do.disk_full']}"
    assert page.evaluate("changes") == 1


def test_places_are_filled_by_the_button_and_the_page_says_so(console, content):
    page = console().page
    asked = []
    page.on("request", lambda request: asked.append(request.post_data) if request.method == "POST" else None)
    # As many as there are: other tests have this server too.
    count = page.input_value("[name=attendees]")
    page.click("[data-fill] button")
    page.wait_for_selector(f"[data-filled]:has-text('{content.texts['ui.console.filling'].format(count=count)}')")
    assert [json.loads(body) for body in asked] == [{"attendees": int(count)}]


def test_a_filling_that_fails_is_said(console, content):
    page = console().page
    page.route("**/fill", lambda route: route.abort())
    page.click("[data-fill] button")
    page.wait_for_selector(f"[data-filled]:has-text('{content.texts['ui.console.not_filled']}')")


def test_the_join_page_opens_beside_it(server, console):
    one = console()
    assert one.page.locator(".way svg").is_visible()
    with one.context.expect_page() as opened:
        one.page.click("a[href$='/join']")
    opened.value.wait_for_selector("h1")
    assert opened.value.url == f"http://127.0.0.1:{server.port}/join"


def test_it_says_when_the_server_is_gone_and_when_it_was_started_anew(tmp_path, phone, content):
    running = Server(ROOT, tmp_path / "log")
    one = phone(1280)
    try:
        page = one.open(running.link(), ready=f"{HERE}:not(:empty)")
        assert page.inner_text("[role=alert]") == ""
    finally:
        running.end()
    page.wait_for_selector(f"[role=alert]:has-text('{content.texts['ui.console.gone']}')")
    assert one.axe() == []
    page.route("**/state", lambda route: route.fulfill(status=403))
    page.wait_for_selector(f"[role=alert]:has-text('{content.texts['ui.console.other_start']}')")


def test_it_has_nothing_from_elsewhere(server, console):
    own = server.link().partition("?")[0]
    one = console()
    assert one.asked
    assert [url for url in one.asked if not url.startswith((own, "data:"))] == []
