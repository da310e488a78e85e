"""What can keep votes from being stored."""

from __future__ import annotations


class StoreError(Exception):
    """Votes can't be stored or read.

    Args:
        problem: which sentence ``store.PROBLEM`` of data/interface.csv says it: ``locked``, ``read_only``, ``full``,
            ``newer``, ``broken``, ``no_folder``, ``moved``, ``forgotten``; of PostgreSQL also ``unreachable``,
            ``no_driver`` and ``no_address``.
        place: the file, or the address of the database with no password, to be named in that sentence.
    """

    def __init__(self, problem: str, place: str) -> None:
        super().__init__(problem, place)
        self.problem = problem
        self.place = place
