"""``iepkit lab``: the notebooks in JupyterLab."""

from __future__ import annotations

import argparse
import datetime as dt
import os
from pathlib import Path
from typing import Any

from iepkit.cli import arguments
from iepkit.cli.arguments import Commands
from iepkit.content import ENGLISH, LANGUAGE_VARIABLE, kit_folder
from iepkit.own_copy import lay

_START = "00_start.ipynb"
_STUDY = "self_study/01_start.ipynb"
_OWN = "iepkit"
_IDLE = 3600
"""Seconds after which a kernel ends that nobody looks at; what a learner did is kept elsewhere."""
_WIDGET = "application/vnd.jupyter.widget-view+json"


def add(commands: Commands) -> None:
    """Add the command to the others."""
    lab = commands.add_parser("lab", help="open the notebooks in JupyterLab")
    lab.add_argument("--no-browser", action="store_true", help="only print the address")
    lab.add_argument("--port", type=arguments.port, default=8888, help="a number from 1 to 65535 (default: 8888)")
    lab.add_argument(
        "--under-hub",
        action="store_true",
        help="as JupyterHub starts it: the self-study, in the user's own copy of the notebooks",
    )
    arguments.add_language(lab)
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
    # Looked up without the content: who opens the notebooks may be about to mend it.
    languages = (ENGLISH, *sorted(path.parent.name for path in notebooks.glob(f"*/{_START}")))
    if options.language not in languages:
        print(f'There are no notebooks in the language "{options.language}". There are: {", ".join(languages)}.')
        return 1
    # The option chooses where to begin. A notebook says its language itself, and its prose does not change with it.
    os.environ.pop(LANGUAGE_VARIABLE, None)
    place = "notebooks" if options.language == ENGLISH else f"notebooks/{options.language}"
    os.environ["IEPKIT_HOME"] = str(folder.resolve())
    # Our settings of Lab: it asks nobody whether to fetch news from the internet.
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(
        filter(None, [str(Path(__file__).parents[1] / "share" / "lab_config"), os.environ.get("JUPYTER_CONFIG_PATH")])
    )
    return _as_a_hubs(notebooks, place) if options.under_hub else _alone(folder, place, options)


_EVERYWHERE = (
    # The other way to ask a host on the internet.
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
    f"--ContentsManager.pre_save_hook={__name__}.{keep_reading.__name__}",
)


def _alone(folder: Path, place: str, options: argparse.Namespace) -> int:
    try:
        from jupyterlab.labapp import LabApp  # noqa: PLC0415 - only this command needs it
    except ImportError:
        print("JupyterLab is not installed. Install the kit with it: pip install 'iepkit[lab]'")
        return 1
    arguments = [
        # The whole kit: the slides and the words in data/ lie beside the notebooks.
        str(folder),
        f"--ServerApp.port={options.port}",
        *_EVERYWHERE,
    ]
    if (folder / place / _START).is_file():
        arguments.append(f"--LabApp.default_url=/lab/tree/{place}/{_START}")
    if options.no_browser:
        arguments.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # Jupyter refuses to run as root unless it is told that this is meant.
        arguments.append("--allow-root")
    LabApp.launch_instance(arguments)
    return 0


def _as_a_hubs(notebooks: Path, place: str) -> int:
    if "JUPYTERHUB_API_TOKEN" not in os.environ:
        print("--under-hub is for JupyterHub, which starts it; see docs/hub.md. By hand: iepkit lab")
        return 1
    try:
        from jupyterhub.singleuser import main  # noqa: PLC0415 - only this command needs it
    except ImportError:
        print("JupyterHub is not installed. Install the kit with it: pip install 'iepkit[hub]'")
        return 1
    # Whatever is made is for this user alone.
    os.umask(0o077)
    _hold_memory(int(os.environ.get("MEM_LIMIT") or 0))
    own = Path.home() / _OWN
    try:
        for name in lay(notebooks, own / "notebooks", dt.date.today()):
            print(f"The kit has a new notebook; what was written in the old one is kept as {name}.")
    except OSError as error:
        print(f"{own} can't be written ({error.strerror}). Free some space there, or give the user the right to write.")
        return 1
    main(
        [
            f"--ServerApp.root_dir={own}",
            f"--ServerApp.default_url=/lab/tree/{place}/{_STUDY}",
            *_EVERYWHERE,
            "--ServerApp.terminals_enabled=False",
            # It would look for other programs on the computer, and start some to see.
            "--LanguageServerManager.autodetect=False",
            f"--MappingKernelManager.cull_idle_timeout={_IDLE}",
            # No port that another user of the same computer could knock at.
            "--KernelManager.transport=ipc",
        ]
    )
    return 0


def _hold_memory(most: int) -> None:
    """Let no process of this user take more memory of its own than that.

    Args:
        most: bytes; 0 where the hub sets no limit.
    """
    if most:
        import resource  # noqa: PLC0415 - Windows has none, and no hub

        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
