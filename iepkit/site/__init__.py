"""The explorers with no server: what the browser's own script needs in order to answer as the rules do."""

from iepkit.site.at_random import sets_of_answers
from iepkit.site.sheet import sheet

__all__ = ["sets_of_answers", "sheet"]
