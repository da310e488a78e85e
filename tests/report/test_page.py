"""The report is one tagged page that a board member understands, whatever stands on it."""

import dataclasses
import datetime as dt
import io
import re

import pypdf
import pytest

from iepkit.content.model import FunderQuestion
from iepkit.learning.totals import Totals, totals_of
from iepkit.report import said
from iepkit.report.page import as_pdf
from iepkit.report.period import Held, Period, Season
from tests.learning.samples import codes, record, sheet, with_check, workshop
from tests.report.samples import held, one, sheets, year

DOT = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\x00\x00\x00\n"
    b"IDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82"
)
LONG = (
    "The school says that the grades are fine and that no test is needed. Which words can you write to the school "
    "in {form} {number}?"
)


@pytest.fixture(scope="module")
def asked(content):
    return with_check(content)


def made(period, content, paper="letter"):
    return pypdf.PdfReader(io.BytesIO(as_pdf(period, content, paper)))


def text(reader):
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in reader.pages))


def alternatives(reader):
    objects = (reader.get_object(number) for number in range(1, len(reader.xref_objStm) + len(reader.xref[0])))
    return [one["/Alt"] for one in objects if isinstance(one, dict) and "/Alt" in one]


def of(before, after, **more):
    """A report on one workshop with these sheets."""
    return lambda content: Period((Held(workshop(), totals_of(record(before, after, **more), content)),))


def test_in_spanish_it_is_one_page_with_nothing_of_the_english_words(asked):
    for period in (one(asked), year(asked)):
        reader = pypdf.PdfReader(io.BytesIO(as_pdf(period, asked, language="es")))
        assert (reader.trailer["/Root"]["/Lang"], len(reader.pages)) == ("es", 1)
        said = text(reader)
        english = [words for text_id, words in asked.texts.items() if text_id.startswith(("ui.report.", "check."))]
        assert [words for words in english if len(words.split()) > 2 and "{" not in words and words in said] == []


@pytest.mark.parametrize(("paper", "size"), [("letter", (612, 792)), ("a4", (595, 842))])
def test_it_is_one_tagged_page_with_title_language_and_paper(asked, paper, size):
    reader = made(one(asked), asked, paper)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.trailer["/Root"]["/Lang"] == "en"
    assert reader.metadata.title == "Workshop report: IEP or 504 plan?"
    assert [tuple(map(round, page.mediabox[2:])) for page in reader.pages] == [size]


def test_it_says_which_workshop_and_who_came(asked):
    said = text(made(one(asked), asked))
    assert "Springfield library, November 12, 2026" in said
    assert "People counted by hand: 31 (a parent or caregiver in person: 18;" in said
    # Two students are too few to be told as students.
    assert "student" not in said
    assert "fewer than five of a kind: 2)" in said
    assert "Checks answered: 22 before, 22 after." in said
    assert "Questions that the room voted on: 2. Votes: 38." in said


def test_where_nobody_counted_heads_those_who_sent_a_sheet_are_told(asked):
    said = text(made(one(asked, attended={}), asked))
    assert "People who sent a sheet: 22 (a parent or caregiver in person: 22)." in said


def test_the_picture_has_words_for_those_who_do_not_see_it(asked):
    # Of ten questions right: all 4 before; after, half 6 and half 8. Gains 2 and 4, five of each: mean 3.
    # Squares from 3: ten times 1; variance 10 / 9; standard error sqrt(1 / 9) = 1 / 3; t with 9 degrees 2.262;
    # so 3 -+ 0.754: from 22 to 38 points.
    names = codes(10)
    before = [sheet("before", name, 4) for name in names]
    after = [sheet("after", name, 6 + 2 * (place % 2)) for place, name in enumerate(names)]
    reader = made(of(before, after)(asked), asked)
    assert alternatives(reader) == [
        "Bars from 0 to 100%. Questions that were right before: 40%. After: 70%. Gain: +30 points (+22 to +38)."
    ]
    assert (
        "The same 10 people answered 10 questions before and 10 after. Right before: 40%. Right after: 70%. The mean "
        "gain is 30 percentage points (95% interval: 22 to 38). 10 of the 10 people gained."
    ) in text(reader)


