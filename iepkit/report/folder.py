"""The two files of a report."""

from __future__ import annotations

from collections.abc import Iterator

from iepkit.content import ENGLISH, Content
from iepkit.report.page import TABLE, as_pdf
from iepkit.report.period import Period
from iepkit.report.table import as_csv

PAGE = "report.pdf"
NAMES = (PAGE, TABLE)


def files(
    period: Period, content: Content, paper: str = "letter", language: str = ENGLISH
) -> Iterator[tuple[str, bytes]]:
    """The page and the table, :data:`NAMES`.

    Raises:
        LogoError: the organisation's logo is no picture.
        UnprintableError: with the signs that none of the fonts has.
    """
    yield PAGE, as_pdf(period, content, paper, language)
    yield TABLE, as_csv(period, content, language)
