"""Servers behind a proxy on this machine: HAProxy or nginx with the very file that is in `deploy/proxy`."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import time

from tests.kit import ROOT
from tests.served import LOOPBACK, Server, free_port
from tests.serving.polls.asking import AskedRoom, asking
from tests.serving.room import Room

FOLDER = ROOT / "deploy/proxy"
TAKE_HOME = "https://take-home.example.org/"
_NAMES = ("one", "two", "three", "four")
_PATIENCE = 60


class Behind(Room):
    """One server behind the proxy; see :class:`Room`. A test can ask its room something."""

    def __init__(self, log, attendees, *options):
        self.probes = free_port()
        own = ["--probe-port", str(self.probes), "--proxy", LOOPBACK, *options]
        super().__init__(log=log, attendees=attendees, kit_folder=ROOT, command=asking(*own, attendees=attendees))

    does, opens, state, until = AskedRoom.does, AskedRoom.opens, AskedRoom.state, AskedRoom.until


class Proxy(Server):
    """A proxy that leads to servers.

    Args:
        program: ``haproxy`` or ``nginx``.
        folder: for its file, with the ports of these servers, and its log.
        servers: up to four.
    """

    def __init__(self, program, folder, servers):
        self._program = program
        self._file = folder / f"{program}.conf"
        self._servers = servers
        self._folder = folder
        super().__init__(ROOT, folder / f"{program}.log", command=[program], path="/join")

    def _start(self, _command, kit_folder, output):
        self._file.write_text(self._settings())
        command = {
            "haproxy": ["haproxy", "-db", "-f", str(self._file)],
            "nginx": ["nginx", "-c", str(self._file), "-p", str(self._folder), "-g", "daemon off;"],
        }[self._program]
        environment = {**os.environ, "TAKE_HOME": TAKE_HOME}
        return subprocess.Popen(command, cwd=kit_folder, env=environment, stdout=output, stderr=subprocess.STDOUT)

    def _settings(self):
        """The file as it is, with other ports, and without the servers that are not there."""
        text = (FOLDER / f"{self._program}.{'cfg' if self._program == 'haproxy' else 'conf'}").read_text()
        listens = {"haproxy": "bind :8000", "nginx": "listen 8000"}[self._program]
        assert text.count(listens) == 1
        text = text.replace(listens, f"{listens.split()[0]} {LOOPBACK}:{self.port}")
        for number, name in enumerate(_NAMES):
            there = self._servers[number] if number < len(self._servers) else None
            if there:
                text = text.replace(f":810{number + 1}", f":{there.port}").replace(
                    f"910{number + 1}", str(there.probes)
                )
            else:
                text = re.sub(rf".*server (?:{name} )?127\.0\.0\.1:810{number + 1}.*\n", "", text)
        if self._program == "nginx":
            text = text.replace("/run/iepkit-nginx.pid", str(self._folder / "nginx.pid"))
            last = len(self._servers)
            for name in _NAMES[last:]:
                text = re.sub(rf"    upstream {name} \{{.*?\}}\n", "", text, flags=re.DOTALL)
            text = re.sub(r"25% (\w+);", lambda m: m[0] if m[1] in _NAMES[: last - 1] else "", text)
            text = re.sub(r"\*   four;", f"*   {_NAMES[last - 1]};", text)
        return text

    def end(self, how=signal.SIGTERM):
        return super().end(how)


@contextlib.contextmanager
def several(program, folder, count, attendees, *options):
    """So many servers for so many attendees each, all ready, behind one proxy; gives the proxy and the servers."""
    with contextlib.ExitStack() as ends:
        servers = []
        for number in range(count):
            server = Behind(folder / f"server{number}.log", attendees, *options)
            ends.callback(server.close)
            servers.append(server)
        for server in servers:
            server.wait_until_ready()
        proxy = Proxy(program, folder, servers)
        ends.callback(proxy.end)
        yield proxy, servers


def is_there(program):
    """Is this proxy on this machine?"""
    return bool(shutil.which(program))


def wait_for(holds, patience=_PATIENCE):
    end = time.monotonic() + patience
    while not (found := holds()):
        assert time.monotonic() < end
        time.sleep(0.05)
    return found


def name_of(server, servers):
    """How the proxy's cookie names a server."""
    return _NAMES[servers.index(server)]
