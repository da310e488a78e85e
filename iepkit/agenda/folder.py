"""The files that a trainer takes along, by their names in one folder."""

from __future__ import annotations

from collections.abc import Iterator

from iepkit.agenda import run_log, run_sheet
from iepkit.agenda.plan import Plan
from iepkit.agenda.room import Room
from iepkit.content import ENGLISH, Content

RUN_SHEET = "run_sheet.pdf"
RUN_LOG = "run_log.csv"
NAMES = (RUN_SHEET, RUN_LOG)


def files(plan: Plan, content: Content, room: Room, language: str = ENGLISH) -> Iterator[tuple[str, bytes]]:
    """The run sheet and the empty run log, :data:`NAMES`.

    Raises:
        UnprintableError: with the signs that none of the fonts has.
    """
    yield RUN_SHEET, run_sheet.as_pdf(plan, content, room, language)
    yield RUN_LOG, run_log.as_csv(plan)
