"""Which papers, and which steps after a no."""

import pytest

from iepkit.documents.papers import papers_for, steps_for
from iepkit.explorers import TOPICS
from tests.documents.samples import STATES


def ids(entries):
    return [entry.id for entry in entries]


def test_some_papers_always_help_and_others_after_what_was_found(content):
    always = ids(papers_for([], content))
    assert {"requests", "own_notes", "teachers", "plan", "school_evaluations"} == set(always)
    assert "extra_help" in ids(papers_for({"steps_first"}, content))
    assert "bad_days" in ids(papers_for(["limits_when_active"], content))


def test_papers_wait_for_what_the_explorer_on_eligibility_finds(content):
    found = {reason for reasons in TOPICS["eligibility"].REASONS.values() for reason in reasons}
    assert {reason for paper in content.papers.values() for reason in paper.found} <= found


@pytest.mark.parametrize("state", STATES)
def test_free_help_is_first_and_a_lawyer_last(content, state):
    steps = ids(steps_for(state, content))
    assert steps[0].startswith("free_help")
    assert steps[-1] == "lawyer"
    assert sum(step.startswith("hearing") for step in steps) == 1


def test_the_504_coordinator_comes_before_the_bsea_and_ocr(content):
    steps = ids(steps_for("massachusetts", content))
    assert steps.index("coordinator_504") < steps.index("hearing_ma") < steps.index("ocr")
