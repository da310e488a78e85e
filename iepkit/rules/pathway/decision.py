"""From facts to the next step under each plan, with the reasons in order."""

from __future__ import annotations

from collections.abc import Iterable

from iepkit.rules.days import Clock
from iepkit.rules.model import Answer, Finding, Outcome, State
from iepkit.rules.pathway.facts import AskedHow, Evaluation, Facts, Has504, Where
from iepkit.rules.pathway.law import (
    has_asked,
    has_given_consent,
    has_proof_of_request,
    is_evaluation_due,
    is_form_due,
    is_plan_due,
    is_proposed_iep_due_ma,
    is_team_meeting_due,
    is_usual_day_to_answer_over,
    may_dispute,
)

NOTE_THE_DAY = "note_the_day"
ASK_WHERE_IT_STANDS = "ask_where_it_stands"
ASK_FOR_THE_MEETING = "ask_for_the_meeting"
ASK_IN_WRITING = "ask_in_writing"
SIGN_AND_HAND_IN = "sign_and_hand_in"
ANSWER_IN_WRITING = "answer_in_writing"
ANSWER_TODAY = "answer_today"
ASK_FOR_REASONS = "ask_for_reasons"
IEP_MEETS_504 = "iep_meets_504"
KEEP_GOING = "keep_going"
ASK_FOR_504 = "ask_for_504"
ASK_IF_THERE_IS_ONE = "ask_if_there_is_one"
COMPARE = "compare"
ASK_FOR_NEW_LOOK = "ask_for_new_look"
ANSWERS = {
    "iep": (
        NOTE_THE_DAY,
        ASK_WHERE_IT_STANDS,
        ASK_FOR_THE_MEETING,
        ASK_IN_WRITING,
        SIGN_AND_HAND_IN,
        ANSWER_IN_WRITING,
        ANSWER_TODAY,
        ASK_FOR_REASONS,
    ),
    "plan_504": (IEP_MEETS_504, KEEP_GOING, ASK_FOR_504, ASK_IF_THERE_IS_ONE, COMPARE, ASK_FOR_NEW_LOOK),
}
"""Each plan's short answers, from the one that asks least to the one that asks most."""


def decide(facts: Facts) -> Outcome:
    """What the next step is under each plan, and why.

    The reasons stand in the order in which a parent needs them: what has a time
    limit; what is in dispute; answers to what the school may say; what nobody is
    sure of; what helps; who decides.

    Source: each predicate names its own.
    """
    return Outcome(
        iep=Finding(_iep_answer(facts), tuple(dict.fromkeys(_iep_reasons(facts)))),
        plan_504=Finding(_504_answer(facts), tuple(_504_reasons(facts))),
    )


def _iep_answer(facts: Facts) -> str:
    if facts.where is Where.PLAN_OFFERED:
        return ANSWER_TODAY if is_usual_day_to_answer_over(facts) is Answer.YES else ANSWER_IN_WRITING
    if may_dispute(facts) is Answer.YES:
        return ASK_FOR_REASONS
    if facts.where is Where.FORM_CAME:
        return SIGN_AND_HAND_IN
    lacks_proof = has_given_consent(facts) is Answer.NO and has_proof_of_request(facts) is not Answer.YES
    if has_asked(facts) is not Answer.YES or lacks_proof:
        return ASK_IN_WRITING
    if facts.where is Where.WAITING and is_team_meeting_due(facts) is Answer.YES:
        return ASK_FOR_THE_MEETING
    due = {Where.WAITING: is_evaluation_due, Where.ELIGIBLE: is_plan_due}.get(facts.where, is_form_due)
    return NOTE_THE_DAY if due(facts) is Answer.NO else ASK_WHERE_IT_STANDS


def _iep_reasons(facts: Facts) -> Iterable[str]:
    yield from _STEPS[facts.where](facts)
    if facts.state is State.NOT_SURE:
        yield "pathway_state_not_sure"
    yield from _ENDS[facts.where]
    if has_asked(facts) is not Answer.YES:
        yield "team_decides_ma" if facts.state is State.MASSACHUSETTS else "team_decides"


def _not_sure_where(facts: Facts) -> Iterable[str]:
    yield "pathway_where_not_sure"
    yield from _ways_unless_ahead(may_dispute(facts))
    yield "pathway_ask_today"
    yield "pathway_consent_starts"


def _not_asked(_: Facts) -> Iterable[str]:
    yield "pathway_ask_today"
    yield "pathway_consent_starts"
    yield from _ANSWERS_TO_THE_SCHOOL


def _asked(facts: Facts) -> Iterable[str]:
    yield from _ASKED_HOW_REASONS[facts.asked_how]
    yield from _by_state(facts, (_FORM_REASONS[facts.form],), ("pathway_answer_other",))
    yield from _ways_unless_ahead(is_form_due(facts))
    yield "pathway_consent_starts"
    yield from _ANSWERS_TO_THE_SCHOOL


