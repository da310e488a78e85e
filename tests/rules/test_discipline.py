"""Counting removals, and what the law makes of the count."""

import dataclasses
import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iepkit.content import load
from iepkit.explorers.topics import numbers_of
from iepkit.rules import Answer, ImpossibleValueError
from iepkit.rules import discipline as rules
from iepkit.rules.model import values_of
from tests.kit import ROOT

LIMITS = numbers_of(load(ROOT), rules.LIMITS_USED)
TODAY = dt.date(2026, 11, 25)
VALUES = values_of(rules.Facts)
HOWS = [how.value for how in rules.How]
PARTS = [part.value for part in rules.Part]


def suspended(day=None, days=1, **values):
    row = {"how": "suspended", "days": days, "part": "whole", **values}
    return row | {"day": day} if day else row


def count(*rows):
    return rules.count({"removals": list(rows)}, LIMITS)


def derive(**answers):
    return rules.derive(answers, LIMITS, TODAY)


def facts(**values):
    """Each fact with its first value, or the one that is named."""
    found = {name: members[0] for name, members in VALUES.items()}
    return rules.Facts(**found | {name: VALUES[name][VALUES[name].index(value)] for name, value in values.items()})


# --- the count --------------------------------------------------------------------

ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "how": st.sampled_from(HOWS),
            "part": st.sampled_from(PARTS),
            "days": st.integers(1, 12) | st.just("not_sure"),
        },
        optional={"day": st.dates(dt.date(2026, 9, 1), dt.date(2026, 11, 20)).map(str)},
    ),
    max_size=12,
)


@given(st.data(), ROWS)
def test_removals_in_another_order_give_the_same_counts(data, rows):
    in_another_order = data.draw(st.permutations(rows))
    assert count(*in_another_order) == count(*rows)
    assert derive(removals=in_another_order) == derive(removals=rows)


@given(ROWS, st.integers(0, 11))
def test_a_row_with_a_day_that_is_entered_twice_counts_once(rows, place):
    dated = [row for row in rows if "day" in row]
    if dated:
        assert count(*dated, dated[place % len(dated)]) == count(*dated)


@given(ROWS)
def test_the_run_is_never_longer_than_what_counts(rows):
    found = count(*rows)
    assert 0 <= found["in_a_row"] <= found["counted"]


@pytest.mark.parametrize(
    ("how", "part", "status"),
    [
        ("suspended", "whole", "counted"), ("suspended", "part", "may_count"), ("suspended", "not_sure", "may_count"),
        ("sent_home", "whole", "may_count"), ("sent_home", "part", "may_count"), ("shortened_day", "part", "may_count"),
        ("in_school_without", "whole", "may_count"), ("in_school_with_help", "whole", "not_counted"),
        ("bus_in_plan", "not_sure", "counted"), ("bus_other", "whole", "not_counted"), ("not_sure", "whole", "may_count"),
    ],
)  # fmt: skip
def test_each_kind_of_removal_counts_as_the_guidance_says(how, part, status):
    expected = {"counted": 0, "may_count": 0, "not_counted": 0} | {status: 3}
    found = count({"how": how, "part": part, "days": 3})
    assert {name: found[name] for name in expected} == expected
    assert found["in_a_row"] == expected["counted"]


@pytest.mark.parametrize(
    ("rows", "counted", "may_count", "in_a_row"),
    [
        ([], 0, 0, 0),
        ([{}], 0, 0, 0),
        # The same Tuesday, once as a call to come and once as a suspension.
        ([{"day": "2026-11-10", "how": "sent_home"}, suspended("2026-11-10")], 1, 0, 1),
        # A suspension within weeks of shortened days.
        ([{"day": "2026-10-19", "how": "shortened_day", "days": 10}, suspended("2026-10-21", 3)], 3, 7, 3),
        # Thursday and Friday, then Monday to Wednesday.
        ([suspended("2026-11-16", 3), suspended("2026-11-12", 2)], 5, 0, 5),
        # A school day between.
        ([suspended("2026-11-10"), suspended("2026-11-12", 2)], 3, 0, 2),
        # Without days nobody knows if they follow each other.
        ([suspended(days=6), suspended(days=6)], 12, 0, 6),
        # A day that may count does not join two that do.
        ([suspended("2026-11-09"), suspended("2026-11-10", part="part"), suspended("2026-11-11")], 2, 1, 1),
    ],
)
def test_days_are_counted_once_and_in_runs(rows, counted, may_count, in_a_row):
    found = count(*rows)
    assert (found["counted"], found["may_count"], found["in_a_row"]) == (counted, may_count, in_a_row)


