"""Where answers are kept, opened for a command that works on them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from iepkit.content import Content
from iepkit.wording import Wording

if TYPE_CHECKING:
    from iepkit.store.store import Store


class NoAnswersError(Exception):
    """There is nothing to work on; the message says why, and what to do."""


def add_option(command: argparse.ArgumentParser) -> None:
    """Add ``--answers`` to a command."""
    command.add_argument(
        "--answers", default="", metavar="FILE",
        help="where the answers are kept: a file, or the address of a database (default: what iepkit.toml says)",
    )  # fmt: skip


@contextmanager
def opened(content: Content, named: str) -> Iterator[Store]:
    """Give the store, and close it; none is made where there is none.

    Args:
        content: what the kit says.
        named: what was typed behind ``--answers``, or "".

    Raises:
        NoAnswersError: there is none, or it fails.
    """
    # The database takes a moment to import.
    from iepkit.report import keeping  # noqa: PLC0415
    from iepkit.store.chosen import is_address  # noqa: PLC0415
    from iepkit.store.store import Store, StoreError  # noqa: PLC0415

    place = keeping.place_of(content, named)
    if not (is_address(place) or Path(place).exists()):
        message = (
            f"There are no answers in {place}: the first question that a room is asked makes this file. "
            "Or name another: --answers FILE"
        )
        raise NoAnswersError(message)
    try:
        store = Store.open(place)
        try:
            yield store
        finally:
            store.close()
    except StoreError as error:
        raise NoAnswersError(Wording(content).plain(f"ui.store.{error.problem}", place=error.place)) from None
