"""Each fault that staff can make in the content gets its sentence: what, where, how to mend."""

import datetime as dt

import pytest

from iepkit.content import ContentError, examine, load

CELL = '"A federal law, IDEA'


def write_bytes(name, change):
    def fault(kit):
        path = kit.path(name)
        path.write_bytes(change(path.read_bytes()))

    return fault


FAULTS = {
    "a missing file": (
        lambda kit: kit.path("data/caveats.csv").unlink(),
        "data/caveats.csv: the file is missing.",
    ),
    "a missing column": (
        lambda kit: kit.edit("data/comparison.csv", "category,iep,plan_504", "category,iep,plan"),
        'data/comparison.csv, row 1: the column "plan_504" is missing.',
    ),
    "an unknown column": (
        lambda kit: kit.edit("data/comparison.csv", "category,iep,plan_504", "category,iep,plan_504,notes"),
        'data/comparison.csv, row 1: the column "notes" is not known.',
    ),
    "a doubled column": (
        lambda kit: kit.edit("data/glossary.csv", "id,term,also", "id,term,term"),
        'data/glossary.csv, row 1: the column "term" stands twice.',
    ),
    "an unknown category": (
        lambda kit: kit.edit("data/comparison.csv", "\nFunding,", "\nMoney,"),
        'data/comparison.csv, row 10, column category: "Money" is not known.',
    ),
    "a missing category": (
        lambda kit: kit.edit("data/comparison.csv", "\nFunding,", "\nMoney,"),
        'data/comparison.csv: the row "Funding" is missing.',
    ),
    "a doubled category": (
        lambda kit: kit.append("data/comparison.csv", "Law,a,b"),
        'data/comparison.csv, row 11, column category: "Law" stands in row 2 too.',
    ),
    "an empty cell": (
        lambda kit: kit.append("data/interface.csv", "empty,"),
        "column text: the cell is empty. Fill it in.",
    ),
    "an empty cell of the chart": (
        lambda kit: kit.edit("data/comparison.csv", "\nFunding,", "\nFunding,,b\nOld,"),
        "data/comparison.csv, row 10, column iep: the cell is empty.",
    ),
    "a row with too many cells": (
        lambda kit: kit.append("data/comparison.csv", "Law,a,b,c"),
        "data/comparison.csv, row 11: 4 cells stand here, and the first row has 3.",
    ),
    "a source that does not exist": (
        lambda kit: kit.edit("data/caveats.csv", "idea;mgl-71b-1;cmr-28", "idea;no-such-law"),
        'data/caveats.csv, row 2, column cell_sources: there is no source "no-such-law".',
    ),
    "a caveat with no source": (
        lambda kit: kit.edit("data/caveats.csv", "cfr-300-101-a;usc-29-794;cfr-104-33,federal", ",federal"),
        "data/caveats.csv, row 2, column sources: the caveat has no source.",
    ),
    "a level that its sources do not have": (
        lambda kit: kit.edit("data/caveats.csv", "cfr-300-101-a;usc-29-794;cfr-104-33,federal", "idea,practice"),
        'data/caveats.csv, row 2, column level: the level is "practice", and the caveat\'s sources are federal.',
    ),
    "a plan that is none": (
        lambda kit: kit.edit("data/caveats.csv", "\nLaw,iep,", "\nLaw,both,"),
        'data/caveats.csv, row 2, column plan: "both" is not known. Write one of: iep, plan_504.',
    ),
    "a cell with no caveat": (
        lambda kit: kit.edit("data/caveats.csv", "\nLaw,iep,", "\nLaw,both,"),
        "data/caveats.csv: Law and iep have no row.",
    ),
    "two caveats for one cell": (
        lambda kit: kit.edit("data/caveats.csv", "\nLaw,plan_504,", "\nLaw,iep,"),
        "data/caveats.csv, row 3: Law and iep stand together in another row too.",
    ),
    "a cell that a spreadsheet would run": (
        lambda kit: kit.edit("data/comparison.csv", CELL, '"=HYPERLINK(1)'),
        "data/comparison.csv, row 2, column iep: a spreadsheet would run this as a formula",
    ),
    "letters that can be read in two ways": (
        write_bytes("data/comparison.csv", lambda raw: raw.replace(b"A federal law", b"A f\x8ederal law", 1)),
        "data/comparison.csv, row 2: a letter here can be read in two ways",
    ),
    "an address that is not official": (
        lambda kit: kit.edit("data/sources.csv", "https://www.ecfr.gov/", "https://example.org/"),
        "column address: example.org is not where the official text stands.",
    ),
    "an address that is none": (
        lambda kit: kit.edit("data/sources.csv", "https://www.ecfr.gov/", "www.ecfr.gov/"),
        "is no web address. Start it with https://",
    ),
    "a date that is none": (
        lambda kit: kit.edit("data/sources.csv", "2026-11-24", "11/24/2026"),
        'data/sources.csv, row 2, column verified_on: "11/24/2026" is no date.',
    ),
    "a date to come": (
        lambda kit: kit.edit("data/sources.csv", "2026-11-24", "2999-01-01"),
        "data/sources.csv, row 2, column verified_on: 2999-01-01 has not come yet.",
    ),
    "a read source with no day": (
        lambda kit: kit.edit("data/sources.csv", "2026-11-24,V,", ",V,"),
        "data/sources.csv, row 2, column verified_on: a source that was read needs the day",
    ),
    "an unread source with a day": (
        lambda kit: kit.edit("data/sources.csv", ",,K,H", ",2026-11-24,K,H"),
        "column verified_on: K means that nobody has read it yet",
    ),
    "a weak source with nobody to ask": (
        lambda kit: kit.edit("data/sources.csv", "2026-11-24,V,H,", "2026-11-24,V,L,"),
        "data/sources.csv, row 2, column check_with: this source is not fully confirmed. Name whom",
    ),
    "an id that stands twice": (
        lambda kit: kit.edit("data/glossary.csv", "\nidea,", "\nada,"),
        'data/glossary.csv, row 3, column id: the id "ada" stands in row 2 too.',
    ),
    "an id that can't be one": (
        lambda kit: kit.edit("data/glossary.csv", "\nidea,", "\nThe IDEA,"),
        'data/glossary.csv, row 3, column id: "The IDEA" can\'t be an id.',
    ),
    "a section with an unknown key": (
        lambda kit: kit.edit("data/sections.yaml", "  title: What each", "  titel: What each"),
        'data/sections.yaml, row 4: the key "titel" is not known.',
    ),
    "a section with no text": (
        lambda kit: kit.edit("data/sections.yaml", "  title: What each plan is for", '  title: ""'),
        'data/sections.yaml, row 4, column title: "title" is missing or empty.',
    ),
    "YAML that can't be read": (
        lambda kit: kit.edit("data/sections.yaml", "  title: What each", " title: What each"),
        "data/sections.yaml, row 5: the file can't be read here",
    ),
    "a YAML file that is no list": (
        lambda kit: kit.path("data/sections.yaml").write_text("id: one\n"),
        "data/sections.yaml, row 1: the file is not a list of entries.",
    ),
    "a text that is too hard to read": (
        lambda kit: kit.edit(
            "data/sections.yaml",
            "Both plans help a child",
            "Notwithstanding considerations regarding implementation of individualized educational "
            "methodologies, administrative determinations necessitate comprehensive multidisciplinary "
            "documentation, institutional accountability, and longitudinal evaluation of developmental "
            "characteristics throughout participating organizational environments in every jurisdiction "
            "and under whatever circumstances the responsible authorities may consider appropriate, and child",
        ),
        'section "purpose" reads at grade',
    ),
    "a verdict": (
        lambda kit: kit.edit("data/interface.csv", "One moment,", "You qualify,"),
        'the text "ui.waiting" says "You qualify". Say what to ask for',
    ),
    "a closed door": (
        lambda kit: kit.edit("data/interface.csv", "One moment,", "It is too late,"),
        'the text "ui.waiting" says "too late". Say what the usual limit is',
    ),
    "a number of days of no kind": (
        lambda kit: kit.edit("data/interface.csv", "One moment,", "Within 30 days,"),
        'the text "ui.waiting" says "30 days", and not which kind of day.',
    ),
    "a number of the law that is none": (
        lambda kit: kit.edit("data/limits.csv", "to you,5", "to you,five"),
        'data/limits.csv, row 7, column value: "five" is no number.',
    ),
    "a reason that says only what follows from yes": (
        lambda kit: kit.edit(
            "data/reasons/eligibility.yaml", "  if_no: Ask the district what it offers", "  sources_of: Ask"
        ),
        'the key "sources_of" is not known.',
    ),
    "a reason in two files": (
        lambda kit: kit.append(
            "data/reasons/extra.yaml", "- id: steps_first\n  text: Yes.\n  say: Yes.\n  sources: [idea]"
        ),
        'data/reasons/extra.yaml, row 1: the reason "steps_first" stands in another file too.',
    ),
    "a time limit that nobody owes": (
        lambda kit: kit.edit("data/limits.csv", "school_days,district", "school_days,somebody"),
        '"somebody" is not known. Write one of: parent, district',
    ),
    "a unit that is missing": (
        lambda kit: kit.edit("data/units.csv", "months,month", "moons,month"),
        'data/units.csv: the unit "months" is missing.',
    ),
    "a route that lacks a part": (
        lambda kit: kit.edit("data/routes.yaml", "  cost:", "  price:"),
        'the key "price" is not known.',
    ),
    "a question of a kind that is none": (
        lambda kit: kit.edit("data/interviews/eligibility.yaml", "kind: number", "kind: figure"),
        'question "age": the kind "figure" is not known. Write one of: one, many, number',
    ),
    "a question with no choices": (
        lambda kit: kit.edit(
            "data/interviews/eligibility.yaml",
            "      choices:\n        - {id: massachusetts",
            "      choices: []\n      x:\n        - {id: massachusetts",
        ),
        'the key "x" is not known.',
    ),
    "a question that waits for one that comes later": (
        lambda kit: kit.edit("data/interviews/eligibility.yaml", "ask_if: {age:", "ask_if: {need:"),
        'question "diploma" waits for "need", which does not stand before it.',
    ),
    "a story with half of what the workshop needs": (
        lambda kit: kit.edit("data/cases/eligibility.yaml", "  district:", "  districts:"),
        'the key "districts" is not known.',
    ),
    "a review of a text that is not there": (
        lambda kit: kit.append("data/reviews.csv", "cell.none.iep,A. Lawyer,2026-11-24,words"),
        'data/reviews.csv, row 2, column id: there is no text "cell.none.iep".',
    ),
    "a review with no name": (
        lambda kit: kit.append("data/reviews.csv", "cell.law.iep,,2026-11-24,words"),
        "data/reviews.csv, row 2, column reviewed_by: the cell is empty.",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_gets_its_sentence(kit, name):
    make, sentence = FAULTS[name]
    make(kit)
    assert [p for p in kit.problems() if sentence in p], kit.problems()


@pytest.mark.parametrize("name", FAULTS)
def test_broken_content_is_refused(kit, name):
    FAULTS[name][0](kit)
    with pytest.raises(ContentError) as caught:
        load(kit.folder)
    assert caught.value.problems


def test_every_fault_is_found_in_one_pass(kit):
    kit.edit("data/sources.csv", "2026-11-24", "soon")
    kit.edit("data/caveats.csv", "idea;mgl-71b-1;cmr-28", "no-such-law")
    kit.edit("iepkit.toml", 'name = ""', 'nmae = ""')
    found = "\n".join(kit.problems())
    assert '"soon" is no date' in found
    assert "no-such-law" in found
    assert '"nmae" is not known' in found


def test_the_kit_itself_has_no_fault(kit):
    assert kit.problems() == []


def test_content_that_was_mended_is_read_anew(kit):
    load(kit.folder)
    kit.edit("data/comparison.csv", CELL, '"A law named IDEA')
    assert load(kit.folder).texts["cell.law.iep"].startswith("A law named IDEA (")


def test_a_source_read_over_twelve_months_ago_is_named_but_does_not_stop(kit):
    content, problems = examine(kit.folder, today=dt.date(2027, 11, 25))
    assert content is not None
    assert any("over twelve months ago" in str(problem) for problem in problems)
    assert not any(problem.stops for problem in problems)


def test_a_source_read_twelve_months_ago_to_the_day_is_fresh(kit):
    _, problems = examine(kit.folder, today=dt.date(2027, 11, 24))
    assert problems == []


def test_an_unused_source_is_named(kit):
    kit.append("data/sources.csv", "idle,1 U.S.C. 1,A law,federal,https://www.ecfr.gov/,2026-11-24,V,H,")
    assert any('nothing rests on the source "idle"' in problem for problem in kit.problems())
