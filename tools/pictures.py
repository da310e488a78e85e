"""Takes the pictures of the README and of docs/ from the real server in a real browser."""

import datetime as dt
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import nbformat  # noqa: E402
from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from iepkit.content import ENGLISH, load  # noqa: E402
from iepkit.content.modules import Module  # noqa: E402
from iepkit.documents.handouts import handouts  # noqa: E402
from iepkit.documents.letter import fill  # noqa: E402
from iepkit.documents.pdf import as_pdf  # noqa: E402
from iepkit.explorers.answers import NOT_SURE, settled  # noqa: E402
from iepkit.learning.study.events import Event, Kind  # noqa: E402
from iepkit.learning.study.progress.file import File  # noqa: E402
from iepkit.slides import deck  # noqa: E402
from iepkit.slides.notebooks import notebooks_of, run  # noqa: E402
from iepkit.slides.pdf import as_pdf as as_slides  # noqa: E402
from iepkit.wording import Wording  # noqa: E402
from start import chromium  # noqa: E402
from tests.browser.keyboard import answer, open_part, tab_to  # noqa: E402
from tests.browser.lab import DARK, LIGHT, Lab, choose_theme, run_all  # noqa: E402
from tests.browser.learner import Learner, widgets_of  # noqa: E402
from tests.served import PHONE_NAME, Server  # noqa: E402
from tools import play_workshop  # noqa: E402

SIZES = {"narrow": (320, 1000), "phone": (390, 1150), "laptop": (1280, 1000)}
SPANISH = "es"
SLIDES = ("laws", "iep_team", "group_504")
WALK = {"width": 390, "height": 844}


def walk(browser: Browser, address: str, docs: Path) -> None:
    """Through every explorer with the keyboard alone, on a phone, with no internet.

    For each one: a story entered, the answer, and the first "Why?" opened.
    """
    content = load(ROOT)
    folder = docs / "walk"
    folder.mkdir(exist_ok=True)
    for topic, interview in content.interviews.items():
        page = browser.new_page(viewport=WALK)
        page.goto(address)
        open_part(page, topic)
        page.screenshot(path=folder / f"{topic}_1_opened.png")
        stories = [case for case in content.cases.values() if case.topic == topic and case.workshop]
        story = max(stories, key=lambda case: len(case.given))
        answer(page, interview, settled(story.given, dt.date.today()))
        page.screenshot(path=folder / f"{topic}_2_answered.png")
        part = f"[data-part={topic}]"
        tab_to(page, f"{part} .jump a")
        page.keyboard.press("Enter")
        page.screenshot(path=folder / f"{topic}_3_what_to_ask.png")
        tab_to(page, f"{part} .finding summary")
        page.keyboard.press("Enter")
        tab_to(page, f"{part} .finding .sources a")
        page.screenshot(path=folder / f"{topic}_4_why.png")
        page.close()


def walk_mine(browser: Browser, address: str, docs: Path) -> None:
    """To a letter and its dates, on a phone."""
    folder = docs / "walk"
    page = browser.new_page(viewport=WALK)
    page.goto(address)
    open_part(page, "letter")
    page.screenshot(path=folder / "letter_1_opened.png")
    page.click("[data-pick=after_504]")
    page.screenshot(path=folder / "letter_2_where_words_go.png")
    while not page.locator("[data-screen=done]:visible").count():
        page.click("[data-next]")
        if page.locator("[data-screen=question]:visible textarea").count():
            page.fill("[data-screen=question] textarea", "Extra time is promised, and she does not get it.")
            page.screenshot(path=folder / "letter_3_question.png")
    page.screenshot(path=folder / "letter_4_done.png")
    open_part(page, "dates")
    page.check("[name=dates-state][value=massachusetts]")
    page.check("[data-event=request_received] [data-has]")
    page.fill("[data-event=request_received] [data-day]", dt.date.today().isoformat())
    page.keyboard.press("Tab")
    page.screenshot(path=folder / "dates_1_entered.png")
    page.locator("[data-deadline=consent_form]").scroll_into_view_if_needed()
    page.click("[data-deadline=consent_form] [data-counting] summary")
    page.locator("[data-deadline=consent_form] .month").last.evaluate("month => month.scrollIntoView({ block: 'end' })")
    page.screenshot(path=folder / "dates_2_counted.png")
    open_part(page, "papers")
    page.screenshot(path=folder / "papers_1_opened.png")
    page.close()


