"""The script that works out dates with no server says what Python says: dates, sentences, lines, calendar files."""

import dataclasses
import datetime as dt
import json
import re
import uuid
from random import Random
from zoneinfo import ZoneInfo

import icalendar
import pytest

from iepkit.content import ENGLISH
from iepkit.documents.calendar_file import FILE_NAME, MEDIA_TYPE, calendar_file
from iepkit.documents.dates_sheet import dates_sheet
from iepkit.documents.days_in_text import Order, UnreadableError
from iepkit.documents.district_calendar import KINDS, MOST_BYTES, days_of, read_lines
from iepkit.rules import ImpossibleValueError
from iepkit.scripts import one_script
from iepkit.site import check
from iepkit.site.dates_at_random import dates_of_given, of_case, sets_of_days
from iepkit.wording import Wording
from tests.documents.test_district_calendar import FROM_TO, HALF_READ, WITH_FIGURES

SEED = 1975
CALENDAR = {"years": [{"first": "2026-09-01", "last": "2027-06-16"}], "noSchool": [], "staffOnly": []}
SHORT_SUMMER = {
    **CALENDAR,
    "years": [{"first": "2028-09-01", "last": "2029-08-19"}, {"first": "2029-08-27", "last": "2030-06-11"}],
}
GIVEN = {"state": "massachusetts", "events": {"request_received": "2026-11-02"}, "calendar": CALENDAR}
TODAY = "2026-11-25"
TIME_ZONE = "America/New_York"
LINES = [
    *HALF_READ,
    *FROM_TO,
    *WITH_FIGURES,
    "11/26/2026-11/27/2026",
    "11/26/2026 - 11/27/2026",
    "2026-11-26/2026-11-27",
    "2026/11/26 through 2026/11/27",
    "26.11.2026 \u2013 27.11.2026",
    "26/11/2026-27/11/2026",
    "Thu Nov 26, 2026 until Fri Nov. 27, 2026",
    "26 November 2026 to 27th November 2026",
    "THURSDAY NOVEMBER 26, 2026 THRU NOVEMBER 27TH, 2026",
    "Thanksgiving recess: 2026-11-26 to 2026-11-27",
    "Vacaciones: del jueves 24 de diciembre de 2026 al viernes 1.\u00ba de enero del 2027",
    "Vacaciones del 24 al 31 de diciembre de 2026",
    "24 de diciembre al 1 de enero de 2027",
    "12, 13 y 14 de noviembre de 2026",
    "MI\u00c9RCOLES 2 DE SETIEMBRE DE 2026 y el s\u00e1bado 3 oct. 2026: \u00daLTIMO D\u00cdA DE CLASES",
    "martes 6 de abril de 2027 hasta martes 3, 2027",
    "desde el mar. 2 de marzo de 2027 hasta el 5 de marzo de 2027 d\u00eda festivo",
    "2026-12-24, 2026-12-25 and 2026-12-28 & 2026-12-29; 2026-12-30",
    "2026-11-26 \u2014 2026-11-27 Recess -",
    "No School,12/24/2026 12:00 AM, 12/25/2026 00:00:00",
    "03/04/2026",
    "3.4.2026",
    "05/05/2026",
    "03/04/2026 - 03/06/2026",
    "26/11/2026",
    "11/26/2026",
    "Feb 15-19, 2027",
    "11/10-12/2026",
    "11-10-12-2026",
    "11/26/26",
    "11/26",
    "next Monday",
    "2026-11-26 or perhaps 2026-11-27",
    "2026-11-26 to 2026-11-27 to 2026-11-30",
    "=1+1",
    "<script>alert(1)</script>",
    "\u0662\u0660\u0662\u0666-\u0661\u0661-\u0662\u0666",
    "2026-11-26 \u0661\u0662-",
    "2026-11-26 \u0661\u0662\u0663\u0664",
    "2026-11-26 " + "x" * 489,
    "2026-11-26 " + "x" * 490,
    "2026-11-26 " + "\U0001f600" * 489,
    "2026-11-26 " + "\U0001f600" * 490,
    "2027-02-29",
    "2028-02-29",
    "0000-01-01",
    "0001-01-01",
    "2026-00-10",
    "00/00/2026",
    "13/13/2026",
    "14/13/2026",
    "2026-11-27 to 2026-11-26",
    "2026-11-27 to 2027-03-06",
    "2026-11-27 to 2027-03-07",
    "2014-12-31",
    "2015-01-01",
    "2040-12-31",
    "2041-01-01",
    "2040-12-31 to 2041-01-01",
    "12026-11-26",
    "2026-11-261",
    "mon 2026-11-26",
    "Thu   2026-11-26",
    "Thu    2026-11-26",
    "2026-11-26 13 -x",
    "x- 13 2026-11-26",
    *(f"2026-11-26{space}closed{space}day" for space in filter(str.isspace, map(chr, range(0x3001)))),
    "5mon 2026-11-26",
    "2026-11-26\u00a0Closed",
    "\u00852026-11-26 \u001fclosed\u001f",
    "\ufeff2026-11-26",
    "\u017funday November 26, 2026",
    "2026-11-26 to\u212a 2026-11-27",
    "2026-12-18 Early release before vacation",
    "2026-12-18 No school - professional development",
    "2026-12-18 NO SCHOOL",
    "2026-12-18 no \u017fchool",
    "2026-12-18 Holiday concert",
    "2026-12-18 hol\u0130day",
    "2026-12-18 hol\u0131day",
    "2026-12-18 closed_",
    "2026-12-18 closed\u00e9",
    "2026-12-18 closed\u0345",
    "2026-12-18 \u00b2closed",
    "2026-12-18 closed\u0301",
    "2026-12-18 Breakfast",
    "2026-12-18 MLK Day",
    "2026-12-18 First day of school",
    "2026-12-18 Last Day of School",
]
DAYS = (
    "2026-11-26", "11/27/2026", "3/4/2026", "2.1.2027", "Dec 24, 2026", "25th December 2026", "Mon Jan. 4 2027",
    "31/12/2026", "2026-12-31 12:00 AM", "2027-02-29", "2039-01-02", "24 de diciembre de 2026",
    "el mi\u00e9rcoles 2 de sept. del 2026", "1\u00ba ene 2027", "del s\u00e1b. 3\u00b0 de oct. de 2026",
)  # fmt: skip
BETWEEN = (
    " ",
    " to ",
    "-",
    " - ",
    "\u2013",
    "/",
    ", ",
    ";",
    " and ",
    " & ",
    " al ",
    " y ",
    " hasta el ",
    " e ",
    " and between ",
    "\u00a0thru\u2003",
    "\x1f",
)
BESIDE = (
    " closed", ": No school", " early release", " Recess", " PD day", " school", " sin clases", "24 al ", "12 de mayo y ", "entre ", "desde el ", "24\u00ba e ",
    "between the days ", " to January 1", " (jueves) y S\u00c1B. 3 ene", ", 25 \u2014", " - March", " through", "\u00e9", "_", "\U0001f600", "\u0663", "",
)  # fmt: skip
OTHERS = (
    "1",
    "12",
    "2026",
    "4/",
    "th",
    "sat",
    "May",
    "T00:00",
    "\n",
    "\r\n",
    "\x0b",
    "\x1c",
    "\x85",
    "\u2028",
    ".",
    "0",
)


