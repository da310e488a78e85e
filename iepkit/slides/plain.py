"""What a trainer's own cells show, as the paragraphs of a print."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from typing import Any

import mistune
from markupsafe import Markup
from nbformat import NotebookNode

from iepkit.slides.notebooks import outputs

_PICTURE = "image/png"


def paragraphs(cells: Sequence[NotebookNode]) -> Iterator[dict[str, Any]]:
    """Headings, paragraphs, items and pictures, in order, ready for JSON.

    Formatting inside a line is left out; what a code cell shows as HTML comes as its text.
    """
    for cell in cells:
        if cell.cell_type == "markdown":
            yield from _of_markdown(cell.source)
        for data in outputs([cell]):
            if _PICTURE in data:
                yield {"kind": "picture", "bytes": list(base64.b64decode(data[_PICTURE]))}
            elif "text/html" in data:
                yield {"kind": "text", "text": Markup(data["text/html"]).striptags()}  # noqa: S704 - only its text is kept
            elif "text/plain" in data:
                yield {"kind": "text", "text": data["text/plain"]}


def _of_markdown(source: str) -> Iterator[dict[str, Any]]:
    for token in mistune.create_markdown(renderer="ast")(source):
        assert isinstance(token, dict)  # noqa: S101 - what the syntax tree is made of
        if token["type"] == "list":
            yield from ({"kind": "item", "text": _text(item)} for item in token["children"])
        elif words := _text(token):
            yield {"kind": "heading" if token["type"] == "heading" else "text", "text": words}


def _text(token: dict[str, Any]) -> str:
    if token["type"] in ("softbreak", "linebreak"):
        return " "
    return str(token.get("raw", "")) + "".join(_text(child) for child in token.get("children", ()))
