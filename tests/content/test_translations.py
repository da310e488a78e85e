"""Another language is a matter of files; what it lacks is shown in English and named."""

from iepkit.content import examine, load


def test_a_language_overlays_english(kit):
    kit.translate("eo", {"ui.title": "Xe ze?"})
    content = load(kit.folder)
    assert content.languages == ("en", "eo")
    assert content.words("ui.title", "eo") == ("Xe ze?", "eo")
    assert content.words("ui.lead", "eo") == ("What is the difference, and what do I ask for?", "en")


def test_what_is_missing_is_named_and_stops_nothing(kit):
    kit.translate("eo", {"ui.title": "Xe ze?"})
    content, problems = examine(kit.folder)
    assert content is not None
    assert not any(problem.stops for problem in problems)
    missing = [str(problem) for problem in problems if "is missing; it is shown in English" in str(problem)]
    assert len(missing) == sum(bool(text) for text in content.texts.values()) - 1


def test_an_english_text_that_changed_is_shown_in_english(kit):
    kit.translate("eo", {"cell.law.iep": "Ze xaw."})
    kit.edit("data/comparison.csv", "A federal law, IDEA", "A law, IDEA")
    assert any('the English of "cell.law.iep" has changed' in problem for problem in kit.problems())
    assert load(kit.folder).words("cell.law.iep", "eo")[1] == "en"


def test_a_lost_mark_stops(kit):
    kit.translate("eo", {"ui.notice": "No mark here."})
    assert any("the marks in curly brackets are not those of the English ({day})" in p for p in kit.problems())


def test_an_unknown_id_and_an_empty_text_are_named(kit):
    kit.translate("eo", {"ui.title": ""})
    kit.append("data/translations/eo/texts.csv", "ui.nothing,a,b")
    found = "\n".join(kit.problems())
    assert 'there is no text "ui.nothing"' in found
    assert '"ui.title" is not translated yet' in found


def test_terms_are_found_in_the_language_itself(kit):
    kit.translate("eo", {"glossary.fape.term": "ZAPE", "glossary.fape.also": "zape kru"})
    content = load(kit.folder)
    assert content.term_forms("fape", "eo") == ("ZAPE", "zape kru")
