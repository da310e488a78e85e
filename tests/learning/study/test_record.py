"""What a learner still misses, by topic."""

import datetime as dt

from iepkit.explorers.answers import NOT_SURE
from iepkit.learning.study import record, schedule
from iepkit.learning.study.events import Event, Kind

NOON = dt.datetime(2026, 3, 2, 12).astimezone()


def event(kind, day=0, **body):
    return Event("", kind, NOON + dt.timedelta(days=day), body)


def test_a_topic_comes_back_while_two_or_more_were_missed_when_last_asked(content):
    ids = [q.id for q in content.study_bank.values() if q.right is not None and q.topic == "rights"][:3]
    others = [q.id for q in content.study_bank.values() if q.right is not None and q.topic == "team"][:3]
    missed = [
        event(Kind.HANDED_IN, attempt="x", answers=dict.fromkeys([*ids[:2], *others], NOT_SURE)),
        event(Kind.RATED, item="myth.good_grades", rating=1),
        event(Kind.RATED, item="myth.gone", rating=1),
        event(Kind.ANSWERED, item="question.gone", choice="a"),
    ]
    assert record.comes_back(missed, content) == ["team", "rights"]
    right = event(Kind.ANSWERED, item=f"question.{ids[0]}", choice=content.study_bank[ids[0]].right)
    assert record.comes_back([*missed, right], content) == ["team"]


def test_a_record_that_calls_a_thing_by_another_kind_counts_for_nothing(content):
    question, floor = next(iter(content.study_bank)), next(iter(content.floor))
    odd = [
        event(Kind.ANSWERED, item=f"floor.{question}", choice="a"),
        event(Kind.ANSWERED, item=f"myth.{floor}", choice="a"),
        event(Kind.RATED, item=f"myth.{floor}", rating=1),
        event(Kind.RATED, item="question.good_grades", rating=1),
        event(Kind.RATED, item=f"task.{next(iter(content.myths))}", rating=1),
    ]
    assert record.comes_back(odd * 2, content) == []
    assert schedule.cards(odd, content) == {}


def test_what_could_nearly_be_said_is_known_and_what_has_no_right_answer_is_not_missed(content):
    floor = [f"floor.{name}" for name, one in content.floor.items() if one.topic == "rights"][:2]
    doing = [q for q in content.study_bank.values() if q.right is None]
    opinions = [event(Kind.ANSWERED, item=f"question.{q.id}", choice=q.choices[0].id) for q in doing]
    assert len(opinions) > 1
    for rating, topics in ((1, ["rights"]), (2, []), (3, [])):
        rated = [event(Kind.RATED, item=item, rating=rating) for item in floor]
        assert record.comes_back([*opinions, *rated], content) == topics


def test_myths_come_back_together(content):
    rated = [event(Kind.RATED, item=f"myth.{myth}", rating=1) for myth in list(content.myths)[:2]]
    assert record.comes_back(rated, content) == ["myth"]
    assert record.comes_back(rated[:1], content) == []
