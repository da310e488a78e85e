"""Do rules, reasons, interviews, numbers and stories fit together, both ways?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import ModuleType

from iepkit.content.explorers import CASES, INTERVIEWS, LIMITS, REASONS
from iepkit.content.model import PLANS, Case, Content, Problem
from iepkit.explorers.answers import is_asked
from iepkit.explorers.topics import TOPICS, decide
from iepkit.rules import ImpossibleValueError, Outcome

_PLACEHOLDER = re.compile(r"\{([a-z0-9_]+)\}")


def misfits(content: Content) -> list[Problem]:
    """Every place where one names what another does not have, or has what nobody names."""
    problems: list[Problem] = []
    for topic, rules in TOPICS.items():
        problems.extend(_topic(topic, rules, content))
    problems.extend(_reasons(content))
    problems.extend(_limits(content))
    if not problems:
        for case in content.cases.values():
            problems.extend(case_faults(case, content))
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


def _limits(content: Content) -> Iterator[Problem]:
    named = {limit for rules in TOPICS.values() for limit in rules.LIMITS_USED}
    for interview in content.interviews.values():
        for question in interview.questions:
            named |= {str(c["at_least"]) for c in question.ask_if.values() if "at_least" in c}
    for text_id, words in content.texts.items():
        if text_id.startswith("reason."):
            for limit in _PLACEHOLDER.findall(words):
                named.add(limit)
                if limit not in content.limits:
                    yield Problem(REASONS, f'{text_id} names the number "{limit}".', f"Write an id of {LIMITS}.")
    for limit in sorted(named - content.limits.keys()):
        yield Problem(LIMITS, f'the number "{limit}" is missing.', "Add it.")
    for limit in sorted(content.limits.keys() - named):
        yield Problem(LIMITS, f'nothing uses the number "{limit}".', "Remove it, or use it.", stops=False)


def case_faults(case: Case, content: Content) -> Iterator[Problem]:
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
        outcome = decide(case.topic, case.given, content)
    except ImpossibleValueError as error:
        yield Problem(
            case.place, f'the case "{case.id}": {impossible(error, content)}', _what_can_be(error, case, content)
        )
        return
    yield from _other_outcome(case, outcome)


def impossible(error: ImpossibleValueError, content: Content) -> str:
    """Why an answer can't be, in the interface's words."""
    return f'"{error.question}": {content.texts[f"ui.impossible.{error.problem}"]}'


def _what_can_be(error: ImpossibleValueError, case: Case, content: Content) -> str:
    questions = {question.id: question for question in content.interviews[case.topic].questions}
    question = questions.get(error.question)
    if question is None:
        return f"The questions are: {', '.join(questions)}."
    if question.bounds:
        return f"Write a whole number from {question.bounds[0]} to {question.bounds[1]}, or not_sure."
    written = "a list of some of" if question.kind == "many" else "one of"
    return f"Write {written}: {', '.join(choice.id for choice in question.choices)}; or not_sure."


def _other_outcome(case: Case, outcome: Outcome) -> Iterator[Problem]:
    for plan, expected in case.expect.items():
        if plan not in PLANS or not isinstance(expected, dict) or set(expected) != {"answer", "because"}:
            yield Problem(
                case.place,
                f'the case "{case.id}": expect is not understood.',
                "Write answer and because for iep and plan_504.",
            )
            continue
        finding = getattr(outcome, plan)
        if finding.answer != expected["answer"]:
            yield Problem(
                f"{CASES}", f'the case "{case.id}" expects "{expected["answer"]}" of {plan}, and the rules give "{finding.answer}".',
                "Find out which is right; the source decides.",
            )  # fmt: skip
        for reason in [r for r in expected["because"] if r not in finding.reasons]:
            yield Problem(
                f"{CASES}", f'the case "{case.id}" expects the reason "{reason}" of {plan}, and the rules do not give it.',
                "Find out which is right; the source decides.",
            )  # fmt: skip
