"""What the room is asked now and was asked before: one for the trainer, all phones and the wall."""

from __future__ import annotations

import asyncio
import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from iepkit.content import Content
from iepkit.learning import polls
from iepkit.learning.asked import VOTED_ON, AskError, answers_read, checked, choices_of, is_count, length_of_last_check
from iepkit.learning.polls import Result
from iepkit.serving.journal import Event, Journal
from iepkit.serving.polls.keeper import Answers, Keeper
from iepkit.serving.polls.view import View
from iepkit.store.model import Ballot, Kind, Receipt, Round, Workshop
from iepkit.store.store import Store, StoreError, now

__all__ = ["AskError", "Stage"]

SHORTEST = 10
LONGEST = 600
"""How many seconds a poll may be open, where a time is set."""
LOOK_EVERY = 0.5
"""Seconds. What another server has changed is seen within so many."""
# Votes that come in are told once a second, not more often.
_LOOKS_A_COUNT = 2
# Opening what can't be opened takes the machine's time.
_LOOKS_A_REST = 6
# The workshop is not there any more, or can't be found.
_GONE = ("moved", "broken", "forgotten")


@dataclass(frozen=True)
class _Seen:
    """What stands in the store.

    Args:
        workshop: None where none has begun.
        revision: see :meth:`iepkit.store.store.Store.revision`.
        rounds: in the order in which they were opened.
        voters: how many phones have voted, by round.
        results: by round: of those that are closed, where each phone chose one thing.
    """

    workshop: Workshop | None = None
    revision: int = -1
    rounds: tuple[Round, ...] = ()
    voters: Mapping[str, int] = field(default_factory=dict)
    results: Mapping[str, Result] = field(default_factory=dict)


