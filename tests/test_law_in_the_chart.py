"""The corrections that a cell itself has to make: it may be read alone, on paper.

Each is a place where the article that the kit is made from is wrong or misleading.
"""

import re

import pytest

CORRECTIONS = {
    "eligibility.iep": ["Massachusetts", "related service", "Good grades alone do not decide", "The Team decides"],
    "eligibility.plan_504": ["substantially limits", "medicine is not counted against", "No medical diagnosis"],
    "services.plan_504": ["services", "special education"],
    "plan-requirements.plan_504": ["document", "ask for a written plan"],
    "team.iep": [
        "district representative",
        "explain the test results",
        "and the child when",
        "if the child is or may be",
    ],
    "team.plan_504": ["one person alone is not enough", "know the child", "evaluation data", "placement options"],
    "parental-rights.iep": ["written consent", "refuses", "independent evaluation", "state complaint", "any dispute"],
    "parental-rights.plan_504": [
        "must give notice",
        "records",
        "impartial hearing",
        "BSEA",
        "OCR",
        "no express stay-put",
    ],
    "accountability.plan_504": ["evaluate again"],
    "discipline-protections.iep": ["10 school days", "45 school days", "day 11", "services go on"],
    "discipline-protections.plan_504": ["a group that knows the child must ask", "90 school days", "Massachusetts"],
    "funding.plan_504": ["lack of money is no reason"],
}
KINDS = r"(?:school working|school|calendar|business) days?"


@pytest.mark.parametrize("cell", CORRECTIONS)
def test_the_cell_itself_states_the_corrected_rule(content, cell):
    words = content.texts[f"cell.{cell}"]
    assert [part for part in CORRECTIONS[cell] if part.lower() not in words.lower()] == []


@pytest.mark.parametrize(
    "pattern", [r"\b\d+ (?:(?:more|other|full|school|working|calendar|business) ){0,3}days?\b", r"\b(?:\w+ )?day \d+\b"]
)
def test_every_number_of_days_says_which_kind(content, pattern):
    numbers = [m.group() for words in content.texts.values() for m in re.finditer(pattern, words)]
    assert numbers
    assert [number for number in numbers if not re.search(KINDS, number)] == []


FORBIDDEN = [
    r"\byou(?:r child)? qualif(?:y|ies)\b",
    r"\btoo late\b",
    r"\bno notice\b",
    r"\bonly (?:to )?OCR\b",
    r"\bmust include .{0,20}administrator\b",
    r"\b60 days\b",
    r"\btime limit has passed\b",
]


@pytest.mark.parametrize("pattern", FORBIDDEN)
def test_what_the_kit_never_says(content, pattern):
    assert [text_id for text_id, words in content.texts.items() if re.search(pattern, words, re.IGNORECASE)] == []


def test_every_fact_of_the_articles_chart_is_there(content):
    facts = {
        "law.iep": ["IDEA"],
        "law.plan_504": ["Section 504"],
        "eligibility.iep": ["progress", "special education"],
        "eligibility.plan_504": ["major life activity", "learning", "concentrating"],
        "services.iep": ["speech", "occupational", "counseling", "specialized reading", "related services"],
        "services.plan_504": ["access", "extra time", "seat", "behavior supports", "changed work"],
        "plan-requirements.iep": ["in writing", "goals", "measured"],
        "plan-requirements.plan_504": ["does not say that the plan must be in writing"],
        "team.iep": ["parents", "special education teacher", "general education teacher", "district representative"],
        "team.plan_504": ["small", "teacher", "counselor"],
        "parental-rights.iep": ["notice", "meetings", "stays put", "due process hearing"],
        "parental-rights.plan_504": ["Fewer", "OCR"],
        "accountability.iep": ["progress", "tell the parents"],
        "accountability.plan_504": ["no progress reports beyond those that all students get"],
        "discipline-protections.iep": ["FAPE must go on"],
        "discipline-protections.plan_504": ["permanently expelled", "Massachusetts"],
        "funding.iep": ["extra federal money"],
        "funding.plan_504": ["No extra federal money", "general budget"],
    }
    assert len(facts) == 18
    lost = {c: [f for f in found if f not in content.texts[f"cell.{c}"]] for c, found in facts.items()}
    assert {cell: facts for cell, facts in lost.items() if facts} == {}
