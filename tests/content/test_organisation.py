"""iepkit.toml is checked as strictly as the law's texts: it stands on every print."""

import pytest

from iepkit.content import load
from iepkit.content.organisation import contrast_with_white

FAULTS = [
    (('name = ""', 'title = ""'), 'iepkit.toml, column title: the key "title" is not known.'),
    (('accent = "#1b4f72"', 'accent = "#9ab"'), '"#9ab" is no colour.'),
    (('accent = "#1b4f72"', 'accent = "#99aabb"'), "#99aabb is too pale to read on white (contrast 2.4 : 1)."),
    (('accent = "#1b4f72"', 'acent = "#1b4f72"'), 'the colour "acent" is not known.'),
    (('logo = ""', 'logo = "logo.png"'), 'the logo "logo.png" is missing.'),
    (('logo = ""', 'logo = "logo.pdf"'), 'the logo "logo.pdf" is no picture that every phone shows.'),
    (('disclaimer = "We', 'disclaimer = ""\n#"We'), "the disclaimer is missing or empty."),
    (('name = ""', "name = 5"), '"name" is not written in the way that it must be.'),
    (('name = ""', "name = Ours"), "the file can't be read"),
    (("[wifi]", "[wifi]\npassword = 'x'"), 'the key "password" is not known under [wifi].'),
    (
        ('address = ""  ', 'address = "192.168.8.2"  '),
        'column wifi.address: "192.168.8.2" is no web address. Write it as in',
    ),
    (('page = ""', 'page = "ours"'), 'column online.page: "ours" is no web address.'),
    (('page = ""', 'place = ""'), 'the key "place" is not known under [online]. What stands there is: page.'),
    (('what = "Free help', 'why = "Free help'), "help 1: this entry has a key that is not known."),
    (('id = "fcsn"', 'id = "mac"'), 'the id "mac" stands twice.'),
    (('id = "fcsn"', 'id = ""'), "help 1: id, name or what is missing."),
    (('address = "https://fcsn.org"', 'address = "fcsn.org"'), '"fcsn.org" is no web address.'),
    (
        ("[answers]", "[answers]\nweeks = 3"),
        'the key "weeks" is not known under [answers]. What stands there is: file,',
    ),
    (('file = ""', "file = 5"), "column answers.file: 5 is no name of a file."),
    (
        ("days = 90", 'days = "90"'),
        'column answers.days: "90" is no number of days. Write a whole number from 1 to 366',
    ),
    (("days = 90", "days = 0"), '"0" is no number of days.'),
    (("years = 3", "years = true"), '"True" is no number of years.'),
    (("years = 3", "years = 11"), "Write a whole number from 1 to 10, with no quotation marks; 3 is usual."),
]
FUNDER_FAULTS = [
    ("", "column funder 1: this entry has a key too many or too few. The keys are: id, ask, choices."),
    ('id = "a"\nask = "A?"\nchoices = ["x", "y"]\nmore = 1', "a key too many or too few."),
    ('id = "a"\nask = "A?"\nchoices = "x, y"', "funder 1: this entry is not written in the way that it must be."),
    ('id = "A b"\nask = "A?"\nchoices = ["x", "y"]', '"A b" can\'t be an id. Use small letters, figures and _ alone.'),
    ('id = "a"\nask = "A?"\nchoices = ["x"]', "there are 1 choices. Give two to 6."),
    ('id = "a"\nask = "A?"\nchoices = ["x", 2]', "a choice is no text."),
    ('id = "a"\nask = " "\nchoices = ["x", "y"]', '" " is empty or too long. Write 200 signs at most.'),
    (f'id = "a"\nask = "A?"\nchoices = ["x", "{"y" * 81}"]', "is empty or too long. Write 80 signs at most."),
    ('id = "a"\nask = "A {day}?"\nchoices = ["x", "y"]', '"A {day}?" has curly brackets. Take them out.'),
    (
        'id = "a"\nask = "A?"\nchoices = ["x", "y"]\n[[funder]]\nid = "a"\nask = "A?"\nchoices = ["x", "y"]',
        'funder 2: the id "a" stands twice.',
    ),
]


