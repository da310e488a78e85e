import subprocess
import sys

import psutil
import pytest

from iepkit.doctor import rehearsal
from iepkit.doctor.finding import Level
from iepkit.doctor.rehearsal import Played
from iepkit.explorers import TOPICS
from tests.kit import ROOT


@pytest.fixture
def left():
    """What this process has started and not ended since the test began; other tests' servers may run beside it."""
    before = set(psutil.Process().children())
    return lambda: set(psutil.Process().children()) - before


# In a process of its own: the browser's tests leave a loop running in this one.
PLAY = (
    "import sys; from pathlib import Path; from iepkit.content import load; from iepkit.doctor import rehearsal; "
    "found = rehearsal.rehearse(load(), Path(sys.argv[1])); print(found.level.name, found.sentence)"
)


def test_ten_attendees_are_answered_and_nothing_is_left(short_folder, left):
    done = subprocess.run(
        [sys.executable, "-c", PLAY, str(short_folder)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    level = done.stdout.splitlines()[-1].split()[0]
    assert level in (Level.GOOD.name, Level.LOOK.name), done.stdout
    assert f"10 attendees had {10 * len(TOPICS)} answers from the real server" in done.stdout
    assert [path.name for path in short_folder.iterdir()] == ["log"]
    assert "The server has ended." in (short_folder / "log").read_text(encoding="utf-8")
    assert left() == set()


@pytest.mark.parametrize(
    ("played", "level", "words"),
    [
        (Played(0.2, 70, 0), Level.GOOD, "the slowest after 0.20 s."),
        (Played(3.5, 70, 0), Level.LOOK, "slow; close other programs"),
        (Played(0.2, 70, 4), Level.LOOK, "4 had to come from the phone's own page"),
    ],
)
def test_how_it_went_is_judged(played, level, words):
    found = rehearsal.judged(played)
    assert found.level == level
    assert words in found.sentence


def test_a_server_that_ends_by_itself_is_told_with_its_last_words(kit, content, tmp_path):
    kit.path("notebooks").rename(kit.path("elsewhere"))
    broken = type(content)(**{**vars(content), "folder": kit.folder})
    found = rehearsal.rehearse(broken, tmp_path)
    assert found.level == Level.MEND
    assert "The page for attendees is missing" in found.sentence


def test_a_server_that_does_not_get_ready_is_ended(content, tmp_path, left):
    found = rehearsal.rehearse(content, tmp_path, patience=0)
    assert found.level == Level.MEND
    assert "not ready within 0 s" in found.sentence
    assert left() == set()


def test_what_does_not_end_by_itself_is_killed_with_all_that_it_started(monkeypatch):
    monkeypatch.setattr(rehearsal, "_SECONDS_TO_END", 0.5)
    deaf = "import signal, subprocess, sys, time; signal.signal(signal.SIGINT, signal.SIG_IGN)\n{}time.sleep(60)"
    child = f"subprocess.Popen([sys.executable, '-c', {deaf.format('')!r}]); print('up', flush=True); "
    server = subprocess.Popen([sys.executable, "-c", deaf.format(child)], stdout=subprocess.PIPE)
    with server:
        assert server.stdout.readline() == b"up\n"
        family = psutil.Process(server.pid).children()
        assert len(family) == 1
        rehearsal._end(server)
    assert server.poll() is not None
    assert psutil.wait_procs(family, timeout=5)[1] == []
