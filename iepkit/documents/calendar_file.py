"""Makes the calendar file (.ics) of the dates that a parent chose.

A calendar may be shared, so that the titles say no more than "School date"
unless the parent asks for more. A saved calendar does not change, and each event
says so.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import icalendar

from iepkit.rules.deadlines import ActBy, Owed
from iepkit.wording import Wording, drafts_used

MEDIA_TYPE = "text/calendar"
FILE_NAME = "school_dates.ics"

# A name that says no more than the titles do.
_PROGRAM = "-//School dates//EN"
_DOMAIN = "school-dates.invalid"
# The same date saved again takes the place of the one before it. Its name is a
# hash, since a calendar shows it to others.
_NAMES = uuid.uuid5(uuid.NAMESPACE_DNS, _DOMAIN)
_DAY = dt.date.resolution
_NINE_IN_THE_MORNING = dt.timedelta(hours=9)


@dataclass(frozen=True)
class _Event:
    """One day in the calendar; the first of ``alarms`` that is still to come is taken.

    They are days before it: some calendars know no later alarm. The words are
    made where they are written, so that what is not said labels nothing as a draft.
    """

    part: str
    day: dt.date
    title: Callable[[], str]
    notes: Callable[[], tuple[str, ...]]
    alarms: tuple[dt.date, ...] = ()


def calendar_file(
    dates: Iterable[ActBy | Owed], wording: Wording, now: dt.datetime, *, says_more: bool = False
) -> bytes:
    """The calendar file of these dates, as bytes.

    Args:
        dates: those that the parent chose. One that has no day has no event, and
            of one that is past there is the reminder alone.
        wording: the words in the parent's language.
        now: when the file is made, with its time zone.
        says_more: whether titles and notes say what is due; else they are neutral.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", _PROGRAM)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for date in dates:
        for event in _of_parent(date, wording) if isinstance(date, ActBy) else _of_district(date, wording):
            if event.day >= now.date():
                name = uuid.uuid5(_NAMES, f"{date.deadline}/{date.start}/{event.part}")
                calendar.add_component(_written(event, name, wording, now, says_more=says_more))
    return bytes(calendar.to_ical())


def _of_parent(date: ActBy, wording: Wording) -> Iterator[_Event]:
    def notes() -> tuple[str, ...]:
        return wording.plain("ui.calendar.act_by"), _plain(wording, f"deadline.{date.deadline}.note")

    def reminder() -> str:
        return wording.plain("ui.calendar.reminder_more", day=wording.day(date.day), what=_what(date, wording))

    def title() -> str:
        return wording.plain("ui.calendar.title_more", what=_what(date, wording))

    # Some calendars leave alarms out when they read a file: the reminder is an event too.
    yield _Event("reminder", date.remind_on, reminder, notes)
    yield _Event("day", date.day, title, notes, (date.remind_on, date.day - _DAY))


def _of_district(date: Owed, wording: Wording) -> Iterator[_Event]:
    def notes() -> tuple[str, ...]:
        ask = wording.plain("ui.calendar.ask" if date.window.latest else "ui.calendar.ask_early")
        return ask, _plain(wording, f"deadline.{date.deadline}.say")

    def title() -> str:
        return wording.plain("ui.calendar.title_more", what=_what(date, wording))

    day = date.window.latest or date.window.earliest
    if day:
        yield _Event("day", day, title, notes, (day - _DAY,))


def _what(date: ActBy | Owed, wording: Wording) -> str:
    return wording.plain(f"limit.{wording.content.deadlines[date.deadline].limit}.name")


def _plain(wording: Wording, text_id: str) -> str:
    return wording.plain(text_id, **wording.numbers)


def _written(event: _Event, name: uuid.UUID, wording: Wording, now: dt.datetime, *, says_more: bool) -> icalendar.Event:
    neutral = "ui.calendar.reminder" if event.part == "reminder" else "ui.calendar.title"
    with drafts_used() as drafts:
        title = event.title() if says_more else wording.plain(neutral)
        notes = [*(event.notes() if says_more else ()), wording.plain("ui.calendar.saved")]
    if drafts:
        notes.append(wording.plain("ui.draft"))
    written = icalendar.Event()
    written.add("uid", f"{name}@{_DOMAIN}")
    written.add("dtstamp", now.astimezone(dt.UTC))
    written.add("dtstart", event.day)
    written.add("dtend", event.day + _DAY)
    written.add("summary", title)
    written.add("description", "\n".join(notes))
    written.add("class", "PRIVATE")
    written.add("transp", "TRANSPARENT")
    alarm_on = next((day for day in event.alarms if day > now.date()), None)
    if alarm_on:
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm.add("trigger", alarm_on - event.day + _NINE_IN_THE_MORNING)
        written.add_component(alarm)
    return written
