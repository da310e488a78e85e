"""A computer in another time zone."""

import os
import time
from contextlib import contextmanager
from unittest import mock

import pytest

needs_zones = pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system has one time zone for all programs")


@contextmanager
def in_zone(name):
    """All local times in this process are those of a zone, such as ``Pacific/Kiritimati``."""
    try:
        with mock.patch.dict(os.environ, TZ=name):
            time.tzset()
            yield
    finally:
        time.tzset()
