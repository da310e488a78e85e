"""The deck: notebooks of slides and notes, made into a folder that opens with no server and no internet."""

from iepkit.slides.shown import notes, slide

__all__ = ["notes", "slide"]
