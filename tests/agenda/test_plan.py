"""A plan fits, keeps what matters most, says what it cuts, and is the same each time."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iepkit.agenda.plan import (
    FOR_EVERY_WORKSHOP,
    FULL,
    SHORT,
    TOO_LONG,
    TOO_SHORT,
    Item,
    NoPlanError,
    Pause,
    Wish,
    plan,
    slides_in,
)
from iepkit.content.workshop import INTERPRETERS, Break
from tests.agenda.samples import AGENDA, BLOCKS, block, slide


@st.composite
def decks(draw):
    """Blocks of all lengths, in any priority; one is always given."""
    count = draw(st.integers(1, 8))
    priorities = draw(st.permutations(range(1, count + 1)))
    always = draw(st.integers(0, count - 1))
    found = []
    for number in range(count):
        slides = []
        for name in range(draw(st.integers(1, 4))):
            minutes = draw(st.integers(1, 6))
            doing = draw(st.integers(0, 6))
            more = draw(st.integers(0, 5))
            slides.append(
                slide(
                    str(name),
                    short=name == 0 or draw(st.booleans()),
                    minutes=(minutes, minutes + more),
                    doing=(doing, doing + draw(st.integers(0, 3))),
                )
            )
        found.append(block(f"b{number}", priorities[number], *slides, always=number == always or draw(st.booleans())))
    return tuple(found)


WISHES = st.builds(Wish, st.integers(-10, 400), st.sampled_from(INTERPRETERS), st.booleans())
AGENDAS = st.builds(
    lambda breaks, factor, block: replace(
        AGENDA, breaks=breaks, factors={**AGENDA.factors, "consecutive": factor}, questions=block
    ),
    st.lists(st.builds(Break, st.integers(20, 150), st.integers(1, 15)), max_size=2).map(tuple),
    st.floats(1, 4),
    st.sampled_from(["b0", "b1", "nobody"]),
)
CORRECTIONS = st.dictionaries(
    st.tuples(st.sampled_from([f"b{number}" for number in range(8)]), st.sampled_from(INTERPRETERS)),
    st.floats(0.5, 3),
)


def bound(blocks, wish, agenda, corrections):
    """The wish itself where it works; else the nearest length that does."""
    try:
        return plan(blocks, wish, agenda, corrections).wish.minutes
    except NoPlanError as error:
        return error.bound


def least_of(one, wish, agenda, corrections):
    """The fewest minutes that a block can take."""
    agenda = replace(agenda, breaks=())
    return bound((replace(one, always=True),), replace(wish, minutes=0), agenda, corrections)


@st.composite
def situations(draw):
    """A wish that works, with all that it is planned from."""
    blocks, agenda, corrections = draw(decks()), draw(AGENDAS), draw(CORRECTIONS)
    wish = Wish(0, draw(st.sampled_from(INTERPRETERS)), draw(st.booleans()))
    shortest, longest = (bound(blocks, replace(wish, minutes=m), agenda, corrections) for m in (0, 10_000))
    wish = replace(wish, minutes=draw(st.integers(shortest, longest)))
    return blocks, replace(wish, minutes=bound(blocks, wish, agenda, corrections)), agenda, corrections


@given(situations())
def test_a_plan_never_takes_more_than_its_minutes_and_loses_none(situation):
    made = plan(*situation)
    assert made.minutes + made.spare == made.wish.minutes
    starts = [item.start for item in made.items]
    assert starts == [sum(item.minutes for item in made.items[:i]) for i in range(len(made.items))]
    assert all(one.minutes >= 1 for item in made.blocks for one in item.slides)


@given(situations())
def test_what_is_always_given_is_there_and_the_decks_order_is_kept(situation):
    made, blocks = plan(*situation), situation[0]
    given_ids = [item.block.id for item in made.blocks]
    assert given_ids == [block.id for block in blocks if block.id in given_ids]
    assert {block.id for block in blocks if block.always} <= set(given_ids)
    for item in made.blocks:
        assert tuple(one.slide for one in item.slides) == slides_in(item.block, item.form)


@given(situations())
def test_each_block_is_given_in_full_or_its_cut_is_told(situation):
    made, blocks = plan(*situation), situation[0]
    forms = {item.block.id: item.form for item in made.blocks}
    told = {cut.block.id: cut.form for cut in made.cuts}
    assert told == {b.id: forms.get(b.id, "") for b in blocks if forms.get(b.id) != FULL}
    assert all(cut.needs > cut.left for cut in made.cuts)


@given(situations())
def test_no_block_is_cut_while_one_that_matters_less_and_is_as_long_is_kept(situation):
    made = plan(*situation)
    lengths = {item.block.id: least_of(item.block, *situation[1:]) for item in made.blocks}
    for cut in (cut for cut in made.cuts if not cut.form):
        less = [
            item.block.id for item in made.blocks if not item.block.always and item.block.priority > cut.block.priority
        ]
        assert all(lengths[name] < cut.needs for name in less)


@given(situations(), st.integers(1, 60))
def test_more_minutes_never_cut_what_matters_more(situation, more):
    blocks, wish, agenda, corrections = situation
    agenda = replace(agenda, breaks=())
    wish, longer = (
        replace(wish, minutes=bound(blocks, replace(wish, minutes=m), agenda, corrections))
        for m in (wish.minutes, wish.minutes + more)
    )
    by_priority = sorted(blocks, key=lambda block: block.priority)
    plans = [{item.block.id for item in plan(blocks, one, agenda, corrections).blocks} for one in (wish, longer)]
    kept, then_kept = ([block.id in given for block in by_priority] for given in plans)
    # In the order of what matters, the first block that differs is one that is given now.
    assert kept <= then_kept


@given(situations())
def test_breaks_are_kept_and_stand_between_blocks(situation):
    made, agenda = plan(*situation), situation[2]
    wanted = sum(pause.minutes for pause in agenda.breaks if made.wish.minutes >= pause.from_minutes)
    assert sum(item.minutes for item in made.items if isinstance(item, Pause)) == wanted
    assert isinstance(made.items[0], Item)
    assert len(made.blocks) == 1 or isinstance(made.items[-1], Item)


@given(situations())
def test_the_same_wish_gives_the_same_plan(situation):
    assert plan(*situation) == plan(*situation)


@given(decks(), WISHES, AGENDAS, CORRECTIONS)
def test_where_there_is_no_plan_each_that_is_named_instead_works(blocks, wish, agenda, corrections):
    working = replace(wish, minutes=bound(blocks, wish, agenda, corrections))
    assert plan(blocks, working, agenda, corrections).wish == working
    if working != wish:
        with pytest.raises(NoPlanError) as caught:
            plan(blocks, wish, agenda, corrections)
        for other in caught.value.nearest:
            assert plan(blocks, other, agenda, corrections).wish == other


@given(situations())
def test_a_slide_takes_between_its_low_and_its_high_minutes(situation):
    blocks, wish, agenda, _ = situation
    agenda = replace(agenda, factors={"none": 1.0, "consecutive": 2.0, "simultaneous": 3.0}, questions="nobody")
    wish = replace(wish, minutes=bound(blocks, wish, agenda, {}))
    factor = int(agenda.factors[wish.interpreter])
    for one in (one for item in plan(blocks, wish, agenda).blocks for one in item.slides):
        low, high = (one.slide.minutes[end] * factor + one.slide.doing[end] for end in (0, 1))
        assert low <= one.minutes <= high


@pytest.mark.parametrize("online", [False, True])
@pytest.mark.parametrize("interpreter", INTERPRETERS)
@pytest.mark.parametrize("minutes", AGENDA.lengths)
def test_every_named_length_gets_a_plan_or_says_what_works(minutes, interpreter, online):
    wish = Wish(minutes, interpreter, online)
    if minutes > 20 or interpreter == "none":
        assert plan(BLOCKS, wish, AGENDA).minutes == minutes
        return
    with pytest.raises(NoPlanError) as caught:
        plan(BLOCKS, wish, AGENDA)
    assert caught.value.why == TOO_SHORT
    assert caught.value.nearest[0] == Wish(45, interpreter, online)
    assert Wish(20, "none", online) in caught.value.nearest


def test_the_shortest_plan_is_what_is_always_given_in_short():
    made = plan(BLOCKS, Wish(19), AGENDA)
    assert [(item.block.id, item.form, item.minutes) for item in made.blocks] == [
        ("welcome", SHORT, 3),
        ("two_laws", SHORT, 4),
        ("my_letter", SHORT, 8),
        ("close", FULL, 4),
    ]
    assert made.handouts == ("join", "chart", "letter", *FOR_EVERY_WORKSHOP[1:])


def test_an_interpreter_lengthens_the_talking_and_not_what_the_room_does():
    blocks = (block("b", 1, slide("a", short=True, minutes=(5, 5), doing=(7, 7)), always=True),)
    lengths = {name: _shortest(blocks, name) for name in INTERPRETERS}
    assert lengths == {"none": 12, "consecutive": 17, "simultaneous": 13}


def _shortest(blocks, interpreter):
    with pytest.raises(NoPlanError) as caught:
        plan(blocks, Wish(0, interpreter), AGENDA)
    return caught.value.bound


def test_what_is_cut_says_what_it_needs_and_what_was_left():
    made = plan(BLOCKS, Wish(28), AGENDA)
    cuts = {cut.block.id: (cut.form, cut.needs, cut.left) for cut in made.cuts}
    assert cuts["discipline"] == cuts["team"] == ("", 3, 1)
    assert cuts["questions"] == ("", 5, 1)
    assert cuts["welcome"] == (SHORT, 2, 1)
    assert cuts["who_qualifies"] == (SHORT, 5, 0)
    assert "close" not in cuts


def test_a_block_that_fits_is_given_though_one_that_matters_more_does_not():
    big = block("big", 2, slide("a", short=True, minutes=(9, 9)))
    small = block("small", 3, slide("a", short=True, minutes=(1, 1)))
    made = plan((block("b", 1, slide("a", short=True), always=True), small, big), Wish(5), AGENDA)
    assert [item.block.id for item in made.blocks] == ["b", "small"]
    assert [(cut.block.id, cut.needs, cut.left) for cut in made.cuts] == [("big", 9, 4)]


def test_what_is_left_goes_to_the_questions():
    longest = plan(BLOCKS, Wish(_longest()), AGENDA)
    questions = next(item for item in longest.blocks if item.block.id == "questions")
    assert questions.minutes == 8 + 7 + AGENDA.most_questions
    assert (longest.spare, longest.cuts) == (0, ())


def _longest():
    with pytest.raises(NoPlanError) as caught:
        plan(BLOCKS, Wish(1000), AGENDA)
    assert (caught.value.why, caught.value.nearest[0].minutes) == (TOO_LONG, 120)
    return caught.value.bound


@pytest.mark.parametrize("minutes", [5, 0, -20])
def test_too_few_minutes_say_the_fewest_and_what_works(minutes):
    with pytest.raises(NoPlanError) as caught:
        plan(BLOCKS, Wish(minutes, "consecutive"), AGENDA)
    assert (caught.value.why, caught.value.bound) == (TOO_SHORT, 30)
    assert caught.value.nearest == (Wish(45, "consecutive"),)


def test_the_break_stands_at_the_end_of_the_block_that_is_nearest_to_the_middle():
    made = plan(BLOCKS, Wish(90), AGENDA)
    (pause,) = [item for item in made.items if isinstance(item, Pause)]
    ends = [item.start + item.minutes for item in made.items if isinstance(item, Item) and item.start < pause.start]
    following = next(item for item in made.items if item.start == pause.start + pause.minutes)
    assert abs(pause.start - 40) <= min(abs(ends[-2] - 40), abs(pause.start + following.minutes - 40))


def test_what_a_run_log_says_lengthens_a_block_with_that_interpreter_alone():
    corrections = {("close", "none"): 3.0, ("welcome", "consecutive"): 3.0}
    made = plan(BLOCKS, Wish(26), AGENDA, corrections)
    assert {item.block.id: item.minutes for item in made.blocks}["close"] == 9
    assert {item.block.id: item.correction for item in made.blocks}["welcome"] == 1.0