def console(browser: Browser, docs: Path, log: Path) -> None:
    """The trainer's own page, with phones in the room, after a kernel has died."""
    server = Server(ROOT, log, attendees=12)
    try:
        server.wait_until_printed("Ready for 12 of 12 phones at once.")
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.goto(server.link())
        phones = [browser.new_page() for _ in range(5)]
        for phone in phones:
            phone.goto(server.address())
            open_part(phone, "eligibility")
            phone.locator("[data-question=progress] input").first.check()
            phone.wait_for_selector("[data-reason=progress_held_back]:visible")
        max(server.children(), key=lambda child: child.pid).kill()
        page.wait_for_selector("[data-happened] li")
        # Memory is looked at every ten seconds.
        page.wait_for_timeout(12_000)
        page.screenshot(path=docs / "console.png")
        for one in (*phones, page):
            one.close()
    finally:
        server.end()


def kit(browser: Browser, docs: Path, place: Path) -> None:
    """What a trainer takes along: a slide, the notes' window, a page of each kind of paper (needs pdftoppm)."""
    command = [sys.executable, "-m", "iepkit", "agenda", "--minutes", "120", "--start", "18:30"]
    command += ["--address", "http://192.168.8.2:8000", "--output", str(place)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.goto((place / "slides/slides.html").as_uri())
    page.wait_for_selector(".reveal.ready")
    while page.locator("section.present section.present .plans > div").count() != 2:
        page.keyboard.press("ArrowRight")
    page.screenshot(path=docs / "slides.png")
    with context.expect_page() as came:
        page.keyboard.press("s")
    notes = came.value
    notes.set_viewport_size({"width": 1280, "height": 720})
    notes.wait_for_selector(".speaker-controls-notes:not(.hidden) .minutes")
    # The frames of the slides in it come by themselves.
    notes.wait_for_timeout(2000)
    notes.screenshot(path=docs / "slides_notes.png")
    context.close()
    papers = {
        "run_sheet": "run_sheet.pdf",
        "handout_chart": "handouts/letter/colour/chart.pdf",
        "handout_worksheet": "handouts/letter/colour/worksheet_team.pdf",
    }
    for name, file in papers.items():
        first = ["-singlefile", "-r", "72", "-png", str(place / file), str(docs / name)]
        subprocess.run(["pdftoppm", *first], check=True, stderr=subprocess.DEVNULL)  # noqa: S607 - where it lies differs


def both_languages(browser: Browser, address: str, docs: Path, place: Path) -> None:
    """The workshop page, a letter, a handout and three slides, in English and in Spanish (needs pdftoppm)."""
    folder = docs / "spanish"
    folder.mkdir(exist_ok=True)
    content = load(ROOT)
    own = run(notebooks_of(ROOT, content), content, address=address)
    shown = [slide for slide in deck.timed(own) if slide.own.slide and slide.own.slide.id in SLIDES]
    for language in (ENGLISH, SPANISH):
        page = browser.new_page(viewport=WALK)
        page.goto(address)
        page.wait_for_selector("[data-connected]")
        if language != ENGLISH:
            page.click(f"[data-turn={language}]")
            page.wait_for_selector(f"[data-iepkit][lang={language}]")
        page.screenshot(path=folder / f"page_{language}.png")
        page.close()
        template = content.letters["first_request"]
        papers = {
            "letter": as_pdf(fill(template, {"state": "massachusetts"}, Wording(content, language))),
            "handout": next(
                handouts(content, only=["checklist"], looks=["colour"], papers=["letter"], language=language)
            )[1],
        }
        slides = as_slides(shown, content, with_notes=False, address=address, language=language)
        for name, file, options in (
            *((name, file, ["-singlefile"]) for name, file in papers.items()),
            ("slide", slides, ["-l", str(len(SLIDES))]),
        ):
            made = place / f"{name}_{language}.pdf"
            made.parent.mkdir(exist_ok=True)
            made.write_bytes(file)
            draw = ["pdftoppm", *options, "-r", "72", "-png", str(made), str(folder / f"{name}_{language}")]
            subprocess.run(draw, check=True, stderr=subprocess.DEVNULL)


def polls(browser: Browser, docs: Path, place: Path) -> None:
    """A workshop that is played: a phone, the wall and the trainer's page, and the report (needs pdftoppm)."""
    place.mkdir()
    shown = place / "shown"
    play_workshop.play(place, shown, browser)
    pictures = {"poll_phone": "phone_poll_again", "poll_wall": "wall_poll_again", "ask": "desk_poll_result"}
    for name, picture in pictures.items():
        shutil.copy(shown / f"{picture}.png", docs / f"{name}.png")
    report = ["-singlefile", "-r", "72", "-png", str(shown / "report/report.pdf"), str(docs / "report")]
    subprocess.run(["pdftoppm", *report], check=True)  # noqa: S607 - where it lies differs


def go_through(modules: list[Module], file: File) -> None:
    """Let somebody have done these modules, one a day, with some things missed: the last of them yesterday."""
    now = dt.datetime.now(dt.UTC)
    for number, module in enumerate(modules):
        on = now - dt.timedelta(days=len(modules) - number)
        for place, item in enumerate(module.items):
            kind = item.partition(".")[0]
            if kind in ("case", "task"):
                file.add(Event("", Kind.DONE, on, {"item": item}))
            elif kind == "question":
                file.add(Event("", Kind.ANSWERED, on, {"item": item, "choice": NOT_SURE}))
            else:
                file.add(Event("", Kind.RATED, on, {"item": item, "rating": 1 + place % 3}))


def self_study(browser: Browser, docs: Path, place: Path) -> None:
    """Three modules in JupyterLab, in both themes, after something was answered."""
    content = load(ROOT)
    shown = docs / "self_study"
    shown.mkdir(exist_ok=True)
    place.mkdir()
    lab = Lab(place)
    go_through([content.modules[name] for name in ("start", "law", "services")], File(lab.progress))
    try:
        for name, kind in (("03_eligibility", "check"), ("08_discipline", "floor"), ("01_start", "start")):
            page = browser.new_page(viewport={"width": 1280, "height": 1000})
            path = f"notebooks/self_study/{name}.ipynb"
            page.goto(lab.address(f"/lab/workspaces/{name}/tree/{path}"))
            page.wait_for_selector(".jp-Notebook .jp-Cell")
            run_all(page)
            learner = Learner(page, content)
            learner.wait_for(widgets_of(nbformat.read(ROOT / path, as_version=4)))
            widget = learner.widget(kind)
            if kind == "check":
                learner.answer(widget)
            elif kind == "floor":
                learner.say(widget)
            for theme in (DARK, LIGHT):
                choose_theme(page, theme)
                widget.evaluate("one => one.scrollIntoView()")
                page.wait_for_timeout(500)
                page.screenshot(path=shown / f"{name}_{theme.rpartition(' ')[2].lower()}.png")
            page.close()
            lab.end_kernels()
    finally:
        lab.end()


def take(docs: Path) -> None:
    """Write each picture into ``docs``."""
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        server = Server(ROOT, Path(place) / "log")
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            args=[
                "--no-sandbox",
                f"--host-resolver-rules=MAP {PHONE_NAME} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            ],
        )
        try:
            self_study(browser, docs, Path(place) / "self_study")
            kit(browser, docs, Path(place) / "kit")
            polls(browser, docs, Path(place) / "polls")
            console(browser, docs, Path(place) / "console_log")
            for name, (width, height) in SIZES.items():
                page = browser.new_page(viewport={"width": width, "height": height})
                page.goto(server.address(), wait_until="commit")
                page.wait_for_selector("[data-tools]:not([hidden])")
                page.screenshot(path=docs / f"{name}.png")
                page.fill("[data-search]", "notice")
                page.locator("mark").first.scroll_into_view_if_needed()
                page.screenshot(path=docs / f"{name}_search.png")
                page.close()
            both_languages(browser, server.address(), docs, Path(place) / "spanish")
            walk(browser, server.address(), docs)
            walk_mine(browser, server.address(), docs)
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(server.address())
            page.click("[data-open=eligibility]")
            page.wait_for_selector("[data-what-if=begin]:visible")
            page.locator("[data-question=progress] input").first.check()
            page.wait_for_selector("[data-reason=progress_held_back]:visible")
            page.evaluate("scrollTo(0, 300)")
            page.screenshot(path=docs / "laptop_explorer.png")
            page.close()
            for topic, shown in (("rights", "[data-routes]"), ("discipline", "[data-boxes]")):
                page = browser.new_page(viewport={"width": 1280, "height": 900})
                page.goto(server.address())
                open_part(page, topic)
                stories = [case for case in load(ROOT).cases.values() if case.topic == topic and case.workshop]
                page.select_option(f"[data-part={topic}] [data-stories] select", stories[0].id)
                page.wait_for_timeout(500)
                page.locator(f"[data-part={topic}] {shown}").scroll_into_view_if_needed()
                page.screenshot(path=docs / f"laptop_{topic}.png")
                page.close()
            page = browser.new_page(viewport={"width": 1280, "height": 720})
            page.goto(server.address("/join"))
            page.screenshot(path=docs / "join.png")
        finally:
            browser.close()
            server.end()


if __name__ == "__main__":
    take(ROOT / "docs")
