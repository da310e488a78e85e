"""My letter on a phone: one question on a screen, then a letter to keep, with nothing sent and nothing stored."""

import docx
import pytest
from pypdf import PdfReader

from tests.browser.conftest import WIDTHS
from tests.browser.keyboard import open_part, tab_to
from tests.documents.samples import ROUGH
from tests.served import Server

NEXT = "[data-next]"
DONE = "[data-screen=done]:not([hidden])"
STORED = """async () => ({
  local: Object.keys(localStorage), session: Object.keys(sessionStorage), cookie: document.cookie, name: window.name,
  databases: (await indexedDB.databases()).length, address: location.href,
})"""


class Letters:
    """The part of the page, and what a parent does there."""

    def __init__(self, one):
        self.one, self.page = one, one.page
        self.part = self.page.locator("[data-mine=letter]")

    def title(self):
        return self.part.locator("[data-screen]:not([hidden]) h3").inner_text()

    def pick(self, name):
        self.part.locator(f"[data-pick={name}]").click()

    def go_on(self):
        self.part.locator(NEXT).click()

    def answer(self, **answers):
        """Go through to the letter, with these answers by blank; a choice by its words."""
        while not self.part.locator(DONE).count():
            question = self.part.locator("[data-screen=question]:not([hidden])")
            blank = question.count() and question.locator("[data-entry]").get_attribute("data-entry")
            if blank in answers and question.locator("[type=radio]").count():
                question.get_by_label(answers[blank], exact=True).check()
            elif blank in answers:
                question.locator("input, textarea").fill(answers[blank])
            self.go_on()

    def text(self):
        return self.part.locator("[data-preview]").inner_text()

    def save(self):
        with self.page.expect_download() as download:
            self.part.locator("[data-get=word]").click()
        return docx.Document(download.value.path())


@pytest.fixture
def letters(shown, phone):
    def start(width=390, **options):
        one = phone(width, **options)
        one.open(shown.address())
        open_part(one.page, "letter")
        one.page.wait_for_selector("[data-mine=letter] [data-alive]:not([hidden])")
        return Letters(one)

    return start


def test_from_the_first_question_to_a_saved_file_with_the_keyboard_alone(letters):
    mine = letters()
    page = mine.page
    tab_to(page, "[data-pick=first_request]")
    page.keyboard.press("Enter")
    titles = []
    while not mine.part.locator(DONE).count():
        titles.append(mine.title())
        assert page.evaluate("document.activeElement.matches('[data-screen]:not([hidden]) h3')")
        tab_to(page, NEXT)
        page.keyboard.press("Enter")
    assert titles[:2] == ["Where your words go", "In which state does your child go to school?"]
    assert len(set(titles)) == len(titles)
    tab_to(page, "[data-get=word]")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "letter.docx"
    assert mine.one.others() == []


def test_names_stay_out_in_the_room_unless_the_parent_wants_them(server, take_home, phone):
    for where, names, other in ((server, "pen", "typed"), (take_home, "typed", "pen")):
        one = phone()
        one.open(where.address())
        open_part(one.page, "letter")
        mine = Letters(one)
        mine.pick("records")
        assert mine.part.locator(f"[name=letter-names][value={names}]").is_checked()
        asked = mine.part.locator("[data-progress]").inner_text()
        mine.part.locator(f"[name=letter-names][value={other}]").check()
        mine.go_on()
        assert mine.part.locator("[data-progress]").inner_text().split()[-1] != asked.split()[-1]


def test_what_is_typed_stands_in_the_letter_and_in_the_file_and_nowhere_else(letters):
    mine = letters()
    before = mine.page.evaluate(STORED)
    mine.pick("after_504")
    mine.part.locator("[name=letter-names][value=typed]").check()
    mine.answer(
        state="Massachusetts", not_working="Marker one\nMarker two", areas="reading",
        child="Marker child", parent="Marker parent", date="2026-11-24",
    )  # fmt: skip
    shown = mine.text()
    for words in ("Marker one", "Marker two", "Marker child", "Marker parent", "November 24, 2026", "603 CMR 28.04"):
        assert words in shown
    written = "\n".join(paragraph.text for paragraph in mine.save().paragraphs)
    assert "Marker two" in written
    assert mine.page.evaluate(STORED) == before
    assert not [url for url in mine.one.asked if "Marker" in url]
    mine.part.locator("[data-get=copy]").click()
    assert "- Marker two\n" in mine.part.locator("[data-text]").input_value()


