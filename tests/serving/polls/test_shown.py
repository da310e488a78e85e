"""What stands on phones and on the wall: nothing of a vote before it may be seen, and then all of it."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest

from iepkit.content import load
from iepkit.learning import sheet, steps
from iepkit.serving.polls import shown
from iepkit.wording import Wording
from tests.serving.polls.views import knowledge, view, walked, with_check

BOTH = pytest.mark.parametrize("show", [shown.phone, shown.wall], ids=["phone", "wall"])
CONTENT = load()
CASES = steps.steered(CONTENT)
SHARE = re.compile(r"\d \(\d+ %\)")
SCRIPT = "<script>alert('x')</script>"


def text_of(html):
    """The words alone."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def bank_votes(content, question):
    """Votes for each choice of this question, each another number; 15 or more in all."""
    choices = [choice.id for choice in content.bank[question].choices]
    return {choice: 7 + number for number, choice in enumerate([*choices, "not_sure"])}


class Controls(HTMLParser):
    """The names and values of a form's controls."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        of = dict(attrs)
        if tag == "input":
            self.found.append((of["name"], of.get("value")))

    def filled(self):
        """As the page sends it when the last of each is chosen, and MA is typed everywhere."""
        answers = {}
        for name, value in self.found:
            *path, last = name.split(".")
            place = answers
            for step in path:
                place = place.setdefault(step, {})
            place[last] = value or "MA"
        answers["code"] = list(answers["code"].values())
        return answers


@BOTH
def test_where_nothing_is_asked_nothing_is_shown(content, show):
    assert show(view(content), Wording(content)) == ""


@BOTH
@pytest.mark.parametrize("question", CONTENT.bank)
def test_an_open_question_gives_nothing_away(content, show, question):
    html = show(view(content, "question", question=question, voters=23), Wording(content))
    bank = content.bank[question]
    for choice in bank.choices:
        assert Wording(content).plain(choice.text_id, **Wording(content).numbers) in unescape(html)
        assert Wording(content).plain(choice.feedback_id, **Wording(content).numbers) not in unescape(html)
    assert "The right answer" not in html
    assert not SHARE.search(html)
    assert ("I am not sure" in html) == (bank.kind == "knowledge")


@BOTH
@pytest.mark.parametrize("question", CONTENT.bank)
def test_a_closed_question_says_all_votes_what_is_right_and_why(content, show, question):
    votes = bank_votes(content, question)
    html = show(view(content, "question", closed=True, question=question, votes=votes), Wording(content))
    words = text_of(html)
    bank, wording = content.bank[question], Wording(content)
    for choice in bank.choices:
        said = " ".join(wording.plain(choice.feedback_id, **wording.numbers).split())
        assert f"{votes[choice.id]} (" in words
        assert (said in words) == (show is shown.phone or choice.is_right)
        if said in words:
            assert all(content.sources[source].cite in words for source in choice.sources)
    assert html.count("The right answer") == (1 if bank.right else 0)


def test_the_right_answer_is_open_and_the_others_are_folded(content):
    question = knowledge(content)
    html = shown.phone(
        view(content, "question", closed=True, question=question, votes=bank_votes(content, question)), Wording(content)
    )
    right = next(choice for choice in content.bank[question].choices if choice.is_right)
    open_text = html.partition('<details class="others">')[0]
    assert Wording(content).plain(right.feedback_id) in unescape(open_text)
    others = [choice for choice in content.bank[question].choices if not choice.is_right]
    assert not any(Wording(content).plain(choice.feedback_id) in unescape(open_text) for choice in others)


@BOTH
def test_votes_that_stay_hidden_are_in_no_byte(content, show):
    before = bank_votes(content, knowledge(content))
    html = show(
        view(content, "question", closed=True, voters=4, before=before, question=knowledge(content)), Wording(content)
    )
    assert "Fewer than five phones voted" in html
    assert "The right answer" in html
    assert not SHARE.search(html)
    assert "inline-size" not in html
    assert "Votes in all" not in html


@BOTH
def test_where_nobody_voted_it_says_so(content, show):
    html = show(view(content, "question", closed=True, question=knowledge(content)), Wording(content))
    assert "Nobody voted." in html
    assert "Fewer than five" not in html


@BOTH
def test_before_and_now_stand_side_by_side(content, show):
    question = knowledge(content)
    first, second, *others = (choice.id for choice in content.bank[question].choices)
    nobody = dict.fromkeys([*others, "not_sure"], 0)
    html = show(
        view(
            content,
            "question",
            closed=True,
            question=question,
            votes={first: 9, second: 3, **nobody},
            before={first: 3, second: 9, **nobody},
        ),
        Wording(content),
    )
    row = re.search(rf'<tr role="row" data-choice="{first}".*?</tr>', html, re.DOTALL)[0]
    assert "Before 3 (25 %) Now 9 (75 %)" in text_of(row)
    assert re.findall(r"inline-size: (\d+)%", row) == ["25", "75"]


@BOTH
@pytest.mark.parametrize("closed", [False, True])
def test_what_a_trainer_typed_is_text(content, show, closed):
    votes = {"1": 4, "2": 2} if closed else None
    html = show(
        view(content, "typed", closed=closed, votes=votes, ask=SCRIPT, choices=[SCRIPT, "<img src=x onerror=y>"]),
        Wording(content),
    )
    assert "<script" not in html
    assert "<img" not in html
    assert text_of(html).count(SCRIPT) == 2
    assert "not sure" not in html


@BOTH
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_story_can_be_told_to_its_end(content, show, case):
    said, wording = {}, Wording(content)
    while question := steps.next_question(case, said, content):
        words = text_of(show(view(content, "step", question=question.id, **walked(content, case.id, **said)), wording))
        assert " ".join(wording.plain(f"case.{case.id}.name").split()) in words
        assert wording.plain(f"question.{case.topic}.{question.id}.ask", **wording.numbers) in words
        assert f"Step {len(said) + 1} of" in words
        assert "I don't know" in words
        # The room always says what the story does not.
        other = next(choice.id for choice in question.choices if choice.id != case.given.get(question.id))
        said[question.id] = other
    words = text_of(show(view(content, "outcome", closed=True, **walked(content, case.id, **said)), wording))
    told = steps.outcome(case, said, content)
    for plan in ("iep", "plan_504"):
        assert told[plan]["answer"] in words
        assert told[plan]["say"] in words
        if show is shown.phone:
            assert all(reason["text"] in words for reason in told[plan]["reasons"])
    assert ("Here the room told the story in another way" in words) == bool(steps.differing(case, said))
    assert "This page decides nothing." in words


def test_a_story_says_what_it_tells_in_words(content):
    asked = walked(content, "suspension-day-eleven")
    question = steps.next_question(content.cases["suspension-day-eleven"], {}, content)
    words = text_of(shown.phone(view(content, "step", question=question.id, **asked), Wording(content)))
    assert "September 16, 2025" in words
    assert "In which state does your child go to school? Massachusetts" in words
    assert "suspended" not in re.findall(r"\b[a-z_]+_[a-z_]+\b", words)


@pytest.mark.parametrize("form", ["before", "after"])
def test_a_sheet_that_is_filled_in_whole_is_one_that_the_server_reads(content, form):
    made = with_check(content, [(knowledge(content), knowledge(content))])
    html = shown.phone(view(made, "check", form=form, length="short"), Wording(made))
    read = sheet.read(Controls(html).filled(), form, "short", made)
    asked = {"code", "items", "role", "place"} | ({"confidence", "ratings"} if form == "after" else set())
    assert read.keys() == asked
    assert read["items"] == {knowledge(content): "not_sure"}


@BOTH
def test_a_check_says_what_it_is_for_and_how_long_it_is_kept(content, show):
    html = show(view(content, "check", form="before", length="full"), Wording(content))
    assert "This is no test of you" in html
    assert f"deleted after {content.organisation.answers_days} days" in html


def test_only_the_check_at_the_end_tells_what_is_right(content):
    made = with_check(content, [(knowledge(content), knowledge(content))])
    before, after = (
        shown.phone(view(made, "check", closed=True, form=form, length="short"), Wording(made))
        for form in ("before", "after")
    )
    assert "The right answer" not in before
    assert "The right answer" in after
    right = next(choice for choice in content.bank[knowledge(content)].choices if choice.is_right)
    assert all(content.sources[source].cite in after for source in right.sources)


def test_a_phone_can_mark_its_own_answer_in_each_row(content):
    question = knowledge(content)
    html = shown.phone(
        view(content, "question", closed=True, question=question, votes=bank_votes(content, question)), Wording(content)
    )
    assert re.findall(r'data-choice="(\w+)"', html) == list(bank_votes(content, question))
    assert html.count("data-own hidden") == len(bank_votes(content, question))
