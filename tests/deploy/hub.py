"""The hub for staff as it runs on a server, with accounts of its own; the computer's own stay as they are.

It runs in a namespace of its own, in which copies lie over ``/etc`` and ``/home``.
"""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

import psutil
import requests
import websocket

from tests.kit import ROOT, Kit
from tests.served import LOOPBACK, free_port

CONFIG = ROOT / "deploy/jupyterhub/jupyterhub_config.py"
GROUP = "iepkit-staff"
_PATIENCE = 120
_CELL = 60
# What the shell of the namespace does before it becomes the hub.
_OWN_ACCOUNTS = """
set -eu
mount --bind "$PLACE/etc" /etc
mount --bind "$PLACE/home" /home
mount -t proc -o hidepid=invisible proc /proc
"""


def _opened(folders):
    """Lines that let every user through to these folders, where one around them is closed, as root's own is.

    An open folder lies over the closed one then, and holds what is named and nothing else.
    """
    closed = {}
    for number, path in enumerate(sorted({path for folder in folders for path in _open_parts(folder)})):
        outer = [parent for parent in reversed(path.parents) if not _is_open(parent)]
        if outer:
            closed.setdefault(outer[0], []).append((f"$PLACE/{number}", path))
    lines = []
    for cover, inner in closed.items():
        for aside, path in inner:
            lines += [f"{_MAKE[path.is_dir()]} {aside}", f"mount --bind '{path}' {aside}"]
        lines.append(f"mount -t tmpfs -o mode=711 open '{cover}'")
        for aside, path in inner:
            lines += [f"mkdir -p '{path.parent}'", f"{_MAKE[path.is_dir()]} '{path}'", f"mount --bind {aside} '{path}'"]
    return "\n".join(lines)


_MAKE = {True: "mkdir -p", False: "touch"}


def _is_open(folder):
    return folder.stat().st_mode & 0o001


def _open_parts(folder):
    """A folder, or what lies in it where it is closed itself."""
    return [folder] if _is_open(folder) else folder.iterdir()


def may_have_hubs():
    """May this user make a namespace with accounts of its own?"""
    if sys.platform != "linux" or os.geteuid() or not shutil.which("unshare"):
        return False
    return not subprocess.run(["unshare", "--mount", "true"], check=False, capture_output=True).returncode


class Hub:
    """The hub with its shipped settings; :meth:`start` and :meth:`end` may be called again and again.

    Args:
        staff: names with passwords: accounts in the group of the staff.
        others: the same, outside of the group.
        environment: what the hub has besides.
        more: lines for the settings, as whoever runs a hub adds them.
    """

    def __init__(self, staff, others=(), more="", **environment):
        self.folder = Path(tempfile.mkdtemp(prefix="iepkit-hub-"))
        # The users have to get through, and no further.
        self.folder.chmod(0o711)
        self.kit = Kit(self.folder / "kit")
        self.state = self.folder / "state"
        for name in (self.state, self.folder / "home"):
            name.mkdir()
        self.state.chmod(0o700)
        shutil.copytree("/etc", self.folder / "etc", symlinks=True, ignore_dangling_symlinks=True)
        _keep_owners(Path("/etc"), self.folder / "etc")
        self.port = free_port()
        self._environment = environment
        self._settings = self.folder / "settings.py"
        self._settings.write_text(
            f"load_subconfig({str(CONFIG)!r})\n"
            f"c.JupyterHub.bind_url = 'http://{LOOPBACK}:{self.port}'\n"
            f"c.JupyterHub.hub_port = {free_port()}\n"
            f"c.ConfigurableHTTPProxy.api_url = 'http://{LOOPBACK}:{free_port()}'\n{more}\n"
        )
        self.process = None
        self.lines = contextlib.ExitStack()
        self.log = self.folder / "log"
        accounts = [f"groupadd {GROUP}"]
        for group, people in ((f"--groups {GROUP}", staff), ("", others)):
            accounts += [f"useradd --create-home --shell /bin/bash {group} {name}" for name in dict(people)]
            accounts += [f"echo '{name}:{password}' | chpasswd" for name, password in dict(people).items()]
        self.run("\n".join(accounts))

    def run(self, lines):
        """Run lines of a shell among the hub's accounts, as root.

        Returns:
            What they printed.
        """
        return subprocess.run(
            self._inside(lines), env=self._own(), check=True, text=True, stdout=subprocess.PIPE
        ).stdout.strip()

    def start(self):
        """Start it and wait until it asks for a password."""
        line = f"cd {self.state}; exec {Path(sys.executable).parent}/jupyterhub --config {self._settings}"
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(self._inside(line), env=self._own(), stdout=output, stderr=output)
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            assert self.process.poll() is None, self.printed()
            with contextlib.suppress(requests.ConnectionError):
                if requests.get(self.address("/hub/login"), timeout=10).ok:
                    return
            time.sleep(0.2)
        raise AssertionError(self.printed())

    def end(self):
        """End it, as systemd does, and see that nothing of it is left."""
        if self.process is None:
            return
        everything = psutil.Process(self.process.pid).children(recursive=True)
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=_CELL)
        finally:
            _, alive = psutil.wait_procs(everything, timeout=20)
            for process in alive:
                process.kill()
            self.process = None
        assert [process.pid for process in alive] == []

    def remove(self):
        """End it, with every line to it, and take away its folder."""
        try:
            with self.lines:
                self.end()
        finally:
            shutil.rmtree(self.folder)

    def printed(self):
        return self.log.read_text(encoding="utf-8", errors="replace")

    def address(self, path):
        return f"http://{LOOPBACK}:{self.port}{path}"

    def home(self, name):
        return self.folder / "home" / name

    def servers(self):
        """The processes of the users' own servers, by the name of the system's user."""
        found = {}
        for process in psutil.Process(self.process.pid).children(recursive=True):
            # One may end while it is looked at.
            with contextlib.suppress(psutil.NoSuchProcess):
                if "--under-hub" in process.cmdline():
                    found[self.run(f"id --name --user {process.uids().real}")] = process
        return found

    def _inside(self, lines):
        needed = [Path(sys.base_prefix), Path(sys.prefix), ROOT]
        script = "\n".join([_OWN_ACCOUNTS, _opened(needed), lines])
        return ["unshare", "--mount", "--propagation", "private", "sh", "-c", script]

    def _own(self):
        # The proxy's secret and whatever else a hub around the tests has is not this one's.
        usual = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "IEPKIT"))}
        return {
            **usual,
            "PLACE": str(self.folder),
            "STATE_DIRECTORY": str(self.state),
            "IEPKIT_HOME": str(self.kit.folder),
            **self._environment,
        }


