"""A slide and its notes say what data/ says, in the words of one language."""

import pytest

from iepkit.content import load
from iepkit.slides import notes, slide
from iepkit.slides.shown import ADDRESS_VARIABLE, as_html, find, notes_text, slide_text
from tests.content.test_deck import BLOCK, OURS


@pytest.fixture
def ours(kit, monkeypatch):
    kit.path(OURS).write_text(BLOCK)
    monkeypatch.setenv("IEPKIT_HOME", str(kit.folder))
    return kit


def text_of(kit, name="ours.first"):
    made = load(kit.folder)
    return slide_text(made, find(made, name))


def test_a_slide_shows_the_sentence_that_it_names_under_its_plan(ours):
    text = text_of(ours)
    cell = load(ours.folder).texts["cell.team.plan_504"]
    assert text.plans["plan_504"][0] in cell
    assert text.plans["plan_504"][0].startswith("But one person alone is not enough")
    assert text.texts == ("Look at it.",)
    assert text.has_code


def test_a_fact_that_changes_changes_slide_and_notes_with_no_old_words_left(ours):
    ours.edit("data/comparison.csv", "one person alone is not enough", "three people are needed")
    ours.edit("data/caveats.csv", "One counselor who decides alone", "Two counselors who decide alone")
    shown = slide("ours.first").html + notes("ours.first").html
    assert "three people are needed" in shown
    assert "one person alone is not enough" not in shown
    assert "Two counselors who decide alone" in shown
    assert "One counselor who decides alone" not in shown


def test_a_number_of_the_law_comes_with_its_kind_of_day(ours):
    limit = next(i for i, limit in load(ours.folder).limits.items() if limit.unit == "school_working_days")
    ours.edit(OURS, "Look at it.", f"It takes {{{limit}}}.")
    assert "school working days" in text_of(ours).texts[0]


def test_a_source_that_is_not_firm_says_whom_to_ask(ours):
    weak = next(i for i, source in load(ours.folder).sources.items() if not source.is_firm)
    ours.edit(OURS, "of: cell.team.plan_504", "of: cell.law.iep")
    ours.edit(OURS, "sentences: [3]", "sentences: [1]")
    assert text_of(ours).check_with == ""
    ours.edit(OURS, "- text: Look at it.", f"- text: Look at it.\n        sources: [{weak}]")
    check = text_of(ours).check_with
    assert load(ours.folder).sources[weak].check_with in check
    assert check in slide("ours.first").html


def test_all_words_of_a_slide_are_counted(ours):
    ours.edit(OURS, "Look at it.", "one two three four five six seven eight")
    text = text_of(ours)
    counted = [text.title, text.plans["plan_504"][0], text.check_with]
    assert text.words == sum(len(words.split()) for words in counted) + 8


def test_the_notes_say_what_to_say_and_where_it_stands(ours):
    made = load(ours.folder)
    text = notes_text(made, find(made, "ours.first"))
    assert (text.minutes, text.doing, text.online) == ((1, 2), (0, 3), None)
    assert text.myth[0] == made.texts["myth.good_grades.myth"]
    html = notes("ours.first").html
    for words in ("Here it is.", "What do you see?", "Usual: 1 to 5 min.", "34 CFR 104.35(c)"):
        assert words in html
    assert made.texts["caveat.team.plan_504"].split(".")[0] in html


def test_the_code_leads_where_the_maker_says(ours, monkeypatch):
    assert "<svg" not in slide("ours.first").html
    assert load(ours.folder).texts["ui.deck.no_code"] in slide("ours.first").html
    monkeypatch.setenv(ADDRESS_VARIABLE, "http://192.168.8.2:8000")
    html = slide("ours.first").html
    assert "<svg" in html
    assert "http://192.168.8.2:8000" in html


def test_what_a_trainer_typed_is_text_and_no_code(ours):
    ours.edit(OURS, "Look at it.", "<b>Look</b>")
    assert "&lt;b&gt;Look" in slide("ours.first").html


@pytest.mark.usefixtures("ours")
def test_a_slide_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(KeyError, match=r'there is no slide "ours.none"; the slides are: welcome\.'):
        slide("ours.none")


def test_a_slide_in_another_language_shows_the_same_sentences(ours):
    ours.translate("eo", {"cell.team.plan_504": "Unu. Du. Tri estas la tria. Kvar.", "deck.ours.first.title": "Unua"})
    made = load(ours.folder)
    text = slide_text(made, find(made, "ours.first"), "eo")
    assert (text.title, text.plans["plan_504"]) == ("Unua", ("Tri estas la tria.",))


def test_a_translation_with_fewer_sentences_shows_the_english_one_and_no_other(ours):
    ours.translate("eo", {"cell.team.plan_504": "Unu. Du. Tri estas la tria kaj la lasta."})
    made = load(ours.folder)
    assert slide_text(made, find(made, "ours.first"), "eo").plans == slide_text(made, find(made, "ours.first")).plans


def test_the_code_of_a_slide_opens_the_page_in_the_slides_language(ours, monkeypatch):
    codes = []
    monkeypatch.setattr("iepkit.slides.shown.qr_code", lambda address: codes.append(address) or "")
    made = load(ours.folder)
    for language in ("en", "es"):
        html = as_html(made, find(made, "ours.first"), "http://192.168.8.2:8000", language)
        assert '<p class="address">http://192.168.8.2:8000</p>' in html
    assert codes == ["http://192.168.8.2:8000", "http://192.168.8.2:8000/?lang=es"]


@pytest.mark.parametrize("block", ["welcome", "two_laws", "team", "my_letter"])
def test_no_slide_and_no_notes_of_the_spanish_deck_fall_back_to_english(content, block):
    for one in content.blocks[block].slides:
        text, told = slide_text(content, one, "es"), notes_text(content, one, "es")
        english, in_english = slide_text(content, one), notes_text(content, one)
        shown = {text.title, *text.texts, *(words for texts in text.plans.values() for words in texts)}
        others = {english.title, *english.texts, *(words for texts in english.plans.values() for words in texts)}
        assert shown & others == set(), one.id
        assert told.say.words != in_english.say.words
