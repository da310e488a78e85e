"""The server as a real process, asked as a phone asks."""

import csv
import gzip
import io
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from iepkit.commands import STARTED_BY
from iepkit.scripts import STATIC
from iepkit.serving.settings import can_fork
from tests.kit import ROOT
from tests.served import LOOPBACK, PLAIN_VOILA, Server

WORKSHOP = "/voila/render/workshop.ipynb"


def test_the_first_response_holds_the_chart_before_any_script_runs(server, content):
    html, _ = server.get("/")
    body = html.split("<main>")[1]
    for cell in content.cells.values():
        assert content.texts[cell.text_id].split("'")[0].split('"')[0] in body
        assert content.texts[cell.caveat_id].split("'")[0].split('"')[0] in body
    assert '<html lang="en">' in html
    assert "<title>IEP or 504 plan?</title>" in html


def test_the_page_is_the_same_for_every_phone_and_sent_anew_only_when_it_changed(server):
    first, response = server.get("/")
    assert server.get("/?lang=none")[0] == first
    assert response.headers["Vary"] == "Accept-Encoding, Accept-Language"
    assert response.headers["Cache-Control"] == "no-cache"
    request = urllib.request.Request(
        f"http://{LOOPBACK}:{server.port}/", headers={"If-None-Match": response.headers["ETag"]}
    )
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request, timeout=30)
    with caught.value as unchanged:
        assert unchanged.code == 304
        assert unchanged.read() == b""


def kept(server):
    """The folder of what every phone gets alike, and what the page loads."""
    html, _ = server.get("/")
    folder = re.search(r'data-files="([^"]+)"', html)[1]
    return folder, re.findall(r'<(?:link|script)[^>]* (?:href|src)="(/[^"]+)"', html)


def test_what_every_phone_gets_alike_is_kept_by_its_browser(server):
    folder, named = kept(server)
    assert {address.removeprefix(folder) for address in named} == {"page.css", "room.js"}
    for address in (*named, f"{folder}en/rights.html", f"{folder}eo/answers.json", f"{folder}mine.js"):
        _, response = server.get(address)
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert server.status(f"{folder}none.js") == 404
    assert server.status("/kept/another/page.css") == 404


