"""The table: a row for each figure, no row for what is too little to be told, and nothing that a spreadsheet runs."""

import csv
import dataclasses
import io

import pytest

from iepkit.learning.totals import totals_of
from iepkit.report.period import Held, Period
from iepkit.report.table import _number, as_csv
from tests.learning.samples import codes, record, sheet, with_check, workshop
from tests.report.samples import held, one, year


@pytest.fixture(scope="module")
def asked(content):
    return with_check(content)


def rows(period, content):
    return list(csv.reader(io.StringIO(as_csv(period, content).decode("utf-8-sig"))))


def value(table, measure, item=""):
    """n, value, low and high of the first such row."""
    return next(row[3:] for row in table if row[1] == measure and row[2] == item)


def test_each_figure_has_its_row(asked):
    names = codes(10)
    before = [sheet("before", name, 4) for name in names]
    after = [
        sheet("after", name, 6 + 2 * (place % 2), ratings={"quality": 3}, funder={"heard": "1"})
        for place, name in enumerate(names)
    ]
    table = rows(Period((Held(workshop(), totals_of(record(before, after), asked)),)), asked)
    assert table[0] == ["period", "measure", "item", "n", "value", "low (95%)", "high (95%)"]
    assert {len(row) for row in table} == {7}
    assert value(table, "checks answered, before") == ["", "10", "", ""]
    assert value(table, "right before, in percent, of those who are paired", "10 questions") == ["10", "40", "", ""]
    # See the page's test for the interval worked out by hand.
    assert value(table, "mean gain, in percentage points", "10 questions") == ["10", "30", "22.46", "37.54"]
    assert value(table, "people who gained, in percent", "10 questions") == ["10", "100", "", ""]
    idea = "What is asked in after 7?"
    assert value(table, "right after, in percent, of those who are paired", idea) == ["10", "50", "", ""]
    assert value(table, "most common wrong choice after, in percent", f"{idea} Choice b of after_7") == [
        "10",
        "50",
        "",
        "",
    ]
    assert value(table, "people who agree, in percent", "It was well made and well led.") == ["10", "100", "", ""]
    assert value(table, "mean, from 1 to 4", "It was well made and well led.") == ["10", "3", "", ""]
    assert value(table, "people who chose this, in percent", "How did you hear about us? Online") == ["10", "0", "", ""]
    assert value(table, "people who agree, in percent", "I can use what I learned.") == [
        "",
        "too few to report",
        "",
        "",
    ]


def test_a_large_number_is_written_out_and_zero_has_no_sign(asked):
    many = one(asked, attended={"parent.online": 1_234_567})
    assert value(rows(many, asked), "people, counted by hand") == ["", "1234567", "", ""]
    assert _number(-0.001) == "0"


def test_people_are_counted_by_role_and_place(asked):
    table = rows(one(asked), asked)
    assert value(table, "people, counted by hand") == ["", "31", "", ""]
    assert value(table, "people, counted by hand", "a parent or caregiver online") == ["", "6", "", ""]
    assert value(table, "people, counted by hand", "not told, or fewer than five of a kind") == ["", "2", "", ""]


def test_where_all_would_tell_of_one_who_is_not_paired_only_the_pairs_are_told(asked):
    table = rows(one(asked, more_after=1), asked)
    assert value(table, "right after, in percent, of all who answered", "10 questions")[1] == "too few to report"
    assert value(table, "right before, in percent, of all who answered", "10 questions")[0] == "22"


def test_fewer_than_five_are_told_nowhere(asked):
    table = rows(one(asked, count=4), asked)
    told = [row for row in table if "percent" in row[1] or "from 1 to 4" in row[1] or "gain" in row[1]]
    assert {row[4] for row in told} == {"too few to report"}
    assert {row[3] for row in told} == {""}


def test_a_season_has_rows_of_its_own_and_a_small_one_has_no_figures(asked):
    whole = year(asked)
    names = {row[0] for row in rows(whole, asked)[1:]}
    assert {name.split(":")[0] for name in names} == {"All workshops", "Fall 2026", "Winter 2027", "Spring 2027"}
    mixed = Period((*whole.held[:3], held(asked, count=2, day=whole.held[3].day)))
    table = rows(mixed, asked)
    gains = {row[0]: row[4] for row in table if row[1].startswith("mean gain, in p") and row[2] == "10 questions"}
    # Winter has 22 pairs; beside the whole, they would tell of the two of spring.
    assert gains["Winter 2027"] == gains["Spring 2027"] == "too few to report"
    assert float(gains["Fall 2026"]) > 0


@pytest.mark.parametrize("label", ["=1+1", "+cmd", "-2", "@x", "\t=1"])
def test_no_text_is_run_by_a_spreadsheet(asked, label):
    texts = {**asked.texts, "bank.after_1.ask": label, "funder.heard.ask": label}
    table = rows(one(asked, label=label), dataclasses.replace(asked, texts=texts))
    cells = [cell for row in table[1:] for cell in row[:3]]
    assert f"'{label}" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))] == []


def test_what_the_kit_has_no_more_is_told_by_its_id(asked, content):
    kept = one(asked)
    table = rows(kept, dataclasses.replace(content, texts={**content.texts, "check.quality.text": ""}))
    items = {row[2] for row in table}
    assert {"after_1", "quality", "heard 1"} <= items
