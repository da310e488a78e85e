"""``iepkit progress``: what it shows, saves, takes in and deletes."""

import datetime as dt
import io
import resource

import pytest

from iepkit.cli import main
from iepkit.learning.study.events import Event
from iepkit.learning.study.progress.file import File
from iepkit.learning.study.progress.lines import as_lines

NOW = dt.datetime.now(dt.UTC)


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.setenv("IEPKIT_PROGRESS", str(tmp_path / "own/progress.jsonl"))
    return tmp_path / "own/progress.jsonl"


@pytest.fixture
def run(path, capsys):  # noqa: ARG001 - no test may write into the home folder
    def command(*arguments):
        code = main(["progress", *map(str, arguments)])
        return code, capsys.readouterr().out.splitlines()

    return command


@pytest.fixture
def module(content):
    return content.modules["eligibility"]


@pytest.fixture
def two(path, module, content):
    """Ana, who answered and tried, and who learned here first."""
    right = content.study_bank[module.check[0]]
    wrong = next(choice.id for choice in right.choices if choice.id != right.right)
    body = {"item": f"question.{right.id}", "choice": wrong}
    events = [
        Event("Ana", "answered", NOW - dt.timedelta(days=9), body),
        Event("Ana", "rated", NOW - dt.timedelta(hours=3), {"item": f"floor.{module.floor[0]}", "rating": 3}),
        Event("Ana", "handed_in", NOW - dt.timedelta(hours=2), {"attempt": "t", "answers": {}}),
        Event("", "done", NOW - dt.timedelta(hours=1), {"item": f"case.{module.cases[0]}"}),
        Event("", "done", NOW - dt.timedelta(hours=1), {"item": "case.gone_from_the_bank"}),
    ]
    for event in events:
        File(path).add(event)
    return events


def test_where_nothing_was_done_it_says_so_and_makes_nothing(run, path):
    said = f"Nothing is kept yet in {path}. The first answer in a self-study notebook begins it."
    for arguments in ((), ("--delete",), ("--learner", "Ana")):
        code, lines = run(*arguments)
        assert (code, lines) == (1 if arguments else 0, [said])
    assert not path.parent.exists()


@pytest.mark.usefixtures("two")
def test_it_shows_how_far_each_one_is(run, path, module, content):
    code, lines = run()
    assert code == 0
    assert lines[0] == f"Progress is kept in {path}."
    first = lines.index("Who learned here first")
    ana, other = lines[lines.index("Ana") : first], lines[first:]
    title, total = content.texts[module.title_id], len(module.items)
    assert f"{title}: 2 of {total} done" in ana
    assert f"{title}: 1 of {total} done" in other
    # Missed nine days ago, it came back; what could be said today is not due yet.
    assert "Due today: 1" in ana
    assert "Due today: 0" in other
    assert "Tries at readiness handed in: 1" in ana
    assert "Tries at readiness handed in: 0" in other
    assert any(line.startswith("Last day: ") for line in other)
    assert sum(line.endswith(" done") for line in ana) == len(content.modules)


@pytest.mark.usefixtures("two")
def test_one_person_alone_can_be_shown(run):
    code, lines = run("--learner", "Ana")
    assert code == 0
    assert "Who learned here first" not in lines
    assert "Who learned here first" in run("--learner", "")[1]


@pytest.mark.usefixtures("two")
def test_a_name_that_nobody_has_gets_the_names_that_there_are(run, path):
    said = f'Nobody with the name "Bo" learns in {path}. There are: Ana, Who learned here first.'
    for what in ((), ("--delete",), ("--export", path.parent / "out.jsonl")):
        assert run("--learner", "Bo", *what) == (1, [said])
    assert not (path.parent / "out.jsonl").exists()


def test_what_was_saved_can_be_taken_in_elsewhere_once(run, path, two, tmp_path, monkeypatch):
    out = tmp_path / "out.jsonl"
    assert run("--export", out) == (0, [f"Saved in {out}: 5 records."])
    assert out.read_text() == as_lines(two)
    assert out.stat().st_mode & 0o777 == 0o600
    assert run("--import", out) == (0, ["Taken in: 0 records. There before: 5."])
    monkeypatch.setenv("IEPKIT_PROGRESS", f"sqlite:///{tmp_path}/new.db")
    assert run("--import", out, "--learner", "Ana") == (0, ["Taken in: 3 records. There before: 0."])
    assert run("--import", out) == (0, ["Taken in: 2 records. There before: 3."])
    assert run()[1][0] == f"Progress is kept in {tmp_path}/new.db."
    again = tmp_path / "again.jsonl"
    run("--export", again)
    assert again.read_text() == out.read_text()
    assert path.read_text() == as_lines(two)


@pytest.mark.usefixtures("two")
def test_a_disk_that_takes_half_of_it_keeps_nothing_under_that_name(run, tmp_path):
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
    try:
        code, lines = run("--export", tmp_path / "saved.jsonl")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert code == 1
    assert lines[0].startswith(f"{tmp_path}/saved.jsonl can't be written (File too large).")
    assert run("--export", tmp_path / "saved.jsonl")[0] == 0


