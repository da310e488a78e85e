"""``iepkit report``: what it writes, and one sentence for what can't be."""

import csv
import datetime as dt

import pypdf
import pytest

from iepkit.cli import main
from iepkit.content import load
from iepkit.store.model import Ballot, Kind
from iepkit.store.store import Store

NOW = dt.datetime.now(dt.UTC)


def run(capsys, *arguments):
    code = main(["report", *map(str, arguments)])
    return code, capsys.readouterr().out


def hold(path, label, *, days_ago=0, people=6):
    """One workshop, at which so many people rate it and vote."""
    store = Store.open(path, clock=lambda: NOW - dt.timedelta(days=days_ago))
    workshop = store.workshop(label, anew=True)
    check = store.open_round(workshop.id, Kind.CHECK, {"form": "after", "length": "full"})
    store.cast([Ballot(check.id, f"v{n}", {"ratings": {"quality": 4}, "role": "parent"}) for n in range(people)])
    poll = store.open_round(workshop.id, Kind.TYPED, {"ask": "Which day?", "choices": ["Monday", "Friday"]})
    store.cast([Ballot(poll.id, f"v{n}", {"choice": "1"}) for n in range(people)])
    store.close()


@pytest.fixture
def answers(tmp_path):
    """Two workshops, the second of them yesterday."""
    hold(tmp_path / "answers.db", "Springfield", days_ago=50)
    hold(tmp_path / "answers.db", "Worcester", days_ago=1, people=7)
    return tmp_path / "answers.db"


def words(folder):
    return " ".join(pypdf.PdfReader(folder / "report.pdf").pages[0].extract_text().split())


def test_the_latest_workshop_is_told_on_one_page_and_in_a_table(answers, tmp_path, capsys):
    code, printed = run(capsys, "--answers", answers, "--output", tmp_path / "out")
    assert code == 0
    assert printed.splitlines()[-1].startswith(f"The report stands in {tmp_path}/out/report.pdf: Worcester, ")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["report.csv", "report.pdf"]
    assert "People who sent a sheet: 7 (a parent or caregiver: 7)." in words(tmp_path / "out")
    with (tmp_path / "out/report.csv").open(encoding="utf-8-sig", newline="") as file:
        assert ["votes", "", "", "7"] in [row[1:5] for row in csv.reader(file)]


def test_one_workshop_or_all_or_a_season_can_be_asked_for(answers, tmp_path, capsys):
    out = tmp_path / "out"
    assert run(capsys, "--answers", answers, "--output", out, "--workshop", 1, "--paper", "a4")[0] == 0
    assert "Springfield, " in words(out)
    assert round(pypdf.PdfReader(out / "report.pdf").pages[0].mediabox[2]) == 595
    assert run(capsys, "--answers", answers, "--output", out, "--all")[0] == 0
    assert "All workshops: 2 workshops, from " in words(out)
    day = (NOW - dt.timedelta(days=1)).astimezone().date()
    season = ("winter", "spring", "fall")[(day.month > 3) + (day.month > 7)]
    assert run(capsys, "--answers", answers, "--output", out, "--season", f"{season} {day.year}")[0] == 0
    assert f"{season.capitalize()} {day.year}: " in words(out)


def test_the_list_says_what_there_is_and_writes_nothing(answers, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, printed = run(capsys, "--answers", answers, "--list")
    first, second = printed.splitlines()
    assert code == 0
    assert first.startswith("1. Springfield, ")
    assert first.endswith(": checks 0 before and 0 after, 0 pairs, 6 votes")
    assert second.startswith("2. Worcester, ")
    assert not (tmp_path / "report").exists()


def test_the_file_that_iepkit_toml_names_is_read(kit, answers, tmp_path, capsys, monkeypatch):
    kit.edit("iepkit.toml", 'file = ""', f'file = "{answers.name}"')
    answers.rename(kit.folder / answers.name)
    monkeypatch.setattr("iepkit.cli.report.load_fitting", lambda: load(kit.folder))
    assert run(capsys, "--output", tmp_path / "out")[0] == 0
    assert "Worcester" in words(tmp_path / "out")


def test_what_is_old_is_deleted_first_and_the_totals_still_make_a_report(tmp_path, capsys):
    path = tmp_path / "answers.db"
    hold(path, "Long ago", days_ago=4 * 366)
    hold(path, "Springfield", days_ago=91)
    code, printed = run(capsys, "--answers", path, "--list")
    assert (code, len(printed.splitlines())) == (0, 1)
    store = Store.open(path)
    [workshop] = store.workshops()
    assert store.record(workshop.id).rounds == ()
    store.close()
    assert run(capsys, "--answers", path, "--output", tmp_path / "out")[0] == 0
    assert "It was well made and well led. 100% 4.0 6" in words(tmp_path / "out")


def test_where_there_are_no_answers_no_file_is_made(tmp_path, capsys):
    code, printed = run(capsys, "--answers", tmp_path / "none.db")
    assert code == 1
    assert printed.startswith(f"There are no answers in {tmp_path}/none.db: ")
    assert list(tmp_path.iterdir()) == []


def test_a_file_with_no_workshop_gets_a_sentence(tmp_path, capsys):
    Store.open(tmp_path / "answers.db").close()
    code, printed = run(capsys, "--answers", tmp_path / "answers.db")
    assert (code, printed.startswith("No workshop is kept in ")) == (1, True)


def test_a_workshop_at_which_nobody_answered_gets_a_sentence(tmp_path, capsys):
    hold(tmp_path / "answers.db", "Springfield", people=0)
    code, printed = run(capsys, "--answers", tmp_path / "answers.db", "--output", tmp_path / "out")
    assert code == 1
    assert printed.startswith("Nothing was answered, and nobody was counted: Springfield, ")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("number", [0, 3, -1])
def test_a_workshop_that_is_not_there_gets_a_sentence(answers, tmp_path, capsys, number):
    code, printed = run(capsys, "--answers", answers, "--output", tmp_path / "out", "--workshop", number)
    assert code == 1
    assert printed == f"There is no workshop {number}; there are 2. To see them: iepkit report --list\n"


def test_a_season_with_no_workshop_gets_a_sentence(answers, tmp_path, capsys):
    code, printed = run(capsys, "--answers", answers, "--output", tmp_path / "out", "--season", "fall 1999")
    assert code == 1
    assert printed == "No workshop is kept of Fall 1999. To see those that are: iepkit report --list\n"


def test_what_is_no_season_gets_a_sentence(capsys):
    with pytest.raises(SystemExit):
        main(["report", "--season", "autumn 2026"])
    assert '"autumn 2026" is no season: write winter, spring or fall' in capsys.readouterr().err


def test_a_file_that_is_no_database_gets_a_sentence(tmp_path, capsys):
    (tmp_path / "answers.db").write_text("mine " * 2000)
    code, printed = run(capsys, "--answers", tmp_path / "answers.db")
    assert code == 1
    assert printed.startswith(f"{tmp_path}/answers.db is damaged, or another program made it.")
    assert (tmp_path / "answers.db").read_text() == "mine " * 2000


def test_a_folder_with_something_else_is_left_alone(answers, tmp_path, capsys):
    (tmp_path / "out").mkdir()
    (tmp_path / "out/thesis.txt").write_text("mine")
    code, printed = run(capsys, "--answers", answers, "--output", tmp_path / "out")
    assert code == 1
    assert "holds something else already, such as thesis.txt" in printed
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["thesis.txt"]
