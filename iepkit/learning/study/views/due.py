"""What comes back today: questions, questions from the floor and myths, mixed over topics."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from iepkit.learning.study.desk import Desk
from iepkit.learning.study.path import path_of
from iepkit.learning.study.view import Reply, Values, View
from iepkit.learning.study.views import check, recall
from iepkit.wording import Wording, render

AT_ONCE = 12
"""More on one page look like an exam; the rest comes after these."""

_QUESTION = "question."


@dataclass
class _Batch:
    """What one learner was given here: ``items``, and of those that were done, whether they went well."""

    learner: str
    items: list[str] = field(default_factory=list)
    went_well: dict[str, bool] = field(default_factory=dict)

    @property
    def is_done(self) -> bool:
        return len(self.went_well) == len(self.items)


class DueView(View):
    """The daily review.

    What was done here stays, with its feedback, until the next ones are asked for
    or the cell is run again.
    """

    name = "due"

    def __init__(self) -> None:
        self._batch = _Batch("")

    def still(self, wording: Wording) -> str:
        """What would stand here; what is due is each learner's own."""
        return render("study_due_still", wording.content, wording.language)

    def live(self, desk: Desk) -> str:
        """What is due, or when the next comes back."""
        batch = self._now(desk)
        return render(
            "study_due",
            desk.content,
            desk.language,
            name=self.name,
            pieces=[self._piece(item, desk, batch) for item in batch.items],
            top=self._top(desk, batch),
            end=self._end(desk, batch),
        )

    def act(self, desk: Desk, do: str, values: Values) -> Reply | None:
        """``more``: the next ones. All else as in the check and at the floor, for what was asked before."""
        if do == "more" or self._batch.learner != desk.learner:
            self._batch = _Batch(desk.learner)
            return Reply({"due": self.live(desk)}, focus="due-top")
        asked, rated = values.get("question"), values.get("item")
        item = f"{_QUESTION}{asked}" if isinstance(asked, str) else str(rated)
        if item not in desk.cards():
            return None
        done_before = len(desk.events())
        reply, went_well = self._ask(desk, do, item, values)
        if reply is None or len(desk.events()) == done_before:
            return reply
        return self._count(desk, item, reply, went_well=went_well)

    def _count(self, desk: Desk, item: str, reply: Reply, *, went_well: bool) -> Reply:
        batch = self._batch
        # The page may show what stood there before the last refreshing: what is being filled in is not taken away.
        if item not in batch.items:
            batch.items.append(item)
        # The first try counts.
        batch.went_well.setdefault(item, went_well)
        pieces = {**reply.pieces, "due-top": self._top(desk, batch), "due-end": self._end(desk, batch)}
        said = desk.wording.plain("ui.study.due.state", done=len(batch.went_well), count=len(batch.items))
        return replace(reply, pieces=pieces, said=said)

    def _ask(self, desk: Desk, do: str, item: str, values: Values) -> tuple[Reply | None, bool]:
        if item.startswith(_QUESTION):
            question = desk.content.study_bank[item.removeprefix(_QUESTION)]
            return check.answer(desk, do, question, values, self.name), values.get("choice") == question.right
        return recall.act(desk, do, values, self.name), values.get("rating") == recall.RATINGS[-1]

    def _now(self, desk: Desk) -> _Batch:
        """What stands here: done here or still due; all anew where nothing was done here, or somebody else learns."""
        due = desk.due()
        batch = self._batch
        if batch.learner != desk.learner or not batch.went_well:
            self._batch = _Batch(desk.learner, due[:AT_ONCE])
        else:
            # What was done in another tab meanwhile.
            batch.items = [item for item in batch.items if item in batch.went_well or item in due]
        return self._batch

    def _piece(self, item: str, desk: Desk, batch: _Batch) -> str:
        if not item.startswith(_QUESTION):
            return recall.piece(item, desk, self.name, "" if item in batch.went_well else "open")
        question = desk.content.study_bank[item.removeprefix(_QUESTION)]
        answered = check.last_answers(desk.events()).get(question.id) if item in batch.went_well else None
        return check.piece(question, desk, answered, self.name)

    def _top(self, desk: Desk, batch: _Batch) -> str:
        path = path_of(desk.events(), desk.content, desk.now())
        return render(
            "study_due_top",
            desk.content,
            desk.language,
            done=len(batch.went_well),
            here=len(batch.items),
            due=path.due,
            back=path.back,
            count=path.back_with_it,
        )

    def _end(self, desk: Desk, batch: _Batch) -> str:
        tallies = {
            kind: [well for item, well in batch.went_well.items() if item.startswith(_QUESTION) == is_question]
            for kind, is_question in (("right", True), ("said", False))
        }
        return render(
            "study_due_end",
            desk.content,
            desk.language,
            is_done=batch.items and batch.is_done,
            tallies={kind: (sum(wells), len(wells)) for kind, wells in tallies.items() if wells},
            still_due=len(desk.due()),
        )
