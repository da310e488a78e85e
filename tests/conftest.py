import pytest

from iepkit.content import load
from tests.kit import ROOT, Kit


@pytest.fixture
def kit(tmp_path):
    return Kit(tmp_path / "kit")


@pytest.fixture(scope="session")
def content():
    return load(ROOT)
