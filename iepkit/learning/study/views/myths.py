"""A module's myths: what people say in the room, and the law does not."""

from __future__ import annotations

from iepkit.content.modules import Module
from iepkit.learning.study.views.recall import RecallView


class MythsView(RecallView):
    """The myths of one module."""

    def __init__(self, module: Module) -> None:
        super().__init__(f"myths-{module.id}", [f"myth.{one}" for one in module.myths])
