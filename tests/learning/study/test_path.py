"""How far somebody is: worked out from what was done, and from the modules that there are."""

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest

from iepkit.explorers.answers import NOT_SURE
from iepkit.learning.study.events import Event, Kind
from iepkit.learning.study.path import State, path_of

MONDAY = dt.datetime(2026, 3, 2, 15, tzinfo=dt.UTC)
KINDS = {"case": Kind.DONE, "task": Kind.DONE, "question": Kind.ANSWERED, "floor": Kind.RATED, "myth": Kind.RATED}


def does(item, on=0):
    kind = KINDS[item.partition(".")[0]]
    rest = {Kind.ANSWERED: {"choice": "not_sure"}, Kind.RATED: {"rating": 1}}.get(kind, {})
    return Event("", kind, MONDAY + dt.timedelta(days=on), {"item": item, **rest})


def stage_of(name, events, content, on=0):
    path = path_of(events, content, MONDAY + dt.timedelta(days=on))
    return next(stage for stage in path.stages if stage.module.id == name)


@pytest.fixture
def three(content):
    """A path of three modules: one as it is, one that has nothing to do, and one more that has one case."""
    real = content.modules["eligibility"]
    empty = replace(real, id="empty", cases=(), law=(), tasks=(), check=(), floor=(), myths=(), minutes=15)
    last = replace(empty, id="last", cases=("nothing-known",), minutes=20)
    return replace(content, modules={"eligibility": real, "empty": empty, "last": last})


def test_at_first_nothing_is_done_and_all_minutes_are_left(three):
    path = path_of([], three, MONDAY)
    assert [stage.state for stage in path.stages] == [State.NEW] * 3
    assert path.minutes_left == sum(module.minutes for module in three.modules.values())
    assert (path.minutes_done, path.days, path.due, path.back, path.back_with_it) == (0, (), 0, None, 0)
    assert path.next.module.id == "eligibility"


def test_a_module_is_begun_with_its_first_item_and_done_with_its_last(three):
    items = three.modules["eligibility"].items
    assert len(items) > 2
    for count in range(len(items) + 1):
        stage = stage_of("eligibility", [does(item) for item in items[:count]], three)
        assert stage.done == items[:count]
        assert stage.left == items[count:]
        assert stage.state == (State.DONE if count == len(items) else State.BEGUN if count else State.NEW)


def test_minutes_left_are_the_share_of_what_is_left_rounded_up(three):
    module = three.modules["eligibility"]
    for count in range(len(module.items) + 1):
        left = stage_of("eligibility", [does(item) for item in module.items[:count]], three).minutes_left
        exact = Fraction(module.minutes * (len(module.items) - count), len(module.items))
        assert exact <= left < exact + 1


def test_a_wrong_answer_counts_as_done_and_again_does_not_count_twice(three):
    item = next(item for item in three.modules["eligibility"].items if item.startswith("question."))
    assert stage_of("eligibility", [does(item), does(item, on=1)], three, on=1).done == (item,)


def test_the_last_day_is_of_this_module_alone(three):
    first, second, *_ = three.modules["eligibility"].items
    events = [does(first), does(second, on=2), does("case.nothing-known", on=5)]
    assert stage_of("eligibility", events, three, on=5).last == events[1].at.astimezone().date()
    assert stage_of("empty", events, three, on=5).last is None


def test_a_module_with_nothing_to_do_is_done_with_the_first_thing_in_any_other(three):
    assert stage_of("empty", [], three).minutes_left == three.modules["empty"].minutes
    stage = stage_of("empty", [does("case.nothing-known")], three)
    assert (stage.state, stage.minutes_left) == (State.DONE, 0)


def test_the_next_module_is_the_first_that_is_not_done_even_if_a_later_one_is_begun(three):
    items = three.modules["eligibility"].items
    assert path_of([does("case.nothing-known")], three, MONDAY).next.module.id == "eligibility"
    assert path_of([does(item) for item in items], three, MONDAY).next.module.id == "last"
    everything = [does(item) for item in (*items, "case.nothing-known")]
    path = path_of(everything, three, MONDAY)
    assert path.next is None
    assert path.minutes_left == 0
    assert path.minutes_done == sum(module.minutes for module in three.modules.values())


def test_only_done_modules_give_their_minutes(three):
    items = three.modules["eligibility"].items
    assert path_of([does(item) for item in items[:-1]], three, MONDAY).minutes_done == 15


def test_what_is_gone_from_the_bank_is_passed_over(three):
    path = path_of([does("question.gone"), does("floor.gone"), does("case.gone")], three, MONDAY)
    assert path.stages[0].state == State.NEW
    assert path.due == 0


def test_days_are_those_on_which_something_was_done(three):
    learns = Event("", Kind.LEARNS, MONDAY + dt.timedelta(days=-3), {})
    tried = Event("", Kind.BEGUN, MONDAY + dt.timedelta(days=4), {"attempt": "a", "questions": []})
    events = [learns, does("case.nothing-known"), does("case.nothing-known"), tried]
    path = path_of(events, three, tried.at)
    assert path.days == tuple(event.at.astimezone().date() for event in (events[1], tried))


def test_what_is_due_now_and_what_comes_back_next_are_counted_apart(three):
    questions = [f"question.{one}" for one in three.modules["eligibility"].check]
    events = [does(questions[0]), does(questions[1]), does(questions[2], on=2)]
    path = path_of(events, three, events[-1].at)
    assert path.due == 2
    assert path.back_with_it == 1
    assert path.back == (events[-1].at + dt.timedelta(days=1)).astimezone().date()


def test_the_next_day_counts_only_what_comes_back_on_it_and_nothing_that_is_due_already(three):
    missed, *known, often = three.modules["eligibility"].check[:4]

    def answer(question, choice, on):
        body = {"item": f"question.{question}", "choice": choice}
        return Event("", Kind.ANSWERED, MONDAY + dt.timedelta(days=on), body)

    right = {question: three.study_bank[question].right for question in (*known, often)}
    events = [
        answer(often, right[often], -2),
        answer(missed, NOT_SURE, 0),
        *(answer(question, right[question], 0) for question in known),
        answer(often, right[often], 0),
    ]
    path = path_of(events, three, MONDAY + dt.timedelta(days=1))
    assert (path.due, path.back_with_it) == (1, 2)
    assert path.back == (MONDAY + dt.timedelta(days=2)).astimezone().date()


def test_a_module_is_finished_on_the_day_on_which_the_last_of_its_items_was_done_first(three):
    items = three.modules["eligibility"].items
    events = [does(item, on=number) for number, item in enumerate(items)]
    day = events[-1].at.astimezone().date()
    assert stage_of("eligibility", events[:-1], three, on=90).finished is None
    assert stage_of("eligibility", events, three, on=90).finished == day
    assert stage_of("eligibility", [*events, does(items[0], on=80)], three, on=90).finished == day