def test_copying_works_where_the_page_is_no_secure_context(server, phone):
    one = phone(permissions=[])
    one.open(server.address())
    assert one.page.evaluate("[isSecureContext, navigator.clipboard === undefined]") == [False, True]
    open_part(one.page, "letter")
    mine = Letters(one)
    mine.pick("records")
    mine.answer()
    mine.part.locator("[data-get=copy]").click()
    mine.part.get_by_text("The text is copied.").wait_for()
    one.page.evaluate("() => { document.execCommand = () => false }")
    mine.part.locator("[data-get=copy]").click()
    mine.part.get_by_text("This browser does not copy by itself.").wait_for()
    marked = one.page.evaluate(
        "(({ selectionStart: a, selectionEnd: b, value }) => [b - a, value.length])(document.activeElement)"
    )
    assert marked[0] == marked[1] > 100


def test_the_room_makes_a_tagged_pdf_and_says_what_it_can_not_print(server, take_home, phone):
    one = phone()
    one.open(server.address())
    open_part(one.page, "letter")
    mine = Letters(one)
    mine.pick("after_504")
    mine.answer(state="Massachusetts", not_working="Marker one")
    with one.page.expect_download() as download:
        mine.part.locator("[data-get=pdf]").click()
    assert download.value.suggested_filename == "letter.pdf"
    pdf = PdfReader(download.value.path())
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "Marker one" in pdf.pages[0].extract_text()
    mine.part.get_by_text("Change an answer").click()
    mine.part.locator("[data-answers] button", has_text="What does not work?").click()
    mine.part.locator("textarea:not([readonly])").fill("\U0001f600")
    mine.go_on()
    mine.part.locator("[data-get=pdf]").click()
    mine.part.locator("[data-got]", has_text="The PDF can't show these signs: \U0001f600.").wait_for()
    home = phone()
    home.open(take_home.address())
    open_part(home.page, "letter")
    at_home = Letters(home)
    at_home.pick("records")
    at_home.answer()
    assert at_home.part.locator("[data-get=pdf]").is_hidden()
    assert at_home.part.get_by_text("press Print and choose to save as PDF").is_visible()


def test_with_the_server_gone_all_but_the_pdf_is_still_made(kit, tmp_path, phone):
    running = Server(kit.folder, tmp_path / "log")
    one = phone()
    one.open(running.address())
    open_part(one.page, "letter")
    mine = Letters(one)
    mine.pick("records")
    running.end()
    mine.answer()
    mine.part.locator("[data-get=pdf]").click()
    mine.part.locator("[data-got]", has_text="The PDF can't be made right now.").wait_for()
    assert "I ask" in "\n".join(paragraph.text for paragraph in mine.save().paragraphs)


@pytest.mark.parametrize("name", ROUGH)
def test_whatever_is_typed_is_shown_as_text(letters, name):
    mine = letters()
    mine.page.evaluate("() => { window.alert = () => { throw new Error('a script was run') } }")
    mine.pick("first_request")
    typed = ROUGH[name].replace("\ud800", "")
    mine.answer(worries=typed)
    assert mine.one.sideways() == [0, []]
    kept = "".join(sign for sign in typed if sign.isprintable())
    assert " ".join(kept.split())[:60] in " ".join(mine.text().split())
    assert mine.part.locator("[data-preview] :is(b, script)").count() == 0


def test_an_answer_is_changed_and_only_what_is_new_is_asked(letters):
    mine = letters()
    mine.pick("after_504")
    mine.answer(interpreter="No", state="Massachusetts")
    mine.part.get_by_text("Change an answer").click()
    mine.part.locator("[data-answers] button", has_text="an interpreter").click()
    mine.part.locator("[data-screen=question]").get_by_label("Yes").check()
    mine.go_on()
    assert mine.title() == "Which language?"
    mine.part.locator("[data-screen=question] input").fill("Khmer")
    mine.page.keyboard.press("Enter")
    assert "Please write to me in this language too: Khmer." in mine.text()


def test_a_letter_that_does_not_fit_names_the_one_that_does(letters):
    mine = letters()
    mine.pick("independent_evaluation")
    mine.go_on()
    mine.go_on()
    assert mine.title() == "Before you write"
    mine.go_on()
    mine.part.locator("[data-screen=question]").get_by_label("No").check()
    mine.go_on()
    mine.part.get_by_text("If there is none, ask for a special education evaluation first.").wait_for()
    mine.part.locator("[data-other-letter]").click()
    mine.answer()
    assert "I ask for a special education evaluation" in mine.text()


