"""Writes the notebooks of each other language anew: the English ones, with the prose of data/translations.

What a cell showed is kept as long as its call is the same; tools/run_notebooks.py runs them.
The start pages in English get the line that leads to the other languages.
"""

import json
import sys
from pathlib import Path

import nbformat

from iepkit.content import ContentError, kit_folder, load
from iepkit.content.notebooks import (
    FOLDER,
    OTHER_LANGUAGES,
    english_notebooks,
    read_prose,
    to_other_languages,
    translated,
    translated_into,
)

_START = ("00_start", "self_study/01_start")


def write() -> None:
    """Write them all; each that is new or changed is named."""
    content = load()
    names = english_notebooks(content.folder)
    for name in _START:
        _lead_on(name, to_other_languages(name, content))
    for language in translated_into(content.folder):
        told = read_prose(content.folder, language, [])
        for name in names:
            path = content.folder / FOLDER / language / f"{name}.ipynb"
            notebook = nbformat.reads(json.dumps(translated(name, content, language, told)), as_version=4)
            _keep_shown(notebook, path)
            path.parent.mkdir(parents=True, exist_ok=True)
            before = path.read_bytes() if path.exists() else b""
            nbformat.write(notebook, path)
            if path.read_bytes() != before:
                lacking = sum(not cell.outputs for cell in notebook.cells if cell.cell_type == "code")
                print(f"{path.relative_to(content.folder)}: {lacking} cells to run")


def _lead_on(name: str, words: str) -> None:
    """Write the line to the other languages below the title of an English notebook."""
    path = kit_folder() / FOLDER / f"{name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    cells = [cell for cell in notebook.cells if cell.id != OTHER_LANGUAGES]
    line = nbformat.v4.new_markdown_cell(words, id=OTHER_LANGUAGES)
    notebook.cells = [*cells[:1], line, *cells[1:]]
    nbformat.write(notebook, path)


def _keep_shown(notebook: nbformat.NotebookNode, path: Path) -> None:
    """What a cell showed stays until it is run again, so that a change of prose alone asks for no run."""
    if not path.exists():
        return
    before = {cell.id: cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"}
    for cell in notebook.cells:
        if cell.cell_type == "code" and cell.id in before and before[cell.id].source == cell.source:
            cell.outputs, cell.execution_count = before[cell.id].outputs, before[cell.id].execution_count


if __name__ == "__main__":
    try:
        write()
    except ContentError as error:
        sys.exit(str(error))
