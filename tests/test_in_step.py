"""Files that must agree do."""

import json
import re
import tomllib
from importlib.metadata import requires

import pytest
import yaml
from packaging.requirements import Requirement

from iepkit.serving.settings import VOILA
from tests.kit import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
README = (ROOT / "README.md").read_text()
NAMED_BY_THE_USER = {"jupyterlab", "ipywidgets", "pandas", "voila", "nbval"}


def names(requirements):
    return {re.split(r"[<>=!~\[; ]", requirement)[0].lower() for requirement in requirements}


def all_names():
    extras = PROJECT["project"]["optional-dependencies"]
    return names(PROJECT["project"]["dependencies"]).union(*(names(extra) for extra in extras.values()))


def test_conda_installs_the_one_list():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    *conda, pip = environment["dependencies"]
    assert names(conda) == {"python", "pip"}
    (line,) = pip["pip"]
    extras = set(re.fullmatch(r"-e \.\[(.+)\]", line)[1].split(","))
    assert extras <= PROJECT["project"]["optional-dependencies"].keys()
    assert all_names() >= NAMED_BY_THE_USER
    floor = PROJECT["project"]["requires-python"].removeprefix(">=")
    assert f"python={floor}" in conda


def test_the_readme_names_the_python_that_the_project_asks_for():
    version = PROJECT["project"]["requires-python"].removeprefix(">=")
    assert f"Python {version} or newer" in README
    start = (ROOT / "start.py").read_text()
    assert f"OLDEST = ({version.replace('.', ', ')})" in start


def test_every_command_in_the_readme_is_in_the_makefile():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    commands = set(re.findall(r"(?:^|`)make ([a-z]+)", README, re.MULTILINE))
    assert {"serve", "test", "check", "lab"} <= commands <= targets


def test_the_readmes_list_of_files_is_the_folder():
    listed = set(re.findall(r"`([a-z_]+\.(?:csv|yaml))`", README.split("## What to edit")[1].split("## Other ways")[0]))
    assert listed == {path.name for path in (ROOT / "data").iterdir() if path.is_file()}


def test_the_readme_says_first_what_it_is_for_whom_and_what_it_is_not():
    first = "\n".join(README.splitlines()[:10])
    for words in ("parent workshops", "trainers", "not legal advice", "docs/phone.png"):
        assert words in first
    assert (ROOT / "docs/phone.png").stat().st_size > 1000


def test_the_lock_holds_every_package_with_hashes_and_no_address():
    lock = (ROOT / "requirements.lock").read_text()
    locked = {name.lower() for name in re.findall(r"^([\w.-]+)(?:\[[\w,-]+\])?==", lock, re.MULTILINE)}
    assert all_names() - locked == set()
    assert "://" not in lock
    assert len(re.findall(r"--hash=sha256:", lock)) >= len(locked)


def test_the_lock_names_the_extras_that_packages_ask_for():
    # pip looks for "coverage[toml]" where the lock has "coverage" alone, finds a newer one, and refuses it for its hash.
    lock = (ROOT / "requirements.lock").read_text()
    locked = {
        name: set(extras.split(",")) for name, extras in re.findall(r"^([\w.-]+)\[([\w,-]+)\]==", lock, re.MULTILINE)
    }
    asked = [Requirement(line) for name in all_names() for line in requires(name) or ()]
    wanted = [one for one in asked if one.extras and not (one.marker and not one.marker.evaluate({"extra": ""}))]
    assert [one.name for one in wanted]
    assert [str(one) for one in wanted if not one.extras <= locked.get(one.name.lower(), set())] == []


def test_plain_voila_is_set_up_as_the_server_is():
    assert json.loads((ROOT / "voila.json").read_text()) == VOILA


@pytest.mark.parametrize("name", ["start.bat", "start.command", "Makefile"])
def test_every_way_in_calls_the_one_start(name):
    assert "start.py serve" in (ROOT / name).read_text()


def test_ci_runs_what_a_newcomer_types():
    assert (ROOT / ".ci/run").read_text().splitlines()[-1] == "make test"
