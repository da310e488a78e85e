"""A language goes out as a spreadsheet and comes back; what can't be taken is named, and nothing of it is taken."""

import csv
import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from iepkit.cli import main
from iepkit.cli.check import how_far
from iepkit.content import examine, load
from iepkit.translating import lines as tables
from iepkit.translating import sheet
from iepkit.translating.sheet import COLUMNS
from iepkit.translating.taking import take

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
    (row,) = sheet.read(path, content)
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
    code, printed = run(capsys, "--export", tmp_path / "chart.xlsx", "--language", "eo", "--part", "chart")
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
    assert tables.counted(content, "pt-BR", found) == {"missing": len(found)}
    assert {line.table for line in found} == {path.stem for path in eo.path("data/translations/es").glob("*.csv")}
    assert run(capsys, "--new", "pt-BR")[1].startswith("data/translations/pt-BR is there already.")


@pytest.mark.usefixtures("eo")
def test_what_can_not_be_gets_a_sentence(tmp_path, capsys):
    (tmp_path / "broken.xlsx").write_bytes(b"no zip")
    (tmp_path / "empty.xlsx").write_bytes(_zipped({"a.txt": "a"}))
    (tmp_path / "folder.xlsx").mkdir()
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
        ([*back, tmp_path / "empty.xlsx"], "is no spreadsheet that can be read."),
        ([*back, tmp_path / "folder.xlsx"], "can't be read (Is a directory)."),
        ([*back, tmp_path / "broken.csv"], "is no spreadsheet that can be read."),
        ([*back, tmp_path / "other.csv"], "has none of our tables."),
        *(
            (
                ["--language", "eo", "--import", "a.xlsx", f"--by={sign}Ana"],
                f'"{sign}Ana" is no name: a spreadsheet would',
            )
            for sign in "=+-@"
        ),
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


class Refusing:
    """A disk that refuses one table's replacement, after others are replaced."""

    def __init__(self, monkeypatch, name):
        replace = Path.replace

        def refuse(path, target):
            if path.name == f".{name}.new":
                raise OSError(13, "Permission denied", str(target))
            return replace(path, target)

        monkeypatch.setattr(Path, "replace", refuse)


def test_when_a_later_table_can_not_be_replaced_all_stay_as_they_were(tmp_path, monkeypatch):
    old = [tables.Line(table, f"ui.{table}", "x", "old") for table in ("a", "c")]
    tables.write(tmp_path, "eo", old)
    folder = tmp_path / "data/translations/eo"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert set(before) == {"a.csv", "c.csv"}
    Refusing(monkeypatch, "c")
    # b is new: it is there no more.
    new = [tables.Line(table, f"ui.{table}", "x", "new") for table in ("a", "b", "c")]
    with pytest.raises(OSError, match="Permission denied"):
        tables.write(tmp_path, "eo", new)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_an_import_that_fails_says_so_and_changes_nothing(eo, tmp_path, capsys, monkeypatch):
    path = exported(tmp_path, capsys)
    fill(path, {"ui.title": {"ok": "yes"}})
    Refusing(monkeypatch, "texts")
    code, printed = run(capsys, "--import", path, "--language", "eo", "--by", "Ana")
    assert (code, "texts.csv can't be written (Permission denied)." in printed) == (1, True), printed
    assert taken(eo, "ui.title")[1] == ""


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_no_row_number_is_a_day(tmp_path, content, ending):
    rows = sheet.read(written(tmp_path, content, ending), content)
    assert [row.row for row in rows] == ["1 of 2", "2 of 2"]


def written(tmp_path, content, ending="xlsx"):
    """Two lines in a spreadsheet, without the command."""
    path = tmp_path / f"made.{ending}"
    sheet.write(
        path, content, "es", [tables.Line("texts", i, content.texts[i], "Hola") for i in ("ui.title", "ui.lead")]
    )
    return path


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("name", COLUMNS)
def test_a_column_that_is_gone_makes_no_remark_a_correction(tmp_path, content, ending, name):
    path = written(tmp_path, content, ending)
    fill(path, {"ui.title": {"remark": "I like it."}})
    assert sheet.read(path, content)[0].remark == "I like it."
    _without_column(path, COLUMNS.index(name))
    with pytest.raises(sheet.SheetError, match="lacks a column, or has one at another place"):
        sheet.read(path, content)


