"""The figures: by hand, by another hand, and where they have to stay hidden."""

import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from iepkit.learning import figures
from iepkit.learning.totals import Change, Item, Scores, Sums

PEOPLE = st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=5, max_size=40)


def test_a_gain_worked_out_by_hand():
    # Five people answer ten questions. Right before: 4 5 3 6 2; right after: 6 8 4 7 7.
    #   mean before  20 / 5 = 4.0 of 10, 40 %
    #   mean after   32 / 5 = 6.4 of 10, 64 %
    #   gains        2 3 1 1 5, together 12; mean 12 / 5 = 2.4 of 10, 24 points
    #   from 2.4     -0.4 0.6 -1.4 -1.4 2.6; squares 0.16 0.36 1.96 1.96 6.76, together 11.2
    #   variance     11.2 / 4 = 2.8; standard error sqrt(2.8 / 5) = sqrt(0.56) = 0.748331
    #   t            2.776445 with 4 degrees of freedom, two-sided 95 % (from a printed table: 2.776)
    #   interval     2.4 -+ 2.776445 * 0.748331 = 2.4 -+ 2.077700: from 0.322300 to 4.477700, so 3.2 to 44.8 points
    change = Change.of([(4, 6), (5, 8), (3, 4), (6, 7), (2, 7)])
    found = figures.score({"10": Scores(change)}, "10")
    assert found.n == 5
    assert (found.before, found.after, found.gain) == pytest.approx((40, 64, 24))
    assert (found.low, found.high) == pytest.approx((3.223, 44.777), abs=0.001)
    assert found.rose == 5


@given(PEOPLE)
def test_the_interval_is_that_of_a_paired_t_test(people):
    before, after = zip(*people, strict=True)
    found = figures.compared(Change.of(people), most=10)
    assert found.gain == pytest.approx(sum(after) / len(after) - sum(before) / len(before))
    if len({later - earlier for earlier, later in people}) == 1:
        assert (found.low, found.high) == (None, None)
        return
    wanted = scipy.stats.ttest_rel(after, before).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx((max(wanted.low, -10), min(wanted.high, 10)))


@given(PEOPLE, st.randoms(use_true_random=False))
def test_the_order_of_people_changes_no_figure(people, chance):
    mixed = chance.sample(people, len(people))
    assert figures.compared(Change.of(mixed), 10) == figures.compared(Change.of(people), 10)


def test_where_all_gain_the_same_there_is_no_interval():
    found = figures.compared(Change.of([(1, 3)] * 6), most=10)
    assert (found.gain, found.low, found.high) == (2, None, None)


def test_an_interval_ends_where_no_change_can_be_larger():
    found = figures.compared(Change.of([(0, 1)] * 4 + [(1, 0)]), most=1, scale=100)
    assert (found.gain, found.high) == (60, 100)
    assert -100 < found.low < 0


def test_fewer_than_five_are_too_few():
    four = Change.of([(1, 2)] * 4, [1] * 4, [2] * 4)
    assert figures.compared(four, 10) is None
    assert figures.of_all(four, four.all_before, 1) is None
    assert figures.rating({"1": 0, "2": 0, "3": 2, "4": 2}) is None
    assert figures.shares({"1": 4, "2": 0}) is None
    assert figures.missed(Item(four, {"b": 4}, {"b": 4}), "a") is None


@pytest.mark.parametrize(("more", "is_told"), [(0, True), (1, False), (4, False), (5, True)])
def test_the_mean_of_all_is_hidden_where_it_would_tell_of_few(more, is_told):
    change = Change.of([(4, 6)] * 8, [4] * 8, [6] * 8 + [0] * more)
    found = figures.of_all(change, change.all_after, 10)
    assert found == (figures.Mean(8 + more, pytest.approx(480 / (8 + more))) if is_told else None)


def test_a_form_that_nobody_answered_has_no_mean():
    assert figures.of_all(Change(), Sums(), 1) is None


def test_a_statement_on_confidence_is_compared_in_points():
    found = figures.confidence(Change.of([(1, 3), (2, 3), (2, 2), (1, 4), (3, 4)]))
    assert (found.before, found.after, found.gain) == pytest.approx((1.8, 3.2, 1.4))
    assert found.rose == 4
    assert found.high <= 3


