"""Where the learner is, in words and as a picture; what is due and what comes next; a copy of one's progress."""

import datetime as dt
import re

from iepkit import learning
from iepkit.explorers.answers import NOT_SURE
from iepkit.learning.study.events import Kind
from iepkit.learning.study.progress.lines import from_lines
from iepkit.learning.study.views.due import AT_ONCE
from iepkit.learning.study.views.start import StartView
from iepkit.wording import Wording

KINDS = {"case": Kind.DONE, "task": Kind.DONE, "question": Kind.ANSWERED, "floor": Kind.RATED, "myth": Kind.RATED}


def do(desk, *items):
    for item in items:
        kind = KINDS[item.partition(".")[0]]
        rest = {Kind.ANSWERED: {"choice": NOT_SURE}, Kind.RATED: {"rating": 3}}.get(kind, {})
        desk.add(kind, item=item, **rest)


def words(html):
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def steps(html):
    return re.findall(r'<svg class="step (\w+)"', html)


def modules(desk):
    return list(desk.content.modules.values())


def test_whoever_runs_nothing_reads_the_path_with_its_links(content):
    html = StartView().still(Wording(content))
    assert html.count("<li>") == len(content.modules)
    for module in content.modules.values():
        assert f'<a href="{module.notebook.rpartition("/")[2]}">' in html


def test_the_first_visit_says_what_will_be_and_where_progress_is_kept_in_three_sentences(seat):
    desk, _ = seat
    html = StartView().live(desk)
    opening = words(html.partition("</p>")[0]).replace(desk.log.shown, "PLACE")
    assert opening.endswith("Your progress is kept in this place: PLACE.")
    assert opening.count(". ") == 2
    assert steps(html) == ["new"] * len(modules(desk))
    # The first module is the page that this stands on: a link to it would do nothing.
    first = modules(desk)[0]
    assert f"Begin with: {desk.content.texts[first.title_id]} (" in html
    assert "It is this page: read on below." in words(html)
    assert "due today" not in html


def test_a_module_that_is_begun_is_half_filled_and_its_minutes_are_those_left(seat):
    desk, _ = seat
    module = desk.content.modules["eligibility"]
    do(desk, module.items[-1])
    html = StartView().live(desk)
    assert steps(html)[modules(desk).index(module)] == "begun"
    assert 'class="half"' in html
    assert f"You have done 0 of {len(modules(desk))} modules." in words(html)
    assert f"Begun: 1 of {len(module.items)} things done." in words(html)
    assert html.count('class="pointer"') == 1


def test_the_picture_has_its_words(seat):
    desk, _ = seat
    do(desk, *modules(desk)[0].items)
    html = StartView().live(desk)
    assert steps(html)[0] == "done"
    label = re.search(r'role="img" aria-label="([^"]+)"', html)[1]
    assert f"Modules: {len(modules(desk))}. Done: 1. Begun: 0." in label
    assert html.count("<svg") == html.count('aria-hidden="true"')


def test_at_the_end_the_last_module_is_named_for_its_last_questions(seat):
    desk, _ = seat
    for module in modules(desk):
        do(desk, *module.items)
    html = StartView().live(desk)
    assert set(steps(html)) == {"done"}
    assert 'class="pointer"' not in html
    assert "minutes are left" not in html
    assert "All modules are done." in html
    assert 'aria-current="step"' not in html


def test_what_is_due_is_said(seat):
    desk, clock = seat
    questions = [f"question.{question.id}" for question in desk.content.bank.values() if question.right][:2]
    do(desk, questions[0])
    assert "No questions are due today." in StartView().live(desk)
    clock.moment += dt.timedelta(days=2)
    assert "One question is due today." in StartView().live(desk)
    do(desk, questions[1])
    clock.moment += dt.timedelta(days=2)
    assert "2 questions are due today." in StartView().live(desk)


def test_who_comes_back_after_weeks_is_asked_for_a_dozen_and_the_rest_can_wait(seat):
    desk, clock = seat
    questions = [f"question.{question.id}" for question in desk.content.bank.values() if question.right]
    do(desk, *questions[:AT_ONCE])
    clock.moment += dt.timedelta(weeks=6)
    assert "can wait" not in words(StartView().live(desk))
    do(desk, questions[AT_ONCE])
    clock.moment += dt.timedelta(weeks=6)
    said = f"{AT_ONCE + 1} questions are due today. Start with {AT_ONCE} of them"
    html = words(StartView().live(desk))
    assert said in html
    assert "The rest can wait for another day." in html


def test_ones_own_records_are_saved_as_they_were_written_and_nobody_elses(seat):
    desk, clock = seat
    do(desk, "case.nothing-known")
    desk.sit_down("Ana")
    # A clock that ran ahead for a while: what is shown is put right, what is saved is not.
    clock.moment += dt.timedelta(days=900)
    do(desk, "case.adhd-good-grades")
    clock.moment -= dt.timedelta(days=899)
    do(desk, "case.nothing-known")
    reply = StartView().act(desk, "download", {})
    kept = from_lines(reply.file.content.decode()).events
    assert list(kept) == [event for event in desk.log.read() if event.learner == "Ana"]
    assert len(kept) == 3
    assert reply.file.name.endswith(".jsonl")
    assert reply.said


def test_what_it_can_not_do_is_passed_over(seat):
    assert StartView().act(seat[0], "answer", {"question": "law_two_laws"}) is None


def test_the_call_in_a_notebook_shows_the_widget(tmp_path, monkeypatch):
    monkeypatch.setenv("IEPKIT_PROGRESS", str(tmp_path / "progress.jsonl"))
    widget = learning.start()
    assert widget.name == "start"
    assert 'data-study="start"' in widget.html()
    assert 'data-piece="body"' in widget.answer("show", {})["page"]
