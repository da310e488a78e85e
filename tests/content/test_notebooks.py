"""The notebooks' prose in other languages: what is wrong is named, and what can't be used stays English."""

import csv
import json

import pytest

from iepkit.cli.check import examine_all
from iepkit.content import load
from iepkit.content.notebooks import (
    OTHER_LANGUAGES,
    english_notebooks,
    faults,
    prose,
    read_prose,
    source,
    to_other_languages,
    translated,
)

TABLE = "data/translations/es/notebooks/self_study.csv"
NAME = "self_study/03_eligibility"
FIRST = "notebook.self_study.03_eligibility.eligibility-01"


@pytest.fixture
def table(kit):
    """Changes cells of the row of the module's first prose."""

    def change(**cells):
        path = kit.path(TABLE)
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        next(row for row in rows if row["id"] == FIRST).update(cells)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)

    return change


def cells_of(kit):
    notebook = translated(NAME, load(kit.folder), "es", read_prose(kit.folder, "es", []))
    return {cell["id"]: source(cell) for cell in notebook["cells"]}, notebook


def test_all_prose_of_the_kit_has_its_words_in_each_language(kit):
    assert list(map(str, faults(kit.folder))) == []
    assert len(read_prose(kit.folder, "es", [])) == len(prose(kit.folder)) > 200


def test_a_cell_whose_english_changed_is_named_by_the_check_and_stays_english(kit):
    kit.edit(f"notebooks/{NAME}.ipynb", "# Who may be found eligible", "# Who may be found eligible today")
    named = [
        problem for problem in examine_all(kit.folder)[1] if f'the English of "{FIRST}" has changed' in str(problem)
    ]
    assert [problem.stops for problem in named] == [False]
    assert str(named[0]).startswith(TABLE)
    assert "\n" not in str(named[0])
    cells, notebook = cells_of(kit)
    assert cells["eligibility-01"].startswith('<div lang="en">\n\n# Who may be found eligible today')
    assert notebook["metadata"]["title"] == "Who may be found eligible today"


def test_a_new_cell_is_named_as_missing(kit):
    path = kit.path(f"notebooks/{NAME}.ipynb")
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"].append({"cell_type": "markdown", "id": "new", "metadata": {}, "source": "More."})
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert ['"notebook.self_study.03_eligibility.new" is missing' in str(one) for one in faults(kit.folder)] == [True]


def test_a_notebook_is_a_draft_until_each_cell_of_it_was_checked(kit):
    draft = load(kit.folder).words("ui.notebook.draft", "es")[0]
    assert draft in cells_of(kit)[0][OTHER_LANGUAGES]
    path = kit.path(TABLE)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        row.update(checked_by="Ana", checked_on="2026-03-02", checked_text=row["text"])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    assert list(map(str, faults(kit.folder))) == []
    assert draft not in cells_of(kit)[0][OTHER_LANGUAGES]


def test_a_check_of_other_words_is_none(kit, table):
    table(checked_by="Ana", checked_on="2026-03-02", checked_text="Otra cosa.")
    assert ["it is a draft again" in str(problem) for problem in faults(kit.folder)] == [True]


def test_a_link_leads_to_the_same_language_where_there_is_such_a_thing_and_else_to_english(kit, table):
    kit.path("docs/facilitator.es.md").unlink(missing_ok=True)
    table(
        text="# Quién\n\n[a](04_services.ipynb) [b](../09_my_letter.ipynb) [c](../../docs/facilitator.md#una) [d](#e)"
    )
    assert cells_of(kit)[0]["eligibility-01"].endswith(
        "[a](04_services.ipynb) [b](../09_my_letter.ipynb) [c](../../../docs/facilitator.md) [d](#e)"
    )
    kit.path("docs/facilitator.es.md").write_text("# Una\n", encoding="utf-8")
    assert "[c](../../../docs/facilitator.es.md#una)" in cells_of(kit)[0]["eligibility-01"]


def test_the_english_start_page_names_the_other_in_its_own_language(content):
    line = to_other_languages("self_study/01_start", content)
    assert line.startswith('<span lang="es">Español: [')
    assert line.endswith("](../es/self_study/01_start.ipynb)</span>")


def test_notebooks_in_another_language_are_not_translated_once_more(kit):
    assert not [name for name in english_notebooks(kit.folder) if name.startswith("es/")]
    checkpoint = kit.path("notebooks/.ipynb_checkpoints/00_start-checkpoint.ipynb")
    checkpoint.parent.mkdir()
    checkpoint.write_text("{}")
    assert list(map(str, faults(kit.folder))) == []


def test_what_is_no_notebook_is_named(kit):
    kit.path(f"notebooks/{NAME}.ipynb").write_text("no notebook")
    assert ["a file is no notebook" in str(problem) for problem in faults(kit.folder)] == [True]
