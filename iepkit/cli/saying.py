"""What several commands print and write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from iepkit import progress
from iepkit.folder import write_folder


def say_problems(problems: Sequence[object]) -> None:
    """One line a problem."""
    for problem in problems:
        print(f"- {problem}")


def write(folder: Path, names: Sequence[str], files: Iterable[tuple[str, bytes]]) -> None:
    """Write a folder of files, with a bar that grows.

    Raises:
        FolderError: the folder holds something else, or can't be written.
    """
    for done, name in enumerate(write_folder(folder, names, files), start=1):
        progress.show(name, done, len(names))
