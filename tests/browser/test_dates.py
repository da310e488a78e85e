"""My dates on a phone: what a parent enters, the two lists, the drawn count and the calendar file."""

import datetime as dt

import icalendar
import pytest

from iepkit.documents.dates import work_out
from iepkit.rules.model import State
from iepkit.rules.school_days import Calendar, SchoolYear
from tests.browser.conftest import WIDTHS
from tests.browser.keyboard import open_part, tab_to

TODAY = dt.date.today()
YEAR = SchoolYear(TODAY - dt.timedelta(days=100), TODAY + dt.timedelta(days=150))
FIELD = "[data-event={}] [data-day]"


class Dates:
    """The part of the page, and what a parent does there."""

    def __init__(self, one):
        self.one, self.page = one, one.page
        self.part = self.page.locator("[data-mine=dates]")

    def enter(self, event, day):
        self.part.locator(f"[data-event={event}] [data-has]").check()
        self.put(FIELD.format(event), day)

    def put(self, field, day):
        self.part.locator(field).fill(str(day))
        self.part.locator(field).dispatch_event("change")

    def choose_state(self, state):
        self.part.locator(f"[name=dates-state][value={state}]").check()

    def enter_year(self, year=YEAR):
        self.open_district()
        self.put("[data-year] [data-end=first] >> nth=0", year.first)
        self.put("[data-year] [data-end=last] >> nth=0", year.last)

    def open_district(self):
        if not self.part.locator("[data-district][open]").count():
            self.part.locator("[data-district] > summary").click()

    def enter_lines(self, text):
        self.open_district()
        self.part.locator("[data-lines]").fill(text)
        self.part.locator("[data-lines]").dispatch_event("change")

    def listed(self, name):
        items = self.part.locator(f"[data-list={name}]:visible [data-deadline]")
        return items.evaluate_all("all => all.map((e) => e.dataset.deadline)")

    def said(self, deadline):
        return self.part.locator(f"[data-deadline={deadline}] [data-told]").inner_text()

    def calendar(self):
        with self.page.expect_download() as download:
            self.part.locator("[data-save]").click()
        assert download.value.suggested_filename == "school_dates.ics"
        return icalendar.Calendar.from_ical(download.value.path().read_bytes())


def in_words(day):
    return f"{day:%B} {day.day}, {day.year}"


@pytest.fixture
def dates(shown, phone):
    def start(width=390, **options):
        one = phone(width, **options)
        one.open(shown.address())
        open_part(one.page, "dates")
        one.page.wait_for_selector("[data-mine=dates] form:not([hidden])")
        return Dates(one)

    return start


def test_the_two_lists_are_those_of_the_rules_and_never_mixed(dates, content):
    mine = dates()
    mine.choose_state("massachusetts")
    days = {"request_received": TODAY - dt.timedelta(days=30), "consent_received": TODAY, "decided": TODAY}
    for event, day in days.items():
        mine.enter(event, day)
    mine.enter_year()
    expected = work_out(content, State.MASSACHUSETTS, days, Calendar((YEAR,)), TODAY)
    assert mine.listed("actBy") == [date.deadline for date in expected.act_by]
    assert mine.listed("owed") == [date.deadline for date in expected.owed]
    for date in expected.act_by:
        assert in_words(date.day) in mine.said(date.deadline)
    for date in expected.owed:
        assert in_words(date.window.latest) in mine.said(date.deadline)
    said = mine.part.locator("[data-said]").inner_text()
    assert said.startswith(
        f"What you must do: {len(expected.act_by)}. What the district owes: {len(expected.owed)}. Counted from"
    )
    assert in_words(expected.act_by[0].day) in said
    file = mine.calendar()
    saved = {event["DTSTART"].dt for event in file.events}
    mine_to_do = {day for date in expected.act_by for day in (date.day, date.remind_on)}
    theirs = {date.window.latest for date in expected.owed}
    assert saved == {day for day in mine_to_do | theirs if day >= TODAY}
    assert {str(event["SUMMARY"]) for event in file.events} <= {"School date", "School date: reminder"}


def test_a_day_with_no_school_moves_the_districts_date_and_is_seen_in_the_count(dates):
    mine = dates()
    mine.choose_state("massachusetts")
    # A Monday in a month with no holiday in its second week, so that five days in a row count.
    monday = dt.date(2027, 3, 8)
    mine.enter_year(SchoolYear(dt.date(2026, 9, 1), dt.date(2027, 6, 18)))
    mine.page.clock.install(time="2027-03-08T12:00:00")
    mine.enter("request_received", monday)
    assert "March 15, 2027" in mine.said("consent_form")
    mine.enter_lines("March 10, 2027 snow day\nMarch 11, 2027 concert\n3/12")
    assert "March 16, 2027" in mine.said("consent_form")
    faults = mine.part.locator("[data-faults] li").all_inner_texts()
    assert len(faults) == 1
    assert faults[0].startswith("\u201c3/12\u201d: This line can't be read as a day.")
    mine.part.locator("[data-deadline=consent_form] [data-counting] > summary").click()
    cells = mine.part.locator("[data-deadline=consent_form] td.cell")
    cells.first.wait_for()
    assert cells.filter(has_text="counted as day").count() == 5
    assert "No school" in cells.nth(2).inner_text()
    assert mine.part.locator("[data-deadline=consent_form] caption").inner_text() == "March 2027"
    mine.part.locator("[data-entries] li", has_text="concert").locator("select").select_option("no_school")
    assert "March 17, 2027" in mine.said("consent_form")


