"""Codes: what is compared of them, and which two are one person's."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iepkit.learning.code import is_slip, normalised, pair


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (["ma", "14", "b"], "MA14B"),
        ([" Jos\u00e9 ", "07", "\u00c9"], "JOSE07E"),
        (["Ma", "7", "B"], "MA07B"),
        (["\u041c\u0430", "\u0662\u0663", "\u0411"], "\u041c\u041023\u0411"),
        (["m-a.", "1 4", "'b'"], "MA14B"),
        (["\uae40\uc11c", "14", "\uc11c"], "\uae40\uc11c14\uc11c"),
        (["\u00df", "01", "\u0130"], "SS01I"),
        (["", "", ""], ""),
        (["m", "", "b"], ""),
        ([], ""),
    ],
)
def test_letters_and_figures_of_any_script_are_compared(parts, code):
    assert normalised(parts) == code


@given(st.lists(st.text(max_size=20), max_size=3))
def test_a_code_read_again_is_the_same(parts):
    code = normalised(parts)
    assert normalised([code]) == code


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("MA14B", "MA14", True),
        ("MA14B", "MMA14B", True),
        ("MA14B", "MA15B", True),
        ("MA14B", "AM14B", True),
        ("MA14B", "MA14B", False),
        ("MA14B", "AM41B", False),
        ("MA14B", "MB14A", False),
        ("MA14B", "MA1", False),
        ("MA14B", "BA15M", False),
        ("ABCD", "BADC", False),
    ],
)
def test_a_slip_is_one_sign_more_less_other_or_two_neighbours_swapped(one, other, is_one):
    assert is_slip(one, other) is is_slip(other, one) is is_one


def test_the_same_codes_are_paired_first_then_what_differs_by_one_slip():
    found = pair(["MA14B", "JO07C", "LI21D"], ["JO07C", "MA14R", "XX99X"])
    assert found.exact == ((1, 0),)
    assert found.slips == ((0, 1),)
    assert found.doubled == 0


def test_a_code_that_stands_twice_is_paired_with_none_and_counted():
    found = pair(["MA14B", "MA14B", "JO07C"], ["MA14B", "JO07C"])
    assert found.exact == ((2, 1),)
    assert found.slips == ()
    assert found.doubled == 2


def test_a_slip_that_could_be_anothers_too_is_no_pair():
    assert pair(["MA14B"], ["MA14C", "MA14D"]).pairs == ()
    assert pair(["MA14C", "MA14D"], ["MA14B"]).pairs == ()
    assert pair(["MA14B", "MA14B", "MA14C"], ["MA14B"]).pairs == ()
    # The slip could be either of the two with one code, or the one beside them.
    assert pair(["MA14B", "MA14B", "MA14C"], ["MA14D"]).pairs == ()


def test_an_exact_pair_does_not_stand_in_the_way_of_a_slip():
    assert pair(["MA14B", "MA14C"], ["MA14B", "MA14D"]).pairs == ((0, 0), (1, 1))


def test_a_sheet_with_no_code_is_in_no_pair():
    assert pair(["", ""], ["", "MA14B"]).pairs == ()


CODES = st.lists(st.text("AB1", max_size=4), max_size=8)


@given(CODES, CODES)
def test_each_sheet_is_in_one_pair_at_most(before, after):
    pairs = pair(before, after).pairs
    assert len({one for one, _ in pairs}) == len({other for _, other in pairs}) == len(pairs)


@given(CODES, CODES, st.randoms(use_true_random=False))
def test_the_order_of_sheets_changes_nothing(before, after, chance: random.Random):
    def codes(first, second):
        return sorted((first[one], second[other]) for one, other in pair(first, second).pairs)

    mixed, mixed_after = chance.sample(before, len(before)), chance.sample(after, len(after))
    assert codes(mixed, mixed_after) == codes(before, after)
    assert sorted((other, one) for one, other in codes(after, before)) == codes(before, after)
