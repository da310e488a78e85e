"""How soon a slow phone can read the page and use it: plain Voila beside ours, in one run.

    .venv/bin/python benchmarks/front_end.py [RUNS]

Definitions: *chart* is when the chart's first cell is on the screen; *answer* is
when the first part that only the kernel can give has come, after its button was
pressed as soon as that could be done; *tap* is the time from a tap in an
explorer (a story is chosen, which changes many answers at once) to its changed
reasons, dates and routes, laid out, server included, with no throttling. The phone
has a quarter of this machine's speed, 1.6 Mbit/s down, 0.75 up, and 150 ms to
each request. Both servers keep a kernel ready.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from iepkit.explorers import TOPICS  # noqa: E402
from start import chromium  # noqa: E402
from tests.served import LOOPBACK, Server  # noqa: E402

TAPS = 60
_SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
_PROBE = """
(() => {
  const marks = (window.marks = {});
  const look = () => {
    const cell = document.querySelector(".chart .says");
    if (!marks.chart && cell?.getClientRects().length) marks.chart = performance.now();
    const button = document.querySelector("[data-open=words]");
    if (!marks.pressed && button?.onclick && button.getClientRects().length) {
      marks.pressed = performance.now();
      button.click();
    }
    if (document.querySelector("[data-part=words] dl")) marks.answer = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();
"""


def first_visit(browser: Browser, address: str) -> dict[str, float]:
    """One visit with an empty cache on a slow phone: times in ms, bytes and requests."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    session = context.new_cdp_session(page)
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", _SLOW)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.add_init_script(_PROBE)
    page.goto(address, wait_until="commit", timeout=120_000)
    page.wait_for_function("window.marks?.answer", timeout=120_000)
    marks = page.evaluate("window.marks")
    context.close()
    return {"chart": marks["chart"], "answer": marks["answer"], "bytes": sum(sizes), "requests": len(sizes)}


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
              const decide = page.decide;
              let shown = null;
              page.decide = async (...asked) => {
                const answer = await decide(...asked);
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


def main(runs: int) -> None:
    """Print one table."""
    plain = [
        sys.executable, "-m", "voila", "notebooks/workshop.ipynb", "--template=lab", "--port={port}", "--no-browser",
        f"--Voila.ip={LOOPBACK}", "--preheat_kernel=True", "--pool_size=2",
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        # Plain Voila runs where no voila.json stands, so that it is plain.
        bare = Path(place) / "bare"
        bare.mkdir()
        for name in ("notebooks", "data", "iepkit.toml"):
            (bare / name).symlink_to(ROOT / name)
        rows = {}
        for name, folder, command, path in (("plain Voila", bare, plain, "/"), ("iepkit", ROOT, None, "/")):
            server = Server(folder, Path(place) / name, command=command, attendees=2, path="/" if command else "/join")
            visits = []
            for _ in range(runs):
                time.sleep(6)
                visits.append(first_visit(browser, f"http://{LOOPBACK}:{server.port}{path}"))
            rows[name] = {key: statistics.median(visit[key] for visit in visits) for key in visits[0]}
            print(name, json.dumps(visits))
            if command is None:
                time.sleep(4)
                for topic, tapped in taps(browser, f"http://{LOOPBACK}:{server.port}/").items():
                    most = sorted(tapped)[int(0.95 * TAPS)]
                    print(
                        f"tap to answer, {topic}: median {statistics.median(tapped):.0f} ms, 95 % under {most:.0f} ms"
                    )
            server.end()
        browser.close()
    print(f"{'':12} {'chart':>9} {'answer':>9} {'kB':>8} {'requests':>9}")
    for name, row in rows.items():
        print(
            f"{name:12} {row['chart']:6.0f} ms {row['answer']:6.0f} ms {row['bytes'] / 1000:8.0f} {row['requests']:9.0f}"
        )
    ratios = {key: rows["plain Voila"][key] / rows["iepkit"][key] for key in rows["iepkit"]}
    print("plain Voila is " + ", ".join(f"{ratio:.0f} times ours in {key}" for key, ratio in ratios.items()))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
