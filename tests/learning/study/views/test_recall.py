"""Questions from the floor and myths: one's own answer first, then the sourced one, then a rating of one's own."""

import datetime as dt

import pytest
from markupsafe import escape

from iepkit.learning.study.events import Event, Kind
from iepkit.learning.study.views import recall
from iepkit.learning.study.views.floor import FloorView
from iepkit.learning.study.views.myths import MythsView
from tests.learning.study.samples import module


@pytest.fixture(params=[FloorView, MythsView])
def view(request, content):
    return request.param(module(content))


def words(text_id, content):
    return str(escape(content.texts[text_id].split("{")[0]))


def test_each_item_of_the_kit_can_be_asked_and_compared(desk, content):
    items = [*(f"floor.{one}" for one in content.floor), *(f"myth.{one}" for one in content.myths)]
    for item in items:
        one = recall.found(item, content)
        asked = recall.piece(item, desk, "x")
        assert words(one.asked, content) in asked
        assert words(one.answer, content) not in asked
        compared = recall.piece(item, desk, "x", "compared")
        for text_id in (one.answer, *([one.say] if one.say else [])):
            assert words(text_id, content) in compared
        for source in one.sources:
            assert str(escape(content.sources[source].cite)) in compared


def test_what_is_still_asks_and_does_not_answer(view, desk, content):
    still = view.still(desk.wording)
    for item in view.items:
        one = recall.found(item, content)
        assert words(one.asked, content) in still
        assert words(one.answer, content) not in still


def test_what_is_still_says_nothing_of_the_learner(view, desk):
    before = view.still(desk.wording)
    view.act(desk, "rate", {"item": view.items[0], "rating": "1"})
    assert view.still(desk.wording) == before


def test_one_s_own_words_have_no_name_so_no_form_can_send_them(view, desk):
    item = view.items[0]
    for state in ("open", "compared", "rated"):
        view.act(desk, "rate", {"item": item, "rating": "1"})
        html = recall.piece(item, desk, "x", state)
        area = html[html.index("<textarea") : html.index("</textarea>")]
        assert " name=" not in area
        assert f'data-own="{item}"' in area


def test_compare_shows_the_answer_and_keeps_nothing(view, desk, content):
    item = view.items[0]
    reply = view.act(desk, "compare", {"item": item})
    (place,) = reply.pieces
    assert reply.focus == place
    assert words(recall.found(item, content).answer, content) in reply.pieces[place]
    assert 'data-do="rate"' in reply.pieces[place]
    assert desk.events() == []


def test_an_answer_that_is_being_compared_is_not_taken_away_by_another_tab(view, desk):
    assert " data-touched" in recall.piece(view.items[0], desk, "x", "compared")
    assert " data-touched" not in recall.piece(view.items[0], desk, "x")


@pytest.mark.parametrize("rating", recall.RATINGS)
def test_a_rating_is_kept_and_says_when_it_comes_back(view, seat, rating):
    desk, _ = seat
    item = view.items[0]
    reply = view.act(desk, "rate", {"item": item, "rating": rating})
    (event,) = desk.events()
    assert (event.kind, dict(event.body)) == (Kind.RATED, {"item": item, "rating": int(rating)})
    back = desk.cards()[item].due.astimezone().date()
    (html,) = reply.pieces.values()
    assert desk.wording.day(back) in html
    assert desk.wording.plain(f"ui.study.floor.rating.{rating}") in html
    assert html in view.live(desk)


def test_the_last_rating_is_shown(view, seat):
    desk, clock = seat
    item = view.items[0]
    view.act(desk, "rate", {"item": item, "rating": "1"})
    clock.moment += dt.timedelta(days=1)
    view.act(desk, "rate", {"item": item, "rating": "3"})
    assert f"March 3, 2026: {desk.wording.plain('ui.study.floor.rating.3')}" in view.live(desk)


def test_again_asks_anew(view, desk, content):
    item = view.items[0]
    view.act(desk, "rate", {"item": item, "rating": "2"})
    (html,) = view.act(desk, "again", {"item": item}).pieces.values()
    assert words(recall.found(item, content).answer, content) not in html
    assert "data-stays" not in html


@pytest.mark.parametrize("values", [{}, {"rating": ""}, {"rating": "4"}, {"rating": ["1", "2"]}, {"rating": 3}])
def test_a_rating_that_cannot_be_gets_a_sentence_and_is_not_kept(view, desk, values):
    (html,) = view.act(desk, "rate", {"item": view.items[0], **values}).pieces.values()
    assert str(desk.wording("ui.study.floor.fault.choose")) in html
    assert desk.events() == []


@pytest.mark.parametrize("item", [None, "", "floor", "floor.gone", "myth.gone", "question.law_two_laws", ["floor.x"]])
def test_what_is_not_asked_here_is_ignored(view, desk, item):
    assert view.act(desk, "compare", {"item": item}) is None
    assert recall.act(desk, "compare", {"item": item}, "x") is None


def test_what_this_cannot_do_is_ignored(view, desk):
    assert view.act(desk, "answer", {"item": view.items[0]}) is None


def test_what_is_gone_is_left_out(desk, content):
    view = FloorView(module(content, floor=("gone", next(iter(content.floor)))))
    desk.log.add(Event("", Kind.RATED, desk.now(), {"item": "floor.gone", "rating": 1}))
    assert view.live(desk).count("<form") == 1
    assert view.still(desk.wording).count("<li>") == 1
    assert recall.piece("floor.gone", desk, "x") == ""
