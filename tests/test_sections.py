import pytest

from iepkit import sections


def test_a_section_has_its_words_sources_and_notice(content):
    html = sections.show("rights", content).data
    assert "What parents can do when they do not agree" in html
    assert "34 CFR 104.36" in html
    assert "Check with the Bureau of Special Education Appeals (BSEA)." in html
    assert "not legal advice" in html


def test_an_unknown_section_says_which_there_are(content):
    with pytest.raises(KeyError, match="the sections are: purpose, services"):
        sections.show("nothing", content)
