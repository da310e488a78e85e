"""The text to copy."""

from iepkit.documents.letter import fill
from iepkit.documents.plain import as_plain_text
from iepkit.wording import Wording
from tests.documents.samples import full


def test_lines_that_belong_together_stand_together(content):
    letter = content.letters["first_request"]
    text = as_plain_text(fill(letter, {"parent": "Ana", "contact": "5"}, Wording(content)))
    assert text.startswith("From: Ana\nAddress: ________________________\nPhone or email: 5\n\nDate: ___")
    assert "\n\nRequest for a special education evaluation\n\n" in text
    assert "\n- ________________________\n- ____" in text
    assert text.endswith("\n")


def test_all_paragraphs_stand_in_it_in_order(content):
    for template in content.letters.values():
        letter = fill(template, full(template), Wording(content))
        text = as_plain_text(letter)
        position = 0
        for paragraph in letter.paragraphs:
            position = text.index(paragraph.text, position)
