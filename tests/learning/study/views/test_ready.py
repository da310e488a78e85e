"""A try at readiness in a cell: begun, left, gone on with, handed in; then the papers."""

import dataclasses
import io
import json
import re
import subprocess
import sys
from random import Random

import pypdf
import pytest

from iepkit.explorers.answers import NOT_SURE
from iepkit.learning import study
from iepkit.learning.study import readiness
from iepkit.learning.study.desk import Desk
from iepkit.learning.study.events import Kind
from iepkit.learning.study.views.ready import ReadyView
from iepkit.learning.study.widget import Study
from iepkit.wording import Wording
from tests.kit import ROOT
from tests.learning.study.desks import desk_at

NAME = "Nguy\u1ec5n Th\u1ecb \u00c1nh"


@pytest.fixture
def view():
    return ReadyView(Random(1))


def standing(desk):
    return readiness.standing(desk.events(), desk.content)


def begin(view, desk):
    view.act(desk, "begin", {})
    return standing(desk).open


def put(view, desk, question, choice, attempt=None):
    attempt = attempt or standing(desk).open.id
    return view.act(desk, "put", {"attempt": attempt, "question": question, "choice": choice})


def go_through(view, desk, wrong=()):
    """One whole try, all right but these."""
    attempt = begin(view, desk)
    for question in attempt.questions:
        put(view, desk, question, NOT_SURE if question in wrong else desk.content.study_bank[question].right)
    return view.act(desk, "hand_in", {"attempt": attempt.id})


def do_all_modules(desk):
    for module in desk.content.modules.values():
        for item in module.items:
            kind, _, name = item.partition(".")
            match kind:
                case "question":
                    desk.add(Kind.ANSWERED, item=item, choice=desk.content.study_bank[name].choices[0].id)
                case "case" | "task":
                    desk.add(Kind.DONE, item=item)
                case _:
                    desk.add(Kind.RATED, item=item, rating=3)


