"""Whose address a request has, where a proxy stands before the server."""

import argparse
import contextlib
import http.client
import json
import re
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest

from iepkit.cli import arguments
from iepkit.serving.front import networks, phone_behind
from tests.kit import ROOT
from tests.served import LOOPBACK, Server, free_port
from tests.serving import raw
from tests.serving.polls.asking import AskedRoom, Stream

pytestmark = pytest.mark.alone

PROXIES = networks("10.0.0.0/8, 192.0.2.7, fd00::/8")
PHONE = "203.0.113.9"


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("10.1.2.3", [PHONE], PHONE),
        ("192.0.2.7", [PHONE], PHONE),
        ("fd00::1", ["2001:db8::9"], "2001:db8::9"),
        ("::ffff:10.1.2.3", [PHONE], PHONE),
        # The phone has written something itself: the proxy's own word stands behind it.
        ("10.1.2.3", [f"1.1.1.1, {PHONE}"], PHONE),
        ("10.1.2.3", ["1.1.1.1", PHONE], PHONE),
        # Two proxies, both named.
        ("10.1.2.3", [f"1.1.1.1,{PHONE},10.9.9.9"], PHONE),
        # Nobody but a proxy is believed.
        (PHONE, ["1.1.1.1"], PHONE),
        ("192.0.2.8", ["1.1.1.1"], "192.0.2.8"),
        # What is no address is no phone: it is counted with the proxy.
        ("10.1.2.3", [], "10.1.2.3"),
        ("10.1.2.3", [""], "10.1.2.3"),
        ("10.1.2.3", ["unknown"], "10.1.2.3"),
        ("10.1.2.3", [f"{PHONE}, not one"], "10.1.2.3"),
        ("10.1.2.3", [f"{PHONE}:443"], "10.1.2.3"),
        ("10.1.2.3", ["10.4.4.4"], "10.4.4.4"),
    ],
)
def test_a_phone_has_the_address_that_the_last_proxy_which_was_named_has_seen(peer, forwarded, address):
    assert phone_behind(peer, forwarded, PROXIES) == address


def test_with_no_proxy_named_nobody_is_believed():
    assert phone_behind("10.1.2.3", [PHONE], ()) == "10.1.2.3"


@pytest.mark.parametrize("text", ["", "10.0.0.0/8,", "proxy.example.org", "10.0.0.1/8", "10.0.0.0/99"])
def test_what_is_no_network_is_refused_with_a_sentence(text):
    with pytest.raises(argparse.ArgumentTypeError, match=re.escape(f'"{text}" is no list of addresses and networks')):
        arguments.proxies(text)


@pytest.mark.parametrize("text", ["", "-1", "601", "1.5", "ten"])
def test_a_time_to_drain_is_a_number_of_seconds(text):
    with pytest.raises(argparse.ArgumentTypeError, match="write one from 0 to 600"):
        arguments.seconds(text)
    assert arguments.seconds("30") == 30


@pytest.fixture
def asked(tmp_path):
    """A room behind a proxy at 127.0.0.1, which is asked something."""
    room = AskedRoom(ROOT, tmp_path / "log", "--proxy", LOOPBACK, "--answers", str(tmp_path / "answers.db"))
    try:
        room.opens()
        yield room
    finally:
        room.end()


def test_the_cookie_of_a_phone_whose_way_is_encrypted_never_goes_another(asked):
    """The proxy says so of the phone's way to it; a phone that says so itself is not believed."""
    for headers, is_kept in (
        ({"X-Forwarded-For": PHONE, "X-Forwarded-Proto": "https"}, True),
        ({"X-Forwarded-For": PHONE, "X-Forwarded-Proto": "http"}, False),
        ({"X-Forwarded-Proto": "https"}, False),
        ({}, False),
    ):
        with contextlib.closing(Stream(asked, headers=headers)) as stream:
            assert ("Secure" in stream.answer.headers["Set-Cookie"].split("; ")) == is_kept


