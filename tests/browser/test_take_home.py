"""The take-home page: from a folder, with no network, from a host."""

import datetime as dt
import http.server
import shutil
import ssl
import subprocess
import threading

import pytest

from iepkit.explorers import TOPICS
from iepkit.scripts import STATIC
from iepkit.serving.handlers import SITE
from tests.browser.conftest import chromium
from tests.browser.waiting import wait_until
from tests.served import LOOPBACK, PHONE_NAME, free_port

EXPLORER = "[data-part=eligibility] [data-what-if=begin]:visible"


def choose(page, value="yes"):
    page.check(f"[data-question=progress] input[value={value}]")
    page.wait_for_selector(f"[data-finding=iep] [data-reason=progress_{value}]:visible", timeout=15_000)


def test_it_works_from_a_folder_and_asks_nobody_for_anything(take_home, phone):
    one = phone()
    one.context.set_offline(True)
    page = one.open(take_home.address())
    page.click("[data-open=eligibility]")
    page.wait_for_selector(EXPLORER)
    choose(page)
    assert one.asked == [take_home.address()]


def test_sent_alone_it_still_holds_its_downloads(take_home, phone, tmp_path):
    alone = tmp_path / "sent to a friend äöü"
    alone.mkdir()
    shutil.copy(take_home.place / "index.html", alone)
    page = phone().open((alone / "index.html").as_uri())
    with page.expect_download() as download:
        page.get_by_text("Get the chart for a spreadsheet").click()
    assert b"not legal advice" in download.value.path().read_bytes()
    with page.expect_popup() as printed:
        page.get_by_text("Get the chart to print").click()
    printed.value.wait_for_selector(".chart")
    assert printed.value.locator(".caveat:visible").count() == 18


def test_a_link_may_name_the_part(take_home, phone):
    page = phone().open(f"{take_home.address()}#rights", ready="[data-explorer=rights]")
    assert page.evaluate("document.activeElement.closest('[data-part]').dataset.part") == "rights"


def test_answers_and_part_go_along_to_another_language_and_are_written_nowhere(take_home, phone):
    page = phone().open(take_home.address())
    page.click("[data-open=eligibility]")
    page.wait_for_selector(EXPLORER)
    choose(page)
    page.click("[data-turn=eo]")
    page.wait_for_selector("h1:has-text('Xe ze?')")
    page.wait_for_selector("[data-finding=iep] [data-reason=progress_yes]:visible")
    assert page.evaluate("[window.name, localStorage.length, sessionStorage.length, document.cookie]") == ["", 0, 0, ""]


@pytest.mark.parametrize(("after", "is_old"), [(-1, False), (0, True), (400, True)])
def test_a_page_whose_law_is_a_year_old_does_not_look_current(shown, phone, content, after, is_old):
    one = phone()
    a_year_on = content.law_as_of.replace(year=content.law_as_of.year + 1)
    one.page.clock.set_fixed_time(dt.datetime.combine(a_year_on + dt.timedelta(days=after), dt.time(12), dt.UTC))
    page = one.open(shown.address())
    assert page.get_by_text("This page is old: it tells the law as of November 24, 2026.").is_visible() is is_old
    with page.expect_popup() as printed:
        page.get_by_text("Get the chart to print").click()
    printed.value.wait_for_selector(".chart")
    assert printed.value.get_by_text("After November 24, 2027 this page is old").is_visible()
    page.mouse.wheel(0, 3000)
    wait_until(page, "scrollY > 1000")
    banner = page.locator(".stale").bounding_box()
    # It stays in sight, wherever one reads.
    assert (banner is not None and banner["y"] >= 0) is is_old
    if is_old:
        assert one.axe() == []


