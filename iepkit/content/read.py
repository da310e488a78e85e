"""Reads and checks everything that the kit says, in one pass."""

from __future__ import annotations

import datetime as dt
import functools
from pathlib import Path

from iepkit.content import checks
from iepkit.content.agenda import read_agenda
from iepkit.content.deadlines import read_calendar_words, read_dated_cases, read_deadlines, read_events
from iepkit.content.deck import read_deck, read_myths
from iepkit.content.explorers import read_cases, read_interviews, read_limits, read_reasons, read_routes, read_units
from iepkit.content.files import Row, kit_folder, read_entries, read_table
from iepkit.content.floor import read_floor
from iepkit.content.letters import read_letters
from iepkit.content.model import (
    CATEGORIES,
    CONFIDENCE,
    CONFIRMED,
    LEVELS,
    PLANS,
    Cell,
    Content,
    ContentError,
    Problem,
    Review,
    Section,
    Source,
    Term,
    slug,
)
from iepkit.content.organisation import read_organisation
from iepkit.content.papers import read_papers, read_steps
from iepkit.content.questions import STAFF_QUESTIONS, STAFF_TOPICS, read_bank, read_check
from iepkit.content.rows import day_in, filled, known_sources, one_of, unique
from iepkit.content.study import Known, read_pace, read_readiness, read_study
from iepkit.content.terms import read_terms
from iepkit.content.translations import read_translations

COMPARISON = "data/comparison.csv"
CAVEATS = "data/caveats.csv"
SOURCES = "data/sources.csv"
GLOSSARY = "data/glossary.csv"
SECTIONS = "data/sections.yaml"
INTERFACE = "data/interface.csv"
REVIEWS = "data/reviews.csv"

_COLUMNS = {
    COMPARISON: ("category", *PLANS),
    CAVEATS: ("category", "plan", "caveat", "article", "cell_sources", "sources", "level"),
    SOURCES: ("id", "cite", "title", "level", "address", "verified_on", "confirmed", "confidence", "check_with"),
    GLOSSARY: ("id", "term", "also", "meaning", "sources"),
    INTERFACE: ("id", "text"),
    REVIEWS: ("id", "reviewed_by", "reviewed_on", "words"),
}


def load(folder: Path | None = None) -> Content:
    """Read the content, and refuse it if anything in it is broken.

    Args:
        folder: the kit's folder; by default the one that :func:`kit_folder` finds.

    Raises:
        ContentError: with every fault that was found.
    """
    folder = (folder or kit_folder()).resolve()
    return _load(folder, _fingerprint(folder))


@functools.lru_cache(maxsize=2)
def _load(folder: Path, _files: tuple[tuple[str, int], ...]) -> Content:
    content, problems = examine(folder)
    stopping = [problem for problem in problems if problem.stops]
    if content is None or stopping:
        raise ContentError(stopping)
    return content


def _fingerprint(folder: Path) -> tuple[tuple[str, int], ...]:
    """Changes whenever a file does, so that an edit is seen without a restart."""
    files = [*sorted((folder / "data").rglob("*.*")), folder / "iepkit.toml"]
    return tuple((str(path), path.stat().st_mtime_ns) for path in files if path.is_file())


