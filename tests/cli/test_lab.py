"""The notebooks in JupyterLab: what is kept of one that is saved."""

import os
import sys
from pathlib import Path

import pytest

from iepkit.cli import main
from iepkit.cli.lab import keep_reading
from iepkit.content import LANGUAGE_VARIABLE

WIDGET = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"


def saved(*shown):
    """A notebook as Jupyter is about to save it, with what its cells show."""
    cells = [{"cell_type": "markdown", "source": "text"}]
    cells += [{"cell_type": "code", "outputs": [{"output_type": "execute_result", "data": data}]} for data in shown]
    cells.append({"cell_type": "code", "outputs": [{"output_type": "stream", "text": "words"}]})
    return {"type": "notebook", "content": {"cells": cells, "metadata": {"widgets": {STATE: {}}, "own": 1}}}


def test_of_a_widget_its_reading_is_saved_and_no_state():
    model = saved({WIDGET: {"model_id": "a"}, "text/html": "<p>to read</p>", "text/plain": "Study()"})
    keep_reading(model, path="a.ipynb", contents_manager=None)
    assert model["content"]["cells"][1]["outputs"][0]["data"] == {
        "text/html": "<p>to read</p>",
        "text/plain": "Study()",
    }
    assert model["content"]["metadata"] == {"own": 1}


def test_a_widget_with_nothing_to_read_stays_as_it_is():
    model = saved({WIDGET: {"model_id": "a"}, "text/plain": "IntSlider()"}, {WIDGET: {}, "text/html": "<p>b</p>"})
    keep_reading(model)
    assert WIDGET in model["content"]["cells"][1]["outputs"][0]["data"]
    assert STATE in model["content"]["metadata"]["widgets"]


def test_what_is_no_notebook_is_saved_as_it_is():
    for model in ({"type": "file", "content": "a,b"}, {"type": "directory"}, {"type": "notebook", "content": None}):
        before = dict(model)
        keep_reading(model)
        assert model == before


def test_what_only_a_hub_starts_says_so(monkeypatch, capsys):
    monkeypatch.delenv("JUPYTERHUB_API_TOKEN", raising=False)
    assert main(["lab", "--under-hub"]) == 1
    assert "docs/hub.md" in capsys.readouterr().out


@pytest.fixture
def under_hub(kit, tmp_path, monkeypatch):
    """What a hub gives to the command, with a home of its own; the umask of the tests stays."""
    monkeypatch.setattr("os.umask", lambda _mask: 0)
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    for name, value in (("IEPKIT_HOME", str(kit.folder)), ("JUPYTERHUB_API_TOKEN", "x"), ("JUPYTER_CONFIG_PATH", "")):
        monkeypatch.setenv(name, value)
    return tmp_path / "home"


def test_without_jupyterhub_the_command_says_what_to_install(under_hub, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "jupyterhub.singleuser", None)
    assert main(["lab", "--under-hub"]) == 1
    assert "pip install 'iepkit[hub]'" in capsys.readouterr().out
    assert not under_hub.exists()


def test_a_home_that_cant_be_written_is_named(under_hub, capsys):
    under_hub.write_text("no folder")
    assert main(["lab", "--under-hub"]) == 1
    assert f"{under_hub}/iepkit can't be written (Not a directory)" in capsys.readouterr().out


def test_whose_notebook_was_put_aside_is_told(under_hub, monkeypatch, capsys):
    monkeypatch.setattr("jupyterhub.singleuser.main", lambda _arguments: None)
    mine = under_hub / "iepkit/notebooks/self_study/01_start.ipynb"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    assert main(["lab", "--under-hub"]) == 0
    assert "is kept as self_study/01_start (mine, " in capsys.readouterr().out


@pytest.mark.parametrize(("said", "start"), [("en", "notebooks/self_study"), ("es", "notebooks/es/self_study")])
def test_under_a_hub_the_language_chooses_the_start_page(under_hub, monkeypatch, said, start):
    monkeypatch.setenv(LANGUAGE_VARIABLE, said)
    asked = []
    monkeypatch.setattr("jupyterhub.singleuser.main", asked.extend)
    assert main(["lab", "--under-hub"]) == 0
    assert f"--ServerApp.default_url=/lab/tree/{start}/01_start.ipynb" in asked
    assert (under_hub / "iepkit" / start / "01_start.ipynb").is_file()


@pytest.mark.parametrize(("options", "start"), [((), "notebooks"), (("--language", "es"), "notebooks/es")])
def test_the_option_chooses_the_start_page_and_no_notebooks_language(kit, monkeypatch, options, start):
    monkeypatch.setenv("IEPKIT_HOME", str(kit.folder))
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "")
    monkeypatch.setenv(LANGUAGE_VARIABLE, "en")
    asked = []
    monkeypatch.setattr("jupyterlab.labapp.LabApp.launch_instance", asked.extend)
    assert main(["lab", *options]) == 0
    assert f"--LabApp.default_url=/lab/tree/{start}/00_start.ipynb" in asked
    assert LANGUAGE_VARIABLE not in os.environ


def test_a_language_without_notebooks_is_named(kit, monkeypatch, capsys):
    monkeypatch.setenv("IEPKIT_HOME", str(kit.folder))
    assert main(["lab", "--language", "../x"]) == 1
    assert capsys.readouterr().out == 'There are no notebooks in the language "../x". There are: en, es.\n'
