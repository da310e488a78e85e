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
_ORDINAL = r"(?:st|nd|rd|th|ro|\.?[o\u00ba\u00b0])?"
_DATE = re.compile(
    r"(?:\b(?P<opens>between|entre|from|desde)\s{1,3})?(?:\b(?:del|el)\s{1,3})?"
    # Without regard to case is for ASCII alone.
    r"(?:\b(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mi[e\u00e9\u00c9]|jue|vie|s[a\u00e1\u00c1]b|dom)"
    r"[a-z]{0,6}\.?,?\s{1,3})?(?<!\d)(?:"
    r"(?P<y1>\d{4})(?P<s1>[-/.])(?P<m1>\d{1,2})(?P=s1)(?P<d1>\d{1,2})"
    r"|(?P<one>\d{1,2})(?P<s2>[-/.])(?P<other>\d{1,2})(?P=s2)(?P<y2>\d{4})"
    rf"|{_MONTH.format('n3')}\s{{1,3}}(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?,?\s{{1,3}}(?P<y3>\d{{4}})"
    rf"|(?P<d4>\d{{1,2}}){_ORDINAL}\s{{1,3}}(?:de\s{{1,3}})?"
    rf"{_MONTH.format('n4')}(?:,|\s{{1,3}}del?)?\s{{1,3}}(?P<y4>\d{{4}})"
    # A program writes midnight beside a day without a time.
    r")(?!\d)(?:[ T]\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]m)?)?",
    re.ASCII | re.IGNORECASE,
)
_TO = ("-", "\u2013", "\u2014", "/", "to", "until", "through", "thru", "a", "al", "hasta")
_AND = ("", ",", ";", "and", "&", "y", "e")
_BETWEEN = ("between", "entre")
_DASHES = r"\-\u2010-\u2015\u2212/"
# What is left of a day that could not be read whole, such as 11/26 or 26-27/2026.
_PIECE = re.compile(rf"\d ?[{_DASHES}.]|[{_DASHES}.] ?\d|\d{{4}}")

# What follows looks for a day without its year in the words beside the whole ones, with single spaces.
_LAST = r"(?:until|till|through|thru|hasta)(?![a-z])"
_TILL = rf"(?:{_LAST}|(?:to|a|al)(?![a-z]))"
_JOIN = rf"(?:{_TILL}|(?:and|or|y|e|o|u|plus|also|then|as well as|tambi[e\u00e9\u00c9]n)(?![a-z]))"
_FIGURE = r"\d{1,2}(?:st|nd|rd|th|e?ro|er|do|\.?[o\u00ba\u00b0])?"
_NAMED = rf"(?!martes)(?:{'|'.join(_MONTH_OF)})[a-z]{{0,7}}(?![a-z])\.?"
_DAY_OF = rf"(?:{_FIGURE} ?(?:de |of )?{_NAMED}|\b{_NAMED} (?:the )?{_FIGURE})"
# Whole names: a marathon is no month, and Martin no weekday.
_MONTH_ALONE = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?|ene(?:ro)?|febrero|marzo|abr(?:il)?|mayo|junio|julio|ago(?:sto)?"
    r"|sep?tiembre|octubre|noviembre|dic(?:iembre)?)(?![a-z])"
)
_WEEKDAY_ALONE = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?|lun(?:es)?|martes|mi[e\u00e9\u00c9](?:rcoles)?"
    r"|jue(?:ves)?|vie(?:rnes)?|s[a\u00e1\u00c1]b(?:ado)?|dom(?:ingo)?)(?![a-z])"
)
_ASIDE = r"(?: ?\([^()]*\))?"
_STRONG = rf"[{_DASHES}&+~>\u2192]"
_SIGN = rf"(?:{_STRONG}|[,;])"
# What can stand between two days beside the word or the sign that joins them; without a limit, a long line takes long.
_FILL = rf"(?:[ .]|{_SIGN}|{_JOIN}|{_WEEKDAY_ALONE}|(?:the|el|del|on|up|including|inclusive)(?![a-z])){{0,12}}"
# Such as "24 al" or "12, 13 y", before a day that lends them its month.
_BEGUN = re.compile(rf"{_FIGURE}{_ASIDE}{_FILL}(?:{_SIGN}|{_JOIN}){_FILL}$", re.ASCII | re.IGNORECASE)
_BEGUN_BEFORE_ANY = re.compile(
    rf"(?:{_DAY_OF}{_ASIDE}{_FILL}(?:{_SIGN}|{_JOIN})|{_DAY_OF}.*\b{_JOIN}|{_FIGURE}{_ASIDE}{_FILL}(?:{_STRONG}|{_JOIN})"
    rf"|\b{_MONTH_ALONE}{_FILL}{_TILL}|\b{_LAST}"
    rf"|\b(?:between|entre|from|desde) (?:the|los|days?|d[i\u00ed\u00cd]as?|dates?)(?: (?:days?|d[i\u00ed\u00cd]as?|dates?|of)){{0,2}})"
    rf"{_FILL}$",
    re.ASCII | re.IGNORECASE,
)
# A lone figure after a comma can be a count, and "March" after a dash can name a break: these are let be.
_GOES_ON = re.compile(
    rf"^{_ASIDE}{_FILL}(?:{_LAST}|{_TILL}{_FILL}(?:\d|{_MONTH_ALONE}|{_WEEKDAY_ALONE})"
    rf"|{_STRONG}{_FILL}\d|(?:[&+]|{_JOIN}){_FILL}(?:\d|{_WEEKDAY_ALONE})|{_SIGN}{_FILL}{_DAY_OF}"
    rf"|[,;]{_FILL}{_FIGURE}{_ASIDE}(?:{_FILL}(?:{_SIGN}|{_JOIN})|$))"
    rf"|\b{_JOIN}{_FILL}{_DAY_OF}",
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
    before, after = (_single_spaced(part) for part in (line[: found[0].start()], line[found[-1].end() :]))
    is_begun = _BEGUN_BEFORE_ANY.search(before) or (found[0]["d4"] and _BEGUN.search(before))
    if is_begun or _GOES_ON.search(after) or _PIECE.search(before) or _PIECE.search(after):
        raise UnreadableError("not_understood")
    spans = _joined(line, found, order)
    for span in spans:
        check(span)
    return spans, f"{before} {after}".strip(" ,;:-\u2013")


def _single_spaced(text: str) -> str:
    return " ".join(text.split())


def _joined(line: str, found: list[re.Match[str]], order: Order | None) -> list[Span]:
    """The whole days found in a line, by what stands between them."""
    days = [_day(match, order) for match in found]
    spans = [(days[0], days[0])]
    # A word such as "from" or "between" still waits for its last day.
    opened = _opening(found[0])
    for match, following, day in zip(found, found[1:], days[1:], strict=False):
        between = line[match.end() : following.start()].strip().lower()
        is_last = between in _TO or (opened in _BETWEEN and between in ("and", "&", "y", "e"))
        if is_last and spans[-1][0] == spans[-1][1] and not _opening(following):
            spans[-1] = (spans[-1][0], day)
            opened = ""
        elif between in _AND and not opened:
            spans.append((day, day))
            opened = _opening(following)
        else:
            raise UnreadableError("not_understood")
    if opened:
        raise UnreadableError("not_understood")
    return spans


def _opening(match: re.Match[str]) -> str:
    return (match["opens"] or "").lower()


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
