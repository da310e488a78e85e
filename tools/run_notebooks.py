"""Runs the notebooks and stores what they show, without what changes each time.

A widget's view is left out: it names a kernel that is gone when the notebook is
opened. What the widget says stands beside it as HTML, and that is kept.
"""

import subprocess
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

_VIEW = "application/vnd.jupyter.widget-view+json"


def run(path: Path) -> None:
    """Run one notebook in its folder, and write its outputs into it."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        store_widget_state=False,
        record_timing=False,
        resources={"metadata": {"path": str(path.parent)}},
    )
    # The kernel says at its start that it speaks over TCP; that is no news here.
    client.execute(stderr=subprocess.DEVNULL)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(_VIEW, None)
    notebook.metadata.pop("widgets", None)
    notebook.metadata["language_info"] = {"name": "python"}
    nbformat.write(notebook, path)
    print(f"{path.name}: {sum(cell.cell_type == 'code' for cell in notebook.cells)} cells run")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        run(Path(name))
