"""``iepkit explain``: what follows for the child of a story, or all that can be said."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from iepkit.cli.arguments import Commands
from iepkit.content import load
from iepkit.explorers import as_text, everything, explain_file


def add(commands: Commands) -> None:
    """Add the command to the others."""
    explain = commands.add_parser("explain", help="say what follows for the child of a story, with sources")
    what = explain.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "file", type=Path, nargs="?", metavar="CASE.yaml", help="a story, or a list of them, as in data/cases"
    )
    what.add_argument(
        "--all", action="store_true", help="write all that is said, and why, as one page, for a lawyer to review"
    )
    explain.add_argument("--json", action="store_true", help="print it for a program")
    explain.add_argument(
        "--to", type=Path, default=Path("all_reasons.html"), metavar="PAGE.html",
        help="where --all writes the page (default: all_reasons.html in this folder)",
    )  # fmt: skip
    explain.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    content = load()
    if options.all:
        return _write_page(options.to, everything(content))
    explained, problems = explain_file(options.file, content)
    if options.json:
        print(json.dumps(explained, indent=2, ensure_ascii=False))
    else:
        for story in explained:
            print("\n".join(as_text(story, content)))
            print()
    for problem in problems:
        print(f"- {problem}", file=sys.stderr)
    return 1 if problems else 0


def _write_page(path: Path, page: str) -> int:
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        print(f"{path} can't be written ({error.strerror}). Name another place: --to PAGE.html")
        return 1
    print(f"All reasons stand in {path}. Open it in a browser, or print it.")
    return 0
