"""What a parent takes home: dates, a calendar file, and the district's calendar read for them.

Everything is made in memory and given back; nothing that was typed is written or logged.
"""

from iepkit.documents.calendar_file import calendar_file
from iepkit.documents.dates import Dates, with_holidays, work_out
from iepkit.documents.days_in_text import Order, UnreadableError
from iepkit.documents.district_calendar import Entry, Fault, Reading, days_of, read_csv, read_ics, read_lines
from iepkit.documents.fit import misfits

__all__ = [
    "Dates",
    "Entry",
    "Fault",
    "Order",
    "Reading",
    "UnreadableError",
    "calendar_file",
    "days_of",
    "misfits",
    "read_csv",
    "read_ics",
    "read_lines",
    "with_holidays",
    "work_out",
]
