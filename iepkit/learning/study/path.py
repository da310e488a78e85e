"""The path through the modules: how far somebody is, what is left, and what comes next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from iepkit.content import Content
from iepkit.content.modules import Module
from iepkit.learning.study import schedule
from iepkit.learning.study.events import Event, Kind

_DOES = frozenset({Kind.ANSWERED, Kind.RATED, Kind.DONE})


class State(StrEnum):
    """How far a module is."""

    NEW = "new"
    BEGUN = "begun"
    DONE = "done"


@dataclass(frozen=True)
class Stage:
    """One module as somebody has gone through it.

    Args:
        module: which.
        done: its items that were done, such as ``case.adhd-good-grades``, in the module's order.
        left: its other items.
        last: the last day on which one of its items was done, or None.
        finished: the day on which nothing was left for the first time; None while something is, or where nothing is asked.
        state: done once nothing is left, begun once something is done. A module that
            has no items is read and no more: it counts as done from the first thing
            that was done in any module, as nothing shows that its page was opened.
    """

    module: Module
    done: tuple[str, ...]
    left: tuple[str, ...]
    last: dt.date | None
    finished: dt.date | None
    state: State

    @property
    def minutes_left(self) -> int:
        """The module's minutes times the share of its items that are left, rounded up to a whole minute."""
        if self.state == State.DONE:
            return 0
        of_all = len(self.done) + len(self.left)
        return -(-self.module.minutes * len(self.left) // of_all) if of_all else self.module.minutes


@dataclass(frozen=True)
class Path:
    """All modules in their order.

    Args:
        stages: one for each module.
        days: on which something was done, oldest first, in this computer's zone.
        due: how many items are due on this day.
        back: the next day on which items come back, or None.
        back_with_it: how many items come back on that day.
    """

    stages: tuple[Stage, ...]
    days: tuple[dt.date, ...]
    due: int
    back: dt.date | None
    back_with_it: int

    @property
    def done(self) -> tuple[Stage, ...]:
        """The modules that are done."""
        return tuple(stage for stage in self.stages if stage.state == State.DONE)

    @property
    def next(self) -> Stage | None:
        """The first module that is not done; None at the end of the path."""
        return next((stage for stage in self.stages if stage.state != State.DONE), None)

    @property
    def minutes_left(self) -> int:
        return sum(stage.minutes_left for stage in self.stages)

    @property
    def minutes_done(self) -> int:
        """The declared minutes of the modules that are done; who has begun one gets none for it yet."""
        return sum(stage.module.minutes for stage in self.done)


def path_of(events: Sequence[Event], content: Content, now: dt.datetime) -> Path:
    """How far somebody is.

    A question counts as done once it was answered, right or not; one from the
    floor and a myth once it was rated; a case and a task once it was done. A case
    that stands in two modules counts in both. What is gone from the content is
    passed over.

    Args:
        events: one learner's, with times that can be trusted, oldest first.
        content: the modules, in their order.
        now: in UTC.
    """
    did = [(event.body["item"], schedule.day_of(event.at)) for event in events if event.kind in _DOES]
    first, last = dict(reversed(did)), dict(did)
    cards = schedule.cards(events, content)
    later = sorted(day for card in cards.values() if (day := schedule.day_of(card.due)) > schedule.day_of(now))
    return Path(
        stages=tuple(_stage(module, first, last) for module in content.modules.values()),
        days=_days(events),
        due=len(schedule.due(cards, now, content)),
        back=later[0] if later else None,
        back_with_it=later.count(later[0]) if later else 0,
    )


def _stage(module: Module, first: dict[str, dt.date], last: dict[str, dt.date]) -> Stage:
    done = tuple(item for item in module.items if item in last)
    left = tuple(item for item in module.items if item not in last)
    nothing_left = State.DONE if last else State.NEW
    at_work = State.BEGUN if done else State.NEW
    return Stage(
        module=module,
        done=done,
        left=left,
        last=max((last[item] for item in done), default=None),
        finished=None if left else max((first[item] for item in done), default=None),
        state=at_work if left else nothing_left,
    )


def _days(events: Iterable[Event]) -> tuple[dt.date, ...]:
    """A try at readiness is study too; to say who learns is not."""
    return tuple(sorted({schedule.day_of(event.at) for event in events if event.kind != Kind.LEARNS}))
