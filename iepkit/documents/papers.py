"""Which papers to collect, and what to do after a no."""

from __future__ import annotations

from collections.abc import Collection

from iepkit.content import Content
from iepkit.content.model import NOT_ANSWERED, Paper, Step


def papers_for(found: Collection[str], content: Content) -> list[Paper]:
    """The papers that help after these reasons of the explorer on eligibility."""
    return [paper for paper in content.papers.values() if not paper.found or set(paper.found) & set(found)]


def steps_for(state: str, content: Content) -> list[Step]:
    """What to do after a no in this state, in order; "" where it is not known."""
    return [step for step in content.steps.values() if not step.state or (state or NOT_ANSWERED) in step.state]
