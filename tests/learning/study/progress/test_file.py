"""Progress in a file loses nothing: neither to a crash nor to a second notebook, an editor or a full disk."""

import contextlib
import errno
import os
import signal
import subprocess
import sys
import time

import pytest
from filelock import FileLock

from iepkit.learning.study.events import Event
from iepkit.learning.study.progress import file as file_module
from iepkit.learning.study.progress.file import File
from iepkit.learning.study.progress.lines import as_lines
from iepkit.wording import Wording
from tests.kit import ROOT
from tests.learning.study.desks import MONDAY
from tests.rights import without_roots_rights

# Adds so many records, says each that is kept, and at the end what went wrong.
CHILD = """
import datetime as dt, resource, sys
from pathlib import Path
from iepkit.learning.study.events import Event
from iepkit.learning.study.progress.file import File
log = File(Path(sys.argv[1]))
for number in range(int(sys.argv[2])):
    log.add(Event(sys.argv[3], "done", dt.datetime(2026, 3, 2, 15, tzinfo=dt.UTC), {"item": f"case.{number}"}))
    print(number, flush=True)
print(*[trouble.sentence for trouble in log.troubles], len(log.read()))
"""


def done(item, learner=""):
    return Event(learner, "done", MONDAY, {"item": item})


def add_all(log, events):
    for event in events:
        log.add(event)


def items(log):
    return [event.body["item"] for event in log.read()]


def troubles(log):
    return [trouble.sentence for trouble in log.troubles]


def child(path, count, learner="", before=(), limit=None):
    return subprocess.Popen(
        [*before, sys.executable, "-c", CHILD, str(path), str(count), learner],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, preexec_fn=limit,  # noqa: PLW1509 - this process has no other thread
    )  # fmt: skip


def said(*arguments, **options):
    """The last line of a process of its own that adds records."""
    running = child(*arguments, **options)
    printed, _ = running.communicate(timeout=60)
    assert running.returncode == 0
    return printed.splitlines()[-1].split()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "own/progress.jsonl"


@pytest.fixture
def log(path):
    return File(path)


def test_where_nothing_was_done_there_is_no_file_and_no_folder(log, path):
    assert list(log.read()) == []
    assert log.forget("") == 0
    assert troubles(log) == []
    assert not path.exists()


def test_what_was_added_is_there_for_whoever_opens_it_next(log, path):
    events = [done("case.a"), done("case.b", "Ana")]
    for event in events:
        log.add(event)
    assert list(File(path).read()) == list(log.read()) == events
    assert path.read_text() == as_lines(events)
    assert troubles(log) == []


def test_the_file_and_what_is_made_with_it_are_for_their_owner_alone(log, path):
    log.add(done("case.a"))
    log.forget("")
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert {one.stat().st_mode & 0o777 for one in path.parent.iterdir()} == {0o600}


def test_a_file_cut_off_half_way_loses_the_cut_record_alone(log, path):
    add_all(log, [done("case.a"), done("case.b")])
    cut = path.read_bytes()[:-20]
    path.write_bytes(cut)
    assert items(log) == ["case.a"]
    assert [(one.sentence, one.fill["count"]) for one in log.troubles] == [("unreadable", "1")]
    log.add(done("case.c"))
    assert items(log) == ["case.a", "case.c"]
    assert path.read_bytes().startswith(cut + b"\n")


def test_a_last_line_that_lacks_its_end_alone_counts(log, path):
    log.add(done("case.a"))
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    log.add(done("case.b"))
    assert items(log) == ["case.a", "case.b"]
    assert troubles(log) == []


def test_a_power_failure_may_leave_zeros(log, path):
    log.add(done("case.a"))
    with path.open("ab") as file:
        file.write(bytes(4096))
    log.add(done("case.b"))
    assert items(log) == ["case.a", "case.b"]
    assert troubles(log) == ["unreadable"]


def test_what_a_newer_kit_wrote_is_said_and_stays(log, path):
    log.add(done("case.a"))
    newer = '{"version": 2, "more": [1]}\n'
    with path.open("a") as file:
        file.write(newer)
    assert items(log) == ["case.a"]
    log.add(done("case.b"))
    log.forget("")
    assert [(one.sentence, one.fill["count"]) for one in log.troubles] == [("newer", "1")]
    assert path.read_text() == newer


