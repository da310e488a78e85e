"""The report's figures as one tidy table for a spreadsheet: a row for each figure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from iepkit.content import ENGLISH, Content
from iepkit.learning import figures
from iepkit.learning.figures import Compared, Mean
from iepkit.learning.totals import Counts, Scores, Totals
from iepkit.report import said
from iepkit.report.period import Period
from iepkit.wording import Wording

_COLUMNS = ("period", "measure", "item", "n", "value", "low", "high")
_RUN_BY_A_SPREADSHEET = ("=", "+", "-", "@", "\t", "\r")
_PLACES = 2


@dataclass(frozen=True)
class _Figure:
    """A figure.

    Args:
        measure: its id; the words are ``report.measure.<id>``.
        item: what it is of, or "".
        value: None where it is too little to be told.
        n: on how many people it rests; None where it is a count itself.
        low: where its interval starts, if it has one.
        high: where it ends.
    """

    measure: str
    item: str
    value: float | None
    n: int | None = None
    low: float | None = None
    high: float | None = None


def as_csv(period: Period, content: Content, language: str = ENGLISH) -> bytes:
    """The table as a file.

    It starts with a byte-order mark: without it Excel misreads letters outside English. No
    text in it starts with a sign that a spreadsheet would run.

    Args:
        period: what it is on.
        content: what the kit says.
        language: one of ``content.languages``.
    """
    wording = Wording(content, language)
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([wording.plain(f"ui.report.column.{column}") for column in _COLUMNS])
    whole = said.heading(period, wording)
    for figure in _figures(period.totals, wording):
        writer.writerow(_row(whole, figure, wording))
    for part, figure in _by_part(period, wording):
        writer.writerow(_row(part, figure, wording))
    return ("\ufeff" + file.getvalue()).encode()


def _row(period: str, figure: _Figure, wording: Wording) -> list[str]:
    hidden = wording.plain("ui.report.too_few")
    return [
        _harmless(period),
        _harmless(wording.plain(f"ui.report.measure.{figure.measure}")),
        _harmless(figure.item),
        _number(figure.n),
        hidden if figure.value is None else _number(figure.value),
        _number(figure.low),
        _number(figure.high),
    ]


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_RUN_BY_A_SPREADSHEET) else text


def _number(number: float | None) -> str:
    return "" if number is None else f"{round(number, _PLACES) or 0:.15g}"


def _figures(totals: Totals, wording: Wording) -> Iterator[_Figure]:
    yield _Figure("workshops", "", totals.workshops)
    yield from _people("heads", totals.attended, wording)
    for form, heads in totals.came.items():
        yield from _people(f"senders_{form}", heads, wording)
    for form, count in totals.sheets.items():
        yield _Figure(f"sheets_{form}", "", count)
    for measure in ("exact", "slips", "doubled", "no_code", "polls", "votes"):
        yield _Figure(measure, "", getattr(totals, measure))
    for questions, scores in totals.scores.items():
        yield from _of_check(questions, scores, totals.scores, wording)
    for statement, change in totals.confidence.items():
        yield from _compared("sure", _check_item(statement, wording), figures.confidence(change))
    for item, points in totals.ratings.items():
        rating, words = figures.rating(points), _check_item(item, wording)
        if rating:
            yield _Figure("agree", words, 100 * rating.agree, rating.n)
            yield _Figure("mean", words, rating.mean, rating.n)
        else:
            yield _Figure("agree", words, None)
    yield from _funder(totals.funder, wording)


def _people(measure: str, heads: Counts, wording: Wording) -> Iterator[_Figure]:
    if heads:
        yield _Figure(measure, "", sum(heads.values()))
    for kind, count in said.who(heads, wording):
        yield _Figure(measure, kind, count)


def _of_check(questions: str, scores: Scores, every: Mapping[str, Scores], wording: Wording) -> Iterator[_Figure]:
    words, right = wording.plain("ui.report.questions", questions=questions), scores.right
    yield from _compared("score", words, figures.score(every, questions))
    for moment, sums in (("before", right.all_before), ("after", right.all_after)):
        yield _mean(f"score_all_{moment}", words, figures.of_all(right, sums, 100 / int(questions)))
    for key, item in figures.items(every, questions).items():
        words = said.item(key, wording)
        yield from _compared("score", words, figures.item(item))
        for moment, sums in (("before", item.right.all_before), ("after", item.right.all_after)):
            yield _mean(f"score_all_{moment}", words, figures.of_all(item.right, sums, 100))
        found = said.missed(key, item, wording)
        if found:
            choice, missed = found
            yield _Figure("missed", f"{words} {choice}", 100 * missed.share, missed.n)


def _compared(measure: str, words: str, found: Compared | None) -> Iterator[_Figure]:
    if found is None:
        yield _Figure(f"{measure}_gain", words, None)
        return
    yield _Figure(f"{measure}_before", words, found.before, found.n)
    yield _Figure(f"{measure}_after", words, found.after, found.n)
    yield _Figure(f"{measure}_gain", words, found.gain, found.n, found.low, found.high)
    yield _Figure(f"{measure}_rose", words, 100 * found.rose / found.n, found.n)


def _mean(measure: str, words: str, found: Mean | None) -> _Figure:
    return _Figure(measure, words, found.mean, found.n) if found else _Figure(measure, words, None)


def _check_item(item: str, wording: Wording) -> str:
    """The words of what the check asks; where the kit has it no more, its id."""
    text_id = f"check.{item}.text"
    return wording.plain(text_id) if wording.has(text_id) else item


def _funder(funder: Mapping[str, Counts], wording: Wording) -> Iterator[_Figure]:
    asked = {question.id: question for question in wording.content.organisation.funder}
    for key, counts in funder.items():
        question = asked.get(key)
        words, shares, n = (
            wording.plain(question.text_id) if question else key,
            figures.shares(counts),
            sum(counts.values()),
        )
        if shares is None:
            yield _Figure("funder", words, None)
            continue
        for choice, share in shares.items():
            is_known = question and choice in question.choices
            said_so = wording.plain(question.choice_id(choice)) if question and is_known else choice
            yield _Figure("funder", f"{words} {said_so}", 100 * share, n)


def _by_part(period: Period, wording: Wording) -> Iterator[tuple[str, _Figure]]:
    """The gain by workshop or season, in each check."""
    for questions in period.totals.scores:
        words = wording.plain("ui.report.questions", questions=questions)
        for row, found in said.by_row(period, questions):
            for figure in _compared("score", words, found):
                yield said.row(row, wording), figure
