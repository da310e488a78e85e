"""What an attendee, or anybody in the room, can't do on a real server: asked byte by byte."""

import asyncio
import functools
import itertools
import json
import os
import re
import subprocess
import sys
import uuid

import pytest
from tornado.httpclient import HTTPClientError

from iepkit.explorers import TOPICS
from iepkit.serving.doors import HEADERS
from tests.kit import ROOT
from tests.served import LOOPBACK
from tests.serving import raw
from tests.serving.forked import PATIENCE, run
from tests.serving.raw import OTHER_ADDRESS, ask, question

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
# Who asks all this in one test: each has what one address may ask to itself.
PROBER, LISTER, TALKER = "127.0.0.11", "127.0.0.12", "127.0.0.13"
TELLTALE = re.compile(rb"tornado|jupyter|voila|python|traceback|site-packages|\.ipynb|File \"", re.IGNORECASE)
_GROUP = re.compile(r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)[?*+]?")
_FILLINGS = (
    "x",
    "/x",
    "",
    str(uuid.UUID(int=5)),
    "html",
    "restart",
    "lab",
    "/workspaces/x",
    "/tree/x",
    "favicon.ico",
    "robots.txt",
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a test has one address alone")


def is_refused(answer, allowed=(400, 403, 404, 405)):
    """Refused, and nothing told about what answers."""
    assert answer.status in allowed, answer.raw[:500]
    said = answer.raw if answer.status != 404 else answer.raw.replace(b"IEP", b"")
    assert not TELLTALE.search(said), answer.raw[:2000]
    return True


def has_our_headers(answer):
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    return True


@functools.cache
def jupyter_patterns():
    """All that stock Voila and JupyterLab serve, as they tell it themselves."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.serving.jupyter_addresses"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    return json.loads(done.stdout.splitlines()[-1])


def address_in(pattern):
    """An address that a pattern serves."""
    literals = _GROUP.split(pattern.removesuffix("$"))
    groups = len(literals) - 1
    for fillings in itertools.product(_FILLINGS, repeat=groups):
        made = "".join(itertools.chain.from_iterable(itertools.zip_longest(literals, fillings, fillvalue="")))
        # What is left of a pattern outside its groups: an optional slash, any character.
        made = made.replace("/?", "/").replace(".*", "x")
        if re.fullmatch(pattern, made) and made.startswith("/"):
            return made
    raise AssertionError(pattern)


def jupyter_addresses():
    """An address for each, but for our own first page."""
    found = {address_in(pattern) for pattern in jupyter_patterns() if pattern != "(.*)$"} - {"/"}
    named = {
        "/voila/render/workshop.ipynb",
        "/voila/files/workshop.ipynb",
        "/files/workshop.ipynb",
        "/api/contents/workshop.ipynb",
    }
    return sorted(found | named)


def test_jupyters_own_addresses_are_known():
    found = jupyter_addresses()
    assert len(found) > 50
    begin = ("/api/kernels", "/api/sessions", "/api/contents", "/api/terminals", "/voila/render/", "/lab", "/static/")
    assert [one for one in begin if not any(address.startswith(one) for address in found)] == []


@pytest.mark.parametrize("method", METHODS)
def test_no_address_of_jupyter_or_voila_is_served(server, method):
    body = b'{"name": "python3", "path": "x"}' if method in ("POST", "PUT", "PATCH") else b""
    for address in jupyter_addresses():
        answer = ask(server, method, address, body=body, source=PROBER)
        assert is_refused(answer), address
        assert has_our_headers(answer), address


async def opened(line):
    async with line:
        """No more."""


def test_no_websocket_of_jupyter_is_served(server):
    async def story():
        for address in jupyter_addresses():
            with pytest.raises(HTTPClientError) as refused:
                await opened(raw.line(server, path=address, source=LISTER))
            assert refused.value.code in (404, 405), address

    run(story())


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "path", ["/", "/line", "/join", "/site", "/site/", "/files/comparison.csv", "/letter.pdf", "/calendar", "/kept/x/y"]
)
def test_our_own_addresses_are_asked_as_they_are_meant_and_in_no_other_way(server, method, path):
    answer = ask(server, method, path, body=b"{}" if method == "POST" else b"", source=PROBER)
    meant = {"/letter.pdf": ("POST",), "/calendar": ("POST",)}.get(path, ("GET", "HEAD"))
    assert has_our_headers(answer)
    if method in meant and path not in ("/line", "/letter.pdf", "/calendar", "/kept/x/y"):
        assert answer.status in (200, 302)
    else:
        assert is_refused(answer)


def test_a_method_that_there_is_not_gets_405_even_with_a_body(server):
    for path in ("/", "/line", "/letter.pdf", "/calendar", "/nothing"):
        for method in ("TRACE", "CONNECT", "PROPFIND", "EVAL"):
            answer = ask(server, method, path, {"Content-Length": "3"}, b"abc", source=PROBER)
            assert is_refused(answer), (method, path)


TRAVERSALS = [
    f"{start}{way}{end}"
    for start in ("/site/", "/files/", "/kept/", "/")
    for way in ("../", "%2e%2e/", "..%2f", "%2e%2e%2f", "..\\", "..%5c", "....//", "%252e%252e/", "/", "//", ".//..//")
    for end in ("data/limits.csv", "iepkit.toml", "etc/passwd", "notebooks/workshop.ipynb")
]


@pytest.mark.parametrize("path", TRAVERSALS)
def test_no_way_leads_out_of_what_is_served(server, path):
    assert is_refused(ask(server, "GET", path, source=PROBER))


@pytest.mark.parametrize(
    "path",
    ["/site/%00", "/files/comparison.csv%00.html", "/%ff%fe", "/site/%ff", "/files/%c0%af", "/?lang=%ff", "/join?lang=%ff",
     "/nothing?lang=%ff", "/line?page=%ff", "/kept/__proto__", "/site/constructor", "/files/%0d%0aSet-Cookie:a=b",
     "/" + "a" * 10_000, "/site/" + "../" * 3000, "http://other.test/api/kernels", "*", "//other.test/%2f..", "/\\other.test"],
)  # fmt: skip
def test_odd_addresses_are_answered_and_tell_nothing(server, path):
    answer = ask(server, "GET", path, source=PROBER)
    assert is_refused(answer, allowed=(200, 400, 404))
    assert "Set-Cookie" not in answer.headers
    assert "Location" not in answer.headers


def test_headers_that_are_too_long_end_the_connection(server):
    answer = ask(server, "GET", "/", {"X-Long": "a" * 100_000}, source=PROBER)
    assert answer.status in (0, 400, 431)
    assert not TELLTALE.search(answer.raw)


@pytest.mark.parametrize(
    "query", ["?template=lab", "?theme=dark", "?voila-template=lab", "?token=x", "?base_url=//other.test"]
)
def test_nobody_chooses_a_template_or_a_theme(server, query):
    plain = ask(server, "GET", "/", source=PROBER)
    assert plain.status == 200
    assert ask(server, "GET", f"/{query}", source=PROBER).body == plain.body


def test_what_a_proxy_would_say_is_not_believed(server):
    said = {"X-Forwarded-For": "8.8.8.8", "X-Real-Ip": "8.8.8.8", "X-Scheme": "https", "X-Forwarded-Host": "other.test"}
    answer = ask(server, "GET", "/join", said, source=PROBER)
    assert answer.status == 200
    assert b"other.test" not in answer.raw
    assert b"8.8.8.8" not in answer.raw


@pytest.mark.parametrize(
    "host", ["a; script-src *", "a b", "a,b.test", "'unsafe-eval'", "x" * 300, "a\tb", "<script>", "a;default-src *"]
)
def test_an_odd_host_changes_no_policy(server, host):
    answer = ask(server, "GET", "/join", host=host, source=PROBER)
    if answer.status != 400:
        policy = answer.headers["Content-Security-Policy"]
        assert host not in policy
        assert "connect-src 'self';" in policy
        assert policy.count("script-src") == 1


def test_a_foreign_page_opens_no_line(server):
    async def story():
        for origin in ("http://other.test", "null", f"http://{LOOPBACK}:1", f"http://{LOOPBACK}.other.test"):
            with pytest.raises(HTTPClientError) as refused:
                await opened(raw.line(server, origin=origin, source=TALKER))
            assert refused.value.code == 403, origin

    run(story())


def handshake(**changed):
    return {
        "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "eHh4eHh4eHh4eHh4eHh4eA==",
    } | changed  # fmt: skip


@pytest.mark.parametrize("page", ["", "x", "../" * 8, "G" * 32, "a" * 65, "%00" * 20, "__proto__", "%ff" * 16])
def test_a_line_has_a_name_such_as_pages_make(server, page):
    answer = ask(server, "GET", f"/line?page={page}", handshake(), source=TALKER)
    assert is_refused(answer, allowed=(400,))
    assert has_our_headers(answer)


@pytest.mark.parametrize("missing", ["Sec-WebSocket-Key", "Sec-WebSocket-Version", "Upgrade"])
def test_a_line_that_never_comes_about_is_not_counted(server, missing):
    headers = handshake()
    del headers[missing]
    for _ in range(3):
        assert is_refused(
            ask(server, "GET", f"/line?page={uuid.uuid4().hex}", headers, source=TALKER), allowed=(400, 426)
        )


def test_the_line_says_nothing_of_what_answers(server):
    sent = handshake(Connection="Upgrade, close")
    lines = [
        f"GET /line?page={uuid.uuid4().hex} HTTP/1.1",
        f"Host: {LOOPBACK}",
        *(f"{k}: {v}" for k, v in sent.items()),
    ]
    with raw.connection(server, TALKER) as socket:
        socket.sendall("\r\n".join([*lines, "", ""]).encode())
        head = socket.recv(65_536)
    assert head.startswith(b"HTTP/1.1 101")
    assert b"Server: iepkit\r\n" in head
    assert not TELLTALE.search(head)


JUPYTER_MESSAGES = (
    "execute_request", "inspect_request", "complete_request", "history_request", "is_complete_request", "connect_request",
    "comm_info_request", "kernel_info_request", "shutdown_request", "interrupt_request", "debug_request", "input_reply",
    "comm_open", "comm_msg", "comm_close", "create_subshell_request", "list_subshell_request",
)  # fmt: skip


def jupyter_message(kind):
    content = {"code": "import os; os._exit(1)", "silent": False, "comm_id": "x", "target_name": "x", "data": {}}
    header = {"msg_id": "1", "msg_type": kind, "session": "1", "username": "", "version": "5.3"}
    return json.dumps({"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"})


REFUSED = {
    **{kind: jupyter_message(kind) for kind in JUPYTER_MESSAGES},
    **{f"ask {kind}": question(ask=kind) for kind in ("page", "part", "file", "pdf", "alone", "execute_request")},
    "no JSON": "{",
    "nothing": "",
    "a list": "[]",
    "a number": "1",
    "null": "null",
    "bytes": b"\x00\xff\xfe",
    "binary JSON is no text": b"\xff\xfe{}",
    "deep": '{"ask": "decide", "answers": ' + "[" * 20_000,
    "deep and whole": "[" * 20_000 + "]" * 20_000,
    "deep answer": question(answers={"progress": json.loads("[" * 50 + "]" * 50)}),
    "deeper answer": question(answers={"progress": json.loads("[" * 900 + "]" * 900)}),
    "deep row": question(answers={"progress": [{"a": [{}]}]}),
    "a number without end": question().replace("{}", '{"progress": 1e999}'),
    "no number": question().replace("{}", '{"progress": NaN}'),
    "a number of 5000 digits": question().replace("{}", '{"progress": %s}' % ("9" * 5000)),
    "half a sign": question().replace("{}", '{"progress": "\\ud800"}'),
    "half a sign as a name": question().replace("{}", '{"\\udfff": 1}'),
    **{f"name {value!r}": question(name=value) for value in (None, 1, [], {}, "", "none", "__proto__", "__class__", "letter")},
    **{f"language {value!r}": question(language=value) for value in (None, 1, [], {}, "", "xx", "../en", ["en"], {"en": 1})},
    **{f"turn {value!r}": question(turn=value) for value in (None, "1", 1.5, [], {})},
    **{f"answers {value!r}": question(answers=value) for value in (None, 1, "a", [], [["progress", "yes"]])},
}  # fmt: skip


async def heard_on(line):
    """The next word on a line, or None at its end."""
    async with asyncio.timeout(PATIENCE):
        return await line.read_message()


@pytest.mark.parametrize("what", REFUSED)
def test_a_line_carries_questions_and_nothing_else(server, what):
    async def story():
        async with raw.line(server, source=TALKER) as line:
            await line.write_message(REFUSED[what], binary=isinstance(REFUSED[what], bytes))
            assert await heard_on(line) is None
            assert line.close_code == 1008

    run(story())


ODD_ANSWERS = [
    {"no question": 1},
    {"no.question": 1},
    {"__proto__": {"a": 1}, "constructor": "x", "toString": [], "progress": "yes"},
    {f"a{number}": 1 for number in range(4000)},
    {"progress": 10**400},
    {"progress": -1.5},
    {"progress": True},
    {"progress": None},
    {"progress": ""},
    {"progress": "\u202e\u0000\ufeff\U0001f600"},
    {"progress": ["yes"] * 1000},
    {"progress": {"yes": "yes"}},
    {"progress": [{}, {}, {"progress": "yes"}]},
    {"progress": "9999 days ago"},
    {"progress": "x" * 60_000},
]


def test_answers_that_can_not_be_are_answered_at_once_and_by_the_same_kernel(server):
    async def story():
        async with raw.line(server, source=TALKER) as line:
            for turn, (name, answers) in enumerate(itertools.product(TOPICS, ODD_ANSWERS)):
                await line.write_message(question(name=name, turn=turn, answers=answers))
                answer = json.loads(await heard_on(line))
                # "alone" would say that the kernel has not answered.
                assert (answer["turn"], answer["ask"]) == (turn, "decide"), (name, answers)

    run(story())
    assert "Traceback" not in server.printed()


def test_a_message_that_is_too_long_ends_the_line(server):
    async def story():
        async with raw.line(server, source=TALKER) as line:
            await line.write_message(question(answers={"progress": "x" * 70_000}))
            assert await heard_on(line) is None

    run(story())


async def asks(line):
    await line.write_message(question())
    return json.loads(await heard_on(line))


async def asks_on_a_line_of_its_own(server):
    async with raw.line(server, source=TALKER) as line:
        return await asks(line)


def test_who_guesses_the_name_of_a_page_hears_only_what_it_asks_itself(server):
    async def story():
        name = uuid.uuid4().hex
        async with raw.line(server, name, source=TALKER) as parent:
            await parent.write_message(question(turn=7, answers={"progress": "yes"}))
            assert json.loads(await heard_on(parent))["turn"] == 7
            async with raw.line(server, name, source=OTHER_ADDRESS) as guesser:
                # One page has one line: the older one ends, and its page opens another.
                assert await heard_on(parent) is None
                await guesser.write_message("ping")
                assert await heard_on(guesser) == "pong"
                assert await asks(guesser) == await asks_on_a_line_of_its_own(server)

    run(story())


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"[" * 100_000, b'{"letter": "__class__"}', b'{"letter": ["a"]}', b"\xff\xfe", b'{"letter": "records", "answers": []}'],
)  # fmt: skip
def test_what_is_no_letter_makes_none(server, body):
    assert is_refused(ask(server, "POST", "/letter.pdf", body=body, source=PROBER), allowed=(400,))


@pytest.mark.parametrize("path", ["/letter.pdf", "/calendar?kind=ics"])
def test_a_body_says_how_long_it_is_and_is_not_too_long(server, path):
    head = f"POST {path} HTTP/1.1\r\nHost: {LOOPBACK}\r\nConnection: close\r\n"
    for headers in (
        "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        "\r\n",
        "Content-Length: 99999999999\r\n\r\n",
        f"Content-Length: {'9' * 5000}\r\n\r\n",
        "Content-Length: -1\r\n\r\n{}",
        "Content-Length: 2, 3\r\n\r\n{}",
        "Content-Length: ²\r\n\r\n{}",
        "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ):
        answer = raw.send(server, (head + headers).encode(), source=PROBER)
        assert answer.status in (0, 400, 413), headers
        assert not TELLTALE.search(answer.raw)


def test_none_of_all_this_is_shown_to_the_trainer(server):
    ask(server, "GET", "/%ff", source=PROBER)
    ask(server, "EVAL", "/letter.pdf", {"Content-Length": "3"}, b"abc", source=PROBER)
    raw.send(server, b"GET / HTTP/9.9\r\n\r\n", source=PROBER)
    printed = server.printed()
    assert not re.search(r"Traceback|WARNING|ERROR|Exception|127\.0\.0\.1[123]", printed)
