"""The daily review: what is due, mixed, a dozen at once, and what was done stays until it is asked for anew."""

import datetime as dt
import re

import pytest

from iepkit import learning
from iepkit.explorers.answers import NOT_SURE
from iepkit.learning.study.events import Kind
from iepkit.learning.study.views.due import AT_ONCE, DueView
from iepkit.wording import Wording


def knowledge(content):
    return [question for question in content.bank.values() if question.right]


def miss(desk, clock, count):
    """So many questions are missed; two days later all are due."""
    for question in knowledge(desk.content)[:count]:
        desk.add(Kind.ANSWERED, item=f"question.{question.id}", choice=NOT_SURE)
    clock.moment += dt.timedelta(days=2)


def pieces(html):
    return re.findall(r'data-piece="((?:question|floor|myth)-[^"]+)"', html)


def words(html):
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def send(view, desk, piece, *, right=True):
    question = desk.content.bank[piece.removeprefix("question-")]
    return view.act(desk, "answer", {"question": question.id, "choice": question.right if right else NOT_SURE})


def test_what_is_read_with_nothing_running_tells_nothing_of_the_learner(content):
    assert "Run this cell" in DueView().still(Wording(content))


def test_at_first_it_says_that_nothing_was_asked_yet(seat):
    assert "What you answer in a module comes back here." in DueView().live(seat[0])


def test_where_nothing_is_due_it_says_when_the_next_come_back_and_how_many(seat):
    desk, clock = seat
    for question in knowledge(desk.content)[:3]:
        desk.add(Kind.ANSWERED, item=f"question.{question.id}", choice=NOT_SURE)
    day = desk.wording.day((clock.moment + dt.timedelta(days=1)).astimezone().date())
    assert f"Nothing is due today. The next come back on {day}: 3." in words(DueView().live(desk))


def test_what_was_missed_in_the_afternoon_is_due_on_the_next_morning(seat):
    desk, clock = seat
    desk.add(Kind.ANSWERED, item=f"question.{knowledge(desk.content)[0].id}", choice=NOT_SURE)
    midnight = clock.moment.astimezone().replace(hour=0, minute=0) + dt.timedelta(days=1)
    clock.moment = midnight - dt.timedelta(minutes=1)
    assert desk.due() == []
    clock.moment = midnight
    assert len(desk.due()) == 1


def test_a_dozen_at_once_mixed_over_topics_and_the_rest_after_these(seat):
    desk, clock = seat
    miss(desk, clock, AT_ONCE + 8)
    view = DueView()
    html = view.live(desk)
    assert [name.replace("-", ".", 1) for name in pieces(html)] == desk.due()[:AT_ONCE]
    assert f"To review today: {AT_ONCE + 8}" in words(html)
    assert f"Here are {AT_ONCE} of them." in words(html)
    assert f"0 of {AT_ONCE} done." in words(html)


def test_each_is_counted_and_after_the_last_it_says_how_many_were_right(seat):
    desk, clock = seat
    miss(desk, clock, 3)
    view = DueView()
    first, second, third = pieces(view.live(desk))
    reply = send(view, desk, first)
    assert set(reply.pieces) == {first, "due-top", "due-end"}
    assert "1 of 3 done." in words(reply.pieces["due-top"])
    assert reply.said == "1 of 3 done."
    assert reply.focus == first
    assert words(reply.pieces["due-end"]) == ""
    send(view, desk, second, right=False)
    end = words(send(view, desk, third).pieces["due-end"])
    assert "Questions: 2 of 3 right at the first try." in end
    assert "That is all for now." in end


def test_the_first_try_counts(seat):
    desk, clock = seat
    miss(desk, clock, 1)
    view = DueView()
    (one,) = pieces(view.live(desk))
    send(view, desk, one, right=False)
    again = view.act(desk, "again", {"question": one.removeprefix("question-")})
    assert set(again.pieces) == {one}
    assert "0 of 1 right at the first try" in words(send(view, desk, one).pieces["due-end"])


def test_what_was_done_stays_with_its_feedback_until_the_cell_is_run_again(seat):
    desk, clock = seat
    miss(desk, clock, 3)
    view = DueView()
    shown = pieces(view.live(desk))
    send(view, desk, shown[1])
    html = view.live(desk)
    assert pieces(html) == shown
    assert html.count('class="question answered"') == 1
    anew = DueView().live(desk)
    assert pieces(anew) == [shown[0], shown[2]]
    assert 'class="question answered"' not in anew


