"""How long a parent waits for each document, from the tap to the file, on a slow phone.

    .venv/bin/python benchmarks/documents.py [RUNS]

Definitions: a letter is filled with 5,000 characters of worry and every name; the
dates are those of a request, a consent, a proposed IEP and a decision, with a
district's whole school year. The time is from the tap until the browser has the
whole file, for "text" until the text stands marked on the screen. The phone has a
quarter of this machine's speed; "pdf" goes to the server over 1.6 Mbit/s and 150 ms.
``share`` is the part of the one second that each may take.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Page, sync_playwright  # noqa: E402

from start import chromium  # noqa: E402
from tests.served import PHONE_NAME, Server  # noqa: E402

WORRY = ("I am worried that she can't read. " * 200)[:5000]
ALLOWED = 1.0
_SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}


def fill_letter(page: Page) -> None:
    """From the first screen to the whole letter, with something in every blank."""
    page.click("[data-open=letter]")
    page.click("[data-pick=after_504]")
    page.check("[name=letter-names][value=typed]")
    while page.locator("[data-screen=done]:visible").count() == 0:
        entry = page.locator("[data-screen=question]:visible [data-entry]")
        if entry.count() and entry.locator("[type=radio]").count():
            entry.locator("[type=radio]").first.check()
        elif entry.count() and entry.locator("[type=date]").count():
            entry.locator("[type=date]").fill("2026-11-24")
        elif entry.count():
            entry.locator("input, textarea").fill(WORRY if entry.locator("textarea").count() else "Something")
        page.click("[data-next]")


def fill_dates(page: Page) -> None:
    """Four events of today, and a school year."""
    today = dt.date.today()
    page.click("[data-open=dates]")
    page.check("[name=dates-state][value=massachusetts]")
    for event in ("request_received", "consent_received", "proposal_received", "decided"):
        page.check(f"[data-event={event}] [data-has]")
        page.fill(f"[data-event={event}] [data-day]", str(today))
        page.locator(f"[data-event={event}] [data-day]").dispatch_event("change")
    page.click("[data-district] > summary")
    for end, days in (("first", -80), ("last", 200)):
        field = page.locator(f"[data-year] [data-end={end}]").first
        field.fill(str(today + dt.timedelta(days=days)))
        field.dispatch_event("change")


def timed(get: Callable[[], object]) -> float:
    """Seconds."""
    begun = time.perf_counter()
    get()
    return time.perf_counter() - begun


def saved(page: Page, button: str) -> Callable[[], object]:
    """Tap, and wait for the whole file."""

    def get() -> object:
        with page.expect_download() as download:
            page.click(button)
        return download.value.path()

    return get


def copied(page: Page) -> None:
    """Tap, and wait for the marked text."""
    page.click("[data-get=copy]")
    page.locator("[data-as-text] textarea:visible").wait_for()


def run(page: Page) -> dict[str, float]:
    """One parent's documents, each in seconds."""
    fill_letter(page)
    line = page.context.new_cdp_session(page)
    line.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", _SLOW)
    times = {name: timed(saved(page, f"[data-get={name}]")) for name in ("word", "pdf")}
    times["text"] = timed(lambda: copied(page))
    line.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    fill_dates(page)
    line.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    times["calendar"] = timed(saved(page, "[data-save]"))
    return times


def main() -> None:
    """Print the median and the slowest of each document."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("runs", type=int, nargs="?", default=5)
    runs = options.parse_args().runs
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(ROOT, Path(folder) / "log", attendees=2)
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            args=["--no-sandbox", "--disable-gpu", f"--host-resolver-rules=MAP {PHONE_NAME} 127.0.0.1"],
        )
        try:
            found = []
            for _ in range(runs):
                context = browser.new_context(viewport={"width": 390, "height": 844})
                page = context.new_page()
                page.goto(server.address())
                page.wait_for_selector("[data-parts]:not([hidden])")
                found.append(run(page))
                context.close()
        finally:
            browser.close()
            server.end()
    print(f"{'document':10} {'median, s':>10} {'slowest, s':>11} {'share':>6}")
    for name in found[0]:
        times = [one[name] for one in found]
        print(f"{name:10} {statistics.median(times):10.2f} {max(times):11.2f} {max(times) / ALLOWED:6.2f}")


if __name__ == "__main__":
    main()
