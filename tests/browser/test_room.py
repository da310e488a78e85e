"""A phone in the room for two hours: full rooms, dead kernels, lost links, sleep. Always the same page, with all answers."""

import os
import signal
import sys
import time

import pytest

from tests.browser.keyboard import open_part
from tests.browser.waiting import wait_until
from tests.kit import ROOT
from tests.served import workshop
from tests.serving.room import Room

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are told by sockets that Linux alone has")

EXPLORER = "[data-explorer=eligibility] [data-what-if=begin]:visible"
# The page is to know of a lost link within five seconds; a busy machine has some more.
SOON = 8_000


@pytest.fixture
def served(tmp_path):
    """A room for few on a laptop whose memory holds as many kernels, and that soon takes one back."""
    rooms = []

    def serve(most=1, **patience):
        room = Room(
            log=tmp_path / "log", attendees=most, kit_folder=ROOT, command=workshop(most, most=most, **patience)
        )
        rooms.append(room)
        room.wait_until_ready()
        return room

    yield serve
    for room in rooms:
        room.close()


class Parent:
    """A parent with the explorer of eligibility open, and a first answer given."""

    def __init__(self, one, room, *, has_answers=False):
        self.page = one.open(room.address())
        self.page.evaluate("window.stayed = true")
        if has_answers:
            wait_until(
                self.page,
                "performance.getEntriesByType('resource').some((r) => r.name.endsWith('/en/answers.json') && r.responseEnd)",
            )
        open_part(self.page, "eligibility")
        self.page.wait_for_selector(EXPLORER)
        self.says("progress", "yes", "progress_yes")

    def says(self, question, choice, reason):
        self.page.check(f"[data-question={question}] input[value={choice}]")
        self.page.wait_for_selector(f"[data-finding=iep] [data-reason={reason}]:visible", timeout=15_000)

    def goes_on(self, by):
        """One more answer; by whom it is given; and all is as it was left."""
        self.says("said", "grades", "grades_iep")
        assert self.page.locator("[data-question=progress] :checked").get_attribute("value") == "yes"
        assert self.page.evaluate("window.stayed")
        assert self.answered_by() == by

    def answered_by(self):
        return self.page.get_attribute("[data-iepkit]", "data-connected")

    def is_put_away(self):
        """The page is not looked at any more."""
        self._hide("true")

    def is_taken_out(self):
        """It is looked at again."""
        self._hide("false")

    def _hide(self, hidden):
        self.page.evaluate(
            f"""() => {{
              Object.defineProperty(document, "hidden", {{ value: {hidden}, configurable: true }});
              document.dispatchEvent(new Event("visibilitychange"));
            }}"""
        )


def until_there(holds):
    end = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


def kill_kernels(room):
    for pid in room.kernels().values():
        os.kill(pid, signal.SIGKILL)


def test_a_phone_that_comes_when_the_room_is_full_has_all_the_same_answers(served, phone):
    room = served(most=1)
    Parent(phone(), room)
    late = phone()
    parent = Parent(late, room)
    assert parent.answered_by() == "alone"
    parent.goes_on(by="alone")
    open_part(parent.page, "rights")
    parent.page.wait_for_selector("[data-explorer=rights]")
    assert late.axe() == []
    assert late.others() == []


def test_a_phone_whose_kernel_is_gone_has_another_and_notices_nothing(served, phone):
    room = served(most=3)
    parent = Parent(phone(), room)
    kill_kernels(room)
    parent.goes_on(by="room")


def test_a_kernel_that_does_not_answer_is_not_waited_for_and_changes_nothing_later(served, phone):
    room = served(most=1)
    parent = Parent(phone(), room)
    (kernel,) = room.kernels().values()
    os.kill(kernel, signal.SIGSTOP)
    parent.goes_on(by="alone")
    os.kill(kernel, signal.SIGCONT)
    parent.page.wait_for_timeout(500)
    assert parent.page.locator("[data-finding=iep] [data-reason=grades_iep]").is_visible()


def test_a_phone_whose_server_is_gone_answers_by_itself_and_says_what_it_lacks(served, phone):
    room = served(most=1)
    one = phone()
    parent = Parent(one, room, has_answers=True)
    room.end()
    parent.goes_on(by="alone")
    assert one.axe() == []
    parent.page.click("[data-open=rights]")
    parent.page.get_by_text("This part can't be reached right now.").wait_for(timeout=20_000)


def test_a_server_that_is_gone_before_anything_was_fetched_ahead_is_no_fault_of_the_page(served, phone):
    room = served(most=1)
    page = phone().open(room.address())
    room.end()
    page.get_by_text("The link to the workshop is gone.").wait_for(timeout=SOON)
    # A fault that nobody hears would be counted by the phone at its end.
    page.wait_for_timeout(4000)


def test_a_link_that_is_dead_without_a_word_is_found_out_and_opened_anew(served, phone):
    room = served(most=2)
    parent = Parent(phone(), room, has_answers=True)
    # The websocket stays open, and nobody answers: as where the Wi-Fi is gone.
    os.kill(room.process.pid, signal.SIGSTOP)
    try:
        parent.page.get_by_text("The link to the workshop is gone.").wait_for(timeout=SOON)
        parent.goes_on(by="alone")
    finally:
        os.kill(room.process.pid, signal.SIGCONT)
    parent.page.get_by_text("The link to the workshop is back.").wait_for(timeout=15_000)
    parent.says("said", "diagnosis", "diagnosis_iep")
    assert parent.answered_by() == "room"


def test_a_phone_that_slept_gives_its_kernel_back_and_goes_on_where_it_was(served, phone):
    room = served(most=1, away=1)
    parent = Parent(phone(), room)
    known = room.kernels()
    parent.is_put_away()
    until_there(lambda: room.kernels().keys() - known.keys())
    parent.is_taken_out()
    parent.goes_on(by="room")
    assert room.kernels().keys() != known.keys()


def test_a_phone_whose_line_was_cut_in_its_sleep_reconnects_when_it_wakes_up(served, phone):
    room = served(most=1)
    one = phone()
    one.page.add_init_script(
        "const Real = WebSocket;"
        "window.lines = [];"
        "window.WebSocket = class extends Real { constructor(address) { super(address); lines.push(this); } };"
    )
    parent = Parent(one, room)
    parent.is_put_away()
    parent.page.evaluate("lines.at(-1).close()")
    parent.page.wait_for_timeout(1500)
    # Nobody looks at it: no line is opened.
    assert parent.page.evaluate("lines.length") == 1
    parent.is_taken_out()
    wait_until(parent.page, "lines.length === 2 && lines[1].readyState === WebSocket.OPEN", seconds=SOON / 1000)
    parent.goes_on(by="room")


def test_a_page_that_was_thrown_away_says_that_the_answers_are_gone(served, phone):
    room = served(most=1)
    parent = Parent(phone(), room)
    gone = parent.page.get_by_text("what you filled in is gone")
    assert gone.is_hidden()
    parent.page.reload()
    gone.wait_for()
    open_part(parent.page, "eligibility")
    parent.page.wait_for_selector(EXPLORER)
    assert parent.page.locator("[data-question=progress] [value=yes]:checked").count() == 0
    parent.says("progress", "yes", "progress_yes")
    assert gone.is_hidden()


def test_a_page_that_was_only_read_says_nothing_when_it_is_opened_anew(served, phone):
    room = served(most=1)
    page = phone().open(room.address())
    page.fill("[data-search]", "sports")
    page.reload()
    page.wait_for_selector("[data-connected]")
    assert page.get_by_text("what you filled in is gone").is_hidden()