def test_a_question_is_compared_by_how_many_had_it_right():
    found = figures.item(Item(Change.of([(0, 1), (0, 1), (1, 1), (0, 0), (1, 0)])))
    assert (found.before, found.after, found.gain) == pytest.approx((40, 60, 20))


def test_who_agrees_is_who_chose_one_of_the_two_upper_points():
    found = figures.rating({"1": 1, "2": 1, "3": 3, "4": 5})
    assert (found.n, found.agree, found.mean) == (10, 0.8, pytest.approx(3.2))


@pytest.mark.parametrize(
    ("chosen", "missed"),
    [
        ({"a": 6, "b": 3, "c": 1, "not_sure": 0}, figures.Missed("b", 10, 0.3)),
        ({"a": 2, "b": 3, "c": 0, "not_sure": 5}, figures.Missed("b", 10, 0.3)),
        ({"a": 6, "b": 2, "c": 2, "not_sure": 0}, None),
        ({"a": 9, "b": 0, "c": 0, "not_sure": 1}, None),
    ],
)
def test_what_was_still_wrong_is_the_wrong_choice_that_most_chose(chosen, missed):
    assert figures.missed(Item(Change.of([(0, 0)] * 10), chosen), "a") == missed


def test_what_was_still_wrong_is_told_of_all_where_few_are_paired():
    few = Change.of([(0, 0)] * 2, [0] * 2, [0] * 8)
    assert figures.missed(Item(few, {"a": 0, "b": 2}, {"a": 6, "b": 2}), "a") == figures.Missed("b", 8, 0.25)


def test_the_check_in_which_most_people_can_be_compared_is_found():
    def of(n):
        return Scores(Change(gain=Sums(n)))

    assert figures.most_compared({"3": of(9), "10": of(4)}) == "3"
    assert figures.most_compared({"3": of(9), "10": of(9)}) == "10"
    assert figures.most_compared({}) is None


def test_where_nobody_can_be_compared_the_check_that_more_answered_is_found():
    few, many = Scores(Change(gain=Sums(4), all_after=Sums(5))), Scores(Change(gain=Sums(1), all_after=Sums(30)))
    assert figures.most_compared({"3": many, "10": few}) == "3"


@pytest.mark.parametrize(("more", "is_told"), [(0, True), (3, False), (4, False), (5, True)])
def test_a_question_is_hidden_where_it_would_tell_what_those_who_were_not_asked_it_had(more, is_told):
    of_old = {f"old_{n}/old_{n}": Item(Change.of([(0, 1)] * 20, [0] * 20, [1] * 20)) for n in range(2)}
    new = {"new/new": Item(Change.of([(1, 1)] * more, [1] * more, [1] * more))} if more else {}
    whole = Change.of([(0, 2)] * 20 + [(1, 1)] * more, [0] * 20 + [1] * more, [2] * 20 + [1] * more)
    items = figures.items({"2": Scores(whole, of_old | new)}, "2")
    assert {key for key, one in items.items() if figures.item(one)} == ({*of_old, *new} if is_told else set())


@pytest.mark.parametrize(
    ("numbers", "shown"),
    [
        ([10, 20], [True, True]),
        ([10, 20, 3], [False, True, False]),
        ([10, 20, 3, 2], [True, True, False, False]),
        ([4, 1], [False, False]),
        ([9, 2], [False, False]),
        ([10, 0], [True, True]),
        ([], []),
    ],
)
def test_a_row_that_is_hidden_cannot_be_found_from_the_others(numbers, shown):
    told = figures.told(numbers)
    assert [one and number > 0 for one, number in zip(told, numbers, strict=True)] == [
        one and number > 0 for one, number in zip(shown, numbers, strict=True)
    ]


@given(st.lists(st.integers(0, 12), max_size=8))
def test_what_is_hidden_in_a_table_is_nobody_or_five_people(numbers):
    told = figures.told(numbers)
    hidden = sum(number for number, is_told in zip(numbers, told, strict=True) if not is_told)
    assert hidden == 0 or hidden >= 5 or not any(told)
    assert all(number >= 5 for number, is_told in zip(numbers, told, strict=True) if is_told)
