"""The differences in short: a few paragraphs on each question, with sources."""

from __future__ import annotations

from IPython.display import HTML

from iepkit.content import Content, load
from iepkit.language import spoken
from iepkit.wording import render


def show(section_id: str, content: Content | None = None, language: str | None = None) -> HTML:
    """One section, ready for a notebook.

    Args:
        section_id: an id in ``data/sections.yaml``.
        content: what the kit says; by default it is read from ``data/``.
        language: one of ``content.languages``; by default the one that the notebook speaks.

    Raises:
        KeyError: there is no such section; the message lists those that there are.
        ContentError: the content is broken.
    """
    content = content or load()
    if section_id not in content.sections:
        message = f'there is no section "{section_id}"; the sections are: {", ".join(content.sections)}'
        raise KeyError(message)
    return HTML(render("section", content, language or spoken(content), sections=[content.sections[section_id]]))
