"""Chromium or Chrome, where the kit has to look at its own pages as a reader does."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from typing import Any

# Debian's root may not have the sandbox; nothing is opened here but our own page.
_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


class BrowserError(Exception):
    """There is no browser to ask; the message says what to install."""


@contextlib.contextmanager
def chromium() -> Iterator[Any]:
    """A Chromium, run by Playwright.

    Raises:
        BrowserError: one of the two is missing.
    """
    try:
        from playwright.sync_api import Error, sync_playwright  # noqa: PLC0415 - only this check needs it
    except ImportError:
        message = "This needs Playwright. Install the kit with it: pip install 'iepkit[test]'"
        raise BrowserError(message) from None
    place = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        try:
            # Playwright knows where Chrome lies on Windows and on a Mac.
            channel = None if place else "chrome"
            browser = playwright.chromium.launch(args=_OPTIONS, executable_path=place, channel=channel)
        except Error:
            message = (
                "This needs Chromium or Chrome, and none was found. Install it (Debian: apt-get install chromium), "
                "or set CHROMIUM to its place."
            )
            raise BrowserError(message) from None
        try:
            yield browser
        finally:
            browser.close()
