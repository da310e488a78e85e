"""Where answers are kept, and for how long."""

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from iepkit.learning.totals import totals_of
from iepkit.report import keeping
from iepkit.store.model import Ballot, Kind
from iepkit.store.store import Store
from tests.learning.samples import codes, sheet, with_check

STARTED = dt.datetime(2026, 11, 26, 23, 30, tzinfo=dt.UTC)


def test_answers_lie_where_they_are_said_to(content):
    kits = content.folder
    assert keeping.place_of(content) == str(kits / "answers/workshops.db")
    assert keeping.place_of(content, "mine.db") == str(Path("mine.db").absolute())

    def said(file):
        return dataclasses.replace(content, organisation=dataclasses.replace(content.organisation, answers_file=file))

    assert keeping.place_of(said("ours/x.db")) == str(kits / "ours/x.db")
    assert keeping.place_of(said("/srv/x.db")) == "/srv/x.db"
    assert keeping.place_of(said("postgresql://ann@host/name")) == "postgresql://ann@host/name"
    assert keeping.place_of(said("ours.db"), "mine.db") == str(Path("mine.db").absolute())


@pytest.fixture
def kept(content, tmp_path):
    """A store with one workshop of six people who are paired, and what the kit says of them."""
    asked = with_check(content)
    store = Store.open(tmp_path / "workshops.db", clock=lambda: STARTED)
    workshop = store.workshop("Springfield library")
    for form, right in (("before", 4), ("after", 7)):
        opened = store.open_round(workshop.id, Kind.CHECK, {"form": form, "length": "full"})
        store.cast([Ballot(opened.id, f"v{n}", sheet(form, code, right)) for n, code in enumerate(codes(6))])
    yield store, workshop.id, asked
    store.close()


def at(**after):
    return STARTED + dt.timedelta(**after)


def test_until_the_day_that_iepkit_toml_says_answers_stay(kept):
    store, workshop, asked = kept
    forgotten = keeping.forget(store, asked, at(days=89))
    assert (forgotten.ballots, forgotten.totals) == (0, 0)
    assert len(store.record(workshop).ballots) == 2


def test_then_totals_alone_are_left_and_tell_the_same(kept):
    store, workshop, asked = kept
    before = totals_of(store.record(workshop), asked)
    assert keeping.forget(store, asked, at(days=91)).ballots == 1
    record = store.record(workshop)
    assert (record.rounds, dict(record.ballots)) == ((), {})
    assert totals_of(record, asked) == before.without_small()
    assert totals_of(record, asked).scores["10"].right.gain.n == 6


def test_in_the_end_nothing_is_left(kept):
    store, _, asked = kept
    keeping.forget(store, asked, at(days=91))
    assert keeping.forget(store, asked, at(days=3 * 365 - 1)).totals == 0
    assert keeping.forget(store, asked, at(days=3 * 365 + 1)).totals == 1
    assert store.workshops() == []


def test_an_organisation_can_keep_answers_for_a_shorter_time(kept):
    store, _, asked = kept
    short = dataclasses.replace(asked.organisation, answers_days=7, answers_years=1)
    asked = dataclasses.replace(asked, organisation=short)
    assert keeping.forget(store, asked, at(days=6)).ballots == 0
    assert keeping.forget(store, asked, at(days=8)).ballots == 1
    assert keeping.forget(store, asked, at(days=366)).totals == 1


def test_before_their_time_answers_of_earlier_workshops_go_and_totals_stay(kept):
    store, workshop, asked = kept
    assert keeping.forget_now(store, asked, at(hours=11), is_tonight_too=False).ballots == 0
    assert keeping.forget_now(store, asked, at(hours=13), is_tonight_too=False).ballots == 1
    assert totals_of(store.record(workshop), asked).scores["10"].right.gain.n == 6


def test_this_evenings_answers_go_where_that_is_asked_for(kept):
    store, workshop, asked = kept
    assert keeping.forget_now(store, asked, at(), is_tonight_too=True).ballots == 1
    assert store.record(workshop).rounds == ()
    assert keeping.forget_now(store, asked, at(days=3 * 365 + 1), is_tonight_too=True).totals == 1
