"""The calls that stand in the notebooks, and what they say of a name that is none."""

import pytest

from iepkit import learning, pages


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("IEPKIT_PROGRESS", str(tmp_path / "progress.jsonl"))


@pytest.mark.parametrize("call", ["floor", "myths", "tasks"])
def test_each_module_has_its_widget(call, content):
    for module in content.modules:
        widget = getattr(learning, call)(module)
        assert widget.name == f"{call}-{module}"
        assert widget.html()


def test_each_story_of_a_module_can_be_told(content):
    for module in content.modules.values():
        for case in module.cases:
            assert learning.case(case).name == f"case-{case}"


@pytest.mark.parametrize("call", ["floor", "myths", "tasks"])
def test_a_module_that_is_none_gets_the_list_of_those_that_there_are(call):
    with pytest.raises(KeyError, match='there is no module "eligable"; the modules are: '):
        getattr(learning, call)("eligable")


def test_a_story_that_is_none_gets_those_that_the_modules_tell(content):
    told = next(case for module in content.modules.values() for case in module.cases)
    with pytest.raises(KeyError, match=f'there is no story "adhd"; the modules tell: .*{told}'):
        learning.case("adhd")


def test_tasks_listen_to_the_explorers_of_their_notebook(content):
    module = next(module for module in content.modules.values() if module.tasks)
    tasks = learning.tasks(module.id)
    assert pages._listeners[tasks.name] is tasks
