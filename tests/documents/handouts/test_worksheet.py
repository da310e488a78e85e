"""What a box brings by itself is what the rules say."""

import pytest

from iepkit.documents.handouts.worksheet import brought, left_empty, reasons_of
from iepkit.explorers import TOPICS, decide


@pytest.mark.parametrize("topic", TOPICS)
def test_a_question_that_is_always_asked_brings_what_the_rules_add(topic, content):
    found = brought(topic, content)
    nothing = reasons_of(decide(topic, {}, content))
    for question in content.interviews[topic].questions:
        if question.ask_if or question.kind != "one":
            continue
        for choice in question.choices:
            after = reasons_of(decide(topic, {question.id: choice.id}, content))
            new = [reason for reason in after if reason not in nothing]
            assert found.get((question.id, choice.id), []) == new


def test_who_is_ticked_as_present_makes_nobody_absent(content):
    found = brought("team", content)
    assert ("present", "parent") not in found
    assert "team_no_special_teacher" in found["present", "nobody"]
    assert "team_no_special_teacher" in left_empty("team", content)["present", "special_teacher"]


def test_a_box_left_empty_does_not_rest_on_one_other_box(content):
    # That an administrator is there in place of the representative rests on the administrator's box.
    assert ("present", "district_representative") not in left_empty("team", content)


def test_a_question_asked_after_another_is_looked_at_after_it(content):
    # How they asked is a question only for those who have asked.
    found = brought("pathway", content)
    assert found["asked_how", "spoken"] == ["pathway_spoken"]


def test_a_reason_of_both_plans_is_about_either(content):
    both = reasons_of(decide("rights", {}, content))
    assert both["rights_free_help"] == "either"
    assert {"either", "iep", "plan_504"} == set(both.values())
