import contextlib
import datetime as dt

import pytest

from iepkit.store.store import Store

START = dt.datetime(2026, 11, 24, 23, 30, tzinfo=dt.UTC)


class Clock:
    """A clock that stands still until it is told."""

    def __init__(self):
        self.moment = START

    def __call__(self):
        return self.moment

    def pass_by(self, **time):
        self.moment += dt.timedelta(**time)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def opened(answers, clock):
    """Opens the place of this test, as often as it is called; all are closed at the end."""
    with contextlib.ExitStack() as stack:
        yield lambda: stack.enter_context(contextlib.closing(Store.open(answers, clock=clock)))


@pytest.fixture
def store(opened):
    return opened()
