"""Letters and calendars that the server makes: right, in time, and with no trace of what was typed."""

import http.client
import json
import signal
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path

import pytest

from iepkit.documents.district_calendar import MOST_BYTES
from iepkit.serving.documents import CALENDAR, LETTER, MOST_BYTES_OF_LETTER, CalendarRead, LetterAsPdf, letter_made
from tests.documents.samples import full
from tests.served import LOOPBACK, Server

MARKER = "Qxvtmark"
NO_FONT_HAS = "\u13a0"
DAYS = b"11/26/2026,No school\n3/4/2027,No school\n"
CALENDAR_FILE = (
    "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20260101T000000Z\n"
    "DTSTART;VALUE=DATE:20261126\nSUMMARY:No school {words}\nEND:VEVENT\nEND:VCALENDAR\n"
)
IN_ITS_OWN_FOLDER = (
    *("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"),
    *("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"),
)


def ask(server, path, body=b"", method="POST", headers=None):
    """What the server answers: the status, the headers, the body."""
    line = http.client.HTTPConnection(LOOPBACK, server.port, timeout=60)
    try:
        line.request(method, path, body, headers or {})
        answer = line.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        line.close()


def letter(name, answers, language="en"):
    return json.dumps({"letter": name, "language": language, "answers": answers}).encode()


def sentence(server, path, body, **how):
    status, headers, said = ask(server, path, body, **how)
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert headers["Cache-Control"] == "no-store"
    assert json.loads(said).keys() == {"text"}
    return status, json.loads(said)["text"]


def test_every_letter_comes_as_a_tagged_pdf(server, content):
    for template in content.letters.values():
        status, headers, body = ask(server, LETTER, letter(template.id, full(template)))
        assert status == HTTPStatus.OK
        assert headers["Content-Type"] == "application/pdf"
        assert headers["Cache-Control"] == "no-store"
        assert headers["Content-Disposition"] == 'attachment; filename="letter.pdf"'
        assert headers["Set-Cookie"] is None
        assert body.startswith(b"%PDF-")
        assert b"/StructTreeRoot" in body


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"", "ui.letter.not_read"),
        (b"{", "ui.letter.not_read"),
        (b"\xff\xfe\xff", "ui.letter.not_read"),
        (b"[" * 100_000, "ui.letter.not_read"),
        (b"[]", "ui.letter.not_read"),
        (b'"first_request"', "ui.letter.not_read"),
        (b"{}", "ui.letter.not_read"),
        (letter("none", {}), "ui.letter.not_read"),
        (letter(["first_request"], {}), "ui.letter.not_read"),
        (letter("first_request", {}, "none"), "ui.letter.not_read"),
        (letter("first_request", {}, ["en"]), "ui.letter.not_read"),
        (letter("first_request", ["child"]), "ui.letter.not_read"),
        (letter("first_request", {"none": "x"}), "ui.impossible.question"),
        (letter("first_request", {"state": "none"}), "ui.impossible.choice"),
        (letter("first_request", {"child": 7}), "ui.impossible.text"),
    ],
)
def test_what_is_no_letter_gets_one_sentence(server, content, body, text):
    assert sentence(server, LETTER, body) == (HTTPStatus.BAD_REQUEST, content.texts[text])


def test_signs_that_no_font_has_are_named_with_what_to_do(server, content):
    status, text = sentence(server, LETTER, letter("first_request", {"child": f"Ana {NO_FONT_HAS}"}))
    assert status == HTTPStatus.UNPROCESSABLE_ENTITY
    assert text == content.texts["ui.unprintable"].format(signs=NO_FONT_HAS)


@pytest.mark.parametrize(
    ("path", "most", "text"),
    [(LETTER, MOST_BYTES_OF_LETTER, "ui.letter.too_big"), (f"{CALENDAR}?kind=csv", MOST_BYTES, "ui.days.too_big")],
)
def test_a_body_that_is_too_big_is_refused_before_it_has_come(server, content, path, most, text):
    refused = (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, content.texts[text])
    # None of it is sent, and the answer comes all the same.
    assert sentence(server, path, b"", headers={"Content-Length": str(most + 1)}) == refused
    assert sentence(server, path, iter([b" "]), headers={"Transfer-Encoding": "chunked"}) == refused
    assert sentence(server, path, b" " * most) != refused


@pytest.mark.parametrize("path", [LETTER, CALENDAR])
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT"])
def test_nothing_is_to_be_had_without_sending_something(server, path, method):
    status, headers, body = ask(server, path, method=method)
    assert status == HTTPStatus.METHOD_NOT_ALLOWED
    assert headers["Set-Cookie"] is None
    assert b"Traceback" not in body


