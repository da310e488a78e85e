"""The report as one tagged page (PDF/UA-1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from iepkit.content import ENGLISH, Content
from iepkit.documents.typesetting import logo_for_paper, typeset
from iepkit.learning import figures
from iepkit.learning.figures import Compared
from iepkit.learning.totals import Change, Counts, Item, Scores, Sums
from iepkit.report import said
from iepkit.report.period import Period
from iepkit.wording import Wording, drafts_used

PAPERS = {"letter": "us-letter", "a4": "a4"}
TABLE = "report.csv"
_WORDS = ("came", "change", "items", "said", "sure", "sure_how", "funder", "method", "limits", "how", "honest")


def as_pdf(period: Period, content: Content, paper: str = "letter", language: str = ENGLISH) -> bytes:
    """The page as a PDF file, in memory.

    Args:
        period: what it is on.
        content: what the kit says.
        paper: one of :data:`PAPERS`.
        language: one of ``content.languages``.

    Raises:
        LogoError: the organisation's logo is no picture.
        UnprintableError: with the signs that none of the fonts has.
    """
    return typeset("iepkit.report", "report.typ", _as_data(period, paper, Wording(content, language)))


def _as_data(period: Period, paper: str, wording: Wording) -> dict[str, Any]:
    with drafts_used() as drafts:
        data = _told(period, paper, wording)
    return {**data, "draft": wording.plain("ui.draft") if drafts else ""}


def _told(period: Period, paper: str, wording: Wording) -> dict[str, Any]:
    totals, organisation = period.totals, wording.content.organisation
    questions = figures.most_compared(totals.scores)
    return {
        "title": wording.plain("ui.report.title"),
        "language": wording.language,
        "paper": PAPERS[paper],
        "colours": organisation.colours,
        "logo": logo_for_paper(wording),
        "organisation": wording.plain("organisation.name"),
        "contact": organisation.contact,
        "on": said.heading(period, wording),
        "words": {key: wording.plain(f"ui.report.{key}") for key in _WORDS},
        "came": list(said.came(period, wording)),
        **_checks(totals.scores, questions, wording),
        "ratings": _table(["statement", "agree", "mean", "people"], _ratings(totals.ratings, wording), wording),
        "confidence": _table(["statement", "before", "now", "rose"], _sure(totals.confidence, wording), wording),
        "funder": list(_funder(totals.funder, wording)),
        "rows": _rows(period, questions, wording),
        "rows_title": wording.plain(f"ui.report.by_{_parts(period)}"),
        "left_out": wording.plain("ui.report.left_out", file=TABLE),
    }


def _table(heads: list[str], rows: Iterator[list[str]], wording: Wording) -> dict[str, Any]:
    return {"heads": [wording.plain(f"ui.report.head.{head}") for head in heads], "rows": list(rows)}


def _checks(scores: Mapping[str, Scores], questions: str | None, wording: Wording) -> dict[str, Any]:
    """The picture, what is said beside it, and the table by idea."""
    heads = ["idea", "before", "after", "missed"]
    if questions is None:
        return {
            "bars": [],
            "alt": "",
            "beside": [wording.plain("ui.report.no_check")],
            "items": _table(heads, iter(()), wording),
        }
    of = scores[questions]
    found = figures.score(scores, questions)
    sheets = (of.right.all_before, of.right.all_after)
    everyone = [figures.of_all(of.right, sums, 100 / int(questions)) for sums in sheets]
    if found:
        shares: list[float | None] = [found.before, found.after]
        beside = [said.gain(found, questions, wording)]
        basis = wording.plain("ui.report.items_of_pairs", n=found.n)
    else:
        shares = [mean.mean if mean else None for mean in everyone]
        beside = [wording.plain("ui.report.not_paired")]
        basis = wording.plain("ui.report.items_of_all")
    if all(sums.n for sums in sheets) and any(mean and mean.n != of.right.gain.n for mean in everyone):
        beside.append(said.of_all(everyone[0], everyone[1], wording))
    if len(scores) > 1:
        beside.append(wording.plain("ui.report.other_check", questions=questions, file=TABLE))
    told = _shares(shares, sheets, wording)
    bars = [
        _bar(wording.plain(f"ui.report.head.{moment}"), 0, share or 0, words, is_before=moment == "before")
        for moment, share, words in zip(("before", "after"), shares, told, strict=True)
    ]
    alt = wording.plain("ui.report.picture", before=told[0], after=told[1])
    if found:
        bars.append(_gain_bar(found, wording))
        alt = wording.plain("ui.report.picture_gain", picture=alt, gain=bars[-1]["told"])
    return {
        "bars": bars,
        "alt": alt,
        "beside": beside,
        "items_of": basis,
        "items": _table(heads, _items(figures.items(scores, questions), wording), wording),
    }


def _bar(label: str, start: float, end: float, told: str, *, is_before: bool = False) -> dict[str, Any]:
    """A bar on a scale from 0 to 100."""
    return {
        "label": label,
        "from": start,
        "to": end,
        "told": told,
        "is_before": is_before,
        "is_gain": False,
        "is_loss": False,
        "interval": None,
    }


def _gain_bar(found: Compared, wording: Wording) -> dict[str, Any]:
    """From the mean before to the mean after; the interval, where there is one, as a line across its end."""
    words, interval = wording.plain("ui.report.gain", gain=said.signed(found.gain)), None
    if found.low is not None and found.high is not None:
        interval = [_on_scale(found.before + end) for end in (found.low, found.high)]
        between = {"low": said.signed(found.low), "high": said.signed(found.high)}
        words = wording.plain("ui.report.gain_between", gain=said.signed(found.gain), **between)
    low, high = sorted((found.before, found.after))
    is_loss = said.whole(found.gain) < 0
    bar = _bar(wording.plain(f"ui.report.head.{'loss' if is_loss else 'gain'}"), low, high, words)
    return {**bar, "is_gain": True, "is_loss": is_loss, "interval": interval}


def _on_scale(percent: float) -> float:
    return min(max(percent, 0), 100)


def _shares(shares: list[float | None], sheets: tuple[Sums, Sums], wording: Wording) -> list[str]:
    """The share before and the one after in words; or why there is none, by the sheets that there are of each form."""
    return [
        wording.plain("ui.report.too_few" if sums.n else "ui.report.not_asked")
        if share is None
        else said.percent(share, wording)
        for share, sums in zip(shares, sheets, strict=True)
    ]


def _items(items: Mapping[str, Item], wording: Wording) -> Iterator[list[str]]:
    for key, item in items.items():
        right = item.right
        found = figures.item(item)
        if found:
            shares: list[float | None] = [found.before, found.after]
        else:
            everyone = (figures.of_all(right, sums, 100) for sums in (right.all_before, right.all_after))
            shares = [mean.mean if mean else None for mean in everyone]
        told = _shares(shares, (right.all_before, right.all_after), wording)
        missed, wrong = said.missed(key, item, wording), ""
        if missed:
            choice, of = missed
            wrong = wording.plain("ui.report.missed", choice=choice, share=said.percent(100 * of.share, wording))
        yield [said.item(key, wording), *told, wrong]


def _ratings(ratings: Mapping[str, Counts], wording: Wording) -> Iterator[list[str]]:
    for item in wording.content.check.of("rating"):
        found = figures.rating(ratings.get(item.id, {}))
        told = (
            [said.percent(100 * found.agree, wording), f"{found.mean:.1f}", str(found.n)]
            if found
            else [wording.plain("ui.report.too_few")]
        )
        yield [wording.plain(item.text_id), *told]


def _sure(confidence: Mapping[str, Change], wording: Wording) -> Iterator[list[str]]:
    for item in wording.content.check.of("confidence"):
        found = figures.confidence(confidence.get(item.id, Change()))
        told = (
            [f"{found.before:.1f}", f"{found.after:.1f}", wording.plain("ui.report.of", part=found.rose, n=found.n)]
            if found
            else [wording.plain("ui.report.too_few")]
        )
        yield [wording.plain(item.text_id), *told]


def _funder(funder: Mapping[str, Counts], wording: Wording) -> Iterator[dict[str, str]]:
    for question in wording.content.organisation.funder:
        counts = funder.get(question.id, {})
        shares = figures.shares(counts)
        told = wording.plain("ui.report.too_few")
        if shares:
            choices = (
                f"{wording.plain(question.choice_id(choice))}: {said.percent(100 * shares[choice], wording)}"
                for choice in question.choices
                if choice in shares
            )
            told = wording.plain("ui.report.shares", shares="; ".join(choices), n=sum(counts.values()))
        yield {"ask": wording.plain(question.text_id), "told": told}


def _parts(period: Period) -> str:
    return "season" if any(row.season for row in period.rows) else "workshop"


def _rows(period: Period, questions: str | None, wording: Wording) -> dict[str, Any]:
    def rows() -> Iterator[list[str]]:
        for row, found in said.by_row(period, questions) if questions else ():
            if found:
                before, after = (said.percent(share, wording) for share in (found.before, found.after))
                yield [said.row(row, wording), str(found.n), before, after, said.signed(found.gain)]
            else:
                yield [said.row(row, wording), wording.plain("ui.report.too_few")]

    return _table([_parts(period), "pairs", "before", "after", "gain"], rows(), wording)
