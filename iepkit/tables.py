"""What the kit says as DataFrames, to filter, count and join: for staff who learn with pandas.

Texts are in the language that the notebook speaks; columns, ids and codes are the same in each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from iepkit.comparison import load_comparison
from iepkit.content import Content, load
from iepkit.language import spoken
from iepkit.wording import Wording


def chart(content: Content | None = None) -> pd.DataFrame:
    """The chart: nine rows with the index ``category``; columns ``iep`` and ``plan_504``.

    Args:
        content: what the kit says; by default it is read from ``data/``.

    Raises:
        ContentError: the content is broken.
    """
    content = content or load()
    return load_comparison(content, spoken(content))


def limits(content: Content | None = None) -> pd.DataFrame:
    """The numbers of the law, one a row, with the index ``limit``.

    Returns:
        Columns ``name``, ``value`` (a whole number), ``unit`` (the kind of day, or ``age``),
        ``counted_from``, ``owed_by`` (who has to act: ``parent``, ``district`` or ""), ``levels``
        and ``sources`` (citations, with semicolons between).
    """
    content = content or load()
    words, wording = _words(content), Wording(content, spoken(content))
    rows = {
        limit.id: (
            words(f"limit.{limit.id}.name"),
            limit.value,
            limit.unit,
            words(f"limit.{limit.id}.counted_from"),
            limit.owed_by,
            _joined(content.sources[source].level for source in limit.sources),
            _joined(wording.cite(source) for source in limit.sources),
        )
        for limit in content.limits.values()
    }
    columns = ["name", "value", "unit", "counted_from", "owed_by", "levels", "sources"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("limit")


def sources(content: Content | None = None) -> pd.DataFrame:
    """Every law and guide that is cited, one a row, with the index ``source``.

    Returns:
        Columns ``cite``, ``title``, ``level``, ``confirmed`` (V: its own words were read;
        V2: read about it; K: not read), ``confidence`` (H, M or L), ``verified_on`` (a day, or none).
    """
    content = content or load()
    words, wording = _words(content), Wording(content, spoken(content))
    rows = {
        source.id: (
            wording.cite(source.id),
            words(f"source.{source.id}.title"),
            source.level,
            source.confirmed,
            source.confidence,
            source.verified_on,
        )
        for source in content.sources.values()
    }
    columns = ["cite", "title", "level", "confirmed", "confidence", "verified_on"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("source")


def cases(content: Content | None = None) -> pd.DataFrame:
    """The stories, one a row, with the index ``case``.

    Returns:
        Columns ``topic``, ``story``, and ``iep`` and ``plan_504``: the answer of each plan, or "".
    """
    content = content or load()
    words = _words(content)
    rows = {
        case.id: (
            case.topic,
            words(f"case.{case.id}.name"),
            *(str(case.expect.get(plan, {}).get("answer", "")) for plan in ("iep", "plan_504")),
        )
        for case in content.cases.values()
    }
    columns = ["topic", "story", "iep", "plan_504"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("case")


def _words(content: Content) -> Callable[[str], str]:
    """Gives a text by its id, with its curly brackets as they are."""
    wording = Wording(content, spoken(content))
    return lambda text_id: wording.words(text_id)[0]


def _joined(words: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(words))
