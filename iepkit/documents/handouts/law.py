"""The handouts that tell the law: the chart, the time limits, the letter, the checklist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from iepkit.content.model import CATEGORIES, ENGLISH, PLANS, Cell, Deadline, LetterTemplate, Limit, TermPair, slug
from iepkit.documents.handouts.blocks import (
    Block,
    Sheet,
    Words,
    check,
    cites,
    group,
    heading,
    labelled,
    para,
    plain,
    say,
    table,
    ticks,
    words,
)
from iepkit.documents.letter import Gap, Paragraph, fill, notes_for
from iepkit.documents.papers import papers_for
from iepkit.wording import Wording

# Days that one of each unit takes at least: only the order rests on it.
_DAYS = {"calendar_days": 1.0, "business_days": 1.4, "school_days": 1.4, "school_working_days": 1.4}
_DAYS |= {"months": 30.4, "years": 365.0}
_LETTER = "first_request"


def chart(wording: Wording) -> Sheet:
    """The nine topics, what each plan gives, and what a careful trainer adds."""
    cells = wording.content.cells
    # A column is as wide as it has much to say, so that both end together.
    said = [sum(len(plain(wording, i)) for topic in CATEGORIES for i in _shown(cells[topic, plan])) for plan in PLANS]
    rows = [
        {
            "topic": words(wording, f"category.{slug(topic)}"),
            **{plan: _cell(cells[topic, plan], wording) for plan in PLANS},
        }
        for topic in CATEGORIES
    ]
    header = [words(wording, "ui.topic"), *(words(wording, f"ui.plan.{plan}") for plan in PLANS)]
    legend = words(wording, "ui.handout.check_legend")
    shares = [0.19, *(2 * count / sum(said) for count in said)]
    return Sheet(
        title=plain(wording, "ui.print_title"),
        blocks=[{"kind": "chart", "legend": legend, "header": header, "rows": rows, "columns": shares}],
        size=8,
        stretch=_CONDENSED,
        margin=18,
        rests_on=tuple(i for cell in cells.values() for i in _shown(cell)),
    )


_CONDENSED = 75
"""The narrower cut of the type in which much stands on a page, in percent of its width."""


def _shown(cell: Cell) -> tuple[str, str]:
    return cell.text_id, cell.caveat_id


def _cell(cell: Cell, wording: Wording) -> Block:
    return {
        "text": words(wording, cell.text_id),
        "caveat": words(wording, cell.caveat_id),
        # In short, so that the type can be larger; what it means stands above the chart.
        "check": str(wording.check_in_short((*cell.cell_sources, *cell.sources)).striptags()),
    }


def time_limits(wording: Wording) -> Sheet:
    """What runs by law: the parent's limits and the district's apart, the short ones first."""
    content = wording.content
    limits = sorted(content.limits.values(), key=lambda limit: limit.value * _DAYS.get(limit.unit, 0))
    deadlines = {deadline.limit: deadline for deadline in content.deadlines.values()}
    blocks: list[Block] = []
    for owed_by in ("parent", "district"):
        blocks += [
            heading(words(wording, f"ui.handout.limits_{owed_by}")),
            para(words(wording, f"ui.handout.limits_{owed_by}_help")),
        ]
        for limit in (limit for limit in limits if limit.owed_by == owed_by):
            blocks.append(group(_limit(limit, deadlines.get(limit.id), wording)))
    blocks.append(heading(words(wording, "ui.how_counted")))
    counted = dict.fromkeys(limit.unit for limit in limits if limit.owed_by)
    for unit in counted:
        blocks.append(
            labelled(_and_colon(words(wording, f"unit.{unit}.many")), words(wording, f"unit.{unit}.counting"))
        )
        blocks += _sources(content.units[unit], wording)
    shown = [i for limit in limits if limit.owed_by for i in _texts_of(limit, deadlines.get(limit.id))]
    return Sheet(
        title=plain(wording, "ui.handout.time_limits"),
        opening=[para(words(wording, "ui.handout.limits_lead"))],
        blocks=blocks,
        columns=2,
        size=9,
        stretch=87.5,
        rests_on=(*shown, *(f"unit.{unit}.counting" for unit in counted)),
    )


def _texts_of(limit: Limit, deadline: Deadline | None) -> tuple[str, ...]:
    return (f"limit.{limit.id}.name", f"limit.{limit.id}.counted_from", *(deadline.text_ids if deadline else ()))


def _limit(limit: Limit, deadline: Deadline | None, wording: Wording) -> Iterator[Block]:
    levels = dict.fromkeys(wording.content.sources[i].level for i in limit.sources)
    # The kind of day has no state of its own, and how it is counted is not whose law the limit is.
    named = [level for level in levels if level != "practice"] or list(levels)
    yield heading(words(wording, f"limit.{limit.id}.name"), 3)
    yield labelled(
        f"{wording.numbers[limit.id]}.", f"({', '.join(plain(wording, f'ui.level.{level}') for level in named)})"
    )
    yield labelled(words(wording, "ui.counted_from"), words(wording, f"limit.{limit.id}.counted_from"))
    sources = limit.sources
    if deadline:
        yield para(words(wording, f"deadline.{deadline.id}.note"))
        if limit.owed_by == "parent":
            yield para(words(wording, "ui.dates.exceptions"))
        yield say(words(wording, "ui.say"), words(wording, f"deadline.{deadline.id}.say"))
        sources = (*sources, *deadline.sources)
    yield from _sources(sources, wording)


def letter(wording: Wording) -> Sheet:
    """The first request for an evaluation, with gaps for a pen."""
    template = wording.content.letters[_LETTER]
    answers = {"state": "massachusetts"}
    filled = fill(template, answers, wording)
    return Sheet(
        title=plain(wording, "ui.handout.letter"),
        opening=[
            para(words(wording, f"letter.{template.id}.when")),
            labelled(_and_colon(words(wording, "ui.letter.to")), words(wording, f"letter.{template.id}.to")),
            para(words(wording, "ui.handout.letter_help")),
            *_notes(template, answers, wording, before=True),
        ],
        blocks=[
            *(_paragraph(paragraph) for paragraph in filled.paragraphs),
            heading(words(wording, "ui.letter.after")),
            *_notes(template, answers, wording, before=False),
            *_sources([i for part in template.passages for i in part.sources], wording),
        ],
        size=10.5,
        rests_on=tuple(part.text_id for part in template.parts),
    )


def _notes(
    template: LetterTemplate, answers: Mapping[str, object], wording: Wording, *, before: bool
) -> Iterator[Block]:
    for note in notes_for(template.before if before else template.after, template, answers):
        yield para(words(wording, note.text_id))
        yield from _sources(note.sources, wording)


def _paragraph(paragraph: Paragraph) -> Block:
    return {
        "kind": "pieces",
        "subject": paragraph.kind == "subject",
        "pieces": [None if piece is Gap.HERE else piece for piece in paragraph.pieces],
        "language": paragraph.language,
        "right_to_left": paragraph.is_right_to_left,
    }


def checklist(wording: Wording) -> Sheet:
    """The papers to collect, with boxes, and what to do after a no."""
    content = wording.content
    # Nothing is known of the child: all papers that may help.
    papers = papers_for({i for paper in content.papers.values() for i in paper.found}, content)
    blocks = [heading(words(wording, "ui.papers")), para(words(wording, "ui.handout.checklist_help"))]
    for paper in papers:
        blocks.append(group(_to_do(f"paper.{paper.id}", "", ("why", "ask"), paper.sources, wording)))
    blocks.append(heading(words(wording, "ui.after_a_no")))
    for step in content.steps.values():
        states = " ".join(plain(wording, f"ui.handout.state_{state}") for state in step.state if state != "not_sure")
        blocks.append(group(_to_do(f"step.{step.id}", states, ("text", "say"), step.sources, wording)))
    texts = [f"paper.{paper.id}.{key}" for paper in papers for key in ("why", "ask")]
    texts += [f"step.{step}.{key}" for step in content.steps for key in ("text", "say")]
    return Sheet(
        title=plain(wording, "ui.handout.checklist"),
        blocks=blocks,
        columns=2,
        size=9.5,
        stretch=87.5,
        rests_on=tuple(texts),
    )


def _to_do(
    place: str, note: str, keys: tuple[str, str], source_ids: tuple[str, ...], wording: Wording
) -> Iterator[Block]:
    told, spoken = keys
    yield ticks([(words(wording, f"{place}.name"), note)])
    yield para(words(wording, f"{place}.{told}"))
    yield say(words(wording, "ui.say"), words(wording, f"{place}.{spoken}"))
    yield from _sources(source_ids, wording)


def _sources(source_ids: tuple[str, ...] | list[str], wording: Wording) -> Iterator[Block]:
    named = f"{cites(source_ids, wording)}. {check(source_ids, wording)}".strip(". ")
    if named:
        yield para(f"{named}.", small=True)


def _and_colon(name: Words) -> Words:
    return f"{name[:1].upper()}{name[1:]}:" if isinstance(name, str) else {**name, "text": f"{name['text']}:"}


def terms(wording: Wording) -> Sheet:
    """The words of the law in English and another language, for interpreters and families."""
    content = wording.content
    languages = [wording.language] if wording.language in content.terms else list(content.terms)
    blocks: list[Block] = []
    for language in languages:
        name = content.words("ui.language_name", language)[0]
        header = [plain(wording, "ui.handout.terms_english"), name, plain(wording, "ui.handout.terms_seen_in")]
        pairs = sorted((pair for pair in content.terms[language] if pair.kind == "law"), key=_by_english)
        not_seen = words(wording, "ui.handout.terms_not_seen")
        rows = [
            [_in(ENGLISH, pair.english, wording), _in(language, pair.text, wording), pair.seen_in or not_seen]
            for pair in pairs
        ]
        blocks.append(table(header, rows, [3, 4, 4]))
    return Sheet(
        title=plain(wording, "ui.handout.terms"),
        opening=[para(words(wording, "ui.handout.terms_lead"))],
        blocks=blocks,
        size=8,
        stretch=_CONDENSED,
        margin=30,
    )


def _by_english(pair: TermPair) -> str:
    return pair.english.casefold()


def _in(language: str, text: str, wording: Wording) -> Words:
    if language == wording.language:
        return text
    is_right_to_left = wording.content.words("ui.direction", language)[0] == "rtl"
    return {"text": text, "language": language, "right_to_left": is_right_to_left}
