"""What a learner still misses, by topic."""

import datetime as dt

from iepkit.explorers.answers import NOT_SURE
from iepkit.learning.study import record
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
