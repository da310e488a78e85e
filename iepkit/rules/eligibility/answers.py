"""From a parent's answers to facts: numbers and lists are reduced here, and nowhere else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from iepkit.rules.days import Number
from iepkit.rules.eligibility.facts import Age, Condition, Facts, Limits, MainReason, Need, Progress
from iepkit.rules.given import many, number, one
from iepkit.rules.model import Answer, State

SAID = {
    "grades": "said_grades",
    "steps_first": "said_steps_first",
    "plan_504_first": "said_504_first",
    "diagnosis": "said_diagnosis",
}
_DELAY = "developmental_delay"
_OTHER_KIND = "another"
_NO_KIND = "none_known"
KINDS = frozenset(
    {
        "autism", "deaf_blindness", "deafness", "emotional_disturbance", "hearing_impairment", "intellectual_disability",
        "multiple_disabilities", "orthopedic_impairment", "other_health_impairment", "specific_learning_disability",
        "speech_or_language", "traumatic_brain_injury", "visual_impairment",
    }
)  # fmt: skip
"""The kinds of disability that IDEA lists: 34 CFR 300.8(c)."""

QUESTIONS: dict[str, AbstractSet[str]] = {
    "state": {State.MASSACHUSETTS, State.OTHER},
    "age": set(),
    "diploma": {Answer.YES, Answer.NO},
    "kinds": {*KINDS, _DELAY, _OTHER_KIND, _NO_KIND},
    "progress": set(Progress) - {Progress.NOT_SURE},
    "need": set(Need) - {Need.NOT_SURE},
    "limits": set(Limits) - {Limits.NOT_SURE},
    "main_reason": {"teaching", "english", "rules", "none"},
    "said": {*SAID, "none"},
}
"""The questions that :func:`derive` looks at, each with the choices that it knows."""

LIMITS_USED = (
    "special_education_from_age",
    "special_education_until_age",
    "developmental_delay_through_age",
    "transition_planning_age",
    "age_of_majority",
)
"""The numbers that :func:`derive` takes from ``data/limits.csv``, all in years."""


CLOCKS: dict[str, str] = {}
"""The time limits that run from a day that is asked for: none here."""


def derive(answers: Mapping[str, Any], limits: Mapping[str, Number], _today: dt.date) -> Facts:
    """Reduce a parent's answers to the facts that the rules see.

    Args:
        answers: by question: ``state``, ``age`` (a whole number of years, or
            ``not_sure``), ``diploma``, ``kinds`` (a list), ``progress``,
            ``need``, ``main_reason`` (a list), ``limits`` and ``said`` (a list).
            A question without an answer counts as *not sure*.
        limits: the numbers of :data:`LIMITS_USED`, in years.

    Raises:
        ImpossibleValueError: an age that no child has, or a value that is not a choice.
    """
    age = number(answers, "age")
    state = one(State, answers, "state")
    said = set(many(answers, "said"))
    return Facts(
        state=state,
        age=_age(age, one(Answer, answers, "diploma"), limits),
        condition=_condition(many(answers, "kinds"), age, state, limits),
        progress=one(Progress, answers, "progress"),
        need=one(Need, answers, "need"),
        main_reason=_main_reason(set(many(answers, "main_reason"))),
        limits=one(Limits, answers, "limits"),
        **{fact: Answer.YES if word in said else Answer.NO for word, fact in SAID.items()},
    )


def _age(age: int | None, diploma: Answer, limits: Mapping[str, Number]) -> Age:
    if age is None:
        return Age.NOT_SURE
    if age < limits["special_education_from_age"].value:
        return Age.UNDER
    if age >= limits["special_education_until_age"].value:
        return Age.OVER
    if age < limits["transition_planning_age"].value:
        return Age.SCHOOL_AGE
    if age < limits["age_of_majority"].value:
        minor = {Answer.YES: Age.MINOR_WITH_DIPLOMA, Answer.NOT_SURE: Age.MINOR_DIPLOMA_NOT_SURE}
        return minor.get(diploma, Age.SCHOOL_AGE)
    adult = {Answer.YES: Age.ADULT_WITH_DIPLOMA, Answer.NOT_SURE: Age.ADULT_DIPLOMA_NOT_SURE}
    return adult.get(diploma, Age.ADULT)


def _condition(kinds: tuple[str, ...], age: int | None, state: State, limits: Mapping[str, Number]) -> Condition:
    """The kind that weighs most; developmental delay is listed for young children, and not in every state."""
    named = set(kinds) - {_NO_KIND}
    is_young = age is not None and age <= limits["developmental_delay_through_age"].value
    if named & KINDS or (_DELAY in named and is_young and state is State.MASSACHUSETTS):
        return Condition.LISTED
    if named:
        return Condition.OTHER
    return Condition.NONE if set(kinds) == {_NO_KIND} else Condition.NOT_SURE


def _main_reason(chosen: set[str]) -> MainReason:
    teaching = bool(chosen & {"teaching", "english"})
    rules = "rules" in chosen
    if teaching and rules:
        return MainReason.BOTH
    if teaching:
        return MainReason.TEACHING_OR_ENGLISH
    if rules:
        return MainReason.RULES_ONLY
    return MainReason.NONE if chosen == {"none"} else MainReason.NOT_SURE
