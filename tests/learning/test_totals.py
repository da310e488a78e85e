"""What is counted of a workshop, and what of it may be kept."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iepkit.learning.totals import Change, Sums, Totals, folded, totals_of
from iepkit.store.model import Kind
from tests.learning.samples import codes, record, sheet, with_check


@pytest.fixture(scope="module")
def asked(content):
    return with_check(content)


def checked(count, before=4, after=7, **more):
    """Sheets of so many people, all paired."""
    names = codes(count)
    return [sheet("before", name, before, **more) for name in names], [
        sheet("after", name, after, **more) for name in names
    ]


def test_pairs_and_their_gain_are_counted(asked):
    before, after = checked(6)
    after[0] = sheet("after", "AA10A", 3)
    totals = totals_of(record(before, after), asked)
    right = totals.scores["10"].right
    assert totals.sheets == {"before": 6, "after": 6}
    assert (totals.exact, totals.slips, totals.doubled, totals.no_code) == (6, 0, 0, 0)
    # Five people gain 3 and one loses 1: 14 together; squares 5 * 9 + 1.
    assert right.gain == Sums(6, 14, 46)
    assert right.before == right.all_before == Sums(6, 24, 96)
    assert right.after == right.all_after == Sums(6, 38, 254)
    assert right.rose == 5


def test_a_pair_of_questions_counts_who_had_it_right_and_what_was_chosen(asked):
    before, after = checked(5)
    after.append(sheet("after", "", 4))
    one = totals_of(record(before, after), asked).scores["10"].items["before_5/after_5"]
    assert one.right.before == Sums(5, 0, 0)
    assert one.right.after == Sums(5, 5, 5)
    assert one.right.all_after == Sums(6, 5, 5)
    assert one.chosen == {"a": 5, "b": 0, "c": 0, "not_sure": 0}
    assert one.all_chosen == {"a": 5, "b": 1, "c": 0, "not_sure": 0}


def test_a_question_that_is_left_out_is_not_right_and_an_empty_sheet_is_no_try(asked):
    before = [{"code": "AA10A", "items": {"before_1": "a"}}, {"code": "BB11B"}]
    after = [{"code": "AA10A", "items": {"after_1": "a", "after_2": "not_sure"}}, sheet("after", "BB11B", 9)]
    totals = totals_of(record(before, after), asked)
    assert totals.sheets == {"before": 1, "after": 2}
    assert totals.scores["10"].right.gain == Sums(1, 0, 0)
    assert totals.scores["10"].right.all_after == Sums(2, 10, 82)


def test_a_full_form_is_compared_with_a_short_one_in_what_both_ask(asked):
    before = [sheet("before", "AA10A", 2), sheet("before", "", 5)]
    after = [sheet("after", "AA10A", 3, of=3), sheet("after", "", 1, of=3)]
    totals = totals_of(record(before, after, length="full", after_length="short"), asked)
    assert totals.scores["3"].right.gain == Sums(1, 1, 1)
    assert list(totals.scores["3"].items) == ["before_1/after_1", "before_2/after_2", "before_3/after_3"]
    assert totals.scores["3"].right.all_before == Sums(1, 2, 4)
    assert totals.scores["3"].right.all_after == Sums(2, 4, 10)
    assert totals.scores["10"].right.all_before == Sums(1, 5, 25)


def test_slips_doubled_codes_and_sheets_with_none_are_told_apart(asked):
    before = [sheet("before", code, 1) for code in ("AA10A", "BB11B", "CC12C", "CC12C", "")]
    after = [sheet("after", code, 2) for code in ("AA10A", "BB11R", "CC12C", "")]
    totals = totals_of(record(before, after), asked)
    assert (totals.exact, totals.slips, totals.pairs, totals.doubled, totals.no_code) == (1, 1, 2, 2, 2)


def test_what_people_say_of_themselves_and_of_the_workshop_is_counted(asked):
    said = {
        "confidence": {"tell_apart": {"before": 1, "now": 3}, "whom_to_ask": {"now": 4}},
        "ratings": {"quality": 4},
        "funder": {"heard": "2"},
        "role": "parent",
        "place": "online",
    }
    totals = totals_of(record(after=[said, {**said, "ratings": {"quality": 3}}, {"role": "student"}]), asked)
    assert totals.confidence["tell_apart"].gain == Sums(2, 4, 8)
    assert totals.confidence["tell_apart"].rose == 2
    assert totals.confidence["whom_to_ask"] == Change()
    assert totals.ratings["quality"] == {"1": 0, "2": 0, "3": 1, "4": 1}
    assert totals.funder["heard"] == {"1": 0, "2": 2, "3": 0}
    assert totals.came == {"before": {}, "after": {"parent.online": 2, "student.": 1}}
    assert totals.sheets == {"before": 0, "after": 0}


def test_polls_and_their_votes_are_counted_and_what_nobody_votes_on_is_not(asked):
    kept = record(polls=[["a", "b"], ["a"]])
    told = [*kept.rounds]
    told[3] = type(told[3])(**{**vars(told[3]), "hands": {"a": 4}})
    told.append(type(told[3])(**{**vars(told[3]), "id": "end", "kind": Kind.OUTCOME, "hands": {}}))
    totals = totals_of(type(kept)(kept.workshop, tuple(told), kept.ballots), asked)
    assert (totals.polls, totals.votes) == (2, 7)


def test_questions_that_the_kit_has_no_more_are_not_counted(asked):
    before = [{"code": "AA10A", "items": {"gone": "a"}}, {"code": "BB11B", "items": {"gone": "a", "before_1": "a"}}]
    totals = totals_of(record(before), asked)
    assert totals.sheets["before"] == 1
    assert totals.scores["10"].right.all_before == Sums(1, 1, 1)


def test_where_only_totals_are_left_they_are_given_back(asked):
    before, after = checked(6, role="parent", place="online", ratings={"quality": 4})
    counted = totals_of(record(before, after), asked)
    kept = json.loads(json.dumps(counted.as_dict()))
    assert totals_of(record(totals=kept), asked) == counted


def test_totals_of_an_older_kit_are_read():
    assert Totals.from_dict({"workshops": 2, "of_a_newer_kit": 5}) == Totals(workshops=2)


@pytest.mark.parametrize(
    ("one", "is_empty"),
    [
        (Totals(workshops=1, polls=2, attended={"parent.online": 0}, came={"before": {}}), True),
        (Totals(votes=1), False),
        (Totals(attended={"parent.online": 1}), False),
        (Totals(came={"before": {"parent.": 1}}), False),
    ],
)
def test_a_workshop_of_which_nothing_is_known_is_empty(one, is_empty):
    assert one.is_empty is is_empty


# What is kept when the answers are gone.


def test_fewer_than_five_leave_no_trace(asked):
    before, after = checked(4, confidence={"tell_apart": {"before": 1, "now": 2}}, ratings={"quality": 4})
    after[0]["funder"] = {"heard": "1"}
    kept = totals_of(record(before, after, attended={"parent.online": 4}), asked).without_small()
    assert kept.scores["10"].right == Change()
    assert {item.right for item in kept.scores["10"].items.values()} == {Change()}
    assert {str(item.chosen) + str(item.all_chosen) for item in kept.scores["10"].items.values()} == {"{}{}"}
    assert set(kept.confidence.values()) == {Change()}
    assert (kept.ratings, kept.funder) == ({}, {})
    assert kept.attended == {".": 4}
    assert kept.sheets == {"before": 4, "after": 4}


@pytest.mark.parametrize(("more", "stays"), [(0, True), (1, False), (4, False), (5, True)])
def test_all_beside_the_pairs_leaves_nobody_to_be_told_apart(asked, more, stays):
    before, after = checked(6)
    after += [sheet("after", "", 2) for _ in range(more)]
    kept = totals_of(record(before, after), asked).without_small().scores["10"]
    assert kept.right.gain.n == 6
    # Else all are the pairs, so that this workshop still counts in the sum of several.
    assert kept.right.all_after.n == (6 + more if stays else 6)
    assert bool(kept.items["before_1/after_1"].all_chosen) is stays
    assert kept.items["before_1/after_1"].chosen


def test_all_stay_where_the_pairs_are_too_few_to_stand_beside_them(asked):
    before, after = checked(3)
    after += [sheet("after", "", 2) for _ in range(3)]
    kept = totals_of(record(before, after), asked).without_small().scores["10"].right
    assert (kept.gain.n, kept.after.n, kept.all_before.n, kept.all_after.n) == (0, 0, 0, 6)


def test_a_forgotten_workshop_still_counts_among_all_of_several(asked):
    before, after = checked(6)
    before.append(sheet("before", "", 2))
    several = totals_of(record(before, after), asked).without_small()
    several += totals_of(record([sheet("before", "", 8)] * 6, ()), asked)
    assert several.scores["10"].right.all_before.n == 12


def test_few_of_one_role_are_told_as_people_alone():
    heads = {"parent.in_person": 9, "parent.online": 5, "student.in_person": 2, "professional.online": 4, ".": 6}
    assert folded(heads) == {"parent.in_person": 9, "parent.online": 5, ".": 12}
    assert folded({"parent.online": 5}) == {"parent.online": 5}


COUNTS = st.dictionaries(st.sampled_from("abc"), st.integers(0, 9), max_size=3)
SUMS = st.builds(Sums, *[st.integers(0, 99)] * 3)
CHANGES = st.builds(Change, *[SUMS] * 3, st.integers(0, 9), *[SUMS] * 2)
TOTALS = st.builds(
    Totals,
    workshops=st.integers(0, 9),
    attended=COUNTS,
    came=st.dictionaries(st.sampled_from(["before", "after"]), COUNTS),
    exact=st.integers(0, 9),
    confidence=st.dictionaries(st.sampled_from("xy"), CHANGES),
    ratings=st.dictionaries(st.sampled_from("xy"), COUNTS),
)


@given(TOTALS, TOTALS, TOTALS)
@settings(max_examples=50)
def test_the_order_in_which_workshops_are_added_changes_nothing(one, two, three):
    assert one + two == two + one
    assert (one + two) + three == one + (two + three)
    assert one + Totals() == one
    assert (one + two).workshops == one.workshops + two.workshops


@given(TOTALS)
@settings(max_examples=50)
def test_totals_come_back_from_json_as_they_were(one):
    assert Totals.from_dict(json.loads(json.dumps(one.as_dict()))) == one


@given(st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_sheets_changes_no_total(asked_scores, chance):
    mixed = chance.sample(asked_scores, len(asked_scores))
    assert Change.of(mixed) == Change.of(asked_scores)


def test_two_workshops_are_added(asked):
    before, after = checked(6)
    one = totals_of(record(before, after, attended={"parent.online": 7}), asked)
    both = one + totals_of(record(*checked(3), length="short", attended={"parent.online": 1}), asked)
    assert both.workshops == 2
    assert both.attended == {"parent.online": 8}
    assert (both.scores["10"].right.gain.n, both.scores["3"].right.gain.n) == (6, 3)
