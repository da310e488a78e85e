"""A laptop that says of itself what a test wants."""

import datetime as dt
from pathlib import Path

from iepkit.doctor.system import System

GB = 1_000_000_000


class Laptop(System):
    """Good in every way; a test names what is not. ``outputs``: what a command prints, by its first word and last."""

    python = (3, 12)
    today = dt.date(2026, 12, 1)
    free_memory = 8 * GB
    cores = 4
    places = 100
    battery = None
    browser = "/usr/bin/chromium"
    temporary = Path("/tmp")  # noqa: S108 - nothing is written there
    address = "192.168.8.2"
    platform = "linux"

    def __init__(self, *, outputs=(), files=(), disk=50 * GB, fault=None, console=8001, answers=True, **others):
        self._outputs, self._files = dict(outputs), dict(files)
        self._disk, self._fault, self._console, self._answers = disk, fault, console, answers
        for name, value in others.items():
            assert hasattr(System, name), name
            setattr(self, name, value)

    def free_disk(self, folder):
        assert folder == self.temporary
        return self._disk

    def fault_of_port(self, port):
        return self._fault and f"Port {port}: {self._fault}"

    def console_port(self, _port):
        return self._console

    def answers_at(self, address):
        assert address == self.address
        return self._answers

    def output_of(self, *command):
        return self._outputs.get((command[0], command[-1]))

    def text_of(self, path):
        return self._files.get(path)
