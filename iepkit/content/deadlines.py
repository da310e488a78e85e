"""Reads what the dates need: events, deadlines, words of school calendars, and worked dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from iepkit.content.files import Row, read_entries, read_table
from iepkit.content.model import (
    COUNTED_HOW,
    DATED_UNITS,
    STATES,
    WORD_KINDS,
    CalendarWord,
    DatedCase,
    Deadline,
    Event,
    Limit,
    Problem,
    Source,
)
from iepkit.content.rows import filled, known_sources, one_of, unique

EVENTS = "data/events.csv"
DEADLINES = "data/deadlines.csv"
CALENDAR_WORDS = "data/calendar_words.csv"
DATED_CASES = "data/dates"
CALENDARS = "data/dates/calendars.yaml"
_TO = " to "
_EVENT_COLUMNS = ("id", "ask", "help", "ahead", "not_before", "problem")
_DEADLINE_COLUMNS = ("id", "event", "limit", "how", "inside", "states", "note", "say", "sources")
_WORD_COLUMNS = ("id", "kind", "word")
_CALENDAR_KEYS: dict[str, type] = {"id": str, "years": list, "no_school": list, "staff_only": list}
_CASE_KEYS: dict[str, type] = {"id": str, "name": str, "state": str, "why": str, "events": dict, "expect": dict}
_CASE_OPTIONAL: dict[str, type] = {
    "calendar": str, "no_school": list, "staff_only": list, "today": str, "remind": dict,
}  # fmt: skip

Texts = dict[str, str]


def read_events(folder: Path, texts: Texts, problems: list[Problem]) -> dict[str, Event]:
    """The days that a parent enters, by id."""
    events: dict[str, Event] = {}
    rows = list(unique(read_table(folder / EVENTS, EVENTS, _EVENT_COLUMNS, problems), EVENTS, problems))
    names = tuple(row["id"] for row in rows)
    for row in rows:
        good = filled(row, ("ask", "help"), EVENTS, problems)
        good &= one_of(row, "ahead", ("yes", ""), EVENTS, problems)
        good &= one_of(row, "not_before", (*names, ""), EVENTS, problems)
        if bool(row["not_before"]) != bool(row["problem"]):
            mend = "Write which event comes first, and the id of the sentence that says so."
            problems.append(Problem(EVENTS, "not_before and problem go together.", mend, row.number))
        elif row["problem"] and f"ui.impossible.{row['problem']}" not in texts:
            wrong = f'there is no sentence "impossible.{row["problem"]}".'
            problems.append(Problem(EVENTS, wrong, "Add it to data/interface.csv.", row.number, "problem"))
        elif good:
            events[row["id"]] = Event(row["id"], row["ahead"] == "yes", row["not_before"], row["problem"])
            texts.update({f"event.{row['id']}.{key}": row[key] for key in ("ask", "help")})
    return events


def read_deadlines(
    folder: Path,
    known: tuple[Mapping[str, Event], Mapping[str, Limit], Mapping[str, Source]],
    texts: Texts,
    problems: list[Problem],
) -> dict[str, Deadline]:
    """The time limits with the events that they run from, by id.

    Args:
        folder: the kit's folder.
        known: the events, the limits and the sources.
        texts: the texts of a deadline are added here.
        problems: every fault found is added here.
    """
    events, limits, sources = known
    deadlines: dict[str, Deadline] = {}
    rows = list(unique(read_table(folder / DEADLINES, DEADLINES, _DEADLINE_COLUMNS, problems), DEADLINES, problems))
    others = {row["id"]: row for row in rows}
    for row in rows:
        faults = list(_deadline_faults(row, others, events, limits))
        problems.extend(faults)
        good = filled(row, ("note", "say", "sources"), DEADLINES, problems)
        if faults or not good:
            continue
        ids = known_sources(row, "sources", dict(sources), DEADLINES, problems)
        deadlines[row["id"]] = Deadline(
            row["id"], row["event"], row["limit"], row["how"], row["inside"], _split(row["states"]), ids
        )
        texts.update({f"deadline.{row['id']}.{key}": row[key] for key in ("note", "say")})
    problems.extend(_unused(events, limits, rows))
    return deadlines


def _deadline_faults(
    row: Row, others: Mapping[str, Row], events: Mapping[str, Event], limits: Mapping[str, Limit]
) -> Iterator[Problem]:
    def fault(column: str, wrong: str, mend: str) -> Problem:
        return Problem(DEADLINES, wrong, mend, row.number, column)

    if row["event"] not in events:
        yield fault("event", f'there is no event "{row["event"]}".', f"Write an id of {EVENTS}, or add it there.")
    limit = limits.get(row["limit"])
    if limit is None:
        yield fault("limit", f'there is no number "{row["limit"]}".', "Write an id of data/limits.csv.")
    elif not limit.owed_by:
        yield fault("limit", f'nobody owes "{limit.id}".', "Write parent or district under owed_by in data/limits.csv.")
    elif limit.unit not in DATED_UNITS or not limit.value:
        yield fault("limit", f'no date can be counted from "{limit.id}".', f"Its unit is one of: {_list(DATED_UNITS)}.")
    if row["how"] not in COUNTED_HOW:
        yield fault("how", f'"{row["how"]}" is not known.', f"Write one of: {_list(COUNTED_HOW)}.")
    elif row["how"] == "before" and limit and limit.unit != "calendar_days":
        yield fault("how", "only calendar days are counted back.", "Write after.")
    inside = row["inside"]
    if inside and (inside == row["id"] or inside not in others or others[inside]["inside"]):
        yield fault("inside", f'"{inside}" is no deadline that can hold this one.', "Write the id of another row.")
    if not row["states"] or set(_split(row["states"])) - set(STATES):
        yield fault("states", f'"{row["states"]}" is not known.', f"Write some of: {_list(STATES, ';')}.")


def _unused(events: Mapping[str, Event], limits: Mapping[str, Limit], rows: Iterable[Row]) -> Iterator[Problem]:
    named = {row[column] for row in rows for column in ("event", "limit")}
    for event in [i for i in events if i not in named]:
        yield Problem(EVENTS, f'no deadline runs from the event "{event}".', "Remove it, or add the deadline.")
    # The rule on the end of the school year adds this one to the deadline that it changes.
    year_end = {"after_school_year"} if any(row["how"] == "year_end" for row in rows) else set()
    for limit in [i for i, owed in limits.items() if owed.owed_by and i not in named | year_end]:
        yield Problem(DEADLINES, f'the time limit "{limit}" has no row.', "Add it, with the event that it runs from.")


def read_calendar_words(folder: Path, problems: list[Problem]) -> tuple[CalendarWord, ...]:
    """The words by which an event of a school's calendar is known."""
    rows = read_table(folder / CALENDAR_WORDS, CALENDAR_WORDS, _WORD_COLUMNS, problems)
    words = []
    for row in unique(rows, CALENDAR_WORDS, problems):
        good = filled(row, ("word",), CALENDAR_WORDS, problems)
        if one_of(row, "kind", WORD_KINDS, CALENDAR_WORDS, problems) and good:
            words.append(CalendarWord(row["kind"], row["word"].lower()))
    return tuple(words)


