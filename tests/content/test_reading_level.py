"""Parents read this: every screen is at grade 8 or below."""

import pytest

from iepkit.content.checks import screens
from iepkit.content.reading_level import HIGHEST_GRADE, LEAST_WORDS, count_words, grade

EASY = "The cat sat on the mat. It was a good cat."
HARD = "Individualized educational considerations necessitate multidisciplinary documentation."


def test_the_formula_is_that_of_kincaid():
    # 11 words, 2 sentences, 11 syllables.
    assert grade([EASY]) == pytest.approx(0.39 * 11 / 2 + 11.8 * 11 / 11 - 15.59)


def test_a_hard_text_is_above_an_easy_one():
    assert grade([HARD]) > HIGHEST_GRADE > grade([EASY])


def test_a_term_of_the_law_counts_as_one_short_word():
    text = "Ask for a manifestation determination."
    assert grade([text], ["manifestation determination"]) < grade([text])


def test_a_citation_counts_as_one_short_word():
    assert grade(["See 34 CFR 300.530(e)(1)."]) == pytest.approx(grade(["See lawterm."]))


def test_no_words_have_no_grade():
    assert grade([]) == 0.0


def test_a_fragment_counts_as_a_sentence():
    assert grade(["One two", "three four"]) == pytest.approx(grade(["One two. Three four."]))


def test_every_screen_is_measured_and_below_the_limit(content):
    terms = [form for term_id in content.glossary for form in content.term_forms(term_id)]
    measured = {name: texts for name, texts in screens(content).items() if count_words(texts) >= LEAST_WORDS}
    assert {"the chart", "the glossary", "the page's own words"} <= measured.keys()
    assert {f'section "{section}"' for section in content.sections} <= measured.keys()
    assert {name: grade(texts, terms) for name, texts in measured.items() if grade(texts, terms) > HIGHEST_GRADE} == {}