@pytest.fixture(scope="module")
def sheet(content):
    return dates_sheet(content, ENGLISH)


@pytest.fixture(scope="module")
def page(browser, sheet):
    page = browser.new_page(timezone_id=TIME_ZONE)
    page.evaluate(one_script("check.js"))
    page.evaluate("(sheet) => { window.sheet = sheet; }", sheet)
    yield page
    page.close()


def ask(page, script, given):
    """What the script says to all of these, each with ``(one) => ...``."""
    said = page.evaluate(f"(some) => JSON.stringify(JSON.parse(some).map({script}))", json.dumps(given))
    return json.loads(said)


def all_sets(content, count):
    cases = [(of_case(case), case.today) for case in content.dated_cases.values()]
    return [*cases, *sets_of_days(content, count, SEED)]


def test_each_worked_date_and_days_at_random_come_out_as_in_python(browser, content):
    assert [str(found) for found in check.differences(browser, content, 400, topics=(check.DATES,))] == []


@pytest.mark.parametrize(
    ("consent", "calendar", "expected"),
    [
        ("2027-06-01", {**CALENDAR, "staffOnly": ["2027-06-03"]}, {"evaluation_ma": ["next_year_not_known"]}),
        ("2029-06-20", SHORT_SUMMER, {"team_meeting_ma": ["year_end"]}),
    ],
)
def test_notes_that_days_at_random_seldom_bring(page, content, consent, calendar, expected):
    given = {"state": "massachusetts", "events": {"consent_received": consent}, "calendar": calendar}
    (said,) = ask(page, "([given, today]) => datesAndSaid(sheet, given, today)", [[given, consent]])
    by_rules = dates_of_given(given, dt.date.fromisoformat(consent), content).owed
    assert {date["deadline"]: date["notes"] for date in said["owed"]}.items() >= expected.items()
    assert {date.deadline: list(date.notes) for date in by_rules}.items() >= expected.items()


