"""The end of the room, and what happens to places whose kernel is gone, on a real server."""

import re
import signal
import sys
import time
import urllib.error

import psutil
import pytest

from tests.kit import ROOT
from tests.served import LOOPBACK, Server

KERNEL = re.compile(r'data-kernel="([^"]+)"')


def serving(log, most, attendees):
    """A server on a laptop whose memory holds ``most`` kernels."""
    code = (
        f"from iepkit.serving import settings; settings.places_in_memory = lambda: {most}; from iepkit.cli import main; "
        f"main(['serve', '--host', '{LOOPBACK}', '--port', '{{port}}', '--attendees', '{attendees}'])"
    )
    return Server(ROOT, log, command=[sys.executable, "-c", code], path="/join")


def wait_for(condition, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)


def kernels(server):
    """The processes that run kernels: forks of the parent."""
    found = [child for child in server.children() if child.status() != psutil.STATUS_ZOMBIE]
    return [child for child in found if child.parent() and child.parent().pid != server.process.pid]


@pytest.fixture
def full(tmp_path):
    """A room for two, with both places taken."""
    server = serving(tmp_path / "log", 2, 2)
    try:
        server.wait_until_printed("Ready for 2 of 2 phones at once.")
        server.taken = [KERNEL.search(server.get("/")[0])[1] for _ in range(2)]
        yield server
    finally:
        server.end()


def test_a_full_room_says_so_and_the_next_place_is_given_away(full):
    with pytest.raises(urllib.error.HTTPError) as refused:
        full.get("/")
    with refused.value as page:
        assert page.status == 503
        assert page.headers["Retry-After"] == "20"
        words = page.read().decode()
    assert "All places are taken right now" in words
    # It leads on to the page that needs no kernel.
    assert '<meta http-equiv="refresh" content="0; url=/site/?lang=en">' in words
    assert full.status("/site/?lang=en") == 200
    full.post(f"/voila/api/shutdown/{full.taken[0]}")
    wait_for(lambda: full.status("/") == 200)


def test_a_kernel_that_died_in_a_full_room_gives_its_place_back(full):
    kernels(full)[0].send_signal(signal.SIGKILL)
    wait_for(lambda: full.status("/") == 200)


def test_kernels_that_die_while_they_wait_are_replaced_and_no_phone_gets_one(tmp_path):
    server = serving(tmp_path / "log", 50, 3)
    try:
        server.wait_until_printed("Ready for 3 of 3 phones at once.")
        dead = {kernel.pid for kernel in kernels(server)}
        assert len(dead) >= 3
        for pid in dead:
            psutil.Process(pid).kill()
        # Before anything has noticed, a phone comes in.
        page, _ = server.get("/")
        assert "IEP or 504 plan?" in page
        wait_for(lambda: len({kernel.pid for kernel in kernels(server)} - dead) >= 3)
        assert all(KERNEL.search(server.get("/")[0]) for _ in range(3))
    finally:
        server.end()


def test_the_room_is_told_how_many_it_holds(tmp_path):
    server = serving(tmp_path / "log", 2, 30)
    try:
        server.wait_until_printed("The memory of this laptop holds 2 phones at once; more get the take-home page.")
    finally:
        server.end()
