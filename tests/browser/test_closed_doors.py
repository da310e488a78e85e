"""What an attendee can't do from the page that is open on their own phone; and that every page works under its policy."""

import pytest

from tests.browser.keyboard import open_part
from tests.browser.test_letter import Letters
from tests.browser.waiting import wait_until
from tests.serving.raw import question
from tests.serving.test_closed_doors import REFUSED, jupyter_addresses
from tests.serving.test_documents import CALENDAR_FILE

# Told by the browser itself, for each thing that a policy forbids.
WATCH = (
    "window.violations = []; addEventListener('securitypolicyviolation', (e) => violations.push(e.violatedDirective))"
)
NO_LINE = """(address) => new Promise((done) => {
  const socket = new WebSocket(address);
  socket.onopen = () => done("opened");
  socket.onerror = () => done("refused");
})"""


@pytest.fixture
def one(server, phone):
    """A phone whose page is open; all that its policy forbids is written down."""
    made = phone()
    made.said = []
    made.page.on("console", lambda message: message.type == "error" and made.said.append(message.text))
    made.page.add_init_script(WATCH)
    made.open(server.address())
    return made


def violations(page):
    return page.evaluate("window.violations")


def test_no_address_of_jupyter_answers_the_page(one):
    # POST is how a kernel would be started, and code be run.
    statuses = one.page.evaluate(
        """async (addresses) => {
          const found = {};
          for (const address of addresses)
            for (const method of ["GET", "POST", "PUT", "DELETE"])
              found[`${method} ${address}`] = (await fetch(address, { method, redirect: "manual" })).status;
          return found;
        }""",
        jupyter_addresses(),
    )
    assert {asked: status for asked, status in statuses.items() if status not in (403, 404, 405)} == {}


def test_no_websocket_of_jupyter_opens(one, server):
    host = server.address("").removeprefix("http://")
    for address in (
        "/api/kernels/00000000-0000-0000-0000-000000000005/channels",
        "/terminals/websocket/1",
        "/api/events/subscribe",
    ):
        assert one.page.evaluate(NO_LINE, f"ws://{host}{address}") == "refused"


@pytest.mark.parametrize(
    "what", ["execute_request", "shutdown_request", "comm_open", "ask file", "no JSON", "name '__proto__'"]
)
def test_the_pages_own_line_carries_nothing_else(one, what):
    code = one.page.evaluate(
        """(message) => new Promise((done) => {
          const socket = new WebSocket(`ws://${location.host}/line?page=${"0123456789abcdef".repeat(2)}`);
          socket.onopen = () => socket.send(message);
          socket.onmessage = ({ data }) => done(data);
          socket.onclose = ({ code }) => done(code);
        })""",
        REFUSED[what],
    )
    assert code == 1008


def test_the_line_that_is_refused_these_answers_a_question(one):
    answer = one.page.evaluate(
        """(message) => new Promise((done) => {
          const socket = new WebSocket(`ws://${location.host}/line?page=${"fedcba9876543210".repeat(2)}`);
          socket.onopen = () => socket.send(message);
          socket.onmessage = ({ data }) => done(data);
        })""",
        question(turn=3),
    )
    assert '"turn": 3' in answer