def test_a_file_that_an_editor_saved_as_utf_16_is_added_to(log, path):
    log.add(done("case.a", "Ana"))
    path.write_bytes(path.read_text().encode("utf-16"))
    assert items(log) == ["case.a"]
    log.add(done("case.b"))
    assert items(File(path)) == ["case.a", "case.b"]
    assert troubles(log) == []


def test_what_another_wrote_or_removed_is_seen(log, path):
    other = File(path)
    log.add(done("case.a"))
    assert items(other) == ["case.a"]
    other.add(done("case.b"))
    assert items(log) == ["case.a", "case.b"]
    other.forget("")
    assert items(log) == []


def test_a_file_that_did_not_change_is_not_read_again(log, monkeypatch):
    log.add(done("case.a"))
    events = log.read()
    monkeypatch.setattr(file_module, "decoded", None)
    assert log.read() is events


def test_in_a_long_file_only_what_is_new_is_read(log, path, monkeypatch):
    path.parent.mkdir()
    path.write_text(as_lines(done(f"case.{number}") for number in range(50_000)))
    assert len(log.read()) == 50_000
    read = []
    monkeypatch.setattr(file_module, "read_line", lambda line: read.append(line) or plain(line))
    log.add(done("case.new"))
    assert items(log)[-1] == "case.new"
    assert len(read) == 1


plain = file_module.read_line


def test_only_one_learners_records_are_removed_and_nothing_that_can_not_be_read(log, path):
    add_all(log, [done("case.a", "Ana"), done("case.b"), done("case.c", "Ana")])
    with path.open("ab") as file:
        file.write(b"caf\xe9\n")
    rest = path.read_bytes().splitlines(keepends=True)
    assert log.forget("Ana") == 2
    assert items(log) == ["case.b"]
    assert path.read_bytes() == rest[1] + rest[3]
    assert not path.with_name("progress.jsonl.new").exists()


def test_what_a_crash_left_of_a_removal_does_not_matter(log, path):
    add_all(log, [done("case.a", "Ana"), done("case.b")])
    path.with_name("progress.jsonl.new").write_text("left over, and longer than what will be written here\n" * 50)
    log.forget("Ana")
    assert items(log) == ["case.b"]
    assert troubles(log) == []


def test_a_link_stays_a_link_and_its_file_has_one_lock(tmp_path):
    (tmp_path / "cloud").mkdir()
    (tmp_path / "link.jsonl").symlink_to(tmp_path / "cloud/real.jsonl")
    log = File(tmp_path / "link.jsonl")
    add_all(log, [done("case.a", "Ana"), done("case.b")])
    log.forget("Ana")
    assert (tmp_path / "link.jsonl").is_symlink()
    assert items(File(tmp_path / "cloud/real.jsonl")) == ["case.b"]
    assert sorted(one.name for one in tmp_path.rglob("*.lock")) == ["real.jsonl.lock"]


def test_two_notebooks_at_once_lose_nothing(path):
    running = [child(path, 300, learner) for learner in ("Ana", "Ben")]
    for one in running:
        one.communicate(timeout=120)
    events = File(path).read()
    for learner in ("Ana", "Ben"):
        assert [event.body["item"] for event in events if event.learner == learner] == [f"case.{n}" for n in range(300)]
    assert path.read_bytes().count(b"\n") == 600


def test_a_notebook_that_is_killed_takes_nothing_with_it(path):
    steady, killed = child(path, 200, "Ana"), child(path, 100_000, "Ben")
    kept = [killed.stdout.readline() for _ in range(50)]
    killed.send_signal(signal.SIGKILL)
    steady.communicate(timeout=120)
    kept += killed.communicate()[0].splitlines()
    events = File(path).read()
    assert [event.body["item"] for event in events if event.learner == "Ana"] == [f"case.{n}" for n in range(200)]
    # One more may have been written and not been said yet.
    assert sum(event.learner == "Ben" for event in events) >= len(kept) >= 50


def test_somebody_may_be_removed_while_another_notebook_writes(path):
    add_all(File(path), [done("case.a", "Ana")] * 2)
    writing = child(path, 200, "Ben")
    writing.stdout.readline()
    File(path).forget("Ana")
    writing.communicate(timeout=120)
    assert items(File(path)) == [f"case.{n}" for n in range(200)]


