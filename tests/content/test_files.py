"""Tables are read as spreadsheets really save them."""

import pytest

from iepkit.content.files import kit_folder, read_entries, read_table
from tests.kit import ROOT


def read(path, raw):
    path.write_bytes(raw)
    problems = []
    return read_table(path, "t.csv", ("id", "text"), problems), [str(p) for p in problems]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"\xef\xbb\xbfid,text\n1,a\n", "a"),
        (b"id;text\r\n1;a, b\r\n", "a, b"),
        (b"id\ttext\n1\ta, b\n", "a, b"),
        ("id\ttext\n1\tni\u00f1o\n".encode("utf-16"), "ni\u00f1o"),
        (b'id,text\n1,"the child\x92s plan"\n', "the child\u2019s plan"),
        (b'id,text\n1,"\x93stay put\x94"\n', "\u201cstay put\u201d"),
        (b"id,text\n1,a \x96 b\n", "a \u2013 b"),
        (b"id,text\n1,s. 37H\xbd\n", "s. 37H\u00bd"),
        (b"id,text\n1,\xa7 300\n", "\u00a7 300"),
        (b"id,text\n1,ni\xf1o\n", "ni\u00f1o"),
        (b'id,text\n1," a "\n\n,\n', "a"),
    ],
    ids=["mark", "semicolons", "tabs", "utf-16", "apostrophe", "quotes", "dash", "half", "section", "letter", "blank"],
)
def test_what_excel_saves_is_read(tmp_path, raw, text):
    rows, problems = read(tmp_path / "t.csv", raw)
    assert problems == []
    assert [row["text"] for row in rows] == [text]


@pytest.mark.parametrize("raw", [b"pa\x92ses", b"\x8e", b"f\x8ete", b"x\x81y"])
def test_letters_that_may_be_another_systems_are_named(tmp_path, raw):
    rows, problems = read(tmp_path / "t.csv", b"id,text\n1,a\n2," + raw + b"\n")
    assert rows == []
    assert problems[0].startswith("t.csv, row 3: a letter here can be read in two ways")


def test_an_empty_file_lacks_its_columns(tmp_path):
    rows, problems = read(tmp_path / "t.csv", b"")
    assert rows == []
    assert len(problems) == 2


def test_a_folder_in_place_of_the_file_gets_a_sentence(tmp_path):
    problems = []
    assert read_table(tmp_path, "t.csv", ("id",), problems) == []
    assert "the file can't be read" in str(problems[0])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("- one\n", "t.yaml, row 1: this entry has no keys."),
        ("- id: 5\n  text: [a]\n", 't.yaml, row 1, column id: "id" must be a text.'),
        ("- id: a\n  text: b\n", 't.yaml, row 1, column text: "text" must be a list of texts.'),
        ("- id: a\n  text: [5]\n", 't.yaml, row 1, column text: "text" must be a list of texts.'),
        ("- id: a\x01\n", "a letter that is not allowed"),
    ],
)
def test_an_entry_that_is_wrong_gets_its_sentence(tmp_path, text, sentence):
    path = tmp_path / "t.yaml"
    path.write_text(text)
    problems = []
    assert read_entries(path, "t.yaml", {"id": str, "text": list}, problems) == []
    assert sentence in str(problems[0])


def test_the_kit_is_found_in_the_checkout(monkeypatch):
    monkeypatch.delenv("IEPKIT_HOME", raising=False)
    assert kit_folder() == ROOT


def test_another_kit_can_be_named(monkeypatch, tmp_path):
    monkeypatch.setenv("IEPKIT_HOME", str(tmp_path))
    assert kit_folder() == tmp_path
