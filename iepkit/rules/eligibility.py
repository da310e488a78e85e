"""May this child be found eligible: for special education, and under Section 504?

Never a verdict: the Team, and under 504 a group that knows the child, the data
and the options, decide after an evaluation. The rules here say what to ask for.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from iepkit.rules.model import Answer, Direction, Finding, ImpossibleValueError, Outcome, all_of

ASK = "ask_now"
ASK_AND_SAY_WHY = "ask_and_say_why"
ASK_ABOUT_AGE = "ask_about_age"
ANSWERS = {"iep": (ASK_ABOUT_AGE, ASK_AND_SAY_WHY, ASK), "plan_504": (ASK_AND_SAY_WHY, ASK)}
"""Each plan's short answers, from the one that asks least to the one that asks most."""


class State(enum.StrEnum):
    """Whose law stands beside federal law."""

    OTHER = "other"
    NOT_SURE = "not_sure"
    MASSACHUSETTS = "massachusetts"


class Age(enum.StrEnum):
    """The child's age, as far as the law tells ages apart."""

    UNDER = "under"
    OVER = "over"
    ADULT_WITH_DIPLOMA = "adult_with_diploma"
    MINOR_WITH_DIPLOMA = "minor_with_diploma"
    ADULT_DIPLOMA_NOT_SURE = "adult_diploma_not_sure"
    MINOR_DIPLOMA_NOT_SURE = "minor_diploma_not_sure"
    NOT_SURE = "not_sure"
    ADULT = "adult"
    SCHOOL_AGE = "school_age"


class Condition(enum.StrEnum):
    """What kind of disability, if any."""

    NONE = "none"
    NOT_SURE = "not_sure"
    OTHER = "other"
    LISTED = "listed"


class Progress(enum.StrEnum):
    """Does the child make effective progress in school, and if not, why?"""

    YES = "yes"
    NO_OTHER_REASON = "no_other_reason"
    NOT_SURE = "not_sure"
    NO_DISABILITY = "no_disability"


class Need(enum.StrEnum):
    """The most that the child needs."""

    NONE = "none"
    ACCOMMODATIONS = "accommodations"
    NOT_SURE = "not_sure"
    RELATED_SERVICE = "related_service"
    INSTRUCTION = "instruction"


class MainReason(enum.StrEnum):
    """Is something other than a disability the main reason for the trouble?"""

    NONE = "none"
    NOT_SURE = "not_sure"
    RULES_ONLY = "rules_only"
    TEACHING_OR_ENGLISH = "teaching_or_english"
    BOTH = "both"


class Limits(enum.StrEnum):
    """Does the condition substantially limit a major life activity?"""

    NO = "no"
    NOT_SURE = "not_sure"
    WHEN_ACTIVE = "when_active"
    WITHOUT_HELP = "without_help"
    YES = "yes"


def _fact(values: type[enum.StrEnum], direction: Direction) -> Any:
    return field(metadata={"values": tuple(values), "direction": direction})


def _said() -> Any:
    return field(metadata={"values": (Answer.NO, Answer.YES), "direction": Direction.NEITHER})


@dataclass(frozen=True)
class Facts:
    """What the rules see: each fact has a few declared values, and no number.

    The four last facts are what the school has said; they take nothing away, and
    each brings an answer to it.
    """

    state: State = _fact(State, Direction.PROTECTIVE)
    age: Age = _fact(Age, Direction.NEITHER)
    condition: Condition = _fact(Condition, Direction.PROTECTIVE)
    progress: Progress = _fact(Progress, Direction.PROTECTIVE)
    need: Need = _fact(Need, Direction.PROTECTIVE)
    main_reason: MainReason = _fact(MainReason, Direction.AGAINST)
    limits: Limits = _fact(Limits, Direction.PROTECTIVE)
    said_grades: Answer = _said()
    said_steps_first: Answer = _said()
    said_504_first: Answer = _said()
    said_diagnosis: Answer = _said()


SAID = {
    "grades": "said_grades",
    "steps_first": "said_steps_first",
    "plan_504_first": "said_504_first",
    "diagnosis": "said_diagnosis",
}
_DELAY = "developmental_delay"
_OTHER_KIND = "another"
_NO_KIND = "none_known"
_NOT_SURE = "not_sure"
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


