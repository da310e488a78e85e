"""Do rules, reasons, interviews, numbers and stories fit together, both ways?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from iepkit.content import load
from iepkit.content.deadlines import DEADLINES
from iepkit.content.explorers import CASES, INTERVIEWS, LIMITS, REASONS, ROUTES
from iepkit.content.letters import LETTERS, PLACEHOLDER
from iepkit.content.model import BY_HAND, PLANS, Case, Content, ContentError, Problem, Question
from iepkit.content.modules import Module, Task
from iepkit.content.papers import PAPERS, STEPS
from iepkit.content.read import INTERFACE
from iepkit.content.study import STUDY
from iepkit.explorers.answers import is_asked
from iepkit.explorers.topics import TOPICS, Result, work_out
from iepkit.rules import ImpossibleValueError


def load_fitting(folder: Path | None = None) -> Content:
    """Read the content, and refuse it too if the rules and it do not fit.

    Args:
        folder: the kit's folder; by default the one in use.

    Raises:
        ContentError: with every fault that was found.
    """
    content = load(folder)
    broken = [problem for problem in misfits(content) if problem.stops]
    if broken:
        raise ContentError(broken)
    return content


def misfits(content: Content) -> list[Problem]:
    """Every place where one names what another does not have, or has what nobody names."""
    problems: list[Problem] = []
    for topic, rules in TOPICS.items():
        problems.extend(_topic(topic, rules, content))
    problems.extend(_reasons(content))
    problems.extend(_routes(content))
    problems.extend(_papers_and_steps(content))
    problems.extend(_limits(content))
    if not problems:
        for case in content.cases.values():
            problems.extend(case_faults(case, content))
        for module in content.modules.values():
            for task in module.tasks:
                problems.extend(_task_faults(module, task, content))
    return problems


def _topic(topic: str, rules: ModuleType, content: Content) -> Iterator[Problem]:
    file = f"{INTERVIEWS}/{topic}.yaml"
    interview = content.interviews.get(topic)
    if interview is None:
        yield Problem(file, f'there are no questions on "{topic}".', "Put the file back.")
        return
    found = {question.id: {choice.id for choice in question.choices} for question in interview.questions}
    for name in rules.QUESTIONS.keys() - found.keys():
        yield Problem(file, f'the rules wait for the question "{name}".', "Add it.")
    for name in found.keys() - rules.QUESTIONS.keys():
        yield Problem(file, f'no rule looks at the question "{name}".', "Remove it, or write the rule.")
    for name in found.keys() & rules.QUESTIONS.keys():
        for choice in sorted(rules.QUESTIONS[name] ^ found[name]):
            known = "no rule knows" if choice in found[name] else "the rules wait for"
            yield Problem(file, f'question "{name}": {known} the choice "{choice}".', "Mend its id.")
    for plan in PLANS:
        for answer in sorted(set(rules.ANSWERS[plan]) ^ set(interview.answers[plan])):
            known = "no rule gives" if answer in interview.answers[plan] else "the rules also give"
            yield Problem(file, f'answers of {plan}: {known} "{answer}".', "Mend its id.")
    for reason in sorted({r for reasons in rules.REASONS.values() for r in reasons} - content.reasons.keys()):
        yield Problem(REASONS, f'the rules give the reason "{reason}", and it is not here.', "Add it.")


def _reasons(content: Content) -> Iterator[Problem]:
    given = {r for rules in TOPICS.values() for reasons in rules.REASONS.values() for r in reasons}
    for reason in content.reasons.values():
        if reason.id not in given:
            yield Problem(REASONS, f'no rule gives the reason "{reason.id}".', "Remove it, or mend its id.")
        if not reason.sources:
            yield Problem(REASONS, f'the reason "{reason.id}" has no source.', "Add one.")


def _routes(content: Content) -> Iterator[Problem]:
    given = [route for rules in TOPICS.values() for route in getattr(rules, "ROUTES", ())]
    for route in sorted(set(given) ^ content.routes.keys()):
        wrong = f'no rule knows the route "{route}".' if route in content.routes else f'the route "{route}" is missing.'
        yield Problem(ROUTES, wrong, "Mend its id.")
    for route in content.routes.values():
        if not route.sources:
            yield Problem(ROUTES, f'the route "{route.id}" has no source.', "Add one.")


def _papers_and_steps(content: Content) -> Iterator[Problem]:
    found = {reason for reasons in TOPICS["eligibility"].REASONS.values() for reason in reasons}
    for paper in content.papers.values():
        for reason in [reason for reason in paper.found if reason not in found]:
            wrong = (
                f'the paper "{paper.id}" waits for the reason "{reason}", which the rules on eligibility never give.'
            )
            yield Problem(PAPERS, wrong, "Mend its id.")
        if not paper.sources:
            yield Problem(PAPERS, f'the paper "{paper.id}" has no source.', "Add one.")
    for step in content.steps.values():
        for route in [route for route in step.routes if route not in content.routes]:
            yield Problem(STEPS, f'the step "{step.id}" names the route "{route}", and there is none.', "Mend its id.")
        if not step.sources:
            yield Problem(STEPS, f'the step "{step.id}" has no source.', "Add one.")


_WITH_NUMBERS = {
    "reason.": REASONS,
    "route.": ROUTES,
    "deadline.": DEADLINES,
    "ui.dates.note.": INTERFACE,
    **dict.fromkeys(("question.", "choice.", "answer.", "say."), INTERVIEWS),
    "paper.": PAPERS,
    "step.": STEPS,
}
"""The texts in which a number of the law may stand as {its id}, and where they are written."""


def _limits(content: Content) -> Iterator[Problem]:
    named = {limit for rules in TOPICS.values() for limit in (*rules.LIMITS_USED, *rules.CLOCKS)}
    named |= {deadline.limit for deadline in content.deadlines.values()}
    for interview in content.interviews.values():
        for question in interview.questions:
            named |= {str(c["at_least"]) for c in question.ask_if.values() if "at_least" in c}
    for text_id, limit in _numbers_in_letters(content):
        named.add(limit)
        if limit not in content.limits:
            yield Problem(LETTERS, f'{text_id} names "{limit}", which is no blank and no number.', "Mend its id.")
    for text_id, words in content.texts.items():
        place = next((place for start, place in _WITH_NUMBERS.items() if text_id.startswith(start)), None)
        if place:
            for limit in PLACEHOLDER.findall(words):
                named.add(limit)
                if limit not in content.limits:
                    yield Problem(place, f'{text_id} names the number "{limit}".', f"Write an id of {LIMITS}.")
    for limit in sorted(named - content.limits.keys()):
        yield Problem(LIMITS, f'the number "{limit}" is missing.', "Add it.")
    for limit in sorted(content.limits.keys() - named):
        yield Problem(LIMITS, f'nothing uses the number "{limit}".', "Remove it, or use it.", stops=False)


def _numbers_in_letters(content: Content) -> dict[tuple[str, str], None]:
    """Each text of a letter with each name in it that is no blank of that letter."""
    found: dict[tuple[str, str], None] = {}
    for letter in content.letters.values():
        in_letter = {passage.text_id for passage in letter.passages}
        blanks = {BY_HAND, *(blank.id for blank in letter.blanks)}
        for text_id in letter.text_ids(content.texts):
            names = {*PLACEHOLDER.findall(content.texts[text_id])}
            found.update(dict.fromkeys((text_id, name) for name in names - (blanks if text_id in in_letter else set())))
    return found


def case_faults(case: Case, content: Content, today: dt.date | None = None) -> Iterator[Problem]:
    """What is wrong with a story: unknown or missing answers, or another outcome than it says."""
    interview = content.interviews[case.topic]
    for question in interview.questions:
        if question.id not in case.given and is_asked(question, case.given, content.limits):
            mend = 'Write an answer, or "not_sure".'
            yield Problem(case.place, f'the case "{case.id}" has no answer to "{question.id}".', mend)
        if question.id in case.given and not is_asked(question, case.given, content.limits):
            yield Problem(
                case.place, f'the case "{case.id}" answers "{question.id}", which is not asked here.', "Remove it."
            )
    try:
        result = work_out(case.topic, case.given, content, today)
    except ImpossibleValueError as error:
        yield Problem(
            case.place, f'the case "{case.id}": {impossible(error, content)}', _what_can_be(error, case.topic, content)
        )
        return
    yield from _other_result(case, result)


def impossible(error: ImpossibleValueError, content: Content) -> str:
    """Why an answer can't be, in the interface's words."""
    return f'"{error.question}": {content.texts[f"ui.impossible.{error.problem}"]}'


def _task_faults(module: Module, task: Task, content: Content) -> Iterator[Problem]:
    """What is wrong with a task of the self-study: worked facts that can't be, or that miss its goal."""
    place = f"{STUDY}/{Path(module.notebook).stem}.yaml"
    try:
        outcome = work_out(task.topic, task.worked, content).outcome
    except ImpossibleValueError as error:
        wrong = f'the task "{task.id}": {impossible(error, content)}'
        yield Problem(place, wrong, _what_can_be(error, task.topic, content))
        return
    for plan, answers in task.goal.items():
        answer = getattr(outcome, plan).answer
        if answer not in answers:
            wrong = f'the worked facts of the task "{task.id}" give "{answer}" of {plan}, and its goal is another.'
            yield Problem(place, wrong, f"Mend the facts so that they give {' or '.join(answers)}, or mend the goal.")