class Drip:
    """A server that gives the page up to a mark, and the rest when it is told to."""

    def __init__(self, page, mark):
        self.rest = threading.Event()
        self.port = free_port()
        first = page.index(mark) + len(mark)
        drip = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(page[:first])
                self.wfile.flush()
                drip.rest.wait(30)
                self.wfile.write(page[first:])

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer((LOOPBACK, self.port), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def end(self):
        self.rest.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.mark.parametrize("mark", [b'data-html="rights">', b'data-reason="rights_talking"', b'data-sheet="rights">'])
def test_a_part_that_is_still_coming_in_is_waited_for_and_shown_whole(take_home, phone, content, mark):
    drip = Drip((take_home.place / "index.html").read_bytes(), mark)
    try:
        page = phone().page
        page.goto(f"http://{PHONE_NAME}:{drip.port}/", wait_until="commit")
        page.wait_for_selector("[data-connected]")
        page.click("[data-open=rights]")
        if b"sheet" not in mark:
            assert page.locator("[data-explorer=rights]").count() == 0
        drip.rest.set()
        page.wait_for_selector("[data-explorer=rights] [data-what-if=begin]:visible")
        assert page.locator("[data-part=rights] [data-reason]").count() == len(
            {reason for reasons in TOPICS["rights"].REASONS.values() for reason in reasons}
        )
        assert page.locator("[data-part=rights] [data-route]").count() == len(content.routes)
    finally:
        drip.end()


def test_no_script_asks_for_what_an_older_browser_lacks():
    for path in STATIC.rglob("*.js"):
        assert ":has(" not in path.read_text(encoding="utf-8"), path


def test_a_browser_that_knows_no_modules_still_shows_the_chart_and_the_sources(take_home, phone):
    one = phone()
    # As an old browser has it: a script of a type that it does not know.
    one.page.route("**/index.html", lambda route: route.fulfill(body=plain(), content_type="text/html"))

    def plain():
        page = (take_home.place / "index.html").read_text(encoding="utf-8")
        assert 'type="module"' in page
        return page.replace('type="module"', 'type="unknown"')

    page = one.open(take_home.address(), ready=".chart")
    page.locator("details.why").first.evaluate("(details) => { details.open = true; }")
    assert page.locator(".says:visible").count() == 18
    assert page.locator(".sources:visible").count() > 0
    assert page.locator("[data-parts]").is_hidden()


class OverHttps:
    """The folder on a web host, as a parent's home page would have it."""

    def __init__(self, folder, place):
        program = shutil.which("openssl")
        assert program, "no openssl: on Debian it comes with apt-get install openssl"
        key, certificate = place / "key.pem", place / "certificate.pem"
        subprocess.run(
            [program, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={PHONE_NAME}",
             "-keyout", key, "-out", certificate],
            check=True, capture_output=True,
        )  # fmt: skip
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)

        class Files(http.server.SimpleHTTPRequestHandler):
            def __init__(self, *arguments):
                super().__init__(*arguments, directory=folder)

            def log_message(self, *_):
                pass

        self.port = free_port()
        self.server = http.server.ThreadingHTTPServer((LOOPBACK, self.port), Files)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def end(self):
        self.server.shutdown()
        self.server.server_close()


def test_after_one_visit_over_https_it_opens_in_airplane_mode(take_home, browser, tmp_path):
    host = OverHttps(take_home.place, tmp_path)
    address = f"https://{PHONE_NAME}:{host.port}/"
    trusting = browser.browser_type.launch(
        executable_path=chromium(),
        args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--ignore-certificate-errors",
              f"--host-resolver-rules=MAP {PHONE_NAME} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
    )  # fmt: skip
    try:
        page = trusting.new_page()
        page.goto(address)
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        host.end()
        for path in ("", "index.html#eligibility", "eo/index.html"):
            page.goto(f"{address}{path}")
            page.wait_for_selector("[data-connected]")
        page.goto(f"{address}?again#eligibility")
        page.wait_for_selector(EXPLORER)
        choose(page)
    finally:
        trusting.close()


def test_it_can_be_asked_for_with_and_without_compression(server):
    whole, response = server.get(SITE)
    assert response.headers.get("Content-Encoding") is None
    assert whole == server.get(f"{SITE}index.html")[0]
    assert server.get(SITE.rstrip("/"))[0] == whole
    assert server.status(f"{SITE}nothing.html") == 404
    assert server.status(f"{SITE}../data/limits.csv") == 404