def derive(answers: Mapping[str, Any], limits: Mapping[str, int]) -> Facts:
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
    age = _age_in_years(answers.get("age", _NOT_SURE))
    state = _choice(State, answers, "state")
    said = set(_list(answers, "said"))
    return Facts(
        state=state,
        age=_age(age, _choice(Answer, answers, "diploma"), limits),
        condition=_condition(_list(answers, "kinds"), age, state, limits),
        progress=_choice(Progress, answers, "progress"),
        need=_choice(Need, answers, "need"),
        main_reason=_main_reason(set(_list(answers, "main_reason"))),
        limits=_choice(Limits, answers, "limits"),
        **{fact: Answer.YES if word in said else Answer.NO for word, fact in SAID.items()},
    )


def _choice(values: type[enum.StrEnum], answers: Mapping[str, Any], question: str) -> Any:
    try:
        return values(answers.get(question, _NOT_SURE))
    except ValueError:
        raise ImpossibleValueError(question, "choice") from None


def _list(answers: Mapping[str, Any], question: str) -> tuple[str, ...]:
    chosen = answers.get(question, ())
    if chosen == _NOT_SURE:
        return ()
    if isinstance(chosen, str) or not isinstance(chosen, Iterable):
        raise ImpossibleValueError(question, "choice")
    return tuple(chosen)


def _age_in_years(age: Any) -> int | None:
    if age == _NOT_SURE:
        return None
    if isinstance(age, bool) or not isinstance(age, int) or age < 0:
        raise ImpossibleValueError("age", "number")
    return age


def _age(age: int | None, diploma: Answer, limits: Mapping[str, int]) -> Age:
    if age is None:
        return Age.NOT_SURE
    if age < limits["special_education_from_age"]:
        return Age.UNDER
    if age >= limits["special_education_until_age"]:
        return Age.OVER
    if age < limits["transition_planning_age"]:
        return Age.SCHOOL_AGE
    if age < limits["age_of_majority"]:
        minor = {Answer.YES: Age.MINOR_WITH_DIPLOMA, Answer.NOT_SURE: Age.MINOR_DIPLOMA_NOT_SURE}
        return minor.get(diploma, Age.SCHOOL_AGE)
    adult = {Answer.YES: Age.ADULT_WITH_DIPLOMA, Answer.NOT_SURE: Age.ADULT_DIPLOMA_NOT_SURE}
    return adult.get(diploma, Age.ADULT)


def _condition(kinds: tuple[str, ...], age: int | None, state: State, limits: Mapping[str, int]) -> Condition:
    """The kind that weighs most; developmental delay is listed for young children, and not in every state."""
    named = set(kinds) - {_NO_KIND, _NOT_SURE}
    is_young = age is not None and age <= limits["developmental_delay_through_age"]
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


def is_of_age_for_special_education(facts: Facts) -> Answer:
    """Is the child old enough, and not yet too old or graduated, for special education?

    "... residing in the State between the ages of 3 and 21, inclusive ..."; the
    22nd birthday and the diploma are the Massachusetts rule.

    Source: 34 CFR 300.101(a); M.G.L. c. 71B, s. 1
    """
    if facts.age in (Age.UNDER, Age.OVER, *_WITH_DIPLOMA):
        return Answer.NO
    unsure = (Age.NOT_SURE, Age.ADULT_DIPLOMA_NOT_SURE, Age.MINOR_DIPLOMA_NOT_SURE)
    return Answer.NOT_SURE if facts.age in unsure else Answer.YES


def has_listed_disability(facts: Facts) -> Answer:
    """Does the child have a disability of a kind that the law lists?

    The parent need not know: the evaluation finds out. And the list is wide
    ("other health impairment"), so no parent has to say no.

    Source: 34 CFR 300.8(a)(1), (c); M.G.L. c. 71B, s. 1
    """
    return Answer.YES if facts.condition is Condition.LISTED else Answer.NOT_SURE


def lacks_effective_progress_because_of_disability(facts: Facts) -> Answer:
    """Does the disability keep the child from effective progress?

    Massachusetts asks this; federal law asks for the need by reason of the disability.

    Source: 603 CMR 28.05(2)(a)1, 28.02(17); 34 CFR 300.8(a)(1)
    """
    return {
        Progress.NO_DISABILITY: Answer.YES,
        Progress.NOT_SURE: Answer.NOT_SURE,
        Progress.NO_OTHER_REASON: Answer.NO,
        Progress.YES: Answer.NO,
    }[facts.progress]


