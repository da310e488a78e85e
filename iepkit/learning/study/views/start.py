"""Where the learner is on the path, what is due today, and what comes next."""

from __future__ import annotations

from iepkit.learning.study.desk import Desk
from iepkit.learning.study.path import path_of
from iepkit.learning.study.progress.lines import as_lines
from iepkit.learning.study.view import Download, Reply, Values, View
from iepkit.learning.study.views.due import AT_ONCE
from iepkit.wording import Wording, render


class StartView(View):
    """The start page: the path as a picture and in words."""

    name = "start"

    def still(self, wording: Wording) -> str:
        """The modules with their minutes, as they are for everybody."""
        return render("study_start_still", wording.content, wording.language, modules=wording.content.modules.values())

    def live(self, desk: Desk) -> str:
        """The path as this learner has gone it."""
        path = path_of(desk.events(), desk.content, desk.now())
        return render(
            "study_start", desk.content, desk.language, name=self.name, path=path, place=desk.log.shown, at_once=AT_ONCE
        )

    def act(self, desk: Desk, do: str, values: Values) -> Reply | None:  # noqa: ARG002 - a download asks for nothing
        """``download``: this learner's records as a file."""
        if do != "download":
            return None
        # As they were written: a clock that is mended later must find them so.
        mine = [event for event in desk.log.read() if event.learner == desk.learner]
        file = Download("my-progress.jsonl", "application/x-ndjson", as_lines(mine).encode())
        return Reply(said=desk.wording.plain("ui.study.start.saved"), file=file)
