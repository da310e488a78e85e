"""From facts to what to ask for under each plan, with the reasons in order."""

from __future__ import annotations

from collections.abc import Iterable

from iepkit.rules.discipline.facts import CurrentUse, Decided, Facts, Felony, Manifestation, Plan, Removed
from iepkit.rules.discipline.law import (
    has_education_services_in_massachusetts,
    has_special_circumstances,
    is_a_pattern_to_ask_about,
    is_change_of_placement,
    is_disciplined_for_current_use_alone,
    is_long_exclusion,
    is_protected_by_504,
    may_be_expelled_in_massachusetts,
    may_claim_idea_protection,
    needs_504_evaluation_first,
    owes_services_now,
)
from iepkit.rules.model import Answer, Finding, Outcome, State

ASK_EVALUATION = "ask_evaluation"
ASK_WHAT_OTHERS_GET = "ask_what_others_get"
ASK_COUNT = "ask_count"
ASK_WHICH_DAYS_COUNT = "ask_which_days_count"
ASK_SERVICES = "ask_services"
ASK_PATTERN = "ask_pattern"
ASK_SERVICES_AND_DISPUTE = "ask_services_and_dispute"
ASK_HEARING = "ask_hearing"
ASK_MANIFESTATION = "ask_manifestation"
ASK_EVALUATION_FIRST = "ask_evaluation_first"
ASK_SETTING = "ask_setting"
ASK_RETURN = "ask_return"
ANSWERS = {
    "iep": (
        *(ASK_EVALUATION, ASK_COUNT, ASK_WHICH_DAYS_COUNT, ASK_SERVICES),
        *(ASK_SERVICES_AND_DISPUTE, ASK_MANIFESTATION, ASK_SETTING, ASK_RETURN),
    ),
    "plan_504": (
        *(ASK_EVALUATION, ASK_WHAT_OTHERS_GET, ASK_COUNT, ASK_WHICH_DAYS_COUNT, ASK_PATTERN),
        *(ASK_HEARING, ASK_EVALUATION_FIRST, ASK_RETURN),
    ),
}
"""Each plan's short answers, from the one that asks least to the one that asks most."""

SEEN_BY = {
    "both": (
        *("state", "removed", "unclear", "in_school_or_bus", "decided"),
        *("s37h", "felony", "other_offense"),
    ),
    "iep": ("plan", "basis", "removed", "decided", "manifestation", "weapon", "drugs", "serious_injury"),
    "plan_504": (
        *("plan", "removed", "in_school_or_bus", "decided", "manifestation"),
        *("weapon", "drugs", "serious_injury", "current_use"),
    ),
}
"""The facts that each finding depends on."""


def decide(facts: Facts) -> Outcome:
    """What to ask for under each plan, and why.

    With either plan: the appeal with its short limit, the count, what the state's
    law allows, and the education that goes on. Under each plan: what has a limit
    in days; whether that law protects the child; what is in dispute; what is
    plainly owed; who decides.

    Source: each predicate names its own.
    """
    return Outcome(
        iep=Finding(_iep_answer(facts), tuple(_iep_reasons(facts))),
        plan_504=Finding(_504_answer(facts), tuple(_504_reasons(facts))),
        both=tuple(_both(facts)),
    )


def _iep_answer(facts: Facts) -> str:
    if may_claim_idea_protection(facts) is Answer.NO:
        return ASK_EVALUATION
    if is_change_of_placement(facts) is not Answer.YES:
        return _IEP_ANSWERS_TO_REMOVALS[facts.removed]
    if facts.manifestation is Manifestation.YES:
        return ASK_SETTING if has_special_circumstances(facts) is Answer.YES else ASK_RETURN
    return ASK_SERVICES_AND_DISPUTE if facts.manifestation is Manifestation.NO else ASK_MANIFESTATION


def _504_answer(facts: Facts) -> str:
    if facts.plan is Plan.NONE:
        return ASK_EVALUATION
    if is_disciplined_for_current_use_alone(facts) is Answer.YES:
        return ASK_WHAT_OTHERS_GET
    if is_change_of_placement(facts) is not Answer.YES:
        return _504_ANSWERS_TO_REMOVALS[facts.removed]
    return {Manifestation.YES: ASK_RETURN, Manifestation.NO: ASK_HEARING}.get(facts.manifestation, ASK_EVALUATION_FIRST)


def _both(facts: Facts) -> Iterable[str]:
    is_elsewhere = has_education_services_in_massachusetts(facts) is Answer.NO
    if facts.state is not State.MASSACHUSETTS:
        yield _STATE_REASONS[facts.state]
    appeal = () if is_elsewhere else tuple(_appeal_and_words(facts))
    # With nothing decided and not clearly long there may be nothing to appeal from yet.
    is_first = facts.decided is not Decided.NOTHING or is_long_exclusion(facts) is Answer.YES
    if is_first:
        yield from appeal
    yield "discipline_count"
    if facts.removed is Removed.NOT_SURE:
        yield "discipline_no_rows"
    if facts.unclear is Answer.YES:
        yield "discipline_unclear"
    if facts.in_school_or_bus is Answer.YES:
        yield "discipline_in_school_bus"
    if not is_first:
        yield from appeal
    if not is_elsewhere:
        yield from _statutes(facts)
        yield "discipline_education_short"
        if is_long_exclusion(facts) is not Answer.NO:
            yield "discipline_education_long"


