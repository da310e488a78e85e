"""What a parent takes home: letters, lists, dates and a calendar file.

Everything is made in memory and given back; nothing that was typed is written or logged.
"""

from iepkit.documents.calendar_file import calendar_file
from iepkit.documents.dates import Dates, with_holidays, work_out
from iepkit.documents.days_in_text import Order, UnreadableError
from iepkit.documents.district_calendar import Entry, Fault, Reading, days_of, read_csv, read_ics, read_lines
from iepkit.documents.fit import misfits
from iepkit.documents.letter import Gap, Letter, Paragraph, fill, is_asked, notes_for, told_instead
from iepkit.documents.papers import papers_for, steps_for
from iepkit.documents.pdf import UnprintableError, as_pdf
from iepkit.documents.plain import as_plain_text
from iepkit.documents.word import as_word

__all__ = [
    "Dates",
    "Entry",
    "Fault",
    "Gap",
    "Letter",
    "Order",
    "Paragraph",
    "Reading",
    "UnprintableError",
    "UnreadableError",
    "as_pdf",
    "as_plain_text",
    "as_word",
    "calendar_file",
    "days_of",
    "fill",
    "is_asked",
    "misfits",
    "notes_for",
    "papers_for",
    "read_csv",
    "read_ics",
    "read_lines",
    "steps_for",
    "told_instead",
    "with_holidays",
    "work_out",
]
