"""The calendar file, read back by another library than the one that wrote it."""

import datetime as dt

import vobject

from iepkit.content import load
from iepkit.documents.calendar_file import calendar_file
from iepkit.documents.dates import work_out
from iepkit.documents.fit import dates_of
from iepkit.rules.model import State
from iepkit.rules.school_days import Calendar
from iepkit.wording import Wording
from tests.documents.test_dates import KNOWN
from tests.kit import ROOT

CONTENT = load(ROOT)
NOW = dt.datetime(2026, 11, 3, 20, 30, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
MONDAY = dt.date(2026, 11, 2)
EVENTS = {"proposal_received": MONDAY, "happened": MONDAY, "consent_received": MONDAY, "request_received": MONDAY}


def saved(events=EVENTS, *, now=NOW, known=KNOWN, says_more=False):
    found = work_out(CONTENT, State.MASSACHUSETTS, events, known, now.date())
    raw = calendar_file([*found.act_by, *found.owed], Wording(CONTENT), now, says_more=says_more)
    return found, raw, vobject.readOne(raw.decode())


def days(calendar):
    return sorted(event.dtstart.value for event in calendar.vevent_list)


def test_the_days_read_back_are_those_that_were_worked_out():
    found, _, calendar = saved()
    mine = [day for date in found.act_by for day in (date.day, date.remind_on)]
    assert days(calendar) == sorted([*mine, *(date.window.latest for date in found.owed)])


def test_the_days_of_every_worked_date_read_back():
    for case in CONTENT.dated_cases.values():
        found = dates_of(case, CONTENT)
        now = dt.datetime.combine(case.today, dt.time(12), dt.UTC)
        wanted = [day for date in found.act_by for day in (date.day, date.remind_on)]
        wanted += [date.window.latest or date.window.earliest for date in found.owed]
        raw = calendar_file([*found.act_by, *found.owed], Wording(CONTENT), now)
        events = getattr(vobject.readOne(raw.decode()), "vevent_list", [])
        got = sorted(event.dtstart.value for event in events)
        assert got == sorted(day for day in wanted if day and day >= case.today), case.id


def test_each_event_is_one_whole_day_that_leaves_the_parent_free():
    _, raw, calendar = saved()
    for event in calendar.vevent_list:
        assert event.dtstart.params["VALUE"] == ["DATE"]
        assert event.dtend.value - event.dtstart.value == dt.timedelta(days=1)
        assert event.dtstamp.value == NOW
        assert (event.transp.value, event.contents["class"][0].value) == ("TRANSPARENT", "PRIVATE")
    assert b"\r\n" in raw
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))


def test_titles_are_neutral_unless_the_parent_wants_more():
    _, raw, calendar = saved()
    assert {event.summary.value for event in calendar.vevent_list} == {"School date", "School date: reminder"}
    for word in ("IEP", "evaluation", "disab", "answer", "consent"):
        assert word.lower() not in raw.decode().lower()
    _, _, more = saved(says_more=True)
    titles = {event.summary.value for event in more.vevent_list}
    assert "School date: Your answer to the proposed IEP" in titles
    assert "School date, reminder of December 2, 2026: Your answer to the proposed IEP" in titles
    assert any("ask politely" in event.description.value for event in more.vevent_list)


def test_each_event_says_that_it_does_not_change_by_itself():
    for says_more in (False, True):
        for event in saved(says_more=says_more)[2].vevent_list:
            assert "does not change by itself" in event.description.value
            assert "{" not in event.description.value


def test_names_stay_the_same_and_hold_nothing_that_was_typed():
    names = [[event.uid.value for event in saved(now=now)[2].vevent_list] for now in (NOW, NOW + dt.timedelta(hours=2))]
    assert names[0] == names[1]
    assert len(set(names[0])) == len(names[0])
    assert not any("2026" in name and "11" in name and "consent" in name for name in names[0])
    other = saved({**EVENTS, "proposal_received": MONDAY + dt.timedelta(days=1)})[2]
    assert names[0] != [event.uid.value for event in other.vevent_list]


def test_the_alarm_rings_a_week_before_or_the_day_before():
    def alarms(now):
        calendar = saved({"proposal_received": MONDAY}, now=now)[2]
        (event,) = [e for e in calendar.vevent_list if e.summary.value == "School date"]
        return [event.dtstart.value + alarm.trigger.value for alarm in getattr(event, "valarm_list", [])], event

    nine = dt.timedelta(hours=9)
    assert alarms(NOW)[0] == [dt.date(2026, 12, 2) - dt.timedelta(days=7) + nine]
    _, event = alarms(NOW)
    assert event.valarm.trigger.value == nine - dt.timedelta(days=7)
    _, soon = alarms(NOW.replace(day=28))
    assert soon.valarm.trigger.value == nine - dt.timedelta(days=1)
    assert alarms(NOW.replace(month=12, day=1))[0] == []


def test_of_a_date_that_is_past_there_is_the_reminder_alone():
    _, _, calendar = saved({"proposal_received": MONDAY}, now=NOW.replace(month=12, day=10))
    (event,) = calendar.vevent_list
    assert (event.summary.value, event.dtstart.value) == ("School date: reminder", dt.date(2026, 12, 10))


def test_where_the_later_day_is_not_known_the_earliest_is_saved_and_says_so():
    _, _, calendar = saved({"consent_received": MONDAY}, known=Calendar(), says_more=True)
    assert all("This is the earliest day" in event.description.value for event in calendar.vevent_list)


def test_what_has_no_date_has_no_event():
    late = {"consent_received": dt.date(2027, 6, 10)}
    _, _, calendar = saved(late, now=NOW.replace(year=2027, month=6, day=11))
    assert "vevent" not in calendar.contents
