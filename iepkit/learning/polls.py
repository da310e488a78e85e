"""What a poll asks, who votes, and when its result may be seen."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from iepkit.content.bank import BankQuestion
from iepkit.explorers.answers import NOT_SURE

FEWEST = 5
"""Fewer voters than this could be told apart."""
MOST_CHOICES = 6
FEWEST_CHOICES = 2
LONGEST_QUESTION = 200
LONGEST_CHOICE = 80
MOST_HANDS = 500


@dataclass(frozen=True)
class Result:
    """What may be seen of a poll.

    Args:
        votes: by choice, phones and hands together; None where they stay hidden.
        voters: how many voted, hands included.
    """

    votes: Mapping[str, int] | None
    voters: int

    @property
    def shares(self) -> dict[str, float]:
        """The share of each choice, from 0 to 1; empty where the votes stay hidden or nobody voted."""
        if not self.votes or not self.voters:
            return {}
        return {choice: votes / self.voters for choice, votes in self.votes.items()}


def voter(secret: bytes, phone: str, round_id: str) -> str:
    """A phone's name in one round.

    It is another in each round, so that nobody can put together what one phone said.

    Args:
        secret: the workshop's.
        phone: what its cookie holds.
        round_id: the round.
    """
    key = hmac.digest(secret, round_id.encode(), hashlib.sha256)
    return hmac.new(key, phone.encode(), hashlib.sha256).hexdigest()[:32]


def choices_of_bank(question: BankQuestion) -> list[str]:
    """The ids of what may be chosen, in the order in which they are shown; *not sure* where one is right."""
    own = [choice.id for choice in question.choices]
    return [*own, NOT_SURE] if question.right else own


def tally(choices: Iterable[str], ballots: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """How many phones chose each of these choices, in their order."""
    counted = Counter(ballot.get("choice") for ballot in ballots)
    return {choice: counted[choice] for choice in choices}


def result(phones: Mapping[str, int], hands: Mapping[str, int], *, is_closed: bool) -> Result:
    """What may be seen of a poll.

    While it is open: how many voted, and nothing else, since whoever watches a result
    change learns what the last one chose. Then: all of it, unless the phones are so
    few that hands, which the whole room has seen, could be taken away from it.

    Args:
        phones: votes of phones, by choice.
        hands: votes counted by hand, by choice.
        is_closed: whether voting has ended.
    """
    by_phone = sum(phones.values())
    voters = by_phone + sum(hands.values())
    is_hidden = not is_closed or 0 < by_phone < FEWEST
    if is_hidden or not voters:
        return Result(None, voters)
    return Result({choice: votes + hands.get(choice, 0) for choice, votes in phones.items()}, voters)


def leading(votes: Mapping[str, int]) -> list[str]:
    """The choices with the most votes: several where they are equal, none where nobody voted."""
    most = max(votes.values(), default=0)
    return [choice for choice, count in votes.items() if count == most and most]
