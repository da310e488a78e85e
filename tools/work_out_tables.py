"""Works out what the rules decide, for the take-home page; see iepkit/site/tables.py."""

import sys

from iepkit import progress
from iepkit.site.tables import TableError, write_tables


def tell(topic: str, done: int, total: int) -> None:
    """Say how far a topic is."""
    progress.show(f"{topic}: {done:,} of {total:,} combinations of facts", done, total)


if __name__ == "__main__":
    try:
        write_tables(tell)
    except TableError as error:
        sys.exit(str(error))
