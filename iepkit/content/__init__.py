"""Everything that the kit says: read from ``data/`` and checked."""

from iepkit.content.files import kit_folder
from iepkit.content.model import CATEGORIES, ENGLISH, LANGUAGE_VARIABLE, PLANS, Content, ContentError, Problem, slug
from iepkit.content.read import examine, load

__all__ = [
    "CATEGORIES",
    "ENGLISH",
    "LANGUAGE_VARIABLE",
    "PLANS",
    "Content",
    "ContentError",
    "Problem",
    "examine",
    "kit_folder",
    "load",
    "slug",
]