def _refused(facts: Facts) -> Iterable[str]:
    yield "pathway_refused_notice"
    yield from _by_state(facts, ("pathway_refused_ma",), ())
    yield "pathway_dispute"
    yield from _ASKED_HOW_REASONS[facts.asked_how]
    yield from _ANSWERS_TO_THE_SCHOOL


def _form_came(facts: Facts) -> Iterable[str]:
    yield "pathway_sign"
    yield from _by_state(facts, (_AFTER_CONSENT_MA, "pathway_end_of_year_ma"), (_AFTER_CONSENT_OTHER,))
    yield "pathway_check_the_form"
    yield "pathway_not_signing"


def _waiting(facts: Facts) -> Iterable[str]:
    massachusetts = (*_EVALUATION_REASONS[facts.evaluation], "pathway_summaries_ma", "pathway_end_of_year_ma")
    yield from _by_state(facts, massachusetts, _FEDERAL_REASONS[facts.evaluation_federal])
    yield from _ways_unless_ahead(is_evaluation_due(facts))


def _eligible(facts: Facts) -> Iterable[str]:
    massachusetts, other = _PROPOSAL_REASONS[is_proposed_iep_due_ma(facts)], _MEETING_REASONS[facts.meeting_federal]
    yield from _by_state(facts, (massachusetts,), (other,))
    yield from _ways_unless_ahead(is_plan_due(facts))
    yield "pathway_consent_to_services"


def _not_eligible(facts: Facts) -> Iterable[str]:
    yield from _by_state(facts, ("pathway_finding_ma",), ("pathway_finding_other",))
    yield "pathway_iee"
    yield from _by_state(facts, ("pathway_iee_ma",), ())
    yield "pathway_dispute"


def _plan_offered(facts: Facts) -> Iterable[str]:
    massachusetts = (_REPLY_REASONS[facts.reply], "pathway_accept_in_part_ma")
    yield from _by_state(facts, massachusetts, ("pathway_reply_other",))
    yield "pathway_consent_to_services"
    yield "pathway_dispute"


def _ways_unless_ahead(is_due: Answer) -> Iterable[str]:
    """A parent who waits has time limits too, and they run from what went wrong."""
    if is_due is not Answer.NO:
        yield "pathway_dispute"


def _by_state(facts: Facts, massachusetts: tuple[str, ...], other: tuple[str, ...]) -> Iterable[str]:
    """The reasons of this state; of both where it is not known, for each says where it holds."""
    if facts.state is not State.OTHER:
        yield from massachusetts
    if facts.state is not State.MASSACHUSETTS:
        yield from other


def _504_answer(facts: Facts) -> str:
    if facts.where is Where.PLAN_OFFERED:
        return _504_ANSWERS_TO_AN_OFFER[facts.has_504]
    return _504_ANSWERS[facts.has_504]


def _504_reasons(facts: Facts) -> Iterable[str]:
    is_offered = facts.where is Where.PLAN_OFFERED
    if is_offered:
        yield "pathway_504_and_iep"
    if facts.where in (Where.REFUSED, Where.NOT_ELIGIBLE, Where.NOT_SURE) or facts.has_504 is Has504.DOES_NOT_WORK:
        yield "pathway_504_ways"
    if facts.where is Where.NOT_ELIGIBLE:
        yield "pathway_504_after_finding"
    if not (is_offered and facts.has_504 is Has504.NONE):
        yield _504_PLAN_REASONS[facts.has_504]
    yield "group_decides"


