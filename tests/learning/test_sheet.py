"""A sheet of the check: what is taken, and what is refused as forged."""

import pytest

from iepkit.learning.sheet import SheetError, read
from tests.learning.samples import with_check

FULL = {
    "code": ["ma", "14", "b"],
    "items": {"after_1": "b", "after_2": "not_sure"},
    "role": "parent",
    "place": "online",
    "confidence": {"tell_apart": {"before": 1, "now": "4"}, "whom_to_ask": {"now": 3}},
    "ratings": {"quality": 4, "usefulness": "2"},
    "funder": {"heard": "2"},
}
EARLIER = {"code": ["ma", "14", "b"], "items": {"before_1": "a"}, "role": "parent", "place": "online"}


@pytest.fixture(scope="module")
def asked(content):
    return with_check(content)


def test_a_full_sheet_is_stored_clean(asked):
    assert read(FULL, "after", "full", asked) == {
        "code": "MA14B",
        "items": {"after_1": "b", "after_2": "not_sure"},
        "role": "parent",
        "place": "online",
        "confidence": {"tell_apart": {"before": 1, "now": 4}, "whom_to_ask": {"now": 3}},
        "ratings": {"quality": 4, "usefulness": 2},
        "funder": {"heard": "2"},
    }
    assert read(EARLIER, "before", "short", asked) == {**EARLIER, "code": "MA14B"}


@pytest.mark.parametrize(
    "empty",
    [
        {},
        {"code": [], "items": {}, "confidence": {}, "ratings": {}, "funder": {}},
        {"code": ["", None, ""], "items": {"after_1": None}, "role": None, "place": ""},
        {"confidence": {"tell_apart": {"before": None}, "whom_to_ask": {}}, "ratings": {"quality": ""}},
    ],
)
def test_what_is_not_answered_leaves_no_trace(asked, empty):
    assert read(empty, "after", "full", asked) == {}


FORGED = [
    None,
    [],
    "x",
    5,
    {"name": "Ana"},
    {"code": "MA14B"},
    {"code": ["MA", "14", "B", "X"]},
    {"code": ["M" * 21]},
    {"code": [14]},
    {"code": {"0": "MA"}},
    {"items": []},
    {"items": {"before_1": "a"}},
    {"items": {"no_such": "a"}},
    {"items": {"after_1": "z"}},
    {"items": {"after_1": ["a"]}},
    {"items": {"after_1": 1}},
    {"items": {"after_1": {}}},
    {"role": "teacher"},
    {"role": "online"},
    {"role": ["parent"]},
    {"place": "parent"},
    {"confidence": {"tell_apart": 3}},
    {"confidence": {"tell_apart": {"later": 3}}},
    {"confidence": {"quality": {"now": 3}}},
    {"confidence": {"tell_apart": {"now": 5}}},
    {"ratings": {"quality": 0}},
    {"ratings": {"quality": True}},
    {"ratings": {"quality": 3.0}},
    {"ratings": {"quality": "33"}},
    {"ratings": {"tell_apart": 3}},
    {"funder": {"heard": "4"}},
    {"funder": {"heard": 2}},
    {"funder": {"other": "1"}},
]


@pytest.mark.parametrize("forged", FORGED, ids=str)
def test_what_is_forged_is_refused(asked, forged):
    with pytest.raises(SheetError) as refused:
        read(forged, "after", "full", asked)
    assert refused.value.problem == "forged"


@pytest.mark.parametrize("key", ["confidence", "ratings", "funder"])
def test_before_the_workshop_nobody_judges_it(asked, key):
    with pytest.raises(SheetError):
        read({key: FULL[key]}, "before", "full", asked)


def test_the_short_form_does_not_ask_what_the_full_one_does(asked):
    assert read({"items": {"after_4": "a"}}, "after", "full", asked) == {"items": {"after_4": "a"}}
    with pytest.raises(SheetError):
        read({"items": {"after_4": "a"}}, "after", "short", asked)
