"""Answers lie where the trainer thinks that they do."""

from pathlib import Path

import pytest

from iepkit.store.chosen import chosen

KIT = Path("/kit")


@pytest.mark.parametrize(
    ("said", "typed", "place"),
    [
        ("", "", KIT / "answers/workshops.db"),
        ("ours.db", "", KIT / "ours.db"),
        ("/srv/ours.db", "", Path("/srv/ours.db")),
        ("postgresql://ann@host/name", "", "postgresql://ann@host/name"),
        # As each command line takes a file: from where it is typed.
        ("ours.db", "mine.db", Path("mine.db").absolute()),
        ("postgresql://ann@host/name", "mine.db", Path("mine.db").absolute()),
        ("ours.db", "postgresql://host/name", "postgresql://host/name"),
        # As a file it would be shown, with the password.
        ("", "postgresql:/ann:word@host/name", "postgresql:/ann:word@host/name"),
    ],
)
def test_what_is_typed_goes_before_what_is_said(said, typed, place):
    assert chosen(KIT, said, typed) == place