def texts(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_what_is_still_says_what_is_asked_and_gives_no_question_away(content, view):
    still = view.still(Wording(content))
    assert "80 percent" in still
    assert "<form" not in still
    assert "<button" not in still
    assert not any(
        Wording(content).plain(q.text_id, **Wording(content).numbers) in still for q in content.bank.values()
    )


def test_a_try_asks_each_question_once_and_begins_with_none_chosen(desk, view):
    attempt = begin(view, desk)
    page = view.live(desk)
    assert re.findall(r'data-piece="item-(\w+)"', page) == list(attempt.questions)
    assert " checked" not in page
    assert page.count('value="not_sure"') == readiness.size(desk.content)


def test_begin_pressed_in_a_second_tab_goes_on_with_the_same_try(desk, view):
    first = begin(view, desk)
    put(view, desk, first.questions[0], NOT_SURE)
    reply = ReadyView(Random(9)).act(desk, "begin", {})
    assert standing(desk).open.id == first.id
    assert reply.pieces["ready"].count(" checked") == 1


def test_what_was_chosen_is_there_after_the_kernel_died(desk, view):
    attempt = begin(view, desk)
    first, second = attempt.questions[:2]
    put(view, desk, first, "a")
    put(view, desk, first, "b")
    reply = put(view, desk, second, NOT_SURE)
    assert f"2 of {readiness.size(desk.content)} questions are answered" in texts(reply.pieces["hand_in"])
    again = Desk(desk.content, desk.log, desk.now)
    page = ReadyView().live(again)
    assert standing(again).open.answers == {first: "b", second: NOT_SURE}
    assert re.findall(r'value="(\w+)" checked', page) == ["b", NOT_SURE]


def test_the_same_choice_twice_is_written_once(desk, view):
    question = begin(view, desk).questions[0]
    put(view, desk, question, "a")
    put(view, desk, question, "a")
    assert [event.kind for event in desk.events()] == [Kind.BEGUN, Kind.PUT]


@pytest.mark.parametrize(
    ("question", "choice"), [("gone", "a"), (["x"], "a"), (None, None), ("", "z"), ("", ["a"]), ("", {"a": 1})]
)
def test_what_no_page_sends_is_not_kept(desk, view, question, choice):
    attempt = begin(view, desk)
    assert put(view, desk, question or attempt.questions[0], choice) is None
    assert standing(desk).open.answers == {}


def test_with_some_open_it_asks_again_and_names_which(desk, view):
    attempt = begin(view, desk)
    for question in attempt.questions[:-2]:
        put(view, desk, question, desk.content.study_bank[question].right)
    reply = view.act(desk, "hand_in", {"attempt": attempt.id})
    assert (standing(desk).results, reply.focus) == ((), "hand_in")
    size = len(attempt.questions)
    named = re.findall(r"Go to question (\d+)", reply.pieces["hand_in"])
    assert named == [str(size - 1), str(size)]
    open_one = attempt.questions[-1]
    assert f'data-question="{open_one}"' in reply.pieces["hand_in"]
    assert view.act(desk, "go", {"question": open_one}).focus == f"item-{open_one}"
    view.act(desk, "hand_in", {"attempt": attempt.id, "sure": "yes"})
    assert set(standing(desk).last.missed) == set(attempt.questions[-2:])


def test_passed_is_said_with_each_topic(desk, view):
    page = go_through(view, desk).pieces["ready"]
    assert "Passed: you are ready to co-lead beside an experienced trainer" in page
    assert "You missed nothing." in page
    assert "What you missed is below" not in page
    rows = re.findall(r'<th scope="row">([^<]+)</th><td>(\d+) of (\d+)</td>', page)
    assert len(rows) == len(desk.content.readiness.items)
    assert all(right == of for _, right, of in rows)


def test_not_passed_says_why_with_feedback_on_each_choice_and_what_to_read(desk, view):
    bank = desk.content.study_bank
    attempt = begin(view, desk)
    wrong = [question for question in attempt.questions if bank[question].topic in ("discipline", "eligibility")]
    page = go_through(view, desk, wrong).pieces["ready"]
    words = desk.wording
    assert "Not yet passed" in page
    assert "Each of these must be right" in page
    missed = [question for question in attempt.questions if question in wrong]
    assert re.findall(r'data-piece="question-(\w+)"', page) == missed
    for question in missed:
        for choice in bank[question].choices:
            assert str(words(choice.feedback_id, **words.numbers)) in page
    must = sum(readiness.is_must(bank[question]) for question in missed)
    assert page.count(">Must be right</span>") == must > 0
    # Beside the link of the certificate.
    assert page.count('href="03_eligibility.ipynb"') == 2


def test_each_question_that_can_be_missed_has_a_module_to_read_again(desk, view):
    asked = [question.id for question in desk.content.study_bank.values() if question.right is not None]
    for number, question in enumerate(asked):
        desk.add(Kind.HANDED_IN, attempt=str(number), answers={question: NOT_SURE})
        page = view.live(desk)
        assert page.count(f'data-piece="question-{question}"') == 1
        again = page.partition("What to read again")[2].partition("What you missed")[0]
        assert "<li>" in again


def test_what_was_missed_is_due_in_the_daily_review_on_the_next_day(seat, view):
    desk, clock = seat
    attempt = begin(view, desk)
    wrong = attempt.questions[:3]
    go_through(view, desk, wrong)
    clock.moment = clock.moment.replace(day=clock.moment.day + 1, hour=23)
    assert set(desk.due()) == {f"question.{question}" for question in wrong}


def test_what_was_missed_can_be_answered_again_in_its_place_and_nothing_else(desk, view):
    attempt = begin(view, desk)
    wrong, other = attempt.questions[:2]
    go_through(view, desk, [wrong])
    reply = view.act(desk, "again", {"question": wrong})
    assert 'data-do="answer"' in reply.pieces[f"question-{wrong}"]
    assert view.act(desk, "again", {"question": other}) is None
    assert view.act(desk, "delete", {"question": wrong}) is None


def test_what_was_said_of_a_try_stays_though_its_missed_question_is_gone(tmp_path, desk, view):
    wrong = next(
        one for one in begin(view, desk).questions if one in desk.content.bank and one.startswith("discipline_")
    )
    assert "Not yet passed" in go_through(view, desk, [wrong]).pieces["ready"]
    bank = {name: question for name, question in desk.content.bank.items() if name != wrong}
    later, _ = desk_at(tmp_path, dataclasses.replace(desk.content, bank=bank))
    assert "Not yet passed" in view.live(later)
    assert standing(later).passed is None


def test_handed_in_from_two_tabs_it_counts_once(desk, view):
    attempt = begin(view, desk)
    go_through(view, desk)
    reply = ReadyView().act(desk, "hand_in", {"attempt": attempt.id, "sure": "yes"})
    assert "closed already" in reply.said
    assert len(standing(desk).results) == 1
    late = put(view, desk, attempt.questions[0], NOT_SURE, attempt.id)
    assert "Passed" in late.pieces["ready"]
    assert [event.kind for event in desk.events()].count(Kind.HANDED_IN) == 1


def test_the_next_try_asks_other_questions(desk, view):
    first = begin(view, desk).questions
    go_through(view, desk)
    second = begin(view, desk).questions
    bank, items = desk.content.study_bank, desk.content.readiness.items
    there_are = {topic: sum(q.topic == topic and q.right is not None for q in bank.values()) for topic in items}
    assert len(set(first) & set(second)) == sum(max(0, 2 * items[topic] - there_are[topic]) for topic in items)


def test_a_question_that_is_gone_since_is_left_out_and_said(desk, view):
    attempt = begin(view, desk)
    gone = attempt.questions[0]
    for question in attempt.questions[1:]:
        put(view, desk, question, desk.content.study_bank[question].right)
    small = dataclasses.replace(
        desk.content,
        bank={i: q for i, q in desk.content.bank.items() if i != gone},
        staff_bank={i: q for i, q in desk.content.staff_bank.items() if i != gone},
    )
    later = Desk(small, desk.log, desk.now)
    page = view.live(later)
    size = readiness.size(small)
    assert f"{size - 1} of {size - 1} questions are answered" in page
    page = view.act(later, "hand_in", {"attempt": attempt.id}).pieces["ready"]
    assert "Passed" in page
    assert "no more in the kit since this try began: 1." in page


def read(file):
    return pypdf.PdfReader(io.BytesIO(file.content))


def words_of(file):
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in read(file).pages))


