"""Kernels that do not end, and kernels that take all memory: no other attendee notices, and the trainer is told."""

import asyncio
import sys
import urllib.request

import psutil
import pytest

from iepkit.serving import settings
from tests.served import LOOPBACK
from tests.serving.forked import lives
from tests.serving.room import Room, opened, telling, until

pytestmark = [
    pytest.mark.alone,
    pytest.mark.skipif(sys.platform != "linux", reason="kernels are told by sockets that Linux alone has"),
]

# The page as it is, but it does this when a certain answer comes, before its own answer.
_WITH_A_FAULT = """
def fault(widget, question, buffers):
    if question.get("answers", {}).get("state") == "fault":
        FAULT

page = pages.workshop()
page.on_msg(page._answer, remove=True)
page.on_msg(fault)
page.on_msg(page._answer)
page
"""
FOR_EVER = "while True: pass"
TAKES_ALL = "taken = []\n        while True: taken.append(bytearray(10_000_000))"
# It holds what it has, and tries for ever to have more.
HOLDS_ALL = "taken = []\n        while True:\n            try: taken.append(bytearray(10_000_000))\n            except MemoryError: pass"


def as_source(code):
    """Lines of code as they stand in a notebook's file."""
    return code.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def with_fault(kit, fault):
    kit.edit("notebooks/workshop.ipynb", '"pages.workshop()"', f'"{as_source(_WITH_A_FAULT.replace("FAULT", fault))}"')
    return kit.folder


async def is_told_it_is_alone(attendee):
    answer = await attendee.asks("decide", "eligibility", turn=1000, answers={"state": "fault"})
    assert answer == {"ask": "alone", "name": "eligibility", "language": "en", "turn": 1000}


def ready_or_taken(room):
    return set(room.kernels().values())


def test_a_notebook_that_does_not_stop_leads_phones_to_the_take_home_page(kit, tmp_path):
    kit.edit("notebooks/workshop.ipynb", '"pages.workshop()"', '"while True: pass"')
    command = telling(3, page=1, shown=2)
    room = Room(log=tmp_path / "log", attendees=3, kit_folder=kit.folder, command=command, path="/join")
    seen = set()

    def kernels():
        seen.update(ready_or_taken(room))
        return room.kernels()

    async def story():
        await until(kernels)
        with await asyncio.to_thread(urllib.request.urlopen, f"http://{LOOPBACK}:{room.port}/", timeout=30) as response:
            assert response.url.endswith("/site/")
        late = await room.joins()
        assert (await late.asks("decide", "eligibility", turn=1, answers={}))["ask"] == "alone"
        await until(lambda: room.happened("notebook_stuck"))
        await until(lambda: not kernels())
        # It rests: what was started by now is all.
        for _ in range(20):
            await asyncio.sleep(0.1)
            assert not kernels()
        assert not any(lives(pid) for pid in seen)

    try:
        room.lives_through(story())
        assert "Traceback" not in room.printed()
    finally:
        room.close()


def test_a_page_that_never_answers_is_noticed_by_no_other_attendee(kit, tmp_path):
    async def story():
        attendees = await room.come(2)
        hit = await room.comes()
        before = ready_or_taken(room)
        await is_told_it_is_alone(hit)
        assert room.happened("kernel_silent") == 2
        await room.is_noticed_by_none_of([*attendees, hit])
        # Its own, and the one that was asked after it.
        await until(lambda: sum(not lives(pid) for pid in before) >= 2)

    command = telling(4, answer=1.5)
    with opened(tmp_path, 4, kit_folder=with_fault(kit, FOR_EVER), command=command) as room:
        room.lives_through(story())
        assert "Traceback" not in room.printed()


@pytest.mark.parametrize("is_forked", [True, False], ids=["forked", "started"])
def test_a_kernel_that_takes_all_memory_is_noticed_by_no_other_attendee(kit, tmp_path, is_forked):
    async def story():
        attendees = await room.come(2)
        hit = await room.comes()
        for pid in room.kernels().values():
            assert psutil.Process(pid).rlimit(psutil.RLIMIT_DATA)[0] == settings.BYTES_A_KERNEL
            assert (psutil.Process(pid).ppid() == room.process.pid) is not is_forked
            # The page itself has room to spare.
            assert psutil.Process(pid).memory_info().data < settings.BYTES_A_KERNEL * 0.8
        await is_told_it_is_alone(hit)
        assert room.happened("kernel_too_big") == 2
        await room.is_noticed_by_none_of([*attendees, hit])

    command = telling(4, before=[f"settings.can_fork = lambda: {is_forked}"], answer=4)
    with opened(tmp_path, 4, kit_folder=with_fault(kit, HOLDS_ALL), command=command) as room:
        room.lives_through(story())
        assert "Traceback" not in room.printed()


def test_a_kernel_that_lets_go_again_of_all_memory_goes_on(kit, tmp_path):
    async def story():
        hit = await room.comes()
        before = ready_or_taken(room)
        answer = await hit.asks("decide", "eligibility", turn=1000, answers={"state": "fault"})
        assert answer["ask"] == "decide"
        assert before <= ready_or_taken(room)
        await room.is_noticed_by_none_of([hit])

    with opened(tmp_path, 2, kit_folder=with_fault(kit, TAKES_ALL), command=telling(2)) as room:
        room.lives_through(story())
