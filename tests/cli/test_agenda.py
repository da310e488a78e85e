"""``iepkit agenda`` plans, says what it cuts, and writes what a trainer takes along."""

import csv

import pytest

from iepkit.agenda.run_log import COLUMNS
from iepkit.cli import main
from iepkit.content import LANGUAGE_VARIABLE
from iepkit.content.workshop import INTERPRETERS
from tests.agenda.samples import AGENDA, write_deck
from tests.documents.test_pdf import words_of
from tests.kit import ROOT

HEAD = ",".join(COLUMNS)


@pytest.fixture
def agenda(kit, tmp_path, monkeypatch, capsys):
    """Runs the command on a kit with the twelve blocks of the samples; gives its code and what it prints."""
    write_deck(kit)
    monkeypatch.setenv("IEPKIT_HOME", str(kit.folder))

    def run(*options):
        code = main(["agenda", "--output", str(tmp_path / "agenda"), *map(str, options)])
        return code, capsys.readouterr().out.replace("\u202f", " ")

    return run


def test_a_plan_is_printed_and_its_run_sheet_and_log_are_written(agenda, tmp_path):
    code, said = agenda("--minutes", 45, "--interpreter", "consecutive", "--start", "18:30")
    assert code == 0
    assert said.startswith("45 minutes with a consecutive interpreter:\n   6:30 PM    7 min  Welcome (short form)\n")
    assert "   7:15 PM           End\n" in said
    assert "- Discipline: left out. It needs 6 min, and 3 were free.\n" in said
    assert (tmp_path / "agenda/run_sheet.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "agenda/slides/slides.html").is_file()
    assert (tmp_path / "agenda/handouts/letter/large_print/chart.pdf").is_file()
    assert f"Start with {tmp_path / 'agenda/index.html'}." in said
    rows = list(csv.DictReader((tmp_path / "agenda/run_log.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [row["block"] for row in rows] == ["welcome", "two_laws", "who_qualifies", "rights", "my_letter", "close"]
    assert {(row["interpreter"], row["minutes"]) for row in rows} == {("consecutive", "")}


@pytest.mark.parametrize("online", [(), ("--online",)])
@pytest.mark.parametrize("interpreter", INTERPRETERS)
@pytest.mark.parametrize("minutes", AGENDA.lengths)
def test_every_wish_gets_a_plan_or_a_sentence_with_what_works(agenda, minutes, interpreter, online):
    code, said = agenda("--only-plan", "--minutes", minutes, "--interpreter", interpreter, *online)
    works = minutes > 20 or interpreter == "none"
    assert code == (0 if works else 1)
    if works:
        assert said.splitlines()[0].endswith("online:" if online else "interpreter:")
    else:
        assert f"iepkit agenda --minutes 45 --interpreter {interpreter}{' --online' * bool(online)}\n" in said


@pytest.mark.parametrize(
    ("minutes", "sentence"),
    [
        (5, "5 minutes with no interpreter are too few for the blocks that no workshop is without. It takes 18 min"),
        (0, "0 minutes with no interpreter are too few"),
        (-20, "-20 minutes with no interpreter are too few"),
        (1000, "1000 minutes with no interpreter are more than the blocks can fill. The longest plan of use takes 151"),
    ],
)
def test_an_impossible_length_says_what_works(agenda, tmp_path, minutes, sentence):
    code, said = agenda("--minutes", minutes)
    assert code == 1
    assert said.startswith(sentence)
    assert "What works:\n- " in said
    assert not (tmp_path / "agenda").exists()


def test_a_factor_can_be_set(agenda):
    assert agenda("--minutes", 20, "--interpreter", "simultaneous")[0] == 1
    assert agenda("--only-plan", "--minutes", 20, "--interpreter", "simultaneous", "--simultaneous-factor", 1)[0] == 0


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--minutes", "soon"), '"soon" is no number of minutes'),
        (("--minutes", "45", "--start", "6pm"), '"6pm" is no time of day: write it as in 18:30.'),
        (("--minutes", "45", "--people", "0"), '"0" is no number of people'),
        (("--minutes", "45", "--consecutive-factor", "0.5"), '"0.5" is no factor: write a number from 1 to 4'),
        (("--minutes", "45", "--consecutive-factor", "nan"), '"nan" is no factor'),
        (("--minutes", "45", "--simultaneous-factor", "x"), '"x" is no factor'),
    ],
)
def test_what_can_not_be_gets_a_sentence(options, sentence, capsys):
    with pytest.raises(SystemExit):
        main(["agenda", *options])
    assert sentence in capsys.readouterr().err


def log(tmp_path, *minutes, name="old.csv"):
    path = tmp_path / name
    path.write_text("\n".join([HEAD, *(f",close,short,none,4,1,{minute}" for minute in minutes)]) + "\n")
    return path


def test_run_logs_correct_the_plan_and_say_so(agenda, tmp_path):
    logs = (log(tmp_path, 6, 6), log(tmp_path, 6, name="new.csv"))
    code, said = agenda("--only-plan", "--minutes", 60, *(word for path in logs for word in ("--log", path)))
    assert code == 0
    assert "- Close: planned at 1.5 times its usual minutes, after 3 runs.\n" in said
    assert "2 of the 3 runs that are needed" in agenda("--only-plan", "--minutes", 60, "--log", logs[0])[1]
    assert (
        "3 runs took as long as planned" in agenda("--only-plan", "--minutes", 60, "--log", log(tmp_path, 4, 4, 4))[1]
    )


def test_a_slip_in_a_run_log_stops_with_its_place(agenda, tmp_path):
    code, said = agenda("--minutes", 60, "--log", log(tmp_path, 6, "long"))
    assert code == 1
    assert said.startswith('- old.csv, row 3, column minutes: "long" can\'t be right.')
    assert not (tmp_path / "agenda").exists()


def test_a_run_log_that_was_filled_in_is_never_written_over(agenda, tmp_path):
    assert agenda("--minutes", 60)[0] == 0
    assert agenda("--minutes", 45)[0] == 0
    path = tmp_path / "agenda/run_log.csv"
    filled = path.read_text(encoding="utf-8-sig").replace(",1,\n", ",1,7\n", 1)
    assert ",7\n" in filled
    path.write_text(filled, encoding="utf-8-sig")
    code, said = agenda("--minutes", 45, "--log", path)
    assert code == 1
    assert "holds what you wrote down after a workshop. Nothing was written." in said
    assert path.read_text(encoding="utf-8-sig") == filled


def test_a_folder_that_holds_something_else_is_left_alone(agenda, tmp_path):
    (tmp_path / "agenda").mkdir()
    (tmp_path / "agenda/photo.jpg").write_text("a picture")
    code, said = agenda("--minutes", 60)
    assert code == 1
    assert "holds something else already, such as photo.jpg." in said


def test_a_folder_that_can_not_be_written_gets_a_sentence(agenda, tmp_path):
    (tmp_path / "agenda").write_text("no folder")
    code, said = agenda("--minutes", 60)
    assert code == 1
    assert "can't be written" in said
    assert "Name another folder: --output FOLDER" in said


def test_a_sign_that_no_font_has_gets_a_sentence(kit, agenda):
    kit.edit("iepkit.toml", 'name = ""', 'name = "Stars \U0001f600"')
    code, said = agenda("--minutes", 60)
    assert code == 1
    assert "No font of the prints has these signs: \U0001f600" in said


def test_what_has_not_changed_is_not_made_again(agenda, kit, tmp_path):
    assert agenda("--minutes", 45)[0] == 0
    page = tmp_path / "agenda/slides/slides.html"
    first = page.stat().st_mtime_ns
    assert "Nothing has changed" in agenda("--minutes", 45)[1]
    assert page.stat().st_mtime_ns == first
    kit.edit("data/deck/01_welcome.yaml", "A word.", "Another word.")
    assert "Nothing has changed" not in agenda("--minutes", 45)[1]
    assert "Another word." in page.read_text()


def test_online_the_code_leads_to_the_page_that_everybody_can_open(agenda, kit, tmp_path):
    kit.edit("iepkit.toml", 'page = ""', 'page = "https://example.org/iep/"')
    code, said = agenda("--minutes", 45, "--online")
    assert code == 0
    assert "The QR code leads to https://example.org/iep/." in said
    assert (tmp_path / "agenda/index.html").is_file()


def test_a_notebook_that_fails_is_named_and_nothing_is_written(agenda, kit, tmp_path):
    path = kit.path("slides/01_welcome.ipynb")
    path.write_text(path.read_text().replace("welcome.a", "welcome.z"))
    code, said = agenda("--minutes", 45)
    assert code == 1
    assert "slides/01_welcome.ipynb, code cell 1" in said
    assert not (tmp_path / "agenda").exists()


def test_another_plan_takes_the_place_of_the_one_before(agenda, tmp_path):
    assert agenda("--minutes", 60)[0] == 0
    more = {path.name for path in (tmp_path / "agenda").rglob("*") if path.is_file()}
    assert agenda("--minutes", 20, "--paper", "a4")[0] == 0
    assert (tmp_path / "agenda/handouts/a4/colour/letter.pdf").is_file()
    assert not list((tmp_path / "agenda/handouts/letter").rglob("*.pdf"))
    assert {path.name for path in (tmp_path / "agenda").rglob("*") if path.is_file()} <= more


def test_online_with_no_page_of_ones_own_says_what_is_missing(agenda):
    assert "iepkit.toml names no page under [online]" in agenda("--minutes", 45, "--online")[1]


def test_paper_names_no_address_that_is_only_tonights(agenda, tmp_path, monkeypatch):
    # The very address that is named afterward: the slides stay as they are, and the paper does not.
    monkeypatch.setattr("iepkit.cli.agenda.room_address", lambda _: "http://192.168.8.2:8000")

    def words():
        return words_of((tmp_path / "agenda/handouts/letter/colour/join.pdf").read_bytes())

    assert agenda("--minutes", 45)[0] == 0
    assert "http://" not in words()
    assert agenda("--minutes", 45, "--address", "http://192.168.8.2:8000")[0] == 0
    assert "http://192.168.8.2:8000" in words()


def test_a_log_that_is_not_there_gets_a_sentence(agenda):
    assert "none.csv: there is no such file. Look where you saved it" in agenda("--minutes", 45, "--log", "none.csv")[1]


def test_a_plan_in_spanish_is_printed_in_spanish(monkeypatch, capsys):
    monkeypatch.setenv("IEPKIT_HOME", str(ROOT))
    assert main(["agenda", "--only-plan", "--minutes", "45", "--language", "es"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("45 minutos sin intérprete:\n")
    assert "  Bienvenida (" in said
    assert [word for word in ("minutes", "left out", "short form", "End") if word in said] == []


def test_the_environment_names_the_language_where_no_option_does(monkeypatch, capsys):
    monkeypatch.setenv("IEPKIT_HOME", str(ROOT))
    monkeypatch.setenv(LANGUAGE_VARIABLE, "es")
    assert main(["agenda", "--only-plan", "--minutes", "5"]) == 1
    assert capsys.readouterr().out.startswith("5 minutos sin intérprete: son muy pocos")
    assert main(["agenda", "--only-plan", "--minutes", "5", "--language", "en"]) == 1
    assert capsys.readouterr().out.startswith("5 minutes with no interpreter are too few")


@pytest.mark.parametrize(
    "command", [["agenda", "--minutes", "45"], ["slides"], ["handouts"], ["report", "--list"], ["letters"], ["serve"]]
)
def test_a_language_that_is_not_there_gets_a_sentence(command, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("IEPKIT_HOME", str(ROOT))
    monkeypatch.chdir(tmp_path)
    assert main([*command, "--language", "xx"]) == 1
    assert 'There is no language "xx". There is: en, es.' in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []
