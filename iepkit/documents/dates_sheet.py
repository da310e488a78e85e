"""All that the browser's script needs to work out dates, and to say and to save them, without a server."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from iepkit.content import Content
from iepkit.content.model import Deadline
from iepkit.documents.dates import REMINDER, YEARS, with_holidays
from iepkit.rules.days import Clock
from iepkit.rules.deadlines import LIMITS_USED, Note
from iepkit.rules.model import State
from iepkit.rules.school_days import Calendar, Kind
from iepkit.wording import Wording

_FILLED_LATER = {name: f"{{{name}}}" for name in ("start", "day", "earliest", "latest", "what")}
_SHAPES = ("owed_open", "owed_from", "owed_day", "owed_range")
_DATES = (*_SHAPES, "owed_past", "remind", "remind_at_once", "exceptions", "snow")
_FAULTS = ("ui.impossible.", "ui.days.")
_SAVED = ("act_by", "ask", "ask_early", "reminder", "reminder_more", "saved", "title", "title_more")


def dates_sheet(content: Content, language: str) -> dict[str, Any]:
    """What the scripts in ``dates/`` look at, ready for JSON.

    Args:
        content: what the kit says.
        language: one of ``content.languages``.

    Returns:
        ``deadlines`` and ``events``, in the content's order; ``limits``: the
        numbers of the rule on the end of the school year; ``years``: the first and
        the last one in which a day may lie; ``holidays``: those on weekdays, with
        spaces between, that hold everywhere, in Massachusetts alone and elsewhere
        alone; ``reminder``; ``calendar_words``: kind and word; ``texts``: each
        sentence by its id, with the numbers of the law filled in and the days left
        open, such as ``{start}``; ``draft``: which of the calendar file's texts are
        drafts, and what is said then.
    """
    wording = Wording(content, language)
    return {
        "deadlines": [_deadline(deadline, content) for deadline in content.deadlines.values()],
        "events": [asdict(event) for event in content.events.values()],
        "limits": {name: _number(content, name) for name in LIMITS_USED},
        "years": [YEARS[0], YEARS[-1]],
        "holidays": _holidays(),
        "reminder": asdict(REMINDER),
        "calendar_words": [[word.kind, word.word] for word in content.calendar_words],
        "texts": _texts(wording),
        "draft": wording.drafts_in(dict.fromkeys(_saved(content))),
    }


def _deadline(deadline: Deadline, content: Content) -> dict[str, Any]:
    return {
        "id": deadline.id,
        "event": deadline.event,
        "how": deadline.how,
        "inside": deadline.inside,
        "states": list(deadline.states),
        "limit": deadline.limit,
        "number": _number(content, deadline.limit),
        "owed_by": content.limits[deadline.limit].owed_by,
    }


def _number(content: Content, limit: str) -> dict[str, Any]:
    return {"value": content.limits[limit].value, "unit": content.limits[limit].unit}


def _holidays() -> dict[str, str]:
    here, elsewhere = (with_holidays(Calendar(), state).holidays for state in (State.MASSACHUSETTS, State.OTHER))
    parts = {"everywhere": here & elsewhere, "massachusetts": here - elsewhere, "elsewhere": elsewhere - here}
    # A weekend is one, whether it is a holiday or not.
    return {
        name: " ".join(str(day) for day in sorted(days) if day.weekday() < calendar.SATURDAY)
        for name, days in parts.items()
    }


def _texts(wording: Wording) -> dict[str, str]:
    fill = {**wording.numbers, **_FILLED_LATER}
    return {text_id: wording.plain(text_id, **fill) for text_id in _text_ids(wording.content)}


def _saved(content: Content) -> Iterator[str]:
    """What stands in a calendar file."""
    yield from (f"ui.calendar.{name}" for name in _SAVED)
    for deadline in content.deadlines.values():
        yield from deadline.text_ids
        yield f"limit.{deadline.limit}.name"


def _text_ids(content: Content) -> Iterator[str]:
    yield from (f"ui.due.parent.{told}" for told in (Clock.AHEAD, "last_day", Clock.PAST))
    yield from (f"ui.dates.{name}" for name in _DATES)
    yield from (f"ui.dates.note.{note}" for note in Note)
    yield from (f"ui.dates.day.{kind}" for kind in Kind)
    yield from (text_id for text_id in content.texts if text_id.startswith(_FAULTS))
    yield from _saved(content)
