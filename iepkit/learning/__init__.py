"""What the room learned: polls, the check before and after, and what may be shown of them; and how staff learn alone."""

from __future__ import annotations

from typing import Any

STUDY = (
    "case",
    "check",
    "due",
    "floor",
    "further",
    "law",
    "myths",
    "ready",
    "start",
    "tasks",
)
"""The calls of the self-study, which notebooks make."""


def __getattr__(name: str) -> Any:
    # The workshop's server imports this package too, and has no use for the widgets of the self-study.
    if name in STUDY:
        from iepkit.learning import study  # noqa: PLC0415

        return getattr(study, name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