def needs_special_education(facts: Facts) -> Answer:
    """Does the child need special education or, in Massachusetts, a related service to access the general curriculum?

    "... and who, by reason thereof, needs special education and related services";
    Massachusetts adds the related service that is needed to access the general
    curriculum. Elsewhere that is a no by default, though a state may count the service.

    Source: 34 CFR 300.8(a)(1), (a)(2); 603 CMR 28.05(2)(a)1
    """
    if facts.need is Need.RELATED_SERVICE:
        return {State.MASSACHUSETTS: Answer.YES, State.OTHER: Answer.NO, State.NOT_SURE: Answer.NOT_SURE}[facts.state]
    return {
        Need.INSTRUCTION: Answer.YES,
        Need.NOT_SURE: Answer.NOT_SURE,
        Need.ACCOMMODATIONS: Answer.NO,
        Need.NONE: Answer.NO,
    }[facts.need]


def is_free_of_another_deciding_factor(facts: Facts) -> Answer:
    """Is the deciding factor something else than missing teaching, limited English or broken rules?

    Broken rules count against the child in Massachusetts only.

    Source: 34 CFR 300.306(b); M.G.L. c. 71B, s. 1
    """
    if facts.main_reason is MainReason.RULES_ONLY:
        return {State.MASSACHUSETTS: Answer.NO, State.OTHER: Answer.YES, State.NOT_SURE: Answer.NOT_SURE}[facts.state]
    return {MainReason.NONE: Answer.YES, MainReason.NOT_SURE: Answer.NOT_SURE}.get(facts.main_reason, Answer.NO)


def points_to_special_education(facts: Facts) -> Answer:
    """Do all parts of the test point the same way?

    Source: 20 U.S.C. 1401(3); 34 CFR 300.8(a)(1); 603 CMR 28.05(2)(a)1
    """
    return all_of(
        has_listed_disability(facts),
        lacks_effective_progress_because_of_disability(facts),
        needs_special_education(facts),
        is_free_of_another_deciding_factor(facts),
    )


def has_impairment(facts: Facts) -> Answer:
    """Is there a condition of body or mind?

    No list has to be met, and no diagnosis is required.

    Source: 34 CFR 104.3(j)(2)(i); 42 U.S.C. 12102(1)
    """
    return Answer.YES if facts.condition in (Condition.LISTED, Condition.OTHER) else Answer.NOT_SURE


def is_substantially_limited(facts: Facts) -> Answer:
    """Does the condition substantially limit a major life activity?

    Help such as medicine is ignored, ordinary glasses excepted; a condition that
    comes and goes counts if it limits when active; one activity is enough.

    Source: 42 U.S.C. 12102(4)(C)-(E)
    """
    if facts.limits in (Limits.YES, Limits.WITHOUT_HELP, Limits.WHEN_ACTIVE):
        return Answer.YES
    return Answer.NO if facts.limits is Limits.NO else Answer.NOT_SURE


def decide(facts: Facts) -> Outcome:
    """What to ask for under each plan, and why.

    The reasons stand in the order in which a parent needs them: age; the parts
    that may be in dispute; answers to what the school said; what nobody is sure
    of yet; what points the same way; who decides.

    Source: each predicate above names its own.
    """
    return Outcome(
        iep=Finding(_iep_answer(facts), tuple(_iep_reasons(facts))),
        plan_504=Finding(_504_answer(facts), tuple(_504_reasons(facts))),
    )


def _iep_answer(facts: Facts) -> str:
    if is_of_age_for_special_education(facts) is Answer.NO:
        return ASK_ABOUT_AGE
    return ASK_AND_SAY_WHY if points_to_special_education(facts) is Answer.NO else ASK


def _504_answer(facts: Facts) -> str:
    return ASK_AND_SAY_WHY if is_substantially_limited(facts) is Answer.NO else ASK


def _iep_reasons(facts: Facts) -> Iterable[str]:
    yield from _AGE_REASONS[facts.age]
    if facts.age in _ADULT and facts.state is not State.MASSACHUSETTS:
        yield "age_state_differs"
    parts = (
        (has_listed_disability(facts), (_CONDITION_REASONS[facts.condition],)),
        (lacks_effective_progress_because_of_disability(facts), (_PROGRESS_REASONS[facts.progress],)),
        (needs_special_education(facts), (_need_reason(facts),)),
        (is_free_of_another_deciding_factor(facts), _MAIN_REASON_REASONS[facts.main_reason]),
    )
    yield from (reason for answer, reasons in parts if answer is Answer.NO for reason in reasons)
    if facts.said_grades is Answer.YES:
        yield "grades_iep"
    if facts.said_steps_first is Answer.YES:
        yield "steps_first"
    if facts.said_504_first is Answer.YES:
        yield "plan_504_first"
    if facts.said_diagnosis is Answer.YES:
        yield "diagnosis_iep"
    yield from (reason for answer, reasons in parts if answer is Answer.NOT_SURE for reason in reasons)
    yield from (reason for answer, reasons in parts if answer is Answer.YES for reason in reasons)
    yield "team_decides_ma" if facts.state is State.MASSACHUSETTS else "team_decides"


