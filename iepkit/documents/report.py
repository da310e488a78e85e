"""The dates as lines to read, for staff who try a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from iepkit.content import Content
from iepkit.documents import said
from iepkit.documents.dates import Dates, work_out
from iepkit.documents.days_in_text import UnreadableError
from iepkit.documents.district_calendar import FILE_KINDS, Reading, days_of, read_file, read_lines
from iepkit.rules import ImpossibleValueError
from iepkit.rules.model import State
from iepkit.rules.school_days import Calendar, SchoolYear
from iepkit.wording import Wording


class DatesError(Exception):
    """The dates can't be counted; the message says what is wrong, and how to mend it."""


def report(
    content: Content,
    *,
    state: str,
    events: Mapping[str, dt.date],
    years: Sequence[tuple[dt.date, dt.date]],
    calendar: Path | None,
    today: dt.date,
) -> tuple[Dates, list[str]]:
    """Both lists, and as lines.

    Args:
        content: what the kit says.
        state: ``massachusetts`` or ``other``.
        events: each day by its event.
        years: the first and the last day of each school year that is known.
        calendar: a file with the district's days, or None.
        today: the day from which a date is ahead or past.

    Raises:
        DatesError: a day or a file that can't be.
    """
    wording = Wording(content)
    reading = _read(calendar, content, wording) if calendar else Reading(())
    try:
        known = Calendar(
            tuple(SchoolYear(first, last) for first, last in years),
            days_of(reading.entries, "no_school"),
            days_of(reading.entries, "staff_only"),
        )
        dates = work_out(content, State(state), events, known, today)
    except ImpossibleValueError as error:
        if error.problem == "question":
            message = f'There is no event "{error.question}". The events are: {", ".join(content.events)}.'
        else:
            message = f"{error.question or 'school year'}: {wording.plain(f'ui.impossible.{error.problem}')}"
        raise DatesError(message) from None
    return dates, [*_lines(dates, wording, today), *_doubts(reading, wording)]


def _read(path: Path, content: Content, wording: Wording) -> Reading:
    words = content.calendar_words
    try:
        raw = path.read_bytes()
        kind = path.suffix.lower().removeprefix(".")
        if kind in FILE_KINDS:
            reading = read_file(raw, kind, words)
        else:
            reading = read_lines(raw.decode("utf-8", errors="replace"), words)
    except OSError as error:
        message = f"{path} can't be read ({error.strerror}). Name another file: --calendar FILE"
        raise DatesError(message) from None
    except UnreadableError as error:
        message = f"{path}: {wording.plain(f'ui.days.{error.problem}')}"
        raise DatesError(message) from None
    if reading.faults:
        faults = (
            f'{path}, line {f.line}, "{f.shown}": {wording.plain(f"ui.days.{f.problem}")}' for f in reading.faults
        )
        raise DatesError("\n".join(faults))
    return reading


def _lines(dates: Dates, wording: Wording, today: dt.date) -> Iterator[str]:
    for title, told in (
        ("ui.dates.act_by", [(date.deadline, said.of_parent(date, wording, today)) for date in dates.act_by]),
        ("ui.dates.owed", [(date.deadline, said.of_district(date, wording)) for date in dates.owed]),
    ):
        if told:
            yield wording.plain(title)
        for deadline, sentences in told:
            limit = wording.content.deadlines[deadline].limit
            yield f"- {wording.plain(f'limit.{limit}.name')}. {' '.join(sentences)}"
        yield ""
    yield f"{wording.plain('ui.notice', day=wording.law_as_of)} {wording.plain('ui.not_reviewed')}"


def _doubts(reading: Reading, wording: Wording) -> Iterator[str]:
    """The days of which no word says whether there is school: they were not taken as days off."""
    not_known = [entry for entry in reading.entries if not entry.kind]
    if not_known:
        yield f"{wording.plain('ui.days.not_taken')} " + "; ".join(f"{e.first} {e.words}" for e in not_known)