@pytest.mark.parametrize(
    ("changed", "event", "problem"),
    [
        ({"events": {"request_received": "2026-02-30"}}, "request_received", "date"),
        ({"events": {"request_received": "soon"}}, "request_received", "date"),
        ({"events": {"request_received": None}}, "request_received", "date"),
        ({"events": {"toString": "2026-11-02"}}, "toString", "question"),
        ({"state": "toString"}, "state", "choice"),
        ({"calendar": {**CALENDAR, "noSchool": ["2026-02-30"]}}, "years", "date"),
        ({"calendar": {**CALENDAR, "staffOnly": ["x"]}}, "years", "date"),
        ({"calendar": {**CALENDAR, "years": [{"first": "", "last": None}]}}, "years", "date"),
        ({"calendar": {**CALENDAR, "years": [{"first": "9026-09-01", "last": None}]}}, "years", "far_off"),
    ],
)
def test_what_can_not_be_is_refused_with_its_sentence_and_nothing_is_thrown(page, content, changed, event, problem):
    (said,) = ask(page, "([given, today]) => datesAndSaid(sheet, given, today)", [[{**GIVEN, **changed}, TODAY]])
    assert said == {"actBy": [], "owed": [], "problem": {"event": event, "problem": problem}, "said": []}
    assert f"ui.impossible.{problem}" in content.texts


def test_the_sentences_come_in_parts_with_days_as_the_page_writes_them(page, content):
    script = """([given, today]) => {
      const { owed } = datesAndSaid(sheet, given, today);
      return sentencesOf(sheet, owed[0], today, (day) => `<${day}>`);
    }"""
    (said,) = ask(page, script, [[GIVEN, TODAY]])
    due = content.texts["ui.dates.owed_day"].format(start="<2026-11-02>", latest="<2026-11-09>")
    assert said == {
        "told": [due, content.texts["ui.dates.owed_past"]],
        "note": content.texts["deadline.consent_form.note"],
        "more": [content.texts["ui.dates.snow"]],
        "say": content.texts["deadline.consent_form.say"],
    }


def by_python(text, words, order):
    try:
        reading = read_lines(text, words, order and Order(order))
    except UnreadableError as error:
        faults = [{"line": 0, "problem": error.problem, "shown": ""}]
        return {"entries": [], "faults": faults, "asksForOrder": False, "days": [[]] * len(KINDS)}
    return {
        "entries": [
            {"first": str(e.first), "last": str(e.last), "words": e.words, "kind": e.kind} for e in reading.entries
        ],
        "faults": [{"line": f.line, "problem": f.problem, "shown": f.shown} for f in reading.faults],
        "asksForOrder": reading.asks_for_order,
        "days": [[str(day) for day in sorted(days_of(reading.entries, kind))] for kind in KINDS],
    }


def texts_at_random(count):
    """Days with what can stand between and beside them, and often a sign that should not be there."""
    random = Random(SEED)
    for _ in range(count):
        days = random.choices(DAYS, k=random.randint(1, 4))
        parts = [random.choice(BESIDE), *(part for day in days for part in (day, random.choice(BETWEEN)))]
        parts[-1] = random.choice(BESIDE)
        if random.randrange(2):
            spoiling = random.choice((*OTHERS, chr(random.randrange(0x250)), chr(random.randrange(0xD800))))
            parts.insert(random.randrange(len(parts)), spoiling)
        yield "".join(parts)


@pytest.fixture(scope="module")
def read_by_both(page, content):
    """Each text with each order, and what the script and Python read in it."""
    texts = [*LINES, "\r\n".join(LINES), "\x85".join(LINES), *texts_at_random(6000), "x" * (MOST_BYTES + 1)]
    asked = [(text, order) for text in texts for order in (None, "month_first", "day_first")]
    script = f"""([text, order]) => {{
      const reading = readLines(text, sheet.calendar_words, order);
      const days = {json.dumps(KINDS)}.map((kind) => daysOf(reading.entries, kind).sort());
      return {{ ...reading, days }};
    }}"""
    said = ask(page, script, asked)
    return [
        (one, page_says, by_python(one[0], content.calendar_words, one[1]))
        for one, page_says in zip(asked, said, strict=True)
    ]


def test_each_line_is_read_as_python_reads_it(read_by_both):
    assert [(one, page_says, rules_say) for one, page_says, rules_say in read_by_both if page_says != rules_say][
        :5
    ] == []


