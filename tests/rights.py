"""Who may write where."""

import os
import shutil

import pytest


def without_roots_rights():
    """Root may write where nobody may; so that right is taken away."""
    if os.geteuid() != 0:
        return ()
    if not shutil.which("setpriv"):
        pytest.skip("root may write everywhere")
    return ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
