"""``iepkit handouts``: what it writes, and one sentence for what can't be."""

import errno
from pathlib import Path

import pytest

from iepkit.cli import main


def run(capsys, *arguments):
    code = main(["handouts", *map(str, arguments)])
    return code, capsys.readouterr().out


def test_it_writes_what_was_asked_for_and_nothing_twice(tmp_path, capsys):
    asked = ("--output", tmp_path / "out", "--only", "join", "help", "--look", "black_and_white", "--paper", "both")
    code, printed = run(capsys, *asked)
    assert code == 0
    assert "4 PDFs" in printed
    assert "lines for a pen" in printed
    written = {str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*.pdf")}
    assert written == {f"{p}/black_and_white/{i}.pdf" for p in ("letter", "a4") for i in ("join", "help")}
    code, printed = run(capsys, *asked)
    assert (code, printed.startswith("Nothing has changed")) == (0, True)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--only", "chart", "charts"], 'There is no handout "charts". The handouts are: chart, '),
        (["--language", "xx"], 'There is no language "xx". There is: en, es.'),
    ],
)
def test_what_is_not_there_gets_a_sentence(tmp_path, capsys, options, sentence):
    code, printed = run(capsys, "--output", tmp_path / "out", *options)
    assert code == 1
    assert printed.startswith(sentence)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("address", ["192.168.8.2", "ftp://x", "http://a b"])
def test_an_address_that_is_none_gets_a_sentence(tmp_path, capsys, address):
    with pytest.raises(SystemExit):
        main(["handouts", "--output", str(tmp_path / "out"), "--address", address])
    assert f'"{address}" is no address' in capsys.readouterr().err


def test_a_folder_with_something_else_is_left_alone(tmp_path, capsys):
    (tmp_path / "thesis.txt").write_text("mine")
    code, printed = run(capsys, "--output", tmp_path, "--only", "help")
    assert code == 1
    assert "holds something else already, such as thesis.txt" in printed
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_folder_that_is_a_file_gets_a_sentence(tmp_path, capsys):
    (tmp_path / "out").write_text("mine")
    code, printed = run(capsys, "--output", tmp_path / "out", "--only", "help")
    assert code == 1
    assert "can't be written" in printed
    assert "--output FOLDER" in printed


def test_no_room_on_the_disk_gets_a_sentence(tmp_path, capsys, monkeypatch):
    def full(_path, _data):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    code, printed = run(capsys, "--output", tmp_path / "out", "--only", "help")
    assert code == 1
    assert "can't be written (No space left on device)" in printed


def test_signs_that_no_font_has_get_a_sentence(kit, tmp_path, capsys, monkeypatch):
    kit.edit("iepkit.toml", 'name = ""', 'name = "\U0001f600"')
    monkeypatch.setenv("IEPKIT_HOME", str(kit.folder))
    code, printed = run(capsys, "--output", tmp_path / "out", "--only", "help")
    assert code == 1
    assert "No font of the prints has these signs: \U0001f600" in printed


def test_a_logo_that_is_no_picture_gets_a_sentence(kit, tmp_path, capsys, monkeypatch):
    kit.path("logo.png").write_bytes(b"not a picture")
    kit.edit("iepkit.toml", 'logo = ""', 'logo = "logo.png"')
    monkeypatch.setenv("IEPKIT_HOME", str(kit.folder))
    code, printed = run(capsys, "--output", tmp_path / "out", "--only", "help")
    assert code == 1
    assert printed.startswith("The logo logo.png can't be read as a picture. Save it anew as PNG, JPEG or SVG")
