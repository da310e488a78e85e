"""JupyterLab as a trainer starts it, and what is pressed in it."""

import json
import re
import signal
import sys
import urllib.request

from tests.kit import Kit
from tests.served import LOOPBACK, Server

LAB = f"http://{LOOPBACK}:"
DARK, LIGHT = "JupyterLab Dark", "JupyterLab Light"
_START = 60_000


class Lab:
    """``iepkit lab``, with a kit, settings and a file of progress of its own.

    Args:
        folder: where all of that lies.
        environment: what the server and its kernels have besides.
    """

    def __init__(self, folder, **environment):
        self.progress = folder / "progress.jsonl"
        self.kit = Kit(folder / "kit")
        own = {
            "IEPKIT_PROGRESS": str(self.progress),
            "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
            "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        }
        self._server = Server(
            self.kit.folder,
            folder / "log",
            command=[
                "env",
                *(f"{name}={value}" for name, value in (own | environment).items()),
                sys.executable,
                "-m",
                "iepkit",
                "lab",
                "--no-browser",
                "--port",
                "{port}",
            ],
            path="/api",
        )
        self._token = re.search(r"token=(\w+)", self._server.printed())[1]

    def address(self, path):
        return f"{LAB}{self._server.port}{path}?token={self._token}"

    def end_kernels(self):
        """Shut down whatever runs, as closing the notebook with its kernel does."""
        for session in json.loads(self._ask("/api/sessions")):
            self._ask(f"/api/sessions/{session['id']}", "DELETE")

    def _ask(self, path, method="GET"):
        request = urllib.request.Request(
            f"{LAB}{self._server.port}{path}", headers={"Authorization": f"token {self._token}"}, method=method
        )
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.read()

    def end(self):
        # Ctrl-C would ask whether it is meant.
        self._server.end(signal.SIGTERM)


def run_all(page):
    """Run all cells of the notebook that is open."""
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=_START)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def choose_theme(page, name):
    """Choose a theme in JupyterLab's own menu: :data:`DARK` or :data:`LIGHT`."""
    page.get_by_role("menuitem", name="Settings", exact=True).click()
    page.locator(".lm-Menu-item", has_text=re.compile(r"^Theme\s*$")).hover()
    page.locator(".lm-Menu-item", has_text=re.compile(rf"^{name}\s*$")).click()
    is_light = "true" if name == LIGHT else "false"
    page.wait_for_selector(f"body[data-jp-theme-light={is_light}]", state="attached")
