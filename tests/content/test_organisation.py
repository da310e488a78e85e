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