def _appeal_and_words(facts: Facts) -> Iterable[str]:
    """The appeal by the statute that is named; where it is not plain which one, by the shortest time."""
    if is_long_exclusion(facts) is Answer.NO:
        return
    if is_long_exclusion(facts) is Answer.NOT_SURE:
        yield "discipline_may_be_long"
    named = (facts.s37h, facts.felony is Felony.NO, facts.other_offense)
    yield _APPEAL_REASONS.get(named, "discipline_appeal_shortest")
    if facts.decided is Decided.EXPULSION:
        yield "discipline_heard"
    yield "discipline_words"


def _statutes(facts: Facts) -> Iterable[str]:
    if facts.s37h is Answer.YES:
        yield "discipline_37h"
    if facts.felony in (Felony.CHARGE, Felony.CONVICTION):
        yield "discipline_37h_half"
    if may_be_expelled_in_massachusetts(facts) is Answer.NOT_SURE:
        yield "discipline_statute_not_sure"
    if facts.other_offense is not Answer.NO or (facts.s37h is Answer.NO and facts.felony is Felony.NO):
        yield from ("discipline_37h34", "discipline_alternatives")


def _iep_reasons(facts: Facts) -> Iterable[str]:
    if may_claim_idea_protection(facts) is Answer.NO:
        yield from ("discipline_basis_no", "discipline_evaluation_expedited")
        return
    is_change = is_change_of_placement(facts)
    if is_change is Answer.YES:
        yield "discipline_notice"
        yield from _manifestation(facts)
    yield from _standing(facts)
    yield from _removals(facts, is_change)
    yield "discipline_first_ten" if owes_services_now(facts) is Answer.NO else "discipline_services"
    yield from _special(facts)
    yield "discipline_who_decides"


def _manifestation(facts: Facts) -> Iterable[str]:
    is_special = has_special_circumstances(facts) is Answer.YES
    if facts.manifestation is Manifestation.YES:
        yield "discipline_manifestation_yes_special" if is_special else "discipline_manifestation_yes"
    else:
        yield _MANIFESTATION_REASONS[facts.manifestation]
    # After a yes the child goes back, and the reason on the yes names the hearing itself.
    if is_special or facts.manifestation is not Manifestation.YES or facts.decided is Decided.OTHER_PLACE:
        yield "discipline_expedited_hearing"
    if facts.manifestation is not Manifestation.YES:
        yield "discipline_manifestation_test"


def _standing(facts: Facts) -> Iterable[str]:
    if facts.plan is Plan.IEP:
        return
    if facts.plan is Plan.NOT_SURE:
        yield "discipline_plan_not_sure"
    yield "discipline_basis_yes" if facts.basis is Answer.YES else "discipline_basis_not_sure"
    yield "discipline_evaluation_expedited"


def _removals(facts: Facts, is_change: Answer) -> Iterable[str]:
    if is_change is Answer.YES:
        yield "discipline_change_of_placement"
    elif is_change is Answer.NO:
        yield "discipline_short"
    elif is_a_pattern_to_ask_about(facts) is Answer.YES:
        yield "discipline_pattern"
    elif facts.removed is Removed.MAYBE_OVER_TEN:
        yield "discipline_maybe_over"
    if is_change is not Answer.YES and facts.decided is Decided.NOT_SURE:
        yield "discipline_decided_not_sure"


def _special(facts: Facts) -> Iterable[str]:
    special = has_special_circumstances(facts)
    if special is Answer.YES:
        yield "discipline_special"
    if facts.weapon is Answer.YES:
        yield "discipline_special_weapon"
    if facts.drugs is Answer.YES:
        yield "discipline_special_drugs"
    if facts.serious_injury is Answer.YES:
        yield "discipline_special_injury"
    if special is Answer.NOT_SURE:
        yield "discipline_special_not_sure"


def _504_reasons(facts: Facts) -> Iterable[str]:
    is_change = is_change_of_placement(facts)
    if needs_504_evaluation_first(facts) is not Answer.NO:
        yield from _504_evaluation(facts, is_change)
    yield from _504_protection(facts)
    if is_disciplined_for_current_use_alone(facts) is not Answer.YES:
        yield from _504_removals(facts, is_change)
    if has_special_circumstances(facts) is Answer.YES:
        yield "discipline_504_interim"
    if facts.in_school_or_bus is Answer.YES:
        yield "discipline_504_count"
    if is_disciplined_for_current_use_alone(facts) is not Answer.YES:
        yield "discipline_504_group"


def _504_evaluation(facts: Facts, is_change: Answer) -> Iterable[str]:
    if is_change is Answer.YES and facts.manifestation in _504_MANIFESTATION_REASONS:
        yield _504_MANIFESTATION_REASONS[facts.manifestation]
        return
    yield "discipline_504_evaluate_first"
    if is_change is Answer.YES and facts.manifestation is Manifestation.NOT_SURE:
        yield "discipline_504_held_not_sure"