def test_the_certificate_needs_all_modules_and_a_try_that_was_passed(desk, view):
    reply = view.act(desk, "certificate", {"name": NAME})
    assert reply.file is None
    assert "A try that is passed is left." in reply.pieces["certificate"]
    go_through(view, desk)
    reply = view.act(desk, "certificate", {"name": NAME})
    assert reply.file is None
    assert "03_eligibility.ipynb" in reply.pieces["certificate"]
    do_all_modules(desk)
    reply = view.act(desk, "certificate", {"name": NAME})
    assert reply.file.name == "certificate.pdf"
    assert "is saved" in reply.pieces["certificate"]
    assert len(read(reply.file).pages) == 1
    assert "Test passed on March 2, 2026" in words_of(reply.file)


@pytest.fixture
def ready(desk, view):
    go_through(view, desk)
    do_all_modules(desk)
    return desk


@pytest.mark.parametrize("paper", ["certificate", "summary"])
@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("", "There is no name yet"),
        (" \t\u202e.", "There is no name yet"),
        ("a" * 81, "longer than 80"),
        ("Ana \U0001f600", "can&#39;t show these signs: \U0001f600"),
        (["a"], "There is no name yet"),
        (None, "There is no name yet"),
    ],
)
def test_a_name_that_can_not_stand_there_gets_a_sentence_and_no_file(ready, view, paper, name, fault):
    reply = view.act(ready, paper, {"name": name})
    assert reply.file is None
    assert fault in reply.pieces[paper]
    assert 'aria-invalid="true"' in reply.pieces[paper]


def test_a_name_is_shown_as_text_and_kept_nowhere(ready, view, tmp_path):
    name = '<script>alert("x")</script>'
    before = ready.log.read()
    for paper, values in (("certificate", {}), ("summary", {"as": "pdf"}), ("summary", {"as": "text"})):
        reply = view.act(ready, paper, {"name": name, **values})
        assert reply.file
        assert "<script" not in reply.pieces[paper]
    assert ready.log.read() == before
    kept = [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()]
    assert any(Kind.HANDED_IN in text for text in kept)
    assert not any("alert" in text for text in kept)
    assert "alert" not in view.live(ready)


def test_the_summary_holds_what_the_learner_lets_stand(desk, view):
    attempt = begin(view, desk)
    go_through(view, desk, attempt.questions[:9])
    go_through(view, desk)
    do_all_modules(desk)

    def told(*chosen):
        return view.act(desk, "summary", {"name": NAME, "as": "text", "with": list(chosen)}).file.content.decode()

    assert "not yet passed" not in told("topics").casefold()
    assert told("not_passed").casefold().count("not yet passed") == 1
    assert "Topic: " in told("topics")
    assert "Topic: " not in told()
    assert "comes back often" not in told().casefold()
    assert "comes back often" in told("back").casefold()
    assert told("topics", "nonsense") == told("topics")
    one = view.act(desk, "summary", {"name": NAME, "as": "text", "with": "topics"}).file.content.decode()
    assert one == told("topics")


def test_the_widget_sends_a_file_as_a_browser_takes_it(ready):
    widget = Study(ReadyView(), ready)
    sent = widget.answer("summary", {"name": NAME, "as": "pdf", "with": "topics"})
    assert json.loads(json.dumps(sent))["file"]["name"] == "self_study_summary.pdf"
    assert sent["focus"] == "summary"


def test_the_maker_of_pdfs_is_not_imported_before_a_paper_is_asked_for():
    code = (
        "import sys; from iepkit.learning import study; from iepkit.learning.study.views.ready import ReadyView; "
        "assert not {'typst', 'iepkit.documents.certificate'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_call_of_the_notebooks_gives_its_widget():
    assert study.ready().name == "ready"
