import os
import subprocess
import sys

import pytest

from iepkit.cli import main
from tests.kit import ROOT


def test_check_says_all_good_with_counts(kit, capsys):
    assert main(["check", str(kit.folder)]) == 0
    spanish, english = capsys.readouterr().out.splitlines()
    assert spanish.startswith("Spanish (es): complete; ")
    assert english.startswith("All good: 18 cells in 9 topics, 8 sections, ")


def test_check_prints_each_problem_and_fails(kit, capsys):
    kit.edit("data/sources.csv", "2026-11-24", "soon")
    kit.path("data/caveats.csv").unlink()
    assert main(["check", str(kit.folder)]) == 1
    printed = capsys.readouterr().out
    assert '- data/sources.csv, row 2, column verified_on: "soon" is no date.' in printed
    assert "- data/caveats.csv: the file is missing." in printed
    assert "to mend" in printed.splitlines()[-1]


def test_a_slide_that_names_what_is_not_there_gets_a_sentence(kit, capsys):
    kit.edit("data/deck/04_what_each_gives.yaml", "of: cell.services.iep", "of: cell.Services.iep")
    assert main(["check", str(kit.folder)]) == 1
    assert 'there is no text "cell.Services.iep".' in capsys.readouterr().out


def test_what_is_only_worth_a_look_does_not_fail(kit, capsys):
    kit.translate("eo", {"ui.title": "Xe?"})
    assert main(["check", str(kit.folder)]) == 0
    assert "3 languages" in capsys.readouterr().out


def test_check_of_no_folder_gets_a_sentence(tmp_path, capsys):
    assert main(["check", str(tmp_path / "none")]) == 1
    assert "There is no folder" in capsys.readouterr().out


def test_every_text_can_be_listed(kit, capsys):
    assert main(["check", str(kit.folder), "--ids"]) == 0
    assert "cell.law.iep" in capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    "arguments",
    [
        ["--port", "0"],
        ["--port", "x"],
        ["--attendees", "0"],
        ["--attendees", "5000"],
        ["--label", "a\nb"],
        ["--label", "a" * 81],
    ],
)
def test_what_is_impossible_gets_a_sentence(arguments, capsys):
    with pytest.raises(SystemExit):
        main(["serve", *arguments])
    assert "write" in capsys.readouterr().err


def test_the_server_does_not_start_on_broken_content(kit, capsys, monkeypatch):
    kit.path("data/caveats.csv").unlink()
    monkeypatch.setenv("IEPKIT_HOME", str(kit.folder))
    assert main(["serve"]) == 1
    printed = capsys.readouterr().out
    assert "data/caveats.csv: the file is missing." in printed
    assert "nothing was started" in printed


def test_lab_without_notebooks_gets_a_sentence(kit, capsys, monkeypatch):
    kit.path("notebooks").rename(kit.path("elsewhere"))
    monkeypatch.setenv("IEPKIT_HOME", str(kit.folder))
    assert main(["lab"]) == 1
    assert "The folder notebooks is missing" in capsys.readouterr().out


