"""Votes are written together, each is told what became of it, and none is kept that was not."""

import asyncio
import contextlib
import threading

import pytest

from iepkit.serving.polls import cookie
from iepkit.serving.polls.keeper import Answers, Keeper
from iepkit.store.model import Ballot, Kind, Receipt
from iepkit.store.store import Store, StoreError
from tests.serving.forked import run


@pytest.fixture
def keeper(tmp_path):
    kept = Keeper(Answers(tmp_path / "answers.db"))
    yield kept
    kept.close()


def opens(keeper):
    def ask(store):
        return store.open_round(store.workshop().id, Kind.TYPED, {"ask": "a", "choices": ["b", "c"]})

    return keeper.do(ask, makes=True)


def test_ballots_that_come_while_others_are_written_are_one_transaction(keeper, monkeypatch):
    batches, cast = [], Store.cast
    has_begun, goes_on = threading.Event(), threading.Event()

    def slow(store, ballots):
        batches.append(len(ballots))
        has_begun.set()
        assert goes_on.wait(30)
        return cast(store, ballots)

    async def story():
        asked = await opens(keeper)
        monkeypatch.setattr(Store, "cast", slow)
        ballots = [Ballot(asked.id, f"v{number}", {"choice": "1"}) for number in range(50)]
        first = asyncio.ensure_future(keeper.cast(ballots[0]))
        assert await asyncio.to_thread(has_begun.wait, 30)
        others = [asyncio.ensure_future(keeper.cast(ballot)) for ballot in [*ballots[1:], Ballot("none", "v", {})]]
        await asyncio.sleep(0)
        assert not first.done()
        goes_on.set()
        told = await asyncio.gather(first, *others)
        assert told == [Receipt.COUNTED] * 50 + [Receipt.UNKNOWN]
        assert await keeper.do(lambda store: store.voters(asked.id)) == 50

    run(story())
    assert batches == [1, 50]


def test_a_batch_that_fails_is_told_to_each_and_kept_nowhere(keeper, monkeypatch):
    problem = "full"

    def fails(store, _):
        raise StoreError(problem, store.place)

    async def story():
        asked = await opens(keeper)
        ballots = [Ballot(asked.id, f"v{number}", {"choice": "1"}) for number in range(3)]
        with monkeypatch.context() as patch:
            patch.setattr(Store, "cast", fails)
            told = await asyncio.gather(*map(keeper.cast, ballots), return_exceptions=True)
        assert [error.problem for error in told] == ["full"] * 3
        assert await keeper.cast(ballots[0]) == Receipt.COUNTED
        assert await keeper.do(lambda store: store.voters(asked.id)) == 1

    run(story())


def test_an_error_that_nobody_foresaw_leaves_no_phone_without_an_answer(keeper, monkeypatch):
    def fails(_store, _ballots):
        raise ZeroDivisionError

    async def story():
        asked = await opens(keeper)
        with monkeypatch.context() as patch:
            patch.setattr(Store, "cast", fails)
            with pytest.raises(ZeroDivisionError):
                await keeper.cast(Ballot(asked.id, "v", {"choice": "1"}))
        assert await keeper.cast(Ballot(asked.id, "v", {"choice": "1"})) == Receipt.COUNTED

    run(story())


def test_a_file_is_made_only_where_something_is_asked(keeper, tmp_path):
    async def story():
        with pytest.raises(StoreError) as error:
            await keeper.do(lambda store: store.workshops())
        assert error.value.problem == "moved"
        assert not keeper.is_open
        assert list(tmp_path.iterdir()) == []
        await opens(keeper)
        assert keeper.is_open

    run(story())


def test_what_was_being_written_is_written_before_it_ends(tmp_path):
    async def story():
        kept = Keeper(Answers(tmp_path / "answers.db"))
        asked = await opens(kept)
        casting = asyncio.ensure_future(kept.cast(Ballot(asked.id, "v", {"choice": "1"})))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        kept.close()
        assert await casting == Receipt.COUNTED
        return asked.id

    asked = run(story())
    with contextlib.closing(Store.open(tmp_path / "answers.db")) as store:
        assert store.voters(asked) == 1


def test_a_cookie_is_known_to_its_workshop_alone():
    given = cookie.new(b"one")
    assert cookie.phone_of(given, b"one") == given.partition(".")[0]
    assert cookie.new(b"one") != given
    for wrong in (None, "", given[1:], given + "0", given.upper(), f"é{given[1:]}", "." * 87):
        assert cookie.phone_of(wrong, b"one") is None
    assert cookie.phone_of(given, b"two") is None


def test_what_is_kept_is_tended_once_and_a_vote_does_not_wait_for_it(tmp_path):
    tended, problem = [], "locked"

    def tend(store):
        tended.append(store.place)
        raise StoreError(problem, store.place)

    kept = Keeper(Answers(tmp_path / "answers.db", tend=tend))

    async def story():
        for _ in range(2):
            asked = await opens(kept)
            assert await kept.cast(Ballot(asked.id, "v", {"choice": "1"})) is Receipt.COUNTED

    run(story())
    kept.close()
    assert tended == [str(tmp_path / "answers.db")]