_STEPS = {
    Where.NOT_SURE: _not_sure_where,
    Where.NOT_ASKED: _not_asked,
    Where.ASKED_NO_ANSWER: _asked,
    Where.REFUSED: _refused,
    Where.FORM_CAME: _form_came,
    Where.WAITING: _waiting,
    Where.ELIGIBLE: _eligible,
    Where.NOT_ELIGIBLE: _not_eligible,
    Where.PLAN_OFFERED: _plan_offered,
}
_HELP = "pathway_help"
_DOCUMENTS = "pathway_documents"
_ENDS = {
    Where.NOT_SURE: (),
    Where.NOT_ASKED: (_DOCUMENTS,),
    Where.ASKED_NO_ANSWER: (_DOCUMENTS, "district_answers"),
    Where.REFUSED: (_DOCUMENTS, _HELP),
    Where.FORM_CAME: (_DOCUMENTS, "pathway_team"),
    Where.WAITING: (_DOCUMENTS, "pathway_team"),
    Where.ELIGIBLE: ("pathway_team", "district_answers"),
    Where.NOT_ELIGIBLE: (_HELP,),
    Where.PLAN_OFFERED: (_HELP,),
}
_ANSWERS_TO_THE_SCHOOL = ("steps_first", "plan_504_first", "diagnosis_iep")
_ASKED_HOW_REASONS: dict[AskedHow, tuple[str, ...]] = {
    AskedHow.SPOKEN: ("pathway_spoken",),
    AskedHow.IN_WRITING_NO_COPY: ("pathway_no_copy",),
    AskedHow.NOT_SURE: ("pathway_asked_not_sure",),
    AskedHow.IN_WRITING_WITH_COPY: (),
}
_FORM_REASONS = {
    Clock.PAST: "pathway_form_due_ma",
    Clock.AHEAD: "pathway_form_ahead_ma",
    Clock.NOT_SURE: "pathway_form_not_sure_ma",
}
_CONSENT_DAY = "pathway_consent_day_not_sure"
_AFTER_CONSENT_MA = "pathway_after_consent_ma"
_AFTER_CONSENT_OTHER = "pathway_after_consent_other"
_EVALUATION_REASONS = {
    Evaluation.MEETING: ("pathway_meeting_due_ma",),
    Evaluation.TESTS: ("pathway_tests_due_ma",),
    Evaluation.AHEAD: ("pathway_evaluation_ahead_ma",),
    Evaluation.NOT_SURE: (_CONSENT_DAY, _AFTER_CONSENT_MA),
}
_FEDERAL_REASONS = {
    Clock.PAST: ("pathway_evaluation_due_other",),
    Clock.AHEAD: ("pathway_evaluation_ahead_other",),
    Clock.NOT_SURE: (_CONSENT_DAY, _AFTER_CONSENT_OTHER),
}
_PROPOSAL_REASONS = {
    Answer.YES: "pathway_proposal_due_ma",
    Answer.NO: "pathway_proposal_ahead_ma",
    Answer.NOT_SURE: "pathway_proposal_not_sure_ma",
}
_MEETING_REASONS = {
    Clock.PAST: "pathway_iep_meeting_due_other",
    Clock.AHEAD: "pathway_iep_meeting_ahead_other",
    Clock.NOT_SURE: "pathway_iep_meeting_not_sure_other",
}
_REPLY_REASONS = {
    Clock.PAST: "pathway_reply_past_ma",
    Clock.AHEAD: "pathway_reply_ahead_ma",
    Clock.NOT_SURE: "pathway_reply_not_sure_ma",
}
_504_ANSWERS = {
    Has504.NONE: ASK_FOR_504,
    Has504.NOT_SURE: ASK_IF_THERE_IS_ONE,
    Has504.WORKS: KEEP_GOING,
    Has504.DOES_NOT_WORK: ASK_FOR_NEW_LOOK,
}
_504_ANSWERS_TO_AN_OFFER = {
    Has504.NONE: IEP_MEETS_504,
    Has504.NOT_SURE: ASK_IF_THERE_IS_ONE,
    Has504.WORKS: COMPARE,
    Has504.DOES_NOT_WORK: COMPARE,
}
_504_PLAN_REASONS = {
    Has504.NONE: "pathway_504_ask_too",
    Has504.NOT_SURE: "pathway_504_not_sure",
    Has504.WORKS: "pathway_504_goes_on",
    Has504.DOES_NOT_WORK: "pathway_504_new_look",
}
REASONS = {
    "iep": (
        *("pathway_where_not_sure", "pathway_ask_today", "pathway_consent_starts"),
        *(reason for reasons in _ASKED_HOW_REASONS.values() for reason in reasons),
        *(*_FORM_REASONS.values(), "pathway_answer_other"),
        *("pathway_refused_notice", "pathway_refused_ma", "pathway_dispute"),
        *("pathway_sign", "pathway_check_the_form", "pathway_not_signing"),
        *(_CONSENT_DAY, _AFTER_CONSENT_MA, _AFTER_CONSENT_OTHER),
        *("pathway_meeting_due_ma", "pathway_tests_due_ma", "pathway_evaluation_ahead_ma"),
        *("pathway_evaluation_due_other", "pathway_evaluation_ahead_other"),
        *("pathway_summaries_ma", "pathway_end_of_year_ma"),
        *(*_PROPOSAL_REASONS.values(), *_MEETING_REASONS.values()),
        *("pathway_finding_ma", "pathway_finding_other", "pathway_iee", "pathway_iee_ma"),
        *(*_REPLY_REASONS.values(), "pathway_accept_in_part_ma", "pathway_reply_other"),
        *("pathway_consent_to_services", "pathway_state_not_sure"),
        *_ANSWERS_TO_THE_SCHOOL,
        *(_DOCUMENTS, "pathway_team", _HELP, "district_answers", "team_decides_ma", "team_decides"),
    ),
    "plan_504": (
        *("pathway_504_and_iep", "pathway_504_ways", "pathway_504_after_finding"),
        *_504_PLAN_REASONS.values(),
        "group_decides",
    ),
}
"""Every reason that :func:`decide` can give, by plan."""

SEEN_BY = {
    "iep": (
        *("state", "where", "asked_how", "form", "evaluation", "evaluation_federal"),
        *("proposal", "meeting_federal", "reply"),
    ),
    "plan_504": ("where", "has_504"),
}
"""The facts on which each finding depends."""
