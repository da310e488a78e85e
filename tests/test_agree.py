"""Nothing on the wall differs from the phone or the paper: a fact is changed once, and changes everywhere."""

import pytest

from iepkit.comparison import table
from iepkit.content import load
from iepkit.documents.handouts import IDS, handouts
from iepkit.guide import read
from iepkit.slides import deck
from iepkit.slides.notebooks import notebooks_of, run
from iepkit.slides.pdf import as_pdf
from tests.documents.test_pdf import opened, words_of

# A sentence of the chart that a slide shows too, and a number of the law that slides, notes and handouts name.
CHANGES = {
    "a sentence of the chart": (
        ("data/comparison.csv", "Clubs and sports are covered too.", "Choirs and trips are covered too."),
        "Clubsandsportsarecoveredtoo.",
        "Choirsandtripsarecoveredtoo.",
        {"table", "slides", "print", "notes", "chart"},
    ),
    "what a careful trainer adds": (
        ("data/caveats.csv", "One counselor who decides alone", "Two counselors who decide alone"),
        "Onecounselorwhodecidesalone",
        "Twocounselorswhodecidealone",
        {"table", "slides", "notes", "chart"},
    ),
    "a number of the law": (
        ("data/limits.csv", "Consent form sent to you,5,", "Consent form sent to you,6,"),
        "5schooldaystotheconsentform",
        "6schooldaystotheconsentform",
        {"slides", "print", "notes"},
    ),
}


@pytest.fixture(params=CHANGES)
def change(request):
    return CHANGES[request.param]


def everywhere(kit):
    """What is said in each place, with no white space."""
    content = load(kit.folder)
    slides = deck.timed(run(notebooks_of(kit.folder, content), content))
    paper = dict(handouts(content, only=("chart", "time_limits"), looks=("colour",), papers=("letter",)))
    said = {
        "table": table(content).data,
        "slides": dict(deck.files(slides, content))[deck.PAGE].decode(),
        "print": words_of(as_pdf(slides, content, with_notes=False)),
        "notes": words_of(as_pdf(slides, content, with_notes=True)),
        "chart": words_of(paper["letter/colour/chart.pdf"]),
        "time_limits": words_of(paper["letter/colour/time_limits.pdf"]),
    }
    return {place: "".join(words.split()) for place, words in said.items()}


def test_a_fact_that_changes_changes_everywhere_with_no_old_words_left(kit, change):
    edit, old, new, places = change
    before = everywhere(kit)
    assert {place for place, words in before.items() if old in words} >= places
    kit.edit(*edit)
    after = everywhere(kit)
    assert {place for place, words in after.items() if new in words} >= places
    assert [place for place, words in after.items() if old in words] == []


def test_a_sheet_has_one_name(content):
    """The run sheet and the first page call a handout what stands on it."""
    for name in IDS:
        ((_, file),) = handouts(content, only=(name,), looks=("colour",), papers=("letter",))
        assert opened(file).metadata.title == content.texts[f"agenda.paper.{name}"]


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_ground_rules_are_the_same_in_the_guide_and_on_the_run_sheet(content, language):
    guide = read(content, language)
    for number in range(1, content.agenda.ground_rules + 1):
        assert f"{number}. {content.words(f'agenda.rule.{number}', language)[0]}" in guide
