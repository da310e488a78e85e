"""From facts to what to ask for under each plan, with the reasons in order."""

from __future__ import annotations

from collections.abc import Iterable

from iepkit.rules.eligibility.facts import (
    ADULT_AGES,
    WITH_DIPLOMA,
    Age,
    Condition,
    Facts,
    Limits,
    MainReason,
    Need,
    Progress,
)
from iepkit.rules.eligibility.law import (
    has_impairment,
    has_listed_disability,
    is_free_of_another_deciding_factor,
    is_of_age_for_special_education,
    is_substantially_limited,
    lacks_effective_progress_because_of_disability,
    needs_special_education,
    points_to_special_education,
)
from iepkit.rules.model import Answer, Finding, Outcome, State

ASK = "ask_now"
ASK_AND_SAY_WHY = "ask_and_say_why"
ASK_ABOUT_AGE = "ask_about_age"
ASK_ABOUT_DIPLOMA = "ask_about_diploma"
ASK_WHICH_RULES = "ask_which_rules"
ANSWERS = {
    "iep": (ASK_ABOUT_AGE, ASK_ABOUT_DIPLOMA, ASK_AND_SAY_WHY, ASK),
    "plan_504": (ASK_WHICH_RULES, ASK_AND_SAY_WHY, ASK),
}
"""Each plan's short answers, from the one that asks least to the one that asks most."""


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
    if facts.age in WITH_DIPLOMA:
        return ASK_ABOUT_DIPLOMA
    if is_of_age_for_special_education(facts) is Answer.NO:
        return ASK_ABOUT_AGE
    return ASK_AND_SAY_WHY if points_to_special_education(facts) is Answer.NO else ASK


def _504_answer(facts: Facts) -> str:
    if is_of_age_for_special_education(facts) is Answer.NO:
        return ASK_WHICH_RULES
    return ASK_AND_SAY_WHY if is_substantially_limited(facts) is Answer.NO else ASK


def _iep_reasons(facts: Facts) -> Iterable[str]:
    yield from _AGE_REASONS[facts.age]
    if facts.age in ADULT_AGES and facts.state is not State.MASSACHUSETTS:
        yield "age_state_differs"
    if is_of_age_for_special_education(facts) is Answer.NO:
        # The test, its time limits and the consent form are not the question now.
        yield from _answers_to_the_school(facts)
        yield "district_answers"
        return
    parts = (
        (has_listed_disability(facts), (_CONDITION_REASONS[facts.condition],)),
        (lacks_effective_progress_because_of_disability(facts), (_PROGRESS_REASONS[facts.progress],)),
        (needs_special_education(facts), (_need_reason(facts),)),
        (is_free_of_another_deciding_factor(facts), _MAIN_REASON_REASONS[facts.main_reason]),
    )
    yield from (reason for answer, reasons in parts if answer is Answer.NO for reason in reasons)
    yield from _answers_to_the_school(facts)
    yield from (reason for answer, reasons in parts if answer is Answer.NOT_SURE for reason in reasons)
    yield from (reason for answer, reasons in parts if answer is Answer.YES for reason in reasons)
    yield "team_decides_ma" if facts.state is State.MASSACHUSETTS else "team_decides"


def _answers_to_the_school(facts: Facts) -> Iterable[str]:
    if facts.said_grades is Answer.YES:
        yield "grades_iep"
    if facts.said_steps_first is Answer.YES:
        yield "steps_first"
    if facts.said_504_first is Answer.YES:
        yield "plan_504_first"
    if facts.said_diagnosis is Answer.YES:
        yield "diagnosis_iep"


def _need_reason(facts: Facts) -> str:
    if facts.need is Need.RELATED_SERVICE:
        return _RELATED_SERVICE_REASONS[facts.state]
    return _NEED_REASONS[facts.need]


def _504_reasons(facts: Facts) -> Iterable[str]:
    if facts.age in WITH_DIPLOMA:
        yield "diploma_504"
    elif is_of_age_for_special_education(facts) is Answer.NO:
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
                    "district_answers",
                    "team_decides_ma",
                    "team_decides",
                ),
            )
        )
    ),
    "plan_504": (
        *("age_504", "diploma_504", "impairment", "impairment_not_known"),
        *_LIMITS_REASONS.values(),
        *("instruction_504", "grades_504", "diagnosis_504", "group_decides"),
    ),
}
"""Every reason that :func:`decide` can give, by plan."""

SEEN_BY = {
    "iep": (
        *("state", "age", "condition", "progress", "need", "main_reason"),
        *("said_grades", "said_steps_first", "said_504_first", "said_diagnosis"),
    ),
    "plan_504": ("age", "condition", "need", "limits", "said_grades", "said_diagnosis"),
}
"""The facts on which each finding depends."""
