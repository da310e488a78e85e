"""The checks that look at a text's meaning, not at its file."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from iepkit.content.files import Row
from iepkit.content.model import ENGLISH, PLANS, Cell, Content, Problem, Review, Source, is_stale
from iepkit.content.reading_level import HIGHEST_GRADE, LEAST_WORDS, count_words, grade
from iepkit.content.sentences import sentences_of

_OFFICIAL_HOSTS = (
    "www.ecfr.gov",
    "uscode.house.gov",
    "www.ed.gov",
    "www2.ed.gov",
    "sites.ed.gov",
    "malegislature.gov",
    "www.doe.mass.edu",
    "www.mass.gov",
)
_NEVER_SAID = {
    r"\byou(?:r child)? (?:will )?qualif(?:y|ies)\b": "Say what to ask for, and why; the Team or the group decides.",
    r"\btoo late\b": "Say what the usual limit is, that exceptions exist, and to ask today.",
    r"\btime limit has passed\b": "Say what the usual limit was, that exceptions exist, and to ask today.",
}
_DAYS = re.compile(r"\b\d+ (?:(?:more|other|full|school|working|calendar|business) ){0,3}days?\b|\b(?:\w+ )?day \d+\b")
_KIND_OF_DAY = re.compile(r"(?:school working|school|calendar|business) days?")
_NUMBER = re.compile(r"\{([a-z0-9_]+)\}")


def source(source: Source, file: str, row: Row, today: dt.date) -> Iterator[Problem]:
    """Is it said how far this source is confirmed, when, and whom to ask where it is not?"""
    address = urlsplit(source.address)
    if address.scheme != "https" or not address.hostname:
        yield Problem(file, f'"{source.address}" is no web address.', "Start it with https://", row.number, "address")
    elif source.level != "practice" and address.hostname not in _OFFICIAL_HOSTS:
        yield Problem(
            file,
            f"{address.hostname} is not where the official text stands.",
            f"Use one of: {', '.join(_OFFICIAL_HOSTS)}.",
            row.number,
            "address",
        )
    if source.confirmed != "K" and not row["verified_on"]:
        yield Problem(
            file,
            "a source that was read needs the day on which it was read.",
            "Write the day, or K under confirmed.",
            row.number,
            "verified_on",
        )
    if source.confirmed == "K" and source.verified_on:
        yield Problem(
            file,
            "K means that nobody has read it yet, and a day stands here.",
            "Remove the day, or write V or V2 under confirmed.",
            row.number,
            "verified_on",
        )
    if (source.confirmed == "K" or source.confidence != "H") and not source.check_with:
        yield Problem(
            file,
            "this source is not fully confirmed.",
            "Name whom the parent should check with.",
            row.number,
            "check_with",
        )
    if source.verified_on and is_stale(source.verified_on, today):
        yield Problem(
            file,
            f"this source was last read on {source.verified_on}, over twelve months ago.",
            "Read it again, and write the new day.",
            row.number,
            "verified_on",
            stops=False,
        )


def levels(cell: Cell, sources: Mapping[str, Source], file: str, row: Row) -> Iterator[Problem]:
    """Does the caveat's level agree with the levels of its sources?"""
    found = {sources[i].level for i in cell.sources}
    if row["level"] and cell.sources and set(cell.level) != found:
        yield Problem(
            file,
            f'the level is "{row["level"]}", and the caveat\'s sources are {" and ".join(sorted(found))}.',
            f'Write "{";".join(sorted(found))}", or change the sources.',
            row.number,
            "level",
        )


def review(review: Review, words: str, file: str, row: Row, today: dt.date) -> Iterator[Problem]:
    """Was it these words that were reviewed, and in the last twelve months?"""
    if review.words != words:
        yield Problem(
            file,
            f'the words of "{row["id"]}" have changed since {review.reviewed_by} read them.',
            "Ask for a new review; until then the text is shown as not reviewed.",
            row.number,
            "words",
            stops=False,
        )
    elif is_stale(review.reviewed_on, today):
        yield Problem(
            file,
            f"the review is of {review.reviewed_on}, over twelve months ago.",
            "Ask for a new one.",
            row.number,
            "reviewed_on",
            stops=False,
        )


def whole(content: Content) -> Iterator[Problem]:
    """What shows only when all the content is there."""
    yield from _unused_sources(content)
    yield from _slides(content)
    yield from _words_never_said(content)
    yield from _reading_level(content)


def _words_never_said(content: Content) -> Iterator[Problem]:
    """No verdict, no closed door, and no number of days without its kind."""
    ours = {i: words for i, words in content.texts.items() if not _is_quoted(i)}
    for text_id, words in ours.items():
        for pattern, mend in _NEVER_SAID.items():
            found = re.search(pattern, words, re.IGNORECASE)
            if found:
                yield Problem("data", f'the text "{text_id}" says "{found.group()}".', mend)
        for number in _DAYS.findall(words):
            if not _KIND_OF_DAY.search(number):
                wrong = f'the text "{text_id}" says "{number}", and not which kind of day.'
                yield Problem("data", wrong, "Write school days, school working days, business days or calendar days.")


def _is_quoted(text_id: str) -> bool:
    """Are these the law's own words, which nobody here may change?"""
    return text_id.startswith("official.") and text_id.endswith(".words")


