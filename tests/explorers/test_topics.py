"""What follows from answers: which dates are shown, and from which day."""

import datetime as dt

import pytest

from iepkit.content import load
from iepkit.explorers import as_ids, work_out
from tests.kit import ROOT

CONTENT = load(ROOT)
TODAY = dt.date(2026, 3, 16)
SUSPENDED = {"state": "massachusetts", "about": "discipline", "decided_on": "3 days ago"}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("other_offense", {"appeal_37h34": dt.date(2026, 3, 18)}),
        ("weapon_drugs_staff", {"appeal_37h": dt.date(2026, 3, 23), "appeal_37h34": dt.date(2026, 3, 18)}),
    ],
)
def test_only_the_appeal_that_a_reason_names_has_a_date(kind, expected):
    dates = work_out("rights", {**SUSPENDED, "discipline": kind}, CONTENT, TODAY).dates
    assert {limit: due.day for limit, due in dates.items() if limit.startswith("appeal")} == expected


def test_a_limit_of_another_state_has_no_date():
    given = {"where": "waiting", "consent_on": "10 days ago"}
    here = work_out("pathway", {**given, "state": "massachusetts"}, CONTENT, TODAY).dates
    there = work_out("pathway", {**given, "state": "other"}, CONTENT, TODAY).dates
    assert {"evaluation_ma", "team_meeting_ma"} <= here.keys()
    assert not {"evaluation_ma", "team_meeting_ma"} & there.keys()
    assert "evaluation_federal" in there


def test_a_result_goes_to_a_browser_as_ids_numbers_and_dates():
    ids = as_ids(work_out("rights", {**SUSPENDED, "discipline": "other_offense"}, CONTENT, TODAY))
    assert ids["dates"]["appeal_37h34"] == {"start": "2026-03-13", "day": "2026-03-18", "clock": "ahead"}
    assert ids["counts"] == {}
    assert ids["iep"]["routes"]


def test_a_question_that_is_not_asked_sets_no_clock():
    given = {**SUSPENDED, "about": "evaluation", "discipline": "other_offense"}
    assert "appeal_37h34" not in work_out("rights", given, CONTENT, TODAY).dates
