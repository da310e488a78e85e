"""Waiting for what a page shows; Playwright's own way needs ``eval``, which the server's pages forbid."""

import time

_PATIENCE = 30


def wait_until(page, script, arg=None, *, seconds=_PATIENCE):
    """Wait until this script, an expression or a function of ``arg``, is true in the page."""
    end = time.monotonic() + seconds
    while not page.evaluate(script, arg):
        assert time.monotonic() < end, script
        page.wait_for_timeout(20)
