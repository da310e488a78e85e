"""What a store keeps, the same in both databases."""

import contextlib
import datetime as dt
import threading
import time
from functools import partial

import pytest

from iepkit.store.model import Ballot, Kind, Receipt, Workshop
from iepkit.store.places import Mode
from iepkit.store.store import Forgotten, Store, StoreError
from tests.store.conftest import START

ASKED = {"question": "one"}
NEVER = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def ask(store, workshop, **options):
    return store.open_round(workshop.id, Kind.QUESTION, ASKED, **options)


def vote(round_id, voter, choice="a"):
    return Ballot(round_id, voter, {"choice": choice})


def count(record):
    return {"ballots": sum(map(len, record.ballots.values())), "rounds": len(record.rounds)}


def test_a_workshop_is_begun_and_found_again_by_every_server(store, opened, clock):
    begun = store.workshop("Springfield library")
    assert begun == Workshop(begun.id, START, "Springfield library", begun.secret)
    assert len(begun.secret) == 32
    other = opened()
    clock.pass_by(hours=11, minutes=59)
    assert other.workshop() == begun
    assert other.workshop("Springfield library") == begun
    assert store.workshops() == [begun]


def test_its_secret_is_in_no_print_of_it(store):
    assert "secret" not in repr(store.workshop())


def test_after_an_evening_with_another_label_or_where_it_is_wished_another_begins(store, clock):
    first = store.workshop("Holyoke")
    clock.pass_by(minutes=1)
    other = store.workshop("Chicopee")
    clock.pass_by(minutes=1)
    wished = store.workshop("Chicopee", anew=True)
    assert store.workshop("Chicopee") == store.workshop() == wished
    assert store.workshop("Holyoke") == first
    clock.pass_by(hours=12)
    next_day = store.workshop()
    assert [one.id for one in store.workshops()] == [first.id, other.id, wished.id, next_day.id]
    assert len({one.id for one in store.workshops()} | {one.secret for one in store.workshops()}) == 8


def test_two_servers_that_start_at_once_make_one_place_and_one_workshop(answers):
    found, barrier = [], threading.Barrier(4)

    def start():
        barrier.wait()
        with contextlib.closing(Store.open(answers)) as store:
            found.append(store.workshop("Holyoke"))

    together(*[start] * 4)
    assert len(found) == 4
    assert len({one.id for one in found}) == 1


def test_a_round_is_numbered_and_kept_as_it_was_asked(store, opened, clock):
    workshop = store.workshop()
    first = ask(store, workshop)
    clock.pass_by(minutes=2)
    typed = {"ask": "Où ? 問 \x00 'x' %s {y}", "choices": ["Ja", "不"]}
    second = store.open_round(workshop.id, Kind.TYPED, typed, seconds=30, follows=first.id)
    assert (second.number, second.kind, second.asked) == (2, Kind.TYPED, typed)
    assert (second.opened_at, second.closes_at) == (clock.moment, clock.moment + dt.timedelta(seconds=30))
    assert (second.closed_at, second.follows, second.hands, second.is_away) == (None, first.id, {}, False)
    before, after = opened().rounds(workshop.id)
    assert after == second
    assert (before.number, before.closed_at, before.is_away) == (1, clock.moment, True)
    assert store.rounds(store.workshop("other", anew=True).id) == []


def test_what_nobody_votes_on_is_closed_from_the_start(store):
    workshop = store.workshop()
    shown = store.open_round(workshop.id, Kind.OUTCOME, ASKED, is_closed=True)
    assert (shown.closed_at, shown.is_away) == (START, False)
    assert store.cast([vote(shown.id, "x")]) == [Receipt.CLOSED]


def test_a_round_of_another_workshop_stays_open(store):
    here, there = store.workshop("here"), store.workshop("there")
    running = ask(store, there)
    ask(store, here)
    assert store.rounds(there.id) == [running]


