"""What a phone has to load for the languages that the kit has."""

import dataclasses
import gzip

import pytest

from iepkit import pages

MOST = 20_000


def first_load(content, language):
    """Bytes of the page in the first response, packed; scripts and style are the same in every language."""
    whole = pages.whole(content, language, pages.WORKSHOP, list(pages.PARTS), files="/files/")
    return len(gzip.compress(whole.encode()))


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_second_language_adds_little_to_a_first_visit(content, language):
    alone = dataclasses.replace(content, translations={})
    assert first_load(content, language) - first_load(alone, "en") < MOST
