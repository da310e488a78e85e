"""nbval runs the notebooks (see pyproject.toml); here is what it does not look at.

nbval's strict mode passes where no output is stored, so what it compares is counted.
"""

import re

import nbformat
import pytest

from iepkit import tables
from iepkit.content.notebooks import (
    OTHER_LANGUAGES,
    english_notebooks,
    is_prose,
    read_prose,
    translated,
    translated_into,
)
from iepkit.content.reading_level import HIGHEST_GRADE, LEAST_WORDS, count_words, grade
from iepkit.explorers import TOPICS as EXPLORERS
from tests.kit import ROOT

NAMES = english_notebooks(ROOT)
NOTEBOOKS = sorted(NAMES.values())
START = ROOT / "notebooks/00_start.ipynb"
OTHERS = [(language, name) for language in translated_into(ROOT) for name in NAMES]
EACH = [*NOTEBOOKS, *(ROOT / f"notebooks/{language}/{name}.ipynb" for language, name in OTHERS)]
STUDY = [path for path in NOTEBOOKS if path.parent.name == "self_study"]
TOPICS = [path for path in NOTEBOOKS if path.name[:2].isdigit() and path not in (START, *STUDY)]
HIGHEST_GRADE_FOR_STAFF = 10
COMPARED = ("text/plain", "text/html")
_LINK = re.compile(r"\]\(([^)#:\s]*)(?:#([^)\s]*))?\)")
_WORKED = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
_FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def read(path):
    return nbformat.read(path, as_version=4)


def named(path):
    return path.relative_to(ROOT / "notebooks").with_suffix("").as_posix()


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


@pytest.mark.parametrize("path", EACH, ids=named)
def test_every_cell_that_shows_something_is_compared(path):
    notebook = read(path)
    assert len(compared(notebook)) == len(code(notebook)) > 0
    assert all(cell.execution_count for cell in code(notebook))


@pytest.mark.parametrize("path", EACH, ids=named)
def test_a_notebook_is_well_formed(path):
    notebook = read(path)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor >= 5) == (4, True)
    assert notebook.metadata.kernelspec.name == "python3"
    assert notebook.metadata.title
    assert "widgets" not in notebook.metadata
    assert not [o for cell in code(notebook) for o in cell.outputs if o.output_type in ("error", "stream")]


@pytest.mark.parametrize("path", EACH, ids=named)
def test_a_notebook_is_prose_and_one_call_a_cell(path):
    for cell in code(read(path)):
        lines = [line for line in cell.source.splitlines() if line and not line.startswith("from ")]
        assert len(lines) == 1, cell.source
        assert not lines[0].startswith(("def ", "class ", "for ", "if "))


@pytest.mark.parametrize("path", [*TOPICS, *STUDY], ids=lambda path: path.stem)
def test_a_topic_opens_and_ends_as_a_lesson_does(path):
    cells = [cell for cell in read(path).cells if cell.id != OTHER_LANGUAGES]
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


def slug(heading):
    """As GitHub names a heading in an address."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@pytest.mark.parametrize("path", EACH, ids=named)
def test_each_link_leads_to_what_is_there(path):
    for cell in read(path).cells:
        for file, part in _LINK.findall(cell.source) if cell.cell_type == "markdown" else ():
            target = (path.parent / file).resolve()
            assert target.is_file(), file
            if part:
                headings = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.MULTILINE)
                assert part in map(slug, headings)


@pytest.mark.parametrize(("language", "name"), OTHERS)
def test_a_notebook_in_another_language_is_what_the_tool_writes(language, name, content):
    # If not: make notebooks.
    there = read(ROOT / f"notebooks/{language}/{name}.ipynb")
    anew = nbformat.from_dict(translated(name, content, language, read_prose(ROOT, language, [])))
    joined = [(cell.id, "".join(cell.source)) for cell in anew.cells]
    assert [(cell.id, cell.source) for cell in there.cells] == joined
    assert (there.metadata.title, there.metadata.lang) == (anew.metadata.title, language)


@pytest.mark.parametrize(("language", "name"), OTHERS)
def test_a_notebook_in_another_language_has_the_same_calls_and_as_many_words_of_its_own(language, name):
    english, other = read(NAMES[name]), read(ROOT / f"notebooks/{language}/{name}.ipynb")
    first, *calls = (cell.source for cell in code(other))
    assert first == f'from iepkit.language import speak\n\nspeak("{language}")'
    assert calls == [cell.source for cell in code(english)]
    for cell, twin in zip(filter(is_prose, english.cells), filter(is_prose, other.cells), strict=True):
        assert _WORKED.findall(cell.source) == _WORKED.findall(twin.source)
        assert re.findall(r"^#+ |^- |^\d+\. |^\|", cell.source, re.MULTILINE) == re.findall(
            r"^#+ |^- |^\d+\. |^\|", twin.source, re.MULTILINE
        )


@pytest.mark.parametrize(("language", "name"), OTHERS)
def test_what_a_notebook_in_another_language_shows_is_in_that_language(language, name):
    other = read(ROOT / f"notebooks/{language}/{name}.ipynb")
    shown = "".join(output.data.get("text/html", "") for cell in code(other) for output in cell.outputs)
    roots = re.findall(r'<\w+ class="iepkit[^>]* lang="([^"]*)"', shown)
    assert set(roots) == {language}
    # English everywhere: the law's own words, English's name for itself, and a letter as a school gets it.
    english = r"<blockquote.*?</blockquote>|<a [^>]*hreflang.*?</a>|<div [^>]*data-english>.*?</div>"
    shown = re.sub(english, "", shown, flags=re.DOTALL)
    assert 'lang="en"' not in shown


@pytest.mark.parametrize("language", translated_into(ROOT))
def test_the_start_pages_lead_to_the_other_languages_and_back(language):
    for name in ("00_start", "self_study/01_start"):
        line = next(cell.source for cell in read(NAMES[name]).cells if cell.id == OTHER_LANGUAGES)
        assert f'<span lang="{language}">' in line
        path = NAMES[name].parent / re.search(rf"\]\(([^)]*\b{language}/[^)]*)\)", line)[1]
        back = next(cell.source for cell in read(path).cells if cell.id == OTHER_LANGUAGES)
        assert (path.parent / _LINK.search(back)[1]).resolve() == NAMES[name]
