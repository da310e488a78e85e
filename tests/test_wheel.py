"""An installed kit has everything with it, and needs no checkout."""

import os
import subprocess
import sys
import zipfile

import pytest

from tests.kit import ROOT


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", str(folder), str(ROOT)], check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


def run(unpacked, *arguments):
    places = [str(unpacked), *(place for place in sys.path if place != str(ROOT))]
    code = f"import sys; sys.path[:] = {places!r}; from iepkit.cli import main; sys.exit(main({list(arguments)!r}))"
    return subprocess.run(
        [sys.executable, "-S", "-c", code],
        cwd=unpacked,
        env={name: value for name, value in os.environ.items() if name != "IEPKIT_HOME"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_carries_the_content_and_finds_it(unpacked):
    done = run(unpacked, "check")
    assert "\nAll good: 18 cells in 9 topics" in done.stdout, done.stderr


def test_the_wheel_carries_notebooks_template_and_script(unpacked):
    names = {str(path.relative_to(unpacked)) for path in unpacked.rglob("*") if path.is_file()}
    template = "share/jupyter/voila/templates/iepkit"
    assert {f"iepkit/{template}/static/page.js", "iepkit/_kit/notebooks/workshop.ipynb"} <= names
    assert {"iepkit/_kit/notebooks/es/00_start.ipynb", "iepkit/_kit/data/translations/es/chart.csv"} <= names
    assert {
        "iepkit/_kit/docs/facilitator.md",
        "iepkit/_kit/docs/facilitator.es.md",
        "iepkit/_kit/slides/01_welcome.ipynb",
    } <= names
    assert "iepkit/share/nbconvert/templates/iepkit_deck/static/deck.js" in names
    assert [name for name in names if name.endswith(f".data/data/{template}/index.html.j2")]


def test_nothing_in_the_repository_names_a_place_outside_it():
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    forbidden = [str(ROOT), "cdn." + "jsdelivr", "unpkg" + ".com", "fonts.google" + "apis"]
    found = []
    for name in listed.stdout.splitlines():
        text = (ROOT / name).read_bytes().decode("utf-8", errors="replace")
        found += [(name, word) for word in forbidden if word in text]
    assert found == []
