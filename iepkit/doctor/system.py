"""What this laptop says of itself; tests give other answers."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import webbrowser
from dataclasses import dataclass
from pathlib import Path

import psutil

from iepkit.serving import network, settings

_SECONDS_A_COMMAND = 10
_SECONDS_TO_CONNECT = 3
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


@dataclass(frozen=True)
class Battery:
    """How full it is, in percent, and whether the charger is in."""

    percent: int
    is_plugged_in: bool


class System:
    """Reads, and decides nothing. What can't be read is None."""

    platform: str = sys.platform
    """``linux``, ``darwin`` or ``win32``"""

    @property
    def python(self) -> tuple[int, int]:
        return sys.version_info[:2]

    @property
    def today(self) -> dt.date:
        return dt.date.today()

    @property
    def free_memory(self) -> int:
        """Bytes."""
        return psutil.virtual_memory().available

    @property
    def cores(self) -> int:
        return os.cpu_count() or 1

    @property
    def places(self) -> int:
        """How many phones the free memory holds."""
        return settings.places_in_memory()

    @property
    def battery(self) -> Battery | None:
        # Not every system has the call, and a desktop has no battery.
        try:
            found = psutil.sensors_battery() if hasattr(psutil, "sensors_battery") else None
        except OSError:
            return None
        return Battery(round(found.percent), found.power_plugged is not False) if found else None

    @property
    def browser(self) -> str | None:
        """The place or the name of a browser."""
        places = [os.environ.get("CHROMIUM"), *map(shutil.which, _BROWSERS)]
        if found := next(filter(None, places), None):
            return found
        try:
            return getattr(webbrowser.get(), "name", None) or "the system's own"
        except webbrowser.Error:
            return None

    @property
    def temporary(self) -> Path:
        """The folder for what is soon removed."""
        return Path(tempfile.gettempdir())

    def free_disk(self, folder: Path) -> int:
        """Bytes that are free where this folder lies."""
        return psutil.disk_usage(str(folder)).free

    def fault_of_port(self, port: int) -> str | None:
        """Why phones can't come in at this port; None where they can."""
        try:
            network.claim(network.EVERYWHERE, port)
        except network.ServingError as error:
            return str(error)
        return None

    def console_port(self, port: int) -> int:
        """Where the trainer's own page would stand."""
        sockets = network.listen_for_trainer(None, port)
        found = int(sockets[0].getsockname()[1])
        for one in sockets:
            one.close()
        return found

    @property
    def address(self) -> str | None:
        """Where phones reach this laptop; None in no network."""
        found = network.address_for_phones(network.EVERYWHERE)
        return None if found == network.LOOPBACK else found

    def answers_at(self, address: str) -> bool:
        """Can this laptop reach itself under this address? Nothing leaves it."""
        try:
            with (
                socket.create_server((address, 0)) as server,
                socket.create_connection(server.getsockname()[:2], timeout=_SECONDS_TO_CONNECT),
            ):
                return True
        except OSError:
            return False

    def output_of(self, *command: str) -> str | None:
        """What a command of the system prints; None where there is none, or it fails."""
        # Not every folder of the system's own commands is on everybody's path.
        program = shutil.which(command[0])
        if program is None:
            return None
        try:
            done = subprocess.run(
                [program, *command[1:]],
                capture_output=True, text=True, errors="replace", timeout=_SECONDS_A_COMMAND, check=False,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired):
            return None
        return done.stdout if done.returncode == 0 else None

    def text_of(self, path: str) -> str | None:
        """What stands in a file of the system."""
        try:
            return Path(path).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return None
