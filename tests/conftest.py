import pytest

from iepkit.content import load
from tests.kit import OTHER_LANGUAGE, ROOT, Kit
from tests.served import Server


@pytest.fixture
def kit(tmp_path):
    return Kit(tmp_path / "kit")


@pytest.fixture(scope="session")
def content():
    return load(ROOT)


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The kit as it is, served; it has a second language, made of two texts."""
    folder = tmp_path_factory.mktemp("served")
    kit = Kit(folder / "kit")
    kit.translate("eo", OTHER_LANGUAGE)
    running = Server(kit.folder, folder / "log", attendees=2)
    yield running
    running.end()
