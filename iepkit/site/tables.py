"""What the rules decide, worked out beforehand, so that a page can look it up with no Python.

The tables stand beside this file, one a topic: ``make tables`` works them out, and a
test proves that they are what the rules say.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterable, Sequence
from itertools import product
from operator import attrgetter
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt

from iepkit.content.model import PLANS
from iepkit.explorers import TOPICS
from iepkit.rules import Outcome
from iepkit.rules.model import values_of

MOST = 1_000_000
"""No more combinations of facts than these are gone through for one finding."""

FOLDER = Path(__file__).parent / "tables"

Ids = tuple[str, ...]
Codes = npt.NDArray[np.int32]
Told = Callable[[int], None]
"""Is told how many combinations have been gone through since it was told last."""

_TELL_EVERY = 1024


class TableError(Exception):
    """There is no table, or not one of today's rules; the message says what to do."""


class TooManyError(TableError):
    """A finding depends on too many facts to go through all their combinations."""


def read_table(topic: str) -> dict[str, Any]:
    """A topic's table as it was worked out; see :func:`table_of`.

    Raises:
        TableError: the rules have changed since.
    """
    try:
        table = dict(json.loads((FOLDER / f"{topic}.json").read_text(encoding="utf-8")))
    except (OSError, ValueError):
        table = {}
    if table.pop("rules", None) != _print_of(TOPICS[topic]):
        message = f"The rules on {topic} have changed since their table was worked out. Work it out anew: make tables"
        raise TableError(message)
    return table


def _print_of(rules: ModuleType) -> str:
    """A number that changes with the rules."""
    own = Path(str(rules.__file__)).parent
    paths = [own.parent / "model.py", *sorted(own.glob("*.py"))]
    return hashlib.sha256("".join(path.read_text(encoding="utf-8") for path in paths).encode()).hexdigest()[:16]


def count(rules: ModuleType) -> int:
    """How many combinations of facts :func:`table_of` goes through.

    Raises:
        TooManyError: a finding has more than :data:`MOST`.
    """
    values = values_of(rules.Facts)
    total = 0
    for finding, facts in rules.SEEN_BY.items():
        combinations = math.prod(len(values[name]) for name in facts)
        if combinations > MOST:
            most_first = sorted(facts, key=lambda name: -len(values[name]))
            listed = ", ".join(f"{name} ({len(values[name])} values)" for name in most_first)
            message = (
                f"{rules.__name__.rpartition('.')[2]}: the finding {finding} has {combinations:,} combinations of facts, "
                f"and at most {MOST:,} can be gone through. They come from {listed}. Give a fact fewer values in facts.py, "
                "or let the finding depend on fewer of them (SEEN_BY in decision.py)."
            )
            raise TooManyError(message)
        total += combinations
    return total


def table_of(rules: ModuleType, told: Told = lambda _: None) -> dict[str, Any]:
    """All that a topic's rules can decide.

    Args:
        rules: a topic's package.
        told: is told how far it is.

    Returns:
        ``facts``: each fact with its values. ``nodes``: each is the number of a
        fact, and for each of its values where to go on: to a node, or, where the
        number is below zero, to the end, which is its complement (-1 is 0, -2 is
        1). ``both``, and ``reasons`` and ``routes`` of each plan: ``has`` gives
        for each id where to begin; the end is 1 where the id is in the list.
        ``order`` leads to the one of ``orders`` in which the ids stand.
        ``first_plan``, and ``answer`` of each plan: ``at`` leads to one of ``of``.

    Raises:
        TooManyError: a finding has too many combinations of facts.
    """
    count(rules)
    diagram = _Diagram(list(values_of(rules.Facts)))
    # A topic in which nothing holds with either plan has no finding for both.
    common = _Findings(rules, "both" if "both" in rules.SEEN_BY else PLANS[0], told)
    table: dict[str, Any] = {
        "facts": {name: [str(value) for value in options] for name, options in values_of(rules.Facts).items()},
        "both": _list(common, diagram, attrgetter("both")),
        "first_plan": _one_of(common, diagram, attrgetter("first_plan")),
    }
    for plan in PLANS:
        found = common if common.name == plan else _Findings(rules, plan, told)
        table[plan] = {
            "answer": _one_of(found, diagram, attrgetter(f"{plan}.answer")),
            "reasons": _list(found, diagram, attrgetter(f"{plan}.reasons")),
            "routes": _list(found, diagram, attrgetter(f"{plan}.routes")),
        }
    return {**table, "nodes": diagram.nodes}


class _Findings:
    """One finding of a topic for every combination of the facts on which it depends."""

    def __init__(self, rules: ModuleType, name: str, told: Told) -> None:
        values = values_of(rules.Facts)
        self.name = name
        # In the order of the whole topic, as all that is looked up together is.
        self.facts = [fact for fact in values if fact in rules.SEEN_BY[name]]
        # The facts that it does not depend on stay as they are declared first.
        first = {fact: options[0] for fact, options in values.items()}
        known: dict[Outcome, int] = {}
        which = []
        for combination in product(*(values[fact] for fact in self.facts)):
            outcome = rules.decide(rules.Facts(**{**first, **dict(zip(self.facts, combination, strict=True))}))
            which.append(known.setdefault(outcome, len(known)))
            if len(which) % _TELL_EVERY == 0:
                told(_TELL_EVERY)
        told(len(which) % _TELL_EVERY)
        self.outcomes = list(known)
        self._which = np.array(which, dtype=np.int32).reshape([len(values[fact]) for fact in self.facts])

    def spread(self, codes: Sequence[int]) -> Codes:
        """A number for each outcome as a number for each combination."""
        return np.array(codes, dtype=np.int32)[self._which]