def test_the_lines_hold_each_problem_and_each_kind(content, read_by_both):
    problems = {fault["problem"] for _, said, _ in read_by_both for fault in said["faults"]}
    texts = {i.removeprefix("ui.days.") for i in content.texts if i.startswith("ui.days.")}
    assert problems == texts - {"broken", "not_taken", "others", "too_often"}
    assert {entry["kind"] for _, said, _ in read_by_both for entry in said["entries"]} == {*KINDS, ""}
    assert sum(len(said["entries"]) > 1 for _, said, _ in read_by_both) > 1000


def test_each_calendar_file_reads_back_as_that_of_python(page, content):
    asked, wanted = [], []
    for n, (given, today) in enumerate(all_sets(content, 150)):
        # Late in the evening it is another day already in UTC.
        now = dt.datetime.combine(today, dt.time(20 if n % 2 else 9, 30), ZoneInfo(TIME_ZONE))
        try:
            found = dates_of_given(given, today, content)
        except ImpossibleValueError:
            continue
        for says_more in (False, True):
            asked.append((given, str(today), now.isoformat(), says_more))
            wanted.append(calendar_file([*found.act_by, *found.owed], Wording(content), now, says_more=says_more))
    script = "(one) => savedDates(sheet, ...one)"
    for one, text, raw in zip(asked, ask(page, script, asked), wanted, strict=True):
        assert read_back(text.encode()) == read_back(raw), one
        assert all(len(line) <= 75 for line in text.encode().split(b"\r\n"))
        assert text.endswith("END:VCALENDAR\r\n")
        assert not re.search(r"(?<!\r)\n|\r(?!\n)", text)


@pytest.mark.parametrize("drafts", [("",), ("deadline.", "ui.calendar.reminder"), ()])
def test_the_same_events_are_labelled_as_drafts_as_in_python(page, content, drafts):
    texts = {
        text_id: found if drafts and text_id.startswith(drafts) else dataclasses.replace(found, checked_by="Ana")
        for text_id, found in content.translations["es"].items()
    }
    content = dataclasses.replace(content, translations={"es": texts})
    spanish = dates_sheet(content, "es")
    labels = set()
    for given, today in all_sets(content, 0)[::4]:
        now = dt.datetime.combine(today, dt.time(9, 30), ZoneInfo(TIME_ZONE))
        found = dates_of_given(given, today, content)
        for says_more in (False, True):
            wanted = calendar_file([*found.act_by, *found.owed], Wording(content, "es"), now, says_more=says_more)
            asked = [spanish, given, str(today), now.isoformat(), says_more]
            text = page.evaluate("(one) => savedDates(...one)", asked)
            by_page, by_python = (
                [spanish["draft"]["words"] in str(event["DESCRIPTION"]).splitlines() for event in calendar.events]
                for calendar in (icalendar.Calendar.from_ical(raw) for raw in (text.encode(), wanted))
            )
            assert by_page == by_python, given
            labels.update(by_python)
    assert labels == ({True} if drafts == ("",) else {True, False} if drafts else {False})


def read_back(raw):
    """Each part with its properties as they stand in the file, in no order."""
    calendar = icalendar.Calendar.from_ical(raw)
    return [
        (part.name, sorted((name, value.params.to_ical(), value.to_ical()) for name, value in part.items()))
        for part in calendar.walk()
    ]


def test_signs_that_a_calendar_file_escapes_and_folds(page):
    text = "a;b,c\\nd\ne" + "\u00e9\U0001f600\u20ac" * 60
    script = """([text, given, today]) => {
      const other = { ...sheet, texts: { ...sheet.texts, "ui.calendar.title": text } };
      return savedDates(other, given, today, "2026-11-03T12:00", false);
    }"""
    (said,) = ask(page, script, [[text, GIVEN, "2026-11-03"]])
    (event,) = icalendar.Calendar.from_ical(said.encode()).events
    assert str(event["SUMMARY"]) == text
    assert all(len(line) <= 75 for line in said.encode().split(b"\r\n"))


def test_the_file_has_the_same_name_and_kind(page):
    assert page.evaluate("[MEDIA_TYPE, FILE_NAME]") == [MEDIA_TYPE, FILE_NAME]


def test_names_are_made_as_python_makes_them(page):
    texts = ["", "a", "\u00e9\U0001f600", *("x" * n for n in range(30, 140))]
    assert ask(page, f'(text) => uuid5("{uuid.NAMESPACE_URL}", text)', texts) == [
        str(uuid.uuid5(uuid.NAMESPACE_URL, text)) for text in texts
    ]