def examine(folder: Path, today: dt.date | None = None) -> tuple[Content | None, list[Problem]]:
    """Read the content and find every fault in it.

    Args:
        folder: the kit's folder.
        today: the day from which ages are counted; by default this day.

    Returns:
        The content, or None where too little could be read; and the faults.
    """
    today = today or dt.date.today()
    problems: list[Problem] = []
    rows = {name: read_table(folder / name, name, columns, problems) for name, columns in _COLUMNS.items()}
    entries = read_entries(
        folder / SECTIONS, SECTIONS, {"id": str, "title": str, "text": list, "sources": list}, problems
    )
    texts: dict[str, str] = {}

    sources = _sources(rows[SOURCES], texts, problems, today)
    _chart(rows[COMPARISON], texts, problems)
    cells = _cells(rows[CAVEATS], sources, texts, problems)
    glossary = _glossary(rows[GLOSSARY], sources, texts, problems)
    sections = _sections(entries, sources, texts, problems)
    for row in unique(rows[INTERFACE], INTERFACE, problems):
        if filled(row, ("text",), INTERFACE, problems):
            texts[f"ui.{row['id']}"] = row["text"]
    limits = read_limits(folder, sources, texts, problems)
    units = read_units(folder, sources, texts, problems)
    reasons = read_reasons(folder, sources, texts, problems)
    routes = read_routes(folder, sources, texts, problems)
    interviews = read_interviews(folder, texts, problems)
    letters = read_letters(folder, sources, limits, texts, problems)
    papers = read_papers(folder, sources, texts, problems)
    steps = read_steps(folder, sources, texts, problems)
    cases = read_cases(folder, interviews, texts, problems)
    events = read_events(folder, texts, problems)
    deadlines = read_deadlines(folder, (events, limits, sources), texts, problems)
    calendar_words = read_calendar_words(folder, problems)
    dated_cases = read_dated_cases(folder, events, deadlines, problems)
    myths = read_myths(folder, sources, texts, problems)
    floor = read_floor(folder, sources, limits, texts, problems)
    bank = read_bank(folder, sources, limits, texts, problems)
    check = read_check(folder, bank, texts, problems)
    staff_bank = read_bank(folder, sources, limits, texts, problems, file=STAFF_QUESTIONS, topics=STAFF_TOPICS)
    study_bank = {**bank, **staff_bank}
    known = Known(sources, limits, cases, interviews, study_bank, floor, myths)
    modules = read_study(folder, known, texts, problems)
    pace = read_pace(folder, problems)
    readiness = read_readiness(folder, study_bank, problems)
    blocks = read_deck(folder, sources, texts, problems)
    agenda = read_agenda(folder, blocks, texts, problems)
    organisation, organisation_texts = read_organisation(folder, problems)
    texts |= organisation_texts
    reviews = _reviews(rows[REVIEWS], texts, problems, today)
    translations = read_translations(folder, texts, problems, today)
    terms = read_terms(folder, problems)

    is_whole = all((sources, cells, glossary, sections)) and any(s.verified_on for s in sources.values())
    if not is_whole or agenda is None or pace is None or readiness is None:
        return None, problems
    content = Content(
        folder=folder,
        cells=cells,
        sources=sources,
        glossary=glossary,
        sections=sections,
        limits=limits,
        units=units,
        reasons=reasons,
        routes=routes,
        interviews=interviews,
        letters=letters,
        papers=papers,
        steps=steps,
        cases=cases,
        events=events,
        deadlines=deadlines,
        calendar_words=calendar_words,
        dated_cases=dated_cases,
        myths=myths,
        floor=floor,
        bank=bank,
        check=check,
        staff_bank=staff_bank,
        modules=modules,
        pace=pace,
        readiness=readiness,
        blocks=blocks,
        agenda=agenda,
        reviews=reviews,
        organisation=organisation,
        texts=texts,
        translations=translations,
        terms=terms,
    )
    problems.extend(checks.whole(content))
    return content, problems


def _sources(rows: list[Row], texts: dict[str, str], problems: list[Problem], today: dt.date) -> dict[str, Source]:
    sources = {}
    for row in unique(rows, SOURCES, problems):
        faultless = filled(row, ("cite", "title", "address"), SOURCES, problems)
        faultless &= one_of(row, "level", LEVELS, SOURCES, problems)
        faultless &= one_of(row, "confirmed", CONFIRMED, SOURCES, problems)
        faultless &= one_of(row, "confidence", CONFIDENCE, SOURCES, problems)
        if not faultless:
            continue
        verified_on = day_in(row, "verified_on", SOURCES, problems, today)
        source = Source(
            row["id"], row["cite"], row["title"], row["level"], row["address"],
            verified_on, row["confirmed"], row["confidence"], row["check_with"],
        )  # fmt: skip
        problems.extend(checks.source(source, SOURCES, row, today))
        sources[source.id] = source
        texts[f"source.{source.id}.title"] = source.title
        if source.cite_has_words:
            texts[source.cite_id] = source.cite
        if source.check_with:
            texts[f"source.{source.id}.check_with"] = source.check_with
    return sources


def _chart(rows: list[Row], texts: dict[str, str], problems: list[Problem]) -> None:
    seen: dict[str, int] = {}
    for row in rows:
        category = row["category"]
        if not one_of(row, "category", CATEGORIES, COMPARISON, problems):
            continue
        if category in seen:
            wrong = f'"{category}" stands in row {seen[category]} too.'
            problems.append(Problem(COMPARISON, wrong, "Keep one of the two rows.", row.number, "category"))
            continue
        seen[category] = row.number
        filled(row, PLANS, COMPARISON, problems)
        texts[f"category.{slug(category)}"] = category
        texts.update({f"cell.{slug(category)}.{plan}": row[plan] for plan in PLANS})
    for category in CATEGORIES if rows else ():
        if category not in seen:
            problems.append(
                Problem(COMPARISON, f'the row "{category}" is missing.', "Add it; the chart has nine rows.")
            )


