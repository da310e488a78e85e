"""A plan in words."""

import datetime as dt

import pytest

from iepkit.agenda.plan import SHORT, Cut, Plan, Wish
from iepkit.agenda.said import clock, cut_sentence, spare
from iepkit.wording import Wording


@pytest.mark.parametrize(("minutes", "said"), [(0, "0:00"), (9, "0:09"), (75, "1:15"), (120, "2:00")])
def test_with_no_start_the_clock_counts_from_zero(content, minutes, said):
    assert clock(minutes, None, Wording(content)) == said


def test_each_cut_says_its_reason(content):
    block, wording = content.blocks["welcome"], Wording(content)
    said = [cut_sentence(Cut(block, form, 7, 3), wording) for form in ("", SHORT)]
    assert said == [
        "Welcome: left out. It needs 7 min, and 3 were free.",
        "Welcome: short form. The full form needs 7 min more, and 3 were free.",
    ]


def test_minutes_that_nobody_can_use_are_told(content):
    assert "4 min are left over" in spare(Plan(Wish(20), (), (), 4), Wording(content))
    assert spare(Plan(Wish(20), (), (), 0), Wording(content)) == ""


def test_the_clock_of_the_room_goes_past_midnight(content):
    assert clock(45, dt.time(23, 30), Wording(content)).replace("\u202f", " ") == "12:15 AM"
