"""The browser's scripts and looks as one, for places with nowhere to import from: JupyterLab, a page from a folder."""

from __future__ import annotations

import functools
import re
from pathlib import Path

STATIC = Path(__file__).parent / "share/jupyter/voila/templates/iepkit/static"

_IMPORT = re.compile(r'^import (\{[^}]+\}) from "([^"]+)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function|class|const) (\w+))", re.MULTILINE)


@functools.cache
def one_script(entry: str) -> str:
    """A script and all that it imports, as one script; what is private to a file stays so.

    Args:
        entry: its name in the folder of static files. Imports have the form
            ``import { a, b } from "./file.js";`` on one line, exports stand before
            a function, a class or a ``const``.
    """
    names: dict[Path, str] = {}
    parts: list[str] = []

    def body(path: Path) -> str:
        def imported(match: re.Match[str]) -> str:
            other = (path.parent / match[2]).resolve()
            if other not in names:
                names[other] = f"from_{other.stem}_{len(names)}"
                script = body(other)
                exports = ", ".join(found[2] for found in _EXPORT.finditer(script))
                script = _EXPORT.sub(r"\1", script)
                parts.append(f"const {names[other]} = (() => {{\n{script}\nreturn {{ {exports} }};\n}})();\n")
            return f"const {match[1]} = {names[other]};"

        return _IMPORT.sub(imported, path.read_text(encoding="utf-8"))

    last = body((STATIC / entry).resolve())
    return "".join([*parts, last])


def lab_style(*names: str) -> str:
    """The looks of a widget in JupyterLab, in its light and its dark theme.

    Args:
        names: sheets in the folder of static files, such as ``page.css``, the last one strongest.
    """
    return "\n".join((STATIC / name).read_text(encoding="utf-8") for name in (*names, "lab_dark.css"))
