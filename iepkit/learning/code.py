"""The code that a person makes up anew before and after, and which two codes are one person's."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

FEWEST_SIGNS = 3
"""A shorter code tells nobody apart."""


@dataclass(frozen=True)
class Pairing:
    """Which sheets are one person's, as places in the two lists of codes.

    Args:
        exact: pairs (before, after) with the same code.
        slips: pairs whose codes differ by one slip of the pen.
        doubled: sheets with a code that stands more than once in their form; they are in no pair.
    """

    exact: tuple[tuple[int, int], ...]
    slips: tuple[tuple[int, int], ...]
    doubled: int

    @property
    def pairs(self) -> tuple[tuple[int, int], ...]:
        return self.exact + self.slips


def normalised(parts: Iterable[str]) -> str:
    """The code's signs, as they are compared.

    Letters and figures of any script, in capitals, with no accents; figures are those from
    0 to 9, and a part that is one figure alone gets a 0 before it.

    Args:
        parts: what was typed into each field, in order.

    Returns:
        The code, or "" where it is too short to tell anybody apart.
    """
    code = "".join(_signs(part) for part in parts)
    return code if len(code) >= FEWEST_SIGNS else ""


def _signs(part: str) -> str:
    # Composed again at the end: without it one Korean letter would count as three.
    capitals = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", part).upper())
    bare = "".join(_figure(sign) for sign in capitals if unicodedata.category(sign)[0] in "LN")
    signs = unicodedata.normalize("NFC", bare)
    return signs.zfill(2) if signs.isdecimal() else signs


def _figure(sign: str) -> str:
    value = unicodedata.decimal(sign, None)
    return sign if value is None else str(value)


def pair(before: Sequence[str], after: Sequence[str]) -> Pairing:
    """Find the pairs: first the same codes, then those that differ by one slip.

    A code that stands twice in one form is paired with none, since nobody can say with
    which. Nor is a slip where either of the two could be another's too.

    Args:
        before: normalised codes of one form; "" where there is none.
        after: those of the other.
    """
    earlier, later = _places(before), _places(after)
    exact = [
        (places[0], later[code][0])
        for code, places in earlier.items()
        if len(places) == 1 and len(later.get(code, ())) == 1
    ]
    paired_before, paired_after = {one for one, _ in exact}, {other for _, other in exact}
    open_before = [place for places in earlier.values() for place in places if place not in paired_before]
    open_after = [place for places in later.values() for place in places if place not in paired_after]
    near = [
        (one, other)
        for one in open_before
        for other in open_after
        if before[one] == after[other] or is_slip(before[one], after[other])
    ]
    by_before, by_after = Counter(one for one, _ in near), Counter(other for _, other in near)
    slips = [(one, other) for one, other in near if by_before[one] == by_after[other] == 1]
    doubled = sum(len(places) for form in (earlier, later) for places in form.values() if len(places) > 1)
    return Pairing(tuple(exact), tuple(slips), doubled)


def _places(codes: Sequence[str]) -> dict[str, list[int]]:
    """Where each code stands."""
    places = defaultdict(list)
    for place, code in enumerate(codes):
        if code:
            places[code].append(place)
    return dict(places)


def is_slip(one: str, other: str) -> bool:
    """Do two codes differ by one sign more, less or other, or by two neighbours that are swapped?"""
    if one == other:
        return False
    if len(one) == len(other):
        differing = [place for place in range(len(one)) if one[place] != other[place]]
        return len(differing) == 1 or _is_swap(one, other, differing)
    shorter, longer = sorted((one, other), key=len)
    return len(longer) == len(shorter) + 1 and shorter in _with_one_less(longer)


def _is_swap(one: str, other: str, differing: Sequence[int]) -> bool:
    if len(differing) != 2 or differing[1] != differing[0] + 1:
        return False
    first, second = differing
    return (one[first], one[second]) == (other[second], other[first])


def _with_one_less(code: str) -> Iterator[str]:
    for place in range(len(code)):
        yield code[:place] + code[place + 1 :]