def test_what_was_done_in_another_tab_is_not_asked_again(seat):
    desk, clock = seat
    miss(desk, clock, 3)
    view, other = DueView(), DueView()
    shown = pieces(view.live(desk))
    other.live(desk)
    send(view, desk, shown[0])
    send(other, desk, shown[1])
    assert pieces(view.live(desk)) == [shown[0], shown[2]]
    # A page that was not refreshed still gets its feedback.
    assert 'class="question answered"' in send(view, desk, shown[1]).pieces[shown[1]]


def test_after_a_dozen_the_next_ones_are_shown_on_request(seat):
    desk, clock = seat
    miss(desk, clock, AT_ONCE + 2)
    view = DueView()
    for one in pieces(view.live(desk)):
        reply = send(view, desk, one)
    assert "Still due: 2." in words(reply.pieces["due-end"])
    assert 'data-do="more"' in reply.pieces["due-end"]
    more = view.act(desk, "more", {})
    assert len(pieces(more.pieces["due"])) == 2
    assert "0 of 2 done." in words(more.pieces["due"])
    assert more.focus == "due-top"


def test_questions_from_the_floor_and_myths_come_back_too_and_are_counted_apart(seat):
    desk, clock = seat
    for item in (f"floor.{next(iter(desk.content.floor))}", f"myth.{next(iter(desk.content.myths))}"):
        desk.add(Kind.RATED, item=item, rating=1)
    miss(desk, clock, 1)
    clock.moment += dt.timedelta(days=30)
    view = DueView()
    shown = pieces(view.live(desk))
    assert sorted(name.partition("-")[0] for name in shown) == ["floor", "myth", "question"]
    for name in shown:
        item = name.replace("-", ".", 1)
        if item.startswith("question."):
            reply = send(view, desk, name)
        else:
            compared = view.act(desk, "compare", {"item": item})
            assert set(compared.pieces) == {name}
            reply = view.act(desk, "rate", {"item": item, "rating": "3" if item.startswith("floor.") else "2"})
    end = words(reply.pieces["due-end"])
    assert "Questions: 1 of 1 right at the first try." in end
    assert "In your own words: 1 of 2 that you could say." in end


def test_a_press_with_nothing_chosen_is_not_counted(seat):
    desk, clock = seat
    miss(desk, clock, 1)
    view = DueView()
    (one,) = pieces(view.live(desk))
    reply = view.act(desk, "answer", {"question": one.removeprefix("question-")})
    assert set(reply.pieces) == {one}
    assert "0 of 1 done." in words(view.live(desk))


def test_somebody_else_gets_what_is_due_for_them(seat):
    desk, clock = seat
    miss(desk, clock, 2)
    view = DueView()
    first, second = pieces(view.live(desk))
    send(view, desk, first)
    desk.sit_down("Ana")
    assert pieces(view.live(desk)) == []
    desk.sit_down("")
    assert pieces(view.live(desk)) == [second]


def test_a_page_of_who_sat_here_before_is_made_anew_and_counts_for_nobody(seat):
    desk, clock = seat
    miss(desk, clock, 1)
    view = DueView()
    (one,) = pieces(view.live(desk))
    desk.sit_down("Ana")
    assert pieces(send(view, desk, one).pieces["due"]) == []
    assert desk.events() == [event for event in desk.events() if event.kind == Kind.LEARNS]


@pytest.mark.parametrize(
    ("do", "values"),
    [
        ("answer", {}),
        ("answer", {"question": "gone", "choice": "a"}),
        ("answer", {"question": ["a", "b"]}),
        ("rate", {"item": "floor.gone", "rating": "3"}),
        ("nothing", {"question": "law_two_laws"}),
    ],
)
def test_what_can_not_be_asked_is_passed_over(seat, do, values):
    view = DueView()
    view.live(seat[0])
    assert view.act(seat[0], do, values) is None


def test_the_call_in_a_notebook_shows_the_widget(tmp_path, monkeypatch):
    monkeypatch.setenv("IEPKIT_PROGRESS", str(tmp_path / "progress.jsonl"))
    widget = learning.due()
    assert widget.name == "due"
    assert 'data-study="due"' in widget.html()
    assert 'data-piece="body"' in widget.answer("show", {})["page"]