def test_a_calendar_comes_back_as_days_and_sentences(server, content):
    status, headers, body = ask(server, f"{CALENDAR}?kind=csv", DAYS)
    assert (status, headers["Cache-Control"], headers["Set-Cookie"]) == (HTTPStatus.OK, "no-store", None)
    holiday = {"first": "2026-11-26", "last": "2026-11-26", "words": "No school", "kind": "no_school"}
    assert json.loads(body) == {
        "entries": [holiday],
        "faults": [{"line": 2, "shown": "3/4/2027 No school", "text": content.texts["ui.days.order"]}],
        "asks_for_order": True,
    }
    _, _, body = ask(server, f"{CALENDAR}?kind=csv&order=day_first", b"3/4/2027,No school\n")
    assert [entry["first"] for entry in json.loads(body)["entries"]] == ["2027-04-03"]
    _, _, body = ask(server, f"{CALENDAR}?kind=ics", CALENDAR_FILE.format(words="").encode())
    assert json.loads(body)["entries"] == [holiday]


@pytest.mark.parametrize(
    ("query", "body", "text"),
    [
        ("kind=ics", b"BEGIN:VCALENDAR", "ui.days.broken"),
        ("kind=ics", b"", "ui.days.broken"),
        ("kind=csv&order=none", DAYS, "ui.impossible.choice"),
        ("kind=none", DAYS, "ui.impossible.choice"),
        ("", DAYS, "ui.impossible.choice"),
    ],
)
def test_what_is_no_calendar_gets_one_sentence(server, content, query, body, text):
    assert sentence(server, f"{CALENDAR}?{query}", body) == (HTTPStatus.BAD_REQUEST, content.texts[text])


def test_a_sentence_comes_in_the_language_that_was_asked_for(kit):
    from iepkit.content import load  # noqa: PLC0415 - of the changed kit
    from iepkit.serving.documents import calendar_read  # noqa: PLC0415 - beside it

    kit.translate("eo", {"ui.days.broken": "Rompita.", "ui.impossible.question": "Neniu demando."})
    content = load(kit.folder)
    assert json.loads(calendar_read(content, "eo", b"", "ics", "").body) == {"text": "Rompita."}
    assert json.loads(letter_made(content, "en", letter("records", {"none": ""}, "eo")).body) == {
        "text": "Neniu demando."
    }


def test_many_letters_at_once_all_come_and_nobody_else_waits(server, content):
    template = content.letters["first_request"]
    bodies = [letter(template.id, full(template, typed=f"{number} worry " * 600)) for number in range(20)]
    with ThreadPoolExecutor(20) as phones:
        asked = [phones.submit(ask, server, LETTER, body) for body in bodies]
        server.get("/files/comparison.html")
        before = sum(not one.done() for one in asked)
        assert {one.result()[0] for one in asked} == {HTTPStatus.OK}
    assert before


class Wiretap(Server):
    """A server whose every folder lies in one, to be searched."""

    def __init__(self, kit_folder, folder, **options):
        self.folder = folder
        super().__init__(kit_folder, folder / "log", **options)

    def _start(self, *arguments):
        with pytest.MonkeyPatch.context() as patch:
            for name in IN_ITS_OWN_FOLDER:
                own = self.folder / name.lower()
                own.mkdir()
                patch.setenv(name, str(own))
            return super()._start(*arguments)

    def end_with_all(self, children, how):
        """End it, and then whatever of its processes is left."""
        self.end(how)
        for child in children:
            if child.is_running():
                child.kill()


@pytest.fixture
def own_folder():
    """Sockets are made in it: their paths have to be short."""
    with tempfile.TemporaryDirectory(prefix="r") as folder:
        yield Path(folder)


def traces(*folders):
    """Each file that holds the marker or is named after it, and each PDF: what one says is packed and can't be searched."""
    forms = [form.encode(code) for form in (MARKER, MARKER.lower()) for code in ("utf-8", "utf-16-le")]
    found = []
    for path in (path for folder in folders for path in folder.rglob("*")):
        held = path.read_bytes() if path.is_file() else b""
        if MARKER.lower() in path.name.lower() or held.startswith(b"%PDF-") or any(form in held for form in forms):
            found.append(path.name)
    return found