needs_addresses = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a test has one address alone")


@pytest.fixture(scope="module")
def probed(tmp_path_factory):
    """A server for few, behind a proxy at 127.0.0.1, with a port for probes."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "iepkit", "serve", "--port", "{port}", "--attendees", "1", "--metrics"),
        *("--proxy", LOOPBACK, "--probe-port", str(port), "--address", "https://workshop.example.org"),
    ]
    served = Server(ROOT, tmp_path_factory.mktemp("front") / "log", command=command)
    served.probes = port
    yield served
    served.end()


def floods(server, address, source=LOOPBACK):
    """Ask without end in the name of an address, until it is refused; how often it was answered."""
    line = http.client.HTTPConnection(LOOPBACK, server.port, timeout=30, source_address=(source, 0))
    for answered in range(20_000):
        line.request("HEAD", "/join", headers={"X-Forwarded-For": address})
        response = line.getresponse()
        response.read()
        if response.status == 429:
            line.close()
            return answered
    raise AssertionError


@needs_addresses
def test_one_phone_behind_the_proxy_is_slowed_and_the_others_are_not(probed):
    assert floods(probed, PHONE) > 100
    # On the proxy's same connections come others.
    for address, status in ((PHONE, 429), ("203.0.113.10", 200), (f"{PHONE}, 203.0.113.11", 200)):
        assert raw.ask(probed, "GET", "/join", {"X-Forwarded-For": address}).status == status
    # What is asked past the proxy is believed nothing.
    assert raw.ask(probed, "GET", "/join", {"X-Forwarded-For": PHONE}, source="127.0.0.2").status == 200


def test_behind_the_proxy_phones_are_told_the_address_of_all_servers(probed):
    assert "https://workshop.example.org</strong>" in probed.get("/join")[0]
    assert "https://workshop.example.org/join" in probed.printed()


def probe(server, path):
    line = http.client.HTTPConnection(LOOPBACK, server.probes, timeout=30)
    line.request("GET", path)
    response = line.getresponse()
    response.text = response.read().decode()
    line.close()
    return response


def test_a_server_lives_at_once_and_is_ready_when_its_places_are(probed):
    assert probe(probed, "/live").status == 200
    probed.wait_until_printed("Ready for 1 of 1 phones at once.")
    assert (probe(probed, "/ready").status, probe(probed, "/ready").text) == (200, "ready\n")
    assert "iepkit_kernels{" in probe(probed, "/metrics").text


@pytest.mark.parametrize("path", ["/", "/state", "/nothing"])
def test_at_the_port_for_probes_is_nothing_else(probed, path):
    response = probe(probed, path)
    assert (response.status, response.text) == (404, "")
    assert response.headers["Server"] == "iepkit"


@pytest.mark.parametrize("path", ["/live", "/ready", "/metrics"])
def test_phones_find_no_probes(probed, path):
    assert probed.status(path) == 404


def test_probes_are_answered_however_often_they_are_asked(probed):
    with ThreadPoolExecutor(4) as pool:
        assert {response.status for response in pool.map(lambda _: probe(probed, "/live"), range(300))} == {200}


def test_no_kernel_and_nobody_who_looks_at_the_command_sees_where_votes_are_kept(tmp_path):
    place = f"{tmp_path}/kept-aside.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IEPKIT_ANSWERS", place)
        served = Server(ROOT, tmp_path / "log")
    try:
        served.wait_until_printed("Ready for 1 of 1 phones at once.")
        kernels = served.children()
        assert kernels
        assert all("IEPKIT_ANSWERS" not in kernel.environ() for kernel in kernels)
        link = served.link().replace("/?", "/ask/state?")
        with urllib.request.urlopen(link, timeout=30) as response:
            assert json.load(response)
        assert (tmp_path / "kept-aside.db").is_file()
    finally:
        served.end()