def read_dated_cases(
    folder: Path, events: Mapping[str, Event], deadlines: Mapping[str, Deadline], problems: list[Problem]
) -> dict[str, DatedCase]:
    """The worked dates, by id, each with the days of its district."""
    calendars: dict[str, Mapping[str, Any]] = {}
    for row in unique(read_entries(folder / CALENDARS, CALENDARS, _CALENDAR_KEYS, problems), CALENDARS, problems):
        calendars[row["id"]] = row.cells
    cases: dict[str, DatedCase] = {}
    for path in sorted((folder / DATED_CASES).glob("*.yaml")):
        name = f"{DATED_CASES}/{path.name}"
        if name == CALENDARS:
            continue
        for row in unique(read_entries(path, name, _CASE_KEYS, problems, _CASE_OPTIONAL), name, problems):
            place = f"{name}, row {row.number}"
            try:
                case = _case(row.cells, calendars.get(row.cells.get("calendar", ""), {}), place)
            except (TypeError, ValueError) as error:
                mend = "Write days such as 2026-09-01, and vacations such as 2026-12-24 to 2027-01-01."
                problems.append(Problem(name, f'the case "{row["id"]}" can\'t be read: {error}.', mend, row.number))
                continue
            problems.extend(_case_faults(case, calendars, events, deadlines))
            if case.id in cases:
                problems.append(Problem(place, f'the case "{case.id}" stands twice.', "Give each its own id."))
            cases[case.id] = case
    return cases


def _case(cells: Mapping[str, Any], calendar: Mapping[str, Any], place: str) -> DatedCase:
    def days(key: str) -> tuple[dt.date, ...]:
        return tuple(day for text in (*calendar.get(key, ()), *cells.get(key, ())) for day in _days(text))

    return DatedCase(
        id=cells["id"],
        place=place,
        state=cells["state"],
        calendar=cells.get("calendar", ""),
        years=tuple(_span(text) for text in calendar.get("years", ())),
        no_school=days("no_school"),
        staff_only=days("staff_only"),
        events={event: _day(text) for event, text in cells["events"].items()},
        today=_day(cells["today"]) if "today" in cells else max(map(_day, cells["events"].values())),
        expect={name: str(dates) for name, dates in cells["expect"].items()},
        remind={name: _day(text) for name, text in cells.get("remind", {}).items()},
    )


def _case_faults(
    case: DatedCase,
    calendars: Mapping[str, object],
    events: Mapping[str, Event],
    deadlines: Mapping[str, Deadline],
) -> Iterator[Problem]:
    said = f'the case "{case.id}" names'
    if case.state not in STATES:
        yield Problem(case.place, f'{said} the state "{case.state}".', f"Write one of: {_list(STATES)}.")
    if case.calendar and case.calendar not in calendars:
        yield Problem(case.place, f'{said} the calendar "{case.calendar}".', f"Write an id of {CALENDARS}.")
    for event in case.events.keys() - events.keys():
        yield Problem(case.place, f'{said} the event "{event}".', f"Write an id of {EVENTS}.")
    for name in (case.expect.keys() | case.remind.keys()) - deadlines.keys():
        yield Problem(case.place, f'{said} the deadline "{name}".', f"Write an id of {DEADLINES}.")


def _day(text: object) -> dt.date:
    return dt.date.fromisoformat(str(text))


def _span(text: str) -> tuple[dt.date, dt.date | None]:
    first, _, last = text.partition(_TO)
    return _day(first), _day(last) if last else None


def _days(text: str) -> list[dt.date]:
    first, last = _span(text)
    length = (last - first).days if last else 0
    return [first + n * dt.date.resolution for n in range(length + 1)]


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";"))


def _list(words: Iterable[str], mark: str = ",") -> str:
    return f"{mark} ".join(words)
