"""Writes a notebook for each block of data/deck that has none: a slide and its notes, one call a cell.

What a trainer added to a notebook stays; a slide that data/deck has and the notebook lacks is named.
"""

import sys
from pathlib import Path

import nbformat

from iepkit.content import kit_folder, load

_IMPORT = "from iepkit.slides import notes, slide\n\n"


def _cell(source: str, kind: str) -> nbformat.NotebookNode:
    return nbformat.v4.new_code_cell(source, metadata={"slideshow": {"slide_type": kind}})


def write(folder: Path) -> int:
    """Write what is missing; how many slides have no cell."""
    content = load()
    lacking = 0
    for number, block in enumerate(content.blocks.values(), start=1):
        path = folder / f"{number:02}_{block.id}.ipynb"
        names = [f"{slide.block}.{slide.id}" for slide in block.slides]
        if path.exists():
            source = path.read_text(encoding="utf-8")
            missing = [name for name in names if f'slide(\\"{name}\\")' not in source]
            lacking += len(missing)
            for name in missing:
                print(f"{path.name} has no cell for the slide {name}.")
            continue
        title, aim = content.texts[block.title_id], content.texts[block.aim_id]
        about = (
            f"# {title}\n\n{aim}\n\nEach slide is one cell, with its notes below. The words are in `data/deck`. Move slides "
            'as you like, or add your own: a cell with the slide type "Slide", and below it one of the type "Notes" that '
            'says "Minutes: 2 to 3" and what to say. `iepkit slides` makes the deck.'
        )
        cells = [nbformat.v4.new_markdown_cell(about, metadata={"slideshow": {"slide_type": "skip"}})]
        for position, name in enumerate(names):
            cells.append(_cell(f'{_IMPORT if position == 0 else ""}slide("{name}")', "slide"))
            cells.append(_cell(f'notes("{name}")', "notes"))
        for position, cell in enumerate(cells):
            cell.id = f"{path.stem.replace('_', '-')}-{position:02}"
        notebook = nbformat.v4.new_notebook(cells=cells)
        notebook.metadata = {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "title": title,
        }
        nbformat.write(notebook, path)
        print(f"{path.name}: {len(names)} slides")
    return lacking


if __name__ == "__main__":
    sys.exit(1 if write(kit_folder() / "slides") else 0)
