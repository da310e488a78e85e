"""Who voted stays hidden, whatever is put together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iepkit.learning.polls import FEWEST, leading, result, tally, voter


def test_a_phone_has_another_name_in_each_round_and_workshop():
    names = {voter(secret, "phone", rnd) for secret in (b"one", b"two") for rnd in ("first", "second")}
    assert len(names) == 4
    assert voter(b"one", "phone", "first") in names
    # A phone whose name runs into that of the round is no other phone.
    assert voter(b"s", "b:c", "a") != voter(b"s", "c", "a:b")


def test_votes_are_counted_in_the_order_of_the_choices():
    ballots = [{"choice": "b"}, {"choice": "a"}, {"choice": "b"}, {"choice": "gone"}, {}]
    assert list(tally(["a", "b", "c"], ballots).items()) == [("a", 1), ("b", 2), ("c", 0)]


def test_nothing_but_the_number_is_seen_while_phones_may_vote():
    seen = result({"a": 20, "b": 9}, {"a": 2}, is_closed=False)
    assert (seen.votes, seen.voters, seen.shares) == (None, 31, {})


@pytest.mark.parametrize(
    ("phones", "hands", "votes"),
    [
        ({"a": 4, "b": 0}, {}, None),
        ({"a": 4, "b": 1}, {}, {"a": 4, "b": 1}),
        # The room saw the hands: what is left would be one phone's vote.
        ({"a": 1, "b": 0}, {"a": 10, "b": 10}, None),
        ({"a": 0, "b": 0}, {"a": 2, "b": 1}, {"a": 2, "b": 1}),
        ({"a": 3, "b": 2}, {"b": 4}, {"a": 3, "b": 6}),
        ({"a": 0, "b": 0}, {}, None),
    ],
)
def test_few_phones_stay_hidden(phones, hands, votes):
    assert result(phones, hands, is_closed=True).votes == votes


def test_shares_are_of_all_who_voted():
    assert result({"a": 6, "b": 2}, {"b": 2}, is_closed=True).shares == {"a": 0.6, "b": 0.4}


counts = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 40), min_size=2)


@given(counts, counts, st.booleans())
def test_whatever_is_seen_hides_at_least_five_phones_or_none(phones, hands, is_closed):
    hands = {choice: count for choice, count in hands.items() if choice in phones}
    seen = result(phones, hands, is_closed=is_closed)
    assert seen.voters == sum(phones.values()) + sum(hands.values())
    if seen.votes is not None:
        assert is_closed
        assert sum(seen.votes.values()) == seen.voters
        left = sum(seen.votes[choice] - hands.get(choice, 0) for choice in seen.votes)
        assert left == 0 or left >= FEWEST


@pytest.mark.parametrize(
    ("votes", "most"), [({"a": 3, "b": 1}, ["a"]), ({"a": 2, "b": 2, "c": 1}, ["a", "b"]), ({"a": 0}, []), ({}, [])]
)
def test_the_leading_choices_are_those_with_the_most_votes(votes, most):
    assert leading(votes) == most
