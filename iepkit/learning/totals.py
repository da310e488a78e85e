"""What is left of a workshop once nobody's answers are: counts and sums, all whole numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, is_dataclass, replace
from typing import Any, TypeVar

from iepkit.content import Content
from iepkit.content.bank import FORMS, LENGTHS, SCALE, CheckPair
from iepkit.explorers.answers import NOT_SURE
from iepkit.learning.code import pair
from iepkit.learning.polls import FEWEST
from iepkit.learning.sheet import MOMENTS
from iepkit.store.model import Kind, Record

Counts = Mapping[str, int]
UNSAID = "."
"""Of whom neither role nor place is known, or told."""
_POLLS = (Kind.QUESTION, Kind.TYPED, Kind.STEP)
_Part = TypeVar("_Part", "Change", "Item", "Scores")


@dataclass(frozen=True)
class Sums:
    """Of some whole numbers: how many they are, their sum, and the sum of their squares."""

    n: int = 0
    total: int = 0
    squares: int = 0

    @classmethod
    def of(cls, values: Sequence[int]) -> Sums:
        """The sums of these."""
        return cls(len(values), sum(values), sum(value * value for value in values))


@dataclass(frozen=True)
class Change:
    """Something before and after, of each person whose two sheets are paired.

    Args:
        gain: after less before.
        before: of the pairs.
        after: of the pairs.
        rose: how many gained.
        all_before: of all sheets before, whether paired or not.
        all_after: of all sheets after.
    """

    gain: Sums = Sums()
    before: Sums = Sums()
    after: Sums = Sums()
    rose: int = 0
    all_before: Sums = Sums()
    all_after: Sums = Sums()

    @classmethod
    def of(cls, pairs: Sequence[tuple[int, int]], before: Sequence[int] = (), after: Sequence[int] = ()) -> Change:
        """Sum up.

        Args:
            pairs: what each person had before and after.
            before: what each sheet before had.
            after: what each sheet after had.
        """
        gains = [later - earlier for earlier, later in pairs]
        return cls(
            Sums.of(gains),
            Sums.of([earlier for earlier, _ in pairs]),
            Sums.of([later for _, later in pairs]),
            sum(gain > 0 for gain in gains),
            Sums.of(before),
            Sums.of(after),
        )

    def without_small(self) -> Change:
        """The same, with no sum in it that rests on fewer than five people, nor a difference of two that does.

        Where all would tell of a few who are in no pair, all are the pairs: beside other
        workshops, the mean of all who answered would else be one without these pairs.
        """
        kept = (
            self if self.gain.n >= FEWEST else replace(Change(), all_before=self.all_before, all_after=self.all_after)
        )
        return replace(
            kept,
            all_before=kept.all_or_pairs(self.all_before, kept.before),
            all_after=kept.all_or_pairs(self.all_after, kept.after),
        )

    def all_or_pairs(self, everyone: Sums, paired: Sums) -> Sums:
        """All sheets of a form, or those of the pairs alone where all may not be told."""
        return everyone if not everyone.n or self.may_tell(everyone) else paired

    def may_tell(self, everyone: Sums) -> bool:
        """May the sums of all sheets stand beside those of the pairs, with nobody left over to be told apart?"""
        paired = self.gain.n if self.gain.n >= FEWEST else 0
        left_over = everyone.n - paired
        return everyone.n >= FEWEST and (left_over == 0 or left_over >= FEWEST)


@dataclass(frozen=True)
class Item:
    """One pair of questions.

    Args:
        right: whether it was right (1) or not (0).
        chosen: what those who are paired chose after the workshop.
        all_chosen: what all chose after it.
    """

    right: Change = Change()
    chosen: Counts = field(default_factory=dict)
    all_chosen: Counts = field(default_factory=dict)

    def without_small(self) -> Item:
        """See :meth:`Change.without_small`."""
        return Item(
            self.right.without_small(),
            self.chosen if self.right.gain.n >= FEWEST else {},
            self.all_chosen if self.right.may_tell(self.right.all_after) else {},
        )


@dataclass(frozen=True)
class Scores:
    """The check of those who can be compared in the same number of questions.

    Args:
        right: how many questions were right.
        items: each pair of questions, by ``before/after``, their ids.
    """

    right: Change = Change()
    items: Mapping[str, Item] = field(default_factory=dict)

    def without_small(self) -> Scores:
        """See :meth:`Change.without_small`."""
        return Scores(self.right.without_small(), _without_small(self.items))


@dataclass(frozen=True)
class Totals:
    """Counts and sums of one workshop or of several.

    Args:
        workshops: how many.
        attended: heads counted by hand, by role and place, such as ``parent.in_person``.
        came: sheets by form, then by role and place.
        sheets: sheets by form, with a question answered.
        exact: pairs with the same code.
        slips: pairs whose codes differ by one slip of the pen.
        doubled: sheets whose code stands more than once in their form.
        no_code: sheets with no code.
        scores: by the number of questions that a person's two forms have in common.
        confidence: points from 1 to 4 by statement; both are asked after the workshop, so each sheet is a pair.
        ratings: by item and point.
        funder: by question of the funder and choice.
        polls: how many questions the room voted on.
        votes: how many votes, of phones and by hand.
    """

    workshops: int = 0
    attended: Counts = field(default_factory=dict)
    came: Mapping[str, Counts] = field(default_factory=dict)
    sheets: Counts = field(default_factory=dict)
    exact: int = 0
    slips: int = 0
    doubled: int = 0
    no_code: int = 0
    scores: Mapping[str, Scores] = field(default_factory=dict)
    confidence: Mapping[str, Change] = field(default_factory=dict)
    ratings: Mapping[str, Counts] = field(default_factory=dict)
    funder: Mapping[str, Counts] = field(default_factory=dict)
    polls: int = 0
    votes: int = 0

    def __add__(self, other: Totals) -> Totals:
        both: Totals = _sum(self, other)
        return both

    @property
    def pairs(self) -> int:
        return self.exact + self.slips

    @property
    def is_empty(self) -> bool:
        """Did nobody come, vote or send a sheet?"""
        return not (any(self.attended.values()) or self.votes or any(self.came.values()))

    def as_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Totals:
        """What :meth:`as_dict` has given, also by an older version of the kit that counted less."""
        known = {part.name: kept[part.name] for part in fields(cls) if part.name in kept}
        known["scores"] = {key: _scores(scores) for key, scores in known.get("scores", {}).items()}
        known["confidence"] = {key: _change(change) for key, change in known.get("confidence", {}).items()}
        return cls(**known)

    def without_small(self) -> Totals:
        """What may be kept when the answers are gone: nothing that rests on fewer than five people."""
        return replace(
            self,
            attended=folded(self.attended),
            came={form: folded(heads) for form, heads in self.came.items()},
            scores=_without_small(self.scores),
            confidence=_without_small(self.confidence),
            ratings=_large(self.ratings),
            funder=_large(self.funder),
        )


def folded(heads: Counts) -> dict[str, int]:
    """The same people, where fewer than five of one role and place are told as people alone."""
    told = {key: count for key, count in heads.items() if count >= FEWEST and key != UNSAID}
    rest = sum(heads.values()) - sum(told.values())
    return {**told, UNSAID: rest} if rest else told


def _large(counted: Mapping[str, Counts]) -> dict[str, Counts]:
    return {key: counts for key, counts in counted.items() if sum(counts.values()) >= FEWEST}


def _without_small(parts: Mapping[str, _Part]) -> dict[str, _Part]:
    return {key: part.without_small() for key, part in parts.items()}


def _scores(kept: Mapping[str, Any]) -> Scores:
    items = {
        key: Item(_change(item["right"]), item["chosen"], item["all_chosen"]) for key, item in kept["items"].items()
    }
    return Scores(_change(kept["right"]), items)


def _change(kept: Mapping[str, Any]) -> Change:
    sums = {name: Sums(**value) for name, value in kept.items() if name != "rose"}
    return Change(rose=kept["rose"], **sums)


def _sum(one: Any, other: Any) -> Any:
    """Two numbers, or two trees of numbers branch by branch."""
    if isinstance(one, Mapping):
        return {**one, **{key: _sum(one[key], branch) if key in one else branch for key, branch in other.items()}}
    if is_dataclass(one) and not isinstance(one, type):
        names = [part.name for part in fields(one)]
        return replace(one, **{name: _sum(getattr(one, name), getattr(other, name)) for name in names})
    return one + other


@dataclass(frozen=True)
class _Sheet:
    """A sheet with a question answered."""

    length: str
    answers: Mapping[str, Any]

    @property
    def items(self) -> Mapping[str, str]:
        items: Mapping[str, str] = self.answers["items"]
        return items


def totals_of(record: Record, content: Content) -> Totals:
    """Count one workshop.

    A question that was left out counts as not right, as "not sure" does; a sheet with no
    question answered is no try and has no score.

    Args:
        record: what is kept of it; where only its totals are, these are given back.
        content: what the kit says; questions that it has no more are not counted.
    """
    if record.workshop.totals is not None:
        return Totals.from_dict(record.workshop.totals)
    rounds = {
        form: [one for one in record.rounds if one.kind is Kind.CHECK and one.asked["form"] == form] for form in FORMS
    }
    sheets = {form: [sheet for one in rounds[form] for sheet in record.ballots.get(one.id, ())] for form in FORMS}
    tries = {
        form: [
            _Sheet(one.asked["length"], sheet)
            for one in rounds[form]
            for sheet in record.ballots.get(one.id, ())
            if sheet.get("items", {}).keys() & {*content.check.questions(form, one.asked["length"])}
        ]
        for form in FORMS
    }
    polls = [one for one in record.rounds if one.kind in _POLLS]
    counted = Totals(
        workshops=1,
        attended=dict(record.workshop.attended),
        came={form: dict(Counter(map(_who, sheets[form]))) for form in FORMS},
        sheets={form: len(tries[form]) for form in FORMS},
        polls=len(polls),
        votes=sum(len(record.ballots.get(one.id, ())) + sum(one.hands.values()) for one in polls),
    )
    return _with_scores(_with_judgements(counted, sheets["after"], content), tries["before"], tries["after"], content)


def _who(sheet: Mapping[str, Any]) -> str:
    return f"{sheet.get('role', '')}.{sheet.get('place', '')}"


def _with_judgements(totals: Totals, sheets: Sequence[Mapping[str, Any]], content: Content) -> Totals:
    """What people said of themselves and of the workshop, after it."""
    points = {
        item.id: [sheet.get("confidence", {}).get(item.id, {}) for sheet in sheets]
        for item in content.check.of("confidence")
    }
    return replace(
        totals,
        confidence={
            item: Change.of([(one["before"], one["now"]) for one in given if len(one) == len(MOMENTS)])
            for item, given in points.items()
        },
        ratings={
            item.id: _counts(map(str, SCALE), (str(sheet.get("ratings", {}).get(item.id)) for sheet in sheets))
            for item in content.check.of("rating")
        },
        funder={
            question.id: _counts(question.choices, (sheet.get("funder", {}).get(question.id) for sheet in sheets))
            for question in content.organisation.funder
        },
    )


def _counts(choices: Iterable[str], chosen: Iterable[Any]) -> dict[str, int]:
    counted = Counter(chosen)
    return {choice: counted[choice] for choice in choices}


def _with_scores(totals: Totals, before: Sequence[_Sheet], after: Sequence[_Sheet], content: Content) -> Totals:
    """Who knew what, of all and of those whose two sheets are paired."""
    codes = [[sheet.answers.get("code", "") for sheet in sheets] for sheets in (before, after)]
    pairing = pair(*codes)
    groups = {length: _Group([], [], []) for length in LENGTHS}
    unpaired = (set(range(len(before))), set(range(len(after))))
    counted = []
    for pairs in (pairing.exact, pairing.slips):
        compared = [(one, other) for one, other in pairs if _in_common(before[one], after[other], content)]
        counted.append(len(compared))
        for one, other in compared:
            groups[_shorter(before[one], after[other])].pairs.append((before[one], after[other]))
            unpaired[0].discard(one)
            unpaired[1].discard(other)
    for place in unpaired[0]:
        groups[before[place].length].before.append(before[place])
    for place in unpaired[1]:
        groups[after[place].length].after.append(after[place])
    exact, slips = counted
    return replace(
        totals,
        exact=exact,
        slips=slips,
        doubled=pairing.doubled,
        no_code=sum(not code for form in codes for code in form),
        scores={
            str(len(content.check.questions("before", length))): _scores_of(group, length, content)
            for length, group in groups.items()
            if group.pairs or group.before or group.after
        },
    )


@dataclass(frozen=True)
class _Group:
    """Sheets that are compared in the same questions: pairs, and what is in none."""

    pairs: list[tuple[_Sheet, _Sheet]]
    before: list[_Sheet]
    after: list[_Sheet]


def _shorter(before: _Sheet, after: _Sheet) -> str:
    """The length of which all questions are in both forms."""
    return min(before.length, after.length, key=LENGTHS.index)


def _in_common(before: _Sheet, after: _Sheet, content: Content) -> bool:
    """Is there, on both sheets, an answer to what both forms ask?"""
    length = _shorter(before, after)
    return all(
        sheet.items.keys() & {*content.check.questions(form, length)}
        for form, sheet in zip(FORMS, (before, after), strict=True)
    )


def _scores_of(group: _Group, length: str, content: Content) -> Scores:
    items = [one for one in content.check.pairs if one.is_short or length == "full"]
    all_before = [*(earlier for earlier, _ in group.pairs), *group.before]
    all_after = [*(later for _, later in group.pairs), *group.after]

    def change(before: Sequence[str], after: Sequence[str]) -> Change:
        """Of so many of these questions."""
        return Change.of(
            [(_right(one, before, content), _right(other, after, content)) for one, other in group.pairs],
            [_right(sheet, before, content) for sheet in all_before],
            [_right(sheet, after, content) for sheet in all_after],
        )

    def item(one: CheckPair) -> Item:
        choices = [*(choice.id for choice in content.bank[one.after].choices), NOT_SURE]
        paired = (later.items.get(one.after) for _, later in group.pairs)
        return Item(
            change([one.before], [one.after]),
            _counts(choices, paired),
            _counts(choices, (sheet.items.get(one.after) for sheet in all_after)),
        )

    return Scores(
        change([one.before for one in items], [one.after for one in items]),
        {f"{one.before}/{one.after}": item(one) for one in items},
    )


def _right(sheet: _Sheet, questions: Iterable[str], content: Content) -> int:
    return sum(sheet.items.get(question) == content.bank[question].right for question in questions)
