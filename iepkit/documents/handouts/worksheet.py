"""The paper twin of each explorer: its questions with boxes, and what each box brings by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from iepkit.content.model import NOT_ANSWERED, PLANS, Case, Choice, Content, Interview, Question
from iepkit.documents.handouts.blocks import (
    Block,
    Sheet,
    Words,
    blank,
    check,
    cites,
    group,
    heading,
    labelled,
    para,
    plain,
    say,
    table,
    ticks,
    words,
)
from iepkit.explorers import TOPICS, decide, work_out
from iepkit.explorers.in_words import day
from iepkit.rules import Outcome
from iepkit.wording import Wording

EITHER = "either"
_ROWS = 4


def brought(topic: str, content: Content) -> dict[tuple[str, str], list[str]]:
    """The reasons that each choice brings when all else is *not sure*.

    A question that is asked only after others is looked at after each of the
    answers that lead to it, and what it brings after all of them is taken. Where
    several boxes can be ticked, it is taken only if it stays beside each other one:
    who is ticked as present makes nobody else absent.

    Returns:
        By question and choice the reasons, in the order of the rules; choices
        that bring none are left out.
    """
    interview = content.interviews[topic]
    found = {}
    for question in interview.questions:
        leading = list(_leading(question, interview, content))
        for choice in question.choices:
            new = [
                [reason for reason in after if reason not in reasons_of(decide(topic, before, content))]
                for before in leading
                for after in _after(topic, before, question, choice, content)
            ]
            if always := [reason for reason in new[0] if all(reason in other for other in new)]:
                found[question.id, choice.id] = always
    return found


def _after(
    topic: str, before: Mapping[str, Any], question: Question, choice: Choice, content: Content
) -> Iterator[dict[str, str]]:
    """The reasons after this choice; where several can be ticked, also beside each of the others."""
    if question.kind != "many":
        yield reasons_of(decide(topic, {**before, question.id: choice.id}, content))
        return
    beside = () if choice.alone else _together(question)
    for ticked in {frozenset((choice.id, *others)) for others in ((), beside, *((other,) for other in beside))}:
        yield reasons_of(decide(topic, {**before, question.id: sorted(ticked)}, content))


def _together(question: Question) -> tuple[str, ...]:
    """The boxes that can all be ticked."""
    return tuple(choice.id for choice in question.choices if not choice.alone)


def left_empty(topic: str, content: Content) -> dict[tuple[str, str], list[str]]:
    """The reasons that a box brings by staying empty while all others that go together are ticked, or all but one.

    Returns:
        As :func:`brought`.
    """
    interview = content.interviews[topic]
    found = {}
    for question in (question for question in interview.questions if question.kind == "many"):
        together = _together(question)
        for name in together:
            new = []
            for before in _leading(question, interview, content):
                full = reasons_of(decide(topic, {**before, question.id: list(together)}, content))
                for other in together:
                    ticked = [box for box in together if box not in (name, other)]
                    without = reasons_of(decide(topic, {**before, question.id: ticked}, content))
                    new.append([reason for reason in without if reason not in full])
            if always := [reason for reason in new[0] if all(reason in others for others in new)]:
                found[question.id, name] = always
    return found


def reasons_of(outcome: Outcome) -> dict[str, str]:
    """Each reason with what it is about: ``either``, ``iep`` or ``plan_504``, in the order in which they are shown."""
    reasons = dict.fromkeys(outcome.both, EITHER)
    for plan in PLANS:
        for reason in getattr(outcome, plan).reasons:
            reasons[reason] = EITHER if reasons.get(reason, plan) != plan else plan
    return reasons


def _leading(question: Question, interview: Interview, content: Content) -> Iterator[dict[str, Any]]:
    """The fewest answers after which a question is asked, in each way in which it can be."""
    ways: list[list[tuple[str, Any]]] = []
    kinds = {other.id: other.kind for other in interview.questions}
    for other, condition in question.ask_if.items():
        if "at_least" in condition:
            ways.append([(other, content.limits[str(condition["at_least"])].value)])
        else:
            wanted = condition["is"]
            if NOT_ANSWERED not in wanted:  # type: ignore[operator]
                ways.append([(other, [w] if kinds[other] == "many" else w) for w in wanted])  # type: ignore[attr-defined]
    yield from (dict(way) for way in product(*ways))


def worksheet(topic: str, wording: Wording) -> Sheet:
    """The questions, what to ask for, and one story to talk about."""
    content = wording.content
    interview = content.interviews[topic]
    by_choice, empty = brought(topic, content), left_empty(topic, content)
    shown = list(dict.fromkeys(reason for by in (by_choice, empty) for reasons in by.values() for reason in reasons))
    numbers = {reason: number for number, reason in enumerate(shown, start=1)}
    always = reasons_of(decide(topic, {}, content))
    about = _plans(topic, shown)
    blocks: list[Block] = [heading(words(wording, "ui.handout.questions"))]
    for question in interview.questions:
        blocks.append(group(_question(question, interview, (by_choice, empty), numbers, wording)))
    blocks += [heading(words(wording, "ui.what_to_ask")), para(words(wording, "ui.handout.by_number"))]
    blocks += [_reason(reason, str(numbers[reason]), about[reason], wording) for reason in shown]
    blocks += [heading(words(wording, "ui.handout.in_any_case")), para(words(wording, "ui.handout.in_any_case_help"))]
    for reason, plan in always.items():
        blocks.append(say(_about(plan, wording), words(wording, f"reason.{reason}.say")))
        sources = content.reasons[reason].sources
        blocks.append(para(f"{cites(sources, wording)}. {check(sources, wording)}".strip(), small=True))
    blocks += _routes(topic, wording)
    blocks.append(group(_story(topic, wording)))
    return Sheet(
        title=f"{plain(wording, 'ui.handout.worksheet')} {plain(wording, f'interview.{topic}.title')}",
        opening=[para(words(wording, "ui.handout.worksheet_lead")), para(words(wording, "ui.handout.who_decides"))],
        blocks=blocks,
        columns=2,
        size=8.5,
        stretch=80,
        margin=30,
        rests_on=(
            *(i for reason in (*shown, *always) for i in content.reasons[reason].text_ids),
            *(f"route.{route}.limit" for route in getattr(TOPICS[topic], "ROUTES", ())),
        ),
    )


def _plans(topic: str, shown: Sequence[str]) -> dict[str, str]:
    """Whose each reason is, by the rules' own lists."""
    rules = TOPICS[topic]
    about: dict[str, str] = {}
    for side, reasons in rules.REASONS.items():
        for reason in set(shown).intersection(reasons):
            plan = side if side in PLANS else EITHER
            about[reason] = EITHER if about.get(reason, plan) != plan else plan
    return about


