"""One direction: what is said knows nothing of how it is shown, and that nothing of the server."""

import ast
import subprocess
import sys

import pytest

from tests.kit import ROOT

PACKAGE = ROOT / "iepkit"
LAYERS = {
    "iepkit.content": {"iepkit.content"},
    "iepkit.rules": {"iepkit.rules"},
    "iepkit.explorers": {"iepkit.content", "iepkit.rules", "iepkit.explorers", "iepkit.wording"},
    "iepkit.commands": set(),
    "iepkit.wording": {"iepkit.content", "iepkit.rules"},
    "iepkit.documents": {"iepkit.content", "iepkit.explorers", "iepkit.rules", "iepkit.wording", "iepkit.documents"},
    "iepkit.agenda": {"iepkit.agenda", "iepkit.content", "iepkit.documents", "iepkit.slides", "iepkit.wording"},
    "iepkit.language": {"iepkit.content", "iepkit.wording"},
    "iepkit.comparison": {"iepkit.content", "iepkit.language", "iepkit.wording"},
    "iepkit.learning": {
        *("iepkit.content", "iepkit.explorers", "iepkit.learning", "iepkit.learning.study", "iepkit.rules"),
        *("iepkit.store", "iepkit.wording"),
    },
    "iepkit.learning.study": {
        *("iepkit.comparison", "iepkit.content", "iepkit.documents", "iepkit.explorers", "iepkit.learning.study"),
        *("iepkit.language", "iepkit.pages", "iepkit.rules", "iepkit.scripts", "iepkit.store", "iepkit.wording"),
    },
    "iepkit.store": {"iepkit.store"},
    "iepkit.report": {
        *("iepkit.content", "iepkit.documents", "iepkit.folder", "iepkit.learning", "iepkit.report", "iepkit.store"),
        "iepkit.wording",
    },
    "iepkit.tables": {"iepkit.comparison", "iepkit.content", "iepkit.language", "iepkit.wording"},
    "iepkit.sections": {"iepkit.content", "iepkit.language", "iepkit.wording"},
    "iepkit.guide": {"iepkit.content", "iepkit.language", "iepkit.wording"},
    "iepkit.folder": set(),
    "iepkit.made": set(),
    "iepkit.own_copy": set(),
    "iepkit.browser": set(),
    "iepkit.slides": {"iepkit.content", "iepkit.documents", "iepkit.language", "iepkit.slides", "iepkit.wording"},
    "iepkit.progress": set(),
    "iepkit.sizing": {"iepkit.sizing"},
    "iepkit.scripts": set(),
    "iepkit.pages": {
        *("iepkit.content", "iepkit.wording", "iepkit.comparison", "iepkit.explorers", "iepkit.rules"),
        *("iepkit.documents", "iepkit.language", "iepkit.scripts"),
    },
    "iepkit.site": {
        *("iepkit.content", "iepkit.explorers", "iepkit.rules", "iepkit.wording", "iepkit.pages", "iepkit.scripts"),
        *("iepkit.documents", "iepkit.site"),
    },
    "iepkit.translating": {"iepkit.content", "iepkit.translating", "iepkit.wording"},
    "iepkit.serving": {
        "iepkit.commands",
        "iepkit.content",
        "iepkit.documents",
        "iepkit.explorers",
        "iepkit.learning",
        "iepkit.rules",
        "iepkit.store",
        "iepkit.wording",
        "iepkit.pages",
        "iepkit.progress",
        "iepkit.scripts",
        "iepkit.serving",
        "iepkit.site",
    },
    "iepkit.doctor": {
        *("iepkit.commands", "iepkit.content", "iepkit.doctor", "iepkit.documents", "iepkit.explorers"),
        *("iepkit.folder", "iepkit.progress", "iepkit.serving", "iepkit.site", "iepkit.slides", "iepkit.wording"),
    },
    "iepkit.cli": {
        *("iepkit.agenda", "iepkit.cli", "iepkit.doctor", "iepkit.learning", "iepkit.report", "iepkit.store"),
        *("iepkit.learning.study", "iepkit.sizing"),
        *("iepkit.commands", "iepkit.content", "iepkit.explorers", "iepkit.progress", "iepkit.serving", "iepkit.site"),
        *("iepkit.documents", "iepkit.folder", "iepkit.wording", "iepkit.slides", "iepkit.made", "iepkit.browser"),
        *("iepkit.own_copy", "iepkit.translating"),
    },
    "iepkit.__main__": {"iepkit.cli"},
    "iepkit": set(),
}
CONTENT_MAY_USE = {"yaml", "pyphen", "silabeador", "iepkit"}


def layer_of(module):
    parts = module.split(".")
    inner = ".".join(parts[:3])
    return inner if inner in LAYERS else ".".join(parts[:2])


def modules():
    for path in PACKAGE.rglob("*.py"):
        parts = path.relative_to(ROOT).with_suffix("").parts
        yield ".".join(parts).removesuffix(".__init__"), path


def imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.module == "iepkit":
                yield from (f"iepkit.{alias.name}" for alias in node.names)
            else:
                yield node.module


def test_every_module_belongs_to_a_layer():
    assert {layer_of(name) for name, _ in modules()} == LAYERS.keys()


@pytest.mark.parametrize("name", sorted(name for name, _ in modules()))
def test_a_module_imports_only_what_lies_below_it(name):
    path = dict(modules())[name]
    used = {layer_of(module) for module in imports(path) if module.split(".")[0] == "iepkit"}
    assert used <= LAYERS[layer_of(name)]


def test_the_content_needs_no_pandas_and_no_jupyter():
    for name, path in modules():
        if layer_of(name) == "iepkit.content":
            outside = {module.split(".")[0] for module in imports(path)} - set(sys.stdlib_module_names)
            assert outside <= CONTENT_MAY_USE, name


def test_the_rules_need_the_standard_library_alone():
    for name, path in modules():
        if layer_of(name) == "iepkit.rules":
            outside = {module.split(".")[0] for module in imports(path)} - set(sys.stdlib_module_names)
            assert outside <= {"iepkit"}, name


def test_the_content_loads_where_pandas_and_jupyter_are_missing():
    code = (
        "import sys\n"
        "for name in ('pandas', 'numpy', 'ipywidgets', 'anywidget', 'IPython', 'voila', 'tornado'):\n"
        "    sys.modules[name] = None\n"
        "from iepkit.content import load\n"
        f"load(__import__('pathlib').Path({str(ROOT)!r}))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_no_sentence_that_a_parent_reads_stands_in_the_notebooks_code_or_the_script():
    script = (PACKAGE / "share/jupyter/voila/templates/iepkit/static/page.js").read_text()
    code = [line.split("//")[0] for line in script.splitlines()]
    texts = [t for line in code for t in __import__("re").findall(r'"([^"]*)"', line)]
    assert [t for t in texts if t.count(" ") > 3 and "[" not in t and "." not in t] == []
