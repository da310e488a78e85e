"""Each slip in how a workshop is planned gets its sentence."""

import pytest

from iepkit.content import load
from tests.kit import ROOT

AGENDA = "data/agenda.yaml"
FAULTS = {
    "no file": (lambda kit: kit.path(AGENDA).unlink(), f"{AGENDA}: the file is missing."),
    "an interpreter that is missing": (
        lambda kit: kit.edit(AGENDA, "  simultaneous: 1.2", "  whispering: 1.2"),
        "column factors: it must say none, consecutive, simultaneous, and nothing else.",
    ),
    "a factor that shortens": (
        lambda kit: kit.edit(AGENDA, "simultaneous: 1.2", "simultaneous: 0.2"),
        'column factors: "simultaneous" can\'t be 0.2. Write a number from 1 to 4.',
    ),
    "a break that is longer than the workshop": (
        lambda kit: kit.edit(AGENDA, "from_minutes: 90, minutes: 10", "from_minutes: 10, minutes: 90"),
        "column breaks: a break must take minutes, and fewer than the workshop that it stands in.",
    ),
    "a break with no minutes": (
        lambda kit: kit.edit(AGENDA, "from_minutes: 90, minutes: 10", "from_minutes: 90"),
        'column breaks: "minutes" is missing or empty.',
    ),
    "a day to set up": (
        lambda kit: kit.edit(AGENDA, "room: 60", "room: 1440"),
        'column set_up: "room" can\'t be 1440. Write a number from 0 to 240.',
    ),
    "questions of less than no minutes": (
        lambda kit: kit.edit(AGENDA, "most_questions: 20", "most_questions: -1"),
        "column most_questions: it is less than nothing.",
    ),
    "a ground rule that is no text": (
        lambda kit: kit.edit(AGENDA, "  - You may pass", "  - {rule: none}\n  - You may pass"),
        "column ground_rules: each of them must be a text.",
    ),
    "a handout that stands twice": (
        lambda kit: kit.edit(AGENDA, "id: letter", "id: chart"),
        'column paper: the id "chart" stands twice.',
    ),
    "copies for nobody": (
        lambda kit: kit.edit(AGENDA, "copies: room", "copies: school"),
        'column paper: "school" is not known. Write one of: person, room.',
    ),
    "a word that is missing": (
        lambda kit: kit.edit(AGENDA, "  break: Break\n", ""),
        'column words: "break" is missing or no text.',
    ),
    "a word that is not known": (
        lambda kit: kit.edit(AGENDA, "  break: Break\n", "  break: Break\n  brake: Break\n"),
        'column words: the key "brake" is not known.',
    ),
    "a mark that is never filled in": (
        lambda kit: kit.edit(AGENDA, "Run sheet: {minutes} minutes", "Run sheet: {hours} hours"),
        'column words: "title" has other marks in curly brackets (hours) than are filled in. Use: {minutes}.',
    ),
    "questions that are no block": (
        lambda kit: kit.edit(AGENDA, "questions: questions", "questions: lunch"),
        'column questions: there is no block "lunch", so minutes that are left go to nobody.',
    ),
    "a handout of a block that is none": (
        lambda kit: kit.edit("data/deck/01_welcome.yaml", "handouts: [join", "handouts: [balloons"),
        f'block welcome: there is no handout "balloons". Write an id that stands under paper in {AGENDA}',
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_gets_its_sentence(kit, name):
    make, sentence = FAULTS[name]
    make(kit)
    assert any(sentence in problem for problem in kit.problems()), kit.problems()


def test_there_need_be_no_break(kit):
    kit.edit(AGENDA, "  - {from_minutes: 90, minutes: 10}\n", "")
    assert load(kit.folder).agenda.breaks == ()


def test_each_handout_says_for_whom_it_is():
    agenda = load(ROOT).agenda
    assert agenda.copies["chart"] == "person"
    assert agenda.copies["parking_lot"] == "room"