class Person:
    """Somebody with a browser of their own, as far as its addresses and cookies go."""

    def __init__(self, hub, name):
        self.hub = hub
        self.name = name
        self.browser = hub.lines.enter_context(requests.Session())

    def get(self, path, **more):
        return self.browser.get(self.hub.address(path), timeout=_CELL, **more)

    def post(self, path, **more):
        """Send what a script of the page under this path sends."""
        return self._send("POST", path, **more)

    def put(self, path, **more):
        """The same, to save something."""
        return self._send("PUT", path, **more)

    def _send(self, method, path, **more):
        under = "/".join(path.split("/")[:3]) + "/"
        token = next((one.value for one in self.browser.cookies if one.name == "_xsrf" and one.path == under), "")
        address = self.hub.address(path)
        return self.browser.request(method, address, headers={"X-XSRFToken": token}, timeout=_CELL, **more)

    def log_in(self, password):
        """Fill in the form; gives the page that comes back."""
        form = self.get("/hub/login").text
        token = re.search(r'name="_xsrf"\s+value="([^"]+)"', form)[1]
        answer = {"username": self.name, "password": password, "_xsrf": token}
        return self.browser.post(self.hub.address("/hub/login"), data=answer, timeout=_CELL, allow_redirects=False)

    def open_lab(self):
        """Go where the hub sends who has logged in, and wait for JupyterLab.

        Returns:
            The page's address, without the host.
        """
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            page = self.get("/hub/spawn")
            path = page.url.removeprefix(self.hub.address(""))
            if path.startswith(f"/user/{self.name}/lab"):
                return path.split("?")[0]
            time.sleep(0.3)
        raise AssertionError(self.hub.printed())

    def notebook(self, path):
        return Notebook(self, path)


class Notebook:
    """A notebook that is open: its kernel, and the line to it."""

    def __init__(self, person, path):
        self.person = person
        own = f"/user/{person.name}"
        asked = {"path": path, "type": "notebook", "name": path, "kernel": {"name": "python3"}}
        answer = person.post(f"{own}/api/sessions", json=asked)
        assert answer.status_code == 201, answer.text
        self.kernel = answer.json()["kernel"]["id"]
        self.cells = [
            "".join(cell["source"])
            for cell in person.get(f"{own}/api/contents/{path}").json()["content"]["cells"]
            if cell["cell_type"] == "code"
        ]
        self._session = uuid.uuid4().hex
        self._line = line_to(person, f"{own}/api/kernels/{self.kernel}/channels")
        person.hub.lines.callback(self._line.shutdown)

    def run(self, code):
        """Run a cell.

        Returns:
            What came back, each message by its type and content.
        """
        return self._ask("execute_request", {"code": code, "silent": False, "store_history": True})

    def widget(self, code):
        """Run a cell that shows a widget; gives its name on the line."""
        found = [content["comm_id"] for kind, content in self.run(code) if kind == "comm_open"]
        shown = [content for kind, content in self.run("None") if kind == "error"]
        assert shown == []
        return found[-1]

    def send(self, widget, do, **values):
        """Send what the widget's script sends; gives what comes back to it."""
        asked = {"method": "custom", "content": {"do": do, "values": values}}
        heard = self._ask("comm_msg", {"comm_id": widget, "data": asked})
        (answer,) = [
            content["data"]["content"]
            for kind, content in heard
            if kind == "comm_msg" and content["data"].get("method") == "custom"
        ]
        return answer

    def close(self):
        self._line.close()

    def _ask(self, kind, content):
        header = {
            "msg_id": uuid.uuid4().hex, "msg_type": kind, "session": self._session,
            "username": "", "version": "5.4", "date": "2026-03-02T15:00:00Z",
        }  # fmt: skip
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
        self._line.send(json.dumps({**message, "buffers": []}))
        heard = []
        while True:
            told = json.loads(self._line.recv())
            if told["parent_header"].get("msg_id") != header["msg_id"]:
                continue
            heard.append((told["msg_type"], told["content"]))
            if told["msg_type"] == "status" and told["content"]["execution_state"] == "idle":
                return heard


def line_to(person, path):
    """Open a websocket with this person's cookies.

    Raises:
        websocket.WebSocketBadStatusException: the server refuses.
    """
    address = person.hub.address(path)
    cookies = requests.Request("GET", address, cookies=person.browser.cookies)
    header = person.browser.prepare_request(cookies).headers["Cookie"]
    return websocket.create_connection(
        address.replace("http", "ws", 1), cookie=header, origin=person.hub.address(""), timeout=_CELL
    )


def _keep_owners(source, copy):
    for path in [source, *source.rglob("*")]:
        found = path.lstat()
        with contextlib.suppress(FileNotFoundError):
            os.chown(copy / path.relative_to(source), found.st_uid, found.st_gid, follow_symlinks=False)