def _cells(
    rows: list[Row], sources: dict[str, Source], texts: dict[str, str], problems: list[Problem]
) -> dict[tuple[str, str], Cell]:
    cells: dict[tuple[str, str], Cell] = {}
    for row in rows:
        known = one_of(row, "category", CATEGORIES, CAVEATS, problems)
        if not (one_of(row, "plan", PLANS, CAVEATS, problems) and known):
            continue
        place = (row["category"], row["plan"])
        if place in cells:
            wrong = f"{' and '.join(place)} stand together in another row too."
            problems.append(Problem(CAVEATS, wrong, "Keep one of the two rows.", row.number))
            continue
        cells[place] = _cell(row, sources, texts, problems)
    for place in [(c, p) for c in CATEGORIES for p in PLANS if (c, p) not in cells] if rows else []:
        wrong = f"{' and '.join(place)} have no row."
        problems.append(Problem(CAVEATS, wrong, "Add what a careful trainer says, with its sources."))
    complete = {place: cell for place, cell in cells.items() if cell.text_id in texts}
    return complete if len(complete) == len(CATEGORIES) * len(PLANS) else {}


def _cell(row: Row, sources: dict[str, Source], texts: dict[str, str], problems: list[Problem]) -> Cell:
    filled(row, ("caveat", "cell_sources", "level"), CAVEATS, problems)
    if not row["sources"]:
        mend = f"Write the id of a source from {SOURCES}."
        problems.append(Problem(CAVEATS, "the caveat has no source.", mend, row.number, "sources"))
    cell = Cell(
        category=row["category"],
        plan=row["plan"],
        cell_sources=known_sources(row, "cell_sources", sources, CAVEATS, problems),
        sources=known_sources(row, "sources", sources, CAVEATS, problems),
        level=tuple(level.strip() for level in row["level"].split(";")),
        has_article=bool(row["article"]),
    )
    problems.extend(checks.levels(cell, sources, CAVEATS, row))
    texts[cell.caveat_id] = row["caveat"]
    if cell.has_article:
        texts[cell.article_id] = row["article"]
    return cell


def _glossary(
    rows: list[Row], sources: dict[str, Source], texts: dict[str, str], problems: list[Problem]
) -> dict[str, Term]:
    terms = {}
    for row in unique(rows, GLOSSARY, problems):
        if filled(row, ("term", "meaning"), GLOSSARY, problems):
            terms[row["id"]] = Term(row["id"], known_sources(row, "sources", sources, GLOSSARY, problems))
            texts[f"glossary.{row['id']}.term"] = row["term"]
            texts[f"glossary.{row['id']}.also"] = row["also"]
            texts[f"glossary.{row['id']}.meaning"] = row["meaning"]
    return terms


def _sections(
    entries: list[Row], sources: dict[str, Source], texts: dict[str, str], problems: list[Problem]
) -> dict[str, Section]:
    sections = {}
    for row in unique(entries, SECTIONS, problems):
        ids = known_sources(row, "sources", sources, SECTIONS, problems)
        sections[row["id"]] = Section(row["id"], len(row["text"]), ids)
        texts[f"section.{row['id']}.title"] = row["title"]
        for number, paragraph in enumerate(row["text"], start=1):
            texts[f"section.{row['id']}.{number}"] = paragraph.strip()
    return sections


def _reviews(rows: list[Row], texts: dict[str, str], problems: list[Problem], today: dt.date) -> dict[str, Review]:
    reviews = {}
    for row in unique(rows, REVIEWS, problems):
        if row["id"] not in texts:
            problems.append(
                Problem(
                    REVIEWS,
                    f'there is no text "{row["id"]}".',
                    "Write an id that `iepkit check --ids` lists.",
                    row.number,
                    "id",
                )
            )
        elif filled(row, ("reviewed_by", "reviewed_on", "words"), REVIEWS, problems):
            day = day_in(row, "reviewed_on", REVIEWS, problems, today)
            if day:
                review = Review(row["reviewed_by"], day, row["words"])
                problems.extend(checks.review(review, texts[row["id"]], REVIEWS, row, today))
                reviews[row["id"]] = review
    return reviews
