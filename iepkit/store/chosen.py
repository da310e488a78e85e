"""Which file or database answers are kept in."""

from __future__ import annotations

from pathlib import Path

_USUAL = "answers/workshops.db"
_MEANT_AS_ADDRESS = ("postgresql:", "postgres:", "postgresql+", "postgresql//", "postgres//")


def chosen(folder: Path, said: str, typed: str = "") -> Path | str:
    """Where answers are kept.

    Args:
        folder: the kit's.
        said: what iepkit.toml names: the address of a database, a file from the kit's folder, or "".
        typed: what was typed on the command line, or "": a file from where the command was typed.

    Returns:
        The path of a file, or the address of a database.
    """
    named = typed or said
    if is_address(named):
        return named
    return Path(typed).absolute() if typed else folder / (said or _USUAL)


def is_address(place: str) -> bool:
    """Is it meant as the address of a database? One that lost a slash is no file, or its password would be shown."""
    return "://" in place or place.startswith(_MEANT_AS_ADDRESS)
