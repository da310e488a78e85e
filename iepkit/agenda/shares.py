"""Shares out whole minutes, fairly and always in the same way."""

from __future__ import annotations

from collections.abc import Sequence


def raised(low: Sequence[int], high: Sequence[int], minutes: int, order: Sequence[int]) -> list[int]:
    """Give out minutes one by one, each to the one that has had the least of what it can take.

    Args:
        low: where each starts.
        high: the most that each can take.
        minutes: how many there are; those that nobody can take are not given.
        order: who comes first where two have had alike; the lowest does.
    """
    found = list(low)
    for _ in range(minutes):
        can_take = [i for i in range(len(found)) if found[i] < high[i]]
        if not can_take:
            break
        least = min(can_take, key=lambda i: ((found[i] - low[i]) / (high[i] - low[i]), order[i]))
        found[least] += 1
    return found


def shared(minutes: int, low: Sequence[float], high: Sequence[float]) -> list[int]:
    """Split whole minutes among parts that lie as far between their low and their high as the whole does.

    Args:
        minutes: the whole; one for each part at least.
        low: the fewest minutes of each part.
        high: the most of each.
    """
    span = sum(high) - sum(low)
    way = min(1.0, max(0.0, (minutes - sum(low)) / span)) if span else 0.0
    exact = [a + way * (b - a) for a, b in zip(low, high, strict=True)]
    scale = minutes / sum(exact)
    exact = [part * scale for part in exact]
    found = [max(1, int(part + 1e-9)) for part in exact]
    while sum(found) < minutes:
        found[max(range(len(found)), key=lambda i: (exact[i] - found[i], -i))] += 1
    while sum(found) > minutes:
        shrinkable = [i for i in range(len(found)) if found[i] > 1]
        found[max(shrinkable, key=lambda i: (found[i] - exact[i], -i))] -= 1
    return found