def test_the_last_word_of_a_phone_counts_and_only_once(store, opened):
    asked = ask(store, store.workshop())
    assert store.cast([vote(asked.id, "b"), vote(asked.id, "a"), vote(asked.id, "b", "late")]) == [Receipt.COUNTED] * 3
    assert opened().cast([vote(asked.id, "a", "other")]) == [Receipt.COUNTED]
    assert store.ballots(asked.id) == ({"choice": "other"}, {"choice": "late"})
    assert store.voters(asked.id) == 2
    assert store.ballot(asked.id, "a") == {"choice": "other"}
    assert store.ballot(asked.id, "c") is None


def test_one_bad_ballot_does_not_hold_the_others(store):
    workshop = store.workshop()
    closed = store.close_round(ask(store, workshop).id)
    asked = ask(store, workshop)
    strange = [vote(name, "x") for name in ("", "none", "\x00", "\ud800", "é")]
    odd = Ballot(asked.id, "odd", {"choice": "\x00", "items": {"\ud800": ["'", 1, None]}})
    receipts = store.cast([*strange, vote(closed.id, "x"), odd, vote(asked.id, "y")])
    assert receipts == [*[Receipt.UNKNOWN] * 5, Receipt.CLOSED, Receipt.COUNTED, Receipt.COUNTED]
    assert store.ballot(asked.id, "odd") == odd.answers
    assert (store.voters(asked.id), store.voters(closed.id)) == (2, 0)
    assert store.cast([]) == []


def test_no_ballot_counts_once_the_time_is_up(store, clock):
    asked = ask(store, store.workshop(), seconds=30)
    clock.pass_by(seconds=29)
    assert store.cast([vote(asked.id, "a")]) == [Receipt.COUNTED]
    clock.pass_by(seconds=1)
    assert store.cast([vote(asked.id, "b"), vote(asked.id, "a", "late")]) == [Receipt.CLOSED] * 2
    assert store.ballots(asked.id) == ({"choice": "a"},)
    clock.pass_by(minutes=5)
    assert store.close_round(asked.id).closed_at == asked.closes_at


def test_a_round_closed_before_its_time_is_closed_from_then_on(store, clock):
    asked = ask(store, store.workshop(), seconds=30)
    clock.pass_by(seconds=10)
    assert store.close_round(asked.id).closed_at == clock.moment
    assert store.cast([vote(asked.id, "a")]) == [Receipt.CLOSED]


def test_to_close_again_changes_nothing(store, clock):
    workshop = store.workshop()
    asked = ask(store, workshop)
    closed = store.close_round(asked.id)
    assert (closed.closed_at, closed.is_away) == (START, False)
    seen = store.revision(workshop.id)
    clock.pass_by(minutes=1)
    assert store.close_round(asked.id) == closed
    assert store.revision(workshop.id) == seen
    away = store.put_away(asked.id)
    assert (away.closed_at, away.is_away) == (START, True)
    assert store.rounds(workshop.id) == [away]


def test_to_put_away_closes_too(store):
    asked = ask(store, store.workshop())
    away = store.put_away(asked.id)
    assert (away.closed_at, away.is_away) == (START, True)


def test_hands_are_counted_while_a_round_is_open(store, clock):
    workshop = store.workshop()
    asked = ask(store, workshop, seconds=30)
    assert store.count_hands(asked.id, {"a": 3, "b": 1}).hands == {"a": 3, "b": 1}
    assert store.count_hands(asked.id, {"a": 4}).hands == {"a": 4}
    clock.pass_by(seconds=30)
    assert store.count_hands(asked.id, {"a": 9}).hands == {"a": 4}
    closed = store.close_round(asked.id)
    assert store.count_hands(asked.id, {"a": 9}) == closed
    assert store.rounds(workshop.id) == [closed]


def test_heads_are_noted_with_the_workshop(store):
    workshop = store.workshop()
    assert store.count_heads(workshop.id, {"parent.online": 2}).attended == {"parent.online": 2}
    assert store.count_heads(workshop.id, {"parent.in_person": 12}).attended == {"parent.in_person": 12}
    assert store.workshop().attended == {"parent.in_person": 12}


