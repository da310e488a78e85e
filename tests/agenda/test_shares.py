"""Whole minutes are shared out so that none is lost and nobody gets more than it takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iepkit.agenda.shares import raised, shared

SPANS = st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9)), min_size=1, max_size=8)


@given(SPANS, st.integers(0, 90))
def test_minutes_are_given_until_there_are_none_or_nobody_takes_more(spans, minutes):
    low, high = [a for a, _ in spans], [a + more for a, more in spans]
    found = raised(low, high, minutes, range(len(low)))
    assert sum(found) == min(sum(low) + minutes, sum(high))
    assert all(a <= b <= c for a, b, c in zip(low, found, high, strict=True))


@given(SPANS, st.integers(0, 90))
def test_nobody_is_a_minute_ahead_of_another(spans, minutes):
    low, high = [a for a, _ in spans], [a + more for a, more in spans]
    found = raised(low, high, minutes, range(len(low)))
    parts = [((f - a) / (c - a), 1 / (c - a)) for a, f, c in zip(low, found, high, strict=True) if c > a]
    assert all(part - step <= min(other for other, _ in parts) + 1e-9 for part, step in parts)


def test_who_comes_first_is_said_by_the_order():
    assert raised([1, 1, 1], [2, 2, 2], 1, [3, 1, 2]) == [1, 2, 1]


@given(SPANS, st.floats(0, 1))
def test_a_whole_is_split_into_parts_between_their_low_and_high(spans, way):
    low, high = [a for a, _ in spans], [a + more for a, more in spans]
    minutes = round(sum(low) + way * (sum(high) - sum(low)))
    found = shared(minutes, low, high)
    assert sum(found) == minutes
    assert all(a <= b <= c for a, b, c in zip(low, found, high, strict=True))


@given(st.lists(st.tuples(st.floats(0.2, 30), st.floats(0, 30)), min_size=1, max_size=8), st.integers(0, 200))
def test_no_minute_is_lost_and_no_part_is_empty_however_the_whole_lies(spans, more):
    low, high = [a for a, _ in spans], [a + b for a, b in spans]
    found = shared(len(spans) + more, low, high)
    assert sum(found) == len(spans) + more
    assert min(found) >= 1


@pytest.mark.parametrize(("minutes", "parts"), [(6, [1, 5]), (5, [1, 4]), (2, [1, 1]), (24, [4, 20])])
def test_parts_keep_their_weight(minutes, parts):
    assert shared(minutes, [1, 4], [1, 5]) == parts
