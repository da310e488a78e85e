"""Another language keeps to the rules that English keeps to."""

import pytest

from iepkit.cli.check import how_far
from iepkit.content.languages import faults
from iepkit.content.reading_level import ease_of_spanish


def said(content, text, text_id="ui.title"):
    return list(faults(content, "es", text_id, text))


@pytest.mark.parametrize(
    "text",
    [
        "Usted califica para un IEP.",
        "Su hijo ya califica.",
        "Ya es demasiado tarde.",
        "El plazo ya venció.",
        "Los plazos han pasado.",
        "Ya pasó el plazo.",
        "Pida la reunión en 10 días.",
        "El día 11 hay otra regla.",
    ],
)
def test_what_no_text_may_say(content, text):
    assert len(said(content, text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "En la hoja se califica su trabajo.",
        "Pida la reunión en 10 días escolares.",
        "Son 5 días laborables escolares, 10 días hábiles o 30 días calendario.",
        "El día escolar 11 hay otra regla.",
        "Pida hoy. El plazo usual es este.",
    ],
)
def test_what_a_text_may_say(content, text):
    assert said(content, text) == []


def test_only_where_a_slide_shows_single_sentences_their_number_counts(content):
    assert content.texts["ui.lead"].count(".") < 3
    assert said(content, "Una. Dos. Tres. Cuatro.", "ui.lead") == []
    (fault,) = said(content, "Una. Dos. Tres. Cuatro.", "cell.law.iep")
    assert "it has 4 sentences and the English has 2" in fault


def test_the_formula_is_that_of_fernandez_huerta():
    # 7 words, 2 sentences, 11 syllables.
    assert ease_of_spanish(["El gato come. Mi casa es bonita."]) == pytest.approx(206.84 - 60 * 12 / 7 - 1.02 * 7 / 2)


def test_a_term_counts_as_one_short_word_and_an_english_word_is_counted_too():
    text = "Pida una determinación de la manifestación."
    assert ease_of_spanish([text], ["determinación de la manifestación"]) > ease_of_spanish([text])
    assert ease_of_spanish(["limit"]) == pytest.approx(206.84 - 60 * 2 - 1.02)
    assert ease_of_spanish([]) == 100.0


def test_how_far_a_language_is(content):
    line = how_far(content, "es")
    assert line.startswith("Spanish (es): complete; ")
    assert line.endswith(" drafts.")
