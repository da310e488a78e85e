"""The figures of a report: means, gains with their interval, and what is too little to be told."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from iepkit.content.bank import SCALE
from iepkit.explorers.answers import NOT_SURE
from iepkit.learning.polls import FEWEST, leading
from iepkit.learning.totals import Change, Counts, Item, Scores, Sums

CONFIDENCE = 0.95
"""How sure the intervals are."""
PERCENT = 100
_AGREE = SCALE[2:]


@dataclass(frozen=True)
class Compared:
    """The same people before and after.

    Args:
        n: how many people.
        before: the mean before.
        after: the mean after.
        gain: the mean of each person's gain, in the same unit.
        low: where the interval of the mean gain starts; None where all gained the same, so that there is none.
        high: where it ends.
        rose: how many people gained.
    """

    n: int
    before: float
    after: float
    gain: float
    low: float | None
    high: float | None
    rose: int


@dataclass(frozen=True)
class Mean:
    """A mean, and of how many people."""

    n: int
    mean: float


@dataclass(frozen=True)
class Rating:
    """What people say of a workshop.

    Args:
        n: how many people.
        agree: the share, from 0 to 1, who chose one of the two upper points.
        mean: of the points, from 1 to 4.
    """

    n: int
    agree: float
    mean: float


@dataclass(frozen=True)
class Missed:
    """The wrong choice that most people chose.

    Args:
        choice: its id.
        n: of how many people.
        share: how many of them chose it, from 0 to 1.
    """

    choice: str
    n: int
    share: float


def compared(change: Change, most: int, scale: float = 1) -> Compared | None:
    """The mean gain with its interval, by Student's t of the paired differences.

    Args:
        change: sums of whole numbers.
        most: the largest change that a person can have, in the same whole numbers; the interval ends there.
        scale: what each number is multiplied with.

    Returns:
        None where fewer than five people are paired.
    """
    n = change.gain.n
    if n < FEWEST:
        return None
    gain, half = change.gain.total / n, _half_interval(change.gain)
    has_interval = half > 0
    return Compared(
        n,
        scale * change.before.total / n,
        scale * change.after.total / n,
        scale * gain,
        scale * max(gain - half, -most) if has_interval else None,
        scale * min(gain + half, most) if has_interval else None,
        change.rose,
    )


def _half_interval(sums: Sums) -> float:
    """Half the width of the mean's interval; 0 where all numbers are the same."""
    # Only a report needs it, and it takes a moment to import.
    from scipy.stats import t  # noqa: PLC0415

    n = sums.n
    # In whole numbers up to the last step: no difference of two large floats, so none below 0.
    variance = (n * sums.squares - sums.total**2) / (n * (n - 1))
    return float(t.ppf((1 + CONFIDENCE) / 2, n - 1)) * math.sqrt(variance / n)


def score(scores: Mapping[str, Scores], questions: str) -> Compared | None:
    """The share of questions that were right, in percent."""
    count = int(questions)
    return compared(scores[questions].right, count, PERCENT / count)


def items(scores: Mapping[str, Scores], questions: str) -> dict[str, Item]:
    """Each pair of questions of a check; an empty one where it may not be told beside the whole check.

    Workshops before and after a change of the questions stand in one sum. Where fewer than
    five people were not asked a question, the others would tell what these few had right.
    """
    whole = scores[questions].right
    return {
        key: one if all(map(_leaves_nobody, _people(whole), _people(one.right))) else Item()
        for key, one in scores[questions].items.items()
    }


def _people(change: Change) -> tuple[int, int, int]:
    return change.gain.n, change.all_before.n, change.all_after.n


def _leaves_nobody(whole: int, part: int) -> bool:
    return whole == part or whole - part >= FEWEST


def item(one: Item) -> Compared | None:
    """How many people had one question right, in percent."""
    return compared(one.right, 1, PERCENT)


def confidence(change: Change) -> Compared | None:
    """How sure people are of themselves, in points from 1 to 4."""
    return compared(change, SCALE[-1] - SCALE[0])


def most_compared(scores: Mapping[str, Scores]) -> str | None:
    """The number of questions in which most people can be compared.

    Where nobody can, or as many, that which more people answered; else the longer check.
    """

    def answered(questions: str) -> tuple[int, int, int]:
        paired, before, after = _people(scores[questions].right)
        return paired if paired >= FEWEST else 0, before + after, int(questions)

    return max(scores, key=answered, default=None)


def of_all(change: Change, everyone: Sums, scale: float) -> Mean | None:
    """The mean of all sheets of one form.

    Args:
        change: the pairs.
        everyone: ``change.all_before`` or ``change.all_after``.
        scale: what each number is multiplied with.

    Returns:
        None where they are fewer than five, or where what is shown of the pairs, taken
        away from it, would leave fewer than five.
    """
    return Mean(everyone.n, scale * everyone.total / everyone.n) if change.may_tell(everyone) else None


def rating(points: Counts) -> Rating | None:
    """How people rate the workshop; None where fewer than five did."""
    n = sum(points.values())
    if n < FEWEST:
        return None
    agree = sum(points[str(point)] for point in _AGREE)
    return Rating(n, agree / n, sum(int(point) * count for point, count in points.items()) / n)


def shares(counts: Counts) -> dict[str, float] | None:
    """The share of each choice, from 0 to 1; None where fewer than five chose."""
    n = sum(counts.values())
    return {choice: count / n for choice, count in counts.items()} if n >= FEWEST else None


def missed(one: Item, right: str | None) -> Missed | None:
    """What was wrong most often after the workshop, of those who are paired, else of all.

    Args:
        one: the pair of questions.
        right: the right choice of the question after.

    Returns:
        None where fewer than five were asked, where nobody chose a wrong one, or where
        several were chosen as often.
    """
    if one.right.gain.n >= FEWEST:
        n, counts = one.right.gain.n, one.chosen
    elif one.right.may_tell(one.right.all_after):
        n, counts = one.right.all_after.n, one.all_chosen
    else:
        return None
    wrong = {choice: count for choice, count in counts.items() if choice not in (right, NOT_SURE)}
    most = leading(wrong)
    return Missed(most[0], n, wrong[most[0]] / n) if len(most) == 1 else None


def told(numbers: Sequence[int]) -> list[bool]:
    """Which rows of a table may be shown beside the figure of all rows together.

    What is hidden may not be found by taking what is shown away from the whole: where
    the hidden rows are fewer than five people together, the smallest other row is hidden too.

    Args:
        numbers: how many people each row rests on.
    """
    shown = [number >= FEWEST for number in numbers]
    while (
        any(shown) and 0 < sum(number for number, is_shown in zip(numbers, shown, strict=True) if not is_shown) < FEWEST
    ):
        smallest = min((number, place) for place, number in enumerate(numbers) if shown[place])
        shown[smallest[1]] = False
    return shown
