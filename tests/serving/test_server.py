"""The server as a real process, asked as a phone asks."""

import csv
import io
import os
import signal
import subprocess
import sys
import time

import pytest

from iepkit.commands import STARTED_BY
from iepkit.serving.settings import can_fork
from tests.kit import ROOT
from tests.served import LOOPBACK, Server

WORKSHOP = "/voila/render/workshop.ipynb"


def test_the_first_response_holds_the_chart_before_any_script_runs(server, content):
    html, _ = server.get("/")
    body = html.split("<main>")[1].split("<script src=")[0]
    for cell in content.cells.values():
        assert content.texts[cell.text_id].split("'")[0].split('"')[0] in body
        assert content.texts[cell.caveat_id].split("'")[0].split('"')[0] in body
    assert '<html lang="en">' in html
    assert "<title>IEP or 504 plan?</title>" in html


def test_the_short_address_leads_to_the_workshop(server):
    _, response = server.get("/?lang=eo")
    assert response.url.endswith(f"{WORKSHOP}?lang=eo")


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
    import urllib.error  # noqa: PLC0415

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
    command = [sys.executable, "-m", "voila", "notebooks", "--no-browser", "--port={port}", "--Voila.ip=127.0.0.1"]
    (kit.folder / "voila.json").write_text((ROOT / "voila.json").read_text())
    running = Server(kit.folder, tmp_path / "log", command=command, path=WORKSHOP)
    try:
        html, _ = running.get(WORKSHOP)
    finally:
        # Voila's own way to end can wait for ever for a kernel; that is not ours to test.
        running.end(signal.SIGKILL)
    assert content.texts["cell.funding.iep"].split("'")[0] in html
    assert "cdn" not in html
