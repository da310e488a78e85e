"""A district's days are read as they stand, asked where they can be read in two ways, and never guessed."""

import contextlib
import datetime as dt
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iepkit.content import load
from iepkit.documents import district_calendar
from iepkit.documents.days_in_text import Order, UnreadableError
from iepkit.documents.district_calendar import days_of, read_csv, read_ics, read_lines
from iepkit.wording import Wording
from tests.kit import ROOT

CONTENT = load(ROOT)
WORDS = CONTENT.calendar_words
WINDOW = (dt.date(2026, 8, 1), dt.date(2028, 7, 31))
THANKSGIVING = [(dt.date(2026, 11, 26), dt.date(2026, 11, 27))]

# Each holds a day without its year beside a whole one, or a word that announces another day.
HALF_READ = (
    "24 de diciembre de 2026 al 1 de enero",
    "Dec 24, 2026 to January 1",
    "24\u00ba al 25 de mayo de 2026",
    "24 e 25 de diciembre de 2026",
    "Dec 24 to January 1, 2027",
    "Dec 24 \u2014 January 1, 2027",
    "24 de diciembre - 1 de enero de 2027",
    "Dec 24, 2026 - January 1",
    "Dec 24, 2026 \u2013 viernes 1 de enero",
    "24 de diciembre de 2026 al 31",
    "Dec 24, 2026 to 31 winter recess",
    "Dec 24, 2026 to Friday",
    "2026-12-24 and 25",
    "2026-12-24, 25 y 28",
    "2026-12-24, Dec 25",
    "24 de diciembre de 2026 (jueves) al 1 de enero",
    "24 (jueves) y 25 de diciembre de 2026",
    "24  -  25 de diciembre de 2026",
    "24\u00a0al\u00a025 de diciembre de 2026",
    "24.\u00ba y 25.\u00ba de diciembre de 2026",
    "24o y 25 de diciembre de 2026",
    "24ro e 25 de diciembre de 2026",
    "entre el 21 de diciembre de 2026",
    "between December 21, 2026",
    "between Dec 21, 2026 and January 1",
    "entre el 21 de diciembre y el 1 de enero de 2027",
    "entre el 21 y el 25 de diciembre de 2026",
    "entre los d\u00edas 21 de diciembre de 2026 y 1 de enero de 2027",
    "desde el 24 de diciembre de 2026",
    "closed through January 1, 2027",
    "hasta el 1 de enero de 2027",
    "2026-12-24 until further notice",
    "Dec 24, 2026 winter recess to January 1",
    "diciembre al 4 de enero de 2027",
    "2026-12-24 to January",
    "24 or 25 December 2026",
    "24 through the 25 December 2026",
    "24, and then the 25 December 2026",
    "24 ~ 25 December 2026",
    "24 and Dec 25, 2026",
    "24th (Thursday) and December 25, 2026",
    "December 24 no school and December 25, 2026",
    "December 25, 2026, and also the 28th",
    "25 de diciembre de 2026, y tambi\u00e9n el 28",
    "2026-12-25, 24 de diciembre",
    "2026-12-25, 28 (lunes)",
    "between 2026-12-21, 2026-12-22",
)
FROM_TO = (
    "entre el 26 de noviembre de 2026 y el 27 de noviembre de 2026",
    "Entre el jueves 26 de noviembre de 2026 y el viernes 27 de noviembre de 2026",
    "between November 26, 2026 and November 27, 2026",
    "BETWEEN 2026-11-26 & 2026-11-27",
    "from 2026-11-26 to 2026-11-27",
    "desde 26 de noviembre de 2026 hasta 27 de noviembre de 2026",
)
WITH_FIGURES = (
    "2027-03-15 - March break",
    "Marathon - 2027-03-15",
    "2027-03-15 - Monday",
    "July 4 observed: 2027-03-15",
    "2027-03-15 July 4 holiday",
    "2027-03-15, 1st day of school",
    "2027-03-15, 2 days",
    "Break between terms: 2027-03-15",
    "Room 12, March 15, 2027",
    "2027-03-15 a Martin Luther King",
    "2027-03-15 early release to 12 noon",
)