@pytest.mark.parametrize(
    ("rows", "removed"),
    [
        ([], "not_sure"),
        ([suspended(days=10)], "up_to_ten"),
        ([suspended(days=11)], "over_ten_in_a_row"),
        ([suspended(days=5), suspended(days=5)], "up_to_ten"),
        ([suspended(days=6), suspended(days=5)], "over_ten"),
        ([suspended(days=6), {"how": "sent_home", "days": 4}], "up_to_ten"),
        ([suspended(days=6), {"how": "sent_home", "days": 5}], "maybe_over_ten"),
        ([{"how": "in_school_with_help", "days": 20}], "up_to_ten"),
        ([suspended("2026-10-19", 6), suspended("2026-10-27", 5)], "over_ten_in_a_row"),
        ([suspended("2026-10-19", 6), suspended("2026-10-28", 5)], "over_ten"),
    ],
)
def test_the_count_is_reduced_at_the_threshold_of_the_law(rows, removed):
    assert derive(removals=rows).removed == removed


@pytest.mark.parametrize(
    ("rows", "question", "problem", "row"),
    [
        ([suspended(), suspended(days=-1)], "removals.days", "number", 1),
        ([suspended(days=0)], "removals.days", "number", 0),
        ([suspended(days=1.5)], "removals.days", "number", 0),
        ([suspended(), suspended(days=400)], "removals.days", "too_many_days", 1),
        ([suspended(days=100), suspended(days=86)], "removals.days", "too_many_days", 0),
        ([suspended(day="yesterday")], "removals.day", "date", 0),
        ([suspended("1925-11-10"), suspended("2026-11-10")], "removals.day", "two_school_years", 0),
        ([suspended("2026-09-01"), suspended("2026-06-15")], "removals.day", "two_school_years", 1),
        ([{"how": "expelled"}], "removals.how", "choice", 0),
        ([{"part": "half"}], "removals.part", "choice", 0),
        ([5], "removals", "list", None),
        ("none", "removals", "list", None),
    ],
)
def test_a_removal_that_can_not_be_is_refused_with_a_sentence(rows, question, problem, row):
    with pytest.raises(ImpossibleValueError) as error:
        rules.count({"removals": rows}, LIMITS)
    assert (error.value.question, error.value.problem, error.value.row) == (question, problem, row)
    assert load(ROOT).texts[f"ui.impossible.{problem}"]


def test_a_whole_school_year_and_a_fall_with_its_spring_can_be():
    assert count(suspended(days=185))["counted"] == 185
    assert count(suspended("2026-07-01"), suspended("2027-06-30"))["counted"] == 2
    # Shortened all year, with a suspension among those days: no day stands twice.
    assert (
        count({"day": "2026-09-01", "how": "shortened_day", "days": 180}, suspended("2026-10-05", 10))["counted"] == 10
    )


# --- facts --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "plan", "basis"),
    [
        ({}, "not_sure", "not_sure"),
        ({"plan": "none"}, "none", "no"),
        ({"plan": "evaluation_asked"}, "none", "yes"),
        ({"plan": "plan_504"}, "plan_504", "not_sure"),
        ({"plan": "plan_504", "asked_before": "yes"}, "plan_504", "yes"),
        ({"plan": "plan_504", "asked_before": "no"}, "plan_504", "no"),
        ({"plan": "iep"}, "iep", "no"),
    ],
)
def test_what_was_asked_before_stands_beside_the_plan(answers, plan, basis):
    found = derive(**answers)
    assert (found.plan, found.basis) == (plan, basis)


@pytest.mark.parametrize(
    ("conduct", "expected"),
    [
        ([], {"weapon": "not_sure", "s37h": "not_sure", "felony": "not_sure", "other_offense": "not_sure", "current_use": "not_sure"}),
        (["none"], {"weapon": "no", "drugs": "no", "s37h": "no", "felony": "no", "other_offense": "no", "current_use": "no"}),
        (["weapon"], {"weapon": "yes", "drugs": "no", "s37h": "yes", "felony": "no"}),
        (["drugs"], {"drugs": "yes", "s37h": "yes", "current_use": "no"}),
        (["assault_staff"], {"s37h": "yes", "weapon": "no", "serious_injury": "no", "other_offense": "no"}),
        (["serious_injury"], {"serious_injury": "yes", "s37h": "no", "other_offense": "yes"}),
        (["felony_charge"], {"felony": "charge", "s37h": "no"}),
        (["felony_charge", "felony_conviction"], {"felony": "conviction"}),
        # It may have been alcohol, which is no controlled substance.
        (["using_now"], {"drugs": "not_sure", "s37h": "not_sure", "other_offense": "not_sure", "current_use": "only"}),
        # The school may name selling too.
        (["using_now", "drugs"], {"drugs": "yes", "s37h": "yes", "other_offense": "no", "current_use": "not_sure"}),
        (["using_now", "weapon"], {"drugs": "not_sure", "s37h": "yes", "current_use": "with_other"}),
    ],
)  # fmt: skip
def test_what_the_school_names_is_reduced_to_what_the_law_asks(conduct, expected):
    found = derive(conduct=conduct)
    assert {name: getattr(found, name) for name in expected} == expected


# --- the traps of law.md --------------------------------------------------------------


