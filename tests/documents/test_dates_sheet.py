"""What the browser's script is given to work out dates, and to say and to save them."""

import datetime as dt
import json
import string

import pytest

from iepkit.content import ENGLISH, load
from iepkit.documents.dates import with_holidays
from iepkit.documents.dates_sheet import dates_sheet
from iepkit.rules.model import State
from iepkit.rules.school_days import Calendar
from tests.kit import OTHER_LANGUAGE, ROOT

CONTENT = load(ROOT)
SHEET = dates_sheet(CONTENT, ENGLISH)
OPEN = {"start", "day", "earliest", "latest", "what"}


def test_it_is_ready_for_json_and_small_enough_for_a_page():
    written = json.dumps(SHEET, separators=(",", ":"))
    assert json.loads(written) == SHEET
    assert len(written) < 30_000


def test_each_deadline_runs_from_an_event_and_each_name_leads_somewhere():
    deadlines = {deadline["id"]: deadline for deadline in SHEET["deadlines"]}
    events = {event["id"] for event in SHEET["events"]}
    assert list(deadlines) == list(CONTENT.deadlines)
    assert {deadline["event"] for deadline in deadlines.values()} == events
    assert {deadline["inside"] for deadline in deadlines.values()} <= {*deadlines, ""}
    assert {event["not_before"] for event in SHEET["events"]} <= {*events, ""}


@pytest.mark.parametrize(
    ("state", "kept"),
    [(State.MASSACHUSETTS, "massachusetts"), (State.OTHER, "elsewhere"), (State.NOT_SURE, "elsewhere")],
)
def test_the_holidays_of_a_state_are_those_that_fall_on_weekdays(state, kept):
    days = [dt.date.fromisoformat(day) for part in ("everywhere", kept) for day in SHEET["holidays"][part].split()]
    assert len(days) == len(set(days))
    assert set(days) == {day for day in with_holidays(Calendar(), state).holidays if day.isoweekday() <= 5}


def test_the_numbers_of_the_law_stand_in_the_sentences_and_only_days_and_names_are_left_open():
    left_open = {name for text in SHEET["texts"].values() for _, name, _, _ in string.Formatter().parse(text) if name}
    assert left_open == OPEN
    assert "14 calendar days" in SHEET["texts"]["ui.dates.note.year_end"]


def test_it_speaks_the_language_that_is_asked_for(kit):
    kit.translate("eo", OTHER_LANGUAGE | {"ui.dates.remind": "Xi: {day}", "unit.calendar_days.many": "xoj"})
    texts = dates_sheet(load(kit.folder), "eo")["texts"]
    assert texts["ui.dates.remind"] == "Xi: {day}"
    assert "14 xoj" in texts["ui.dates.note.year_end"]