def spans(reading):
    return [(entry.first, entry.last) for entry in reading.entries]


def kinds(reading):
    return [entry.kind for entry in reading.entries]


def ics(*events, head=""):
    body = "".join(f"BEGIN:VEVENT\nUID:{n}\n{event}\nEND:VEVENT\n" for n, event in enumerate(events))
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{head}{body}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def from_ics(*events, head=""):
    return read_ics(ics(*events, head=head), WORDS, WINDOW)


@pytest.mark.parametrize(
    "line",
    [
        "11/26/2026-11/27/2026",
        "11/26/2026 - 11/27/2026",
        "2026-11-26 to 2026-11-27",
        "2026-11-26/2026-11-27",
        "2026/11/26 through 2026/11/27",
        "26.11.2026 \u2013 27.11.2026",
        "26/11/2026-27/11/2026",
        "November 26, 2026 - November 27, 2026",
        "Thu Nov 26, 2026 until Fri Nov. 27, 2026",
        "26 November 2026 to 27th November 2026",
        "2026-11-26 to 2026-11-27 Thanksgiving recess",
        "Thanksgiving recess: 2026-11-26 to 2026-11-27",
        "26 de noviembre de 2026 al 27 de noviembre de 2026",
        "Del 26 de noviembre de 2026 al 27 de noviembre de 2026",
        "Receso: desde el jueves 26 de noviembre del 2026 hasta el viernes 27 de noviembre del 2026",
        "Noviembre 26, 2026 a Nov. 27, 2026, sin clases",
        "JUE. 26 NOV. 2026 \u2013 VIE. 27 NOV. 2026 VACACIONES",
    ],
)
def test_days_from_a_first_to_a_last_one(line):
    reading = read_lines(line, WORDS)
    assert (spans(reading), reading.faults) == (THANKSGIVING, ())
    assert kinds(reading) == ["no_school"]


@pytest.mark.parametrize("line", FROM_TO)
def test_a_word_that_opens_a_vacation(line):
    reading = read_lines(line, WORDS)
    assert (spans(reading), reading.faults) == (THANKSGIVING, ())
    assert kinds(reading) == ["no_school"]


def test_a_vacation_after_a_single_day():
    reading = read_lines("2026-11-11 and between 2026-11-26 and 2026-11-27", WORDS)
    assert spans(reading) == [(dt.date(2026, 11, 11),) * 2, *THANKSGIVING]


@pytest.mark.parametrize("line", HALF_READ)
def test_no_day_is_lost_beside_one_that_can_be_read(line):
    reading = read_lines(line, WORDS)
    assert (reading.entries, [fault.problem for fault in reading.faults]) == ((), ["not_understood"])


@pytest.mark.parametrize("line", WITH_FIGURES)
def test_figures_and_months_that_are_no_days_stay_words(line):
    reading = read_lines(line, WORDS)
    assert (spans(reading), reading.faults) == ([(dt.date(2027, 3, 15),) * 2], ())


def test_single_days_one_a_line_or_with_commas():
    reading = read_lines("2026-11-26\n\n  2026-11-27  \n2026-12-24, 2026-12-25 and 2026-12-28\n", WORDS)
    assert [first.day for first, _ in spans(reading)] == [26, 27, 24, 25, 28]
    assert len(days_of(reading.entries, "no_school")) == 5


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("1.\u00ba de enero de 2027", (2027, 1, 1)),
        ("1ro de enero de 2027", (2027, 1, 1)),
        ("1\u00ba de enero de 2027", (2027, 1, 1)),
        ("mi\u00e9rcoles 2 de septiembre de 2026", (2026, 9, 2)),
        ("MI\u00c9RCOLES 2 DE SETIEMBRE DE 2026", (2026, 9, 2)),
        ("S\u00e1bado 15 de agosto de 2026", (2026, 8, 15)),
        ("martes 6 de abril de 2027", (2027, 4, 6)),
        ("mar. 6 de abril de 2027", (2027, 4, 6)),
        ("martes 2 de marzo de 2027", (2027, 3, 2)),
        ("dic 24, 2026", (2026, 12, 24)),
    ],
)
def test_a_day_in_spanish(line, day):
    reading = read_lines(line, WORDS)
    assert (spans(reading), reading.faults) == ([(dt.date(*day), dt.date(*day))], ())
    assert kinds(reading) == ["no_school"]


