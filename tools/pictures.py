"""Takes the pictures of the README and of docs/ from the real server in a real browser."""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402

from start import chromium  # noqa: E402
from tests.served import PHONE_NAME, Server  # noqa: E402

SIZES = {"narrow": (320, 700), "phone": (390, 844), "laptop": (1280, 900)}


def take(docs: Path) -> None:
    """Write each picture into ``docs``."""
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        server = Server(ROOT, Path(place) / "log")
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", f"--host-resolver-rules=MAP {PHONE_NAME} 127.0.0.1"]
        )
        try:
            for name, (width, height) in SIZES.items():
                page = browser.new_page(viewport={"width": width, "height": height})
                page.goto(server.address(), wait_until="commit")
                page.wait_for_selector("[data-tools]:not([hidden])")
                page.screenshot(path=docs / f"{name}.png")
                page.fill("[data-search]", "notice")
                page.locator("mark").first.scroll_into_view_if_needed()
                page.screenshot(path=docs / f"{name}_search.png")
                page.close()
            page = browser.new_page(viewport={"width": 1280, "height": 720})
            page.goto(server.address("/join"))
            page.screenshot(path=docs / "join.png")
        finally:
            browser.close()
            server.end()


if __name__ == "__main__":
    take(ROOT / "docs")
