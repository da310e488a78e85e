"""What a parent types in the room is found nowhere on the laptop: not after a crash, not after the end."""

import os
import signal

import psutil
import pytest

from tests.browser.keyboard import open_part
from tests.browser.test_letter import Letters
from tests.serving.test_documents import CALENDAR_FILE, MARKER, Wiretap, own_folder, traces

__all__ = ["own_folder"]


def type_into_all(one, content):
    """Type the marker into every letter, the dates and a file, and have each document made."""
    page = one.page
    open_part(page, "letter")
    mine = Letters(one)
    for name, template in content.letters.items():
        mine.pick(name)
        mine.part.locator("[name=letter-names][value=typed]").check()
        typed = {blank.id: f"{MARKER} {blank.id}" for blank in template.blanks if blank.kind in ("line", "lines")}
        mine.answer(**typed)
        assert MARKER in mine.text()
        for kind in ("word", "pdf"):
            with page.expect_download() as download:
                mine.part.locator(f"[data-get={kind}]").click()
            assert download.value.path().stat().st_size
            # The phone's own copy is the parent's, and no trace.
            download.value.delete()
        mine.part.locator("[data-get=copy]").click()
        mine.part.locator("[data-again]").click()
    open_part(page, "dates")
    page.click("[data-district] > summary")
    page.fill("[data-lines]", f"March 10, 2027 {MARKER}\n{MARKER}")
    page.set_input_files(
        "[data-file-of-days]",
        {"name": f"{MARKER}.ics", "mimeType": "text/calendar", "buffer": CALENDAR_FILE.format(words=MARKER).encode()},
    )
    page.locator("[data-entries] li", has_text=MARKER).first.wait_for()
    open_part(page, "compare")
    page.fill("[data-search]", MARKER)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_nothing_that_is_typed_is_left_on_the_laptop(kit, own_folder, content, phone, how):
    running, children = Wiretap(kit.folder, own_folder), []
    try:
        running.wait_until_printed("Ready for 1 of 1 phones at once.")
        one = phone()
        one.open(running.address())
        one.wait_for_kernel()
        open_part(one.page, "eligibility")
        one.page.wait_for_selector("[data-part=eligibility] [data-what-if=begin]:visible")
        type_into_all(one, content)
        children = running.children()
        # The parent of the kernels lives on: what crashes is a kernel with a page.
        kernels = [child for child in children if not child.children()]
        assert kernels
        for kernel in kernels:
            os.kill(kernel.pid, signal.SIGSEGV)
        psutil.wait_procs(kernels, timeout=10)
    finally:
        running.end_with_all(children, how)
    assert traces(own_folder, kit.folder) == []
    assert MARKER not in "".join(one.asked)
