"""A plan as a patch of the servers in Kubernetes: how many, how large, and how many places each keeps."""

from __future__ import annotations

import math
from typing import Any

import yaml

from iepkit.sizing.plan import GIB, Plan

FIRST_LINE = "# Written by iepkit plan"
"""How a file begins that may be written anew."""
NAME, CONTAINER, PLACES = "iepkit", "server", "ATTENDEES"
"""As the servers' own file names them."""
_MIB = 2**20


def values(plan: Plan) -> dict[str, Any]:
    """The patch."""
    memory = f"{math.ceil((plan.wish.memory or plan.memory_given) / _MIB)}Mi"
    server = {
        "name": CONTAINER,
        "env": [{"name": PLACES, "value": str(plan.places)}],
        "resources": {
            "requests": {"cpu": str(plan.wish.cores), "memory": memory},
            # No limit of processor time: a server whose neighbour has ended gets a burst of phones.
            "limits": {"memory": memory},
        },
    }
    return {
        "apiVersion": "apps/v1",
        "kind": "StatefulSet",
        "metadata": {"name": NAME},
        "spec": {"replicas": plan.servers, "template": {"spec": {"containers": [server]}}},
    }


def as_text(plan: Plan, typed: str) -> str:
    """The file, with where its figures come from.

    Args:
        plan: what a crowd needs.
        typed: the command that made it.
    """
    seen = [*plan.memory.rooms, *plan.work.rooms]
    head = [
        f"{FIRST_LINE}; change what is asked for, not this file:",
        f"#   {typed}",
        f"# With all its places in use a server takes {plan.memory_used / GIB:.1f} GiB, as measured. It keeps them only",
        "# where it finds room to spare; that is the memory below.",
        *(f"# From {text}." for text in dict.fromkeys(room.source.text for room in seen)),
    ]
    return "\n".join(head) + "\n" + yaml.safe_dump(values(plan), sort_keys=False)