@pytest.mark.parametrize(("accepted", "sent"), [("gzip, br", "gzip"), ("gzip;q=0", None), ("br", None)])
def test_it_is_sent_as_the_phone_can_take_it(server, accepted, sent):
    folder, _ = kept(server)
    request = urllib.request.Request(
        f"http://{LOOPBACK}:{server.port}{folder}page.css", headers={"Accept-Encoding": accepted}
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        body = response.read()
        assert response.headers.get("Content-Encoding") == sent
    assert (gzip.decompress(body) if sent else body) == (STATIC / "page.css").read_bytes()


@pytest.mark.parametrize("path", ["/", "/site/"])
def test_it_can_be_asked_for_its_headers_alone(server, path):
    request = urllib.request.Request(f"http://{LOOPBACK}:{server.port}{path}", method="HEAD")
    with urllib.request.urlopen(request, timeout=30) as response:
        assert int(response.headers["Content-Length"]) > 1000
        assert response.read() == b""


def test_other_parts_are_not_in_the_first_response(server):
    html, _ = server.get("/")
    assert "<dl" not in html
    assert "data-empty" in html


def test_the_page_names_no_other_host_but_where_the_law_stands(server):
    html, _ = server.get("/")
    loading = [tag for tag in html.split("<") if tag.startswith(("script", "link", "img", "iframe"))]
    assert loading
    assert [tag for tag in loading if "://" in tag] == []


def test_the_join_page_has_the_code_the_address_and_the_wifi(kit, tmp_path):
    kit.edit("iepkit.toml", 'name = ""                   # the name of the room', 'name = "Library & guests" # the')
    running = Server(kit.folder, tmp_path / "log")
    try:
        html, _ = running.get("/join")
        assert "<svg" in html
        assert f"http://{LOOPBACK}:{running.port}</strong>" in html
        assert running.status("/join/") == 200
        assert "Library &amp; guests" in html
    finally:
        running.end()


def test_the_chart_can_be_taken_as_a_table(server):
    text, response = server.get("/files/comparison.csv")
    assert response.headers["Content-Disposition"] == 'attachment; filename="comparison.csv"'
    assert len(list(csv.reader(io.StringIO(text)))) == 19


def test_the_chart_can_be_taken_as_a_page_in_a_language(server):
    assert "Ze xaw." in server.get("/files/comparison.html?lang=eo")[0]
    assert "Ze xaw." not in server.get("/files/comparison.html?lang=nothing")[0]


@pytest.mark.parametrize("path", ["/files/none", "/nothing", "/voila/render/none.ipynb", "/voila/files/workshop.ipynb"])
def test_what_is_not_there_is_404_or_refused(server, path):
    assert server.status(path) in (403, 404)


@pytest.mark.parametrize("path", ["/voila/render/none.ipynb", "/nothing", "/a/b"])
def test_a_wrong_address_gets_a_sentence_and_a_way_back(server, path):
    with pytest.raises(urllib.error.HTTPError) as caught:
        server.get(path)
    with caught.value as error:
        page = error.read().decode()
    assert "This page is not here" in page
    assert 'href="/"' in page


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("when", ["at once", "when all are ready"])
def test_ending_it_ends_everything_that_it_started(kit, tmp_path, how, when):
    running = Server(kit.folder, tmp_path / "log", attendees=2)
    if when == "when all are ready":
        running.wait_until_printed("Ready for 2 of 2 phones at once.")
        # Two kernels, and the parent that they were forked from.
        assert len(running.children()) == 2 + can_fork()
    children = running.children()
    assert running.end(how) == 0
    end = time.monotonic() + 10
    while any(child.is_running() for child in children):
        assert time.monotonic() < end, children
        time.sleep(0.1)
    assert "The server has ended." in running.printed()
    assert "Traceback" not in running.printed()


def test_it_says_where_phones_find_it_and_little_else(kit, tmp_path):
    running = Server(kit.folder, tmp_path / "log", attendees=1)
    try:
        running.get("/")
        running.status("/voila/render/none.ipynb")
        running.wait_until_printed("Ready for 1 of 1 phones at once.")
    finally:
        running.end()
    printed = running.printed()
    assert f"On a phone:        http://{LOOPBACK}:{running.port}\n" in printed
    assert "only its own browser can open the page" in printed
    assert "\u2588" in printed
    assert "WARNING" not in printed
    assert "GET" not in printed


def serve(folder, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "iepkit", "serve", *arguments],
        env={**os.environ, "IEPKIT_HOME": str(folder), STARTED_BY: ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_port_in_use_gets_one_sentence(server):
    done = serve(ROOT, "--host", LOOPBACK, "--port", str(server.port))
    assert done.returncode == 1
    assert done.stdout.startswith(
        f"Port {server.port} is in use by another program; perhaps the workshop already runs in another window. Try: iepkit serve --port "
    )
    assert done.stderr == ""


def test_a_host_that_is_not_ours_gets_one_sentence():
    done = serve(ROOT, "--host", "203.0.113.9")
    assert done.returncode == 1
    assert '"203.0.113.9" is no address of this laptop.' in done.stdout


def test_a_missing_notebook_folder_gets_one_sentence(kit):
    kit.path("notebooks").rename(kit.path("elsewhere"))
    done = serve(kit.folder)
    assert done.returncode == 1
    assert done.stdout.startswith("The page for attendees is missing: workshop.ipynb in the folder notebooks.")


def test_plain_voila_serves_the_same_page(kit, tmp_path, content):
    (kit.folder / "voila.json").write_text((ROOT / "voila.json").read_text())
    running = Server(kit.folder, tmp_path / "log", command=PLAIN_VOILA, path=WORKSHOP)
    try:
        html, _ = running.get(WORKSHOP)
    finally:
        # Voila's own way to end can wait for ever for a kernel; that is not ours to test.
        running.end(signal.SIGKILL)
    assert content.texts["cell.funding.iep"].split("'")[0] in html
    assert "cdn" not in html
