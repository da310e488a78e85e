"""Ready to co-lead: 80 percent, each deadline and discipline question right, and other questions in each try."""

import dataclasses
import datetime as dt
from collections import Counter
from itertools import pairwise
from random import Random

import pytest

from iepkit.content.modules import Readiness
from iepkit.explorers.answers import NOT_SURE
from iepkit.learning.study import readiness
from iepkit.learning.study.events import Event, Kind
from iepkit.learning.study.readiness import Attempt, Share

MONDAY = dt.datetime(2026, 3, 2, 15, tzinfo=dt.UTC)


def event(kind, **body):
    return Event("", kind, MONDAY, body)


def knowledge(content, topics):
    return [q for q in content.study_bank.values() if q.right is not None and q.topic in topics]


@pytest.fixture(scope="module")
def asked(content):
    """Twenty-five ids: four on discipline, and one of the others has a time limit as its point."""
    must = [q.id for q in knowledge(content, {"discipline"})][:4]
    free = [q.id for q in knowledge(content, {"law", "eligibility", "team", "services"}) if not q.is_deadline][:21]
    return [*must, *free]


@pytest.fixture(scope="module")
def with_deadline(content, asked):
    limit = dataclasses.replace(content.study_bank[asked[-1]], is_deadline=True)
    return dataclasses.replace(content, bank={**content.bank, limit.id: limit})


def attempt(asked, content, wrong=()):
    right = {question: content.study_bank[question].right for question in asked}
    return Attempt("x", tuple(asked), {**right, **dict.fromkeys(wrong, NOT_SURE)})


def marked(attempt, content):
    return readiness.mark(attempt, MONDAY, content)


@pytest.mark.parametrize(("wrong", "is_passed", "percent"), [(0, True, 100), (5, True, 80), (6, False, 76)])
def test_twenty_of_twenty_five_is_enough_and_nineteen_is_not(content, asked, wrong, is_passed, percent):
    result = marked(attempt(asked, content, asked[4 : 4 + wrong]), content)
    assert result.total == Share(25 - wrong, 25)
    assert (result.is_passed, result.is_enough, result.reached) == (is_passed, is_passed, percent)
    assert result.missed == tuple(asked[4 : 4 + wrong])
    assert result.missed_must == ()


def test_a_share_just_under_what_is_asked_for_is_not_rounded_up(content, asked):
    wanted = dataclasses.replace(content, readiness=Readiness(81, content.readiness.items))
    # 17 of 21 is 80.95 percent.
    result = marked(attempt(asked[4:], wanted, asked[4:8]), wanted)
    assert (result.total, result.reached, result.is_passed) == (Share(17, 21), 80, False)


@pytest.mark.parametrize("number", range(4))
def test_one_question_on_discipline_wrong_is_not_passed(content, asked, number):
    result = marked(attempt(asked, content, [asked[number]]), content)
    assert result.is_enough
    assert not result.is_passed
    assert result.missed_must == (asked[number],)
    assert result.must == Share(3, 4)


def test_twenty_right_with_one_time_limit_wrong_is_not_passed(with_deadline, asked):
    wrong = asked[-5:]
    result = marked(attempt(asked, with_deadline, wrong), with_deadline)
    assert (result.total, result.is_enough, result.is_passed) == (Share(20, 25), True, False)
    assert result.missed_must == (asked[-1],)
    assert result.must == Share(4, 5)


def test_each_topic_is_counted_by_itself_and_they_add_up(content, asked):
    result = marked(attempt(asked, content, [asked[0], asked[4]]), content)
    topics = Counter(content.study_bank[question].topic for question in asked)
    assert {topic: share.all for topic, share in result.topics.items()} == topics
    assert sum(share.right for share in result.topics.values()) == result.total.right == 23
    assert result.topics["discipline"] == Share(3, 4)


def test_a_topic_that_no_try_asks_any_more_is_counted_all_the_same(content, asked):
    items = {topic: count for topic, count in content.readiness.items.items() if topic != "discipline"}
    fewer = dataclasses.replace(content, readiness=Readiness(80, items))
    result = marked(attempt(asked, content), fewer)
    assert result.topics["discipline"] == Share(4, 4)


