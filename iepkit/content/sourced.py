"""On which sources a text rests, found by the text's id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from iepkit.content.model import Content


def sources_by_text(content: Content) -> Mapping[str, tuple[str, ...]]:
    """The ids of the sources of every text that has some, by the text's id."""
    return dict(_sourced(content))


def _sourced(content: Content) -> Iterator[tuple[str, tuple[str, ...]]]:
    for cell in content.cells.values():
        yield cell.text_id, cell.cell_sources
        yield from ((text_id, cell.sources) for text_id in (cell.caveat_id, cell.article_id))
    told: tuple[Iterable[Any], ...] = (
        *(content.sections.values(), content.reasons.values(), content.routes.values()),
        *(content.deadlines.values(), content.myths.values(), content.floor.values()),
    )
    for one in (one for some in told for one in some):
        yield from ((text_id, one.sources) for text_id in one.text_ids)
    for choice in (choice for question in content.study_bank.values() for choice in question.choices):
        yield choice.feedback_id, choice.sources
    for official in (official for module in content.modules.values() for official in module.law):
        yield from ((text_id, official.sources) for text_id in (official.words_id, official.plain_id))
    for term in content.glossary.values():
        yield f"glossary.{term.id}.meaning", term.sources
    for limit in content.limits.values():
        yield f"limit.{limit.id}.name", limit.sources
    for paper in content.papers.values():
        yield from ((f"paper.{paper.id}.{key}", paper.sources) for key in ("name", "why", "ask"))
    for step in content.steps.values():
        yield from ((f"step.{step.id}.{key}", step.sources) for key in ("name", "text", "say"))
    for letter in content.letters.values():
        yield from ((part.text_id, part.sources) for part in letter.parts)
    for slide in (slide for block in content.blocks.values() for slide in block.slides):
        yield from ((text_id, slide.sources) for text_id in slide.notes_ids)
        own = f"{slide.text_id}."
        yield from ((piece.text_id, piece.sources) for piece in slide.body if piece.text_id.startswith(own))
