"""The trainer's own page: who gets it, what it says, and that asking it costs nobody an answer."""

import datetime as dt
import http.client
import json
import sys
import threading
import time
from types import SimpleNamespace
from urllib.parse import urlsplit

import psutil
import pytest
from prometheus_client.parser import text_string_to_metric_families

from iepkit.serving.console import shown
from iepkit.serving.doors import HEADERS
from iepkit.serving.gate import Gate
from iepkit.serving.journal import Event, Happening, Journal
from iepkit.serving.memory import Memory, Taken, measure
from iepkit.serving.metrics import Metrics
from iepkit.serving.network import LOOPBACK, ServingError, listen_for_trainer
from iepkit.serving.places import _SECONDS_OF_REST, Places
from iepkit.serving.room import Patience, Room, State
from iepkit.wording import Wording
from tests.kit import ROOT
from tests.served import Server, free_port

MOST = 4
PATIENCE = 30


class Window:
    """What a program on this laptop can ask of the console."""

    def __init__(self, server):
        self.link = server.link()
        self.port = urlsplit(self.link).port
        self.token = self.link.partition("?token=")[2]

    def ask(self, path, method="GET", body=None, *, knows=True, **headers):
        """One request, that follows no other; the token goes as a program sends it."""
        line = http.client.HTTPConnection(LOOPBACK, self.port, timeout=30)
        own = {"Authorization": f"Bearer {self.token}"} if knows else {}
        try:
            line.request(method, path, body, {**own, **headers})
            response = line.getresponse()
            response.text = response.read().decode()
        finally:
            line.close()
        return response

    def state(self):
        return json.loads(self.ask("/state").text)

    def fill(self, attendees, **headers):
        return self.ask("/fill", "POST", json.dumps({"attendees": attendees}), **headers)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A room that the whole network may reach, on a laptop that holds few."""
    code = (
        f"from iepkit.serving import settings; settings.places_in_memory = lambda: {MOST}; from iepkit.cli import main; "
        "main(['serve', '--port', '{port}', '--attendees', '1', '--metrics'])"
    )
    running = Server(ROOT, tmp_path_factory.mktemp("console") / "log", command=[sys.executable, "-c", code])
    yield running
    running.end()


@pytest.fixture(scope="module")
def window(served):
    return Window(served)


def test_nobody_but_this_laptop_reaches_it_whatever_the_room_listens_on(served, window):
    listening = [
        line.laddr for line in psutil.Process(served.process.pid).net_connections("inet") if line.status == "LISTEN"
    ]
    assert {ip for ip, port in listening if port == window.port} == {LOOPBACK}
    assert {ip for ip, port in listening if port == served.port} == {"0.0.0.0"}


def test_it_speaks_the_language_that_is_chosen_and_keeps_it(window):
    english = window.ask("/")
    assert '<html lang="en"' in english.text
    assert 'href="?lang=es" hreflang="es" lang="es">Español</a>' in english.text
    spanish = window.ask("/?lang=es")
    assert '<html lang="es"' in spanish.text
    cookie = spanish.headers["Set-Cookie"].partition(";")[0]
    assert '<html lang="es"' in window.ask("/ask", Cookie=cookie).text
    well = json.loads(window.ask("/state", Cookie=cookie).text)["verdict"]
    assert well not in ("", window.state()["verdict"])
    assert '<html lang="en"' in window.ask("/?lang=xx").text


def test_the_link_lets_the_browser_in_and_the_secret_leaves_the_address(window):
    come = window.ask(urlsplit(window.link)._replace(scheme="", netloc="").geturl(), knows=False)
    assert (come.status, come.headers["Location"]) == (302, "/")
    cookie = come.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    page = window.ask("/", knows=False, Cookie=cookie.partition(";")[0])
    assert page.status == 200
    assert window.token not in page.text


@pytest.mark.parametrize("path", ["/", "/state", "/metrics", "/nothing"])
@pytest.mark.parametrize("wrong", ["", "?token=", "?token=wrong", "?token=%C3%A9"])
def test_without_the_link_there_is_a_sentence_and_nothing_else(window, content, path, wrong):
    refused = window.ask(path + wrong, knows=False, Authorization="Bearer ", Cookie=f"console_{window.port}=wrong")
    assert refused.status == 403
    assert refused.text == content.texts["ui.console.use_the_link"]


def test_nothing_is_done_for_who_has_no_link(window):
    assert window.fill(MOST, knows=False).status == 403


def test_a_name_that_a_stranger_has_led_to_this_laptop_is_refused(window):
    assert window.ask("/state", Host=f"localhost:{window.port}").status == 200
    assert window.ask("/state", Host=f"workshop.test:{window.port}").status == 403


def test_another_page_in_the_trainers_browser_can_do_nothing(window, served):
    own = f"http://{LOOPBACK}:{window.port}"
    assert window.fill(1, Origin=own).status == 200
    for other in ("null", f"http://{LOOPBACK}:{served.port}", f"https://{LOOPBACK}:{window.port}"):
        assert window.fill(1, Origin=other).status == 403


def test_each_response_has_our_headers_and_is_kept_by_nobody(window):
    for response in (
        window.ask("/"),
        window.ask("/state"),
        window.ask("/nothing"),
        window.ask("/state", knows=False),
        window.ask("/fill", "POST", "x"),
    ):
        assert {name: response.headers[name] for name in HEADERS} == HEADERS
        assert response.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_the_state_says_how_the_room_is(window):
    end = time.monotonic() + PATIENCE
    while "GB" not in (state := window.state())["values"]["kernels"] or state["bar"]["ready"] < 1:
        assert time.monotonic() < end, state
        time.sleep(0.1)
    assert state["is_well"]
    assert state["happened"] == []


def test_more_places_are_made_on_request_and_no_more_than_the_memory_holds(window, content):
    assert json.loads(window.fill(2).text)["text"] == content.texts["ui.console.filling"].format(count=2)
    over = json.loads(window.fill(10**6).text)["text"]
    assert over == content.texts["ui.console.filling_most"].format(count=MOST)
    end = time.monotonic() + PATIENCE
    while window.state()["bar"] != {"used": 0, "ready": MOST, "making": 0}:
        assert time.monotonic() < end
        time.sleep(0.1)
    assert f'value="{MOST}"' in window.ask("/").text


@pytest.mark.parametrize("body", ["", "x", "[]", "{}", '{"attendees": 0}', '{"attendees": true}', '{"attendees": "9"}'])
def test_what_is_no_number_of_phones_is_refused(window, body):
    assert window.ask("/fill", "POST", body).status == 400


def test_prometheus_may_ask_where_it_was_allowed(window):
    asked = window.ask(f"/metrics?token={window.token}", knows=False)
    assert asked.status == 200
    names = {family.name for family in text_string_to_metric_families(asked.text)}
    assert {"iepkit_pages", "iepkit_kernels", "iepkit_events", "iepkit_answer_seconds"} <= names
    # Jupyter's own, of the global registry, are not among them.
    assert all(name.startswith("iepkit_") for name in names)


def test_prometheus_is_told_nothing_where_nobody_has_allowed_it(server):
    assert Window(server).ask("/metrics").status == 404


def test_a_notebook_that_was_changed_is_named_and_places_are_filled_once_it_is_back(kit, tmp_path, content):
    notebook = kit.path("notebooks/workshop.ipynb")
    whole = notebook.read_text(encoding="utf-8")
    kit.edit("notebooks/workshop.ipynb", "workshop()", "")
    running = Server(kit.folder, tmp_path / "log")
    try:
        window = Window(running)
        end = time.monotonic() + PATIENCE
        while (state := window.state())["is_well"]:
            assert time.monotonic() < end
            time.sleep(0.1)
        assert content.texts["ui.console.do.notebook_empty"] in [one["advice"] for one in state["happened"]]
        notebook.write_text(whole, encoding="utf-8")
        assert window.fill(1).status == 200
        # It would rest for longer than this by itself.
        end = time.monotonic() + _SECONDS_OF_REST / 2
        while window.state()["bar"]["ready"] < 1:
            assert time.monotonic() < end
            time.sleep(0.1)
    finally:
        running.end()


def state(**changes):
    counts = dict.fromkeys(State.__dataclass_fields__, 0)
    return State(
        **{**counts, "memory_taken": None, "answer_median": None, "answer_slowest_of_20": None, "happenings": []}
        | changes
    )


def happening(event, count, since=0.0):
    return Happening(event, dt.datetime(2026, 11, 26, 19, 5, tzinfo=dt.UTC), count, since)


@pytest.mark.parametrize("event", Event)
def test_each_thing_that_can_happen_has_its_sentence(content, event):
    told = shown(state(happenings=[happening(event, 1000)]), Wording(content), clock=lambda: 0)
    (one,) = told["happened"]
    assert one["text"] == content.texts[f"ui.console.{event}"]
    assert one["advice"] == content.texts.get(f"ui.console.do.{event}", "")
    assert one["count"] == "1000 times"


def test_each_advice_is_for_something_that_can_happen(content):
    advised = {text.removeprefix("ui.console.do.") for text in content.texts if text.startswith("ui.console.do.")}
    assert advised <= set(Event)


@pytest.mark.parametrize(
    ("event", "count", "seconds_ago", "is_urgent"),
    [
        (Event.LINE_LOST, 1, 0, False),
        (Event.LINE_LOST, 5, 0, True),
        (Event.DISK_FULL, 1, 0, True),
        (Event.DISK_FULL, 1, 1000, False),
        (Event.CLOCK_MOVED, 9, 0, False),
    ],
)
def test_the_trainer_is_called_for_what_needs_somebody_now(content, event, count, seconds_ago, is_urgent):
    told = shown(state(happenings=[happening(event, count)]), Wording(content), clock=lambda: seconds_ago)
    assert told["is_well"] is not is_urgent
    assert told["verdict"] == content.texts["ui.console.look" if is_urgent else "ui.console.well"]
    assert told["happened"][0]["is_urgent"] is is_urgent


def test_what_becomes_many_is_news_again(content):
    keys = [
        shown(state(happenings=[happening(Event.LINE_LOST, count)]), Wording(content))["happened"][0]["key"]
        for count in (1, 2, 5, 6)
    ]
    assert keys[0] == keys[1] != keys[2] == keys[3]


def test_figures_are_written_as_they_are_read(content):
    values = shown(
        state(memory_free=21_340_000_000, memory_taken=Taken(200_000_000, 900_000_000), answer_median=0.0789),
        Wording(content),
    )["values"]
    assert (values["free"], values["server"], values["kernels"]) == ("21.3 GB", "0.2 GB", "0.9 GB")
    assert values["median"] == "0.08 s"
    assert values["slowest"] == content.texts["ui.console.none_yet"]


class Kernels:
    """As much of Voila's kernel manager as a pool needs."""

    most = 5

    def __init__(self):
        self._pools = {}
        self.kernel_pools_config = {"page": {}}
        self.fillings = []

    def __len__(self):
        return 0

    def fill_if_needed(self, notebook_name, **_):
        self.fillings.append(self.kernel_pools_config[notebook_name]["pool_size"])


