"""A parent who speaks Spanish, from the code on the wall to a letter for the school."""

import pytest

from iepkit.wording import Wording
from tests.browser.conftest import WIDTHS
from tests.browser.keyboard import open_part
from tests.browser.test_dates import TODAY, Dates
from tests.browser.test_letter import Letters

STARTED = "[data-iepkit][lang={}] [data-mine=letter][data-started]"
SPOKEN = "(place) => [...place.querySelectorAll('h4, h5, p, li')].map((one) => one.lang)"


@pytest.fixture(scope="module")
def spanish(content):
    return Wording(content, "es")


@pytest.fixture
def letters(server, phone):
    one = phone()
    one.open(server.address("/?lang=es"))
    open_part(one.page, "letter")
    one.page.wait_for_selector("[data-mine=letter] [data-alive]:not([hidden])")
    return Letters(one)


def test_the_page_is_spanish_and_can_be_turned_without_any_script(shown, phone, spanish):
    page = phone(java_script_enabled=False).page
    page.goto(shown.address())
    page.click("[data-turn=es]")
    page.wait_for_selector("html[lang=es]")
    assert page.title() == spanish.plain("ui.title")
    assert page.locator("h1").inner_text() == spanish.plain("ui.title")
    page.click("[data-turn=en]")
    page.wait_for_selector("html[lang=en]")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_first_screen_shows_both_languages_and_fits(server, phone, width):
    one = phone(width)
    page = one.open(server.address("/?lang=es"))
    for language in ("en", "es"):
        box = page.locator(f"[data-turn={language}]").bounding_box()
        assert box["y"] < 300
        assert box["height"] >= 44
    assert one.sideways() == [0, []]
    assert one.axe() == []


def test_the_language_stays_in_the_address_and_nothing_is_loaded_anew(server, phone):
    one = phone()
    page = one.open(server.address("/?lang=es"))
    page.evaluate("window.same = true")
    page.click("[data-turn=en]")
    page.wait_for_selector("[data-iepkit][lang=en]")
    page.click("[data-turn=es]")
    page.wait_for_selector("[data-iepkit][lang=es]")
    assert page.evaluate("window.same")
    assert page.url.endswith("?lang=es")
    assert page.evaluate("document.activeElement.dataset.turn") == "es"
    page.reload()
    assert page.get_attribute("html", "lang") == "es"


def test_a_letter_is_sent_in_english_with_the_spanish_behind_it(letters, content, spanish):
    mine = letters
    mine.pick("after_504")
    mine.answer(not_working="No puede leer el reloj")
    preview = mine.part.locator("[data-preview]")
    both = preview.evaluate(SPOKEN)
    assert both == sorted(both)
    assert set(both) == {"en", "es"}
    assert content.texts["ui.letter.behind"] in mine.text()
    assert mine.text().count("No puede leer el reloj") == 2
    mine.part.locator("[data-get=copy]").click()
    assert content.texts["ui.letter.behind"] in mine.part.locator("[data-text]").input_value()
    saved = mine.save()
    assert saved.core_properties.language == "en"
    assert sum("No puede leer el reloj" in paragraph.text for paragraph in saved.paragraphs) == 2

    mine.part.locator("[name=letter-copies][value=own]").check()
    assert set(preview.evaluate(SPOKEN)) == {"es"}
    assert mine.save().core_properties.language == "es"
    mine.part.locator("[name=letter-copies][value=english]").check()
    assert set(preview.evaluate(SPOKEN)) == {"en"}
    with mine.page.expect_download() as download:
        mine.part.locator("[data-get=pdf]").click()
    assert download.value.suggested_filename == "letter.pdf"
    mine.part.get_by_text(spanish.plain("ui.letter.saved")).wait_for()


def test_in_english_no_copy_is_asked_for(letters):
    mine = letters
    mine.pick("records")
    mine.answer()
    assert mine.part.locator("[name=letter-copies]").count() == 3
    mine.page.click("[data-turn=en]")
    mine.page.wait_for_selector(STARTED.format("en"))
    assert mine.part.locator("[name=letter-copies]").count() == 0


def test_days_typed_in_spanish_are_read_and_the_calendar_speaks_spanish(server, phone, spanish):
    one = phone()
    page = one.open(server.address("/?lang=es"))
    open_part(page, "dates")
    page.wait_for_selector("[data-mine=dates] form:not([hidden])")
    mine = Dates(one)
    mine.choose_state("massachusetts")
    mine.enter("decided", TODAY)
    mine.enter_lines("Vacaciones de invierno: del 24 de diciembre de 2026 al 1 de enero de 2027\n3/12")
    faults = mine.part.locator("[data-faults] li").all_inner_texts()
    assert faults == ["\u201c3/12\u201d: " + spanish.plain("ui.days.not_understood")]
    titles = {str(event["SUMMARY"]) for event in mine.calendar().walk("VEVENT")}
    assert titles == {spanish.plain("ui.calendar.title"), spanish.plain("ui.calendar.reminder")}
