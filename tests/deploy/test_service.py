"""The service of systemd and the page that says how to set it up."""

import configparser
import re

from jupyterhub.auth import PAMAuthenticator
from jupyterhub.singleuser.extension import JupyterHubSingleUser

from tests.kit import ROOT

UNIT = ROOT / "deploy/jupyterhub/iepkit-hub.service"
PAGE = (ROOT / "docs/hub.md").read_text()


def service():
    unit = configparser.ConfigParser(interpolation=None, strict=True)
    unit.optionxform = str
    unit.read_string(UNIT.read_text())
    return unit["Service"]


def test_the_page_makes_what_the_service_asks_for():
    program, _, settings = service()["ExecStart"].split()
    assert program == "/opt/iepkit/.venv/bin/jupyterhub"
    assert "/opt/iepkit && /usr/bin/python3 start.py setup" in PAGE
    assert f" > {settings}\n" in PAGE
    assert service()["EnvironmentFile"].lstrip("-") in PAGE
    assert service()["WorkingDirectory"] == f"/var/lib/{service()['StateDirectory']}"
    assert f"`{service()['WorkingDirectory']}`" in PAGE


def test_the_service_hides_processes_and_lets_nobody_become_somebody_else():
    assert service()["ProtectProc"] == "invisible"
    assert service()["NoNewPrivileges"] == "yes"
    assert service()["UMask"] == "0077"


def test_who_is_taken_out_is_out_as_soon_as_the_page_says():
    # The hub looks anew after the one, where a learner's own server, if no page, speaks to it after the other.
    assert PAMAuthenticator().auth_refresh_age + JupyterHubSingleUser().hub_activity_interval == 10 * 60
    assert PAGE.count("within ten minutes") == 2


def test_a_computer_holds_as_many_as_the_page_says():
    hub, server, notebook = (int(figure) for figure in re.findall(r"\| (\d+) MB \|", PAGE))
    gigabytes, people = re.search(r"with (\d+) GB of memory holds (\d+) people", PAGE).groups()
    assert hub + int(people) * (server + 2 * notebook) <= int(gigabytes) * 1000
    guarantee = re.search(r"guarantee: (\d+)M\n", (ROOT / "deploy/jupyterhub/values.yaml").read_text())[1]
    assert server + 2 * notebook <= int(guarantee) == int(re.search(r"`memory.guarantee: (\d+)M`", PAGE)[1])
