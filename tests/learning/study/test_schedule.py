"""Missed ones come back soon, the others after longer and longer times, mixed over topics."""

import datetime as dt
import itertools
from itertools import pairwise

import pytest

from iepkit.explorers.answers import NOT_SURE
from iepkit.learning.study import schedule
from iepkit.learning.study.events import Event, Kind
from tests.zones import in_zone, needs_zones

MONDAY = dt.datetime(2026, 3, 2, 15, tzinfo=dt.UTC)
QUESTION = "law_two_laws"
ITEM = f"question.{QUESTION}"


def day(number):
    return MONDAY + dt.timedelta(days=number)


def answered(question, choice, on):
    return Event("", Kind.ANSWERED, day(on), {"item": f"question.{question}", "choice": choice})


def rated(item, rating, on):
    return Event("", Kind.RATED, day(on), {"item": item, "rating": rating})


def days_until_due(events, content, item=ITEM):
    card = schedule.cards(events, content)[item]
    return (schedule.day_of(card.due) - schedule.day_of(events[-1].at)).days


@pytest.fixture
def right(content):
    return content.bank[QUESTION].right


def wrong(content):
    return next(choice.id for choice in content.bank[QUESTION].choices if not choice.is_right)


def test_a_missed_question_comes_back_on_the_next_day(content):
    assert days_until_due([answered(QUESTION, wrong(content), 0)], content) == 1
    assert days_until_due([answered(QUESTION, NOT_SURE, 0)], content) == 1


def test_a_question_that_was_right_comes_back_after_longer_and_longer_times(content, right):
    on, waits, events = 0, [], []
    for _ in range(4):
        events.append(answered(QUESTION, right, on))
        waits.append(days_until_due(events, content))
        on += waits[-1]
    assert waits[0] > 1
    assert all(later > earlier for earlier, later in pairwise(waits))


def test_a_question_that_is_missed_later_comes_back_soon_again(content, right):
    events = [answered(QUESTION, right, 0), answered(QUESTION, right, 3), answered(QUESTION, wrong(content), 15)]
    before = days_until_due(events[:2], content)
    assert days_until_due(events, content) < before


@pytest.mark.parametrize("earlier", [6, 12])
def test_who_reviews_at_an_earlier_hour_than_the_day_before_has_slept_on_it_too(content, right, earlier):
    hours = dt.timedelta(hours=earlier)
    first = answered(QUESTION, wrong(content), 0)
    same_hour, morning = (
        [first, answered(QUESTION, right, 1 - back / dt.timedelta(days=1))] for back in (hours * 0, hours)
    )
    assert days_until_due(morning, content) == days_until_due(same_hour, content) > 1


def test_what_was_missed_comes_back_on_the_next_day_however_well_it_was_known(content, right):
    events, on = [], 0
    for _ in range(4):
        events.append(answered(QUESTION, right, on))
        on += days_until_due(events, content)
    assert days_until_due(events, content) > 100
    assert days_until_due([*events, answered(QUESTION, NOT_SURE, on)], content) == 1


def test_the_right_answer_given_after_it_was_shown_that_day_is_still_missed(content, right):
    for choices in ((wrong(content), right), (right, wrong(content)), (NOT_SURE, right, right, right)):
        events = [answered(QUESTION, choice, number / 100) for number, choice in enumerate(choices)]
        assert days_until_due(events, content) == 1


def test_to_answer_many_times_on_one_day_is_as_good_as_once(content, right):
    for choice in (right, wrong(content)):
        once = [answered(QUESTION, choice, 0)]
        often = [answered(QUESTION, choice, number / 100) for number in range(10)]
        for on in (1, 3, 9):
            once.append(answered(QUESTION, right, on))
            often.append(once[-1])
            assert days_until_due(often, content) == days_until_due(once, content)


def test_not_sure_is_never_worse_than_wrong(content, right):
    for later in itertools.product((right, wrong(content), NOT_SURE), repeat=2):
        rest = [answered(QUESTION, choice, number) for number, choice in enumerate(later, start=1)]
        waits = [days_until_due([answered(QUESTION, first, 0), *rest], content) for first in (wrong(content), NOT_SURE)]
        assert waits[0] == waits[1]


@needs_zones
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "America/New_York", "Australia/Sydney"])
def test_days_are_those_of_the_wall_calendar_in_each_zone_and_when_the_clock_is_changed(content, right, zone):
    with in_zone(zone):
        # The clocks were changed on 8 March in New York, on 5 April in Sydney.
        for first in range(60):
            missed, known = (answered(QUESTION, choice, day) for choice, day in ((NOT_SURE, first), (right, first + 1)))
            assert days_until_due([missed], content) == 1
            assert days_until_due([missed, known], content) == 2


def test_the_same_answers_come_back_on_the_same_day(content, right):
    events = [answered(QUESTION, right, 0), answered(QUESTION, right, 3)]
    assert schedule.cards(events, content)[ITEM].due == schedule.cards(events, content)[ITEM].due


def test_what_one_would_do_has_nothing_to_remember(content):
    doing = next(question for question in content.bank.values() if question.kind == "do")
    assert schedule.cards([answered(doing.id, doing.choices[0].id, 0)], content) == {}


def test_what_is_gone_from_the_bank_is_left_out(content, right):
    events = [
        answered("gone", "a", 0),
        rated("floor.gone", 1, 0),
        rated("myth.gone", 3, 0),
        answered(QUESTION, right, 0),
    ]
    assert list(schedule.cards(events, content)) == [ITEM]


def test_a_try_at_readiness_counts_for_each_of_its_questions(content, right):
    answers = {QUESTION: right, "law_better_plan": NOT_SURE}
    handed_in = Event("", Kind.HANDED_IN, day(0), {"attempt": "x", "answers": answers})
    found = schedule.cards([handed_in], content)
    assert found[ITEM].due > found["question.law_better_plan"].due


def test_what_was_rated_nearly_comes_back_between(content):
    myth = f"myth.{next(iter(content.myths))}"
    waits = [days_until_due([rated(myth, rating, 0)], content, myth) for rating in (1, 2, 3)]
    assert waits == sorted(waits)
    assert waits[1] < waits[2]
    # What was nearly said and then said waits longer than what could not be said at first.
    later = [
        days_until_due([rated(myth, rating, 0), rated(myth, 3, wait)], content, myth)
        for rating, wait in zip((1, 2, 3), waits, strict=True)
    ]
    assert later[0] < later[1] < later[2]


def test_what_is_due_is_due_from_the_first_minute_of_its_day_and_not_before(content):
    found = schedule.cards([answered(QUESTION, NOT_SURE, 0)], content)
    midnight = day(1).astimezone().replace(hour=0)
    assert schedule.due(found, midnight, content) == [ITEM]
    assert schedule.due(found, midnight - dt.timedelta(minutes=1), content) == []


def test_what_is_due_is_mixed_over_topics_the_longest_waiting_first(content):
    questions = [q.id for q in content.bank.values() if q.right and q.topic in ("law", "team")][:12]
    events = [answered(question, NOT_SURE, number / 100) for number, question in enumerate(questions)]
    found = schedule.cards(events, content)
    assert schedule.due(found, day(0.2), content) == []
    waiting = schedule.due(found, day(2), content)
    assert sorted(waiting) == sorted(found)
    assert waiting[0] == f"question.{questions[0]}"
    topics = [schedule.topic_of(item, content) for item in waiting]
    shorter = min(topics.count("law"), topics.count("team"))
    assert all(one != other for one, other in pairwise(topics[: 2 * shorter]))