def test_each_idea_stands_there_with_what_was_still_wrong(asked):
    names = codes(8)
    before = [sheet("before", name, 0) for name in names]
    after = [sheet("after", name, 10 if place < 6 else 9) for place, name in enumerate(names)]
    said = text(made(of(before, after)(asked), asked))
    assert "What is asked in after 1? 0% 100%" in said
    assert "What is asked in after 10? 0% 75% Choice b of after_10 (25%)" in said
    assert "How many of the same 8 people had it right." in said
    # All of them are paired, so nothing is told twice.
    assert "All who answered" not in said


def test_all_who_gain_the_same_have_no_interval_and_a_loss_is_told_as_one(asked):
    names = codes(5)
    before, after = [sheet("before", name, 6) for name in names], [sheet("after", name, 5) for name in names]
    said = text(made(of(before, after)(asked), asked))
    assert (
        "The change of each of them is -10 percentage points, so no interval can be worked out. "
        "0 of the 5 people gained."
    ) in said
    assert "Loss -10 points" in said


def test_no_change_has_no_sign_and_a_half_is_rounded_as_by_hand(asked):
    names = codes(8)
    before = [sheet("before", name, int(place == 0)) for place, name in enumerate(names)]
    after = [sheet("after", name, int(place == 1)) for place, name in enumerate(names)]
    said = text(made(of(before, after)(asked), asked))
    assert "Gain 0 points (-4 to +4)" in said
    assert "What is asked in after 1? 13% 13%" in said


@pytest.mark.parametrize(("number", "whole"), [(12.5, 13), (-12.5, -13), (12.49, 12), (100 / 3 * 3 / 200, 1), (0, 0)])
def test_a_half_goes_away_from_zero(number, whole):
    assert said.whole(number) == whole


def test_heads_that_were_counted_in_some_workshops_are_not_told_as_all(asked):
    day = dt.date(2026, 11, 12)
    period = Period((held(asked, day=day), held(asked, day=day, attended={})), Season.read("fall 2026"))
    assert "People counted by hand, in 1 of 2 workshops: 31 (" in text(made(period, asked))


def test_the_page_says_that_it_tells_no_cause(asked):
    assert "The figures do not say what caused a gain." in text(made(one(asked), asked))


def test_all_who_answered_stand_beside_the_pairs_where_nobody_can_be_told_apart(asked):
    said = text(made(one(asked, count=10, more_after=5), asked))
    assert re.search(
        r"All who answered, paired or not: before \d+% right \(n = 10\), after \d+% right \(n = 15\)", said
    )
    assert "All who answered" not in text(made(one(asked, count=10, more_after=4), asked))


def test_fewer_than_five_pairs_have_no_gain(asked):
    said = text(made(one(asked, count=3, more_after=6), asked))
    assert "Fewer than five people can be paired, so no gain is told." in said
    assert "before too few to report, after" in said
    assert "(n = 9)" in said
    assert "percentage points (" not in said
    assert "They may not be the same people before and after." in said


def test_a_workshop_with_no_check_before_says_that_nobody_was_asked(asked):
    said = text(made(one(asked, count=0, more_after=6), asked))
    assert "Before nobody was asked After" in said
    assert "too few to report" not in said.partition("Idea by idea")[2].partition("What people say")[0]


def test_a_workshop_with_no_check_says_so(asked):
    said = text(made(one(asked, count=0), asked))
    assert "No check was answered." in said
    assert said.count("too few to report") == 7
    assert "Idea by idea" not in said


def test_what_people_say_and_how_sure_they_feel_is_told(asked):
    said_so = {
        "confidence": {"tell_apart": {"before": 1, "now": 3}},
        "ratings": {"quality": 4, "usefulness": 2},
        "funder": {"heard": "2"},
    }
    said = text(made(of((), [said_so] * 6)(asked), asked))
    assert "It was well made and well led. 100% 4.0 6" in said
    assert "I can use what I learned. 0% 2.0 6" in said
    assert "It was about what matters to me. too few to report" in said
    assert "I can tell an IEP from a 504 plan. 1.0 3.0 6 of 6" in said
    assert "How did you hear about us? From school: 0%; From a parent: 100%; Online: 0% (n = 6)" in said