def _without_column(path, place):
    if path.suffix == ".csv":
        rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(row[:place] + row[place + 1 :] for row in rows)
        return
    book = openpyxl.load_workbook(path)
    book["texts"].delete_cols(place + 1)
    book.save(path)


def test_a_sheet_for_notes_and_a_heading_that_was_mended_since_stop_nothing(eo, tmp_path, capsys):
    path = exported(tmp_path, capsys)
    book = openpyxl.load_workbook(path)
    book.create_sheet("notes").append(["id", "remark"])
    book["texts"]["H1"].value = "Remark / Xu"
    book["texts"]["F2"].value = "yes"
    book.save(path)
    code, printed = run(capsys, "--import", path, "--language", "eo", "--by", "Ana")
    assert code == 0, printed
    assert "1 texts found good" in printed
    assert taken(eo, book["texts"]["B2"].value)[1] == "Ana"


@pytest.mark.usefixtures("eo")
def test_no_file_is_written_over(tmp_path, capsys):
    path = exported(tmp_path, capsys)
    before = path.read_bytes()
    code, printed = run(capsys, "--export", path, "--language", "eo")
    assert (code, printed) == (1, f"{path} is there already. Name another file.\n")
    assert path.read_bytes() == before


@pytest.mark.usefixtures("eo")
def test_an_export_says_how_the_file_comes_back_under_its_own_name(tmp_path, capsys):
    _, printed = run(capsys, "--export", tmp_path / "eo.csv", "--language", "eo")
    assert f"--import {tmp_path / 'eo_checked.csv'} --language eo --by NAME" in printed


def _zipped(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet2.xml", "[Content_Types].xml"])
@pytest.mark.parametrize("broken", ["<a><b></a>", "", "<a/>"])
def test_a_workbook_with_a_broken_part_gets_a_sentence(tmp_path, content, part, broken):
    path = written(tmp_path, content)
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    assert part in parts
    path.write_bytes(_zipped(parts | {part: broken}))
    with pytest.raises(sheet.SheetError, match=r"is no spreadsheet that can be read\.|has none of our tables\."):
        sheet.read(path, content)


@pytest.mark.parametrize("formula", [ArrayFormula("G2", "=A1:A2"), DataTableFormula("G2"), "=A1"])
def test_no_formula_is_taken(tmp_path, content, formula):
    path = written(tmp_path, content)
    fill(path, {"ui.title": {"corrected": formula}})
    rows = sheet.read(path, content)
    lines = [tables.Line("texts", row.id, row.english, row.text) for row in rows]
    found = take(content, "es", lines, rows, by="Ana", on=dt.date(2026, 11, 20))
    assert found.conflicts == ['ui.title: a spreadsheet would run it as a formula: it starts with "=".']
    assert found.lines == lines


@pytest.mark.parametrize(
    ("check", "is_checked"), [("2026-11-20,Xe ze?", True), (",Xe ze?", False), ("2026-11-20,X", False)]
)
def test_all_count_as_checked_what_a_page_calls_no_draft(eo, check, is_checked):
    eo.edit("data/translations/eo/texts.csv", '"Xe ze?",,,', f'"Xe ze?",Ana,{check}')
    content, _ = examine(eo.folder)
    assert content.is_draft("ui.title", "eo") is not is_checked
    found = tables.read(eo.folder, "eo", [])
    counts = tables.counted(content, "eo", found)
    assert (counts["checked"], counts["draft"]) == ((1, 4) if is_checked else (0, 5))
    assert f"; 5 texts, {counts['checked']} checked, {counts['draft']} drafts." in how_far(content, "eo")
    assert found[0].state(content, "eo") == ("checked" if is_checked else "draft")


def test_each_text_is_shown_somewhere_that_has_a_name(content):
    beginnings = {text_id.partition(".")[0] for text_id in content.texts}
    assert [one for one in beginnings if f"ui.translations.where.{one}" not in content.texts] == []
    assert {tables.table_of(text_id) for text_id in content.texts} & {"others"} == set()
