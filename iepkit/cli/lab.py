"""``iepkit lab``: the notebooks in JupyterLab."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import Any

from iepkit.cli import arguments
from iepkit.cli.arguments import Commands
from iepkit.content import kit_folder

_START = "00_start.ipynb"
_WIDGET = "application/vnd.jupyter.widget-view+json"


def add(commands: Commands) -> None:
    """Add the command to the others."""
    lab = commands.add_parser("lab", help="open the notebooks in JupyterLab")
    lab.add_argument("--no-browser", action="store_true", help="only print the address")
    lab.add_argument("--port", type=arguments.port, default=8888, help="a number from 1 to 65535 (default: 8888)")
    lab.set_defaults(run=_run)


def keep_reading(model: dict[str, Any], **_more: Any) -> None:
    """Let a notebook be saved with what its widgets have to read, and without the widgets.

    JupyterLab shows of a saved widget nothing but "Loading widget...", until its cell is run again.

    Args:
        model: what Jupyter is about to save; it is changed.
    """
    notebook = model.get("content")
    if model.get("type") != "notebook" or not notebook:
        return
    shown = [output.get("data", {}) for cell in notebook["cells"] for output in cell.get("outputs", [])]
    for data in shown:
        if "text/html" in data:
            data.pop(_WIDGET, None)
    if not any(_WIDGET in data for data in shown):
        notebook["metadata"].pop("widgets", None)


def _run(options: argparse.Namespace) -> int:
    folder = kit_folder()
    notebooks = folder / "notebooks"
    if not notebooks.is_dir():
        print(f"The folder notebooks is missing in {folder}. Put it back, from a copy or from the kit.")
        return 1
    try:
        from jupyterlab.labapp import LabApp  # noqa: PLC0415 - only this command needs it
    except ImportError:
        print("JupyterLab is not installed. Install the kit with it: pip install 'iepkit[lab]'")
        return 1
    os.environ["IEPKIT_HOME"] = str(folder.resolve())
    # Our settings of Lab: it asks nobody whether to fetch news from the internet.
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(
        filter(None, [str(Path(__file__).parents[1] / "share" / "lab_config"), os.environ.get("JUPYTER_CONFIG_PATH")])
    )
    arguments = [
        # The whole kit: the slides and the words in data/ lie beside the notebooks.
        str(folder),
        f"--ServerApp.port={options.port}",
        # The other way to ask a host on the internet.
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
        f"--ContentsManager.pre_save_hook={__name__}.{keep_reading.__name__}",
    ]
    if (notebooks / _START).is_file():
        arguments.append(f"--LabApp.default_url=/lab/tree/notebooks/{_START}")
    if options.no_browser:
        arguments.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # Jupyter refuses to run as root unless it is told that this is meant.
        arguments.append("--allow-root")
    LabApp.launch_instance(arguments)
    return 0
