"""A real server in a process of its own, as a trainer starts it."""

import contextlib
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import psutil

LOOPBACK = "127.0.0.1"
# A phone's browser does not trust a plain address in the room; neither does Chromium this name.
PHONE_NAME = "workshop.test"
_PATIENCE = 60


def free_port():
    """A port that nobody listens at, and none of those that the system hands out for connections.

    Else one of a room's own connections may have it before the server that is to listen there has begun.
    """
    while True:
        port = random.randrange(10_000, 32_000)
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind((LOOPBACK, port))
            return port


def workshop(attendees, most=None, before=(), **patience):
    """The command that serves a workshop on a laptop whose memory holds ``most`` kernels, with another patience.

    ``before`` are lines of Python that run before it starts.
    """
    code = [
        "from iepkit.serving import room, server, settings",
        f"settings.places_in_memory = lambda: {most}" if most else "",
        f"server.Patience = lambda: room.Patience(**{patience})",
        *before,
        "from iepkit.cli import main",
        f"main(['serve', '--host', '{LOOPBACK}', '--port', '{{port}}', '--attendees', '{attendees}'])",
    ]
    return [sys.executable, "-c", "\n".join(code)]


PLAIN_VOILA = [sys.executable, "-m", "voila", "notebooks", "--no-browser", "--port={port}", f"--Voila.ip={LOOPBACK}"]


class Server:
    """``iepkit serve`` (or another command that serves on ``port``), running."""

    def __init__(self, kit_folder, log, command=None, attendees=1, path="/join"):
        self.port = free_port()
        self.log = log
        command = command or [
            sys.executable, "-m", "iepkit", "serve", "--host", LOOPBACK,
            "--port", "{port}", "--attendees", str(attendees),
        ]  # fmt: skip
        with log.open("wb") as output:
            self.process = self._start(command, kit_folder, output)
        try:
            self._wait_for(path)
        except BaseException:
            # A test that can't begin leaves nothing behind.
            self.end()
            raise

    def _start(self, command, kit_folder, output):
        return subprocess.Popen(
            [part.replace("{port}", str(self.port)) for part in command],
            cwd=kit_folder,
            env={**os.environ, "IEPKIT_HOME": str(kit_folder)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )

    def _wait_for(self, path):
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            assert self.process.poll() is None, self.printed()
            with contextlib.suppress(OSError):
                self.get(path)
                return
            time.sleep(0.1)
        raise AssertionError(self.printed())

    def wait_until_printed(self, words, patience=_PATIENCE):
        end = time.monotonic() + patience
        while words not in self.printed():
            assert time.monotonic() < end, self.printed()
            time.sleep(0.1)

    def printed(self):
        return self.log.read_text(encoding="utf-8", errors="replace")

    def get(self, path):
        with urllib.request.urlopen(f"http://{LOOPBACK}:{self.port}{path}", timeout=30) as response:
            return response.read().decode(), response

    def status(self, path):
        try:
            return self.get(path)[1].status
        except urllib.error.HTTPError as error:
            with error:
                return error.code

    def address(self, path="/"):
        return f"http://{PHONE_NAME}:{self.port}{path}"

    def link(self):
        """The trainer's own address, with its secret."""
        return re.search(r"^For you alone: +(\S+)$", self.printed(), re.MULTILINE)[1]

    def children(self):
        return psutil.Process(self.process.pid).children(recursive=True)

    def end(self, how=signal.SIGINT):
        """End it as Ctrl-C does, and give back its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        return self.process.wait(timeout=30)