def test_one_persons_can_be_saved_alone(run, two, tmp_path):
    run("--export", tmp_path / "out.jsonl", "--learner", "")
    assert (tmp_path / "out.jsonl").read_text() == as_lines(two[3:])


@pytest.mark.usefixtures("two")
def test_nothing_is_written_over_by_saving(run, tmp_path):
    out = tmp_path / "out.jsonl"
    out.write_text("something")
    assert run("--export", out) == (1, [f"{out} is there already, and was not changed. Name a new file: --export FILE"])
    assert out.read_text() == "something"
    code, (line,) = run("--export", tmp_path / "none/out.jsonl")
    assert code == 1
    assert line.startswith(f"{tmp_path}/none/out.jsonl can't be written (No such file or directory).")


def test_a_file_to_take_in_that_is_none_gets_a_sentence(run, path, two, tmp_path):
    code, (line,) = run("--import", tmp_path / "none.jsonl")
    assert code == 1
    assert line.startswith(f"{tmp_path}/none.jsonl can't be read (No such file or directory).")
    odd = tmp_path / "odd.jsonl"
    odd.write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    assert run("--import", odd)[0] == 1
    assert f"{odd} holds no progress." in run("--import", odd)[1][0]
    odd.write_text(as_lines(two[:1]) + "cut off")
    assert run("--import", odd) == (
        0,
        ["Taken in: 0 records. There before: 1.", f"Lines of {odd} that can't be read: 1."],
    )
    assert path.read_text() == as_lines(two)


def test_a_place_that_takes_nothing_in_says_why(run, path, two, tmp_path):
    out = tmp_path / "out.jsonl"
    out.write_text(as_lines(two))
    path.unlink()
    path.mkdir()
    code, lines = run("--import", out)
    assert code == 1
    assert lines[0] == f"{path} is no file, or its folder is not there. Look at the name."
    assert lines[1] == f"{path} is as it was before: nothing was taken in. Mend this first, then try again."


@pytest.mark.usefixtures("two")
def test_of_two_people_it_has_to_be_said_who_is_deleted(run, path):
    before = path.read_bytes()
    code, lines = run("--delete", "--yes")
    assert code == 1
    assert lines[0].startswith(f"More than one person learns in {path}: Ana, Who learned here first.")
    assert path.read_bytes() == before


@pytest.mark.parametrize("typed", ["", "no\n", "\n", "y\n"])
def test_nothing_is_deleted_unless_yes_is_typed(run, path, two, monkeypatch, typed):
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    code, lines = run("--delete", "--learner", "Ana")
    assert code == 1
    assert lines[0].startswith(f"Delete 3 records of Ana in {path}? They can't be brought back.")
    assert lines[-1].endswith("Nothing was deleted.")
    assert path.read_text() == as_lines(two)


def test_who_says_yes_deletes_one_person_alone(run, path, two, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("Yes\n"))
    code, lines = run("--delete", "--learner", "Ana")
    assert code == 0
    assert lines[-1].endswith("Deleted: 3 records of Ana.")
    assert path.read_text() == as_lines(two[3:])
    assert run("--delete", "--yes") == (0, ["Deleted: 2 records of Who learned here first."])
    assert not path.read_bytes()


@pytest.mark.usefixtures("two")
def test_what_is_wrong_with_the_file_is_said_below(run, path):
    with path.open("a") as file:
        file.write('{"version": 2}\ncut o')
    code, lines = run()
    assert code == 0
    assert lines[-2].startswith(f"Some lines of {path} can't be read, so they don't count: 1.")
    assert lines[-1].startswith(f"A newer kit wrote some of what is in {path}, so it does not count here: 1.")


def test_deleting_that_fails_deletes_nothing(run, path, two, monkeypatch):
    from iepkit.learning.study.progress import file  # noqa: PLC0415

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(file, "_put", full)
    code, lines = run("--delete", "--learner", "Ana", "--yes")
    assert code == 1
    assert lines == [
        f"The disk of {path} is full. Make room on it.",
        f"Nothing was deleted from {path}. Mend this first, then try again.",
    ]
    assert path.read_text() == as_lines(two)


def test_a_place_that_cant_be_read_is_not_called_empty(run, path):
    path.mkdir(parents=True)
    for arguments in ((), ("--delete", "--yes"), ("--learner", "Ana")):
        assert run(*arguments) == (1, [f"{path} is no file, or its folder is not there. Look at the name."])


def test_no_name_gives_orders_to_the_terminal(run, path):
    File(path).add(Event("\x1b[31mAna\x07", "learns", NOW))
    _, lines = run()
    assert " [31mAna " in lines
    assert not any(sign in "\x1b\x07" for line in lines for sign in line)


def test_signs_that_the_terminal_does_not_know_stop_nothing(run, path, monkeypatch):
    File(path).add(Event("Ánh 家", "learns", NOW))
    out = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(out, encoding="ascii", write_through=True))
    run()
    assert b"\\xc1nh \\u5bb6" in out.getvalue()
