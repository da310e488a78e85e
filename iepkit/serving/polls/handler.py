"""What the addresses of polls have in common: who asks, from which page, in which language."""

from __future__ import annotations

from http import HTTPStatus

from iepkit.content import ENGLISH, Content
from iepkit.serving.handlers import Guarded
from iepkit.serving.journal import Event
from iepkit.serving.polls import cookie
from iepkit.serving.polls.stage import Stage
from iepkit.wording import Wording


class PollHandler(Guarded):
    """Answers the server's own pages alone.

    Args:
        stage: what the room is asked.
        content: what the kit says.
    """

    def initialize(self, stage: Stage, content: Content) -> None:
        self.stage = stage
        self.content = content

    def prepare(self) -> None:
        """Refuse who asks too much, and other sites' pages: they would vote with the cookie of the phone they are on."""
        super().prepare()
        if not self._finished and not self._is_own_page():
            self.settings["journal"].note(Event.REQUEST_REFUSED)
            self.set_status(HTTPStatus.FORBIDDEN)
            self.finish()

    def _is_own_page(self) -> bool:
        own = (f"http://{self.request.host}", f"https://{self.request.host}")
        is_own = self.request.headers.get("Origin", own[0]) in own
        # Older browsers say nothing of it.
        return is_own and self.request.headers.get("Sec-Fetch-Site", "none") in ("same-origin", "none")

    @property
    def words(self) -> Wording:
        """In the language that the address names, if there is such a language."""
        wanted = self.get_query_argument("lang", ENGLISH)
        return Wording(self.content, wanted if wanted in self.content.languages else ENGLISH)

    def phone(self) -> str | None:
        """The phone's name; None where this workshop has given it none."""
        workshop = self.stage.workshop
        if workshop is None:
            return None
        return cookie.phone_of(self.get_cookie(cookie.name_of(workshop.id)), workshop.secret)
