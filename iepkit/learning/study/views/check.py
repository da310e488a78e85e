"""The questions of a module, with feedback on every choice; each comes back later."""

from __future__ import annotations

from iepkit.content.bank import BankQuestion
from iepkit.content.modules import Module
from iepkit.explorers.answers import NOT_SURE
from iepkit.learning.study.desk import Desk
from iepkit.learning.study.events import Event, Kind
from iepkit.learning.study.view import Reply, Values, View
from iepkit.wording import Wording, render


class CheckView(View):
    """The check of one module."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.name = f"check-{module.id}"

    def still(self, wording: Wording) -> str:
        """The questions with their choices, and how to answer them."""
        questions = [wording.content.study_bank[question] for question in self.module.check]
        return render(
            "study_check", wording.content, wording.language, name=self.name, questions=questions, pieces=None
        )

    def live(self, desk: Desk) -> str:
        """Each question, open or with what was answered."""
        questions = [desk.content.study_bank[question] for question in self.module.check]
        answered = last_answers(desk.events())
        pieces = [piece(question, desk, answered.get(question.id), self.name) for question in questions]
        return render("study_check", desk.content, desk.language, name=self.name, questions=questions, pieces=pieces)

    def act(self, desk: Desk, do: str, values: Values) -> Reply | None:
        """``answer``: a question is answered; ``again``: it is asked once more."""
        question = desk.content.study_bank.get(str(values.get("question")))
        if question is None or question.id not in self.module.check:
            return None
        return answer(desk, do, question, values, self.name)


def answer(desk: Desk, do: str, question: BankQuestion, values: Values, name: str) -> Reply | None:
    """What follows when a question is sent.

    Args:
        desk: where the learner sits.
        do: ``answer`` or ``again``.
        question: which.
        values: ``choice``, unless nothing was chosen.
        name: the widget's.
    """
    place = f"question-{question.id}"
    choice = values.get("choice")
    if do == "again":
        return Reply({place: piece(question, desk, None, name)}, focus=place)
    if do != "answer":
        return None
    if choice not in (*(one.id for one in question.choices), NOT_SURE):
        return Reply({place: piece(question, desk, None, name, fault="choose")}, focus=place)
    desk.add(Kind.ANSWERED, item=f"question.{question.id}", choice=choice)
    answered = last_answers(desk.events())[question.id]
    return Reply({place: piece(question, desk, answered, name)}, focus=place)


def last_answers(events: list[Event]) -> dict[str, Event]:
    """The last answer to each question, by its id."""
    kind = "question."
    return {
        event.body["item"].removeprefix(kind): event
        for event in events
        if event.kind == Kind.ANSWERED and event.body["item"].startswith(kind)
    }


def piece(question: BankQuestion, desk: Desk, answered: Event | None, name: str, fault: str = "") -> str:
    """One question as HTML: open, or answered with feedback on every choice.

    Args:
        question: which.
        desk: where the learner sits.
        answered: its last answer, or None.
        name: the widget's.
        fault: the sentence under ``ui.study.fault.`` to show, or "".
    """
    card = desk.cards().get(f"question.{question.id}")
    return render(
        "study_question",
        desk.content,
        desk.language,
        name=name,
        question=question,
        chosen=answered and answered.body["choice"],
        on=answered and answered.at.astimezone().date(),
        back=card and card.due.astimezone().date(),
        fault=fault,
    )