def _what_can_be(error: ImpossibleValueError, topic: str, content: Content) -> str:
    questions = {question.id: question for question in content.interviews[topic].questions}
    name, _, _ = error.question.partition(".")
    if name not in questions:
        return f"The questions are: {', '.join(questions)}."
    question = next((q for q in (questions[name], *questions[name].fields) if q.id == error.question), questions[name])
    where = "" if error.row is None else f"It is entry {error.row + 1} of the list. "
    return where + _can_be(question)


def _can_be(question: Question) -> str:
    if question.kind == "date":
        return "Write a day such as 2026-09-01, or 3 days ago, or not_sure."
    if question.kind == "list":
        return f"Write entries with {', '.join(field.id.rpartition('.')[2] for field in question.fields)}; or not_sure."
    if question.bounds:
        return f"Write a whole number from {question.bounds[0]} to {question.bounds[1]}, or not_sure."
    written = "a list of some of" if question.kind == "many" else "one of"
    return f"Write {written}: {', '.join(choice.id for choice in question.choices)}; or not_sure."


_EXPECTED = {"answer", "because"}


def _other_result(case: Case, result: Result) -> Iterator[Problem]:
    for plan, expected in case.expect.items():
        if plan in _BESIDES:
            continue
        if plan not in PLANS or not isinstance(expected, dict) or set(expected) - {"routes"} != _EXPECTED:
            yield Problem(
                case.place,
                f'the case "{case.id}": expect is not understood.',
                "Write answer and because for iep and plan_504.",
            )
            continue
        finding = getattr(result.outcome, plan)
        if finding.answer != expected["answer"]:
            yield _differs(case, f'"{expected["answer"]}" of {plan}, and the rules give "{finding.answer}"')
        for reason in [r for r in expected["because"] if r not in finding.reasons]:
            yield _differs(case, f'the reason "{reason}" of {plan}, and the rules do not give it')
        for route in [r for r in expected.get("routes", ()) if r not in finding.routes]:
            yield _differs(case, f'the route "{route}" of {plan}, and the rules do not give it')
    yield from _other_than_a_plan(case, result)


_BESIDES = ("both", "dates", "counts")


def _other_than_a_plan(case: Case, result: Result) -> Iterator[Problem]:
    expect: Mapping[str, Any] = case.expect
    for reason in [r for r in expect.get("both", ()) if r not in result.outcome.both]:
        yield _differs(case, f'the reason "{reason}" with either plan, and the rules do not give it')
    clocks = {name: due.clock.value for name, due in result.dates.items()}
    for name, clock in expect.get("dates", {}).items():
        if clocks.get(name) != clock:
            yield _differs(case, f'"{clock}" for {name}, and the rules give "{clocks.get(name)}"')
    for name, count in expect.get("counts", {}).items():
        if result.counts.get(name) != count:
            yield _differs(case, f'"{count}" for {name}, and the rules give "{result.counts.get(name)}"')


def _differs(case: Case, what: str) -> Problem:
    return Problem(CASES, f'the case "{case.id}" expects {what}.', "Find out which is right; the source decides.")