@pytest.mark.parametrize(
    ("inject", "directive"),
    [
        ("const s = document.createElement('script'); s.textContent = 'window.ran = true'; document.body.append(s)", "script-src-elem"),
        ("document.body.insertAdjacentHTML('beforeend', '<img src=data:, onerror=\"window.ran = true\">')", "script-src-attr"),
        ("const a = document.createElement('a'); a.href = 'javascript:window.ran = true'; document.body.append(a); a.click()", "script-src-elem"),
        ("const s = document.createElement('script'); s.src = 'data:text/javascript,window.ran = true'; document.body.append(s)", "script-src-elem"),
        ("setTimeout('window.ran = true')", "script-src"),
        ("const b = document.createElement('base'); b.href = 'http://other.test/'; document.head.append(b)", "base-uri"),
        ("const f = document.createElement('iframe'); f.src = '/join'; document.body.append(f)", "frame-src"),
        ("const f = document.createElement('form'); f.action = '/join'; document.body.append(f); f.submit()", "form-action"),
        ("const i = new Image(); i.src = 'http://other.test/a.png'", "img-src"),
        ("fetch('http://other.test/').catch(() => {})", "connect-src"),
        ("navigator.sendBeacon('http://other.test/', 'a')", "connect-src"),
        ("try { new WebSocket('ws://other.test/') } catch {}", "connect-src"),
        ("try { new Worker('data:text/javascript,1') } catch {}", "worker-src"),
    ],
)  # fmt: skip
def test_what_is_put_into_the_page_runs_nothing_and_reaches_nobody(one, inject, directive):
    one.page.evaluate(f"() => {{ {inject} }}")
    wait_until(one.page, "window.violations.length > 0")
    assert set(violations(one.page)) == {directive}
    assert one.page.evaluate("window.ran") is None


def test_text_is_never_run_as_code(one):
    # By a script of the page's own: what Playwright runs itself is not held to the policy.
    one.page.evaluate("setTimeout(() => { try { eval('window.ran = true') } catch (e) { window.refused = e.name } })")
    wait_until(one.page, "window.refused || window.ran")
    assert one.page.evaluate("window.refused") == "EvalError"


@pytest.mark.parametrize("path", ["/", "/site/", "/join", "/files/comparison.html", "/nothing"])
def test_no_page_can_be_framed_by_another(server, phone, path):
    made = phone()
    made.page.route(
        "http://other.test/",
        lambda route: route.fulfill(content_type="text/html", body=f"<iframe src='{server.address(path)}'></iframe>"),
    )
    made.page.goto("http://other.test/")
    # A frame that may not show what it was given shows the browser's own page.
    assert made.page.frames[1].url == "chrome-error://chromewebdata/"


@pytest.mark.parametrize("path", ["/", "/site/", "/join", "/files/comparison.html", "/nothing"])
def test_every_page_works_under_its_own_policy(server, phone, path):
    made = phone()
    said = []
    made.page.on("console", lambda message: said.append(message.text))
    made.page.add_init_script(WATCH)
    made.page.goto(server.address(path))
    made.page.wait_for_selector("main")
    assert violations(made.page) == []
    assert [text for text in said if "Content Security Policy" in text] == []


@pytest.mark.parametrize("path", ["/", "/site/"])
def test_everything_on_the_page_works_under_its_policy(server, phone, path):
    made = phone()
    made.page.add_init_script(f"{WATCH}; window.print = () => {{ window.printed = true }}")
    page = made.open(server.address(path))
    for part in page.eval_on_selector_all("[data-open]", "all => [...new Set(all.map((e) => e.dataset.open))]"):
        open_part(page, part)
    open_part(page, "eligibility")
    page.check("[data-part=eligibility] [data-question=progress] input[value=yes]")
    page.wait_for_selector("[data-part=eligibility] [data-finding=iep] [data-reason=progress_yes]:visible")
    open_part(page, "letter")
    mine = Letters(made)
    mine.pick("records")
    mine.answer()
    for kind in ("word", "pdf"):
        if path == "/" or kind == "word":
            with page.expect_download():
                mine.part.locator(f"[data-get={kind}]").click()
    mine.part.locator("[data-get=copy]").click()
    open_part(page, "dates")
    page.click("[data-district] > summary")
    # The take-home page reads no calendar file.
    if path == "/":
        page.set_input_files(
            "[data-file-of-days]",
            {"name": "school.ics", "mimeType": "text/calendar", "buffer": CALENDAR_FILE.format(words="Snow").encode()},
        )
        page.locator("[data-entries] li", has_text="Snow").first.wait_for()
    assert violations(page) == []


def test_the_chart_is_printed_by_its_button(server, phone):
    made = phone()
    made.page.add_init_script(f"{WATCH}; window.print = () => {{ window.printed = true }}")
    made.page.goto(server.address("/files/comparison.html"))
    made.page.click("[data-print]")
    assert made.page.evaluate("window.printed")
    assert violations(made.page) == []
