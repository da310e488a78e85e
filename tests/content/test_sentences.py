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
