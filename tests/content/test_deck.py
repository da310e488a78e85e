"""Each fault in the slides and the myths gets its sentence; what is shown is what data/ says."""

import pytest

OURS = "data/deck/90_ours.yaml"
BLOCK = """\
id: ours
title: Our town
aim: You know our town.
priority: 990
part: compare
handouts: [chart]
slides:
  - id: first
    title: First
    short: true
    minutes: [1, 2]
    doing: [0, 3]
    body:
      - of: cell.team.plan_504
        sentences: [3]
        plan: plan_504
      - text: Look at it.
      - picture: qr
    say: Here it is.
    ask: What do you see?
    myth: good_grades
    more: [caveat.team.plan_504]
    sources: [cfr-104-35-c]
"""
FAULTS = {
    "no file": (None, None, "data/deck: there are no slides."),
    "an unknown key": ("aim:", "aims:", f'{OURS}, row 1: the key "aims" is not known.'),
    "a block with no slide for its short form": (
        "short: true",
        "short: false",
        'the block "ours" has no slide for its short form. Write short: true',
    ),
    "a priority that is taken": (
        "priority: 990",
        "priority: 1",
        f'{OURS}, row 1, column priority: the priority 1 is that of the block "close" too.',
    ),
    "the id of another block": ("id: ours", "id: welcome", 'the block "welcome" stands in another file too.'),
    "a slide with no minutes": (
        "    minutes: [1, 2]\n",
        "",
        'block ours, the slide "First": "minutes" is missing or empty.',
    ),
    "a slide that takes no time": ("[1, 2]\n    doing: [0, 3]", "[0, 0]", 'the slide "First": it takes no minutes.'),
    "minutes that run backwards": ("[1, 2]", "[2, 1]", "must be two whole numbers, the lower one first"),
    "a slide with no notes": ("    say: Here it is.\n", "", 'the slide "First": "say" is missing or empty.'),
    "a part of the body that is none": ("- picture: qr", "- film: x", "a part of its body is not understood."),
    "a picture that is none": ("picture: qr", "picture: dog", 'there is no picture "dog". Write one of: qr.'),
    "a plan that is none": (
        "plan: plan_504",
        "plan: plan_b",
        'there is no plan "plan_b". Write one of: iep, plan_504.',
    ),
    "a text that is not there": (
        "of: cell.team.plan_504",
        "of: cell.nothing.iep",
        'block ours, the slide "First": there is no text "cell.nothing.iep".',
    ),
    "a sentence that is not there": (
        "sentences: [3]",
        "sentences: [9]",
        '"cell.team.plan_504" has 4 sentences, and none with the number 9.',
    ),
    "a sentence before the first": ("sentences: [3]", "sentences: [0]", "must be a list of whole numbers from 1"),
    "a note that is not there": ("caveat.team.plan_504", "caveat.x", 'there is no text "caveat.x".'),
    "a myth that is not there": ("myth: good_grades", "myth: none_such", 'there is no myth "none_such".'),
    "a handout that is none": ("handouts: [chart]", "handouts: [hat]", "hat"),
    "a source that is not there": ("cfr-104-35-c", "cfr-0", 'there is no source "cfr-0".'),
    "a number that is not there": (
        "Look at it.",
        "Wait for {some_days}.",
        '"deck.ours.first.body.2" names the number "some_days", and there is none.',
    ),
    "a verdict": ("Look at it.", "You qualify.", 'says "You qualify"'),
    "days of no kind": ("Look at it.", "Wait for 30 days.", 'says "30 days", and not which kind of day.'),
}


@pytest.fixture
def ours(kit):
    kit.speak_english_alone()
    kit.path(OURS).write_text(BLOCK)
    return kit


def test_a_block_that_is_as_it_should_be_is_taken(ours):
    assert ours.problems() == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_gets_its_sentence(fault, ours):
    old, new, sentence = FAULTS[fault]
    if old is None:
        for path in ours.path("data/deck").glob("*.yaml"):
            path.unlink()
    else:
        ours.edit(OURS, old, new)
    assert [problem for problem in ours.problems() if sentence in problem]


def test_a_myth_with_no_source_gets_a_sentence(kit):
    kit.append("data/myths.yaml", "- id: ours\n  myth: X.\n  answer: Y.\n  sources: []")
    assert any('"sources" is missing or empty.' in problem for problem in kit.problems())


def test_every_myth_waits_at_some_slide(content):
    named = {slide.myth for block in content.blocks.values() for slide in block.slides}
    assert content.myths.keys() <= named


def test_what_speaks_of_the_law_on_a_slide_has_sources(content):
    slides = [slide for block in content.blocks.values() for slide in block.slides]
    own = [piece for slide in slides for piece in slide.body if piece.text_id.startswith(slide.text_id)]
    of_law = [piece for piece in own if "{" in content.texts[piece.text_id]]
    assert [piece.text_id for piece in of_law if not piece.sources] == []
