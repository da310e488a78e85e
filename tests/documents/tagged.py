"""What a screen reader finds in a PDF."""

import pypdf


def tags(node):
    """The tags of the structure under a node."""
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from tags(child)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node["/S"]
        yield from tags(node.get("/K", pypdf.generic.NullObject()))