def test_a_lock_that_is_kept_is_waited_for_and_then_said(log, path, monkeypatch):
    monkeypatch.setattr(file_module, "WAIT", 0.2)
    log.add(done("case.a"))
    with FileLock(f"{path}.lock"):
        began = time.monotonic()
        log.add(done("case.b"))
        assert time.monotonic() - began >= 0.2
        assert troubles(log) == ["locked", "not_kept"]
        assert items(log) == ["case.a", "case.b"]
        assert items(File(path)) == ["case.a"]
        assert log.forget("") == 0
        assert troubles(log) == ["locked", "not_forgotten"]
    log.add(done("case.c"))
    assert items(File(path)) == ["case.a", "case.b", "case.c"]
    assert troubles(log) == []


def test_what_could_not_be_written_is_written_with_the_next(log, path, monkeypatch):
    with monkeypatch.context() as full:
        full.setattr(file_module, "_put", failing(errno.ENOSPC))
        log.add(done("case.a"))
        log.add(done("case.b"))
    assert not path.read_bytes()
    log.add(done("case.c"))
    assert items(File(path)) == ["case.a", "case.b", "case.c"]
    assert troubles(log) == []


def failing(number):
    def fails(*_):
        raise OSError(number, os.strerror(number))

    return fails


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "full"),
        (errno.EDQUOT, "full"),
        (errno.EACCES, "no_right"),
        (errno.EROFS, "no_right"),
        (errno.EIO, "disk"),
    ],
)
def test_each_fault_of_a_disk_says_why_and_what_to_do(path, content, monkeypatch, number, sentence):
    log = File(path)
    monkeypatch.setattr(file_module, "_put", failing(number))
    log.add(done("case.a"))
    assert items(log) == ["case.a"]
    assert troubles(log) == [sentence, "not_kept"]
    why, what = [Wording(content).plain(f"ui.study.trouble.{one.sentence}", **one.fill) for one in log.troubles]
    assert str(path) in why
    assert str(path) in what
    assert "IEPKIT_PROGRESS=FILE" in what


def test_of_a_disk_that_becomes_full_in_the_middle_no_half_record_is_left(path):
    def limit():
        import resource  # noqa: PLC0415 - it is not there on Windows

        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

    assert said(path, 20, limit=limit) == ["full", "not_kept", "20"]
    assert 0 < len(items(File(path))) < 20
    assert path.read_bytes().endswith(b"\n")
    assert troubles(File(path)) == []


def test_a_home_folder_that_may_not_be_written(tmp_path):
    home = tmp_path / "home"
    home.mkdir(mode=0o500)
    assert said(home / "iepkit/progress.jsonl", 3, before=without_roots_rights()) == ["no_right", "not_kept", "3"]
    assert not list(home.iterdir())


def test_a_file_that_may_be_read_and_not_written(path):
    File(path).add(done("case.a"))
    path.chmod(0o400)
    assert said(path, 2, before=without_roots_rights()) == ["no_right", "not_kept", "3"]
    path.chmod(0o000)
    assert said(path, 2, before=without_roots_rights()) == ["no_right", "not_kept", "2"]
    assert items(File(path)) == ["case.a"]


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo])
def test_what_is_no_file_is_said_and_left_alone(tmp_path, make):
    path = tmp_path / "progress.jsonl"
    make(path)
    log = File(path)
    log.add(done("case.a"))
    assert items(log) == ["case.a"]
    assert troubles(log) == ["no_file", "not_kept"]
    assert not path.is_file()


def test_a_file_in_the_place_of_the_folder_is_said(tmp_path):
    (tmp_path / "own").write_text("text")
    log = File(tmp_path / "own/progress.jsonl")
    log.add(done("case.a"))
    assert items(log) == ["case.a"]
    assert troubles(log) == ["no_file", "not_kept"]


@pytest.mark.parametrize("error", [OSError(errno.ENOLCK, ""), OSError(errno.EOPNOTSUPP, ""), NotImplementedError()])
def test_where_there_are_no_locks_it_is_kept_and_said(log, path, monkeypatch, error):
    def acquire(_self):
        raise error

    monkeypatch.setattr(FileLock, "acquire", acquire)
    log.add(done("case.a"))
    assert items(File(path)) == ["case.a"]
    assert troubles(log) == ["no_lock"]
    assert log.forget("") == 1
    assert items(File(path)) == []


