"""Which workshops a report is on."""

import datetime as dt

import pytest

from iepkit.learning.totals import Totals
from iepkit.report.period import Held, Period, Season
from tests.learning.samples import workshop
from tests.zones import in_zone, needs_zones

NOON = dt.time(12)


def on(*days):
    """A workshop of so many votes on each of these days."""
    return tuple(
        Held(workshop(started_at=dt.datetime.combine(day, NOON).astimezone()), Totals(workshops=1, votes=2**place))
        for place, day in enumerate(days)
    )


@pytest.mark.parametrize(
    ("day", "season"),
    [
        ((2026, 12, 31), (2026, "fall")),
        ((2027, 1, 1), (2027, "winter")),
        ((2027, 3, 31), (2027, "winter")),
        ((2027, 4, 1), (2027, "spring")),
        ((2027, 7, 31), (2027, "spring")),
        ((2027, 8, 1), (2027, "fall")),
    ],
)
def test_a_day_is_in_one_season(day, season):
    found = Season.of(dt.date(*day))
    assert (found.year, found.name) == season


@pytest.mark.parametrize("text", ["fall 2026", "Fall  2026", " FALL 2026 "])
def test_a_season_is_read_as_people_write_it(text):
    assert Season.read(text) == Season.of(dt.date(2026, 11, 26))


@pytest.mark.parametrize("text", ["", "fall", "2026", "autumn 2026", "fall 26", "fall 2026 x"])
def test_what_is_no_season_is_none(text):
    assert Season.read(text) is None


@needs_zones
def test_a_workshop_is_on_the_day_of_the_wall_calendar_here():
    # Half past eight in the evening in Boston.
    started = dt.datetime(2027, 1, 1, 1, 30, tzinfo=dt.UTC)
    with in_zone("America/New_York"):
        assert Held(workshop(started_at=started), Totals()).day == dt.date(2026, 12, 31)


def test_all_workshops_of_a_period_are_added():
    period = Period(on(dt.date(2026, 9, 1), dt.date(2026, 10, 1), dt.date(2027, 2, 1)))
    assert (period.totals.workshops, period.totals.votes) == (3, 7)


def test_one_season_is_told_by_workshop_and_several_by_season():
    fall = on(dt.date(2026, 9, 1), dt.date(2026, 10, 1))
    assert [row.totals.votes for row in Period(fall).rows] == [1, 2]
    assert {row.season for row in Period(fall).rows} == {None}
    more = on(dt.date(2026, 9, 1), dt.date(2026, 10, 1), dt.date(2027, 2, 1), dt.date(2027, 9, 1))
    rows = Period(more).rows
    assert [(row.season.name, row.season.year, row.totals.votes) for row in rows] == [
        ("fall", 2026, 3),
        ("winter", 2027, 4),
        ("fall", 2027, 8),
    ]
    assert Period(fall[:1]).rows == []
