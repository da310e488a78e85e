"""A name that is typed for a paper is taken as it is, without signs that stand for nothing there."""

import pytest

from iepkit.documents.named import LONGEST, UnusableNameError, cleaned, is_right_to_left


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Ana\t de \n la  Cruz ", "Ana de la Cruz"),
        ("Nguye\u0302\u0303n", "Nguy\u1ec5n"),
        ("\u202eAna\u2066\x00\ud800\ufffe", "Ana"),
        ("<b>O'Neil & Co</b>", "<b>O'Neil & Co</b>"),
        # Khmer and Persian need these two between letters.
        ("\u0646\u200c\u0645", "\u0646\u200c\u0645"),
        ("a" * LONGEST, "a" * LONGEST),
    ],
)
def test_it_is_taken_in_one_line(typed, name):
    assert cleaned(typed) == name


@pytest.mark.parametrize(
    ("typed", "problem"), [("", "no_name"), (" \n\u200b", "no_name"), ("...", "no_name"), ("a" * 81, "long_name")]
)
def test_what_can_not_be_a_name_says_why(typed, problem):
    with pytest.raises(UnusableNameError) as told:
        cleaned(typed)
    assert told.value.problem == problem


def test_it_runs_the_way_of_its_script():
    assert is_right_to_left("\u0645\u062d\u0645\u062f")
    assert not is_right_to_left("Ana")
