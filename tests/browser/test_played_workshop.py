"""A workshop of forty phones from the first check to the report, held against what was played."""

import csv
import statistics
import sys

import pypdf
import pytest
from scipy import stats

from iepkit.learning.polls import FEWEST
from tests.kit import ROOT

sys.path.insert(0, str(ROOT))
from tools import play_workshop


@pytest.fixture(scope="module")
def played(tmp_path_factory, browser):
    """What was played, and the folder with the report of it."""
    place = tmp_path_factory.mktemp("played")
    return play_workshop.play(place, place / "out", browser), place / "out"


@pytest.fixture(scope="module")
def table(played):
    """The report's table: by measure and item."""
    with (played[1] / "report/report.csv").open(encoding="utf-8-sig", newline="") as file:
        return {(row["measure"], row["item"]): row for row in csv.DictReader(file)}


def knew(person, form, content):
    """The share that one person had right."""
    said = getattr(person, form)
    return statistics.mean(content.bank[name].right == choice for name, choice in said.items())


def test_the_gain_is_that_of_the_people_who_were_there_twice(played, table, content):
    paired = [one for one in played[0].people if not one.is_late]
    before, after = ([100 * knew(one, form, content) for one in paired] for form in ("before", "after"))
    gain = table["mean gain, in percentage points", "10 questions"]
    assert int(gain["n"]) == len(paired) == 34
    assert float(gain["value"]) == pytest.approx(statistics.mean(after) - statistics.mean(before), abs=0.005)
    interval = stats.ttest_rel(after, before).confidence_interval(0.95)
    assert float(gain["low (95%)"]) == pytest.approx(interval.low, abs=0.005)
    assert float(gain["high (95%)"]) == pytest.approx(interval.high, abs=0.005)


def test_each_idea_is_told_as_it_was_answered(played, table, content):
    paired = [one for one in played[0].people if not one.is_late]
    for pair in content.check.pairs:
        asked = next(
            item for _, item in table if item.startswith(content.texts[f"bank.{pair.after}.ask"].split("{")[0])
        )
        for form, name in (("before", pair.before), ("after", pair.after)):
            right = [getattr(one, form)[name] == content.bank[name].right for one in paired]
            row = table[f"right {form}, in percent, of those who are paired", asked]
            assert float(row["value"]) == pytest.approx(100 * statistics.mean(right), abs=0.005), asked


def test_every_vote_is_counted_once(played, table):
    polls = [count for votes in played[0].votes for kind, count in votes.items() if kind != "check"]
    assert int(table["votes", ""]["value"]) == sum(polls)
    assert int(table["questions that the room voted on", ""]["value"]) == len(polls)


def test_who_came_is_told_and_no_group_that_is_too_small(played, table):
    sent = {item: row for (measure, item), row in table.items() if measure == "people who sent a sheet, after"}
    assert int(sent[""]["value"]) == len(played[0].people) == 40
    assert min(int(row["value"]) for item, row in sent.items() if item and "fewer than" not in item) >= FEWEST
    assert not [item for item in sent if item.startswith("a student")]


def test_what_people_say_of_the_workshop_is_their_own_words_counted(played, table, content):
    for item in content.check.of("rating"):
        points = [one.ratings[item.id] for one in played[0].people]
        row = table["mean, from 1 to 4", content.texts[item.text_id]]
        assert float(row["value"]) == pytest.approx(statistics.mean(points), abs=0.005)


def test_the_report_is_one_tagged_page_with_the_gain_in_words(played, table):
    reader = pypdf.PdfReader(played[1] / "report/report.pdf")
    assert len(reader.pages) == 1
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    text = reader.pages[0].extract_text()
    gain = round(float(table["mean gain, in percentage points", "10 questions"]["value"]))
    assert f"The mean gain is {gain} percentage points" in " ".join(text.split())
