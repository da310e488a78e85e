"""The deck in a real browser, from a disk and from a server: shown, read aloud, with notes, on every screen."""

import functools
import http.server
import threading

import pytest
from axe_playwright_python.sync_playwright import Axe

from iepkit.slides import deck, folder
from iepkit.slides.measured import overflowing
from iepkit.slides.notebooks import notebooks_of, run
from tests.browser.conftest import AXE
from tests.kit import ROOT

ADDRESS = "http://192.168.8.2:8000"


@pytest.fixture(scope="module")
def slides(content):
    return deck.timed(run(notebooks_of(ROOT, content), content, address=ADDRESS))


@pytest.fixture(scope="module")
def place(tmp_path_factory, slides, content):
    made = tmp_path_factory.mktemp("deck")
    for name, file in folder.files(slides, content, address=ADDRESS):
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_bytes(file)
    return made


@pytest.fixture(scope="module")
def served(place):
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    handler = functools.partial(Quiet, directory=str(place))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/{deck.PAGE}"
        server.shutdown()
        thread.join()


@pytest.fixture
def opened(browser, place, served, request):
    """The deck in a window of its own, with all that it asked for."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    page = context.new_page()
    page.asked, page.errors = [], []
    page.on("request", lambda asked: page.asked.append(asked.url))
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.goto(served if getattr(request, "param", "disk") == "server" else (place / deck.PAGE).as_uri())
    page.wait_for_selector(".reveal.ready")
    yield page
    assert page.errors == []
    context.close()


@pytest.mark.parametrize("opened", ["disk", "server"], indirect=True)
def test_it_opens_and_asks_no_other_host(opened, slides, place, served):
    for slide in slides:
        assert opened.locator("section.present section.present h2").inner_text() == slide.own.title
        opened.keyboard.press("ArrowRight")
    own = (place.as_uri(), served.rsplit("/", 1)[0], "data:")
    assert [url for url in opened.asked if not url.startswith(own)] == []


def test_no_spanish_slide_is_cut_on_any_screen_in_any_look(browser, tmp_path, content):
    slides = deck.timed(run(notebooks_of(ROOT, content), content, address=ADDRESS, language="es"))
    for name, file in deck.files(slides, content, "es"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(file)
    assert list(overflowing(browser, tmp_path, slides, content)) == []


def test_no_slide_is_cut_on_any_screen_in_any_look(browser, place, slides, content):
    assert list(overflowing(browser, place, slides, content)) == []


def test_a_slide_that_is_too_full_is_named_by_block_and_title(browser, tmp_path, place, slides, content):
    for name in deck.NAMES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((place / name).read_bytes())
    page = tmp_path / deck.PAGE
    title = f"<h2>{slides[1].own.title}</h2>"
    page.write_text(page.read_text().replace(title, title + "<p>word</p>" * 30, 1))
    (sentence,) = overflowing(browser, tmp_path, slides, content)
    block = content.texts[f"deck.{slides[1].own.block}.title"]
    assert f'block "{block}", slide "{slides[1].own.title}" does not fit its frame at 1280 x 720.' in sentence


@pytest.mark.parametrize("look", ["", "large", "contrast"])
def test_axe_finds_nothing_on_any_slide(opened, slides, look):
    if look:
        opened.locator(f"[data-look={look}]").click()
        assert opened.locator(f"[data-look={look}]").get_attribute("aria-pressed") == "true"
    found = []
    for slide in slides:
        result = Axe().run(opened, options=AXE).response["violations"]
        found += [(slide.own.name, fault["id"], [node["target"] for node in fault["nodes"]][:2]) for fault in result]
        opened.keyboard.press("ArrowRight")
    assert found == []


# axe leaves the contrast of slides undecided: reveal.js lays them over one another.
_CONTRAST = """() => {
  const channel = (c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map(channel);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const paper = (part) => {
    const colour = getComputedStyle(part).backgroundColor;
    return /^rgba.*, 0\\)$/.test(colour) ? paper(part.parentElement) : colour;
  };
  return [...Reveal.getCurrentSlide().querySelectorAll("h2, h3, p")]
    .filter((part) => part.getClientRects().length && !part.closest("aside"))
    .map((part) => [light(getComputedStyle(part).color), light(paper(part))].sort((a, b) => b - a))
    .map(([brighter, darker]) => (brighter + 0.05) / (darker + 0.05));
}"""


@pytest.mark.parametrize(("look", "least"), [("", 4.5), ("large", 4.5), ("contrast", 7)])
def test_all_words_stand_out_from_the_wall(opened, slides, look, least):
    if look:
        opened.locator(f"[data-look={look}]").click()
    for slide in slides:
        found = opened.evaluate(_CONTRAST)
        assert found, slide.own.name
        assert min(found) >= least, slide.own.name
        opened.keyboard.press("ArrowRight")


def test_the_look_stays_when_the_page_is_opened_again(opened):
    opened.locator("[data-look=large]").click()
    opened.reload()
    opened.wait_for_selector(".reveal.ready")
    assert opened.locator("[data-look=large]").get_attribute("aria-pressed") == "true"
    assert opened.evaluate("document.documentElement.classList.contains('large')")


def test_the_notes_come_with_clock_and_pace(opened, slides, content):
    with opened.context.expect_page() as came:
        opened.locator("[data-notes]").click()
    window = came.value
    window.wait_for_selector(".speaker-controls-notes:not(.hidden) .minutes", timeout=20_000)
    said = window.locator(".speaker-controls-notes .value").inner_text()
    assert content.texts[f"deck.{slides[0].own.name}.say"].split(".")[0] in said
    assert window.locator(".pacing .label, .pacing-title").first.is_visible()
    window.wait_for_selector(".clock-value")


def test_the_keyboard_alone_reaches_the_looks_and_the_notes(opened):
    reached = []
    for _ in range(8):
        opened.keyboard.press("Tab")
        reached.append(opened.evaluate("document.activeElement.textContent.trim()"))
    assert {"Large print", "High contrast"} <= set(reached)


def test_a_reader_hears_the_slides_language_and_no_hidden_slide(opened):
    assert opened.evaluate("document.documentElement.lang") == "en"
    heard = opened.locator("section.stack:not([aria-hidden=true]) h2").count()
    assert heard == 1
