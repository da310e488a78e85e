import pytest

from iepkit.content.sentences import sentences_of, some_of


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        ("One. Two? Three!", ["One.", "Two?", "Three!"]),
        ("A state law (M.G.L. c. 71B) applies. So do rules.", ["A state law (M.G.L. c. 71B) applies.", "So do rules."]),
        ('Write: "I ask for an evaluation." Then wait.', ['Write: "I ask for an evaluation."', "Then wait."]),
        ('It is so. "No" is no answer.', ["It is so.", '"No" is no answer.']),
        ("No end", ["No end"]),
    ],
)
def test_a_text_is_taken_apart_at_its_ends(words, sentences):
    assert sentences_of(words) == sentences


def test_no_sentence_of_the_chart_is_a_torn_one(content):
    for cell in content.cells.values():
        for text_id in cell.text_ids:
            sentences = sentences_of(content.texts[text_id])
            assert " ".join(sentences) == content.texts[text_id]
            assert all(s[0].isupper() or s[0] == '"' for s in sentences), text_id
            assert all(s[-1] in '.?!"' for s in sentences), text_id


def test_some_sentences_are_given_in_the_order_that_is_asked_for():
    assert some_of("One. Two. Three.", (3, 1)) == "Three. One."
    assert some_of("One. Two.", ()) == "One. Two."
    with pytest.raises(IndexError):
        some_of("One.", (2,))


@pytest.mark.parametrize(
    ("words", "sentences"),
    [
        ("\u4e00\u4e8c\u3002\u4e09\uff1f\u56db\u3002", ["\u4e00\u4e8c\u3002", "\u4e09\uff1f", "\u56db\u3002"]),
        ("\u0627\u0628. \u062a\u061f \u062b.", ["\u0627\u0628.", "\u062a\u061f", "\u062b."]),
        ("Uno. \u00bfDos? \u00abTres\u00bb.", ["Uno.", "\u00bfDos?", "\u00abTres\u00bb."]),
    ],
)
def test_scripts_with_no_capitals_or_spaces_have_sentences_too(words, sentences):
    assert sentences_of(words) == sentences
    assert some_of(words, (1, 2)) == words[: len(words) - len(sentences[-1])].strip()