@pytest.mark.parametrize("line", ["03/04/2026", "3.4.2026", "03-04-2026", "03/04/2026 - 03/06/2026"])
def test_a_day_that_can_be_read_in_two_ways_is_asked(line):
    reading = read_lines(line, WORDS)
    assert (reading.entries, reading.asks_for_order) == ((), True)
    assert read_lines(line, WORDS, Order.MONTH_FIRST).entries[0].first == dt.date(2026, 3, 4)
    assert read_lines(line, WORDS, Order.DAY_FIRST).entries[0].first == dt.date(2026, 4, 3)


def test_a_day_that_is_sure_does_not_decide_for_another():
    reading = read_lines("11/26/2026\n03/04/2026\n05/05/2026", WORDS)
    assert spans(reading) == [(dt.date(2026, 5, 5),) * 2, (dt.date(2026, 11, 26),) * 2]
    assert reading.asks_for_order


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("Feb 15-19, 2027", "not_understood"),
        ("11/10-12/2026", "not_understood"),
        ("11-10-12-2026", "not_understood"),
        ("Vacaciones del 24 al 31 de diciembre de 2026", "not_understood"),
        ("24 de diciembre al 1 de enero de 2027", "not_understood"),
        ("12, 13 y 14 de noviembre de 2026", "not_understood"),
        ("24 to 31 December 2026", "not_understood"),
        ("martes 3, 2026", "not_understood"),
        ("11/26/26", "not_understood"),
        ("11/26", "not_understood"),
        ("next Monday", "not_understood"),
        ("2026-11-26 or perhaps 2026-11-27", "not_understood"),
        ("2026-11-26 to 2026-11-27 to 2026-11-30", "not_understood"),
        ("=1+1", "not_understood"),
        ("<script>alert(1)</script>", "not_understood"),
        ("\u0662\u0660\u0662\u0666-\u0661\u0661-\u0662\u0666", "not_understood"),
        ("2026-11-26 " + "x" * 500, "not_understood"),
        ("2027-02-29", "no_such_day"),
        ("13/13/2026", "no_such_day"),
        ("2026-11-27 to 2026-11-26", "backwards"),
        ("2026-11-27 to 2027-11-26", "too_long"),
        ("1926-11-27", "far_off"),
    ],
)
def test_a_line_that_can_not_be_read_is_given_back_with_its_sentence(line, problem):
    (fault,) = read_lines(f"2026-11-11\n{line}", WORDS).faults
    assert (fault.line, fault.problem, fault.shown) == (2, problem, line)
    assert f"ui.days.{problem}" in CONTENT.texts


def test_a_day_that_does_not_fit_the_order_is_given_back():
    (fault,) = read_lines("11/26/2026", WORDS, Order.DAY_FIRST).faults
    assert (fault.problem, "ui.days.mixed" in CONTENT.texts) == ("mixed", True)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Winter Recess", "no_school"),
        ("NO SCHOOL", "no_school"),
        ("Schools closed", "no_school"),
        ("No school - professional development", "staff_only"),
        ("Teacher workday", "staff_only"),
        ("First day of school", "first_day"),
        ("Last Day of School, early release", ""),
        ("Early release before vacation", ""),
        ("Holiday concert", ""),
        ("School resumes after vacation", ""),
        ("Breakfast with the principal", ""),
        ("MLK Day", ""),
        ("Vacaciones de invierno", "no_school"),
        ("D\u00cdA FESTIVO", "no_school"),
        ("Sin clases: desarrollo profesional", "staff_only"),
        ("Primer d\u00eda de clases", "first_day"),
        ("\u00daltimo d\u00eda de clases, salida temprana", ""),
        ("Se reanudan las clases despu\u00e9s de las vacaciones", ""),
    ],
)
def test_words_say_what_kind_of_day_it_is_or_it_is_ticked(words, kind):
    assert kinds(read_lines(f"2026-12-18 {words}", WORDS)) == [kind]


