"""Another language is a matter of files; what it lacks is shown in English and named."""

import pytest

from iepkit.content import examine, load
from iepkit.content.translations import is_to_translate, languages_in, lost_marks


def test_a_language_overlays_english(kit):
    kit.translate("eo", {"ui.title": "Xe ze?"})
    content = load(kit.folder)
    assert content.languages == ("en", "eo", "es")
    assert content.words("ui.title", "eo") == ("Xe ze?", "eo")
    assert content.words("ui.lead", "eo") == ("What is the difference, and what do I ask for?", "en")


def test_what_is_missing_is_named_and_stops_nothing(kit):
    kit.translate("eo", {"ui.title": "Xe ze?"})
    content, problems = examine(kit.folder)
    assert content is not None
    assert not any(problem.stops for problem in problems)
    wanted = sum(is_to_translate(text_id, english) for text_id, english in content.texts.items())
    assert any(f"{wanted - 1:,} texts are not translated yet" in str(problem) for problem in problems)


def test_a_few_that_are_missing_are_named_one_by_one(kit):
    path = kit.path("data/translations/es/myths.csv")
    lines = path.read_text().splitlines()
    path.write_text("\n".join(lines[:-2]) + "\n")
    lost = {line.partition(",")[0] for line in lines[-2:]}
    named = [problem for problem in kit.problems() if "is missing; it is shown in English" in problem]
    assert {problem.split('"')[1] for problem in named} == lost


def test_an_english_text_that_changed_is_shown_in_english(kit):
    kit.translate("eo", {"cell.law.iep": "Ze xaw."})
    kit.edit("data/comparison.csv", "A federal law, IDEA", "A law, IDEA")
    assert any('the English of "cell.law.iep" has changed' in problem for problem in kit.problems())
    assert load(kit.folder).words("cell.law.iep", "eo")[1] == "en"


def test_a_lost_mark_stops(kit):
    kit.translate("eo", {"ui.notice": "No mark here."})
    assert any("the marks in curly brackets are not those of the English ({day})" in p for p in kit.problems())


@pytest.mark.parametrize(
    ("english", "text", "is_lost"),
    [
        ("Day {day}", "Día {day}", False),
        ("{day} and {limit}", "{limit} y {day}", False),
        ("Day {day}", "Día {day} {", True),
        ("Day {day}", "Día {day} {Fecha}", True),
        ("Day {day}", "Día {{day}}", True),
        ("Day {day}", "Día", True),
        ("Day", "Día }", True),
        ('As in {"a": {day}}', 'Como en {"a": {day}}', False),
        ('As in {"a": {day}}', 'Como en {"a": {day}', True),
    ],
)
def test_each_mark_stays_and_no_brace_is_left_beside_them(english, text, is_lost):
    assert lost_marks(english, text) is is_lost


def test_a_stray_brace_stops(kit):
    kit.translate("eo", {"ui.notice": "Ze {day} } ka."})
    assert any("the marks in curly brackets are not those of the English ({day})" in p for p in kit.problems())


def test_a_language_is_there_from_its_first_table_on(kit):
    kit.path("data/translations/pt").mkdir()
    assert languages_in(kit.folder) == ["es"]
    kit.translate("eo", {"ui.title": "Xe ze?"})
    assert languages_in(kit.folder) == ["eo", "es"]


@pytest.mark.parametrize(
    ("check", "said", "is_draft"),
    [
        (",,", "", True),
        ("Ana,2026-11-24,Ley", "", False),
        (",2026-11-24,Ley", "nobody is named", True),
        ("Ana,,Ley", "no day is written; it is a draft", True),
        ("Ana,2026-11-24,La ley", "it is a draft again", True),
    ],
)
def test_a_text_is_checked_by_somebody_on_a_day_in_these_words(kit, check, said, is_draft):
    kit.edit("data/translations/es/chart.csv", "category.law,Law,Ley,,,", f"category.law,Law,Ley,{check}")
    content, problems = examine(kit.folder)
    assert content.is_draft("category.law", "es") is is_draft
    assert [said in str(problem) for problem in problems] == [True] * bool(said)


def test_an_unknown_id_and_an_empty_text_are_named(kit):
    kit.edit("data/translations/es/chart.csv", "category.law,Law,Ley,,,", "category.law,Law,,,,")
    kit.append("data/translations/es/chart.csv", "ui.nothing,a,b,,,")
    found = "\n".join(kit.problems())
    assert 'there is no text "ui.nothing"' in found
    assert '"category.law" is not translated yet' in found


def test_terms_are_found_in_the_language_itself(kit):
    kit.translate("eo", {"glossary.fape.term": "ZAPE", "glossary.fape.also": "zape kru"})
    content = load(kit.folder)
    assert content.term_forms("fape", "eo") == ("ZAPE", "zape kru")
