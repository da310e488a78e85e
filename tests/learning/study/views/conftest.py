"""A place to learn at, for the widgets."""

import pytest

from tests.learning.study.desks import desk_at


@pytest.fixture
def seat(tmp_path, content):
    """A desk with its clock."""
    return desk_at(tmp_path, content)


@pytest.fixture
def desk(seat):
    return seat[0]