def test_a_short_limit_is_drawn_too_each_day_counted(dates):
    mine = dates()
    mine.choose_state("massachusetts")
    mine.enter("decided", TODAY)
    mine.part.locator("[data-deadline=appeal_37h34] [data-counting] > summary").click()
    counted = mine.part.locator("[data-deadline=appeal_37h34] td.each_day")
    counted.first.wait_for()
    assert counted.locator("b").all_inner_texts() == ["1", "2", "3", "4", "5"]
    mine.enter("happened", TODAY)
    assert mine.part.locator("[data-deadline=state_complaint] [data-counting]").is_hidden()


def test_an_order_of_day_and_month_is_asked_and_not_guessed(dates):
    mine = dates()
    mine.enter_year(SchoolYear(dt.date(2026, 9, 1), dt.date(2027, 6, 18)))
    mine.enter_lines("03/04/2027 no school")
    asked = mine.part.locator("[data-order]")
    asked.wait_for()
    asked.get_by_label("Day first").check()
    assert mine.part.locator("[data-entries] [data-days]").inner_text() == "April 3, 2027: no school"


def test_a_day_that_can_not_be_has_its_sentence_and_the_rest_stands(dates):
    mine = dates()
    mine.choose_state("massachusetts")
    mine.enter("request_received", TODAY)
    mine.enter("consent_received", TODAY - dt.timedelta(days=3))
    fault = mine.part.locator("[data-event=consent_received] [data-fault-here]")
    assert "the consent comes after the request" in fault.inner_text()
    assert mine.listed("owed") == ["consent_form"]
    mine.put(FIELD.format("consent_received"), TODAY)
    assert fault.inner_text() == ""
    mine.enter_year(SchoolYear(TODAY, TODAY - dt.timedelta(days=9)))
    assert "not in order" in mine.part.locator("[data-years-fault]").inner_text()
    assert len(mine.listed("owed")) > 1


def test_no_limit_goes_away_without_a_word(dates):
    mine = dates()
    mine.choose_state("massachusetts")
    mine.enter("proposal_received", TODAY)
    mine.enter("team_meeting", TODAY + dt.timedelta(days=14))
    assert mine.listed("actBy") == ["answer_iep"]
    fault = mine.part.locator("[data-event=decided] [data-fault-here]")
    mine.part.locator("[data-event=decided] [data-has]").check()
    assert fault.inner_text() == ""
    mine.page.keyboard.type("11")
    mine.page.keyboard.press("Tab")
    mine.page.keyboard.press("Tab")
    mine.page.keyboard.press("Tab")
    fault.get_by_text("Enter the whole day").wait_for()
    mine.put(FIELD.format("decided"), "0026-11-20")
    mine.part.locator(FIELD.format("decided")).blur()
    fault.get_by_text("Enter the whole day").wait_for()
    mine.put(FIELD.format("decided"), TODAY)
    assert fault.inner_text() == ""
    mine.choose_state("other")
    assert "some are short" in mine.part.locator("[data-event=decided] [data-elsewhere]").inner_text()


def test_a_calendar_that_is_read_in_part_says_so(dates):
    mine = dates()
    mine.choose_state("massachusetts")
    mine.enter("consent_received", TODAY)
    mine.enter_year()
    half = mine.part.locator("[data-half-read]")
    assert half.is_hidden()
    mine.enter_lines(f"{in_words(TODAY + dt.timedelta(days=8))} pupils stay at home")
    half.wait_for()
    mine.part.locator("[data-entries] select").select_option("no_school")
    assert half.is_hidden()
    mine.enter_lines("11/26")
    half.wait_for()
    mine.enter_lines("")
    mine.part.locator("[data-year] [data-end=first]").first.fill("")
    mine.part.locator("[data-year] [data-end=first]").first.dispatch_event("change")
    assert "Enter the first day of school too" in mine.part.locator("[data-years-fault]").inner_text()


