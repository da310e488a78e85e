"""What is typed behind an option, read or refused with a sentence."""

from __future__ import annotations

import argparse
import datetime as dt
import os
from typing import TypeAlias
from urllib.parse import urlsplit

from iepkit.content import ENGLISH, LANGUAGE_VARIABLE
from iepkit.serving import front

# The class has no public name.
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001
"""To which each command adds itself."""


def add_language(command: argparse.ArgumentParser) -> None:
    """Let a command be told in which language to speak; whether there is that language is for the content to say."""
    command.add_argument(
        "--language", default=os.environ.get(LANGUAGE_VARIABLE) or ENGLISH, metavar="CODE",
        help="one of those in data/translations, such as es (default: what "
        f"{LANGUAGE_VARIABLE} in the environment says, else {ENGLISH})",
    )  # fmt: skip


def port(text: str) -> int:
    """A number from 1 to 65535."""
    return _whole(text, 1, 65535, "is no port: write a number from 1 to 65535.")


def attendees(text: str) -> int:
    """How many phones: a number from 1 to 1000."""
    return _whole(text, 1, 1000, "is no number of phones: write one from 1 to 1000.")


def proxies(text: str) -> tuple[front.Network, ...]:
    """Addresses and networks of proxies, such as ``10.0.0.0/8``, with commas between."""
    try:
        return front.networks(text)
    except ValueError:
        message = f'"{text}" is no list of addresses and networks: write it as in 127.0.0.1,10.0.0.0/8.'
        raise argparse.ArgumentTypeError(message) from None


def seconds(text: str) -> int:
    """How many seconds: a number from 0 to 600."""
    return _whole(text, 0, 600, "is no number of seconds: write one from 0 to 600.")


def event(text: str) -> tuple[str, dt.date]:
    """An event and its day, such as ``consent_received=2026-11-03``."""
    name, _, written = text.partition("=")
    return name, day(written)


def school_year(text: str) -> tuple[dt.date, dt.date]:
    """First and last day of a school year, with a slash between."""
    first, _, last = text.partition("/")
    return day(first), day(last)


def day(text: str) -> dt.date:
    """A day, such as ``2026-11-24``."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        message = f'"{text}" is no day: write it as in 2026-11-24.'
        raise argparse.ArgumentTypeError(message) from None


def sets(text: str) -> int:
    """How many sets of answers: a number from 1 to 1000000."""
    if text.isdigit() and 0 < int(text) <= 1_000_000:
        return int(text)
    message = f'"{text}" is no number of sets: write one from 1 to 1000000.'
    raise argparse.ArgumentTypeError(message)


def address(text: str) -> str:
    """The address of a web page, such as ``http://192.168.8.2:8000``."""
    try:
        parts = urlsplit(text)
        # Only when it is asked for is the port looked at.
        is_one = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_one = False
    if is_one and not set(text) & set(" <>\"'"):
        return text
    message = f'"{text}" is no address: write it as in http://192.168.8.2:8000.'
    raise argparse.ArgumentTypeError(message)


def minutes(text: str) -> int:
    """Whole minutes; whether a plan has so many is for the planner to say."""
    try:
        return int(text)
    except ValueError:
        message = f'"{text}" is no number of minutes: write a whole number, such as 45.'
        raise argparse.ArgumentTypeError(message) from None


def factor(text: str) -> float:
    """How many times as long: a number from 1 to 4."""
    try:
        found = float(text)
    except ValueError:
        found = 0
    if 1 <= found <= 4:
        return found
    message = f'"{text}" is no factor: write a number from 1 to 4, such as 1.5.'
    raise argparse.ArgumentTypeError(message)


def label(text: str) -> str:
    """What a workshop is called: a line of up to 80 signs."""
    if len(text) <= 80 and text.isprintable():
        return text.strip()
    message = f'"{text}" is no label: write up to 80 letters and signs in one line.'
    raise argparse.ArgumentTypeError(message)


def clock(text: str) -> dt.time:
    """A time of day, such as ``18:30``."""
    try:
        return dt.datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007 - the clock on the room's wall
    except ValueError:
        message = f'"{text}" is no time of day: write it as in 18:30.'
        raise argparse.ArgumentTypeError(message) from None


def people(text: str) -> int:
    """How many people: a number from 1 to 1000."""
    return _whole(text, 1, 1000, "is no number of people: write one from 1 to 1000.")


def crowd(text: str) -> int:
    """How many people over all servers: a number from 1 to 1000000."""
    return _whole(text, 1, 1_000_000, "is no number of people: write one from 1 to 1000000.")


def count(text: str) -> int:
    """How many of something: a number from 1 to 1000."""
    return _whole(text, 1, 1000, "is no number here: write one from 1 to 1000.")


def spare(text: str) -> int:
    """How many spare servers: a number from 0 to 1000."""
    return _whole(text, 0, 1000, "is no number of servers: write one from 0 to 1000.")


def amount(text: str) -> float:
    """An amount that may have a fraction: more than 0, at most 100000."""
    found = _fraction(text)
    if 0 < found <= 100_000:
        return found
    message = f'"{text}" is no amount: write a number above 0, such as 16 or 0.5.'
    raise argparse.ArgumentTypeError(message)


def percent(text: str) -> float:
    """A share in percent, from 1 to 100, as 0.01 to 1."""
    found = _fraction(text)
    if 1 <= found <= 100:
        return found / 100
    message = f'"{text}" is no percentage: write a number from 1 to 100.'
    raise argparse.ArgumentTypeError(message)


def _whole(text: str, least: int, most: int, wrong: str) -> int:
    """A whole number from ``least`` to ``most``; else the sentence that says what is wrong with the text."""
    if text.isdigit() and least <= int(text) <= most:
        return int(text)
    message = f'"{text}" {wrong}'
    raise argparse.ArgumentTypeError(message)


def _fraction(text: str) -> float:
    """The number that is written there; 0, which no option takes, where there is none."""
    try:
        return float(text)
    except ValueError:
        return 0
