"""How many minutes a module takes: a rule, so that nobody guesses them."""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from iepkit.content import Content
from iepkit.content.modules import Module

_STEP = 5
_DECLARED = re.compile(r"\*\*Minutes:\*\*\s+(\d+)\b")
_ADDRESS = re.compile(r"\]\([^)]*\)")
_TAG = re.compile(r"</?[a-z][^>]*>")


def minutes_of(module: Module, notebook: Mapping[str, Any], content: Content) -> int:
    """The minutes that a module takes, always up to the next five, never down.

    Read are the notebook's prose, the sections that it shows and the plain words
    beside the law's own, at ``words_a_minute``; the law's own words at
    ``law_words_a_minute``. To this come so many minutes for each case, task,
    question, question from the floor and myth of the module, and for each cell
    that shows a table. See ``data/study_pace.yaml``. The words are those of the
    English, by whose pace they are counted: a learner's minutes hang on no language.

    Args:
        module: which.
        notebook: as JSON holds it: ``cells``, each with ``cell_type`` and ``source``.
        content: what the calls show, and the pace.

    Raises:
        KeyError: a cell shows a section or words of the law that there are not.
    """
    pace = content.pace
    official = {words.id: words for one in content.modules.values() for words in one.law}
    plain = sum(word_count(_source(cell)) for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    law = tables = 0
    for tree in _code(notebook):
        tables += _shows_a_table(tree)
        for call, name in _calls(tree):
            if call == "sections.show":
                plain += sum(word_count(content.texts[text_id]) for text_id in content.sections[name].text_ids)
            elif call == "learning.law":
                plain += word_count(content.texts[official[name].plain_id])
                law += word_count(content.texts[official[name].words_id])
    to_do = {
        "case": len(module.cases),
        "task": len(module.tasks),
        "question": len(module.check),
        "floor": len(module.floor),
        "myth": len(module.myths),
        "table": tables,
    }
    reading = Fraction(plain, pace.words_a_minute) + Fraction(law, pace.law_words_a_minute)
    doing = sum(Fraction(pace.minutes[kind]) * count for kind, count in to_do.items())
    return _STEP * math.ceil((reading + doing) / _STEP)


def declared(notebook: Mapping[str, Any]) -> list[int]:
    """The minutes that the notebook's prose names, as in ``**Minutes:** 25``; one, where all is well."""
    prose = "\n".join(_source(cell) for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    return [int(minutes) for minutes in _DECLARED.findall(prose)]


def word_count(markdown: str) -> int:
    """The words of a text; addresses, tags and signs that stand alone are none, a number is one."""
    words = _TAG.sub(" ", _ADDRESS.sub("]", markdown)).split()
    return sum(any(sign.isalnum() for sign in word) for word in words)


def _source(cell: Mapping[str, Any]) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _code(notebook: Mapping[str, Any]) -> Iterator[ast.Module]:
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            yield ast.parse(_source(cell))


def _calls(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The calls that name one thing, such as ``("sections.show", "purpose")``."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=owner), attr=call), args=[ast.Constant(value=str(name))]
            ):
                yield f"{owner}.{call}", name


def _shows_a_table(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "tables"
        for node in ast.walk(tree)
    )
