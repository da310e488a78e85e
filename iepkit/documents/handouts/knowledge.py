"""The check before and after on paper, and the answers for the trainer to read out."""

from __future__ import annotations

from collections.abc import Iterator

from iepkit.content.bank import FORMS, LENGTHS, BankQuestion
from iepkit.documents.handouts.blocks import (
    Block,
    Sheet,
    blank,
    check,
    cites,
    group,
    heading,
    labelled,
    para,
    plain,
    ticks,
    words,
)
from iepkit.wording import Wording

_LONG = LENGTHS[-1]


def before(wording: Wording) -> Sheet:
    """The questions before the workshop, with a place for the code that a person makes."""
    return _form("before", wording)


def after(wording: Wording) -> Sheet:
    """The matching questions after it."""
    return _form("after", wording)


def _form(form: str, wording: Wording) -> Sheet:
    content = wording.content
    asked = [content.bank[name] for name in content.check.questions(form, _LONG)]
    blocks: list[Block] = [
        heading(words(wording, "ui.check.code")),
        para(words(wording, "ui.handout.code_help")),
        *(_with_help(item.text_id, item.help_id, wording) for item in content.check.of("code")),
    ]
    for number, question in enumerate(asked, start=1):
        choices = [words(wording, choice.text_id) for choice in question.choices]
        boxes = ticks([(text, "") for text in (*choices, words(wording, "ui.poll.not_sure"))])
        blocks.append(group([_numbered(number, question, wording), boxes]))
    return Sheet(
        title=plain(wording, f"ui.handout.check_{form}"),
        opening=[para(words(wording, f"ui.handout.check_{form}_lead")), para(words(wording, "ui.handout.check_short"))],
        blocks=blocks,
        columns=2,
        size=10,
        rests_on=tuple(text_id for question in asked for text_id in (question.text_id, *_choices(question))),
    )


def _with_help(text_id: str, help_id: str, wording: Wording) -> Block:
    told = [words(wording, text_id), *([words(wording, help_id)] if wording.has(help_id) else [])]
    return group([blank(told[0]), *(para(text, small=True) for text in told[1:])])


def _numbered(number: int, question: BankQuestion, wording: Wording) -> Block:
    return labelled(f"{number}.", words(wording, question.text_id))


def _choices(question: BankQuestion) -> tuple[str, ...]:
    return tuple(choice.text_id for choice in question.choices)


def answers(wording: Wording) -> Sheet:
    """What is right and why, for the trainer: to read out after the second check, and for self-study."""
    check_ = wording.content.check
    blocks: list[Block] = []
    shown: list[BankQuestion] = []
    for form in FORMS:
        blocks.append(heading(words(wording, f"ui.handout.check_{form}")))
        for number, name in enumerate(check_.questions(form, _LONG), start=1):
            question = wording.content.bank[name]
            shown.append(question)
            blocks.append(group(_answer(number, question, wording)))
    return Sheet(
        title=plain(wording, "ui.handout.check_answers"),
        opening=[para(words(wording, "ui.handout.check_answers_lead"))],
        blocks=blocks,
        columns=2,
        size=9,
        rests_on=tuple(text_id for question in shown for text_id in question.text_ids),
    )


def _answer(number: int, question: BankQuestion, wording: Wording) -> Iterator[Block]:
    yield _numbered(number, question, wording)
    for choice in question.choices:
        mark = "ui.handout.right" if choice.is_right else "ui.handout.not_right"
        yield labelled(words(wording, mark, text=plain(wording, choice.text_id)), words(wording, choice.feedback_id))
    sources = [source for choice in question.choices for source in choice.sources]
    yield para(cites(sources, wording), small=True)
    if told := check(sources, wording):
        yield para(told, small=True)
