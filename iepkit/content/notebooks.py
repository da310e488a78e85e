"""The notebooks' prose in other languages. It is known to who writes and checks notebooks; no page and no kernel reads it."""

from __future__ import annotations

import copy
import datetime as dt
import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from iepkit.content.model import ENGLISH, Content, Problem, Translation
from iepkit.content.translations import FOLDER as TRANSLATIONS
from iepkit.content.translations import read_language

FOLDER = "notebooks"
OTHER_LANGUAGES = "languages"
"""The id of a notebook's cell that leads to the same notebook in other languages; it is no prose to translate."""
_LINK = re.compile(r"\]\(([^)#:\s]+)(#[^)\s]*)?\)")

Notebook = dict[str, Any]
"""As JSON holds it."""


def english_notebooks(folder: Path) -> dict[str, Path]:
    """The notebooks to translate, by their name, such as ``self_study/03_eligibility``."""
    place, other = folder / FOLDER, set(translated_into(folder))
    found = {path.relative_to(place).with_suffix("").as_posix(): path for path in sorted(place.rglob("*.ipynb"))}
    return {
        name: path
        for name, path in found.items()
        if name.split("/")[0] not in other and not any(part.startswith(".") for part in name.split("/"))
    }


def translated_into(folder: Path) -> tuple[str, ...]:
    """The languages besides English in which the notebooks' prose stands."""
    return tuple(sorted(path.parent.name for path in (folder / TRANSLATIONS).glob(f"*/{FOLDER}/")))


def prose(folder: Path) -> dict[str, str]:
    """The English prose by id, such as ``notebook.self_study.03_eligibility.eligibility-01``.

    Raises:
        ValueError: a file is no notebook.
    """
    return {
        _text_id(name, cell): source(cell)
        for name, path in english_notebooks(folder).items()
        for cell in _read(path)["cells"]
        if is_prose(cell)
    }


def is_prose(cell: Mapping[str, Any]) -> bool:
    """Is it a cell that a translator is given?"""
    return cell["cell_type"] == "markdown" and cell.get("id") != OTHER_LANGUAGES


def source(cell: Mapping[str, Any]) -> str:
    """What stands in a cell, which JSON may hold in lines."""
    return "".join(cell["source"])


def read_prose(
    folder: Path, language: str, problems: list[Problem], today: dt.date | None = None
) -> dict[str, Translation]:
    """The prose in one language; what can't be used is left out, as of any text.

    Args:
        folder: the kit's folder.
        language: such as ``es``.
        problems: every fault found is added here.
        today: no check is of a later day; by default this day.
    """
    return read_language(folder, f"{language}/{FOLDER}", prose(folder), problems, today or dt.date.today())


def faults(folder: Path) -> list[Problem]:
    """What is wrong with the notebooks' prose in each language, and what a changed English asks for."""
    problems: list[Problem] = []
    if not (folder / FOLDER).is_dir():
        return problems
    try:
        for language in translated_into(folder):
            read_prose(folder, language, problems)
    except ValueError as error:
        problems.append(Problem(FOLDER, f"a file is no notebook ({error}).", "Put it back, from a copy or the kit."))
    return problems


def translated(name: str, content: Content, language: str, told: Mapping[str, Translation]) -> Notebook:
    """A notebook in another language, not run yet.

    Its cells of code are those of the English. A first one, below the title, says the
    language; one of prose above it leads to the English and says whether anybody has
    checked the words. A cell whose translation can't be used stays English, and is marked so.

    Args:
        name: as in :func:`english_notebooks`.
        content: the words of these two cells.
        language: such as ``es``.
        told: the prose in this language by id.
    """
    english = _read(english_notebooks(content.folder)[name])
    notebook = copy.deepcopy(english)
    cells = [_in_language(name, cell, content.folder, language, told) for cell in notebook["cells"]]
    own = [_to_english(name, english, content, language, told), _speaks(language)]
    start = 1 if is_prose(cells[0]) else 0
    cells = [cell for cell in cells if cell.get("id") != OTHER_LANGUAGES]
    notebook["cells"] = [*cells[:start], *own, *cells[start:]]
    title = _title(name, english, content, language, told)
    notebook["metadata"] |= {"lang": language, "title": title}
    return notebook


