"""The Dockerfile as the tool that runs its steps without a container engine reads it."""

import sys

from tests.kit import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import try_image

FILE = ROOT / "deploy/kubernetes/Dockerfile"


def stages():
    return try_image.stages(FILE.read_text())


def entrypoint():
    """What the image starts, after the program that passes on signals."""
    (words,) = [step.words for step in stages()[-1].steps if step.kind == "ENTRYPOINT"]
    assert words[:2] == ["/usr/bin/tini", "--"]
    assert words[2].endswith("/bin/iepkit")
    return words[3:]