def _slides(content: Content) -> Iterator[Problem]:
    """Does each slide name what there is?"""
    for text_id in (i for i in content.texts if i.startswith(("deck.", "myth."))):
        for unknown in set(_NUMBER.findall(content.texts[text_id])) - content.limits.keys():
            wrong = f'"{text_id}" names the number "{unknown}", and there is none.'
            yield Problem("data/deck", wrong, "Write an id of data/limits.csv.")
    for slide in (slide for block in content.blocks.values() for slide in block.slides):
        where = f'block {slide.block}, the slide "{content.texts[slide.title_id]}"'
        for text_id in (*(piece.text_id for piece in slide.body if piece.text_id), *slide.more):
            if text_id not in content.texts:
                mend = "Write an id that `iepkit check --ids` lists."
                yield Problem("data/deck", f'{where}: there is no text "{text_id}".', mend)
        for piece in slide.body:
            count = len(sentences_of(content.texts.get(piece.text_id, "")))
            for number in [n for n in piece.sentences if n > count and piece.text_id in content.texts]:
                wrong = f'{where}: "{piece.text_id}" has {count} sentences, and none with the number {number}.'
                yield Problem("data/deck", wrong, "Count them anew: the text may have changed.")
        if slide.myth and slide.myth not in content.myths:
            wrong = f'{where}: there is no myth "{slide.myth}".'
            yield Problem("data/deck", wrong, "Write an id that stands in data/myths.yaml, or add it there.")


def _unused_sources(content: Content) -> Iterator[Problem]:
    used = {source for sources in _rested_on(content) for source in sources}
    for unused in [i for i in content.sources if i not in used]:
        yield Problem(
            "data/sources.csv",
            f'nothing rests on the source "{unused}".',
            "Name it where it is used, or remove it.",
            stops=False,
        )


def _rested_on(content: Content) -> Iterator[Iterable[str]]:
    """The sources of each thing that is said."""
    for cell in content.cells.values():
        yield (*cell.cell_sources, *cell.sources)
    slides = [slide for block in content.blocks.values() for slide in block.slides]
    rests: tuple[Iterable[Any], ...] = (
        *(content.glossary.values(), content.sections.values(), content.limits.values(), content.reasons.values()),
        *(content.routes.values(), content.deadlines.values(), content.papers.values(), content.steps.values()),
        *(content.myths.values(), content.floor.values(), slides, (piece for slide in slides for piece in slide.body)),
        (part for letter in content.letters.values() for part in letter.parts),
        (choice for question in content.study_bank.values() for choice in question.choices),
        (official for module in content.modules.values() for official in module.law),
    )
    yield from content.units.values()
    yield from (one.sources for some in rests for one in some)


def screens(content: Content, language: str = ENGLISH) -> dict[str, list[str]]:
    """The texts of each screen and section in one language, by the screen's name."""
    texts = {text_id: content.words(text_id, language)[0] for text_id in content.texts}
    chart = [texts[i] for cell in content.cells.values() for i in cell.text_ids]
    found = {"the chart": chart}
    for plan in PLANS:
        found[f"the chart, {plan} alone"] = [texts[c.text_id] for c in content.cells.values() if c.plan == plan]
    for section in content.sections.values():
        found[f'section "{section.id}"'] = [texts[i] for i in section.text_ids]
    found["the glossary"] = [text for i, text in texts.items() if i.startswith("glossary.") and i.endswith(".meaning")]
    found["the page's own words"] = [text for i, text in texts.items() if i.startswith("ui.")]
    for topic in content.interviews:
        parts = (f"interview.{topic}.", f"question.{topic}.", f"choice.{topic}.", f"answer.{topic}.")
        found[f'the questions on "{topic}"'] = [text for i, text in texts.items() if i.startswith(parts)]
    for reason in content.reasons.values():
        found.setdefault(f'the reasons on "{reason.topic}"', []).extend(texts[i] for i in reason.text_ids)
    found["the routes"] = [text for i, text in texts.items() if i.startswith("route.")]
    found["the dates"] = [text for i, text in texts.items() if i.startswith(("event.", "deadline."))]
    for letter in content.letters.values():
        found[f'the letter "{letter.id}"'] = [texts[i] for i in letter.text_ids(texts)]
    found["the papers"] = [text for i, text in texts.items() if i.startswith("paper.")]
    found["the steps after a no"] = [text for i, text in texts.items() if i.startswith("step.")]
    for block in content.blocks.values():
        place = f"deck.{block.id}."
        found[f'the slides and notes of "{block.id}"'] = [text for i, text in texts.items() if i.startswith(place)]
    found["the run sheet"] = [text for i, text in texts.items() if i.startswith("agenda.")]
    found["the myths"] = [text for i, text in texts.items() if i.startswith("myth.")]
    for question in content.floor.values():
        found.setdefault(f'the questions from the floor on "{question.topic}"', []).extend(
            texts[i] for i in question.text_ids
        )
    for asked in content.study_bank.values():
        found.setdefault(f'the bank\'s questions on "{asked.topic}"', []).extend(texts[i] for i in asked.text_ids)
    for module in content.modules.values():
        own = (module.title_id, module.aim_id, *(task.text_id for task in module.tasks))
        found[f'the module "{module.id}"'] = [texts[i] for i in (*own, *(law.plain_id for law in module.law))]
    found["the check before and after"] = [text for i, text in texts.items() if i.startswith("check.")]
    found["the stories"] = [text for i, text in texts.items() if i.startswith("case.")]
    found["where to get help"] = [text for i, text in texts.items() if i.startswith("help.") and i.endswith(".what")]
    return found


def _reading_level(content: Content) -> Iterator[Problem]:
    terms = [form for term_id in content.glossary for form in content.term_forms(term_id)]
    for name, texts in screens(content).items():
        if count_words(texts) < LEAST_WORDS:
            continue
        reached = grade(texts, terms)
        if reached > HIGHEST_GRADE:
            yield Problem(
                "data",
                f"{name} reads at grade {reached:.1f}.",
                f"Use shorter sentences and words; grade {HIGHEST_GRADE:.0f} is the limit.",
            )