def test_a_table_with_names_of_columns():
    raw = (
        b"Subject,Start Date,End Date,All Day Event\r\n"
        b"Thanksgiving Recess,11/26/2026,11/27/2026,True\r\n"
        b'Picture Day,"November 3, 2026",,True\r\n'
        b"No School,12/24/2026 12:00 AM,,True\r\n"
    )
    reading = read_csv(raw, WORDS)
    assert kinds(reading) == ["", "no_school", "no_school"]
    assert spans(reading)[1:] == [*THANKSGIVING, (dt.date(2026, 12, 24),) * 2]


def test_a_table_of_another_country_is_asked():
    raw = "Datum;Was\n24.12.2026;Closed, f\u00fcr alle\n03.04.2026;Closed\n".encode("cp1252")
    reading = read_csv(raw, WORDS)
    assert spans(reading) == [(dt.date(2026, 12, 24),) * 2]
    assert [(fault.line, fault.problem) for fault in reading.faults] == [(3, "order")]
    assert reading.entries[0].words == "Closed, f\u00fcr alle"


def test_a_table_as_a_spreadsheet_saves_it_and_days_with_commas_and_no_quotes():
    raw = "Day\tWhat\n2026-11-26\tClosed\n".encode("utf-16")
    assert spans(read_csv(raw, WORDS)) == [(dt.date(2026, 11, 26),) * 2]
    assert spans(read_csv(b"November 26, 2026, No School", WORDS)) == [(dt.date(2026, 11, 26),) * 2]


def test_a_row_of_a_table_with_figures_and_no_day_is_given_back():
    (fault,) = read_csv(b"When,What\n11/26,No School\n", WORDS).faults
    assert (fault.line, fault.problem) == (2, "not_understood")


def test_a_table_that_is_none():
    with pytest.raises(UnreadableError, match="broken"):
        read_csv(b'"' + b"x" * 200_000 + b'"', WORDS)


def test_events_of_whole_days():
    reading = from_ics(
        "SUMMARY:Thanksgiving Recess\nDTSTART;VALUE=DATE:20261126\nDTEND;VALUE=DATE:20261128",
        "SUMMARY:Picture\n  Day\nDTSTART;VALUE=DATE:20261001",
        "SUMMARY:No School\nDTSTART;VALUE=DATE:20261220\nDURATION:P3D",
    )
    assert spans(reading)[1] == THANKSGIVING[0]
    assert spans(reading)[2] == (dt.date(2026, 12, 20), dt.date(2026, 12, 22))
    assert kinds(reading) == ["", "no_school", "no_school"]
    assert reading.entries[0].words == "Picture Day"


def test_repeating_events_with_days_left_out_and_moved():
    moved = "BEGIN:VEVENT\nUID:0\nRECURRENCE-ID;VALUE=DATE:20261023\nSUMMARY:Closed\nDTSTART;VALUE=DATE:20261026\nEND:VEVENT\n"
    reading = from_ics(
        "SUMMARY:Closed\nDTSTART;VALUE=DATE:20261002\nRRULE:FREQ=WEEKLY;COUNT=4\nEXDATE;VALUE=DATE:20261009", head=moved
    )
    assert [first.day for first, _ in spans(reading)] == [2, 16, 26]
    yearly = from_ics("SUMMARY:Holiday\nDTSTART;VALUE=DATE:19991111\nRRULE:FREQ=YEARLY")
    assert [first.year for first, _ in spans(yearly)] == [2026, 2027]


def test_time_zones():
    reading = from_ics(
        "SUMMARY:Closed\nDTSTART;TZID=America/New_York:20261015T000000\nDTEND;TZID=America/New_York:20261016T000000",
        "SUMMARY:Closed\nDTSTART:20270215T050000Z\nDTEND:20270220T050000Z",
        "SUMMARY:Closed\nDTSTART:20270315T000000\nDTEND:20270316T000000",
    )
    assert spans(reading) == [
        (dt.date(2026, 10, 15),) * 2,
        (dt.date(2027, 2, 15), dt.date(2027, 2, 19)),
        (dt.date(2027, 3, 15),) * 2,
    ]
    assert kinds(reading) == ["no_school"] * 3
    pacific = "SUMMARY:Closed\nDTSTART:20270215T080000Z\nDTEND:20270216T080000Z"
    assert spans(from_ics(pacific, head="X-WR-TIMEZONE:America/Los_Angeles\n")) == [(dt.date(2027, 2, 15),) * 2]


