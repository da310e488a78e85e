"""What the trainer may ask, and what is noted when it can't be kept; with no server around it."""

import asyncio
import contextlib
import datetime as dt

import pytest

from iepkit.serving.journal import Event, Journal
from iepkit.serving.polls.keeper import Answers
from iepkit.serving.polls.stage import LONGEST, SHORTEST, AskError, Stage
from iepkit.store.model import Kind, Receipt
from iepkit.store.store import StoreError, now
from tests.serving.forked import run

TYPED = {"ask": "Which day?", "choices": ["Monday", "Tuesday"]}
VOTE = {"choice": "1"}


class Clock:
    """The laptop's clock, which a test can set ahead."""

    def __init__(self):
        self.ahead = dt.timedelta()

    def __call__(self):
        return now() + self.ahead


@contextlib.contextmanager
def staged(content, place, clock=now, **more):
    stage = Stage(Answers(place, **more), content, Journal(), clock)
    try:
        yield stage
    finally:
        stage.end()


@pytest.mark.parametrize(
    "wrong",
    [
        {"seconds": SHORTEST - 1}, {"seconds": LONGEST + 1}, {"seconds": True}, {"seconds": 30.0}, {"seconds": "30"},
        {"is_closed": True}, {"follows": "none"}, {"asked": {}}, {"kind": Kind.OUTCOME},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_not_asked(content, tmp_path, wrong):
    async def story():
        with pytest.raises(AskError) as error:
            await stage.open(**{"kind": Kind.TYPED, "asked": TYPED, **wrong})
        assert error.value.problem == "unreadable"

    with staged(content, tmp_path / "answers.db") as stage:
        run(story())
        assert stage.current.round is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("seconds", [None, SHORTEST, LONGEST])
def test_a_time_that_may_be_set_is_counted_down(content, tmp_path, seconds):
    clock = Clock()

    async def story():
        await stage.open(Kind.TYPED, TYPED, seconds=seconds)
        assert stage.current.seconds == seconds
        clock.ahead = dt.timedelta(seconds=4)
        assert stage.current.seconds == (seconds and seconds - 4)
        clock.ahead = dt.timedelta(seconds=LONGEST)
        assert stage.current.seconds in (None, 0)
        await stage.close()
        assert stage.current.seconds is None

    with staged(content, tmp_path / "answers.db", clock) as stage:
        run(story())


def test_what_cannot_be_kept_is_noted_and_said_until_it_can(content, tmp_path):
    place = tmp_path / "none" / "none" / "answers.db"

    async def story():
        for _ in range(20):
            await stage.look()
        # It is seen before anybody votes, and noted once.
        assert stage.problem.problem == "no_folder"
        assert stage._journal.totals[Event.ANSWERS_NOT_SAVED] == 1
        with pytest.raises(StoreError):
            await stage.open(Kind.TYPED, TYPED)
        assert stage._journal.totals[Event.ANSWERS_NOT_SAVED] == 2
        assert not stage.is_ready
        assert stage.current.round is None
        place.parent.mkdir(parents=True)
        await stage.open(Kind.TYPED, TYPED)
        assert stage.is_ready
        assert stage.problem is None
        assert stage.current.round.asked == TYPED

    with staged(content, place, is_named=True) as stage:
        run(story())


def test_what_was_written_stays_wrong_until_something_can_be_written(content, tmp_path, monkeypatch):
    problem = "full"

    def fails(store, _ballots):
        raise StoreError(problem, store.place)

    async def story():
        await stage.open(Kind.TYPED, TYPED)
        asked = stage.current.round.id
        with monkeypatch.context() as patch:
            patch.setattr("iepkit.store.store.Store.cast", fails)
            with pytest.raises(StoreError):
                await stage.cast("phone", asked, VOTE)
        # The disk can still be read.
        await stage.look()
        assert stage.problem.problem == problem
        assert stage.current.voters == 0
        assert await stage.cast("phone", asked, VOTE) == Receipt.COUNTED
        assert stage.problem is None

    with staged(content, tmp_path / "answers.db") as stage:
        run(story())


def test_whoever_waits_hears_of_each_change_and_of_nothing_else(content, tmp_path):
    async def story():
        heard = asyncio.ensure_future(stage.changed(stage.version))
        await stage.look()
        assert not heard.done()
        await stage.open(Kind.TYPED, TYPED)
        assert await heard == stage.version
        form = stage.round_version
        heard = asyncio.ensure_future(stage.changed(stage.version))
        await stage.cast("phone", stage.current.round.id, VOTE)
        await stage.look()
        await stage.look()
        assert await heard == stage.version
        assert stage.current.voters == 1
        # One vote more is no other form.
        assert stage.round_version == form

    with staged(content, tmp_path / "answers.db") as stage:
        run(story())


def test_a_workshop_that_was_forgotten_is_shown_no_more_and_another_begins(content, tmp_path):
    async def story():
        await stage.open(Kind.TYPED, TYPED)
        old = stage.workshop.id
        later = now() + dt.timedelta(days=1)
        await stage._keeper.do(
            lambda store: store.forget(
                ballots_before=later, totals_before=now() - dt.timedelta(days=1), summarise=dict_of
            )
        )
        await stage.look()
        assert (stage.workshop, stage.current.round, stage.history) == (None, None, [])
        await stage.open(Kind.TYPED, TYPED)
        assert stage.workshop.id != old

    with staged(content, tmp_path / "answers.db") as stage:
        run(story())


def dict_of(record):
    return {"rounds": len(record.rounds)}