class _Diagram:
    """Ways from facts to numbers: what two of them share stands here once."""

    def __init__(self, facts: Sequence[str]) -> None:
        self.nodes: list[list[int]] = []
        self._facts = facts
        self._known: dict[tuple[int, ...], int] = {}

    def way(self, facts: Sequence[str], codes: Codes) -> int:
        """Where the way begins that leads from the values of these facts to these numbers."""
        first = codes.flat[0]
        if (codes == first).all():
            return ~int(first)
        # Most branches are like another one: each is followed once.
        branches = {branch.tobytes(): branch for branch in codes}
        ways = {key: self.way(facts[1:], branch) for key, branch in branches.items()}
        node = (self._facts.index(facts[0]), *(ways[branch.tobytes()] for branch in codes))
        if len(set(node[1:])) == 1:
            return node[1]
        if node not in self._known:
            self._known[node] = len(self.nodes)
            self.nodes.append(list(node))
        return self._known[node]


def _one_of(found: _Findings, diagram: _Diagram, of: Callable[[Outcome], str]) -> dict[str, Any]:
    known: dict[str, int] = {}
    codes = found.spread([known.setdefault(of(outcome), len(known)) for outcome in found.outcomes])
    return {"of": list(known), "at": diagram.way(found.facts, codes)}


def _list(found: _Findings, diagram: _Diagram, of: Callable[[Outcome], Ids]) -> dict[str, Any]:
    lists = [of(outcome) for outcome in found.outcomes]
    ids = list(dict.fromkeys(i for one in lists for i in one))
    has = {i: diagram.way(found.facts, found.spread([int(i in one) for one in lists])) for i in ids}
    orders, codes = _orders(found, lists)
    return {"has": has, "orders": orders, "order": diagram.way(found.facts, codes)}


def _orders(found: _Findings, lists: Sequence[Ids]) -> tuple[list[Ids], Codes]:
    """In which order the ids stand, for each combination of facts: as a rule, one order for all."""
    which = found.spread(range(len(lists)))
    axes = list(range(which.ndim))
    # Whatever fact the order does not depend on is left out of its table.
    kept = list(axes)
    for axis in axes:
        without = [other for other in kept if other != axis]
        if _ordered(which, without, lists) is not None:
            kept = without
    known: dict[Ids, int] = {}
    codes = np.zeros([which.shape[axis] if axis in kept else 1 for axis in axes], dtype=np.int32)
    for place, order in (_ordered(which, kept, lists) or {}).items():
        codes[tuple(place[kept.index(axis)] if axis in kept else 0 for axis in axes)] = known.setdefault(
            order, len(known)
        )
    return list(known), np.broadcast_to(codes, which.shape)


def _ordered(which: Codes, axes: Sequence[int], lists: Sequence[Ids]) -> dict[tuple[int, ...], Ids] | None:
    """One order for each combination of these facts; None where the same ones can't stand in one."""
    found: dict[tuple[int, ...], Ids] = {}
    known: dict[frozenset[Ids], Ids | None] = {}
    last = np.moveaxis(which, axes, range(len(axes)))
    for place in np.ndindex(last.shape[: len(axes)]):
        together = frozenset(lists[i] for i in np.unique(last[place]))
        if together not in known:
            known[together] = _one_order(together)
        order = known[together]
        if order is None:
            return None
        found[place] = order
    return found


def _one_order(lists: Iterable[Ids]) -> Ids | None:
    """An order in which all these lists stand, if there is one."""
    before: dict[str, set[str]] = {}
    for ids in lists:
        for place, i in enumerate(ids):
            before.setdefault(i, set()).update(ids[:place])
    order: list[str] = []
    while before:
        free = sorted(i for i, others in before.items() if not others)
        if not free:
            return None
        order.append(free[0])
        del before[free[0]]
        for others in before.values():
            others.discard(free[0])
    return tuple(order)


def write_tables(told: Callable[[str, int, int], None]) -> None:
    """Work out every topic's table anew.

    Args:
        told: is told the topic, how many combinations are done and how many there are.

    Raises:
        TooManyError: a finding has too many combinations of facts.
    """
    FOLDER.mkdir(exist_ok=True)
    for topic, rules in TOPICS.items():
        total, done = count(rules), 0

        def tell(more: int, topic: str = topic, total: int = total) -> None:
            nonlocal done
            done += more
            told(topic, done, total)

        text = json.dumps({"rules": _print_of(rules), **table_of(rules, tell)}, separators=(",", ":"))
        (FOLDER / f"{topic}.json").write_text(f"{text}\n", encoding="utf-8")