def to_other_languages(name: str, content: Content) -> str:
    """What the English notebook says of the same one in each other language, as Markdown."""
    english, links = _read(english_notebooks(content.folder)[name]), []
    for language in translated_into(content.folder):
        told = read_prose(content.folder, language, [])
        title = _title(name, english, content, language, told)
        path = posixpath.relpath(f"{language}/{name}.ipynb", posixpath.dirname(name) or ".")
        links.append(
            f'<span lang="{language}">{content.words("ui.language_name", language)[0]}: [{title}]({path})</span>'
        )
    return "  \n".join(links)


def _read(path: Path) -> Notebook:
    notebook: Notebook = json.loads(path.read_text(encoding="utf-8"))
    return notebook


def _text_id(name: str, cell: Mapping[str, Any]) -> str:
    return f"notebook.{name.replace('/', '.')}.{cell['id']}"


def _title(name: str, english: Notebook, content: Content, language: str, told: Mapping[str, Translation]) -> str:
    """Its first heading; the notebook that has no words of its own is the workshop page."""
    first = next((cell for cell in english["cells"] if is_prose(cell)), None)
    if first is None:
        return content.words("ui.title", language)[0]
    found = told.get(_text_id(name, first))
    return (found.text if found else source(first)).splitlines()[0].lstrip("# ")


def _in_language(
    name: str, cell: dict[str, Any], folder: Path, language: str, told: Mapping[str, Translation]
) -> dict[str, Any]:
    if cell["cell_type"] == "code":
        return {**cell, "outputs": [], "execution_count": None}
    if not is_prose(cell):
        return cell
    found = told.get(_text_id(name, cell))
    words = found.text if found else f'<div lang="{ENGLISH}">\n\n{source(cell)}\n\n</div>'
    return {**cell, "source": "".join(_with_links(words, name, folder, language))}


def _with_links(words: str, name: str, folder: Path, language: str) -> Iterator[str]:
    """The words with links that lead on from the language's folder, to what is in this language where there is such."""
    here = posixpath.dirname(f"{FOLDER}/{name}")
    there = posixpath.dirname(f"{FOLDER}/{language}/{name}")
    end = 0
    for link in _LINK.finditer(words):
        target = posixpath.normpath(posixpath.join(here, link[1]))
        twin, part = _twin(target, language), link[2] or ""
        if not (twin.startswith(f"{FOLDER}/") or (folder / twin).is_file()):
            # The part is named by a heading of the other language.
            twin, part = target, ""
        yield f"{words[end : link.start()]}]({posixpath.relpath(twin, there)}{part})"
        end = link.end()
    yield words[end:]


def _twin(target: str, language: str) -> str:
    """Where the same thing lies in another language: a notebook in a folder of its own, another file beside it."""
    if target.startswith(f"{FOLDER}/"):
        return f"{FOLDER}/{language}/{target.removeprefix(f'{FOLDER}/')}"
    stem, ending = posixpath.splitext(target)
    return f"{stem}.{language}{ending}"


def _to_english(
    name: str, english: Notebook, content: Content, language: str, told: Mapping[str, Translation]
) -> dict[str, Any]:
    path = posixpath.relpath(f"{name}.ipynb", posixpath.dirname(f"{language}/{name}"))
    english_name = content.words("ui.language_name", ENGLISH)[0]
    lines = [f'<span lang="{ENGLISH}">{english_name}: [{english["metadata"]["title"]}]({path})</span>']
    used = [told.get(_text_id(name, cell)) for cell in english["cells"] if is_prose(cell)]
    if any(one is None or one.checked_on is None for one in used):
        lines.append(f"**{content.words('ui.notebook.draft', language)[0]}**")
    return {"cell_type": "markdown", "id": OTHER_LANGUAGES, "metadata": {}, "source": "\n\n".join(lines)}


def _speaks(language: str) -> dict[str, Any]:
    call = f'from iepkit.language import speak\n\nspeak("{language}")'
    return {
        "cell_type": "code", "execution_count": None, "id": "speak", "metadata": {}, "outputs": [], "source": call,
    }  # fmt: skip