def _about(plan: str, wording: Wording) -> Words:
    return words(wording, "ui.handout.either" if plan == EITHER else f"ui.handout.for_{plan}")


def _reason(reason: str, number: str, plan: str, wording: Wording) -> Block:
    known = wording.content.reasons[reason]
    branches = [
        {"label": words(wording, f"ui.{key}"), "text": words(wording, f"reason.{reason}.{key}")}
        for key in (("if_yes", "if_no") if known.branches else ())
    ]
    return {
        "kind": "reason",
        "number": number,
        "plan": _about(plan, wording),
        "text": words(wording, f"reason.{reason}.text"),
        "branches": branches,
        "say": say(words(wording, "ui.say"), words(wording, f"reason.{reason}.say")),
        "cites": f"{cites(known.sources, wording)}.",
        "check": check(known.sources, wording),
    }


def _question(
    question: Question,
    interview: Interview,
    found: tuple[Mapping[tuple[str, str], list[str]], Mapping[tuple[str, str], list[str]]],
    numbers: Mapping[str, int],
    wording: Wording,
) -> Iterator[Block]:
    place = f"question.{interview.id}.{question.id}"
    yield heading(words(wording, f"{place}.ask"), 3)
    if question.ask_if:
        yield para(_only_if(question, interview, wording), small=True)
    if wording.has(f"{place}.help"):
        yield para(words(wording, f"{place}.help"), small=True)
    if question.kind in ("number", "date"):
        yield blank("")
        yield ticks([(words(wording, "ui.not_sure"), "")])
    elif question.kind == "list":
        fields = [f"{interview.id}.{field.id}" for field in question.fields]
        header = [words(wording, f"question.{field}.ask") for field in fields]
        yield table(header, [[""] * len(fields)] * _ROWS, [1] * len(fields), height=2)
        for field, name in zip(question.fields, header, strict=True):
            if field.choices:
                said = (plain(wording, f"choice.{interview.id}.{field.id}.{choice.id}") for choice in field.choices)
                yield labelled(name, "; ".join((*said, plain(wording, "ui.not_sure"))))
    else:
        boxes: list[tuple[Words, str]] = []
        for choice in question.choices:
            ticked, empty = ([numbers[r] for r in by.get((question.id, choice.id), ())] for by in found)
            notes = [f"\u2192 {_listed(ticked)}"] if ticked else []
            if empty:
                notes.append(plain(wording, "ui.handout.left_empty", numbers=_listed(empty)))
            text = words(wording, f"choice.{interview.id}.{question.id}.{choice.id}")
            boxes.append((text, " ".join(notes)))
        yield ticks([*boxes, (words(wording, "ui.not_sure"), "")])


