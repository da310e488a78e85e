"""What a widget takes from the browser, and what it shows of names."""

import pytest

from iepkit.learning.study.events import Event
from iepkit.learning.study.views.check import CheckView
from iepkit.learning.study.widget import Study
from tests.learning.study.desks import MONDAY, desk_at


@pytest.fixture
def desk(tmp_path, content):
    return desk_at(tmp_path, content)[0]


@pytest.fixture
def widget(desk, content):
    return Study(CheckView(content.modules["eligibility"]), desk)


def sit_down(widget, learner):
    return widget.answer("sit_down", {"learner": learner})


@pytest.mark.parametrize("name", ["two  blanks", "x" * 200, "\u202eback", " "])
def test_whoever_learns_here_can_sit_down_however_the_name_is_written(widget, desk, name):
    desk.log.add(Event(name, "learns", MONDAY))
    sit_down(widget, "Ana")
    sit_down(widget, name)
    assert desk.learner == name


def test_a_name_that_is_typed_becomes_one_that_can_be_shown(widget, desk):
    sit_down(widget, "  Ana\n\x1b[31m " + "x" * 100)
    assert desk.learner == ("Ana [31m " + "x" * 100)[:60]


@pytest.mark.parametrize("blank", [" ", "\n", "\u202e"])
def test_a_name_of_blanks_lets_nobody_else_sit_down(widget, desk, blank):
    sit_down(widget, "Ana")
    assert "Ana" in sit_down(widget, blank)["pieces"]["head"]
    assert desk.learner == "Ana"
    sit_down(widget, "")
    assert desk.learner == ""


def test_a_name_is_never_markup(widget, desk):
    name = '<img src=x onerror=alert(1)>"x'
    desk.log.add(Event(name, "learns", MONDAY))
    for page in (widget.answer("show", {})["page"], sit_down(widget, "Ana")["pieces"]["head"]):
        assert "&lt;img" in page
        assert "<img" not in page


@pytest.mark.parametrize("do", [None, 3, ["show"], {}, "", "unknown", "answer"])
@pytest.mark.parametrize("values", [None, 3, "x", [], {}, {"question": ["x"]}, {"question": {}, "choice": 1e308}])
def test_what_no_page_sends_is_passed_over(widget, desk, do, values):
    assert widget.answer(do, values) is None
    assert desk.events() == []


def test_what_a_notebook_saves_of_a_widget_tells_nothing_of_the_learner(widget, desk, content):
    before = widget.get_state()
    sit_down(widget, "Ana")
    widget.answer("show", {})
    widget.answer("answer", {"question": content.modules["eligibility"].check[0], "choice": "not_sure"})
    assert len(desk.events()) == 2
    assert widget.get_state() == before
