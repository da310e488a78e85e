"""The values for Zero to JupyterHub: they start what the small hub starts, and let nobody in by themselves."""

import json
import re
from pathlib import PurePosixPath

import pytest
import yaml

from tests.deploy.hub import CONFIG, Hub, Person, may_have_hubs
from tests.kit import ROOT

DOCKERFILE = (ROOT / "deploy/kubernetes/Dockerfile").read_text()
VALUES = yaml.safe_load((ROOT / "deploy/jupyterhub/values.yaml").read_text())
SERVER = VALUES["singleuser"]


def test_they_start_what_the_small_hub_starts():
    program, *arguments = SERVER["cmd"]
    assert f'"{program}"), {", ".join(f"{chr(34)}{one}{chr(34)}" for one in arguments)}]' in CONFIG.read_text()


def test_they_hold_each_server_to_what_the_small_hub_holds_it():
    assert f'mem_limit = "{SERVER["memory"]["limit"]}"' in CONFIG.read_text()
    assert f"\nIDLE = {VALUES['cull']['timeout']}\n" in CONFIG.read_text()


def test_progress_lies_in_the_users_volume():
    assert SERVER["extraEnv"]["HOME"] == SERVER["storage"]["homeMountPath"]


def test_a_server_reaches_nobody_but_the_hub():
    assert SERVER["networkPolicy"]["enabled"]
    assert set(SERVER["networkPolicy"]["egressAllowRules"].values()) == {False}
    assert SERVER["uid"] != 0
    assert SERVER["allowPrivilegeEscalation"] is False


def test_the_images_own_start_is_put_aside():
    # What the chart hands on as `cmd` comes after the image's ENTRYPOINT, which starts the room's server.
    entrypoint = json.loads(re.search(r"^ENTRYPOINT (.*)$", DOCKERFILE, re.MULTILINE)[1])
    command = VALUES["hub"]["config"]["KubeSpawner"]["extra_container_config"]["command"]
    assert command == entrypoint[:2]
    program = SERVER["cmd"][0]
    folders = re.search(r"^ENV PATH=(\S+)", DOCKERFILE, re.MULTILINE)[1].split(":")
    assert str(PurePosixPath(entrypoint[2])) == f"{folders[0]}/{program}"


def test_no_name_no_password_and_no_host_is_given():
    text = (ROOT / "deploy/jupyterhub/values.yaml").read_text()
    assert not re.search(
        r"^\s*(allowed_users|admin_users|password|hosts|cookieSecret|secretToken)\s*:", text, re.MULTILINE
    )


@pytest.fixture(params=[(), ("ana",)], ids=["nobody", "ana"])
def hub(request):
    """A real hub with what the chart hands to it, and a list of staff."""
    given = VALUES["hub"]["config"].items()
    lines = [f"c.{kind}.{name} = {value!r}" for kind, settings in given for name, value in settings.items()]
    hub = Hub({}, more="\n".join([*lines, f"c.Authenticator.allowed_users = {set(request.param)!r}"]))
    try:
        hub.start()
        hub.staff = request.param
        yield hub
    finally:
        hub.remove()


def is_in(hub, name, password):
    person = Person(hub, name)
    person.log_in(password)
    return person.get("/hub/home").url.endswith("/hub/home")


@pytest.mark.skipif(not may_have_hubs(), reason="accounts of its own need Linux and root")
def test_who_is_listed_comes_in_with_the_password_that_was_typed_first(hub):
    assert not is_in(hub, "ben", "a-long-password-1")
    assert not is_in(hub, "ana", "short")
    assert is_in(hub, "ana", "a-long-password-2") is bool(hub.staff)
    assert not is_in(hub, "ana", "a-long-password-1")
    assert is_in(hub, "ana", "a-long-password-2") is bool(hub.staff)