def test_hours_are_ticked_where_a_word_says_no_school_and_left_out_else():
    reading = from_ics(
        "SUMMARY:No School\nDTSTART:20261014T120000Z\nDTEND:20261014T200000Z",
        "SUMMARY:Band\nDTSTART:20261111T200000Z\nDTEND:20261111T210000Z\nRRULE:FREQ=SECONDLY",
        "SUMMARY:No School\nSTATUS:CANCELLED\nDTSTART;VALUE=DATE:20261005",
    )
    assert [(entry.first.day, entry.kind) for entry in reading.entries] == [(14, "")]


def test_a_span_that_can_not_be_is_given_back():
    reading = from_ics("SUMMARY:Closed\nDTSTART;VALUE=DATE:20261002\nDTEND;VALUE=DATE:20301002")
    assert [(fault.problem, fault.shown) for fault in reading.faults] == [("too_long", "Closed")]


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"", "broken"),
        (b"not a calendar", "broken"),
        (b"\xff\xfe\x00\x01" * 50, "broken"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:No school\r\n", "broken"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n", "broken"),
        (ics("SUMMARY:Closed"), "broken"),
        (ics("SUMMARY:Closed\nDTSTART;VALUE=DATE:20269999"), "broken"),
        (ics("SUMMARY:Closed\nDTSTART;VALUE=DATE:20261002\nRRULE:FREQ=NEVER"), "broken"),
        (ics("SUMMARY:Closed\nDTSTART;VALUE=DATE:20261002\nRRULE:FREQ=SECONDLY"), "too_often"),
        (ics("SUMMARY:Closed\nDTSTART;VALUE=DATE:20261002\nRRULE:FREQ=DAILY;BYSECOND=1,2"), "too_often"),
        (b"x" * (district_calendar.MOST_BYTES + 1), "too_big"),
    ],
)
def test_a_file_that_can_not_be_read_has_one_sentence(raw, problem):
    with pytest.raises(UnreadableError) as refused:
        read_ics(raw, WORDS, WINDOW)
    assert refused.value.problem == problem
    assert f"ui.days.{problem}" in CONTENT.texts


def test_events_that_never_come_to_an_end_are_given_up(monkeypatch):
    monkeypatch.setattr(district_calendar, "MOST_SECONDS", 0.2)
    daily = "SUMMARY:Closed\nDTSTART;VALUE=DATE:19700102\nRRULE:FREQ=DAILY"
    started = time.monotonic()
    with pytest.raises(UnreadableError, match="too_big"):
        from_ics(*[daily] * 50)
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(
    "read", [lambda: read_lines("x" * 1_000_001, WORDS), lambda: read_csv(b"x" * 1_000_001, WORDS)]
)
def test_what_is_huge_is_refused(read):
    with pytest.raises(UnreadableError, match="too_big"):
        read()


@settings(deadline=None)
@given(st.text())
def test_whatever_is_typed_no_line_breaks_it(text):
    for entry in read_lines(text, WORDS).entries:
        assert entry.first <= entry.last


@settings(deadline=None)
@given(st.binary())
def test_whatever_is_in_a_file_it_is_read_or_refused(raw):
    for read in (lambda: read_csv(raw, WORDS), lambda: read_ics(raw, WORDS, WINDOW)):
        with contextlib.suppress(UnreadableError):
            read()


@settings(deadline=None)
@given(st.dates(dt.date(2015, 1, 1), dt.date(2040, 12, 31)))
def test_each_way_to_write_a_day_gives_the_same_day(day):
    name = f"{day:%B} {day.day}, {day.year}"
    spanish = Wording(CONTENT, "es").day(day)
    slashed = f"{day.month}/{day.day}/{day.year}"
    for text, order in ((str(day), None), (name, None), (spanish, None), (slashed, Order.MONTH_FIRST)):
        assert spans(read_lines(text, WORDS, order)) == [(day, day)]