def test_a_record_written_in_doubt_counts_once(log, path, monkeypatch):
    with monkeypatch.context() as doubtful:
        # The disk took it and then failed, and what was cut off again came back.
        doubtful.setattr(os, "fsync", failing(errno.EIO))
        doubtful.setattr(os, "ftruncate", failing(errno.EIO))
        log.add(done("case.a"))
    assert troubles(log) == ["disk", "not_kept"]
    assert items(log) == ["case.a"]
    log.add(done("case.b"))
    assert items(log) == ["case.a", "case.b"]
    assert items(File(path)) == ["case.a", "case.b"]


def test_two_people_on_one_account_keep_apart_in_one_file(path, content):
    from iepkit.learning.study.desk import Desk  # noqa: PLC0415

    first, second = (Desk(content, File(path), lambda: MONDAY) for _ in range(2))
    first.sit_down("Ana")
    second.sit_down("Ben")
    first.add("done", item="case.a")
    second.add("done", item="case.b")
    assert [event.body.get("item") for event in first.events()] == [None, "case.a"]
    assert [event.body.get("item") for event in second.events()] == [None, "case.b"]
    assert first.learners == ["Ana", "Ben"]


def test_every_trouble_has_its_sentence(content):
    sentences = {text_id.split(".")[-1] for text_id in content.texts if text_id.startswith("ui.study.trouble.")}
    used = {"unreadable", "newer", "not_kept", "not_forgotten", "no_lock", "locked", "disk", "clock"}
    assert sentences >= used | set(file_module._SENTENCES.values())


def test_the_home_folder_may_be_written_as_a_wave(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    with contextlib.chdir(tmp_path):
        File(file_module.Path("~/p.jsonl")).add(done("case.a"))
    assert (tmp_path / "p.jsonl").is_file()


def hour(number, item):
    return Event("", "done", MONDAY.replace(hour=number), {"item": item})


def test_what_is_taken_in_stands_where_it_belongs_and_what_can_not_be_read_stays(log, path):
    add_all(log, [hour(1, "case.a"), hour(5, "case.e")])
    with path.open("ab") as file:
        file.write(b"caf\xe9")
    known = log.read()[0]
    assert log.take_in([known, hour(3, "case.c")]) == 1
    assert items(log) == ["case.a", "case.c", "case.e"]
    assert path.read_bytes().endswith(b"caf\xe9\n")
    assert log.take_in([known]) == 0
    assert troubles(log) == ["unreadable"]


def test_what_can_not_be_taken_in_changes_nothing(log, path, monkeypatch):
    log.add(hour(1, "case.a"))
    with monkeypatch.context() as full:
        full.setattr(file_module, "_put", failing(errno.ENOSPC))
        assert log.take_in([hour(3, "case.c")]) == 0
        assert troubles(log) == ["full", "not_taken_in"]
    assert items(log) == items(File(path)) == ["case.a"]


def test_what_waits_is_written_when_something_is_taken_in_or_removed(log, path, monkeypatch):
    for then in (lambda: log.take_in([hour(9, "case.x")]), lambda: log.forget("Ana")):
        with monkeypatch.context() as full:
            full.setattr(file_module, "_put", failing(errno.ENOSPC))
            log.add(done("case.a"))
        then()
        assert troubles(log) == []
        assert list(File(path).read()) == list(log.read())
    assert items(log) == ["case.x", "case.a", "case.a"]


def test_the_file_is_never_seen_half_removed(log, path):
    add_all(log, [done("case.a", "Ana"), done("case.b")])
    before = path.read_bytes()
    # Who has the old file open goes on reading the whole of it.
    old = path.with_name("old")
    old.hardlink_to(path)
    log.forget("Ana")
    assert old.read_bytes() == before
    assert items(File(path)) == ["case.b"]


def test_another_file_of_the_same_size_and_time_is_read(log, path):
    log.add(done("case.a"))
    assert items(log) == ["case.a"]
    times = path.stat().st_atime_ns, path.stat().st_mtime_ns
    other = path.with_name("other")
    other.write_text(path.read_text().replace("case.a", "case.b"))
    os.utime(other, ns=times)
    other.replace(path)
    assert items(log) == ["case.b"]
