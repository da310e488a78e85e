"""``iepkit plan``: what it prints and writes, and one sentence for what can't be."""

import re
import shlex

import pytest
import yaml

from iepkit.cli import main
from iepkit.cli import plan as command
from iepkit.sizing.measured import MeasuredError, read


@pytest.fixture
def run(capsys):
    def run(*arguments):
        code = main(["plan", *map(str, arguments)])
        return code, capsys.readouterr().out.splitlines()

    return run


def test_servers_memory_cores_and_what_drives_the_cost(run):
    code, lines = run("--attendees", 2000)
    assert code == 0
    assert lines[0].startswith("For 2,000 people: ")
    assert "iepkit serve --attendees " in lines[1]
    assert lines[2].startswith("In all: ")
    text = "\n".join(lines)
    for what in ("- Memory: ", "- Cores: ", "- Time: ", "- For 3 hours: ", "(--share 50)", "- Not in these figures: "):
        assert what in text
    for source in {room.source.text for room in read().arrivals if not room.lost}:
        assert f"- {source}" in text


def test_more_than_was_measured_is_said(run):
    text = "\n".join(run("--attendees", 2000, "--a-server", 900)[1])
    assert "- the choice: 900 phones" in text
    assert "No server was measured with " in text
    assert "No server was measured with " not in "\n".join(run("--attendees", 2000)[1])


def test_chance_needs_more_servers(run):
    def servers(*options):
        return int(re.search(r": (\d+) servers", run("--attendees", 20_000, *options)[1][0])[1])

    assert servers("--spread", "random") > servers("--spread", "even") == servers()


def test_the_file_for_a_cluster_names_the_command_that_makes_it_again(run, tmp_path):
    file = tmp_path / "values.yaml"
    asked = (
        *("--attendees", 5000, "--servers-memory", 12.5, "--cores", 8, "--spare", 2, "--spread", "random"),
        *("--share", 80, "--within", 90, "--questions", 2, "--busy", 40, "--a-server", 150),
    )
    code, lines = run(*asked, "--output", file)
    assert (code, lines[-1]) == (0, f"For Kubernetes: {file}")
    text = file.read_text()
    typed = shlex.split(text.splitlines()[1].removeprefix("#"))
    assert typed[:2] == ["iepkit", "plan"]
    again = tmp_path / "again.yaml"
    assert run(*typed[2:], "--output", again)[0] == 0
    assert again.read_text() == text
    told = yaml.safe_load(text)
    (server,) = told["spec"]["template"]["spec"]["containers"]
    assert server["resources"]["requests"] == {"cpu": "8", "memory": "12800Mi"}
    assert f"For 5,000 people: {told['spec']['replicas']} servers" in lines[0]


def test_its_own_file_is_written_anew_and_no_other(run, tmp_path):
    file = tmp_path / "values.yaml"
    run("--attendees", 2000, "--output", file)
    before = file.read_text()
    assert run("--attendees", 200, "--output", file)[0] == 0
    assert file.read_text() != before
    file.write_text("mine: true\n")
    code, lines = run("--attendees", 2000, "--output", file)
    assert code == 1
    assert lines[-1] == f"{file} is there already, and was not changed. Name a new file: --output FILE"
    assert file.read_text() == "mine: true\n"


def test_a_file_that_cant_be_written_gets_a_sentence(run, tmp_path):
    code, lines = run("--attendees", 2000, "--output", tmp_path / "none" / "values.yaml")
    assert code == 1
    assert "can't be written (No such file or directory)" in lines[-1]


def test_a_server_that_holds_nobody_gets_a_sentence(run):
    code, lines = run("--attendees", 2000, "--servers-memory", 0.1)
    assert (code, len(lines)) == (1, 1)
    assert lines[0].startswith("A server of this size holds no phone: its memory.")


def test_without_figures_there_is_a_sentence(run, monkeypatch):
    def broken():
        message = "measured.json can't be read."
        raise MeasuredError(message)

    monkeypatch.setattr(command, "read", broken)
    assert run("--attendees", 2000) == (1, ["measured.json can't be read."])


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--attendees", "0", "is no number of people"),
        ("--attendees", "many", "is no number of people"),
        ("--servers-memory", "-1", "is no amount"),
        ("--servers-memory", "nan", "is no amount"),
        ("--cores", "0", "is no number here"),
        ("--spare", "-1", "is no number of servers"),
        ("--share", "0", "is no percentage"),
        ("--busy", "101", "is no percentage"),
        ("--within", "x", "is no amount"),
    ],
)
def test_what_is_no_number_gets_a_sentence(capsys, option, value, sentence):
    with pytest.raises(SystemExit):
        main(["plan", "--attendees", "2000", f"{option}={value}"])
    assert f'"{value}" {sentence}' in capsys.readouterr().err
