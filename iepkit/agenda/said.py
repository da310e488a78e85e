"""A plan in words: its clock, its forms, and what is cut and why."""

from __future__ import annotations

import datetime as dt

from iepkit.agenda.plan import Cut, Item, Plan
from iepkit.wording import Wording


def clock(minutes: int, start: dt.time | None, wording: Wording) -> str:
    """When so many minutes are over: the time of day, or hours and minutes from 0:00 where no start is known.

    Args:
        minutes: from the workshop's start; less than 0 for what comes before it, if a start is known.
        start: when it starts.
        wording: the words of one language.
    """
    if start is None:
        return f"{minutes // 60}:{minutes % 60:02}"
    moment = dt.datetime.combine(dt.date(2000, 1, 2), start) + dt.timedelta(minutes=minutes)
    return wording.clock_time(moment)


def title(item: Item, wording: Wording) -> str:
    """The title of a block, as it is shown on its first slide."""
    return wording.plain(item.block.title_id)


def form(item: Item, wording: Wording) -> str:
    """In full, or in its short form."""
    return wording.plain(f"agenda.{item.form}")


def cut_sentence(cut: Cut, wording: Wording) -> str:
    """What is not given, or only in short, and why."""
    name = "shortened" if cut.form else "left_out"
    return wording.plain(f"agenda.{name}", block=wording.plain(cut.block.title_id), needs=cut.needs, left=cut.left)


def spare(plan: Plan, wording: Wording) -> str:
    """What to do with the minutes that no block can use, or nothing."""
    return wording.plain("agenda.spare", minutes=plan.spare) if plan.spare else ""
