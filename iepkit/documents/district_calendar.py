"""Reads the days with no school from what a district gives out: typed or pasted lines, a .csv, an .ics.

Which days have no school is known by the words of ``data/calendar_words.csv``;
days that no word knows are given back to be ticked.
"""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

from iepkit.content.model import CalendarWord
from iepkit.documents.dates import YEARS
from iepkit.documents.days_in_text import Order, Span, UnreadableError, check, is_day, spans_in

MOST_BYTES = 1_000_000
MOST_SECONDS = 3.0
"""Repeating events are worked out for so long, and then no further one."""
FILE_KINDS = ("ics", "csv")
KINDS = ("first_day", "last_day", "staff_only", "no_school")
"""What an entry can be, the first one that fits; "" where no word says it."""
_MANY_A_DAY = {"SECONDLY", "MINUTELY", "HOURLY"}
_TIMES = {"BYSECOND", "BYMINUTE", "BYHOUR"}
_BEGINS, _ENDS = re.compile(rb"(?m)^BEGIN:"), re.compile(rb"(?m)^END:")
# A calendar that names no time zone is taken to be of Massachusetts.
_EASTERN = ZoneInfo("America/New_York")
_MIDNIGHT = dt.time()
_DAY = dt.date.resolution


@dataclass(frozen=True)
class Entry:
    """Days of a district, one or in a row, with the words beside them; for ``kind`` see :data:`KINDS`."""

    first: dt.date
    last: dt.date
    words: str
    kind: str


@dataclass(frozen=True)
class Fault:
    """A line that could not be read, in a calendar file line 0; ``problem`` is the id of its sentence, ``days.<problem>``."""

    line: int
    problem: str
    shown: str


@dataclass(frozen=True)
class Reading:
    """What was read, in the order of the days, and what could not be."""

    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...] = ()

    @property
    def asks_for_order(self) -> bool:
        """Can a day be read in two ways, so that the order must be asked?"""
        return any(fault.problem == "order" for fault in self.faults)


def days_of(entries: Iterable[Entry], kind: str) -> frozenset[dt.date]:
    """Each day of the entries of this kind."""
    chosen = [entry for entry in entries if entry.kind == kind]
    return frozenset(e.first + n * _DAY for e in chosen for n in range((e.last - e.first).days + 1))


def read_file(raw: bytes, kind: str, known: Iterable[CalendarWord], order: Order | None = None) -> Reading:
    """Read a file of one of the :data:`FILE_KINDS`, over all the years that can be counted in.

    Raises:
        UnreadableError: ``too_big``, ``too_often`` or ``broken``.
    """
    if kind == "csv":
        return read_csv(raw, known, order)
    return read_ics(raw, known, (dt.date(YEARS.start, 1, 1), dt.date(YEARS.stop, 1, 1)))


def read_lines(text: str, known: Iterable[CalendarWord], order: Order | None = None) -> Reading:
    """Read typed or pasted lines; a day with no words beside it is one with no school.

    Raises:
        UnreadableError: ``too_big``.
    """
    if len(text) > MOST_BYTES:
        raise UnreadableError("too_big")
    lines = ((number, line.strip(), "") for number, line in enumerate(text.splitlines(), start=1) if line.strip())
    return _reading(lines, tuple(known), order, without="no_school")


def read_csv(raw: bytes, known: Iterable[CalendarWord], order: Order | None = None) -> Reading:
    """Read a table in which a row holds a day, or a first and a last day, and words.

    Raises:
        UnreadableError: ``too_big`` or ``broken``.
    """
    if len(raw) > MOST_BYTES:
        raise UnreadableError("too_big")
    text = _decoded(raw)
    first = text.split("\n", 1)[0]
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count)))
    except csv.Error:
        raise UnreadableError("broken") from None
    lines = ((number, *_days_and_words(row)) for number, row in enumerate(rows, start=1) if _is_entry(row))
    return _reading(lines, tuple(known), order, without="")


def read_ics(raw: bytes, known: Iterable[CalendarWord], window: Span) -> Reading:
    """Read a calendar file: whole days, and hours that a word marks as days with no school.

    Args:
        raw: the file.
        known: the words of ``data/calendar_words.csv``.
        window: the first and the last day that are of use; repeating events
            are worked out in it.

    Raises:
        UnreadableError: ``too_big``, ``too_often`` or ``broken``.
    """
    if len(raw) > MOST_BYTES:
        raise UnreadableError("too_big")
    text = raw.removeprefix(codecs.BOM_UTF8).strip()
    whole = len(_BEGINS.findall(text)) == len(_ENDS.findall(text))
    if not (whole and text.startswith(b"BEGIN:VCALENDAR") and text.endswith(b"END:VCALENDAR")):
        raise UnreadableError("broken")
    try:
        return _entries(list(_occurrences(text, tuple(known), window)), tuple(known))
    except UnreadableError:
        raise
    except Exception:  # noqa: BLE001 - a broken file breaks the library in many ways, and all have one sentence
        raise UnreadableError("broken") from None


