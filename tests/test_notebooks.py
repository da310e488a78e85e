"""nbval runs the notebooks (see pyproject.toml); here is what it does not look at.

nbval's strict mode passes where no output is stored, so what it compares is counted.
"""

import re

import nbformat
import pytest

from iepkit import tables
from iepkit.content.reading_level import HIGHEST_GRADE, LEAST_WORDS, count_words, grade
from iepkit.explorers import TOPICS as EXPLORERS
from tests.kit import ROOT

NOTEBOOKS = sorted(p for p in (ROOT / "notebooks").rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts)
START = ROOT / "notebooks/00_start.ipynb"
STUDY = [path for path in NOTEBOOKS if path.parent.name == "self_study"]
TOPICS = [path for path in NOTEBOOKS if path.name[:2].isdigit() and path not in (START, *STUDY)]
HIGHEST_GRADE_FOR_STAFF = 10
COMPARED = ("text/plain", "text/html")
_WORKED = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
_FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def read(path):
    return nbformat.read(path, as_version=4)


def code(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def compared(notebook):
    return [
        cell
        for cell in code(notebook)
        if any(output.get("data", {}).get(kind) for output in cell.outputs for kind in COMPARED)
    ]


def test_there_are_notebooks():
    numbered = ["compare", *EXPLORERS, "my_letter"]
    names = [f"{number:02}_{topic}.ipynb" for number, topic in enumerate(numbered, start=1)]
    assert [path.name for path in NOTEBOOKS if path not in STUDY] == [START.name, *names, "workshop.ipynb"]


def test_each_module_of_the_self_study_has_its_notebook(content):
    assert [path.relative_to(ROOT).as_posix() for path in STUDY] == [m.notebook for m in content.modules.values()]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_cell_that_shows_something_is_compared(path):
    notebook = read(path)
    assert len(compared(notebook)) == len(code(notebook)) > 0
    assert all(cell.execution_count for cell in code(notebook))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_well_formed(path):
    notebook = read(path)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor >= 5) == (4, True)
    assert notebook.metadata.kernelspec.name == "python3"
    assert notebook.metadata.title
    assert "widgets" not in notebook.metadata
    assert not [o for cell in code(notebook) for o in cell.outputs if o.output_type in ("error", "stream")]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_prose_and_one_call_a_cell(path):
    for cell in code(read(path)):
        lines = [line for line in cell.source.splitlines() if line and not line.startswith("from ")]
        assert len(lines) == 1, cell.source
        assert not lines[0].startswith(("def ", "class ", "for ", "if "))


@pytest.mark.parametrize("path", [*TOPICS, *STUDY], ids=lambda path: path.stem)
def test_a_topic_opens_and_ends_as_a_lesson_does(path):
    cells = read(path).cells
    for heading in ("**Who:**", "**Minutes:**", "**Questions**", "**At the end you can**", "not legal advice"):
        assert heading in cells[0].source
    headings = [cell.source for cell in cells if cell.source.startswith("## ")]
    if path in STUDY:
        assert headings.pop().startswith("## Further sources")
    assert headings[-1].startswith("## Key points")
    assert "not legal advice" in headings[-1] or path in TOPICS


@pytest.mark.parametrize("path", STUDY, ids=lambda path: path.stem)
def test_a_module_shows_what_its_file_names(path, content):
    module = next(one for one in content.modules.values() if one.notebook.endswith(path.name))
    lines = [cell.source.splitlines()[-1] for cell in code(read(path))]
    kinds = ("check", "floor", "myths", "tasks")
    wanted = [f'learning.{kind}("{module.id}")' for kind in kinds if getattr(module, kind)]
    wanted += [f'learning.case("{case}")' for case in module.cases]
    wanted += [f'learning.law("{law.id}")' for law in module.law]
    wanted.append(f'learning.further("{module.id}")')
    assert [line for line in wanted if lines.count(line) != 1] == []


@pytest.mark.parametrize("path", STUDY, ids=lambda path: path.stem)
def test_a_worked_answer_with_pandas_shows_something(path):
    prose = "\n".join(cell.source for cell in read(path).cells if cell.cell_type == "markdown")
    worked = _WORKED.findall(prose)
    assert worked
    for line in worked:
        assert len(eval(line, {"tables": tables}))  # noqa: S307 - the kit's own notebook


def test_the_start_page_leads_to_every_notebook():
    prose = "".join(cell.source for cell in read(START).cells if cell.cell_type == "markdown")
    assert [path.name for path in NOTEBOOKS if path not in (START, *STUDY) and f"]({path.name})" not in prose] == []
    assert "not legal advice" in prose


@pytest.mark.parametrize("path", [START, *TOPICS, *STUDY], ids=lambda path: path.stem)
def test_a_topics_prose_is_easy_to_read(path, content):
    prose = [_FENCED.sub("", cell.source) for cell in read(path).cells if cell.cell_type == "markdown"]
    lines = [line.lstrip("- ") for text in prose for line in re.sub(r"[#*]|<[^>]*>", "", text).splitlines()]
    terms = [form for term_id in content.glossary for form in content.term_forms(term_id)]
    assert count_words(lines) >= LEAST_WORDS
    assert grade(lines, terms) <= (HIGHEST_GRADE_FOR_STAFF if path in STUDY else HIGHEST_GRADE)