def _504_protection(facts: Facts) -> Iterable[str]:
    if is_protected_by_504(facts) is Answer.NOT_SURE:
        yield "discipline_504_none" if facts.plan is Plan.NONE else "discipline_plan_not_sure"
    elif facts.plan is Plan.IEP:
        yield "discipline_504_with_iep"
    if facts.current_use is not CurrentUse.NO:
        yield _CURRENT_USE_REASONS[facts.current_use]
    elif facts.drugs is not Answer.NO:
        yield "discipline_504_drugs_not_using"


def _504_removals(facts: Facts, is_change: Answer) -> Iterable[str]:
    if is_change is Answer.NO:
        yield "discipline_504_short"
    elif is_change is Answer.NOT_SURE and is_a_pattern_to_ask_about(facts) is Answer.YES:
        yield "discipline_504_pattern"
    elif is_change is Answer.NOT_SURE and facts.removed is Removed.MAYBE_OVER_TEN:
        yield "discipline_maybe_over"
    if is_change is not Answer.YES and facts.decided is Decided.NOT_SURE:
        yield "discipline_decided_not_sure"


_IEP_ANSWERS_TO_REMOVALS = {
    Removed.UP_TO_TEN: ASK_COUNT,
    Removed.NOT_SURE: ASK_COUNT,
    Removed.MAYBE_OVER_TEN: ASK_WHICH_DAYS_COUNT,
    Removed.OVER_TEN: ASK_SERVICES,
}
_504_ANSWERS_TO_REMOVALS = _IEP_ANSWERS_TO_REMOVALS | {Removed.OVER_TEN: ASK_PATTERN}
_STATE_REASONS = {State.OTHER: "discipline_other_state", State.NOT_SURE: "discipline_state_not_sure"}
# By what is named: s. 37H, no felony, anything else. A mix, or what is not sure, goes by the shortest time.
_APPEAL_REASONS = {
    (Answer.YES, True, Answer.NO): "discipline_appeal_37h",
    (Answer.NO, True, Answer.YES): "discipline_appeal_other",
    (Answer.NO, True, Answer.NO): "discipline_appeal_other",
    (Answer.NO, False, Answer.NO): "discipline_appeal_felony",
}
_MANIFESTATION_REASONS = {
    Manifestation.NOT_HELD: "discipline_manifestation_due",
    Manifestation.NOT_SURE: "discipline_manifestation_not_sure",
    Manifestation.NO: "discipline_manifestation_no",
}
_504_MANIFESTATION_REASONS = {Manifestation.YES: "discipline_504_yes", Manifestation.NO: "discipline_504_no"}
_CURRENT_USE_REASONS = {
    CurrentUse.NOT_SURE: "discipline_504_use_not_sure",
    CurrentUse.WITH_OTHER: "discipline_504_current_use_other",
    CurrentUse.ONLY: "discipline_504_current_use",
}
REASONS = {
    "both": (
        *_STATE_REASONS.values(),
        *dict.fromkeys(_APPEAL_REASONS.values()),
        *(
            "discipline_may_be_long",
            "discipline_appeal_shortest",
            "discipline_heard",
            "discipline_words",
            "discipline_count",
        ),
        *("discipline_no_rows", "discipline_unclear", "discipline_in_school_bus", "discipline_37h"),
        *("discipline_37h_half", "discipline_statute_not_sure", "discipline_37h34", "discipline_alternatives"),
        *("discipline_education_short", "discipline_education_long"),
    ),
    "iep": (
        *("discipline_notice", "discipline_manifestation_yes", "discipline_manifestation_yes_special"),
        *_MANIFESTATION_REASONS.values(),
        *("discipline_expedited_hearing", "discipline_manifestation_test", "discipline_plan_not_sure"),
        *("discipline_basis_yes", "discipline_basis_not_sure", "discipline_basis_no"),
        *("discipline_evaluation_expedited", "discipline_change_of_placement", "discipline_short"),
        *("discipline_pattern", "discipline_maybe_over", "discipline_decided_not_sure"),
        *("discipline_first_ten", "discipline_services", "discipline_special", "discipline_special_weapon"),
        *("discipline_special_drugs", "discipline_special_injury", "discipline_special_not_sure"),
        "discipline_who_decides",
    ),
    "plan_504": (
        *_504_MANIFESTATION_REASONS.values(),
        *("discipline_504_evaluate_first", "discipline_504_held_not_sure"),
        *("discipline_504_none", "discipline_plan_not_sure", "discipline_504_with_iep"),
        *_CURRENT_USE_REASONS.values(),
        *("discipline_504_drugs_not_using", "discipline_504_short", "discipline_504_pattern"),
        *("discipline_maybe_over", "discipline_decided_not_sure", "discipline_504_interim"),
        *("discipline_504_count", "discipline_504_group"),
    ),
}
"""Every reason that :func:`decide` can give: with either plan, and by plan."""
