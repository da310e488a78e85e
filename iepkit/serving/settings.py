"""How Voila is set up: the same for ``iepkit serve`` and for plain ``voila notebooks/``.

``voila.json`` at the top of the repository holds :data:`VOILA` for those who
start Voila themselves; a test keeps the two in step.
"""

from __future__ import annotations

import contextlib
from importlib.metadata import entry_points
from typing import Any

from iepkit.serving.forking.provisioner import CAN_FORK
from iepkit.serving.memory import free

VOILA: dict[str, Any] = {
    "VoilaConfiguration": {
        "template": "iepkit",
        "theme": "light",
        # A visitor may choose neither: each choice would start a kernel of its own.
        "allow_template_override": "NO",
        "allow_theme_override": "NO",
        "show_tracebacks": False,
        "file_allowlist": [],
        "extension_allowlist": [
            "@jupyter-widgets/jupyterlab-manager",
            "@voila-dashboards/widgets-manager8",
            "anywidget",
        ],
    },
    "Voila": {
        # A page that is left gives its kernel back with a beacon, which can carry no
        # token. There is no login to forge: a kernel's random id is all there is.
        "tornado_settings": {"disable_check_xsrf": True},
    },
    "VoilaExecutor": {
        # With a hundred pages in the making, its four seconds pass, and a page comes out empty.
        "iopub_timeout": 60,
    },
    "MappingKernelManager": {
        # A phone that was put away is let go after an hour; a break is shorter.
        "cull_idle_timeout": 3600,
        "cull_interval": 300,
    },
}

FORKING = {
    "JUPYTER_DEFAULT_PROVISIONER_NAME": "forking",
    "FORKING_PROVISIONER_MODULES": "iepkit.pages:warm",
}
"""The environment in which kernels are forked from a parent that has read the content."""

# Measured as the proportional share (PSS) of a kernel that shows the workshop page, with room to spare.
_BYTES_FORKED = 40_000_000
_BYTES_STARTED = 115_000_000
_SHARE_OF_MEMORY = 0.6

BYTES_A_KERNEL = 500_000_000
"""What a kernel may take of its own: several times what the workshop page needs, and little enough that others go on."""

SECONDS_TO_PING = 20
SECONDS_IDLE = 60
"""A connection that says nothing for so long is ended; a browser opens another when it needs one."""
SECONDS_FOR_A_BODY = 30
BYTES_OF_HEADERS = 16_384
BACKLOG = 512
"""A whole room may open the link in the same second."""


def can_fork() -> bool:
    """Can kernels be forked here? If not, each is started the ordinary way."""
    # An older set-up of the kit may not have registered it yet.
    return CAN_FORK and "forking" in entry_points(group="jupyter_client.kernel_provisioners").names


def places_in(memory: int, *, forks: bool) -> int:
    """How many attendees' kernels so many bytes of free memory hold, where kernels are forked or each is started."""
    return max(1, int(memory * _SHARE_OF_MEMORY / (_BYTES_FORKED if forks else _BYTES_STARTED)))


def places_in_memory() -> int:
    """How many attendees' kernels the free memory of this laptop, or of this container, holds."""
    return places_in(free(), forks=can_fork())


def allow_many_files() -> None:
    """Let this server open as many files as the system allows: a phone takes about twenty, and many systems begin with 1,024."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - Windows has none, and no such limit

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