def test_a_day_that_is_not_whole_is_asked_again(letters):
    mine = letters()
    mine.pick("chase_consent_form")
    while not mine.part.locator("[data-screen=question]:not([hidden]) [type=date]").count():
        mine.go_on()
    field = mine.part.locator("[data-entry] [type=date]")
    asked = mine.title()
    field.fill("0026-11-20")
    mine.go_on()
    assert mine.title() == asked
    assert mine.part.locator("[data-fault-here]").inner_text() == "Enter the whole day: month, day and year."
    field.fill("")
    mine.go_on()
    assert mine.title() != asked


def test_the_phones_back_key_goes_one_screen_back(letters):
    mine = letters()
    mine.pick("after_504")
    mine.go_on()
    mine.part.locator("[data-screen=question]").get_by_label("Massachusetts").check()
    mine.go_on()
    asked = mine.title()
    mine.go_on()
    mine.page.go_back()
    assert mine.title() == asked
    mine.page.go_back()
    assert mine.part.locator("[data-entry]").get_by_label("Massachusetts").is_checked()


def test_a_page_with_typed_words_is_not_left_without_a_question(letters):
    mine = letters()
    said = []
    mine.page.on("dialog", lambda dialog: (said.append(dialog.type), dialog.accept()))
    mine.pick("after_504")
    mine.answer(not_working="Marker one")
    mine.page.reload()
    assert said == ["beforeunload"]
    mine.page.reload()
    assert said == ["beforeunload"]


def test_a_choice_can_be_left_open_again(letters):
    mine = letters()
    mine.pick("after_504")
    mine.answer(state="Massachusetts")
    assert "603 CMR" in mine.text()
    dates = mine.page.locator("[name=dates-state]:checked")
    open_part(mine.page, "dates")
    mine.page.wait_for_selector("[data-mine=dates] form:not([hidden])")
    assert dates.input_value() == "massachusetts"
    open_part(mine.page, "letter")
    mine.part.get_by_text("Change an answer").click()
    mine.part.locator("[data-answers] button", has_text="In which state").click()
    mine.part.locator("[data-entry]").get_by_label("I leave this open").check()
    mine.go_on()
    assert "603 CMR" not in mine.text()
    assert "60 calendar days" not in mine.text()
    open_part(mine.page, "dates")
    assert dates.input_value() == "not_sure"


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_on_any_screen_and_nothing_sticks_out(letters, width):
    mine = letters(width)

    def look():
        assert mine.one.axe() == []
        assert mine.one.sideways() == [0, []]

    look()
    mine.pick("reject_in_part")
    mine.part.locator("[name=letter-names][value=typed]").check()
    seen = set()
    while not mine.part.locator(DONE).count():
        kind = mine.part.locator("[data-screen]:not([hidden])").get_attribute("data-screen")
        kind += mine.part.locator("[data-entry]").evaluate("e => e.firstElementChild?.tagName ?? ''")
        if kind not in seen:
            look()
        seen.add(kind)
        mine.go_on()
    mine.page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")
    look()
    mine.page.add_style_tag(content="html { font-size: 200% }")
    assert mine.one.sideways() == [0, []]


def test_another_language_keeps_the_answers(letters):
    mine = letters()
    mine.pick("after_504")
    mine.answer(not_working="Marker one")
    mine.page.click("[data-turn=eo]")
    mine.page.wait_for_selector("[data-iepkit][lang=eo] [data-mine=letter][data-started]")
    assert "Marker one" in mine.text()
    assert "Marker" not in mine.page.url


def test_it_is_printed_alone(letters):
    mine = letters()
    mine.pick("records")
    mine.answer()
    mine.page.evaluate("() => { window.print = () => {} }")
    mine.part.locator("[data-get=print]").click()
    mine.page.emulate_media(media="print")
    assert mine.part.locator("[data-preview]").is_visible()
    assert (
        mine.page.locator("h1, .notice, nav, button, footer, [data-to]").evaluate_all(
            "all => all.filter((e) => e.checkVisibility()).length"
        )
        == 0
    )


def test_all_is_forgotten_when_the_parent_wants_it(letters):
    mine = letters()
    mine.pick("after_504")
    mine.answer(not_working="Marker one")
    mine.part.locator("[data-get=copy]").click()
    held = (
        "() => [...document.querySelectorAll('input, textarea')].map((e) => e.value).join() + document.body.textContent"
    )
    assert "Marker" in mine.page.evaluate(held)
    mine.part.locator("[data-forget]").click()
    assert "Marker" not in mine.page.evaluate(held)
