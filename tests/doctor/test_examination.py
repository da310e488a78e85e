import datetime as dt
import os
import signal
import socket
import subprocess
import sys

import psutil
import pytest

from iepkit.content import examine
from iepkit.doctor import builds, rehearsal
from iepkit.doctor.examination import examination, verdict
from iepkit.doctor.finding import Finding, Level
from tests.doctor.laptop import GB, Laptop
from tests.kit import ROOT
from tests.served import free_port


def doctor(temporary, home=ROOT, port=None):
    """The command in a process of its own, which puts what it makes into a folder of its own."""
    return subprocess.Popen(
        [sys.executable, "-u", "-m", "iepkit", "doctor", "--attendees", "12", "--port", str(port or free_port())],
        env={**os.environ, "TMPDIR": str(temporary), "IEPKIT_HOME": str(home)},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip


def left_of(temporary):
    """Every process that has inherited the folder."""
    for process in psutil.process_iter():
        try:
            if str(temporary) in process.environ().get("TMPDIR", ""):
                yield process
        except psutil.Error:
            continue


@pytest.fixture
def no_trial(monkeypatch):
    """What takes long is tried elsewhere."""
    monkeypatch.setattr(builds, "try_all", lambda *_: iter([]))
    monkeypatch.setattr(rehearsal, "rehearse", lambda *_: Finding("Ten attendees", Level.GOOD, "Answered."))


def to_mend(content, problems=(), **laptop_is):
    found = list(examination(content, list(problems), 25, 8000, Laptop(today=dt.date.today(), **laptop_is)))
    return [finding.name for finding in found if finding.level == Level.MEND], verdict(found, 25)


def test_this_laptop_is_ready_and_nothing_is_left(short_folder):
    with doctor(short_folder) as running:
        printed = running.communicate(timeout=180)[0]
    assert running.returncode == 0, printed
    lines = printed.splitlines()
    assert all(line.startswith(("good: ", "look at it: ")) for line in lines[:-2]), printed
    assert [line for line in lines if "Making the " in line] != []
    assert "Ten attendees. 10 attendees had" in lines[-3]
    assert lines[-1].startswith("Ready for 12 phones")
    assert "\x1b" not in printed
    assert list(short_folder.iterdir()) == []


@pytest.mark.parametrize("at", ["Making the take-home page", "Making the letters", "Making the slides"])
def test_ctrl_c_leaves_nothing(at, short_folder):
    with doctor(short_folder) as running:
        for line in running.stdout:
            if at in line:
                break
        os.killpg(running.pid, signal.SIGINT)
        printed = running.communicate(timeout=60)[0]
    assert running.returncode == 1, printed
    assert printed.splitlines()[-1] == "Stopped before the end; nothing that it started is left."
    assert list(short_folder.iterdir()) == []
    assert psutil.wait_procs(list(left_of(short_folder)), timeout=10)[1] == []


def test_a_broken_file_and_a_taken_port_are_named_and_nothing_is_tried(kit, tmp_path):
    kit.path("data/caveats.csv").unlink()
    with socket.create_server(("0.0.0.0", 0)) as taken:
        port = taken.getsockname()[1]
        with doctor(tmp_path, kit.folder, port) as running:
            printed = running.communicate(timeout=60)[0]
    assert running.returncode == 1, printed
    assert f"mend it:    Port of the phones. Port {port} is in use by another program" in printed
    assert "Try: iepkit serve --port " in printed
    assert "data/caveats.csv: the file is missing." in printed
    assert "Nothing was made and nobody was served" in printed
    assert printed.splitlines()[-1] == (
        "Not ready yet: mend what is said of Port of the phones, Content, then run it again: iepkit doctor"
    )


@pytest.mark.usefixtures("no_trial")
def test_what_is_to_be_mended_is_named_at_the_end(content):
    assert to_mend(content)[0] == []
    assert to_mend(content, disk=GB // 10) == (
        ["Disk"], "Not ready yet: mend what is said of Disk, then run it again: iepkit doctor",
    )  # fmt: skip


@pytest.mark.usefixtures("no_trial")
def test_a_folder_that_can_not_be_written_is_named(content, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", "/proc")
    assert to_mend(content)[0] == ["Temporary folder"]


@pytest.mark.usefixtures("no_trial")
def test_nothing_is_tried_with_content_that_is_to_be_mended(kit):
    kit.edit("data/sources.csv", "2026-11-24", "soon")
    content, problems = examine(kit.folder)
    found = list(examination(content, problems, 25, 8000, Laptop()))
    assert found[-1].name == "Trial"


def test_the_last_sentence_says_how_many_things_to_look_at():
    def found(looks):
        return [Finding("x", Level.GOOD, "."), *[Finding("y", Level.LOOK, ".")] * looks]

    assert verdict(found(0), 25) == "Ready for 25 phones."
    assert verdict(found(1), 1) == "Ready for 1 phone, with 1 thing to look at above."
    assert verdict(found(2), 25) == "Ready for 25 phones, with 2 things to look at above."
