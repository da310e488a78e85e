"""Workshops whose totals a report is made of."""

import datetime as dt
import random

from iepkit.learning.totals import totals_of
from iepkit.report.period import Held, Period
from tests.learning.samples import PAIRS, codes, record

HEADS = {"parent.in_person": 18, "parent.online": 6, "student.in_person": 2, "professional.in_person": 5}


def sheets(count, seed=1, of=PAIRS, more_after=0):
    """Sheets of so many people who know more after than before."""
    chance = random.Random(seed)
    before, after = [], []
    for code in [*codes(count), *[""] * more_after]:
        who = {"role": "parent", "place": "in_person"}
        items = {f"before_{n}": chance.choice("aabbc") for n in range(1, of + 1)}
        if code:
            before.append({"code": code, "items": items, **who})
        later = {f"after_{n}": chance.choice(["a", "a", "a", "b", "not_sure"]) for n in range(1, of + 1)}
        said = {
            "confidence": {
                item: {"before": chance.choice([1, 2, 2]), "now": chance.choice([3, 3, 4])}
                for item in ("tell_apart", "ask_in_writing", "whom_to_ask")
            },
            "ratings": {item: chance.choice([2, 3, 4, 4, 4]) for item in ("quality", "relevance", "usefulness")},
            "funder": {"heard": chance.choice("123")},
        }
        after.append({"code": code, "items": later, **who, **said})
    return before, after


def held(content, count=22, day=dt.date(2026, 11, 12), label="Springfield library", attended=HEADS, **more):
    """One workshop at noon of a day, wherever this computer stands."""
    started = dt.datetime.combine(day, dt.time(12)).astimezone()
    before, after = sheets(count, **more)
    kept = record(before, after, polls=[["a"] * 20, ["b"] * 18], started_at=started, label=label, attended=attended)
    return Held(kept.workshop, totals_of(kept, content))


def one(content, **more):
    """A report on one workshop."""
    return Period((held(content, **more),))


def year(content):
    """Three seasons, with four workshops."""
    days = [dt.date(2026, 9, 15), dt.date(2026, 11, 12), dt.date(2027, 2, 3), dt.date(2027, 5, 20)]
    return Period(tuple(held(content, day=day, seed=seed, label=f"Town {seed}") for seed, day in enumerate(days)))