def test_the_command_runs_as_a_module():
    done = subprocess.run(
        [sys.executable, "-m", "iepkit", "check", str(ROOT)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def run(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "iepkit", *map(str, arguments)],
        capture_output=True, text=True, check=False, cwd=ROOT, env={**os.environ, **environment},
    )  # fmt: skip


def test_the_take_home_page_is_written_and_says_where_it_stands(tmp_path):
    done = run("site", "--to", tmp_path / "site")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("[####################] ")
    assert f"The take-home page stands in {tmp_path / 'site'}." in done.stdout
    assert (tmp_path / "site/index.html").is_file()


def test_no_take_home_page_is_made_of_broken_content_or_over_other_files(kit, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("IEPKIT_HOME", str(kit.folder))
    assert main(["site", "--to", str(kit.folder)]) == 1
    assert "holds something else already" in capsys.readouterr().out
    kit.path("data/caveats.csv").unlink()
    assert main(["site", "--to", str(tmp_path / "site")]) == 1
    assert "data/caveats.csv: the file is missing." in capsys.readouterr().out
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("state", ["massachusetts", "other"])
def test_every_letter_is_written_blank_with_what_goes_with_it(tmp_path, content, state):
    done = run("letters", "--to", tmp_path / "letters", "--state", state)
    assert (done.returncode, done.stderr) == (0, "")
    written = {path.name for path in (tmp_path / "letters").iterdir()}
    assert written == {"with_the_letters.html"} | {
        f"{i}.{kind}" for i in content.letters for kind in ("pdf", "docx", "txt")
    }
    guide = (tmp_path / "letters/with_the_letters.html").read_text(encoding="utf-8")
    assert guide.count('class="box"') == len(content.papers)
    assert "BSEA" in (tmp_path / "letters/reject_in_part.txt").read_text(encoding="utf-8") or "BSEA" in guide
    for name in content.letters:
        assert content.texts[f"letter.{name}.name"].replace("'", "&#39;") in guide


def test_dates_are_counted_on_the_districts_calendar_and_saved(tmp_path):
    calendar, saved = tmp_path / "district.csv", tmp_path / "dates.ics"
    calendar.write_text("2026-11-25,2026-11-27,No school: Thanksgiving\n2026-12-01,,Band concert\n")
    done = run(
        "dates",
        "consent_received=2026-11-03",
        "--year",
        "2026-09-01/2027-06-16",
        "--calendar",
        calendar,
        "--ics",
        saved,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "The district owes" in done.stdout
    # Veterans Day and three days of Thanksgiving are left out; by hand: day 30 is December 21.
    assert "Tests done. Counted from November 3, 2026: it is due by December 21, 2026." in done.stdout
    assert "they were counted as school days: 2026-12-01 Band concert" in done.stdout
    assert b"SUMMARY:School date" in saved.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nothing=2026-11-03"], 'There is no event "nothing". The events are: request_received, '),
        (["consent_received=1925-11-03"], "consent_received: This day is too far off to count from."),
        (["request_received=2026-11-03", "consent_received=2026-11-02"], "This day is before your request."),
        (
            ["happened=2026-11-03", "--calendar", "nowhere.ics"],
            "nowhere.ics can't be read (No such file or directory).",
        ),
        (["happened=2026-11-03", "--year", "2027-06-16/2026-09-01"], "These school days are not in order."),
    ],
)
def test_a_day_or_a_calendar_that_can_not_be_gets_a_sentence(arguments, words):
    done = run("dates", *arguments)
    assert (done.returncode, done.stderr) == (1, "")
    assert words in done.stdout


def test_a_day_that_can_be_read_in_two_ways_is_asked_for_with_its_line(tmp_path):
    lines = tmp_path / "days.txt"
    lines.write_text("2026-12-24\n03/04/2027\n")
    done = run("dates", "happened=2026-11-03", "--calendar", lines)
    assert done.returncode == 1
    assert 'line 2, "03/04/2027": Is this month first' in done.stdout


def test_the_check_of_the_page_says_that_all_is_the_same():
    done = run("site", "--check", "--sets", 5)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1].startswith("The page says what the rules say, for every case")


def test_the_check_of_the_page_without_a_browser_gets_a_sentence():
    done = run("site", "--check", CHROMIUM="/nowhere")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("This needs Chromium or Chrome, and none was found.")


@pytest.mark.parametrize("address", ["192.168.8.2", "http://192.168.8.2:99999", "http://a b", "ftp://a", 'http://a"b'])
def test_an_address_that_is_none_gets_a_sentence(address, capsys):
    with pytest.raises(SystemExit):
        main(["slides", "--address", address])
    assert "is no address: write it as in http://192.168.8.2:8000." in capsys.readouterr().err
