"""What is said of a date, in the parent's language, in the order in which it is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from iepkit.rules import Clock
from iepkit.rules.deadlines import ActBy, Owed
from iepkit.wording import Wording


def of_parent(date: ActBy, wording: Wording, today: dt.date) -> Iterator[str]:
    """The sentences on what a parent must do."""
    told = "last_day" if date.day == today else date.clock.value
    yield wording.plain(f"ui.due.parent.{told}", start=wording.day(date.start), day=wording.day(date.day))
    if date.clock is Clock.AHEAD:
        soon = date.remind_on == today
        yield wording.plain("ui.dates.remind_at_once" if soon else "ui.dates.remind", day=wording.day(date.remind_on))
    yield wording.plain(f"deadline.{date.deadline}.note", **wording.numbers)
    yield wording.plain("ui.dates.exceptions")
    yield wording.plain(f"deadline.{date.deadline}.say", **wording.numbers)


def of_district(date: Owed, wording: Wording) -> Iterator[str]:
    """The sentences on what the district owes."""
    window = date.window
    days = {name: wording.day(day) for name, day in (("earliest", window.earliest), ("latest", window.latest)) if day}
    yield wording.plain(f"ui.dates.{_shape(date)}", start=wording.day(date.start), **days)
    if date.clock is Clock.PAST:
        yield wording.plain("ui.dates.owed_past")
    for note in date.notes:
        yield wording.plain(f"ui.dates.note.{note}", **wording.numbers)
    yield wording.plain(f"deadline.{date.deadline}.note", **wording.numbers)
    if window.days:
        yield wording.plain("ui.dates.snow")
    yield wording.plain(f"deadline.{date.deadline}.say", **wording.numbers)


def _shape(date: Owed) -> str:
    if date.window.earliest is None:
        return "owed_open"
    if date.window.latest is None:
        return "owed_from"
    return "owed_day" if date.window.earliest == date.window.latest else "owed_range"