@pytest.mark.parametrize(("change", "sentence"), FAULTS, ids=[sentence[:40] for _, sentence in FAULTS])
def test_a_fault_gets_its_sentence(kit, change, sentence):
    kit.edit("iepkit.toml", *change)
    assert [p for p in kit.problems() if sentence in p], kit.problems()


def test_a_missing_file_gets_its_sentence(kit):
    kit.path("iepkit.toml").unlink()
    assert any("iepkit.toml: the file is missing." in p for p in kit.problems())


def test_a_file_in_another_encoding_gets_its_sentence(kit):
    kit.path("iepkit.toml").write_bytes(b'name = "Caf\xe9"')
    assert any("not saved as UTF-8" in p for p in kit.problems())


def test_a_huge_logo_is_refused(kit):
    kit.path("logo.png").write_bytes(b"x" * 300_000)
    kit.edit("iepkit.toml", 'logo = ""', 'logo = "logo.png"')
    assert any('the logo "logo.png" is too large (300 kB).' in p for p in kit.problems())


def test_a_good_logo_and_contact_are_taken(kit):
    kit.path("logo.png").write_bytes(b"x")
    kit.edit("iepkit.toml", 'logo = ""', 'logo = "logo.png"')
    kit.edit("iepkit.toml", 'contact = ""', 'contact = "555 0100"')
    organisation = load(kit.folder).organisation
    assert organisation.logo.name == "logo.png"
    assert organisation.contact == "555 0100"


def test_the_contrast_is_that_of_wcag():
    assert contrast_with_white("#000000") == pytest.approx(21)
    assert contrast_with_white("#ffffff") == pytest.approx(1)
    assert contrast_with_white("#767676") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize(("entry", "sentence"), FUNDER_FAULTS, ids=[sentence[:40] for _, sentence in FUNDER_FAULTS])
def test_a_fault_in_a_question_of_the_funder_gets_its_sentence(kit, entry, sentence):
    kit.append("iepkit.toml", f"\n[[funder]]\n{entry}")
    assert [p for p in kit.problems() if sentence in p], kit.problems()


def test_a_funder_asks_five_questions_at_most(kit):
    for number in range(6):
        kit.append("iepkit.toml", f'\n[[funder]]\nid = "q{number}"\nask = "A?"\nchoices = ["x", "y"]')
    assert any("there are 6 questions of the funder. Ask 5 at most" in p for p in kit.problems())


def test_questions_of_the_funder_and_how_long_answers_are_kept_are_taken(kit):
    kit.append("iepkit.toml", '\n[[funder]]\nid = "heard"\nask = " How? "\nchoices = ["School", " Online"]')
    kit.edit("iepkit.toml", "days = 90", "days = 30")
    kit.edit("iepkit.toml", 'file = ""', 'file = "ours.db"')
    content = load(kit.folder)
    organisation = content.organisation
    assert (organisation.answers_file, organisation.answers_days, organisation.answers_years) == ("ours.db", 30, 3)
    [question] = organisation.funder
    assert (question.id, question.choices) == ("heard", ("1", "2"))
    assert content.texts[question.text_id] == "How?"
    assert content.texts[question.choice_id("2")] == "Online"


def test_the_kits_own_example_of_a_funders_question_can_be_used(kit):
    text = kit.path("iepkit.toml").read_text(encoding="utf-8")
    lines = [
        line.removeprefix("# ") if line.startswith(("# [[funder", "# id", "# ask", "# choices")) else line
        for line in text.splitlines()
    ]
    kit.path("iepkit.toml").write_text("\n".join(lines), encoding="utf-8")
    assert [question.id for question in load(kit.folder).organisation.funder] == ["heard_of_us"]
