"""Records as text: what is written comes back, and what is no record is counted and harms nothing."""

import datetime as dt
import json
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from iepkit.learning.study.events import VERSION, Event, Kind
from iepkit.learning.study.progress.lines import Flaw, Found, as_lines, decoded, encoded, from_lines, merged
from tests.learning.study.desks import MONDAY
from tests.zones import in_zone, needs_zones

BODIES = {
    Kind.LEARNS: {},
    Kind.ANSWERED: {"item": "question.one", "choice": "a"},
    Kind.RATED: {"item": "floor.one", "rating": 2},
    Kind.DONE: {"item": "case.one"},
    Kind.BEGUN: {"attempt": "t", "questions": ["one", "two"]},
    Kind.PUT: {"attempt": "t", "question": "one", "choice": "a"},
    Kind.HANDED_IN: {"attempt": "t", "answers": {"one": "a"}},
}
EVENTS = [Event("Zoë 家", str(kind), MONDAY, body) for kind, body in BODIES.items()]
# No text in a database holds the sign that is none.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
NAME = TEXT.filter(bool)
MOMENTS = st.timedeltas(dt.timedelta(), dt.timedelta(days=365 * 7000)).map(
    lambda since: dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + since
)
ANSWERS = st.builds(
    Event,
    TEXT,
    st.just("answered"),
    MOMENTS,
    st.fixed_dictionaries({"item": NAME, "choice": NAME}),
    NAME,
)


def record(**changed):
    """A sound record of an answer as it stands in the file, but for what is changed; None leaves a key out."""
    sound = json.loads(as_lines([EVENTS[1]])) | changed
    return json.dumps({key: value for key, value in sound.items() if value is not None})


def body(kind, **changed):
    return record(kind=str(kind), body=BODIES[kind] | changed)


def test_every_kind_of_record_comes_back_as_it_was():
    assert from_lines(as_lines(EVENTS)) == Found(tuple(EVENTS))
    assert BODIES.keys() == set(Kind)


@given(st.lists(ANSWERS, max_size=5, unique_by=lambda event: event.id))
def test_whatever_is_written_comes_back_in_its_order(events):
    assert list(from_lines(as_lines(events)).events) == events
    assert as_lines(events).isascii()


@given(st.binary())
@example(b"\xff\xfe{\x00x")
def test_no_bytes_stop_the_reading_and_all_can_be_written_back(data):
    assert isinstance(from_lines(decoded(data)), Found)
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        assert encoded(decoded(data)) == data


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        "{",
        "[" * 100_000,
        "null",
        "[]",
        "1" * 5000,
        '"text"',
        "\0\0\0",
        "\udcff{}",
        record(learner=None),
        record(learner=1),
        record(learner="\ud800"),
        record(kind=None),
        record(kind=""),
        record(kind=["answered"]),
        record(id=""),
        record(id=5),
        record(at=None),
        record(at=5),
        record(at="soon"),
        record(at="0001-01-01T00:00:00+14:00"),
        record(at="9999-12-31T23:59:59-14:00"),
        record(version=None),
        record(version="1"),
        record(version=True),
        record(version=0),
        record(version=1.5),
        record(body=None),
        record(body=[]),
        body(Kind.ANSWERED, item=None),
        body(Kind.ANSWERED, item=["question.one"]),
        body(Kind.ANSWERED, choice=3),
        body(Kind.ANSWERED, choice=""),
        body(Kind.RATED, item={}),
        *(body(Kind.RATED, rating=rating) for rating in (0, 4, "2", 2.0, True, None, [1])),
        body(Kind.DONE, item=7),
        body(Kind.BEGUN, attempt=None),
        body(Kind.BEGUN, questions="one"),
        body(Kind.BEGUN, questions=["one", 2]),
        body(Kind.PUT, question=None),
        body(Kind.PUT, choice={}),
        body(Kind.PUT, attempt=1),
        body(Kind.HANDED_IN, answers=["one"]),
        body(Kind.HANDED_IN, answers={"one": None}),
        body(Kind.HANDED_IN, answers={"": "a"}),
        body(Kind.HANDED_IN, attempt=[]),
    ],
)
def test_a_line_that_is_no_sound_record_is_passed_over_and_counted(line):
    found = from_lines(as_lines(EVENTS[:2]) + line + "\n" + as_lines(EVENTS[2:]))
    assert found == Found(tuple(EVENTS), unreadable=1)


@pytest.mark.parametrize("around", ["\0\0\0{}", "\ufeff{}", "{}\r", "  {}\t", "{}\0"])
def test_what_a_crash_or_an_editor_leaves_around_a_record_is_nothing(around):
    assert from_lines(around.replace("{}", record())) == from_lines(record())
    assert len(from_lines(record()).events) == 1


def test_only_the_end_of_a_line_ends_a_record():
    for sign in "\u2028\u2029\x85":
        assert [event.learner for event in from_lines(record().replace("\\u5bb6", sign)).events] == [f"Zoë {sign}"]


@pytest.mark.parametrize("blank", ["", "\n\n", "\r\n \r\n", "\ufeff"])
def test_lines_with_nothing_are_nothing(blank):
    assert from_lines(blank) == Found()


@needs_zones
def test_a_moment_of_another_zone_is_the_same_moment_and_one_of_no_zone_is_of_utc():
    lines = "\n".join([record(at="2026-03-02T10:00:00-05:00"), record(at="2026-03-02T15:00:00", id="b")])
    with in_zone("America/New_York"):
        assert [event.at for event in from_lines(lines).events] == [MONDAY, MONDAY]


def test_what_a_newer_kit_wrote_is_kept_and_counted_apart():
    lines = [record(version=VERSION + 1, body={"new": 1}), record(kind="sung", id="b"), record(version=9, at=5)]
    found = from_lines("\n".join(lines))
    assert (found.unreadable, found.newer) == (0, 3)
    assert [event.is_known for event in found.events] == [False, False]
    assert from_lines(as_lines(found.events)).events == found.events


def test_a_record_that_stands_there_twice_counts_once_where_it_stood_first():
    changed = replace(EVENTS[3], learner="Ben")
    assert from_lines(as_lines([*EVENTS, EVENTS[0], changed])) == Found(tuple(EVENTS))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_an_editor_may_save_it_in_another_encoding(encoding):
    text = record().replace("\\u5bb6", "家").replace("\n", "\r\n")
    assert "家" in text
    assert from_lines(decoded(text.encode(encoding))).events[0].learner == "Zoë 家"


def test_two_histories_become_one_by_their_times_and_each_keeps_its_order():
    def at(hour):
        return Event("", "learns", MONDAY.replace(hour=hour))

    there = [("a", at(1)), ("cut off", Flaw.UNREADABLE), ("b", at(5)), ("c", at(4))]
    assert merged(there, [("x", at(3)), ("y", at(2)), ("z", at(9))]) == ["a", "cut off", "x", "y", "b", "c", "z"]
    assert merged([("no json", Flaw.UNREADABLE)], [("x", at(3))]) == ["no json", "x"]
