import shutil
import tempfile
from pathlib import Path

import pytest


@pytest.fixture
def short_folder():
    """A folder whose path is short: sockets are made in it."""
    folder = Path(tempfile.mkdtemp(prefix="d"))
    yield folder
    shutil.rmtree(folder)
