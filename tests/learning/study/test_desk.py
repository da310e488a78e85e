"""What is worked out once is worked out anew as soon as anything that it hangs on has changed."""

import datetime as dt

import pytest

from iepkit.learning.study import schedule
from iepkit.learning.study.events import Event, Kind
from iepkit.learning.study.progress.file import File
from iepkit.learning.study.views.check import CheckView
from tests.learning.study.desks import MONDAY, desk_at

DAY = dt.timedelta(days=1)


@pytest.fixture
def place(tmp_path, content):
    return desk_at(tmp_path, content)


def answer(desk, question, choice="not_sure"):
    desk.add(Kind.ANSWERED, item=f"question.{question}", choice=choice)


def test_a_page_counts_the_records_once_and_not_for_each_question(place, content, monkeypatch):
    desk, _ = place
    module = content.modules["eligibility"]
    for question in module.check:
        answer(desk, question)
    calls = []
    cards = schedule.cards
    monkeypatch.setattr(schedule, "cards", lambda *given: calls.append(1) or cards(*given))
    CheckView(module).live(desk)
    assert len(calls) == 1


def test_what_another_notebook_adds_and_who_sits_down_is_seen(place, tmp_path, content):
    desk, _ = place
    other, _ = desk_at(tmp_path, content)
    one, two = content.modules["eligibility"].check[:2]
    answer(desk, one)
    assert len(desk.cards()) == 1
    answer(other, two)
    assert len(desk.cards()) == 2
    desk.sit_down("Ana")
    assert desk.cards() == {}
    desk.sit_down("")
    assert len(desk.cards()) == 2


def test_while_a_clock_is_wrong_each_moment_is_counted_anew(place, content):
    desk, clock = place
    question = content.modules["eligibility"].check[0]
    desk.log.add(Event("", "answered", MONDAY + DAY / 2, {"item": f"question.{question}", "choice": "not_sure"}))
    assert [event.at for event in desk.events()] == [MONDAY]
    clock.moment = MONDAY + DAY
    assert [event.at for event in desk.events()] == [MONDAY + DAY / 2]
    clock.moment = MONDAY - DAY / 2
    assert [event.at for event in desk.events()] == [MONDAY - DAY / 2]


def test_a_place_that_fails_at_first_lets_nobody_take_anothers_seat(tmp_path, content):
    path = tmp_path / "progress.jsonl"
    path.mkdir()
    desk, _ = desk_at(tmp_path, content)
    assert desk.learner == ""
    path.rmdir()
    File(path).add(Event("Ana", "learns", MONDAY))
    assert desk.learner == "Ana"
    File(path).add(Event("Ben", "learns", MONDAY))
    assert desk.learner == "Ana"
