"""Takes votes: one a phone, and it is told that it counts once it is on the disk."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from iepkit.serving.journal import Event
from iepkit.serving.polls.handler import PollHandler
from iepkit.serving.polls.stage import AskError
from iepkit.serving.taking import Taking
from iepkit.store.model import Receipt
from iepkit.store.store import StoreError

VOTES = "/polls/votes"
MOST_BYTES = 8_000


class Votes(PollHandler, Taking):
    """A phone votes, or votes anew."""

    most_bytes = MOST_BYTES

    async def post(self) -> None:
        """Count it, and say so; or say why not."""
        phone = self.phone()
        if phone is None:
            # While the store is away, so is the workshop that has given the phone its name.
            self._say(HTTPStatus.SERVICE_UNAVAILABLE if self.stage.problem else HTTPStatus.UNAUTHORIZED, "late")
            return
        if not self.settings["gate"].takes_vote_of(phone):
            self.refuse()
            return
        vote = _read(bytes(self._sent))
        if vote is None:
            self._refuse_forged()
            return
        try:
            receipt = await self.stage.cast(phone, *vote)
        except AskError:
            self._refuse_forged()
        except StoreError:
            self._say(HTTPStatus.SERVICE_UNAVAILABLE, "late")
        else:
            if receipt is Receipt.COUNTED:
                self._say(HTTPStatus.OK, "counted" if "choice" in vote[1] else "counted_check")
            else:
                self._say(HTTPStatus.CONFLICT, "ended")

    def refuse_size(self) -> None:
        """No page of ours sends so much."""
        self._say(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "forged")

    def _refuse_forged(self) -> None:
        self.settings["journal"].note(Event.REQUEST_REFUSED)
        self._say(HTTPStatus.BAD_REQUEST, "forged")

    def _say(self, status: HTTPStatus, name: str) -> None:
        self.set_status(status)
        self.set_header("Cache-Control", "no-store")
        self.finish({"text": self.words.plain(f"ui.poll.{name}")})


def _read(body: bytes) -> tuple[str, Any] | None:
    """The round that is answered, and the answers; None for what no page of ours sends."""
    try:
        vote = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(vote, dict) or vote.keys() != {"round", "answers"} or not isinstance(vote["round"], str):
        return None
    return vote["round"], vote["answers"]
