"""The end of the room, and what happens to places whose kernel is gone, on a real server."""

import asyncio
import sys

import pytest

from tests.kit import ROOT
from tests.served import LOOPBACK, workshop
from tests.serving.room import Room, until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are told by sockets that Linux alone has")


@pytest.fixture
def full(tmp_path):
    """A room for two that takes a place back after a second of silence."""
    room = Room(log=tmp_path / "log", attendees=2, kit_folder=ROOT, command=workshop(2, most=2, away=1))
    try:
        room.wait_until_ready()
        yield room
    finally:
        room.close()


async def comes_too_late(room):
    attendee = await room.joins()
    return await attendee.asks("decide", "eligibility", turn=1, answers={})


def test_a_full_room_says_so_and_a_place_that_is_free_again_is_given_away(full):
    async def story():
        first, second = await full.come(2)
        for attendee in (first, second):
            attendee.stays_awake()
        assert (await comes_too_late(full))["ask"] == "alone"
        known = full.kernels()
        await first.hangs_up()
        await until(lambda: full.kernels().keys() - known.keys())
        third = await full.comes()
        await asyncio.gather(second.changes(), third.changes())

    full.lives_through(story())


def test_a_page_alone_takes_no_place(full):
    async def story():
        for _ in range(4):
            await full.joins()
        await full.come(2)

    full.lives_through(story())


def test_a_page_that_sleeps_gives_its_place_back_and_has_another_when_it_wakes_up(full):
    async def story():
        sleeper, other = await full.come(2)
        other.stays_awake()
        known = full.kernels()
        await sleeper.says("away")
        fresh = await until(lambda: full.kernels().keys() - known.keys())
        await sleeper.changes()
        await other.changes()
        assert len(fresh) == 1

    full.lives_through(story())


def test_a_page_whose_link_is_lost_goes_on_with_its_place(full):
    async def story():
        known = full.kernels()
        for _ in range(6):
            # The line before is still open, as one is whose phone said nothing.
            await full.comes(name="1f" * 16)
        await full.comes()
        assert full.kernels() == known

    full.lives_through(story())


def test_the_room_is_told_how_many_it_holds(tmp_path):
    room = Room(log=tmp_path / "log", attendees=30, kit_folder=ROOT, command=workshop(30, most=2))
    try:
        room.wait_until_printed(
            "The memory of this laptop holds 2 phones at once; the pages of more answer by themselves."
        )
    finally:
        room.close()


def test_where_no_page_can_be_made_phones_are_led_to_the_one_that_needs_none(kit, tmp_path):
    notebook = kit.path("notebooks/workshop.ipynb")
    notebook.write_text(notebook.read_text().replace("pages.workshop()", "1 / 0"))
    room = Room(log=tmp_path / "log", attendees=2, kit_folder=kit.folder, command=workshop(2, page=3))
    try:
        page, response = room.get("/")
        assert response.url == f"http://{LOOPBACK}:{room.port}/site/"
        assert "data-sheet" in page
    finally:
        room.close()
