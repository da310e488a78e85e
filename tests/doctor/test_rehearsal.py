import subprocess
import sys

import psutil
import pytest

from iepkit.doctor import rehearsal
from iepkit.doctor.finding import Level
from iepkit.doctor.rehearsal import Played
from iepkit.explorers import TOPICS


def test_ten_attendees_are_answered_and_nothing_is_left(content, short_folder):
    found = rehearsal.rehearse(content, short_folder)
    assert found.level in (Level.GOOD, Level.LOOK), found
    assert f"10 attendees had {10 * len(TOPICS)} answers from the real server" in found.sentence
    assert [path.name for path in short_folder.iterdir()] == ["log"]
    assert "The server has ended." in (short_folder / "log").read_text(encoding="utf-8")
    assert psutil.Process().children() == []


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


def test_a_server_that_does_not_get_ready_is_ended(content, tmp_path):
    found = rehearsal.rehearse(content, tmp_path, patience=0)
    assert found.level == Level.MEND
    assert "not ready within 0 s" in found.sentence
    assert psutil.Process().children() == []


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
