"""The page's script and the rules are held against each other, and a difference is found."""

import pytest

from iepkit.explorers import TOPICS
from iepkit.site import check

SETS = 150


def test_the_script_says_what_the_rules_say_for_every_case_and_at_random(browser, content):
    told = {}
    assert [
        str(found) for found in check.differences(browser, content, SETS, lambda *now: told.update({now[0]: now[1:]}))
    ] == []
    assert list(told) == [*check.COMPARED]
    assert all(done == total > SETS for done, total in told.values())


@pytest.mark.parametrize(
    ("topics", "change"),
    [
        (TOPICS, ("clock: day === today ?", "clock: day < today ?")),
        (TOPICS, ("return ~place;", "return 0;")),
        ((check.DATES,), ('day === today ? "last_day" : clock}`', "clock}`")),
        ((check.DATES,), ("if (counted.least >= number.value)", "if (counted.least > number.value)")),
        ((check.DATES,), ("most < longest ?", "most <= longest ?")),
    ],
)
def test_a_script_that_says_something_else_is_found_out(browser, content, monkeypatch, topics, change):
    script = check.one_script("check.js")
    assert script.count(change[0]) == 1
    monkeypatch.setattr(check, "one_script", lambda _: script.replace(*change))
    found = list(check.differences(browser, content, SETS, topics=topics))
    assert found
    assert "  page:  {" in str(found[0])