def test_each_change_of_a_round_is_seen_by_every_server(store, opened):
    workshop, other = store.workshop(), opened()
    seen = [other.revision(workshop.id)]

    def rises():
        seen.append(other.revision(workshop.id))
        return seen[-1] > seen[-2]

    asked = ask(store, workshop)
    assert rises()
    store.count_hands(asked.id, {"a": 1})
    assert rises()
    store.cast([vote(asked.id, "a")])
    assert not rises()
    store.close_round(asked.id)
    assert rises()
    store.put_away(asked.id)
    assert rises()
    store.put_away(asked.id)
    assert not rises()


def test_the_record_holds_the_rounds_with_their_ballots(store):
    workshop = store.workshop("Holyoke")
    first, second = ask(store, workshop), ask(store, workshop)
    store.cast([vote(second.id, "b", "x"), vote(second.id, "a", "y")])
    ask(store, store.workshop("Chicopee"))
    record = store.record(workshop.id)
    assert record.workshop == workshop
    assert record.rounds == tuple(store.rounds(workshop.id))
    assert record.ballots == {first.id: (), second.id: ({"choice": "y"}, {"choice": "x"})}


def test_only_totals_stay_of_an_old_workshop_and_nothing_of_an_older_one(store, clock):
    oldest = store.workshop("oldest")
    store.cast([vote(ask(store, oldest).id, "a")])
    clock.pass_by(days=2)
    old = store.workshop("old")
    store.count_heads(old.id, {"parent.online": 2})
    asked = ask(store, old)
    store.cast([vote(asked.id, "a"), vote(asked.id, "b")])
    clock.pass_by(days=2)
    new = store.workshop("new")
    store.cast([vote(ask(store, new).id, "a")])
    bounds = {"ballots_before": START + 3 * DAY, "totals_before": START + DAY, "summarise": count}
    seen = store.revision(old.id)
    assert store.forget(**bounds) == Forgotten(ballots=1, totals=1)
    left = Workshop(old.id, old.started_at, "old", b"", {"parent.online": 2}, {"ballots": 2, "rounds": 1})
    assert store.workshops() == [left, new]
    assert store.record(old.id).ballots == {}
    assert store.cast([vote(asked.id, "c")]) == [Receipt.UNKNOWN]
    assert count(store.record(new.id)) == {"ballots": 1, "rounds": 1}
    assert store.revision(old.id) > seen
    assert store.forget(**bounds) == Forgotten(ballots=0, totals=0)
    assert store.workshops() == [left, new]


