"""Binder and repo2docker: what they make of ``environment.yml``, and the address that a Binder link opens."""

import os
import subprocess
import sys
import time
import urllib.request
from urllib.error import URLError

import pytest
import yaml

from tests.kit import ROOT
from tests.served import LOOPBACK, free_port

_PATIENCE = 60
_AS_BINDER = "user/somebody"


@pytest.fixture(scope="module")
def recipe():
    """What repo2docker says it would do with the kit, as it says it to somebody who has no container engine."""
    said = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "repo2docker", "--no-build", "--debug", str(ROOT)],
        capture_output=True, text=True, check=True, timeout=_PATIENCE,
    )  # fmt: skip
    return said.stdout + said.stderr


def test_it_builds_from_the_environment_file(recipe):
    assert 'env update -p ${NB_PYTHON_PREFIX} --file "environment.yml"' in recipe


def test_it_builds_on_the_python_that_the_file_names(recipe):
    conda = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    (version,) = [line.removeprefix("python=") for line in conda if str(line).startswith("python")]
    assert f"Building conda environment for python={version}" in recipe
    assert "Python version unspecified" not in recipe


@pytest.fixture(scope="module")
def binder(tmp_path_factory):
    """Jupyter's server as Binder starts it: under a path of its own, with the extensions that are installed."""
    port, log = free_port(), tmp_path_factory.mktemp("binder") / "log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [
                sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root", f"--ip={LOOPBACK}",
                f"--port={port}", f"--ServerApp.base_url=/{_AS_BINDER}/", "--IdentityProvider.token=",
            ],
            cwd=ROOT, stdout=output, stderr=output, env={**os.environ, "JUPYTER_PREFER_ENV_PATH": "1"},
        )  # fmt: skip
    address = f"http://{LOOPBACK}:{port}/{_AS_BINDER}/"
    try:
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                urllib.request.urlopen(f"{address}api", timeout=10).close()
                break
            except URLError:
                assert server.poll() is None, log.read_text()
                assert time.monotonic() < end, log.read_text()
                time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=_PATIENCE)


def test_a_binder_link_opens_the_page(binder):
    with urllib.request.urlopen(f"{binder}voila/render/notebooks/01_compare.ipynb", timeout=_PATIENCE) as response:
        page = response.read().decode()
    assert 'data-iepkit="' in page
    assert f'data-base="/{_AS_BINDER}/"' in page


def test_a_binder_link_opens_jupyterlab(binder):
    with urllib.request.urlopen(f"{binder}lab/tree/notebooks/00_start.ipynb", timeout=_PATIENCE) as response:
        assert "JupyterLab" in response.read().decode()