class Stage:
    """What the room is asked.

    Args:
        answers: where votes are kept.
        content: what the kit says.
        journal: where it is noted that votes can't be kept.
        clock: gives this moment, in UTC.
    """

    def __init__(
        self, answers: Answers, content: Content, journal: Journal, clock: Callable[[], dt.datetime] = now
    ) -> None:
        self._answers = answers
        self._keeper = Keeper(answers)
        self._content = content
        self._journal = journal
        self._clock = clock
        self._seen = _Seen()
        self._looks = 0
        self._rests = 0
        self._news = asyncio.Event()
        self._is_writing_wrong = False
        self.problem: StoreError | None = None
        """why votes can't be kept, as it was when it was last tried"""
        self.version = 0
        """rises with whatever changes"""
        self.round_version = 0
        """rises when something else stands there, or in another state; not when one more has voted"""

    @property
    def workshop(self) -> Workshop | None:
        """The workshop that goes on; None before the first question."""
        return self._seen.workshop

    @property
    def is_ready(self) -> bool:
        """Can votes be kept?"""
        return self._keeper.is_open and self.problem is None

    @property
    def place(self) -> str:
        """Where votes are kept, with no password."""
        return self._keeper.place

    @property
    def is_named(self) -> bool:
        """Was this place named, or is it the usual file?"""
        return self._answers.is_named

    @property
    def current(self) -> View:
        """What stands on phones and on the wall now."""
        return self._view(next((one for one in reversed(self._seen.rounds) if not one.is_away), None))

    @property
    def history(self) -> list[View]:
        """What was put away, the latest first; with results where they may be seen."""
        return [self._view(one) for one in reversed(self._seen.rounds) if one.is_away]

    def _view(self, asked: Round | None) -> View:
        if asked is None:
            return View(None, None, None, 0, None, self._content)
        voters = self._seen.voters.get(asked.id, 0) + sum(asked.hands.values())
        result = None
        if asked.kind in VOTED_ON:
            result = self._seen.results.get(asked.id, Result(None, voters))
        before = self._seen.results.get(asked.follows) if asked.follows else None
        return View(asked, result, before, voters, self._seconds(asked), self._content)

    def _seconds(self, asked: Round) -> int | None:
        if asked.closes_at is None or asked.closed_at is not None:
            return None
        return max(0, math.ceil((asked.closes_at - self._clock()).total_seconds()))

    async def open(
        self,
        kind: Kind,
        asked: Mapping[str, Any],
        *,
        seconds: int | None = None,
        follows: str | None = None,
        is_closed: bool = False,
    ) -> None:
        """Ask the room something; what was asked before is closed and put away.

        Args:
            kind: what is asked.
            asked: see :class:`Kind`. The check after has the length that the one before had.
            seconds: how long phones may vote; None: until the trainer closes it.
            follows: the round that asked the same before, to be shown beside this one.
            is_closed: nobody votes on it: true for the end of a case alone.

        Raises:
            AskError: it can't be asked.
            StoreError: it can't be kept, and is not asked.
        """
        wanted = checked(kind, asked, self._content)
        if kind is Kind.CHECK:
            wanted["length"] = self._length_of_check(wanted)
        is_in_time = seconds is None or (type(seconds) is int and SHORTEST <= seconds <= LONGEST)
        if not is_in_time or is_closed != (kind is Kind.OUTCOME) or not self._may_follow(kind, wanted, follows):
            raise AskError("unreadable")
        await self._write(
            lambda store, workshop: store.open_round(
                workshop.id, kind, wanted, seconds=seconds, follows=follows, is_closed=is_closed
            )
        )

    def _length_of_check(self, asked: Mapping[str, Any]) -> str:
        """What was asked before has to be asked after, or the two can't be compared."""
        before = length_of_last_check(reversed(self._seen.rounds)) if asked["form"] == "after" else None
        return before or str(asked["length"])

    def _may_follow(self, kind: Kind, asked: Mapping[str, Any], follows: str | None) -> bool:
        if follows is None:
            return True
        before = self._round(follows)
        return before is not None and before.closed_at is not None and (before.kind, before.asked) == (kind, asked)

    async def close(self) -> None:
        """Count no more votes, and show the result.

        Raises:
            StoreError: it is still open.
        """
        if current := self.current.round:
            await self._write(lambda store, _: store.close_round(current.id))

    async def put_away(self) -> None:
        """Show nothing; a poll that is open is closed.

        Raises:
            StoreError: it stands there as before.
        """
        if current := self.current.round:
            await self._write(lambda store, _: store.put_away(current.id))

    async def count_hands(self, hands: Mapping[str, int]) -> None:
        """Note votes that were counted by hand, in the place of those noted before.

        Args:
            hands: by choice.

        Raises:
            AskError: ``no_number``; ``hands_closed`` where no votes are counted any more; ``unreadable``.
            StoreError: they are not kept.
        """
        current = self.current.round
        if current is None or current.closed_at is not None:
            raise AskError("hands_closed")
        _check_counts(hands, set(choices_of(current.kind, current.asked, self._content)))
        await self._write(lambda store, _: store.count_hands(current.id, hands))

    async def count_heads(self, attended: Mapping[str, int]) -> None:
        """Note how many people came, in the place of what was noted before.

        Args:
            attended: by role and place, such as ``{"parent.in_person": 12}``.

        Raises:
            AskError: ``no_number``, or ``unreadable``.
            StoreError: they are not kept.
        """
        check = self._content.check
        _check_counts(attended, {f"{role.id}.{place.id}" for role in check.of("role") for place in check.of("place")})
        await self._write(lambda store, workshop: store.count_heads(workshop.id, attended))

    async def _write(self, change: Callable[[Store, Workshop], object]) -> None:
        """Change something in this evening's workshop, which begins with the first change; then show it."""
        label, here = self._answers.label, self.workshop

        def write(store: Store) -> Workshop:
            workshop = here or store.workshop(label)
            change(store, workshop)
            return workshop

        try:
            workshop = await self._keeper.do(write, makes=True)
        except StoreError as error:
            self._fails(error, is_writing=True)
            raise
        self._works()
        # The heads that were counted are read anew.
        self._seen = replace(self._seen, workshop=workshop, revision=-1)
        await self.look()

    async def cast(self, phone: str, round_id: str, answers: Any) -> Receipt:
        """Count what a phone says; when this returns, it is on the disk.

        Args:
            phone: the phone's name, from its cookie.
            round_id: what it answers.
            answers: what was sent, as JSON gives it.

        Raises:
            AskError: ``forged``: no page of ours sends such answers.
            StoreError: it is not counted.
        """
        asked = self._round(round_id)
        if asked is None or self.workshop is None:
            if self.problem:
                # It may come back: the page tries again.
                raise self.problem
            return Receipt.UNKNOWN
        read = answers_read(asked.kind, asked.asked, answers, self._content)
        if read is None:
            raise AskError("forged")
        ballot = Ballot(round_id, polls.voter(self.workshop.secret, phone, round_id), read)
        try:
            receipt = await self._keeper.cast(ballot)
        except StoreError as error:
            self._fails(error, is_writing=True)
            raise
        self._works()
        return receipt

    async def said_by(self, phone: str) -> Mapping[str, Any] | None:
        """What a phone has answered to what stands there now; None for nothing, or where it can't be read."""
        current, workshop = self.current.round, self.workshop
        if current is None or workshop is None or current.kind is Kind.OUTCOME:
            return None
        voter = polls.voter(workshop.secret, phone, current.id)
        try:
            return await self._keeper.do(lambda store: store.ballot(current.id, voter))
        except StoreError:
            return None

    async def changed(self, seen: int) -> int:
        """Wait until something has changed.

        Args:
            seen: the version that the caller knows.

        Returns:
            The version now.
        """
        while self.version <= seen:
            await self._news.wait()
        return self.version

    async def look(self) -> None:
        """See what has changed in the store, by this server or another; close what has come to the end of its time."""
        if not self._keeper.is_open:
            is_asleep = not self._answers.is_named and not self._answers.is_there
            self._rests -= 1
            if is_asleep or self._rests > 0:
                return
        self._looks += 1
        known, counts = self._seen, self._looks % _LOOKS_A_COUNT == 0
        # A file that was named is made at once, so that its faults are seen before the room is full. One that is gone
        # is not made anew: it may come back.
        makes = self._answers.is_named and not self._keeper.was_open
        try:
            seen = await self._keeper.do(lambda store: self._look(store, known, counts=counts), makes=makes)
        except StoreError as error:
            self._rests = _LOOKS_A_REST
            self._fails(error)
            return
        if not self._is_writing_wrong:
            self._works()
        # A change that was made meanwhile has looked by itself.
        if self._seen is known:
            self._show(seen)

    def _look(self, store: Store, known: _Seen, *, counts: bool) -> _Seen:
        """What stands in the store; what is known and can't have changed is not read again."""
        workshop = known.workshop or store.begun(self._answers.label)
        if workshop is None:
            return _Seen()
        revision, rounds = store.revision(workshop.id), known.rounds
        if revision != known.revision:
            workshop = next((one for one in store.workshops() if one.id == workshop.id), None)
            if workshop is None or workshop.totals is not None:
                return _Seen()
            rounds = self._rounds(store, workshop)
        for asked in rounds:
            if asked.closed_at is None and asked.closes_at and asked.closes_at <= self._clock():
                store.close_round(asked.id)
                rounds = self._rounds(store, workshop)
        voters, results = dict(known.voters), dict(known.results)
        for asked in rounds:
            is_closed = asked.closed_at is not None
            if is_closed and asked.kind in VOTED_ON and asked.id not in results:
                choices = choices_of(asked.kind, asked.asked, self._content)
                phones = polls.tally(choices, store.ballots(asked.id))
                results[asked.id] = polls.result(phones, asked.hands, is_closed=True)
                voters[asked.id] = sum(phones.values())
            elif asked.id not in voters or (counts and not is_closed) or revision != known.revision:
                voters[asked.id] = store.voters(asked.id)
        return _Seen(workshop, revision, rounds, voters, results)

    def _rounds(self, store: Store, workshop: Workshop) -> tuple[Round, ...]:
        """The rounds of a workshop; none that asks what the kit does not have any more."""
        return tuple(one for one in store.rounds(workshop.id) if self._is_known(one))

    def _is_known(self, asked: Round) -> bool:
        try:
            checked(asked.kind, asked.asked, self._content)
        except AskError:
            return False
        return True

    def _show(self, seen: _Seen) -> None:
        before, self._seen = self._seen, seen
        is_other = (before.workshop, before.rounds, before.results) != (seen.workshop, seen.rounds, seen.results)
        if is_other:
            self.round_version += 1
        if is_other or before.voters != seen.voters:
            self.version += 1
            self._news.set()
            self._news = asyncio.Event()

    def _fails(self, error: StoreError, *, is_writing: bool = False) -> None:
        if is_writing or self.problem is None or self.problem.problem != error.problem:
            self._journal.note(Event.ANSWERS_NOT_SAVED)
        self.problem = error
        self._is_writing_wrong = self._is_writing_wrong or is_writing
        if error.problem in _GONE:
            self._show(_Seen())

    def _works(self) -> None:
        self.problem = None
        self._is_writing_wrong = False

    def _round(self, round_id: str) -> Round | None:
        return next((one for one in self._seen.rounds if one.id == round_id), None)

    def end(self) -> None:
        """Finish what is being written, and let go of the file."""
        self._keeper.close()


def _check_counts(counts: Mapping[str, int], known: set[str]) -> None:
    if not counts.keys() <= known:
        raise AskError("unreadable")
    if not all(map(is_count, counts.values())):
        raise AskError("no_number")
