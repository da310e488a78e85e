"""The workshop server: the dashboards on the phones of the room, with no internet."""

from iepkit.serving.network import ServingError
from iepkit.serving.server import serve

__all__ = ["ServingError", "serve"]
