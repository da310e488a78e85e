"""A language goes out as a spreadsheet and comes back; what can't be taken is named, and nothing of it is taken."""

import csv
import datetime as dt

import openpyxl
import pytest

from iepkit.cli import main
from iepkit.content import examine, load
from iepkit.translating import lines as tables
from iepkit.translating import sheet
from iepkit.translating.sheet import COLUMNS

TEXTS = {
    "ui.title": "Xe ze?",
    "ui.lead": "Xa ze, ku mi?",
    "ui.notice": "Ze {day} ka.",
    "cell.law.iep": "Ze xaw. Ku.",
    "ui.language_name": "Xexe",
}


@pytest.fixture
def eo(kit, monkeypatch):
    """A small language, in the kit that the commands use."""
    kit.translate("eo", TEXTS)
    monkeypatch.setenv("IEPKIT_HOME", str(kit.folder))
    return kit


def run(capsys, *arguments):
    code = main(["translations", *map(str, arguments)])
    return code, capsys.readouterr().out


def exported(tmp_path, capsys, ending="xlsx", *more):
    path = tmp_path / f"eo.{ending}"
    code, printed = run(capsys, "--export", path, "--language", "eo", *more)
    assert code == 0, printed
    return path


def fill(path, edits, *, remove=()):
    """What a reviewer does: by id and column, what is written there; rows with an id of ``remove`` go."""
    if path.suffix == ".csv":
        rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
        for row in rows[1:]:
            for column, text in edits.get(row[1], {}).items():
                row[COLUMNS.index(column)] = text
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(row for row in rows if row[1] not in remove)
        return
    book = openpyxl.load_workbook(path)
    for table in book.worksheets[1:]:
        for row in list(table.iter_rows(min_row=2)):
            text_id = row[1].value
            for column, text in edits.get(text_id, {}).items():
                row[COLUMNS.index(column)].value = text
        for number in [row[1].row for row in table.iter_rows(min_row=2) if row[1].value in remove]:
            table.delete_rows(number)
    book.save(path)


def taken(kit, text_id):
    found = load(kit.folder).translations["eo"][text_id]
    return found.text, found.checked_by, found.checked_on


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_check_and_a_correction_come_back(eo, tmp_path, capsys, ending):
    path = exported(tmp_path, capsys, ending)
    fill(path, {"ui.title": {"ok": "yes"}, "ui.lead": {"corrected": "Ku, mi?", "remark": "So we say."}})
    code, printed = run(capsys, "--import", path, "--language", "eo", "--by", "Ana Q", "--on", "2026-11-20")
    assert code == 0
    assert "Taken: 1 corrections, and 1 texts found good as they stand. 0 not taken, 3 not filled in." in printed
    assert "ui.lead: So we say." in printed
    assert taken(eo, "ui.title") == ("Xe ze?", "Ana Q", dt.date(2026, 11, 20))
    assert taken(eo, "ui.lead") == ("Ku, mi?", "Ana Q", dt.date(2026, 11, 20))
    assert taken(eo, "ui.notice") == ("Ze {day} ka.", "", None)
    assert run(capsys, "--language", "eo")[1].startswith("eo: ")
    assert ", 2 checked, 3 drafts, 0 out of date, " in run(capsys, "--language", "eo")[1]


def test_a_conflict_is_named_and_only_its_row_is_left(eo, tmp_path, capsys):
    path = exported(tmp_path, capsys)
    fill(path, {"ui.lead": {"id": "ui.nothing", "ok": "yes"}, "ui.title": {"ok": "yes"}}, remove=["ui.notice"])
    code, printed = run(capsys, "--import", path, "--language", "eo", "--by", "Ana")
    assert code == 1
    assert "- ui.nothing: the kit has no text with this id." in printed
    assert 'Row 3 of 5, behind "ui.nothing": it is gone from the file.' in printed
    assert taken(eo, "ui.title")[1] == "Ana"


def test_a_trial_changes_nothing(eo, tmp_path, capsys):
    path = exported(tmp_path, capsys)
    fill(path, {"ui.title": {"ok": "yes"}})
    code, printed = run(capsys, "--import", path, "--language", "eo", "--by", "Ana", "--try")
    assert code == 0
    assert "It would take 0 corrections, and 1 texts found good as they stand." in printed
    assert printed.endswith(" 4 not filled in. Nothing was changed.\n")
    assert taken(eo, "ui.title")[1] == ""


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_no_text_is_a_formula_in_the_spreadsheet_and_it_comes_back_as_it_was(content, tmp_path, ending):
    path = tmp_path / f"made.{ending}"
    line = tables.Line("texts", "ui.title", "=HYPERLINK(1)", "@sum")
    sheet.write(path, content, "es", [line])
    (row,) = sheet.read(path)
    assert (row.english, row.text) == ("=HYPERLINK(1)", "@sum")
    if ending == "xlsx":
        cell = openpyxl.load_workbook(path)["texts"]["D2"]
        assert (cell.data_type, cell.quotePrefix) == ("s", True)
    else:
        assert "'=HYPERLINK(1)" in path.read_text(encoding="utf-8-sig")


