import errno
import os

from iepkit.doctor import builds
from iepkit.doctor.builds import Build
from iepkit.doctor.finding import Level
from iepkit.documents import typesetting
from iepkit.slides.notebooks import DeckError


def made(content, folder, files, names=("a.txt",)):
    (found,) = builds.try_all(content, folder, [Build("thing", files, lambda _: names)])
    assert found.name == "Making the thing"
    return found


def failing(error):
    def files(_content):
        yield "a.txt", b"a"
        raise error

    return files


def test_what_is_made_is_written_where_it_is_told(content, tmp_path):
    found = made(content, tmp_path, lambda _: [("a.txt", b"a")])
    assert (found.level, found.sentence[:7]) == (Level.GOOD, "1 file ")
    assert (tmp_path / "thing" / "a.txt").read_bytes() == b"a"


def test_a_full_disk_says_to_make_room(content, tmp_path):
    found = made(content, tmp_path, failing(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))))
    assert found.level == Level.MEND
    assert os.strerror(errno.ENOSPC) in found.sentence
    assert "make room on the disk" in found.sentence


def test_a_fault_with_a_sentence_of_its_own_keeps_it(content, tmp_path):
    found = made(content, tmp_path, failing(DeckError("Mend this cell.")))
    assert (found.level, found.sentence) == (Level.MEND, "Mend this cell.")


def test_any_other_fault_is_named_and_what_comes_after_is_made(content, tmp_path):
    tried = [
        Build("broken", failing(KeyError("x\ny")), lambda _: ["a.txt"]),
        Build("good", lambda _: [("a.txt", b"")], lambda _: ["a.txt"]),
    ]
    broken, good = builds.try_all(content, tmp_path, tried)
    assert (broken.level, good.level) == (Level.MEND, Level.GOOD)
    assert "KeyError" in broken.sentence


def test_fonts_are_there_or_to_be_set_up(content, monkeypatch):
    assert builds.fonts(content).level == Level.GOOD
    monkeypatch.setattr(typesetting, "_FONT_PACKAGES", ("no_such_fonts",))
    typesetting._fonts.cache_clear()
    try:
        found = builds.fonts(content)
    finally:
        typesetting._fonts.cache_clear()
    assert found.level == Level.MEND
    assert "no_such_fonts" in found.sentence
