"""Do the worked dates come out as they say?"""

from __future__ import annotations

from collections.abc import Iterator

from iepkit.content import Content, Problem
from iepkit.content.model import DatedCase
from iepkit.documents.dates import Dates, work_out
from iepkit.rules import ImpossibleValueError
from iepkit.rules.model import State
from iepkit.rules.school_days import Calendar, SchoolYear, Window


def misfits(content: Content) -> list[Problem]:
    """Every worked date of ``data/dates`` that the rules give another day for."""
    return [problem for case in content.dated_cases.values() for problem in case_faults(case, content)]


def case_faults(case: DatedCase, content: Content) -> Iterator[Problem]:
    """What is wrong with a worked date: it can't be, or it comes out as another day."""
    try:
        dates = dates_of(case, content)
    except ImpossibleValueError as error:
        wrong = content.texts[f"ui.impossible.{error.problem}"]
        yield Problem(case.place, f'the case "{case.id}", {error.question}: {wrong}', "Mend the days.")
        return
    given = {date.deadline: str(date.day) for date in dates.act_by}
    given |= {date.deadline: as_words(date.window) for date in dates.owed}
    reminders = {date.deadline: str(date.remind_on) for date in dates.act_by}
    expected = ((case.expect, given), ({name: str(day) for name, day in case.remind.items()}, reminders))
    for wanted, found in expected:
        for name, days in wanted.items():
            if found.get(name) != days:
                wrong = f'the case "{case.id}" expects "{days}" for {name}, and the rules give "{found.get(name)}".'
                yield Problem(case.place, wrong, "Count anew by hand; the source decides.")


def dates_of(case: DatedCase, content: Content) -> Dates:
    """The dates of a case.

    Raises:
        ImpossibleValueError: its days can't be.
    """
    years = tuple(SchoolYear(first, last) for first, last in case.years)
    known = Calendar(years, frozenset(case.no_school), frozenset(case.staff_only))
    return work_out(content, State(case.state), case.events, known, case.today)


def as_words(window: Window) -> str:
    """A range as the worked dates write it."""
    earliest, latest = window.earliest, window.latest
    if earliest is None:
        return "no date"
    if latest is None:
        return f"{earliest} or later"
    return str(earliest) if earliest == latest else f"{earliest} to {latest}"
