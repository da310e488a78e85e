"""The Wi-Fi is gone for a minute: the server stands in a network of its own, and the cable to it is pulled."""

import contextlib
import os
import subprocess
import sys
import time

import pytest

from tests.browser.conftest import Phone, chromium
from tests.browser.test_room import Parent
from tests.kit import ROOT
from tests.served import PHONE_NAME, Server

HERE, THERE = "10.213.7.1", "10.213.7.2"
NETWORK, CABLE, OTHER_END = "iepkit-room", "iepkit-here", "iepkit-there"


def ip(*arguments):
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


@pytest.fixture
def cable():
    """A network of its own and a cable to it; what is left of an earlier run is taken away first."""
    remove()
    try:
        ip("netns", "add", NETWORK)
        ip("link", "add", CABLE, "type", "veth", "peer", "name", OTHER_END, "netns", NETWORK)
        ip("addr", "add", f"{HERE}/24", "dev", CABLE)
        ip("link", "set", CABLE, "up")
        for command in (["addr", "add", f"{THERE}/24", "dev", OTHER_END], ["link", "set", OTHER_END, "up"]):
            ip("-n", NETWORK, *command)
        ip("-n", NETWORK, "link", "set", "lo", "up")
        yield CABLE
    finally:
        remove()


def remove():
    for arguments in (["link", "del", CABLE], ["netns", "del", NETWORK]):
        with contextlib.suppress(subprocess.CalledProcessError):
            ip(*arguments)


def may_have_networks():
    """May this user make a network, and is there a tool for it?"""
    if sys.platform != "linux" or os.geteuid():
        return False
    with contextlib.suppress(OSError, subprocess.CalledProcessError):
        remove()
        ip("netns", "add", NETWORK)
        remove()
        return True
    return False


class FarServer(Server):
    """A server in the other network."""

    def get(self, path):
        done = subprocess.run(
            ["ip", "netns", "exec", NETWORK, sys.executable, "-c", _GET.format(port=self.port, path=path)],
            check=False,
            capture_output=True,
        )
        if done.returncode:
            raise OSError
        return done.stdout.decode(), None


_GET = "import urllib.request as u; print(u.urlopen('http://127.0.0.1:{port}{path}', timeout=30).status)"


@pytest.mark.skipif(not may_have_networks(), reason="only root on Linux, with iproute2, may make a network")
def test_a_minute_without_wifi_costs_a_phone_nothing(cable, browser, tmp_path):
    serve = [sys.executable, "-m", "iepkit", "serve", "--host", "0.0.0.0", "--port", "{port}", "--attendees", "2"]
    room = FarServer(ROOT, tmp_path / "log", command=["ip", "netns", "exec", NETWORK, *serve])
    try:
        room.wait_until_printed("Ready for 2 of 2 phones at once.")
        rule = f"--host-resolver-rules=MAP {PHONE_NAME} {THERE}"
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", rule]
        far = browser.browser_type.launch(executable_path=chromium(), args=arguments)
        try:
            one = Phone(far, 390)
            parent = Parent(one, room, has_answers=True)
            ip("link", "set", cable, "down")
            pulled = time.monotonic()
            parent.page.get_by_text("The link to the workshop is gone.").wait_for(timeout=8_000)
            parent.goes_on(by="alone")
            time.sleep(max(0, 60 - (time.monotonic() - pulled)))
            ip("link", "set", cable, "up")
            parent.page.get_by_text("The link to the workshop is back.").wait_for(timeout=15_000)
            parent.says("said", "diagnosis", "diagnosis_iep")
            assert parent.answered_by() == "room"
            assert parent.page.evaluate("window.stayed")
            assert one.errors == []
        finally:
            far.close()
    finally:
        room.end()
