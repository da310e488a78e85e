"""How long answers are kept, and where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from iepkit.content import Content
from iepkit.learning.totals import totals_of
from iepkit.store.chosen import chosen
from iepkit.store.model import Record
from iepkit.store.store import Forgotten, Store

_DAYS_A_YEAR = 365
ONE_EVENING = dt.timedelta(hours=12)
"""How long a workshop may still go on after its start, as the store has it too."""


def place_of(content: Content, named: str = "") -> str:
    """The file or the address of the database.

    Args:
        content: what the kit says.
        named: what was typed on the command line, or "".

    Returns:
        What was typed, else what iepkit.toml says, else the kit's own file; see :func:`chosen`.
    """
    return str(chosen(content.folder, content.organisation.answers_file, named))


def forget(store: Store, content: Content, now: dt.datetime) -> Forgotten:
    """Delete what is older than iepkit.toml allows: answers first, whose totals stay, and in the end these too.

    Args:
        store: where they are kept.
        content: what the kit says.
        now: with a time zone.

    Raises:
        StoreError: it can't be written.
    """
    return _forget(store, content, now, dt.timedelta(days=content.organisation.answers_days))


def forget_now(store: Store, content: Content, now: dt.datetime, *, is_tonight_too: bool) -> Forgotten:
    """Delete answers before their time; their totals stay as long as :func:`forget` lets them.

    Args:
        store: where they are kept.
        content: what the kit says.
        now: with a time zone.
        is_tonight_too: also those of a workshop that may still go on.

    Raises:
        StoreError: it can't be written.
    """
    # A workshop that starts at this very moment is one of tonight too.
    return _forget(store, content, now, dt.timedelta(seconds=-1) if is_tonight_too else ONE_EVENING)


def _forget(store: Store, content: Content, now: dt.datetime, kept: dt.timedelta) -> Forgotten:
    def summarise(record: Record) -> Mapping[str, Any]:
        return totals_of(record, content).without_small().as_dict()

    years = dt.timedelta(days=_DAYS_A_YEAR * content.organisation.answers_years)
    return store.forget(ballots_before=now - kept, totals_before=now - years, summarise=summarise)
