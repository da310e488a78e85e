"""A learner's own copy of the notebooks, to write into; what the learner wrote is never lost."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_HANDED_OUT = ".handed_out.json"


def lay(kit: Path, own: Path, today: dt.date) -> tuple[str, ...]:
    """Hand out the kit's notebooks, each that is missing or that the kit has changed since.

    A notebook in whose cells the learner has written stays as it is; where a newer kit has
    another, it stays beside that under a name of its own.

    Args:
        kit: the kit's folder of notebooks.
        own: the learner's folder for them; it is made.
        today: stands in the name of what is put aside.

    Returns:
        The paths in ``own`` of what was put aside.

    Raises:
        OSError: a folder can't be read or written.
    """
    before = _handed_out(own)
    now: dict[str, str] = {}
    aside = []
    for path in sorted(kit.rglob("*.ipynb")):
        name = path.relative_to(kit).as_posix()
        if any(part.startswith(".") for part in Path(name).parts):
            continue
        notebook = path.read_bytes()
        now[name] = words(notebook)
        mine = own / name
        if mine.is_file():
            written = words(mine.read_bytes())
            if before.get(name) == now[name] or written == now[name]:
                continue
            if written != before.get(name):
                aside.append(_put_aside(mine, today).relative_to(own).as_posix())
        _replace(mine, notebook)
    if now != before:
        _replace(own / _HANDED_OUT, json.dumps(now, indent=1).encode())
    return tuple(aside)


def words(notebook: bytes) -> str:
    """A mark of what stands in a notebook's cells, whatever was run and shown; of its bytes where it is none."""
    try:
        cells = json.loads(notebook)["cells"]
        told = json.dumps([[cell["cell_type"], "".join(cell["source"])] for cell in cells]).encode()
    except (ValueError, KeyError, TypeError):
        told = notebook
    return hashlib.sha256(told).hexdigest()


def _handed_out(own: Path) -> Mapping[str, Any]:
    """The mark of each notebook that was handed out, by its name; none where that is not known."""
    try:
        found = json.loads((own / _HANDED_OUT).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _put_aside(mine: Path, today: dt.date) -> Path:
    number = 1
    while (aside := mine.with_name(f"{mine.stem} (mine, {today.isoformat()}, {number}){mine.suffix}")).exists():
        number += 1
    return mine.rename(aside)


def _replace(path: Path, content: bytes) -> None:
    """Write at one blow: a server that is stopped in between leaves no half of a notebook."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(content)
    beside.replace(path)
