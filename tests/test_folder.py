"""A folder is written, and never over somebody else's files."""

import pytest

from iepkit.folder import FolderError, write_folder

FILES = [("index.html", b"one"), ("eo/index.html", b"two")]
NAMES = [name for name, _ in FILES]


def test_it_can_be_written_again_over_what_it_and_a_mac_have_written(tmp_path):
    (tmp_path / ".DS_Store").write_text("how a window of files looks")
    for _ in range(2):
        assert list(write_folder(tmp_path, NAMES, FILES)) == NAMES
    assert (tmp_path / "eo/index.html").read_bytes() == b"two"


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/child.jpg").write_text("a picture")
    with pytest.raises(FolderError, match=r"holds something else already, such as child.jpg. Nothing was written."):
        list(write_folder(tmp_path, NAMES, FILES))
    assert not (tmp_path / "index.html").exists()


def test_a_place_that_can_not_be_written_gets_a_sentence(tmp_path):
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(FolderError, match=r"can't be written \(.+\). Name another folder: --to FOLDER"):
        list(write_folder(tmp_path / "file", NAMES, FILES))


def test_what_was_written_before_makes_way(tmp_path):
    list(write_folder(tmp_path, NAMES, FILES))
    assert list(write_folder(tmp_path, ["new.html"], [("new.html", b"new")], before=NAMES)) == ["new.html"]
    assert sorted(path.name for path in tmp_path.rglob("*.html")) == ["new.html"]
