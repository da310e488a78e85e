"""Views to show, as the stage would make them."""

import dataclasses
import datetime as dt
import json
import zlib

from iepkit.content.bank import CheckPair
from iepkit.learning.polls import Result
from iepkit.serving.polls.view import View
from iepkit.store.model import Kind, Round

NOW = dt.datetime(2026, 9, 1, 18, 0, tzinfo=dt.UTC)


def view(content, kind=None, *, closed=False, votes=None, before=None, voters=0, seconds=None, **asked):
    """A view of one round; ``votes`` and ``before`` by choice where they may be seen."""
    if kind is None:
        return View(None, None, None, 0, None, content)
    # The same asked is the same round: open, then closed.
    name = f"round-{zlib.crc32(json.dumps([kind, asked]).encode())}"
    rnd = Round(name, "workshop-1", 1, Kind(kind), asked, NOW, closed_at=NOW if closed else None)
    voters = sum(votes.values()) if votes else voters
    earlier = Result(before, sum(before.values())) if before else None
    return View(rnd, Result(votes, voters), earlier, voters, seconds, content)


def knowledge(content):
    """The id of a question that has a right choice."""
    return next(question.id for question in content.bank.values() if question.kind == "knowledge")


def walked(content, case="speech-only-massachusetts", **answers):
    """A workshop case and what the room has said of it so far."""
    return {"topic": content.cases[case].topic, "case": case, "answers": answers}


def with_check(content, pairs):
    """The content with a check of these pairs of questions, all of them short."""
    made = tuple(CheckPair(before, after, is_short=True) for before, after in pairs)
    return dataclasses.replace(content, check=dataclasses.replace(content.check, pairs=made))