@pytest.mark.usefixtures("eo")
def test_the_workbook_is_made_for_a_reviewer(tmp_path, capsys):
    book = openpyxl.load_workbook(exported(tmp_path, capsys))
    assert book.sheetnames == ["iepkit", "texts"]
    assert "Texts to check: Xexe" in [cell.value for cell in book["iepkit"]["A"]]
    table = book["texts"]
    assert table.freeze_panes == "E2"
    assert table.protection.sheet
    locked = {name: table.cell(2, place).protection.locked for place, name in enumerate(COLUMNS, start=1)}
    assert {name for name, is_so in locked.items() if not is_so} == {"ok", "corrected", "remark"}
    assert table["D2"].alignment.wrap_text
    (choice,) = table.data_validations.dataValidation
    assert (str(choice.sqref), choice.formula1) == ("F2:F6", '"yes,no"')
    assert table["C2"].value == "The page's own words"


@pytest.mark.usefixtures("eo")
def test_only_drafts_and_one_part(tmp_path, capsys):
    path = exported(tmp_path, capsys)
    fill(path, {"ui.title": {"ok": "yes"}})
    run(capsys, "--import", path, "--language", "eo", "--by", "Ana")
    again = exported(tmp_path, capsys, "csv", "--only-drafts")
    assert "ui.title" not in again.read_text(encoding="utf-8")
    code, printed = run(capsys, "--export", path, "--language", "eo", "--part", "chart")
    assert (code, printed) == (1, 'There is no table "chart". The tables are: texts.\n')
    code, printed = run(capsys, "--export", tmp_path / "es.csv", "--language", "es", "--part", "chart")
    assert code == 0
    ids = {row[1].partition(".")[0] for row in csv.reader((tmp_path / "es.csv").read_text().splitlines()[1:])}
    assert ids == {"category", "cell", "caveat", "article"}


def test_a_new_language_has_all_english_and_is_offered_to_nobody(eo, capsys):
    code, printed = run(capsys, "--new", "pt-BR")
    assert code == 0
    assert "data/translations/pt-BR is started: " in printed
    content, problems = examine(eo.folder)
    assert content.languages == ("en", "eo", "es")
    (told,) = [str(problem) for problem in problems if "pt-BR" in str(problem)]
    assert "texts are not translated yet; they are shown in English." in told
    found = tables.read(eo.folder, "pt-BR", [])
    assert tables.counted(content, found) == {"missing": len(found)}
    assert {line.table for line in found} == {path.stem for path in eo.path("data/translations/es").glob("*.csv")}
    assert run(capsys, "--new", "pt-BR")[1].startswith("data/translations/pt-BR is there already.")


@pytest.mark.usefixtures("eo")
def test_what_can_not_be_gets_a_sentence(tmp_path, capsys):
    (tmp_path / "broken.xlsx").write_bytes(b"no zip")
    (tmp_path / "broken.csv").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "other.csv").write_bytes(b"name,day\n")
    back = ("--language", "eo", "--by", "A", "--import")
    for arguments, sentence in [
        (["--export", "a.xlsx"], "Name a language with --language. There is: eo, es."),
        (["--export", "a.txt", "--language", "eo"], "a.txt is to be a spreadsheet: end its name with .xlsx or .csv."),
        (["--import", "gone.xlsx", "--language", "eo"], 'Say who checked it: --by "Name".'),
        ([*back, "a.xlsx", "--on", "2999-01-01"], "2999-01-01 has not come yet."),
        ([*back, "gone.xlsx"], "There is no file gone.xlsx."),
        ([*back, tmp_path / "broken.xlsx"], "is no spreadsheet that can be read."),
        ([*back, tmp_path / "broken.csv"], "is no spreadsheet that can be read."),
        ([*back, tmp_path / "other.csv"], "has none of our tables."),
        (["--new", "Spanish"], '"Spanish" is no code of another language'),
        (["--new", "en"], '"en" is no code of another language'),
    ]:
        code, printed = run(capsys, *arguments)
        assert (code, sentence in printed) == (1, True), printed


def test_a_table_is_written_at_one_blow(tmp_path, monkeypatch):
    tables.write(tmp_path, "eo", [tables.Line("texts", "ui.title", "x", "z")])
    folder = tmp_path / "data/translations/eo"
    before = (folder / "texts.csv").read_text()
    line = tables.Line("texts", "ui.title", "x", "y")

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tables, "_as_csv", full)
    with pytest.raises(OSError, match="No space left"):
        tables.write(tmp_path, "eo", [line])
    assert (folder / "texts.csv").read_text() == before
    assert [path.name for path in folder.iterdir()] == ["texts.csv"]


def test_each_text_is_shown_somewhere_that_has_a_name(content):
    beginnings = {text_id.partition(".")[0] for text_id in content.texts}
    assert [one for one in beginnings if f"ui.translations.where.{one}" not in content.texts] == []
    assert {tables.table_of(text_id) for text_id in content.texts} & {"others"} == set()