def test_what_is_left_open_or_not_sure_is_not_right(content, asked):
    answers = {question: content.study_bank[question].right for question in asked[2:]} | {asked[0]: NOT_SURE}
    result = marked(Attempt("x", tuple(asked), answers), content)
    assert result.missed == tuple(asked[:2])


def test_a_question_that_is_gone_counts_neither_way(content, asked):
    questions = (*asked[:5], "gone", *asked[5:])
    full = attempt(asked, content, asked[-5:])
    result = marked(dataclasses.replace(full, questions=questions), content)
    assert (result.total, result.gone, result.is_passed) == (Share(20, 25), 1, True)
    assert "gone" not in result.missed


def test_where_all_are_gone_nothing_is_passed(content):
    result = marked(Attempt("x", ("gone", "gone_too"), {"gone": "a"}), content)
    assert (result.total, result.gone, result.reached, result.is_passed) == (Share(0, 0), 2, 0, False)


@pytest.mark.parametrize("seed", range(60))
def test_a_draw_has_so_many_of_each_topic_and_none_twice(content, seed):
    drawn = readiness.draw([], content, Random(seed))
    topics = [content.study_bank[question].topic for question in drawn]
    assert Counter(topics) == content.readiness.items
    assert len(set(drawn)) == len(drawn) == readiness.size(content)
    assert all(content.study_bank[question].right is not None for question in drawn)
    # Mixed: as long as all topics have one left, no two of one follow each other.
    assert all(one != other for one, other in pairwise(topics[: 2 * len(content.readiness.items)]))


def test_draws_differ_from_seed_to_seed_and_the_same_seed_gives_the_same(content):
    drawn = [tuple(readiness.draw([], content, Random(seed))) for seed in range(10)]
    assert len(set(drawn)) == 10
    assert tuple(readiness.draw([], content, Random(3))) == drawn[3]


@pytest.mark.parametrize("seed", range(20))
def test_the_next_try_asks_other_questions_as_far_as_there_are_some(content, seed):
    random, events, earlier = Random(seed), [], []
    for number in range(5):
        drawn = readiness.draw(events, content, random)
        if earlier:
            again = Counter(content.study_bank[question].topic for question in set(drawn) & set(earlier[-1]))
            for topic, count in content.readiness.items.items():
                assert again[topic] == max(0, 2 * count - len(knowledge(content, {topic})))
        earlier.append(drawn)
        events.append(event(Kind.BEGUN, attempt=str(number), questions=drawn))


def test_of_the_others_those_come_first_that_were_not_asked_for_longest(content):
    ids = [question.id for question in knowledge(content, {"discipline"})]
    events = [event(Kind.ANSWERED, item=f"question.{question}", choice="a") for question in ids]
    drawn = readiness.draw(events, content, Random(1))
    count = content.readiness.items["discipline"]
    assert {question for question in drawn if question in ids} == set(ids[:count])


def test_what_the_last_try_asked_is_not_asked_again_though_all_else_was_reviewed_since(content):
    last = readiness.draw([], content, Random(1))
    others = [q.id for q in content.study_bank.values() if q.right is not None and q.id not in last]
    reviewed = [event(Kind.ANSWERED, item=f"question.{question}", choice="a") for question in others]
    drawn = readiness.draw([event(Kind.BEGUN, attempt="x", questions=last), *reviewed], content, Random(2))
    assert not {q for q in drawn if content.study_bank[q].topic == "discipline"} & set(last)


def test_three_tries_ask_all_questions_on_discipline(content):
    events, asked = [], set()
    for number in range(3):
        drawn = readiness.draw(events, content, Random(number))
        events.append(event(Kind.BEGUN, attempt=str(number), questions=drawn))
        asked |= set(drawn)
    there_are = {question.id for question in knowledge(content, {"discipline"})}
    assert len(there_are) <= 3 * content.readiness.items["discipline"]
    assert there_are <= asked


def test_a_try_asks_what_it_was_begun_with_first_and_each_question_once(content, asked):
    events = [
        event(Kind.BEGUN, attempt="x", questions=[asked[0], asked[0], asked[1]]),
        event(Kind.BEGUN, attempt="x", questions=asked),
    ]
    assert readiness.standing(events, content).open.questions == (asked[0], asked[1])
    found = readiness.standing([*events, handed_in("x", attempt(asked, content).answers)], content)
    assert found.last.total == Share(2, 2)


