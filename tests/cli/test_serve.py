"""``iepkit serve`` deletes what is older than it may be kept."""

import datetime as dt
import time

from iepkit.store.model import Ballot, Kind
from iepkit.store.store import Store
from tests.kit import Kit
from tests.served import Server

PATIENCE = 30


def test_old_answers_are_deleted_when_a_workshop_starts(tmp_path):
    kit = Kit(tmp_path / "kit")
    place = kit.folder / "answers/workshops.db"
    place.parent.mkdir()
    long_ago = dt.datetime.now(dt.UTC) - dt.timedelta(days=100)
    store = Store.open(place, clock=lambda: long_ago)
    workshop = store.workshop("Springfield")
    opened = store.open_round(workshop.id, Kind.TYPED, {"ask": "Which day?", "choices": ["Monday", "Friday"]})
    store.cast([Ballot(opened.id, "v", {"choice": "1"})])
    server = Server(kit.folder, tmp_path / "log")
    try:
        end = time.monotonic() + PATIENCE
        while (rounds := store.record(workshop.id).rounds) and time.monotonic() < end:
            time.sleep(0.1)
        assert rounds == ()
        assert store.workshops()[0].totals is not None
    finally:
        server.end()
        store.close()
