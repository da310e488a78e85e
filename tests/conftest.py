import signal

import pytest

from iepkit.content import load
from tests.kit import OTHER_LANGUAGE, ROOT, Kit
from tests.languages import made
from tests.postgres import Postgres
from tests.served import PLAIN_VOILA, Server


@pytest.fixture
def kit(tmp_path):
    return Kit(tmp_path / "kit")


@pytest.fixture(scope="session")
def content():
    return load(ROOT)


@pytest.fixture(scope="session")
def strange(tmp_path_factory):
    """The content with two languages more, made of the English one: see ``tests/languages/made.py``."""
    kit = Kit(tmp_path_factory.mktemp("languages") / "kit")
    for language in made.LANGUAGES:
        made.add(kit.folder, language)
    return load(kit.folder)


@pytest.fixture(scope="session")
def postgres():
    running = Postgres()
    yield running
    running.end()


@pytest.fixture(params=["sqlite", "postgresql"])
def answers(request, tmp_path):
    """Where votes may be kept: a file that is not there yet, and an empty database."""
    if request.param == "sqlite":
        return str(tmp_path / "answers.db")
    return request.getfixturevalue("postgres").database()


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The kit as it is, served; it has a second language, made of two texts."""
    folder = tmp_path_factory.mktemp("served")
    kit = Kit(folder / "kit")
    kit.translate("eo", OTHER_LANGUAGE)
    running = Server(kit.folder, folder / "log", attendees=2)
    yield running
    running.end()


@pytest.fixture(scope="session")
def voila(tmp_path_factory):
    """All notebooks, as they are, in stock Voila with the kit's settings."""
    folder = tmp_path_factory.mktemp("voila")
    kit = Kit(folder / "kit")
    (kit.folder / "voila.json").write_text((ROOT / "voila.json").read_text())
    running = Server(kit.folder, folder / "log", command=PLAIN_VOILA, path="/voila/render/01_compare.ipynb")
    yield running
    # Voila's own way to end can wait for ever for a kernel; that is not ours to test.
    running.end(signal.SIGKILL)
