"""A bar that grows in one line of the window, where there is a window."""

from __future__ import annotations

import sys

_LENGTH = 20
# No wider than the narrowest window, where a longer line would not be gone.
_WIDEST = 79


def show(words: str, done: int, total: int, *, is_last: bool | None = None) -> None:
    """Draw the bar with these words over the last one; into a file or a pipe, only at the end.

    Args:
        words: what stands behind the bar.
        done: how much is done.
        total: how much there is.
        is_last: whether the line ends with it; by default where all is done.
    """
    is_last = done >= total if is_last is None else is_last
    if sys.stdout.isatty() or is_last:
        filled = _LENGTH * done // max(1, total)
        bar = f"[{'#' * filled}{'.' * (_LENGTH - filled)}] {words}"
        # Spaces cover what is left of longer words.
        sys.stdout.write(f"{bar}   {chr(10) if is_last else chr(13)}")
        sys.stdout.flush()


def clear() -> None:
    """Take away a bar that has not come to its end, so that a sentence can stand in its line."""
    if sys.stdout.isatty():
        sys.stdout.write(f"\r{' ' * _WIDEST}\r")