def test_several_workshops_are_told_by_workshop_or_by_season(asked):
    whole = year(asked)
    said = text(made(whole, asked))
    assert "All workshops: 4 workshops, from September 15, 2026 to May 20, 2027" in said
    assert re.search(r"Fall 2026 44 \d+% \d+% \+\d+ Winter 2027 22 ", said)
    fall = Period(whole.held[:2], Season.read("fall 2026"))
    said = text(made(fall, asked))
    assert "Fall 2026: 2 workshops, from September 15, 2026 to November 12, 2026" in said
    assert "Town 0, September 15, 2026 22 " in said
    assert "Fall 2026: Town 0, September 15, 2026" in text(
        made(Period(whole.held[:1], Season.read("fall 2026")), asked)
    )
    same_day = Period((whole.held[0], whole.held[0]), Season.read("fall 2026"))
    assert "Fall 2026: 2 workshops on September 15, 2026" in text(made(same_day, asked))


def test_a_small_workshop_cannot_be_found_from_the_others(asked):
    day = dt.date(2026, 11, 12)
    small = Period(tuple(held(asked, count=count, day=day, label=f"Town {count}") for count in (20, 9, 3)))
    said = text(made(small, asked))
    assert "The same 32 people" in said
    assert re.search(r"Town 20, November 12, 2026 20 \d+%", said)
    assert "Town 9, November 12, 2026 too few to report" in said
    assert "Town 3, November 12, 2026 too few to report" in said


def test_a_workshop_with_two_lengths_says_where_the_other_check_stands(asked):
    both = held(asked).totals + held(asked, count=6, of=3).totals
    short = totals_of(record(*sheets(6, of=3), length="short"), asked)
    period = Period((Held(workshop(), both + short),))
    assert "This is the check of 10 questions. The other one stands in report.csv." in text(made(period, asked))


def test_a_question_that_the_kit_has_no_more_is_told_by_its_id(asked, content):
    said = text(made(one(asked), dataclasses.replace(asked, bank=content.bank, check=asked.check)))
    assert "after_10" in said


def with_long_words(content):
    """Each text as long as it may be, and five questions of the funder."""
    long = with_check(content, ask=LONG)
    texts = dict(long.texts)
    for choice in (choice for question in long.bank.values() for choice in question.choices):
        texts[choice.text_id] = "That they test the child in all that the family fears may be a disability"
    questions = tuple(FunderQuestion(f"q{number}", tuple("123456")) for number in range(5))
    for question in questions:
        texts[question.text_id] = "How likely is it that you will tell another parent about this workshop? " * 2
        texts |= {question.choice_id(choice): f"{choice} in words that fill the line a bit" for choice in "123456"}
    organisation = dataclasses.replace(long.organisation, funder=questions, name="Federation for " + "Children " * 9)
    return dataclasses.replace(long, texts=texts | {"organisation.name": organisation.name}, organisation=organisation)


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_the_longest_words_stand_on_one_page_and_what_does_not_fit_is_named(content, paper):
    long = with_long_words(content)
    before, after = sheets(22)
    for number, answers in enumerate(after):
        answers["funder"] = {f"q{q}": str(number % 6 + 1) for q in range(5)}
    kept = record(before, after, label="The library of the town of Springfield, in the large room " * 2)
    period = Period(tuple(Held(kept.workshop, totals_of(kept, long)) for _ in range(6)))
    reader = made(period, long, paper)
    assert len(reader.pages) == 1
    said = text(reader)
    assert "What did not fit on this page stands in report.csv." in said
    assert said.count("Which words can you write") == 10
    assert "There was no group to compare with." in said
    assert "Numbers are rounded." in said


def test_a_logo_stands_on_it_with_the_organisations_name(asked, tmp_path):
    (tmp_path / "logo.png").write_bytes(DOT)
    ours = dataclasses.replace(asked.organisation, logo=tmp_path / "logo.png", name="Ours", contact="555 0100")
    texts = {**asked.texts, "organisation.name": "Ours"}
    reader = made(one(asked), dataclasses.replace(asked, organisation=ours, texts=texts))
    assert "Ours" in alternatives(reader)
    assert text(reader).count("Ours") == 2
    assert "555 0100" in text(reader)


def test_totals_that_were_kept_make_the_same_page(asked):
    now = one(asked)
    later = Period(
        tuple(Held(held.workshop, Totals.from_dict(held.totals.without_small().as_dict())) for held in now.held)
    )
    assert text(made(later, asked)) == text(made(now, asked))
