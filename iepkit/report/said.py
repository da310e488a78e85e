"""A report's sentences."""

from __future__ import annotations

import math
from collections.abc import Iterator

from iepkit.learning import figures
from iepkit.learning.figures import Compared, Mean, Missed
from iepkit.learning.totals import UNSAID, Counts, Item, Scores, folded
from iepkit.report.period import Held, Period, Row, Season
from iepkit.wording import Wording

_HAIR = 1e-9


def heading(period: Period, wording: Wording) -> str:
    """Which workshops, and when."""
    if len(period.held) == 1 and period.season is None:
        return workshop(period.held[0], wording)
    name = season(period.season, wording) if period.season else wording.plain("ui.report.all")
    first, last = (wording.day(held.day) for held in (period.held[0], period.held[-1]))
    if len(period.held) == 1:
        return wording.plain("ui.report.one_of", name=name, workshop=workshop(period.held[0], wording))
    if first == last:
        return wording.plain("ui.report.one_day", name=name, count=len(period.held), day=first)
    return wording.plain("ui.report.several", name=name, count=len(period.held), first=first, last=last)


def season(one: Season, wording: Wording) -> str:
    """A season and its year."""
    return wording.plain(f"ui.report.season.{one.name}", year=one.year)


def workshop(held: Held, wording: Wording) -> str:
    """What the trainer calls it, and its day."""
    day, label = wording.day(held.day), held.workshop.label
    return wording.plain("ui.report.labelled", label=label, day=day) if label else day


def row(one: Row, wording: Wording) -> str:
    """What a row of the table by workshop or season is on."""
    return season(one.season, wording) if one.season else workshop(one.held[0], wording)


def who(heads: Counts, wording: Wording) -> list[tuple[str, int]]:
    """How many people of each role and place, fewer than five of a kind together."""
    return [(_people(key, wording), count) for key, count in folded(heads).items()]


def _people(key: str, wording: Wording) -> str:
    if key == UNSAID:
        return wording.plain("ui.report.unsaid")
    return " ".join(wording.plain(f"check.{part}.text") for part in key.split(".") if part)


def came(period: Period, wording: Wording) -> Iterator[str]:
    """Who came, who answered, and who can be compared."""
    totals, times = period.totals, sum(any(held.totals.attended.values()) for held in period.held)
    by_sheet = max(totals.came.values(), key=lambda heads: sum(heads.values()), default={})
    heads, counted = (totals.attended, "heads") if any(totals.attended.values()) else (by_sheet, "senders")
    if any(heads.values()):
        kinds = "; ".join(f"{kind}: {count}" for kind, count in who(heads, wording))
        if counted == "heads" and times < totals.workshops:
            # Those of the others came too; nothing may read as if they were in this number.
            counted = "heads_of_some"
        told = {"count": sum(heads.values()), "kinds": kinds, "times": times, "workshops": totals.workshops}
        yield wording.plain(f"ui.report.{counted}", **told)
    if any(totals.sheets.values()):
        yield wording.plain("ui.report.sheets", **totals.sheets)
        yield wording.plain("ui.report.pairs", pairs=totals.pairs, exact=totals.exact, slips=totals.slips)
        if unpaired := sum(totals.sheets.values()) - 2 * totals.pairs:
            yield wording.plain("ui.report.unpaired", count=unpaired, no_code=totals.no_code, doubled=totals.doubled)
    if totals.votes:
        yield wording.plain("ui.report.votes", polls=totals.polls, votes=totals.votes)


def whole(number: float) -> int:
    """Rounded as people round by hand: a half goes away from zero, so that 1 of 8 is 13%."""
    # A half that was worked out in floats may be a hair less than one.
    return int(math.copysign(math.floor(abs(number) + 0.5 + _HAIR), number))


def signed(number: float) -> str:
    """Rounded, with its sign; 0 has none."""
    rounded = whole(number)
    return f"{rounded:+}" if rounded else "0"


def percent(number: float, wording: Wording) -> str:
    """A number from 0 to 100, rounded."""
    return wording.plain("ui.report.percent", number=whole(number))


def gain(found: Compared, questions: str, wording: Wording) -> str:
    """What the same people had right before and after, and how sure that is."""
    sentences = [
        wording.plain(
            "ui.report.same_people",
            n=found.n,
            questions=questions,
            before=percent(found.before, wording),
            after=percent(found.after, wording),
        )
    ]
    if found.low is None or found.high is None:
        sentences.append(wording.plain("ui.report.gained_alike", gain=whole(found.gain)))
    else:
        low, high = whole(found.low), whole(found.high)
        sentences.append(wording.plain("ui.report.gained", gain=whole(found.gain), low=low, high=high))
    sentences.append(wording.plain("ui.report.rose", rose=found.rose, n=found.n))
    return " ".join(sentences)


def of_all(before: Mean | None, after: Mean | None, wording: Wording) -> str:
    """What all had right who answered, whether paired or not."""
    told = {
        moment: wording.plain("ui.report.of_so_many", share=percent(mean.mean, wording), n=mean.n)
        if mean
        else wording.plain("ui.report.too_few")
        for moment, mean in (("before", before), ("after", after))
    }
    return wording.plain("ui.report.of_all", **told)


def item(key: str, wording: Wording) -> str:
    """The question that is asked after the workshop; where the kit has it no more, its id."""
    question = key.partition("/")[2]
    known = wording.content.bank.get(question)
    return wording.plain(known.text_id, **wording.numbers) if known else question


def missed(key: str, one: Item, wording: Wording) -> tuple[str, Missed] | None:
    """The wrong choice that most people chose after the workshop, in words; None where none can be told."""
    question = wording.content.bank.get(key.partition("/")[2])
    found = figures.missed(one, question.right if question else None)
    if question is None or found is None:
        return None
    choice = next((one for one in question.choices if one.id == found.choice), None)
    return (wording.plain(choice.text_id, **wording.numbers) if choice else found.choice), found


def by_row(period: Period, questions: str) -> Iterator[tuple[Row, Compared | None]]:
    """Each part of a period with its gain in one check; None where it may not be told beside the whole."""
    scores = [row.totals.scores.get(questions, Scores()) for row in period.rows]
    told = figures.told([one.right.gain.n for one in scores])
    for row, one, is_told in zip(period.rows, scores, told, strict=True):
        yield row, figures.score({questions: one}, questions) if is_told else None