def marked(content):
    """Every kind of request, good and bad, with the marker in it; with the status that it gets."""
    for template in content.letters.values():
        answers = {**full(template, typed=f"{MARKER} "), "date": f"{MARKER} day"}
        yield LETTER, letter(template.id, answers), HTTPStatus.OK
        yield LETTER, letter(template.id, {**answers, "child": MARKER + NO_FONT_HAS}), HTTPStatus.UNPROCESSABLE_ENTITY
        yield LETTER, letter(template.id, answers)[:-1], HTTPStatus.BAD_REQUEST
        yield LETTER, letter(template.id, {**answers, MARKER: MARKER}), HTTPStatus.BAD_REQUEST
        yield LETTER, letter(template.id, {**answers, "state": MARKER}), HTTPStatus.BAD_REQUEST
        yield LETTER, letter(template.id, answers, MARKER), HTTPStatus.BAD_REQUEST
    yield LETTER, letter(MARKER, {}), HTTPStatus.BAD_REQUEST
    yield LETTER, json.dumps([MARKER]).encode(), HTTPStatus.BAD_REQUEST
    whole = CALENDAR_FILE.format(words=MARKER)
    yield f"{CALENDAR}?kind=ics", whole.encode(), HTTPStatus.OK
    yield f"{CALENDAR}?kind=ics", whole.replace("20261126", MARKER).encode(), HTTPStatus.BAD_REQUEST
    yield f"{CALENDAR}?kind=ics", whole[:-5].encode(), HTTPStatus.BAD_REQUEST
    yield f"{CALENDAR}?kind=csv", f"3/4/2027,{MARKER}\n{MARKER} 4/31/2027\n".encode(), HTTPStatus.OK
    yield f"{CALENDAR}?kind={MARKER}", MARKER.encode(), HTTPStatus.BAD_REQUEST


def test_the_search_finds_the_marker_wherever_it_is_planted(tmp_path):
    for number, name in enumerate(IN_ITS_OWN_FOLDER):
        place = tmp_path / name / "deep" / str(number)
        place.parent.mkdir(parents=True)
        place.write_bytes(b"x" + MARKER.encode(("utf-8", "utf-16-le")[number % 2]) + b"x")
    (tmp_path / "log").write_text(f"KeyError: '{MARKER.lower()}'")
    (tmp_path / f"{MARKER}.pdf").touch()
    (tmp_path / "letter").write_bytes(b"%PDF-1.7")
    (tmp_path / "clean").write_text("nothing")
    assert len(traces(tmp_path)) == len(IN_ITS_OWN_FOLDER) + 3


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_nothing_that_was_sent_is_found_after_the_server_has_ended(kit, own_folder, content, how):
    running, children = Wiretap(kit.folder, own_folder), []
    try:
        running.wait_until_printed("Ready for 1 of 1 phones at once.")
        for path, body, status in marked(content):
            assert ask(running, path, body)[0] == status, (path, body[:200])
        for path, most in ((LETTER, MOST_BYTES_OF_LETTER), (f"{CALENDAR}?kind=csv", MOST_BYTES)):
            begun = ask(running, path, MARKER.encode(), headers={"Content-Length": str(most + 1)})
            assert begun[0] == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        children = running.children()
    finally:
        running.end_with_all(children, how)
    assert traces(own_folder, kit.folder) == []
    assert "Traceback" not in running.printed()


@pytest.mark.parametrize("handler", [LetterAsPdf, CalendarRead])
def test_an_error_that_nobody_foresaw_names_its_kind_alone(kit, tmp_path, content, handler):
    """A server in which the making itself fails, with the text of the letter in the error."""
    broken = tmp_path / "broken.py"
    broken.write_text(
        "import sys\n"
        "from iepkit import cli\n"
        "from iepkit.serving import documents\n"
        "class PanicError(BaseException): pass\n"
        "def fail(*arguments): raise PanicError(repr(arguments))\n"
        "documents.letter_as_pdf = documents.read_file = fail\n"
        "sys.exit(cli.main(sys.argv[1:]))\n"
    )

    command = [sys.executable, str(broken), "serve", "--host", LOOPBACK, "--port", "{port}", "--attendees", "1"]
    running = Server(kit.folder, tmp_path / "log", command=command)
    try:
        if handler is LetterAsPdf:
            path, body = LETTER, letter("records", {"child": MARKER})
        else:
            path, body = f"{CALENDAR}?kind=csv", MARKER.encode()
        failed = (HTTPStatus.INTERNAL_SERVER_ERROR, content.texts[handler.failed])
        assert sentence(running, path, body) == failed
        assert running.status("/files/comparison.csv") == HTTPStatus.OK
    finally:
        running.end()
    assert f"{path.partition('?')[0]}: PanicError\n" in running.printed()
    assert MARKER not in running.printed()
    assert "Traceback" not in running.printed()


@pytest.mark.alone
def test_the_end_does_not_wait_for_letters_that_nobody_fetches(kit, tmp_path, content):
    template = content.letters["first_request"]
    running = Server(kit.folder, tmp_path / "log")
    lines = []
    try:
        for number in range(100):
            line = http.client.HTTPConnection(LOOPBACK, running.port, timeout=60)
            line.request("POST", LETTER, letter(template.id, full(template, typed=f"{number} worry " * 1200)))
            lines.append(line)
        begun = time.monotonic()
    finally:
        assert running.end() == 0
        for line in lines:
            line.close()
    assert time.monotonic() - begun < 5
    assert "Traceback" not in running.printed()