def _entries(events: Iterable[Any], known: tuple[CalendarWord, ...]) -> Reading:
    entries: set[Entry] = set()
    faults: set[Fault] = set()
    for event in events:
        said = " ".join(str(event.get("SUMMARY", "")).split())
        span = _span(event)
        try:
            check(span)
        except UnreadableError as error:
            faults.add(Fault(0, error.problem, said))
        else:
            entries.add(Entry(*span, said, _kind(said, known) if _is_whole_days(event) else ""))
    return Reading(
        tuple(sorted(entries, key=lambda entry: (entry.first, entry.last, entry.words))),
        tuple(sorted(faults, key=lambda fault: fault.shown)),
    )


def _reading(
    lines: Iterable[tuple[int, str, str]], known: tuple[CalendarWord, ...], order: Order | None, *, without: str
) -> Reading:
    entries: list[Entry] = []
    faults: list[Fault] = []
    for number, days, words in lines:
        try:
            spans, beside = spans_in(days, order)
        except UnreadableError as error:
            faults.append(Fault(number, error.problem, f"{days} {words}".strip()))
            continue
        said = words or beside
        kind = _kind(said, known) if said else without
        entries.extend(Entry(first, last, said, kind) for first, last in spans)
    return Reading(tuple(sorted(entries, key=lambda entry: entry.first)), tuple(faults))


def _kind(said: str, known: Iterable[CalendarWord]) -> str:
    """What kind of entry these words stand for.

    A word of a day with school, such as "early release", goes before all others;
    and a day with staff alone before one with no school, since their words stand
    together.
    """
    found = {w.kind for w in known if re.search(rf"(?<!\w){re.escape(w.word)}(?!\w)", said, re.IGNORECASE)}
    return "" if "school" in found else next((kind for kind in KINDS if kind in found), "")


def _is_entry(row: list[str]) -> bool:
    """False for a heading and for the names of the columns: no figure stands in them."""
    return any(letter.isdigit() for cell in row for letter in cell)


def _days_and_words(row: list[str]) -> tuple[str, str]:
    """The first two cells of a row that are days, and its words."""
    cells = [cell.strip() for cell in row if cell.strip()]
    days = [cell for cell in cells if is_day(cell)]
    if not days:
        return ",".join(row), ""
    return " to ".join(days[:2]), " ".join(cell for cell in cells if cell not in days)


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # The older letters of a spreadsheet: words alone can hold them, never a day.
        return raw.decode("cp1252", errors="replace")


def _occurrences(text: bytes, known: tuple[CalendarWord, ...], window: Span) -> Iterator[Any]:
    """Each event in the window that can be days of a district; most are hours of clubs and games."""
    end = time.monotonic() + MOST_SECONDS
    for calendar in icalendar.Calendar.from_ical(text, multiple=True):
        events = [e for e in calendar.events if _is_whole_days(e) or _kind(str(e.get("SUMMARY", "")), known)]
        kept = [e for e in events if str(e.get("STATUS", "")).upper() != "CANCELLED"]
        if any(_repeats_within_a_day(e) for e in kept):
            raise UnreadableError("too_often")
        others = [c for c in calendar.subcomponents if c.name == "VTIMEZONE"]
        repeating: dict[str, list[Any]] = {str(e.get("UID")): [] for e in kept if "RRULE" in e}
        single: list[Any] = []
        for event in kept:
            repeating.get(str(event.get("UID")), single).append(event)
        for series in (single, *repeating.values()):
            if time.monotonic() > end:
                raise UnreadableError("too_big")
            calendar.subcomponents = [*others, *series]
            yield from recurring_ical_events.of(calendar).between(window[0], window[1] + _DAY)


def _repeats_within_a_day(event: Any) -> bool:
    said = event.get("RRULE", [])
    rules = said if isinstance(said, list) else [said]
    return any(_TIMES & rule.keys() or _MANY_A_DAY & {str(f).upper() for f in rule.get("FREQ", ())} for rule in rules)


def _is_whole_days(event: Any) -> bool:
    """Does it last for whole days, written as days or from midnight to midnight?"""
    start, end = _ends(event)
    if not isinstance(start, dt.datetime):
        return True
    return bool(start.time() == end.time() == _MIDNIGHT and end > start)


def _ends(event: Any) -> tuple[Any, Any]:
    start, end = event.start, event.end
    return _on_the_wall(start), _on_the_wall(end)


def _on_the_wall(moment: Any) -> Any:
    """The time as a clock in the district shows it."""
    if isinstance(moment, dt.datetime) and moment.utcoffset() is not None:
        is_utc = moment.tzname() == "UTC"
        return (moment.astimezone(_EASTERN) if is_utc else moment).replace(tzinfo=None)
    return moment


def _span(event: Any) -> Span:
    start, end = _ends(event)
    if isinstance(start, dt.datetime):
        # An end at midnight belongs to the day before it.
        start, end = start.date(), (end - dt.datetime.resolution).date() + _DAY
    return start, max(start, end - _DAY)
