"""How soon a slow phone can read the page and use it: plain Voila, Solara, and ours, in one run.

    .venv/bin/python benchmarks/front_end.py [RUNS] [--solara PYTHON]

Solara is left out without a Python that has it; arrivals.py says how to make one.

Definitions: *chart* is when the chart's first cell is on the screen; *control* is
when the first control works, which is then used at once; *answer* is when the first
answer to a question on eligibility is on the screen. *second* is what a visit takes that
comes later in the same browser, up to its answer; *others* are hosts that are asked
beside the server itself. On our pages the control opens
the explorer, in Solara's page the question stands beside the chart. *taken-home* is
the take-home page, which no kernel answers. *tap* is the time from a tap in an
explorer (a story is chosen, which changes many answers at once) to its changed
reasons, dates and routes, laid out, server included, with no throttling. The phone
has a quarter of this machine's speed, 1.6 Mbit/s down, 0.75 up, and 150 ms to
each request. All servers keep a kernel ready.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, BrowserContext, sync_playwright  # noqa: E402

from iepkit.explorers import TOPICS  # noqa: E402
from start import chromium  # noqa: E402
from tests.served import LOOPBACK, Server  # noqa: E402

TAPS = 60
_FETCHED_AHEAD = 4000
_SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
_PROBE = """
(() => {
  const marks = (window.marks = {});
  const mark = (name) => { marks[name] ??= performance.now(); };
  const shown = (selector) => {
    const found = document.querySelector(selector);
    return found?.getClientRects().length ? found : null;
  };
  const once = (name, place, use) => {
    if (!place || marks[name]) return;
    mark(name);
    use(place);
  };
  const look = () => {
    if (shown(".chart .says")) mark("chart");
    // Ours, wherever it is shown.
    const button = shown("[data-open=eligibility]");
    once("control", button?.onclick ? button : null, (place) => place.click());
    const alive = shown("[data-part=eligibility] [data-what-if=begin]");
    once("asked", alive && document.querySelector("[data-question=progress] input[value=yes]"), (place) => place.click());
    if (shown("[data-reason=progress_yes]")) mark("answer");
    // Solara's.
    once("control", shown(".v-select__slot"), (place) => place.click());
    once("asked", shown(".v-menu__content .v-list-item"), (place) => place.click());
    if (shown("[data-outcome]:not([data-outcome=''])")) mark("answer");
    if (!marks.answer) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
"""


def two_visits(browser: Browser, address: str) -> dict[str, float]:
    """A visit with an empty cache on a slow phone, and another: times in ms, bytes and requests."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    first = visit(context, address)
    second = visit(context, address)
    context.close()
    return {**first, "second_bytes": second["bytes"], "second_requests": second["requests"]}


def visit(context: BrowserContext, address: str) -> dict[str, float]:
    """A visit with the cache that this browser has."""
    page = context.new_page()
    session = context.new_cdp_session(page)
    sizes: list[float] = []
    asked: list[str] = []
    hosts: set[str] = set()
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    session.on("Network.responseReceived", lambda event: _note(asked, event["response"]))
    session.on("Network.requestWillBeSent", lambda event: hosts.add(urlsplit(event["request"]["url"]).netloc))
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", _SLOW)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.add_init_script(_PROBE)
    page.goto(address, wait_until="commit", timeout=120_000)
    # Playwright's own way to wait needs eval, which our pages forbid.
    end = time.monotonic() + 120
    while not (marks := page.evaluate("window.marks ?? {}")).get("answer"):
        if time.monotonic() > end:
            message = f"{address} gave no answer"
            raise TimeoutError(message)
        page.wait_for_timeout(200)
    # The rest of a page that was used before it had come in whole.
    page.wait_for_load_state("load")
    # What a page fetches ahead counts too.
    page.wait_for_timeout(_FETCHED_AHEAD)
    page.close()
    times = {name: marks[name] for name in ("chart", "control", "answer")}
    others = hosts - {urlsplit(address).netloc, ""}
    return {**times, "bytes": sum(sizes), "requests": len(asked), "others": len(others)}


def _note(asked: list[str], response: dict[str, Any]) -> None:
    # What the browser has kept is no request.
    if not response.get("fromDiskCache") and response["url"].startswith("http"):
        asked.append(response["url"])


def taps(browser: Browser, address: str) -> dict[str, list[float]]:
    """From a choice of a story to its reasons, dates and routes on the page, in ms, by explorer."""
    times: dict[str, list[float]] = {}
    for topic in TOPICS:
        page = browser.new_page(viewport={"width": 390, "height": 844})
        page.goto(address)
        page.click(f"[data-open={topic}]")
        page.wait_for_selector(f"[data-explorer={topic}] [data-what-if=begin]:visible")
        times[topic] = page.evaluate(
            """async ([topic, count]) => {
              const page = document.querySelector("[data-iepkit]").iepkit;
              const wish = page.wish;
              let shown = null;
              page.wish = async (...asked) => {
                const answer = await wish(...asked);
                // The page shows it in the microtasks that come before this.
                setTimeout(() => shown());
                return answer;
              };
              const choice = document.querySelector(`[data-part=${topic}] [data-stories] select`);
              const times = [];
              for (let i = 0; i < count; i += 1) {
                choice.selectedIndex = 1 + (i % (choice.options.length - 1));
                const done = new Promise((resolve) => { shown = resolve; });
                const start = performance.now();
                choice.dispatchEvent(new Event("change"));
                await done;
                document.body.offsetHeight;
                times.push(performance.now() - start);
              }
              return times;
            }""",
            [topic, TAPS],
        )
        page.close()
    return times


def servers(place: Path, solara: str | None) -> Iterator[tuple[str, Server, str]]:
    """Each way to show the page: its name, its server and the path of the page."""
    # Plain Voila runs where no voila.json stands, so that it is plain.
    bare = place / "bare"
    bare.mkdir()
    for name in ("notebooks", "data", "iepkit.toml"):
        (bare / name).symlink_to(ROOT / name)
    plain = [
        sys.executable, "-m", "voila", "notebooks/workshop.ipynb", "--template=lab", "--port={port}", "--no-browser",
        f"--Voila.ip={LOOPBACK}", "--preheat_kernel=True", "--pool_size=2",
    ]  # fmt: skip
    yield "plain Voila", Server(bare, place / "voila", command=plain, path="/"), "/"
    if solara:
        # This checkout's content, whichever stands in that environment; and nothing is told to its makers.
        os.environ.update(
            {"PYTHONPATH": str(ROOT), "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False", "SOLARA_HOME": str(place)}
        )
        run = [
            solara, "-m", "solara", "run", "benchmarks/solara_app.py", "--no-open", "--production",
            "--host", LOOPBACK, "--port", "{port}",
        ]  # fmt: skip
        yield "Solara", Server(ROOT, place / "solara", command=run, path="/"), "/"
        del os.environ["PYTHONPATH"]
    yield "iepkit", Server(ROOT, place / "iepkit", attendees=2), "/"
    yield "taken-home", Server(ROOT, place / "site", attendees=1), "/site/index.html"


def main(runs: int, solara: str | None) -> None:
    """Print one table."""
    rows = {}
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        for name, server, path in servers(Path(place), solara):
            address = f"http://{LOOPBACK}:{server.port}{path}"
            try:
                visits = []
                for _ in range(runs):
                    time.sleep(6)
                    visits.append(two_visits(browser, address))
                rows[name] = {key: statistics.median(visit[key] for visit in visits) for key in visits[0]}
                print(name, json.dumps(visits))
                if name in ("iepkit", "taken-home"):
                    time.sleep(4)
                    for topic, tapped in taps(browser, address).items():
                        middle, most = statistics.median(tapped), sorted(tapped)[int(0.95 * TAPS)]
                        print(f"tap to answer, {name}, {topic}: median {middle:.0f} ms, 95 % under {most:.0f} ms")
            finally:
                server.end()
        browser.close()
    print(
        f"| {'':11} | {'chart, s':>8} | {'control, s':>10} | {'answer, s':>9} | {'kB':>5} | {'requests':>8} "
        "| second, kB | second, requests | others | plain Voila takes so many times as long |"
    )
    print("| --- " * 10 + "|")
    for name, row in rows.items():
        times = " ".join(f"{rows['plain Voila'][key] / row[key]:.0f}" for key in ("chart", "control", "answer"))
        seconds = [f"{row[key] / 1000:.2f}" for key in ("chart", "control", "answer")]
        print(
            f"| {name:11} | {seconds[0]:>8} | {seconds[1]:>10} | {seconds[2]:>9} "
            f"| {row['bytes'] / 1000:5.0f} | {row['requests']:8.0f} "
            f"| {row['second_bytes'] / 1000:10.1f} | {row['second_requests']:16.0f} | {row['others']:6.0f} | {times} |"
        )
    print(*missed(rows["iepkit"]), sep="\n")


GOALS = {
    "chart": 2_000,
    "control": 5_000,
    "bytes": 600_000,
    "requests": 20,
    "second_bytes": 60_000,
    "others": 0,
}
"""What a visit is to stay under, or at: ms, bytes, requests."""


def missed(row: dict[str, float]) -> list[str]:
    """The goals that are not met, a line each; or that all are."""
    over = [
        f"Goal missed: {name} is {row[name]:.0f}, at most {most}." for name, most in GOALS.items() if row[name] > most
    ]
    return over or ["All goals are met."]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="How soon a slow phone can read the page and use it.")
    parser.add_argument("runs", nargs="?", type=int, default=3)
    parser.add_argument("--solara", metavar="PYTHON", help="a Python that has Solara")
    options = parser.parse_args()
    main(options.runs, options.solara)
