"""The chart: nine categories, an IEP beside a 504 plan, as a DataFrame and as a table."""

from __future__ import annotations

import csv
import io

import pandas as pd
from IPython.display import HTML

from iepkit.content import CATEGORIES, ENGLISH, PLANS, Content, load, slug
from iepkit.content.model import Cell
from iepkit.language import spoken
from iepkit.wording import Wording, render


def load_comparison(content: Content | None = None, language: str = ENGLISH) -> pd.DataFrame:
    """The chart's own words.

    Args:
        content: what the kit says; by default it is read from ``data/``.
        language: one of ``content.languages``; a text that is not translated is in English.

    Returns:
        Nine rows with the index ``category`` (its English names, which are the
        chart's keys) and the columns ``iep`` and ``plan_504``, all text.

    Raises:
        ContentError: the content is broken.
    """
    content = content or load()
    wording = Wording(content, language)
    rows = {
        category: [wording.plain(content.cells[category, plan].text_id) for plan in PLANS] for category in CATEGORIES
    }
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=list(PLANS))
    return frame.rename_axis("category")


def table(content: Content | None = None, language: str | None = None) -> HTML:
    """The chart as one accessible table, caveats and sources included.

    Args:
        content: what the kit says; by default it is read from ``data/``.
        language: one of ``content.languages``; by default the one that the notebook speaks.

    Raises:
        ContentError: the content is broken.
    """
    content = content or load()
    language = language or spoken(content)
    return HTML(render("plain_chart", content, language, chart=chart_rows(content, language)))


def chart_rows(content: Content, language: str) -> list[tuple[str, list[tuple[Cell, list[str], list[str]]]]]:
    """The chart's rows as the templates need them.

    Returns:
        For each category its slug and, for each plan, the cell with the
        glossary's terms in its text and those that only its caveat uses.
    """
    wording = Wording(content, language)
    rows = []
    for category in load_comparison(content, language).index:
        cells = []
        for plan in PLANS:
            cell = content.cells[category, plan]
            said = wording.terms_in(cell.text_id)
            added = [term for term in wording.terms_in(cell.caveat_id) if term not in said]
            cells.append((cell, said, added))
        rows.append((slug(category), cells))
    return rows


def printable_page(content: Content | None = None, language: str = ENGLISH) -> str:
    """The chart as a page of its own, for a printer: caveats, sources and glossary in full.

    Raises:
        ContentError: the content is broken.
    """
    content = content or load()
    named = [i for cell in content.cells.values() for i in (*cell.cell_sources, *cell.sources)]
    named += [i for term in content.glossary.values() for i in term.sources]
    return render("print", content, language, chart=chart_rows(content, language), named=set(named))


def as_csv(content: Content | None = None, language: str = ENGLISH) -> str:
    """The chart as a table for a spreadsheet, caveats, sources and notice in each row.

    It starts with a byte-order mark: without it Excel misreads letters outside
    English. No cell starts with a sign that a spreadsheet would run.

    Raises:
        ContentError: the content is broken.
    """
    content = content or load()
    wording = Wording(content, language)
    file = io.StringIO()
    writer = csv.writer(file)
    columns = (
        "topic",
        "plan",
        "text",
        "caveat",
        "article",
        "sources",
        "caveat_sources",
        "confirmed",
        "review",
        "notice",
    )
    writer.writerow([wording.plain(f"ui.column.{column}") for column in columns])
    notice = wording.plain("ui.notice", day=wording.law_as_of)
    if any(content.is_draft(i, language) for cell in content.cells.values() for i in cell.text_ids):
        notice = f"{notice} {wording.plain('ui.draft')}"
    for cell in content.cells.values():
        firm = all(content.sources[i].is_firm for i in (*cell.cell_sources, *cell.sources))
        writer.writerow(
            [
                wording.plain(f"category.{slug(cell.category)}"),
                wording.plain(f"ui.plan.{cell.plan}"),
                wording.plain(cell.text_id),
                wording.plain(cell.caveat_id),
                wording.plain(cell.article_id) if cell.has_article else "",
                _cites(wording, cell.cell_sources),
                _cites(wording, cell.sources),
                "" if firm else _to_check(content, wording, cell),
                _text(wording.reviewed(*cell.text_ids)),
                notice,
            ]
        )
    return "\ufeff" + file.getvalue()


def _cites(wording: Wording, source_ids: tuple[str, ...]) -> str:
    return "; ".join(map(wording.cite, source_ids))


def _to_check(content: Content, wording: Wording, cell: Cell) -> str:
    weak = [
        content.sources[i] for i in dict.fromkeys((*cell.cell_sources, *cell.sources)) if not content.sources[i].is_firm
    ]
    return " ".join(f"{wording.cite(source.id)}: {_text(wording.confirmed(source))}" for source in weak)


def _text(html: object) -> str:
    return html.striptags() if hasattr(html, "striptags") else str(html)
