"""Which file or database progress is kept in."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from iepkit.learning.study.progress.file import File
from iepkit.learning.study.progress.log import Log

VARIABLE = "IEPKIT_PROGRESS"
"""Names a file, or the address of a database."""


def opened(named: str = "") -> Log:
    """Where this user's progress is kept.

    Args:
        named: a file or the address of a database; by default what IEPKIT_PROGRESS
            names, else a file in the user's own data folder.
    """
    place = named or os.environ.get(VARIABLE, "").strip()
    # The database takes a moment to import.
    from iepkit.store.chosen import is_address  # noqa: PLC0415

    if is_address(place) or place.startswith("sqlite:"):
        from iepkit.learning.study.progress.database import Database, account  # noqa: PLC0415

        return Database(place, account())
    return File(Path(place) if place else usual())


def usual() -> Path:
    """The file in the user's own data folder."""
    try:
        folder = platformdirs.user_data_dir("iepkit", appauthor=False)
    except RuntimeError:
        # Nobody's home: the file then says that it can't be there.
        folder = "~"
    return Path(folder) / "progress.jsonl"
