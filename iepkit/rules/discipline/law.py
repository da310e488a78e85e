"""The legal questions on discipline, one predicate each."""

from __future__ import annotations

from iepkit.rules.discipline.facts import CurrentUse, Decided, Facts, Felony, Plan, Removed
from iepkit.rules.model import Answer, State, all_of

_LONG = (Decided.LONG, Decided.OTHER_PLACE, Decided.EXPULSION)
_OPPOSITE = {Answer.YES: Answer.NO, Answer.NO: Answer.YES, Answer.NOT_SURE: Answer.NOT_SURE}


def may_claim_idea_protection(facts: Facts) -> Answer:
    """May the child claim IDEA's protections in discipline?

    A child who is not found eligible yet may claim them if the district had
    knowledge, in one of three ways, "before the behavior that precipitated the
    disciplinary action occurred". Whether an exception holds is not asked here:
    the reason names them.

    Source: 34 CFR 300.530; 34 CFR 300.534
    """
    if facts.plan is Plan.IEP:
        return Answer.YES
    return Answer.NOT_SURE if facts.plan is Plan.NOT_SURE and facts.basis is Answer.NO else facts.basis


def is_change_of_placement(facts: Facts) -> Answer:
    """Is this a change of placement, so that there has to be a manifestation determination?

    "... more than 10 consecutive school days", or a pattern. More than that in
    all is never a yes by itself, and never a no. The meeting is due "within 10
    school days of any decision to change the placement", not of the incident.

    Source: 34 CFR 300.536; 34 CFR 300.530
    """
    if facts.decided in _LONG or facts.removed is Removed.OVER_TEN_IN_A_ROW:
        return Answer.YES
    is_short = facts.removed is Removed.UP_TO_TEN and facts.decided in (Decided.NOTHING, Decided.SHORT)
    return Answer.NO if is_short else Answer.NOT_SURE


def is_a_pattern_to_ask_about(facts: Facts) -> Answer:
    """May the removals, added up, be a pattern?

    A yes means that the question is open, never that it is one: the district
    decides "on a case-by-case basis", and its answer can be disputed.

    Source: 34 CFR 300.536
    """
    if facts.removed in (Removed.OVER_TEN, Removed.OVER_TEN_IN_A_ROW):
        return Answer.YES
    return Answer.NO if facts.removed is Removed.UP_TO_TEN else Answer.NOT_SURE


def owes_services_now(facts: Facts) -> Answer:
    """Has the child been removed for so many school days that services are owed, or will this removal bring it there?

    After 10 school days of removal "in the same school year", in whatever pieces.

    Source: 34 CFR 300.530
    """
    if facts.decided in _LONG or facts.removed in (Removed.OVER_TEN, Removed.OVER_TEN_IN_A_ROW):
        return Answer.YES
    return is_change_of_placement(facts)


def has_special_circumstances(facts: Facts) -> Answer:
    """Does the school name a weapon, illegal drugs or serious bodily injury?

    Source: 34 CFR 300.530
    """
    named = (facts.weapon, facts.drugs, facts.serious_injury)
    if Answer.YES in named:
        return Answer.YES
    return Answer.NOT_SURE if Answer.NOT_SURE in named else Answer.NO


def is_protected_by_504(facts: Facts) -> Answer:
    """Is the child protected by Section 504?

    The law asks for a disability, not for a plan, so without one it is not a no.

    Source: 29 U.S.C. 794; 34 CFR 104.3(j)
    """
    return Answer.YES if facts.plan in (Plan.PLAN_504, Plan.IEP) else Answer.NOT_SURE


def is_disciplined_for_current_use_alone(facts: Facts) -> Answer:
    """Is it discipline of a student who uses drugs or alcohol now, for use or possession and nothing else?

    Possession alone is not enough: the student has to be using now. For anything
    else that is named the protection stays, so there it is not sure.

    Source: 29 U.S.C. 705(20)(C)(iv)
    """
    return {CurrentUse.ONLY: Answer.YES, CurrentUse.NO: Answer.NO}.get(facts.current_use, Answer.NOT_SURE)


def needs_504_evaluation_first(facts: Facts) -> Answer:
    """Does a group have to evaluate before this removal?

    Before "any subsequent significant change in placement".

    Source: 34 CFR 104.35(a)
    """
    return all_of(is_change_of_placement(facts), _OPPOSITE[is_disciplined_for_current_use_alone(facts)])


def is_long_exclusion(facts: Facts) -> Answer:
    """Is it what Massachusetts calls a long-term suspension, or an expulsion?

    More than 10 school days in a row, or in the school year (the latter is not confirmed).

    Source: 603 CMR 53.02
    """
    if facts.decided in (Decided.LONG, Decided.EXPULSION) or facts.removed is Removed.OVER_TEN_IN_A_ROW:
        return Answer.YES
    is_short = facts.removed is Removed.UP_TO_TEN and facts.decided in (Decided.NOTHING, Decided.SHORT)
    return Answer.NO if is_short else Answer.NOT_SURE


def may_be_expelled_in_massachusetts(facts: Facts) -> Answer:
    """Does a Massachusetts statute allow an expulsion for what the school names?

    A felony charge alone allows a suspension; all other offenses have a limit in
    school days.

    Source: M.G.L. c. 71, s. 37H; M.G.L. c. 71, s. 37H1/2; M.G.L. c. 71, s. 37H3/4; 603 CMR 53.02
    """
    if facts.s37h is Answer.YES or facts.felony is Felony.CONVICTION:
        return Answer.YES
    is_known = facts.s37h is Answer.NO and facts.felony is not Felony.NOT_SURE
    return Answer.NO if is_known else Answer.NOT_SURE


def has_education_services_in_massachusetts(facts: Facts) -> Answer:
    """Does the child keep education services while excluded, with a plan or with none?

    Every student does, under each of the three statutes.

    Source: M.G.L. c. 76, s. 21; 603 CMR 53.13
    """
    return {State.MASSACHUSETTS: Answer.YES, State.OTHER: Answer.NO, State.NOT_SURE: Answer.NOT_SURE}[facts.state]
