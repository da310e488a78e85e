"""What stands on phones and on the wall at a moment."""

from __future__ import annotations

from dataclasses import dataclass

from iepkit.content import Content
from iepkit.learning.polls import Result
from iepkit.store.model import Round


@dataclass(frozen=True)
class View:
    """One round as it may be seen now.

    Args:
        round: what is asked; None where nothing is.
        result: of this round; None for a check, for the end of a case, and where nothing is asked.
        before: of the round that it follows, once that is closed.
        voters: how many have voted, hands included.
        seconds: left to vote; None where no time was set.
        content: what the kit says.
    """

    round: Round | None
    result: Result | None
    before: Result | None
    voters: int
    seconds: int | None
    content: Content