def test_a_filling_that_is_asked_for_waits_for_no_rest():
    places = Places(Kernels(), "page", 2, Journal(), 60)
    places._rest(Event.NOTEBOOK_EMPTY)
    places._fill()
    assert places._kernels.fillings == []
    assert places.expect(3) == 3
    assert places.expect(9) == 5
    assert places._kernels.fillings == [3, 5]


def test_a_larger_room_is_let_in_once_it_is_expected():
    gate = Gate(1, lambda: 0)

    def lines_of(address):
        while gate.has_line_for(address):
            gate.open_line(address)
        return gate._lines[address]

    lines = lines_of("one")
    while gate.lets_in("laptop"):
        pass
    gate.expect(100)
    assert lines_of("another") == 2 * lines
    assert gate.lets_in("laptop")


@pytest.fixture
def room():
    journal = Journal()
    return Room(Places(Kernels(), "page", 2, journal, 60), journal, Patience())


def test_the_metrics_count_events_and_answers(room):
    metrics = Metrics(room)
    room.journal.note(Event.LINE_LOST, 3)
    room.on_answer(0.2)
    found = {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(metrics.text().decode())
        for sample in family.samples
    }
    assert found["iepkit_events_total", "line_lost"] == 3
    assert found["iepkit_events_total", "disk_full"] == 0
    assert found["iepkit_answer_seconds_bucket", "0.1"] == 0
    assert found["iepkit_answer_seconds_bucket", "0.25"] == 1
    assert found["iepkit_kernels_most",] == 5


