"""Writes a folder of files, and never over somebody else's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path


class FolderError(Exception):
    """The folder can't be written; the message says why, and what to do."""


def write_folder(
    folder: Path,
    names: Iterable[str],
    files: Iterable[tuple[str, bytes]],
    option: str = "--to",
    before: Iterable[str] = (),
) -> Iterator[str]:
    """Write the files, and name each when it is there.

    Args:
        folder: a new folder, an empty one, or one that holds only such files.
        names: the paths in it that these files have.
        files: each path with its bytes.
        option: how the command line names the folder.
        before: what was written into it before, and nobody has changed since: it makes way.

    Raises:
        FolderError: the folder holds something else, or can't be written.
    """
    wanted = {folder / name for name in names}
    old = {folder / name for name in before} - wanted
    try:
        if stranger := next((path for path in folder.rglob("*") if _is_strange(path, wanted | old)), None):
            message = (
                f"{folder} holds something else already, such as {stranger.name}. "
                "Nothing was written. Name a new folder, or empty this one."
            )
            raise FolderError(message)
        for name, file in files:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file)
            yield name
        for path in old:
            path.unlink(missing_ok=True)
    except OSError as error:
        message = f"{folder} can't be written ({error.strerror}). Name another folder: {option} FOLDER"
        raise FolderError(message) from error


def _is_strange(path: Path, known: set[Path]) -> bool:
    # A Mac's or Windows' window of files leaves some of its own.
    is_the_systems = path.name.startswith(".") or path.name.lower() in ("thumbs.db", "desktop.ini")
    return path.is_file() and path not in known and not is_the_systems
