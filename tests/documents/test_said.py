"""What is said of a date is whole, and never closes a door."""

import datetime as dt

import pytest

from iepkit.content import load
from iepkit.documents import said
from iepkit.documents.dates import work_out
from iepkit.documents.fit import dates_of
from iepkit.rules.model import State
from iepkit.rules.school_days import Calendar, Kind
from iepkit.wording import Wording
from tests.documents.test_dates import KNOWN, TODAY
from tests.kit import ROOT

CONTENT = load(ROOT)
WORDING = Wording(CONTENT)
MONDAY = dt.date(2026, 11, 2)
CASES = {case.id: case for case in CONTENT.dated_cases.values()}


def of(events, known=KNOWN, today=TODAY):
    found = work_out(CONTENT, State.MASSACHUSETTS, events, known, today)
    mine = {date.deadline: " ".join(said.of_parent(date, WORDING, today)) for date in found.act_by}
    return mine | {date.deadline: " ".join(said.of_district(date, WORDING)) for date in found.owed}


@pytest.mark.parametrize(
    ("today", "sentence"),
    [
        (MONDAY, "Reminder: November 25, 2026"),
        (dt.date(2026, 11, 25), "Few days are left. Do it today."),
        (dt.date(2026, 12, 2), "today, December 2, 2026, is the last day of the usual limit"),
        (dt.date(2026, 12, 3), "the usual limit was December 2, 2026. There can be exceptions."),
    ],
)
def test_what_a_parent_must_do(today, sentence):
    text = of({"proposal_received": MONDAY}, today=today)["answer_iep"]
    assert sentence in text
    assert "Exceptions exist; ask today." in text


@pytest.mark.parametrize(
    ("events", "known", "deadline", "sentence"),
    [
        ({"request_received": MONDAY}, KNOWN, "consent_form", "it is due by November 9, 2026."),
        ({"request_received": MONDAY}, KNOWN, "consent_form", "That day is past. Ask today where it stands."),
        ({"request_received": MONDAY}, Calendar(), "consent_form", "it is due by November 9, 2026 or later."),
        (
            {"request_received": dt.date(2026, 7, 1)},
            KNOWN,
            "consent_form",
            "between July 8, 2026 and September 8, 2026.",
        ),
        ({"request_received": dt.date(2026, 7, 1)}, KNOWN, "consent_form", "We do not know all of your"),
        ({"request_received": MONDAY}, KNOWN, "consent_form", "Snow days come later"),
    ],
)
def test_what_the_district_owes(events, known, deadline, sentence):
    assert sentence in of(events, known)[deadline]


def test_where_there_is_no_date_it_says_what_is_needed():
    text = of({"consent_received": dt.date(2027, 6, 10)}, today=dt.date(2027, 6, 11))["team_meeting_ma"]
    assert "there is no date yet" in text
    assert "the first day of the next school year" in text


def test_a_day_that_no_snow_can_move_does_not_speak_of_snow():
    assert "Snow" not in of({"team_meeting": MONDAY})["test_summaries"]


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_each_worked_date_can_be_said(case):
    dates = dates_of(case, CONTENT)
    for date in dates.act_by:
        assert all(said.of_parent(date, WORDING, case.today))
    for date in dates.owed:
        assert all(said.of_district(date, WORDING))


def test_each_kind_of_day_has_its_words():
    assert all(f"ui.dates.day.{kind}" in CONTENT.texts for kind in Kind)
