"""A story: the first thought, then what the rules say."""

import datetime as dt

import pytest
from markupsafe import escape

from iepkit.content.model import PLANS
from iepkit.explorers import work_out
from iepkit.learning.study.events import Kind
from iepkit.learning.study.views.case import MOST_CHOICES, CaseView, choices
from tests.learning.study.desks import desk_at


@pytest.fixture
def view(content):
    return CaseView(next(case for case in content.cases.values() if case.workshop))


def expected(case):
    return {plan: case.expect[plan]["answer"] for plan in PLANS}


def other(case, content):
    """For each plan an answer that is offered and that the rules do not give."""
    offered = choices(case, content)
    return {plan: next(a for a in offered[plan] if a != expected(case)[plan]) for plan in PLANS}


def words(text_id, content):
    return str(escape(content.texts[text_id].split("{")[0]))


def think(view, desk, picks):
    return view.act(desk, "think", picks).pieces["case"]


def test_every_story_can_be_thought_about_and_shown_to_its_end(desk, content):
    for case in content.cases.values():
        view = CaseView(case)
        assert words(f"case.{case.id}.name", content) in view.live(desk)
        html = think(view, desk, expected(case))
        assert html.count(str(desk.wording("ui.study.case.same"))) == len(PLANS), case.id
        for plan in PLANS:
            finding = getattr(work_out(case.topic, case.given, content, desk.now().date()).outcome, plan)
            assert words(f"answer.{case.topic}.{plan}.{finding.answer}", content) in html
            for reason in finding.reasons:
                assert words(f"reason.{reason}.say", content) in html


def test_few_answers_are_all_offered_and_of_many_five_with_the_one_that_is_expected(content):
    for case in content.cases.values():
        for plan, offered in choices(case, content).items():
            answers = content.interviews[case.topic].answers[plan]
            assert len(offered) == min(len(answers), MOST_CHOICES)
            assert expected(case)[plan] in offered
            assert offered == [answer for answer in answers if answer in offered]


def test_the_answers_that_are_offered_do_not_tell_which_is_expected(content):
    """Each answer of a long list is also offered where it is not expected."""
    for topic, interview in content.interviews.items():
        cases = [case for case in content.cases.values() if case.topic == topic]
        for plan in PLANS:
            astray = {a for case in cases for a in choices(case, content)[plan] if a != expected(case)[plan]}
            assert astray == set(interview.answers[plan])


def test_what_is_still_is_the_same_on_each_day_and_does_not_tell_the_end(tmp_path, content):
    dated = [case for case in content.cases.values() if "days ago" in str(case.given)]
    for case in (dated[0], dated[-1]):
        days = (dt.datetime(2026, 3, 2, 15, tzinfo=dt.UTC), dt.datetime(2027, 9, 1, 15, tzinfo=dt.UTC))
        stills = set()
        for number, moment in enumerate(days):
            desk, _ = desk_at(tmp_path / str(number), content, moment)
            view = CaseView(case)
            stills.add(view.still(desk.wording))
            think(view, desk, expected(case))
            stills.add(view.still(desk.wording))
        (still,) = stills
        assert "days ago" in still
        assert not [r for r in content.reasons.values() if words(f"reason.{r.id}.text", content)[:60] in still]


def test_a_workshop_s_story_has_its_question_and_the_district_s_view(view, desk, content):
    name = f"case.{view.case.id}"
    assert words(f"{name}.question", content) in view.live(desk)
    assert words(f"{name}.district", content) not in view.live(desk)
    assert words(f"{name}.district", content) in think(view, desk, expected(view.case))


def test_what_is_still_reads_without_a_stylesheet(view, desk):
    # JupyterLab floats the terms of such a list, and its pairs run together.
    assert "<dl" not in view.still(desk.wording)


def test_a_story_with_no_question_is_told_without_one(desk, content):
    view = CaseView(next(case for case in content.cases.values() if not case.workshop))
    assert str(desk.wording("ui.study.case.question")) not in view.live(desk)
    assert str(desk.wording("ui.district_view")) not in think(view, desk, expected(view.case))


def test_another_first_thought_is_named_beside_what_the_rules_say(view, desk, content):
    picks = other(view.case, content)
    html = think(view, desk, picks)
    assert str(desk.wording("ui.study.case.same")) not in html
    for plan in PLANS:
        assert words(f"answer.{view.case.topic}.{plan}.{picks[plan]}", content) in html


def test_not_to_know_is_a_thought_too(view, desk):
    html = think(view, desk, dict.fromkeys(PLANS, "not_sure"))
    assert html.count(str(desk.wording("ui.study.case.was_not_sure"))) == len(PLANS)


def test_only_that_it_was_done_is_kept(view, desk, content):
    think(view, desk, other(view.case, content))
    (event,) = desk.events()
    assert (event.kind, dict(event.body)) == (Kind.DONE, {"item": f"case.{view.case.id}"})


def test_a_story_that_was_done_shows_its_end_and_can_be_thought_over_again(view, desk, content):
    think(view, desk, other(view.case, content))
    live = view.live(desk)
    assert "March 2, 2026" in live
    assert "<form" not in live
    assert "<form" in view.act(desk, "again", {}).pieces["case"]


@pytest.mark.parametrize(
    "picks",
    [
        {},
        {"iep": "not_sure"},
        {"iep": "not_sure", "plan_504": ""},
        {"iep": "gone", "plan_504": "not_sure"},
        {"iep": ["not_sure", "not_sure"], "plan_504": "not_sure"},
    ],
)
def test_half_a_thought_gets_a_sentence_and_what_was_chosen_stays(view, desk, picks):
    reply = view.act(desk, "think", picks)
    html = reply.pieces["case"]
    assert str(desk.wording("ui.study.case.fault.choose")) in html
    assert html.count(" checked>") == sum(pick == "not_sure" for pick in picks.values())
    assert desk.events() == []


def test_what_this_cannot_do_is_ignored(view, desk):
    assert view.act(desk, "answer", {}) is None
