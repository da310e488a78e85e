"""A module's questions from the floor, as they are asked in the room."""

from __future__ import annotations

from iepkit.content.modules import Module
from iepkit.learning.study.views.recall import RecallView


class FloorView(RecallView):
    """The questions from the floor of one module."""

    def __init__(self, module: Module) -> None:
        super().__init__(f"floor-{module.id}", [f"floor.{one}" for one in module.floor])
