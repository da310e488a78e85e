"""A learner's own copy of the notebooks: what is handed out, and what stays."""

import datetime as dt
import json

import pytest

from iepkit.own_copy import lay, words
from tests.kit import ROOT

TODAY = dt.date(2026, 3, 2)
NAME = "self_study/01_start.ipynb"
ASIDE = "self_study/01_start (mine, 2026-03-02, 1).ipynb"


def notebook(*sources, outputs=()):
    cells = [{"cell_type": "code", "source": source, "outputs": list(outputs)} for source in sources]
    return json.dumps({"cells": cells, "metadata": {}}).encode()


class Copy:
    """A kit of one notebook, and a learner's copy of it."""

    def __init__(self, folder):
        self.kit, self.own = folder / "kit", folder / "own"
        self.publish(notebook("learning.start()"))

    def publish(self, content):
        path = self.kit / NAME
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def write(self, content):
        (self.own / NAME).write_bytes(content)

    def lay(self):
        return lay(self.kit, self.own, TODAY)

    def notebooks(self):
        return {path.relative_to(self.own).as_posix(): path.read_bytes() for path in self.own.rglob("*.ipynb")}


@pytest.fixture
def copy(tmp_path):
    copy = Copy(tmp_path)
    assert copy.lay() == ()
    return copy


def test_every_notebook_of_the_kit_is_handed_out(tmp_path):
    lay(ROOT / "notebooks", tmp_path / "own", TODAY)
    names = {path.relative_to(ROOT / "notebooks") for path in (ROOT / "notebooks").rglob("*.ipynb")}
    # Jupyter's own copies are none of the kit's.
    names = {name for name in names if ".ipynb_checkpoints" not in name.parts}
    assert {path.relative_to(tmp_path / "own") for path in (tmp_path / "own").rglob("*.ipynb")} == names


def test_what_was_written_stays_while_the_kit_is_the_same(copy):
    mine = notebook("learning.start()", "tables.sources()")
    copy.write(mine)
    assert copy.lay() == ()
    assert copy.notebooks() == {NAME: mine}


def test_a_newer_kit_takes_the_place_of_what_was_only_run(copy):
    copy.write(notebook("learning.start()", outputs=[{"output_type": "stream", "text": "shown"}]))
    newer = notebook("learning.start()", "learning.due()")
    copy.publish(newer)
    assert copy.lay() == ()
    assert copy.notebooks() == {NAME: newer}


def test_a_newer_kit_stands_beside_what_was_written(copy):
    mine, newer = notebook("my own line"), notebook("learning.due()")
    copy.write(mine)
    copy.publish(newer)
    assert copy.lay() == (ASIDE,)
    assert copy.notebooks() == {NAME: newer, ASIDE: mine}
    assert copy.lay() == ()


def test_two_that_were_put_aside_on_one_day_have_two_names(copy):
    for number, text in enumerate(("first", "second"), start=1):
        copy.write(notebook(text))
        copy.publish(notebook(f"kit {number}"))
        assert copy.lay() == (ASIDE.replace(", 1)", f", {number})"),)
    assert len(copy.notebooks()) == 3


def test_what_was_deleted_comes_back(copy):
    (copy.own / NAME).unlink()
    copy.lay()
    assert copy.notebooks() == {NAME: (copy.kit / NAME).read_bytes()}


@pytest.mark.parametrize("broken", [b"no notebook", b"[]", b'{"cells": [1]}'])
def test_what_is_no_notebook_any_more_is_put_aside_too(copy, broken):
    copy.write(broken)
    copy.publish(notebook("newer"))
    assert copy.lay() == (ASIDE,)
    assert copy.notebooks()[ASIDE] == broken


@pytest.mark.parametrize("broken", ["", "{", "[]"])
def test_where_it_is_not_known_what_was_handed_out_nothing_is_lost(copy, broken):
    (copy.own / ".handed_out.json").write_text(broken)
    mine = notebook("my own line")
    copy.write(mine)
    copy.lay()
    assert copy.notebooks() == {NAME: (copy.kit / NAME).read_bytes(), ASIDE: mine}


def test_where_it_is_not_known_what_was_handed_out_the_kits_own_is_no_mans_writing(copy):
    (copy.own / ".handed_out.json").unlink()
    assert copy.lay() == ()
    assert list(copy.notebooks()) == [NAME]


def test_nobody_else_may_look_into_the_copy(copy):
    assert (copy.own / "self_study").stat().st_mode & 0o077 == 0


def test_a_source_in_lines_says_the_same_as_in_one_text():
    assert words(notebook(["a\n", "b"])) == words(notebook("a\nb")) != words(notebook("a\nc"))
