"""How the person in front of this laptop types a command."""

from __future__ import annotations

import os

STARTED_BY = "IEPKIT_STARTED_BY"
"""Set by start.py to ``make`` or ``start``."""


def typed(task: str, options: str = "") -> str:
    """The command for a task, as whoever started this would type it.

    Args:
        task: such as ``serve``.
        options: such as ``--port 8001``.
    """
    started_by = os.environ.get(STARTED_BY)
    if started_by == "make":
        return f'make {task} ARGS="{options}"' if options else f"make {task}"
    program = "python3 start.py" if started_by == "start" else "iepkit"
    return f"{program} {task} {options}".rstrip()
