"""The legal questions on eligibility, one predicate each."""

from __future__ import annotations

from iepkit.rules.eligibility.facts import (
    WITH_DIPLOMA,
    Age,
    Condition,
    Facts,
    Limits,
    MainReason,
    Need,
    Progress,
)
from iepkit.rules.model import Answer, State, all_of


def is_of_age_for_special_education(facts: Facts) -> Answer:
    """Is the child old enough, and not yet too old or graduated, for special education?

    "... residing in the State between the ages of 3 and 21, inclusive ..."; the
    22nd birthday and the diploma are the Massachusetts rule.

    Source: 34 CFR 300.101(a); M.G.L. c. 71B, s. 1
    """
    if facts.age in (Age.UNDER, Age.OVER, *WITH_DIPLOMA):
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
