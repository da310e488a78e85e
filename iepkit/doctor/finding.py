"""What one check has found, in one sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a finding matters; the workshop can be held with what is only to be looked at."""

    GOOD = "good"
    LOOK = "look at it"
    MEND = "mend it"


@dataclass(frozen=True)
class Finding:
    """One finding: what was looked at, how it is, and a sentence that says what to do where it is not good."""

    name: str
    level: Level
    sentence: str