def _need_reason(facts: Facts) -> str:
    if facts.need is Need.RELATED_SERVICE:
        return _RELATED_SERVICE_REASONS[facts.state]
    return _NEED_REASONS[facts.need]


def _504_reasons(facts: Facts) -> Iterable[str]:
    if facts.age in (Age.UNDER, Age.OVER, *_WITH_DIPLOMA):
        yield "age_504"
    yield _LIMITS_REASONS[facts.limits]
    if facts.said_grades is Answer.YES:
        yield "grades_504"
    if facts.said_diagnosis is Answer.YES:
        yield "diagnosis_504"
    yield "impairment" if has_impairment(facts) is Answer.YES else "impairment_not_known"
    if facts.need is Need.INSTRUCTION:
        yield "instruction_504"
    yield "group_decides"


_WITH_DIPLOMA = (Age.ADULT_WITH_DIPLOMA, Age.MINOR_WITH_DIPLOMA)
_ADULT = (Age.ADULT, Age.ADULT_WITH_DIPLOMA, Age.ADULT_DIPLOMA_NOT_SURE)
_AGE_REASONS = {
    Age.UNDER: ("age_under",),
    Age.OVER: ("age_over",),
    Age.ADULT_WITH_DIPLOMA: ("diploma", "age_of_majority"),
    Age.MINOR_WITH_DIPLOMA: ("diploma",),
    Age.ADULT_DIPLOMA_NOT_SURE: ("diploma_not_sure", "age_of_majority"),
    Age.MINOR_DIPLOMA_NOT_SURE: ("diploma_not_sure",),
    Age.NOT_SURE: ("age_not_sure",),
    Age.ADULT: ("age_of_majority",),
    Age.SCHOOL_AGE: (),
}
_CONDITION_REASONS = {
    Condition.NONE: "condition_none_known",
    Condition.NOT_SURE: "condition_not_sure",
    Condition.OTHER: "condition_other",
    Condition.LISTED: "condition_listed",
}
_PROGRESS_REASONS = {
    Progress.YES: "progress_yes",
    Progress.NO_OTHER_REASON: "progress_other_reason",
    Progress.NOT_SURE: "progress_not_sure",
    Progress.NO_DISABILITY: "progress_held_back",
}
_NEED_REASONS = {
    Need.NONE: "need_none",
    Need.ACCOMMODATIONS: "need_accommodations",
    Need.NOT_SURE: "need_not_sure",
    Need.INSTRUCTION: "need_instruction",
}
_RELATED_SERVICE_REASONS = {
    State.MASSACHUSETTS: "need_related_service_ma",
    State.OTHER: "need_related_service_other",
    State.NOT_SURE: "need_related_service_state_not_sure",
}
_MAIN_REASON_REASONS = {
    MainReason.NONE: (),
    MainReason.NOT_SURE: ("main_reason_not_sure",),
    MainReason.RULES_ONLY: ("main_reason_rules",),
    MainReason.TEACHING_OR_ENGLISH: ("main_reason_teaching_or_english",),
    MainReason.BOTH: ("main_reason_teaching_or_english", "main_reason_rules"),
}
_LIMITS_REASONS = {
    Limits.NO: "limits_no",
    Limits.NOT_SURE: "limits_not_sure",
    Limits.WHEN_ACTIVE: "limits_when_active",
    Limits.WITHOUT_HELP: "limits_without_help",
    Limits.YES: "limits_yes",
}
REASONS = {
    "iep": tuple(
        dict.fromkeys(
            (
                *(reason for reasons in _AGE_REASONS.values() for reason in reasons),
                *_CONDITION_REASONS.values(),
                *_PROGRESS_REASONS.values(),
                *_NEED_REASONS.values(),
                *_RELATED_SERVICE_REASONS.values(),
                *(reason for reasons in _MAIN_REASON_REASONS.values() for reason in reasons),
                *(
                    "age_state_differs",
                    "grades_iep",
                    "steps_first",
                    "plan_504_first",
                    "diagnosis_iep",
                    "team_decides_ma",
                    "team_decides",
                ),
            )
        )
    ),
    "plan_504": (
        *("age_504", "impairment", "impairment_not_known"),
        *_LIMITS_REASONS.values(),
        *("instruction_504", "grades_504", "diagnosis_504", "group_decides"),
    ),
}
"""Every reason that :func:`decide` can give, by plan."""
