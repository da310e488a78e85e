"""Voila with forked kernels, as a real process."""

import os
import signal
import sys
import time

import psutil
import pytest

from iepkit.serving.forking.provisioner import MODULES_VARIABLE
from tests.served import PLAIN_VOILA, Server

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux alone")

WORKSHOP = "/voila/render/workshop.ipynb"
COMMAND = [*PLAIN_VOILA, "--KernelManager.transport=ipc"]


@pytest.fixture(autouse=True)
def _forking(monkeypatch):
    monkeypatch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", "forking")
    monkeypatch.setenv(MODULES_VARIABLE, "iepkit.pages")


def wait_until_ended(processes):
    end = time.monotonic() + 15
    while any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in processes):
        assert time.monotonic() < end
        time.sleep(0.05)


def test_plain_voila_serves_pages_of_forked_kernels(kit, tmp_path, content, monkeypatch):
    places = tmp_path.parent / "v"
    places.mkdir()
    monkeypatch.setenv("TMPDIR", str(places))
    running = Server(kit.folder, tmp_path / "log", command=COMMAND, path=WORKSHOP)
    try:
        html, _ = running.get(WORKSHOP)
        assert content.texts["cell.funding.iep"].split("'")[0] in html
        [parent] = psutil.Process(running.process.pid).children()
        kernels = parent.children()
        assert len(kernels) == 2
        assert len(list(places.rglob("*-ipc-*"))) == 5 * 2
        family = running.children()
    finally:
        running.end(signal.SIGKILL)
    wait_until_ended(family)
    assert [place for place in places.rglob("*") if not place.is_dir()] == []


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_workshop_with_forked_kernels_ends_as_a_whole(kit, tmp_path, how):
    running = Server(kit.folder, tmp_path / "log", attendees=3)
    running.wait_until_printed("Ready for 3 of 3 phones at once.")
    html, _ = running.get("/")
    assert "<dl" not in html
    assert os.environ["JUPYTER_DEFAULT_PROVISIONER_NAME"] == "forking"
    [parent] = psutil.Process(running.process.pid).children()
    assert len(parent.children()) >= 3
    family = running.children()
    assert running.end(how) == (0 if how != signal.SIGKILL else -how)
    wait_until_ended(family)
    assert "Traceback" not in running.printed()
    assert "ordinary way" not in running.printed()
