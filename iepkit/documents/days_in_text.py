"""Finds the days in a line of text in English or Spanish, and guesses nothing.

Where a day such as 03/04/2026 can be read in two ways, the order is asked.
"""

from __future__ import annotations

import datetime as dt
import enum
import re

from iepkit.documents.dates import YEARS

LONGEST = 100
"""The most days of one vacation: a summer is shorter."""
_LONGEST_LINE = 500
_MONTHS = ("jan ene", "feb", "mar", "apr abr", "may", "jun", "jul", "aug ago", "sep set", "oct", "nov", "dec dic")
_MONTH_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
# "Martes" is a Tuesday.
_MONTH = rf"(?!martes)(?P<{{}}>{'|'.join(_MONTH_OF)})[a-z]{{{{0,7}}}}\.?"
_DATE = re.compile(
    r"(?:\b(?:del|desde\s{1,3}el|el)\s{1,3})?"
    # Without regard to case is for ASCII alone.
    r"(?:\b(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mi[e\u00e9\u00c9]|jue|vie|s[a\u00e1\u00c1]b|dom)"
    r"[a-z]{0,6}\.?,?\s{1,3})?(?<!\d)(?:"
    r"(?P<y1>\d{4})(?P<s1>[-/.])(?P<m1>\d{1,2})(?P=s1)(?P<d1>\d{1,2})"
    r"|(?P<one>\d{1,2})(?P<s2>[-/.])(?P<other>\d{1,2})(?P=s2)(?P<y2>\d{4})"
    rf"|{_MONTH.format('n3')}\s{{1,3}}(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,3}}(?P<y3>\d{{4}})"
    rf"|(?P<d4>\d{{1,2}})(?:st|nd|rd|th|ro|\.?[o\u00ba\u00b0])?\s{{1,3}}(?:de\s{{1,3}})?"
    rf"{_MONTH.format('n4')}(?:,|\s{{1,3}}del?)?\s{{1,3}}(?P<y4>\d{{4}})"
    # A program writes midnight beside a day without a time.
    r")(?!\d)(?:[ T]\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]m)?)?",
    re.ASCII | re.IGNORECASE,
)
_TO = ("-", "\u2013", "\u2014", "/", "to", "until", "through", "thru", "a", "al", "hasta")
_AND = ("", ",", ";", "and", "&", "y")
# What is left of a day that could not be read whole, such as 11/26 or 26-27/2026.
_PIECE = re.compile(r"\d\s?[-\u2013/.]|[-\u2013/.]\s?\d|\d{4}")
# A day before the first whole one that shares its month or its year, such as "24 al 31 de diciembre de 2026".
_BEGUN = re.compile(
    rf"\d(?:st|nd|rd|th|ro)?(?:\s{{1,3}}(?:de\s{{1,3}})?(?:{'|'.join(_MONTH_OF)})[a-z]{{0,7}}\.?)?"
    r"\s{0,3}(?:,|;|&|to|until|through|thru|and|a|al|hasta|y)\s{0,3}$",
    re.ASCII | re.IGNORECASE,
)

Span = tuple[dt.date, dt.date]


class Order(enum.StrEnum):
    """Which figure comes first in a day such as 03/04/2026."""

    MONTH_FIRST = "month_first"
    DAY_FIRST = "day_first"


class UnreadableError(ValueError):
    """A day or a file that can't be read; ``problem`` is the id of its sentence, ``days.<problem>``."""

    def __init__(self, problem: str) -> None:
        self.problem = problem
        super().__init__(problem)


def spans_in(line: str, order: Order | None) -> tuple[list[Span], str]:
    """The days of a line, alone or from a first to a last one, and the words beside them.

    Raises:
        UnreadableError: ``not_understood``, ``no_such_day``, ``order`` where day
            and month must be asked, ``mixed`` where they do not fit the answer,
            or one of :func:`check`.
    """
    found = list(_DATE.finditer(line)) if len(line) <= _LONGEST_LINE else []
    if not found:
        raise UnreadableError("not_understood")
    before, after = line[: found[0].start()], line[found[-1].end() :]
    is_begun = found[0]["d4"] and _BEGUN.search(before)
    if is_begun or _PIECE.search(before) or _PIECE.search(after):
        raise UnreadableError("not_understood")
    days = [_day(match, order) for match in found]
    spans = [(days[0], days[0])]
    for match, following, day in zip(found, found[1:], days[1:], strict=False):
        between = line[match.end() : following.start()].strip().lower()
        if between in _TO and spans[-1][0] == spans[-1][1]:
            spans[-1] = (spans[-1][0], day)
        elif between in _AND:
            spans.append((day, day))
        else:
            raise UnreadableError("not_understood")
    for span in spans:
        check(span)
    return spans, " ".join(f"{before} {after}".split()).strip(" ,;:-\u2013")


def is_day(text: str) -> bool:
    """Is this one day and nothing else?"""
    return len(text) <= _LONGEST_LINE and bool(_DATE.fullmatch(text))


def check(span: Span) -> None:
    """Refuse days that can't be one vacation.

    Raises:
        UnreadableError: ``far_off``, ``backwards`` or ``too_long``.
    """
    first, last = span
    if first.year not in YEARS or last.year not in YEARS:
        raise UnreadableError("far_off")
    if last < first:
        raise UnreadableError("backwards")
    if (last - first).days >= LONGEST:
        raise UnreadableError("too_long")


def _day(match: re.Match[str], order: Order | None) -> dt.date:
    part = match.groupdict()
    year = part["y1"] or part["y2"] or part["y3"] or part["y4"]
    if part["one"]:
        month, day = _in_order(int(part["one"]), int(part["other"]), order)
    else:
        name = part["n3"] or part["n4"]
        month = _MONTH_OF[name.lower()] if name else int(part["m1"])
        day = int(part["d1"] or part["d3"] or part["d4"])
    try:
        return dt.date(int(year), month, day)
    except ValueError:
        raise UnreadableError("no_such_day") from None


def _in_order(one: int, other: int, order: Order | None) -> tuple[int, int]:
    """Month and day, from two figures of which either can come first."""
    months = len(_MONTHS)
    if one > months and other > months:
        raise UnreadableError("no_such_day")
    if one == other:
        return one, other
    only = Order.DAY_FIRST if one > months else Order.MONTH_FIRST if other > months else order
    if only is None:
        raise UnreadableError("order")
    if order and only is not order:
        raise UnreadableError("mixed")
    return (one, other) if only is Order.MONTH_FIRST else (other, one)
