"""What a parent takes home: letters and lists, made in memory and never kept."""

from iepkit.documents.letter import Gap, Letter, Paragraph, fill, is_asked, notes_for, told_instead
from iepkit.documents.papers import papers_for, steps_for
from iepkit.documents.pdf import UnprintableError, as_pdf
from iepkit.documents.plain import as_plain_text
from iepkit.documents.word import as_word

__all__ = [
    "Gap",
    "Letter",
    "Paragraph",
    "UnprintableError",
    "as_pdf",
    "as_plain_text",
    "as_word",
    "fill",
    "is_asked",
    "notes_for",
    "papers_for",
    "steps_for",
    "told_instead",
]