def _listed(numbers: list[int]) -> str:
    return ", ".join(map(str, sorted(numbers)))


def _only_if(question: Question, interview: Interview, wording: Wording) -> Words:
    said = []
    for other, condition in question.ask_if.items():
        ask = plain(wording, f"question.{interview.id}.{other}.ask")
        if "at_least" in condition:
            least = wording.content.limits[str(condition["at_least"])].value
            said.append(plain(wording, "ui.handout.only_from", ask=ask, least=least))
        else:
            wanted: Sequence[str] = condition["is"]  # type: ignore[assignment]
            # Asked where the other is not sure too: it is shorter to say where it is not asked.
            is_open = NOT_ANSWERED in wanted
            known = next(q for q in interview.questions if q.id == other)
            named = [choice.id for choice in known.choices if (choice.id in wanted) != is_open]
            answers = "; ".join(plain(wording, f"choice.{interview.id}.{other}.{choice}") for choice in named)
            said.append(
                plain(wording, "ui.handout.not_if" if is_open else "ui.handout.only_if", ask=ask, answers=answers)
            )
    return " ".join(said)


def _routes(topic: str, wording: Wording) -> Iterator[Block]:
    """All ways to settle a dispute, with the usual limit of each, where the explorer lists them."""
    routes = [wording.content.routes[route] for route in getattr(TOPICS[topic], "ROUTES", ())]
    if routes:
        yield heading(words(wording, "ui.routes"))
        yield para(words(wording, "ui.handout.routes_help"))
    for route in routes:
        yield labelled(f"{plain(wording, f'route.{route.id}.name')}:", words(wording, f"route.{route.id}.limit"))
        yield para(f"{cites(route.sources, wording)}. {check(route.sources, wording)}".strip(), small=True)


def _story(topic: str, wording: Wording) -> Iterator[Block]:
    told = [case for case in wording.content.cases.values() if case.topic == topic and case.workshop]
    for case in told[:1]:
        yield heading(words(wording, "ui.handout.story"))
        yield para(words(wording, f"case.{case.id}.name"))
        for question in wording.content.interviews[topic].questions:
            given = case.given.get(question.id, NOT_ANSWERED)
            if given != NOT_ANSWERED:
                yield labelled(
                    words(wording, f"question.{topic}.{question.id}.ask"), _given(question, topic, given, wording)
                )
        yield labelled(words(wording, "ui.discuss"), words(wording, f"case.{case.id}.question"))
        yield labelled(words(wording, "ui.district_view"), words(wording, f"case.{case.id}.district"))
        yield para(words(wording, "ui.handout.story_ask"))
        yield from _asked(case, wording)


def _asked(case: Case, wording: Wording) -> Iterator[Block]:
    outcome = work_out(case.topic, case.given, wording.content).outcome
    for plan in PLANS:
        answer = getattr(outcome, plan).answer
        yield say(_about(plan, wording), words(wording, f"say.{case.topic}.{plan}.{answer}"))


def _given(question: Question, topic: str, given: Any, wording: Wording) -> str:
    """A story's answer in words."""
    if question.kind == "list":
        fields = {field.id.rpartition(".")[2]: field for field in question.fields}
        rows = [
            "; ".join(
                f"{plain(wording, f'question.{topic}.{fields[name].id}.ask')} {_given(fields[name], topic, value, wording)}"
                for name, value in row.items()
            )
            for row in given
        ]
        return " / ".join(rows)
    if question.kind in ("one", "many"):
        chosen = given if isinstance(given, list) else [given]
        return "; ".join(
            plain(wording, "ui.not_sure")
            if choice == NOT_ANSWERED
            else plain(wording, f"choice.{topic}.{question.id}.{choice}")
            for choice in chosen
        )
    if given == NOT_ANSWERED:
        return plain(wording, "ui.not_sure")
    return day(given, wording).striptags() if question.kind == "date" else str(given)
