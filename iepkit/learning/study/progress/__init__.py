"""What learners did, kept: in a file of the user's own, or in a database."""

from iepkit.learning.study.progress.log import Log, Trouble
from iepkit.learning.study.progress.place import opened

__all__ = ["Log", "Trouble", "opened"]
