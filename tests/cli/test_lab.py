"""The notebooks in JupyterLab: what is kept of one that is saved."""

from iepkit.cli.lab import keep_reading

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
