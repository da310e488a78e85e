"""``python -m iepkit`` is the command ``iepkit``."""

import sys

from iepkit.cli import main

if __name__ == "__main__":
    sys.exit(main())
