"""Which language a notebook speaks: its own, that of the environment, or English."""

import re

import pytest

from iepkit import comparison, guide, learning, pages, sections, tables
from iepkit.content import LANGUAGE_VARIABLE
from iepkit.language import LanguageError, speak, spoken
from tests.learning.study.desks import desk_at


@pytest.fixture(autouse=True)
def silent(monkeypatch):
    # Set and removed, so that it is as before when the test is over.
    monkeypatch.setenv(LANGUAGE_VARIABLE, "")


def test_english_is_spoken_where_nothing_says_otherwise(monkeypatch):
    assert spoken() == "en"
    monkeypatch.delenv(LANGUAGE_VARIABLE)
    assert spoken() == "en"


def test_the_environment_says_it_and_a_notebook_may_say_another(monkeypatch):
    monkeypatch.setenv(LANGUAGE_VARIABLE, "es")
    assert spoken() == "es"
    assert 'lang="en">This notebook speaks English.<' in speak("en").data
    assert spoken() == "en"


def test_a_language_that_is_not_there_gets_one_sentence_with_those_that_are(monkeypatch):
    with pytest.raises(LanguageError, match=r'^The kit does not speak "fr". It speaks: en, es.$'):
        speak("fr")
    assert spoken() == "en"
    monkeypatch.setenv(LANGUAGE_VARIABLE, "fr")
    with pytest.raises(LanguageError, match="fr"):
        spoken()


def test_every_call_of_a_notebook_speaks_it(monkeypatch, tmp_path):
    monkeypatch.setenv("IEPKIT_PROGRESS", str(tmp_path / "progress.jsonl"))
    speak("es")
    module = "eligibility"
    calls = [
        *(comparison.table().data, sections.show("purpose").data, guide.show().data, pages.explore(module).html()),
        *(pages.workshop().html(), pages.my_letter().html(), pages.explore_comparison().html()),
        *(learning.start().html(), learning.due().html(), learning.ready().html(), learning.check(module).html()),
        *(learning.case("adhd-good-grades").html(), learning.floor(module).html(), learning.myths(module).html()),
        *(learning.tasks(module).html(), learning.law("idea_purpose").data, learning.further(module).data),
    ]
    assert [call for call in calls if re.search(r'lang="([^"]*)"', call)[1] != "es"] == []


def test_tables_have_texts_in_the_language_and_the_same_columns_and_ids(content):
    english = [getattr(tables, name)() for name in ("chart", "limits", "sources", "cases")]
    speak("es")
    spanish = [getattr(tables, name)() for name in ("chart", "limits", "sources", "cases")]
    for one, other in zip(english, spanish, strict=True):
        assert list(one.columns) == list(other.columns)
        assert list(one.index) == list(other.index)
    assert spanish[0].loc["Law", "iep"] == content.words("cell.law.iep", "es")[0] != english[0].loc["Law", "iep"]
    assert set(spanish[1]["name"]) == {content.words(f"limit.{limit}.name", "es")[0] for limit in content.limits}
    assert set(spanish[3]["story"]) == {content.words(f"case.{case}.name", "es")[0] for case in content.cases}


def test_what_is_done_in_one_language_counts_in_another(tmp_path, content):
    desk, _ = desk_at(tmp_path, content)
    question = content.study_bank[content.modules["law"].check[0]]
    check = learning.check("law")._view
    check.act(desk, "answer", {"question": question.id, "choice": question.choices[0].id})
    kept = (tmp_path / "progress.jsonl").read_text(encoding="utf-8")
    speak("es")
    told = content.words(question.choices[0].feedback_id, "es")[0]
    assert desk.language == "es"
    assert str(desk.wording(question.choices[0].feedback_id, **desk.wording.numbers)) in check.live(desk)
    assert told not in kept
    assert "en" not in {part.strip('" ') for part in kept.replace(":", ",").split(",")}
