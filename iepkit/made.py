"""What a folder was made of: where nothing has changed since, nothing is made again."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

_STAMP = ".iepkit-made.json"
# What writes the files: another version may write others.
_MAKERS = ("nbconvert", "sphinx-revealjs", "typst", "segno", "python-docx")


def recipe(kit: Path, options: Sequence[object], others: Iterable[Path] = ()) -> str:
    """A sign that changes with every file and option that something is made of.

    Args:
        kit: the kit's folder.
        options: what was asked for.
        others: files besides those of the kit, such as a logo.
    """
    sign = hashlib.sha256(json.dumps([str(option) for option in options]).encode())
    sign.update(" ".join(f"{name}={metadata.version(name)}" for name in _MAKERS).encode())
    package = Path(__file__).parent
    for path in [*sorted(_files(kit / "data", kit / "slides", package)), kit / "iepkit.toml", *others]:
        if path.is_file():
            sign.update(f"{path}\0".encode())
            sign.update(path.read_bytes())
    return sign.hexdigest()


def is_made(folder: Path, made_of: str) -> bool:
    """Does the folder hold all that was written into it, made of the same?"""
    stamped = _stamped(folder)
    return stamped.get("recipe") == made_of and len(untouched(folder)) == len(stamped["files"])


def untouched(folder: Path) -> list[str]:
    """What was written into the folder before, and is as it was written."""
    return [name for name, digest in _stamped(folder).get("files", {}).items() if _is_as_written(folder / name, digest)]


def stamp(folder: Path, made_of: str, names: Iterable[str]) -> None:
    """Remember what the files of a folder were made of.

    Raises:
        OSError: it can't be written.
    """
    files = {name: _digest(folder / name) for name in names}
    (folder / _STAMP).write_text(json.dumps({"recipe": made_of, "files": files}), encoding="utf-8")


def _stamped(folder: Path) -> dict[str, Any]:
    """What was remembered; nothing where that can't be read."""
    try:
        stamped = json.loads((folder / _STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    is_whole = isinstance(stamped, dict) and isinstance(stamped.get("files"), dict)
    return stamped if is_whole else {}


def _is_as_written(path: Path, digest: str) -> bool:
    try:
        return _digest(path) == digest
    except OSError:
        return False


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _files(*folders: Path) -> Iterable[Path]:
    for folder in folders:
        for place, names, found in os.walk(folder):
            # What Python and Jupyter write beside the files changes by itself.
            names[:] = [name for name in names if name not in ("__pycache__", ".ipynb_checkpoints")]
            yield from (Path(place) / name for name in found)
