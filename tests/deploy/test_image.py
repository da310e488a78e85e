"""The image's steps, as far as they can be seen without an engine; `tools/try_image.py` runs them."""

import re
from pathlib import Path

import pytest

from iepkit.cli import _parser
from tests.deploy.dockerfile import FILE, entrypoint, stages, try_image
from tests.kit import ROOT

FOLDER = ROOT / "deploy/kubernetes"
IGNORED = (FOLDER / "Dockerfile.dockerignore").read_text()


def copied():
    for stage in stages():
        for step in stage.steps:
            if step.kind == "COPY" and not step.words[0].startswith("--"):
                yield from step.words[:-1]


@pytest.mark.parametrize("name", sorted(copied()))
def test_what_is_copied_is_there_and_let_in(name):
    assert (ROOT / name).exists()
    assert try_image.is_let_in(name, IGNORED)


@pytest.mark.parametrize(
    "name",
    [".git", ".git/config", "answers/workshops.db", ".venv", "tests", "iepkit/serving/__pycache__", "docs/hub.md"],
)
def test_what_has_no_business_in_the_image_is_kept_out(name):
    assert not try_image.is_let_in(name, IGNORED)
    assert not any(Path(name).is_relative_to(one) for one in copied() if "__pycache__" not in name)


def test_an_instruction_that_the_tool_does_not_know_is_named():
    with pytest.raises(ValueError, match="does not know the instruction ADD"):
        try_image.stages("FROM a\nADD b c\n")


def test_the_last_stage_runs_as_nobody_in_particular_and_has_no_build_tools():
    last = stages()[-1]
    (user,) = [step.text for step in last.steps if step.kind == "USER"]
    assert all(int(number) >= 10_000 for number in user.split(":"))
    installed = " ".join(step.text for step in last.steps if step.kind == "RUN")
    assert not re.search(r"pip|venv|gcc|build-essential|-dev\b", installed)


def test_the_command_is_one_that_the_kit_understands():
    options = _parser().parse_args(entrypoint())
    exposed = next(step.words for step in stages()[-1].steps if step.kind == "EXPOSE")
    assert [str(options.port), str(options.probe_port)] == exposed
    assert options.metrics
    assert str(options.console_port) not in exposed


def test_the_health_check_asks_the_port_for_probes():
    (check,) = [step.words for step in stages()[-1].steps if step.kind == "HEALTHCHECK"]
    assert f":{_parser().parse_args(entrypoint()).probe_port}/live" in check[-1]


def pinned(path):
    """Each package of a lock file with its version and its hashes."""
    text = path.read_text().replace("\\\n", " ")
    found = {}
    for line in text.splitlines():
        if match := re.match(r"([a-z0-9-]+)(?:\[[^\]]*\])?==(\S+)([^#]*)", line):
            found[match[1], match[2]] = set(re.findall(r"sha256:([0-9a-f]{64})", match[3]))
    return found


@pytest.mark.parametrize("name", ["image.lock", "build.lock"])
def test_the_image_has_the_very_packages_that_are_tested(name):
    image, tested = pinned(FOLDER / name), pinned(ROOT / "requirements.lock")
    assert image
    assert all(image.values())
    assert {one for one in image if one not in tested} == set()
    assert all(image[one] == tested[one] for one in image)


def test_the_image_has_no_packages_that_only_tests_and_builds_need():
    names = {name for name, _ in pinned(FOLDER / "image.lock")}
    assert {"voila", "psycopg", "tornado"} <= names
    assert not names & {"pytest", "playwright", "hatchling", "ruff", "mypy"}


def test_packages_are_installed_by_their_hashes():
    for line in FILE.read_text().splitlines():
        if "pip" in line and ".lock" in line and line.startswith("RUN"):
            assert line.count("--require-hashes") == line.count("--requirement")
