"""The topics that there are rules for, and the way from answers to an outcome."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType
from typing import Any

from iepkit.content.model import Content
from iepkit.explorers.answers import check_answers, is_asked
from iepkit.rules import Outcome, eligibility

TOPICS: dict[str, ModuleType] = {"eligibility": eligibility}
"""Each topic's rules, under the id of its interview."""


def decide(topic: str, answers: Mapping[str, Any], content: Content) -> Outcome:
    """What each plan gives for these answers.

    Args:
        topic: a key of :data:`TOPICS`.
        answers: by question. An answer to a question that is not asked is left
            out; one that is asked and not answered is *not sure*.
        content: where the interview and the numbers of the law stand.

    Raises:
        ImpossibleValueError: an answer that can't be.
    """
    interview = content.interviews[topic]
    check_answers(interview, answers)
    asked = {
        q.id: answers[q.id] for q in interview.questions if q.id in answers and is_asked(q, answers, content.limits)
    }
    rules = TOPICS[topic]
    facts = rules.derive(asked, {name: content.limits[name].value for name in rules.LIMITS_USED})
    outcome: Outcome = rules.decide(facts)
    return outcome