def test_with_the_keyboard_alone_from_a_tick_to_a_saved_calendar(dates):
    mine = dates()
    page = mine.page
    tab_to(page, "[data-event=decided] [data-has]")
    page.keyboard.press("Space")
    page.keyboard.type(TODAY.strftime("%m%d%Y"))
    page.keyboard.press("Tab")
    mine.part.locator("[data-list=actBy] [data-deadline=appeal_37h34]").wait_for()
    assert mine.said("appeal_37h34").startswith("Counted from")
    tab_to(page, "[data-says-more]")
    page.keyboard.press("Space")
    tab_to(page, "[data-save]")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    saved = icalendar.Calendar.from_ical(download.value.path().read_bytes())
    assert any("Appeal to the superintendent" in str(event["SUMMARY"]) for event in saved.events)
    assert mine.one.others() == []


def test_what_is_not_ticked_is_not_saved_and_nothing_at_all_says_so(dates):
    mine = dates()
    mine.choose_state("massachusetts")
    mine.enter("proposal_received", TODAY)
    mine.part.locator("[data-deadline=answer_iep] [data-chosen]").uncheck()
    mine.part.locator("[data-save]").click()
    mine.part.get_by_text("No day that is still to come is chosen.").wait_for()


def test_the_state_of_the_letter_is_the_state_of_the_dates(dates):
    mine = dates()
    open_part(mine.page, "letter")
    mine.page.click("[data-pick=records]")
    mine.page.click("[data-next]")
    mine.page.locator("[data-screen=question]").get_by_label("Another state").check()
    open_part(mine.page, "dates")
    assert mine.part.locator("[name=dates-state][value=other]").is_checked()
    assert mine.part.locator("[data-event=found_eligible]").is_visible()
    mine.choose_state("massachusetts")
    assert mine.part.locator("[data-event=found_eligible]").is_hidden()


def test_nothing_is_stored_and_all_is_forgotten_on_demand(dates):
    mine = dates()
    mine.enter("decided", TODAY)
    mine.enter_lines("March 10, 2027 Marker")
    seen = mine.page.evaluate("[localStorage.length, sessionStorage.length, document.cookie, window.name]")
    assert seen == [0, 0, "", ""]
    mine.part.locator("[data-forget]").click()
    assert mine.part.locator("[data-has]:checked").count() == 0
    assert "Marker" not in mine.page.content()


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_and_nothing_sticks_out(dates, width):
    mine = dates(width)
    mine.choose_state("massachusetts")
    for event in ("request_received", "consent_received", "decided", "proposal_received"):
        mine.enter(event, TODAY)
    mine.enter_year()
    mine.enter_lines(
        f"{in_words(TODAY + dt.timedelta(days=9))} winter vacation of a district with a very long name\nnot a day"
    )
    mine.page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
    mine.part.locator(".month").first.wait_for()
    assert mine.one.axe() == []
    assert mine.one.sideways() == [0, []]
    mine.page.add_style_tag(content="html { font-size: 200% }")
    assert mine.one.sideways() == [0, []]


def test_the_print_holds_both_lists_and_says_what_it_is(dates):
    mine = dates()
    mine.choose_state("massachusetts")
    mine.enter("consent_received", TODAY)
    mine.enter("decided", TODAY)
    mine.page.evaluate("() => { window.print = () => {} }")
    mine.part.locator("[data-print]").click()
    mine.page.emulate_media(media="print")
    printed = mine.page.evaluate("document.body.innerText")
    for words in (
        "not legal advice",
        "Massachusetts. I handed in my signed consent: ",
        in_words(TODAY),
        "I must act by",
        "The district owes",
        "Exceptions exist; ask today.",
    ):
        assert words in printed
    assert "What happened?" not in printed


def test_a_districts_calendar_file_is_read_by_the_laptop(server, take_home, phone, tmp_path):
    file = tmp_path / "district.csv"
    file.write_text("Date,What\n2027-03-10,No school\n03/04/2027,Recess\n")
    one = phone()
    one.open(server.address())
    open_part(one.page, "dates")
    mine = Dates(one)
    mine.enter_year(SchoolYear(dt.date(2026, 9, 1), dt.date(2027, 6, 18)))
    mine.part.locator("[data-file-of-days]").set_input_files(file)
    mine.part.locator("[data-entries] li", has_text="March 10, 2027: No school").wait_for()
    mine.part.locator("[data-order]").get_by_label("Month first").check()
    mine.part.locator("[data-entries] li", has_text="March 4, 2027: Recess").wait_for()
    broken = tmp_path / "broken.ics"
    broken.write_text("BEGIN:VCALENDAR")
    mine.part.locator("[data-file-of-days]").set_input_files(broken)
    mine.part.locator("[data-read]", has_text="This file can't be read as a calendar.").wait_for()
    home = phone()
    home.open(take_home.address())
    open_part(home.page, "dates")
    home.page.click("[data-district] > summary")
    assert home.page.locator("[data-file-of-days]").is_hidden()
