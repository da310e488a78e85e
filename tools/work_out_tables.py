"""Works out what the rules decide, for the take-home page; see iepkit/site/tables.py."""

import sys

from iepkit.site.tables import TooManyError, write_tables


def tell(topic: str, done: int, total: int) -> None:
    """Say how far a topic is."""
    if sys.stdout.isatty() or done == total:
        end = "\n" if done == total else "\r"
        print(f"{topic}: {done:,} of {total:,} combinations of facts", end=end, flush=True)


if __name__ == "__main__":
    try:
        write_tables(tell)
    except TooManyError as error:
        sys.exit(str(error))
