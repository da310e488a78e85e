"""What a room gets on paper: every letter with blanks to fill by hand, and what goes with them."""

from __future__ import annotations

from collections.abc import Iterator

from iepkit.content import ENGLISH, Content
from iepkit.documents.letter import Copies, fill_copies, notes_for
from iepkit.documents.papers import papers_for, steps_for
from iepkit.documents.pdf import as_pdf
from iepkit.documents.plain import as_plain_text
from iepkit.documents.word import as_word
from iepkit.wording import Wording, render

GUIDE = "with_the_letters.html"
_ENDINGS = (".pdf", ".docx", ".txt")


def names(content: Content) -> list[str]:
    """The files of :func:`paper_twins`."""
    return [GUIDE, *(f"{name}{ending}" for name in content.letters for ending in _ENDINGS)]


def paper_twins(content: Content, state: str, language: str = ENGLISH) -> Iterator[tuple[str, bytes]]:
    """Each file by its name.

    Args:
        content: what the kit says.
        state: ``massachusetts`` or ``other``.
        language: one of ``content.languages``; behind a letter in English stands the copy in this one.
    """
    answers = {"state": state}
    wording = Wording(content, language)
    yield (
        GUIDE,
        render(
            "with_the_letters",
            content,
            language,
            letters=content.letters.values(),
            notes=lambda notes, letter: notes_for(notes, letter, answers),
            # Nothing is known of the child: all papers that may help.
            papers=papers_for({i for paper in content.papers.values() for i in paper.found}, content),
            steps=steps_for(state, content),
        ).encode(),
    )
    for name, template in content.letters.items():
        letter = fill_copies(template, answers, wording, Copies.BOTH)
        made = (as_pdf(letter), as_word(letter), as_plain_text(letter).encode())
        yield from ((f"{name}{ending}", file) for ending, file in zip(_ENDINGS, made, strict=True))
