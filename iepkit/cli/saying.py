"""What several commands print and write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from iepkit import made, progress
from iepkit.content import Content
from iepkit.folder import write_folder

OUTPUT = "--output"
"""How the commands of a workshop name the folder that they write."""
_PORT = 8000
NO_ADDRESS = (
    "This laptop is in no network now, so the slides show no QR code. In the room, make them again, or name the "
    "address: --address http://192.168.8.2:8000"
)
"""What is said where there is no address to lead to."""


def room_address(content: Content) -> str:
    """Where phones find this laptop: as iepkit.toml says, else in the network that it is in now; "" where it is in none."""
    if content.organisation.wifi_address:
        return content.organisation.wifi_address
    # The server's own packages take a moment to import.
    from iepkit.serving.network import EVERYWHERE, LOOPBACK, address_for_phones  # noqa: PLC0415

    found = address_for_phones(EVERYWHERE)
    return "" if found == LOOPBACK else f"http://{found}:{_PORT}"


def speaks(content: Content, language: str) -> bool:
    """Is there this language? Where there is not, those that there are are said."""
    if wrong := content.not_spoken(language):
        print(wrong)
    return not wrong


def say_problems(problems: Sequence[object]) -> None:
    """One line a problem."""
    for problem in problems:
        print(f"- {problem}")


def write(folder: Path, names: Sequence[str], files: Iterable[tuple[str, bytes]], option: str = "--to") -> None:
    """Write a folder of files, with a bar that grows.

    Raises:
        FolderError: the folder holds something else, or can't be written.
    """
    for done, name in enumerate(write_folder(folder, names, files, option, made.untouched(folder)), start=1):
        progress.show(name, done, len(names))


def sentence_of(error: Exception, output: Path) -> str:
    """What stopped a command that writes a folder, and what to do."""
    # The maker of PDFs takes a moment to import.
    from iepkit.documents.typesetting import LogoError, UnprintableError  # noqa: PLC0415

    if isinstance(error, LogoError):
        return (
            f"The logo {error.name} can't be read as a picture. Save it anew as PNG, JPEG or SVG, or leave logo empty."
        )
    if isinstance(error, UnprintableError):
        return f"No font of the prints has these signs: {error.signs} Take them out of the texts or of iepkit.toml."
    if isinstance(error, OSError):
        return f"{output} can't be written ({error.strerror}). Name another folder: {OUTPUT} FOLDER"
    return str(error)