def test_more_than_ten_days_in_all_are_a_question_and_not_a_change_of_placement():
    over_ten = facts(plan="iep", removed="over_ten")
    assert rules.is_change_of_placement(over_ten) is Answer.NOT_SURE
    assert rules.owes_services_now(over_ten) is Answer.YES
    assert rules.decide(over_ten).iep.answer == "ask_services"
    assert "discipline_pattern" in rules.decide(over_ten).iep.reasons


def test_the_meeting_counts_from_the_decision():
    assert rules.CLOCKS["manifestation_determination"] == "decided_on"
    assert (
        "starts with the decision, not with the incident"
        in load(ROOT).texts["reason.discipline_manifestation_due.text"]
    )


def test_having_drugs_does_not_end_the_protection_of_504():
    having = facts(plan="plan_504", decided="long", manifestation="not_held", drugs="yes", s37h="yes")
    using = dataclasses.replace(having, current_use=rules.CurrentUse.ONLY)
    assert rules.needs_504_evaluation_first(having) is Answer.YES
    assert "discipline_504_drugs_not_using" in rules.decide(having).plan_504.reasons
    assert rules.needs_504_evaluation_first(using) is Answer.NO
    assert rules.decide(using).plan_504.answer == "ask_what_others_get"


def test_drug_use_takes_nothing_from_idea():
    before = facts(plan="iep", decided="long", manifestation="not_held", drugs="yes")
    assert rules.decide(before).iep == rules.decide(dataclasses.replace(before, current_use=rules.CurrentUse.ONLY)).iep


def test_special_circumstances_allow_another_setting_even_after_a_yes():
    yes = facts(plan="iep", decided="long", manifestation="yes")
    assert rules.decide(yes).iep.answer == "ask_return"
    for name in ("weapon", "drugs", "serious_injury"):
        assert rules.decide(dataclasses.replace(yes, **{name: Answer.YES})).iep.answer == "ask_setting"


@pytest.mark.parametrize(
    ("s37h", "felony", "expected"),
    [
        ("yes", "no", Answer.YES), ("no", "conviction", Answer.YES), ("no", "charge", Answer.NO), ("no", "no", Answer.NO),
        ("not_sure", "no", Answer.NOT_SURE), ("no", "not_sure", Answer.NOT_SURE),
    ],
)  # fmt: skip
def test_an_expulsion_is_possible_under_two_of_the_three_statutes(s37h, felony, expected):
    assert rules.may_be_expelled_in_massachusetts(facts(s37h=s37h, felony=felony)) is expected


def test_no_parent_misses_the_shortest_time_to_appeal():
    """Each reason on the appeal names a time of 5 calendar days, also where 10 may hold, and it stands first."""
    content = load(ROOT)
    states, decisions = ("massachusetts", "not_sure"), ("long", "other_place", "expulsion", "not_sure")
    for state, decided, s37h, felony, other_offense in itertools.product(
        states, decisions, VALUES["s37h"], VALUES["felony"], VALUES["other_offense"]
    ):
        found = facts(state=state, decided=decided, s37h=s37h, felony=felony, other_offense=other_offense)
        first = rules.decide(found).both[: 2 + (state == "not_sure")]
        appeal = next(reason for reason in first if reason.startswith("discipline_appeal"))
        words = content.texts[f"reason.{appeal}.text"]
        assert min(content.limits[limit].value for limit in rules.CLOCKS if f"{{{limit}}}" in words) == 5


@pytest.mark.parametrize("decided", VALUES["decided"])
def test_every_student_in_massachusetts_keeps_education_with_a_plan_or_with_none(decided):
    for plan in VALUES["plan"]:
        assert (
            "discipline_education_short" in rules.decide(facts(state="massachusetts", plan=plan, decided=decided)).both
        )


def test_a_child_without_a_plan_is_told_how_idea_may_protect_all_the_same():
    none = facts(plan="none", decided="expulsion")
    assert rules.decide(none).iep.reasons == ("discipline_basis_no", "discipline_evaluation_expedited")
    asked = dataclasses.replace(none, basis=Answer.YES, manifestation=rules.Manifestation.NOT_HELD)
    assert rules.decide(asked).iep.answer == "ask_manifestation"
    assert "discipline_basis_yes" in rules.decide(asked).iep.reasons


@pytest.mark.parametrize("decided", ["long", "other_place", "expulsion"])
@pytest.mark.parametrize("manifestation", ["not_held", "not_sure", "no"])
def test_an_expedited_hearing_is_named_unless_the_answer_was_yes(decided, manifestation):
    assert (
        "discipline_expedited_hearing"
        in rules.decide(facts(plan="iep", decided=decided, manifestation=manifestation)).iep.reasons
    )
    yes = "reason.discipline_manifestation_yes.text"
    assert "expedited hearing" in load(ROOT).texts[yes]


def test_no_sentence_to_say_tells_the_school_what_the_child_did_or_takes():
    content = load(ROOT)
    said = [
        text for key, text in content.texts.items() if key.startswith("reason.discipline_") and key.endswith(".say")
    ]
    assert said
    assert not [text for text in said if "My child is not using" in text or "the blade" in text]