def test_what_summarises_and_fails_deletes_nothing(store, clock):
    workshop = store.workshop()
    store.cast([vote(ask(store, workshop).id, "a")])
    clock.pass_by(days=1)
    before = store.record(workshop.id)
    with pytest.raises(ZeroDivisionError):
        store.forget(ballots_before=clock.moment, totals_before=NEVER, summarise=lambda _: 1 // 0)
    assert store.record(workshop.id) == before


def test_a_forgotten_workshop_is_not_gone_on_with(store, clock):
    workshop = store.workshop("Holyoke")
    asked = ask(store, workshop)
    clock.pass_by(minutes=1)
    store.forget(ballots_before=clock.moment, totals_before=NEVER, summarise=count)
    for change in (
        lambda: ask(store, workshop),
        lambda: store.close_round(asked.id),
        lambda: store.put_away(asked.id),
        lambda: store.count_hands(asked.id, {"a": 1}),
        lambda: store.count_heads(workshop.id, {"parent.online": 1}),
        lambda: store.revision("none"),
        lambda: store.record("none"),
    ):
        with pytest.raises(StoreError) as error:
            change()
        assert error.value.problem == "forgotten"
        assert error.value.place == store.place
    assert store.workshop("Holyoke").id != workshop.id


def test_nothing_in_the_tables_tells_when_a_ballot_came_in(store):
    with store._place.connection(Mode.READS) as connection:
        columns = connection.exec_driver_sql("SELECT * FROM ballots").keys()
    assert set(columns) == {"round", "voter", "answers"}
    # SQLite numbers rows as they come in, unless it is told not to.
    with pytest.raises(StoreError), store._place.connection(Mode.READS) as connection:
        connection.exec_driver_sql("SELECT rowid FROM ballots")


@pytest.mark.parametrize("turn", range(3))
def test_who_votes_while_a_round_closes_is_told_the_truth(opened, store, turn):
    """Two servers take votes and a third closes: what was confirmed is there, and nothing came in after."""
    asked = ask(store, store.workshop(f"turn {turn}"))
    told, at_close = ({}, {}), []

    def cast(said, number, server):
        while Receipt.CLOSED not in said.values():
            name = f"{number}.{len(said)}"
            said[name] = server.cast([vote(asked.id, name)])[0]
            # Others get their turn.
            time.sleep(0.001)

    def close(server):
        while min(map(len, told)) < 5:
            time.sleep(0.001)
        server.close_round(asked.id)
        at_close.append(server.voters(asked.id))

    together(partial(cast, told[0], 0, opened()), partial(cast, told[1], 1, opened()), partial(close, opened()))
    counted = {name for said in told for name, receipt in said.items() if receipt is Receipt.COUNTED}
    assert [len(counted)] == at_close == [store.voters(asked.id)]
    assert all(store.ballot(asked.id, name) for name in counted)


def test_servers_that_ask_at_once_leave_one_round_open(opened, store):
    workshop = store.workshop()
    others = [opened(), opened(), opened()]
    together(*[lambda other=other: [ask(other, workshop) for _ in range(5)] for other in others])
    rounds = store.rounds(workshop.id)
    assert [one.number for one in rounds] == list(range(1, 16))
    assert [one.number for one in rounds if not one.is_away or one.closed_at is None] == [15]


def test_servers_that_take_the_same_votes_in_another_order_do_not_wait_for_each_other(opened, store):
    asked = ask(store, store.workshop())
    votes = [vote(asked.id, f"{number:03}") for number in range(200)]

    def cast(server, ballots):
        for _ in range(10):
            assert server.cast(ballots) == [Receipt.COUNTED] * 200

    together(partial(cast, opened(), votes), partial(cast, opened(), votes[::-1]))
    assert store.voters(asked.id) == 200


def test_a_vote_that_comes_while_all_is_forgotten_is_in_the_totals_or_not_confirmed(opened, store, clock):
    asked = ask(store, store.workshop())
    other, receipts = opened(), []
    late = threading.Thread(target=lambda: receipts.extend(other.cast([vote(asked.id, "late")])), daemon=True)

    def summarise(record):
        late.start()
        late.join(0.3)
        return {**count(record), "confirmed": len(receipts)}

    clock.pass_by(days=1)
    store.forget(ballots_before=clock.moment, totals_before=NEVER, summarise=summarise)
    late.join(10)
    assert receipts == [Receipt.UNKNOWN]
    assert store.workshops()[0].totals == {"ballots": 0, "rounds": 1, "confirmed": 0}


def together(*jobs):
    """Run these at once; what one of them raises is raised."""
    faults = []

    def run(job):
        try:
            job()
        except Exception as fault:  # noqa: BLE001 - it is raised below
            faults.append(fault)

    threads = [threading.Thread(target=run, args=(job,), daemon=True) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if faults:
        raise faults[0]


def test_what_would_be_gone_on_with_is_found_without_beginning_anything(store, clock):
    assert store.begun() is None
    assert store.workshops() == []
    first = store.workshop("Holyoke")
    assert store.begun() == store.begun("Holyoke") == first
    assert store.begun("Chicopee") is None
    clock.pass_by(hours=12)
    assert store.begun() is None
    assert store.workshops() == [first]
