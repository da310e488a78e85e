"""Takes the pictures of the README and of docs/ from the real server in a real browser."""

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from start import chromium  # noqa: E402
from tests.browser.test_workshop import tab_to  # noqa: E402
from tests.served import PHONE_NAME, Server  # noqa: E402

SIZES = {"narrow": (320, 1000), "phone": (390, 1150), "laptop": (1280, 1000)}
WALK = {"width": 390, "height": 844}


def walk(browser: Browser, address: str, docs: Path) -> None:
    """From the first question to the last source with the keyboard alone, on a phone, with no internet."""
    page = browser.new_page(viewport=WALK)
    page.goto(address)
    steps = (
        ("[data-open=eligibility]", "Enter", "[data-what-if=begin]"),
        ("[type=number]", "9", None),
        ("[name=eligibility-kinds][value=specific_learning_disability]", "Space", "[data-reason=condition_listed]"),
        ("[name=eligibility-progress]", "Space", "[data-reason=progress_held_back]"),
        ("[name=eligibility-said][value=steps_first]", "Space", "[data-reason=steps_first]"),
        (".jump a", "Enter", None),
        ("[data-finding=iep] [data-reason=steps_first] summary", "Enter", None),
        ("[data-reason=group_decides] summary", "Enter", None),
        ("[data-reason=group_decides] .sources a", None, None),
    )
    for number, (place, key, shown) in enumerate(steps, start=1):
        tab_to(page, place)
        if key:
            page.keyboard.press(key)
        if shown:
            page.wait_for_selector(f"{shown}:visible")
        page.screenshot(path=docs / f"walk_{number}.png")
    page.close()


def take(docs: Path) -> None:
    """Write each picture into ``docs``."""
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        server = Server(ROOT, Path(place) / "log")
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            args=["--no-sandbox", f"--host-resolver-rules=MAP {PHONE_NAME} 127.0.0.1, MAP * ~NOTFOUND"],
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
            walk(browser, server.address(), docs)
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(server.address())
            page.click("[data-open=eligibility]")
            page.wait_for_selector("[data-what-if=begin]:visible")
            page.locator("[data-question=progress] input").first.check()
            page.wait_for_selector("[data-reason=progress_held_back]:visible")
            page.evaluate("scrollTo(0, 300)")
            page.screenshot(path=docs / "laptop_explorer.png")
            page.close()
            page = browser.new_page(viewport={"width": 1280, "height": 720})
            page.goto(server.address("/join"))
            page.screenshot(path=docs / "join.png")
        finally:
            browser.close()
            server.end()


if __name__ == "__main__":
    take(ROOT / "docs")