def test_who_asks_for_the_memory_never_waits_for_it():
    clock = SimpleNamespace(now=100.0)
    may_end, began, ended = threading.Event(), threading.Semaphore(0), []

    def slowly():
        began.release()
        assert may_end.wait(PATIENCE)
        ended.append(True)
        return Taken(1, len(ended))

    memory = Memory(slowly, lambda: clock.now)
    assert memory.latest() is None
    assert began.acquire(timeout=PATIENCE)
    # It is old before it is there: no second one is begun beside the first.
    clock.now += 60
    assert memory.latest() is None
    may_end.set()
    memory._thread.join(PATIENCE)
    clock.now += 9
    assert memory.latest() == Taken(1, 1)
    clock.now += 1
    memory.latest()
    memory._thread.join(PATIENCE)
    assert memory.latest() == Taken(1, 2)
    assert ended == [True, True]


def test_the_memory_of_a_process_is_found():
    assert measure().server > 1_000_000


def port_of(port, room):
    (listening,) = listen_for_trainer(port, room)
    with listening:
        return listening.getsockname()


@pytest.fixture
def pair():
    """A port with the next one free."""
    port = free_port()
    while port_of(None, port)[1] != port + 1:
        port = free_port()
    return port


def test_the_console_is_at_the_next_port_that_is_free(pair):
    (taken,) = listen_for_trainer(None, pair)
    with taken:
        assert taken.getsockname() == (LOOPBACK, pair + 1)
        ip, port = port_of(None, pair)
    assert ip == LOOPBACK
    assert port > pair + 1


def test_after_the_last_port_any_other_is_taken():
    assert port_of(None, 65_535)[0] == LOOPBACK


def test_the_port_that_was_chosen_is_taken_or_another_is_offered(pair):
    (taken,) = listen_for_trainer(pair + 1, pair)
    with taken:
        assert taken.getsockname() == (LOOPBACK, pair + 1)
        with pytest.raises(ServingError, match=rf"Port {pair + 1} is in use.* --console-port \d+"):
            listen_for_trainer(pair + 1, pair)


def test_the_trainer_has_no_port_with_the_phones():
    with pytest.raises(ServingError, match=r"Phones come in at port 8000\. Name another"):
        listen_for_trainer(8000, 8000)
