"""Requests as no browser makes them: written byte by byte, from an address of one's own."""

import contextlib
import json
import re
import socket
import uuid
from dataclasses import dataclass
from email.parser import BytesHeaderParser

from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from tests.served import LOOPBACK

# So that what one test does without end is not counted against the next; Linux has all of 127.*.
OTHER_ADDRESS = "127.0.0.2"
_PATIENCE = 30


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict
    body: bytes
    raw: bytes


def connection(server, source=LOOPBACK):
    return socket.create_connection((LOOPBACK, server.port), timeout=_PATIENCE, source_address=(source, 0))


def request(method, path, headers=None, body=b"", host="127.0.0.1"):
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", *(f"{k}: {v}" for k, v in (headers or {}).items())]
    if body or method in ("POST", "PUT", "PATCH"):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1") + body


def ask(server, method, path, headers=None, body=b"", *, source=LOOPBACK, host=None):
    """One request on a connection of its own."""
    host = host or f"{LOOPBACK}:{server.port}"
    return send(server, request(method, path, headers, body, host), source=source)


def send(server, sent, *, source=LOOPBACK):
    """These very bytes, and all that comes back until the server ends the connection."""
    with connection(server, source) as line:
        line.sendall(sent)
        raw = b""
        try:
            while not _is_whole(raw, sent) and (more := line.recv(65_536)):
                raw += more
        except ConnectionResetError:
            # Bytes that it did not want to read were still under way.
            pass
    head, _, body = raw.partition(b"\r\n\r\n")
    start, _, headers = head.partition(b"\r\n")
    found = re.match(rb"HTTP/1\.1 (\d{3})", start)
    return Answer(int(found[1]) if found else 0, dict(BytesHeaderParser().parsebytes(headers)), body, raw)


def _is_whole(raw, sent):
    head, is_there, body = raw.partition(b"\r\n\r\n")
    length = re.search(rb"\r\nContent-Length: (\d+)", head)
    return bool(is_there and length) and (sent.startswith(b"HEAD ") or len(body) >= int(length[1]))


@contextlib.asynccontextmanager
async def line(server, page=None, *, origin=None, path="/line", source=LOOPBACK):
    """A websocket as the page opens it, or from elsewhere."""
    host = f"{LOOPBACK}:{server.port}"
    socket = await websocket_connect(
        HTTPRequest(
            f"ws://{host}{path}?page={page or uuid.uuid4().hex}",
            headers={"Origin": origin or f"http://{host}"},
            network_interface=source,
            request_timeout=_PATIENCE,
        )
    )
    stream = socket.protocol.stream
    try:
        yield socket
    finally:
        socket.close()
        # The loop may end before the other side has said goodbye, and closing forgets the protocol.
        stream.close()


def question(**changed):
    return json.dumps({"ask": "decide", "name": "eligibility", "language": "en", "turn": 1, "answers": {}} | changed)