def test_where_nothing_was_begun_there_is_no_try(content):
    found = readiness.standing([], content)
    assert (found.open, found.results, found.last, found.passed) == (None, (), None, None)


def test_a_try_that_is_open_has_its_last_answers_and_what_is_left(content, asked):
    events = [
        event(Kind.BEGUN, attempt="x", questions=asked),
        event(Kind.PUT, attempt="x", question=asked[0], choice="a"),
        event(Kind.PUT, attempt="x", question=asked[0], choice="b"),
        event(Kind.PUT, attempt="x", question="not_asked", choice="b"),
        event(Kind.PUT, attempt="other", question=asked[1], choice="b"),
    ]
    found = readiness.standing(events, content).open
    assert (found.id, list(found.questions), found.answers) == ("x", asked, {asked[0]: "b"})
    assert readiness.to_hand_in(found) == {asked[0]: "b", **dict.fromkeys(asked[1:], NOT_SURE)}


def handed_in(name, answers):
    return event(Kind.HANDED_IN, attempt=name, answers=answers)


def test_a_try_that_is_handed_in_twice_counts_as_it_was_first(content, asked):
    good, bad = attempt(asked, content).answers, dict.fromkeys(asked, NOT_SURE)
    events = [event(Kind.BEGUN, attempt="x", questions=asked), handed_in("x", good), handed_in("x", bad)]
    found = readiness.standing(events, content)
    assert found.open is None
    assert [result.total.right for result in found.results] == [25]
    assert found.passed.at == MONDAY


def test_the_first_that_was_passed_stays_though_a_later_one_was_not(content, asked):
    good, bad = attempt(asked, content).answers, dict.fromkeys(asked, NOT_SURE)
    events = []
    for name, answers in (("1", bad), ("2", good), ("3", good), ("4", bad)):
        events += [event(Kind.BEGUN, attempt=name, questions=asked), handed_in(name, answers)]
    found = readiness.standing(events, content)
    assert found.passed.attempt.id == "2"
    assert found.last.attempt.id == "4"
    assert found.result("3").is_passed
    assert found.result("5") is None


def test_of_two_that_two_tabs_began_at_once_none_stays_open_when_one_is_handed_in(content, asked):
    begun = [event(Kind.BEGUN, attempt=name, questions=asked) for name in ("x", "y")]
    assert readiness.standing(begun, content).open.id == "y"
    assert readiness.standing([*begun, handed_in("x", {})], content).open is None


def test_a_try_whose_beginning_was_lost_is_marked_by_what_was_handed_in(content, asked):
    result = readiness.standing([handed_in("x", attempt(asked, content).answers)], content).last
    assert (result.total, result.is_passed) == (Share(25, 25), True)


def without(content, *gone):
    bank = {name: question for name, question in content.bank.items() if name not in gone}
    staff = {name: question for name, question in content.staff_bank.items() if name not in gone}
    return dataclasses.replace(content, bank=bank, staff_bank=staff)


@pytest.mark.parametrize(("said", "is_passed"), [(False, False), (True, True), (None, True), ("yes", True), (0, True)])
def test_a_bank_that_changed_since_does_not_turn_a_try_that_was_not_passed(content, asked, said, is_passed):
    tried = attempt(asked, content, asked[:1])
    handed_in = event(Kind.HANDED_IN, attempt="x", answers=tried.answers, **({} if said is None else {"passed": said}))
    assert readiness.standing([handed_in], without(content, asked[0])).last.is_passed is is_passed


def test_a_right_answer_that_changed_since_takes_no_pass_away(content, asked):
    question = content.study_bank[asked[0]]
    turned = tuple(dataclasses.replace(choice, is_right=not choice.is_right) for choice in question.choices[:2])
    changed = dataclasses.replace(
        content, bank={**content.bank, question.id: dataclasses.replace(question, choices=turned)}
    )
    handed_in = event(Kind.HANDED_IN, attempt="x", answers=attempt(asked, content).answers, passed=True)
    assert readiness.mark(attempt(asked, content), MONDAY, changed).is_passed is False
    assert readiness.standing([handed_in], changed).passed is not None
