"""What the content is made of: frozen records, read once and never changed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from iepkit.content.bank import BankQuestion, Check
from iepkit.content.modules import Module, Pace, Readiness
from iepkit.content.workshop import Agenda, Block, FloorQuestion, Myth

PLANS = ("iep", "plan_504")
LEVELS = ("federal", "massachusetts", "practice")
CONFIRMED = ("V", "V2", "K")
CONFIDENCE = ("H", "M", "L")
CATEGORIES = (
    "Law",
    "Eligibility",
    "Services",
    "Plan requirements",
    "Team",
    "Parental rights",
    "Accountability",
    "Discipline protections",
    "Funding",
)
ENGLISH = "en"
LANGUAGE_VARIABLE = "IEPKIT_LANGUAGE"
"""Names in the environment the language of notebooks, slides and commands, where nothing else says it."""
FRESH_MONTHS = 12
_WORD_OF_A_CITE = re.compile(r"\b[a-z]{3,}")


@dataclass(frozen=True)
class Problem:
    """One fault in the content: what is wrong, where, and how to mend it.

    A *reminder* (``stops=False``) is worth mending but nothing breaks on it: a
    translation that is not finished, a source that was read long ago.
    """

    file: str
    wrong: str
    mend: str
    row: int | None = None
    column: str | None = None
    stops: bool = True

    def __str__(self) -> str:
        place = [self.file]
        if self.row is not None:
            place.append(f"row {self.row}")
        if self.column is not None:
            place.append(f"column {self.column}")
        return f"{', '.join(place)}: {self.wrong} {self.mend}"


class ContentError(Exception):
    """The content can't be used; ``problems`` holds every fault that was found."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


@dataclass(frozen=True)
class Source:
    """A law, rule or guide that a text rests on.

    ``confirmed``: V = the rule's own words were read; V2 = read in another
    source about it; K = not read yet. ``confidence``: H, M or L.
    """

    id: str
    cite: str
    title: str
    level: str
    address: str
    verified_on: dt.date | None
    confirmed: str
    confidence: str
    check_with: str

    @property
    def cite_id(self) -> str:
        """The id of the text that its cite is, where it has words."""
        return f"source.{self.id}.cite"

    @property
    def cite_has_words(self) -> bool:
        """Does the cite say more than where a law stands, so that another language has to say it?"""
        return bool(_WORD_OF_A_CITE.search(self.cite))

    @property
    def is_firm(self) -> bool:
        """False where a text must say "check with ..."."""
        return not self.check_with


@dataclass(frozen=True)
class Cell:
    """One plan's side of one row of the chart, with what a careful trainer adds.

    ``article``: what the short version says where it differs, or "".
    """

    category: str
    plan: str
    cell_sources: tuple[str, ...]
    sources: tuple[str, ...]
    level: tuple[str, ...]
    has_article: bool

    @property
    def key(self) -> str:
        return f"{slug(self.category)}.{self.plan}"

    @property
    def text_id(self) -> str:
        return f"cell.{self.key}"

    @property
    def caveat_id(self) -> str:
        return f"caveat.{self.key}"

    @property
    def article_id(self) -> str:
        return f"article.{self.key}"

    @property
    def text_ids(self) -> tuple[str, ...]:
        """All that is said in this cell, in the order in which it is shown."""
        article = (self.article_id,) if self.has_article else ()
        return (self.text_id, self.caveat_id, *article)


@dataclass(frozen=True)
class Term:
    """A term of the law, explained in the glossary."""

    id: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """A few paragraphs on one question, with their sources."""

    id: str
    paragraphs: int
    sources: tuple[str, ...]

    @property
    def text_ids(self) -> tuple[str, ...]:
        return tuple(f"section.{self.id}.{number}" for number in range(1, self.paragraphs + 1))


UNITS = ("age", "calendar_days", "school_days", "school_working_days", "business_days", "months", "years")
OWED_BY = ("parent", "district", "")
KINDS = ("one", "many", "number", "date", "list")


@dataclass(frozen=True)
class Limit:
    """A number of the law: its unit says which kind of day.

    ``owed_by``: who has to act in that time, ``parent`` or ``district``; "" where
    it is no time limit.
    """

    id: str
    value: int
    unit: str
    owed_by: str
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Reason:
    """Why a rule says what it says, with words to say and sources.

    ``topic``: the file that it stands in. ``branches``: it stands for an answer
    that was *not sure*, and says what follows from yes and what from no.
    """

    id: str
    topic: str
    branches: bool
    sources: tuple[str, ...]

    @property
    def text_ids(self) -> tuple[str, ...]:
        """All that it says, in the order in which it is shown."""
        keys = ("text", "if_yes", "if_no", "say") if self.branches else ("text", "say")
        return tuple(f"reason.{self.id}.{key}" for key in keys)


ROUTE_PARTS = ("name", "who", "cost", "decides", "meanwhile", "limit", "say")


@dataclass(frozen=True)
class Route:
    """A way to settle a dispute: who starts it, what it costs, what it can decide, and until when."""

    id: str
    sources: tuple[str, ...]

    @property
    def text_ids(self) -> tuple[str, ...]:
        """All that it says, in the order in which it is shown."""
        return tuple(f"route.{self.id}.{part}" for part in ROUTE_PARTS)


@dataclass(frozen=True)
class Choice:
    """One answer to a question; an ``alone`` one goes with no other."""

    id: str
    alone: bool


@dataclass(frozen=True)
class Question:
    """One question of an explorer.

    ``ask_if``: it is asked only where another question has one of these answers
    (``is``) or a number that is at least a limit (``at_least``).
    ``bounds``: the least and the greatest number; of a date, the years; of a
    list, how many rows. ``fields``: what each row of a list asks; a field's id
    is the list's and its own, with a dot between.
    """

    id: str
    kind: str
    choices: tuple[Choice, ...]
    ask_if: Mapping[str, Mapping[str, object]]
    bounds: tuple[int, int] | None
    start: str
    switch: bool
    fields: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Interview:
    """An explorer's questions, and the ids of the short answers of each plan."""

    id: str
    questions: tuple[Question, ...]
    answers: Mapping[str, tuple[str, ...]]


NOT_ANSWERED = "not_sure"
"""What a condition sees of a question that is not answered, or not asked."""

BLANK_KINDS = ("line", "lines", "date", "choice")
PASSAGE_KINDS = (
    *("sender", "date", "addressee", "subject", "body", "heading", "item"),
    *("closing", "signature", "copy", "receipt"),
)
BY_HAND = "hand"
"""The name in curly brackets for a line that is always left to the pen."""

Condition = Mapping[str, tuple[str, ...]]
"""Holds if each blank that it names has one of these choices."""


@dataclass(frozen=True)
class Blank:
    """What a letter asks for; it may stay empty, and is then filled in by hand.

    ``place``: where its texts stand; a blank of the frame is the same in every
    letter. ``personal``: it tells who the child or the parent is, so in a room
    it is left empty unless the parent wants it.
    """

    id: str
    place: str
    kind: str
    choices: tuple[str, ...]
    condition: Condition
    personal: bool

    @property
    def text_id(self) -> str:
        return f"blank.{self.place}.{self.id}"

    @property
    def text_ids(self) -> tuple[str, ...]:
        """Its texts, of which the help may be missing."""
        return tuple(f"{self.text_id}.{key}" for key in ("ask", "help", *(f"choice.{c}" for c in self.choices)))


@dataclass(frozen=True)
class Passage:
    """One paragraph of a letter, if its condition holds."""

    text_id: str
    kind: str
    condition: Condition
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Note:
    """What a parent is told beside the letter; ``instead`` names the letter that fits better, or is ""."""

    text_id: str
    condition: Condition
    sources: tuple[str, ...]
    instead: str


@dataclass(frozen=True)
class LetterTemplate:
    """A letter with its frame, in the order in which it is asked for and written."""

    id: str
    blanks: tuple[Blank, ...]
    passages: tuple[Passage, ...]
    before: tuple[Note, ...]
    after: tuple[Note, ...]

    @property
    def parts(self) -> tuple[Passage | Note, ...]:
        """All that it says, in the letter and beside it."""
        return (*self.before, *self.passages, *self.after)

    def text_ids(self, texts: Mapping[str, str]) -> tuple[str, ...]:
        """All its texts, those that ask for something too."""
        asked = [i for blank in self.blanks for i in blank.text_ids if i in texts]
        names = tuple(f"letter.{self.id}.{key}" for key in ("name", "when", "to"))
        return (*names, *asked, *(part.text_id for part in self.parts))


@dataclass(frozen=True)
class Paper:
    """A paper worth having, that the law never asks for first.

    ``found``: it helps after one of these reasons of the explorer; always, if there are none.
    """

    id: str
    found: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """What to do after a no; ``state``: where it holds, everywhere if there is none."""

    id: str
    state: tuple[str, ...]
    routes: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Case:
    """A story about a child who is not a real person: answers, and what each plan gives.

    ``given``: a date may be written as ``"3 days ago"``, so that a story does
    not grow old. ``expect``: for each plan ``answer``, ``because`` (reasons that
    must be among its reasons) and, where there are routes, ``routes`` (that must
    be among its routes); for ``both`` a list of reasons; for ``dates`` each time
    limit with ``ahead`` or ``past``; for ``counts`` each count.
    """

    id: str
    topic: str
    place: str
    given: Mapping[str, object]
    expect: Mapping[str, Mapping[str, object]]
    workshop: bool


STATES = ("massachusetts", "other")
DATED_UNITS = ("calendar_days", "school_days", "school_working_days", "months", "years")
COUNTED_HOW = ("after", "before", "year_end")
WORD_KINDS = ("no_school", "staff_only", "first_day", "last_day", "school")


@dataclass(frozen=True)
class Event:
    """A day that a parent enters, from which time limits run.

    ``ahead``: it may be a day that is still to come. ``not_before``: the event
    that comes first, or ""; ``problem``: the sentence for a day before that.
    """

    id: str
    ahead: bool
    not_before: str
    problem: str


@dataclass(frozen=True)
class Deadline:
    """A time limit with the event that it runs from and the states in which it holds.

    ``how``: counted ``after`` the event, ``before`` it, or after it with the rule
    on the end of the school year. ``inside``: another deadline that holds it, or "".
    """

    id: str
    event: str
    limit: str
    how: str
    inside: str
    states: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def text_ids(self) -> tuple[str, ...]:
        """All that it says, in the order in which it is shown."""
        return (f"deadline.{self.id}.note", f"deadline.{self.id}.say")


@dataclass(frozen=True)
class CalendarWord:
    """A word of school calendars, in small letters, and the kind of event that it stands for."""

    kind: str
    word: str


@dataclass(frozen=True)
class DatedCase:
    """Worked dates: the days that a parent enters, the district's days, and what they give.

    ``expect``: by deadline ``2026-09-01``, ``2026-09-01 to 2026-09-03``,
    ``2026-09-01 or later`` or ``no date``. ``remind``: the days of reminders.
    """

    id: str
    place: str
    state: str
    calendar: str
    years: tuple[tuple[dt.date, dt.date | None], ...]
    no_school: tuple[dt.date, ...]
    staff_only: tuple[dt.date, ...]
    events: Mapping[str, dt.date]
    today: dt.date
    expect: Mapping[str, str]
    remind: Mapping[str, dt.date]


@dataclass(frozen=True)
class Review:
    """Who read which words; it holds only while the words stay as they were."""

    reviewed_by: str
    reviewed_on: dt.date
    words: str


@dataclass(frozen=True)
class Help:
    """An office or group that a parent can turn to."""

    id: str
    address: str
    phone: str


@dataclass(frozen=True)
class FunderQuestion:
    """What a funder wants to have asked after each workshop.

    Its words are ``funder.<id>.ask``, and ``funder.<id>.<choice>`` for each choice.

    Args:
        id: as ``iepkit.toml`` has it.
        choices: "1", "2" and so on.
    """

    id: str
    choices: tuple[str, ...]

    @property
    def text_id(self) -> str:
        return f"funder.{self.id}.ask"

    def choice_id(self, choice: str) -> str:
        """The id of the choice's words."""
        return f"funder.{self.id}.{choice}"


@dataclass(frozen=True)
class Organisation:
    """What ``iepkit.toml`` says: one organisation's name, looks and local help.

    ``wifi_address``: where phones find the laptop on the organisation's own
    router, or "". ``online_page``: where its take-home page stands, or "".
    ``answers_file``: the file or database in which answers are kept, or "" for the
    kit's own; ``answers_days``: how long, in calendar days; ``answers_years``: how
    long their totals are. ``funder``: what its funder wants to have asked.
    """

    name: str
    contact: str
    logo: Path | None
    colours: Mapping[str, str]
    wifi_name: str
    wifi_address: str
    online_page: str
    help: tuple[Help, ...]
    answers_file: str = ""
    answers_days: int = 90
    answers_years: int = 3
    funder: tuple[FunderQuestion, ...] = ()


@dataclass(frozen=True)
class Translation:
    """A text in another language; a draft until somebody is named who checked these very words."""

    text: str
    checked_by: str = ""
    checked_on: dt.date | None = None


@dataclass(frozen=True)
class TermPair:
    """A word and how it is said in another language.

    ``kind``: ``law``, or ``kit`` for what only whoever translates needs. ``seen_in``: the text of
    others in which it stands so, or "": then nobody has confirmed it.
    """

    english: str
    text: str
    kind: str
    seen_in: str


@dataclass(frozen=True, eq=False)
class Content:
    """Everything that the kit says, checked; each reading of it is itself alone, so that what is made of it can be kept.

    ``texts`` maps a text's id to its English words; ``translations`` maps a
    language to its overlay, in which a text that is out of date is left out;
    ``terms`` maps it to the words of the law in two languages.
    ``units`` maps a unit to the sources of the way in which it is counted.
    ``staff_bank`` holds what is asked in the self-study alone.
    """

    folder: Path
    cells: Mapping[tuple[str, str], Cell]
    sources: Mapping[str, Source]
    glossary: Mapping[str, Term]
    sections: Mapping[str, Section]
    limits: Mapping[str, Limit]
    units: Mapping[str, tuple[str, ...]]
    reasons: Mapping[str, Reason]
    routes: Mapping[str, Route]
    interviews: Mapping[str, Interview]
    letters: Mapping[str, LetterTemplate]
    papers: Mapping[str, Paper]
    steps: Mapping[str, Step]
    cases: Mapping[str, Case]
    events: Mapping[str, Event]
    deadlines: Mapping[str, Deadline]
    calendar_words: tuple[CalendarWord, ...]
    dated_cases: Mapping[str, DatedCase]
    myths: Mapping[str, Myth]
    floor: Mapping[str, FloorQuestion]
    bank: Mapping[str, BankQuestion]
    check: Check
    staff_bank: Mapping[str, BankQuestion]
    modules: Mapping[str, Module]
    pace: Pace
    readiness: Readiness
    blocks: Mapping[str, Block]
    agenda: Agenda
    reviews: Mapping[str, Review]
    organisation: Organisation
    texts: Mapping[str, str]
    translations: Mapping[str, Mapping[str, Translation]] = field(default_factory=dict)
    terms: Mapping[str, tuple[TermPair, ...]] = field(default_factory=dict)

    @property
    def languages(self) -> tuple[str, ...]:
        return (ENGLISH, *sorted(self.translations))

    def not_spoken(self, language: str) -> str:
        """The sentence for whoever asks for a language that is not there; "" where it is."""
        if language in self.languages:
            return ""
        return f'There is no language "{language}". There is: {", ".join(self.languages)}.'

    @property
    def law_as_of(self) -> dt.date:
        """The day on which the source that was read longest ago was read."""
        return min(s.verified_on for s in self.sources.values() if s.verified_on)

    def term_forms(self, term_id: str, language: str = ENGLISH) -> tuple[str, ...]:
        """The forms in which a term appears in texts of this language, its name first."""
        forms, _ = self.words(f"glossary.{term_id}.term", language)
        also, _ = self.words(f"glossary.{term_id}.also", language)
        return (forms, *(form.strip() for form in also.split(";") if form.strip()))

    @property
    def study_bank(self) -> dict[str, BankQuestion]:
        """All that staff may be asked in the self-study."""
        return {**self.bank, **self.staff_bank}

    def review(self, text_id: str) -> Review | None:
        """The review of this text, if it was of these very words."""
        review = self.reviews.get(text_id)
        return review if review and review.words == self.texts[text_id] else None

    def words(self, text_id: str, language: str = ENGLISH) -> tuple[str, str]:
        """The text in this language or, where there is none, in English.

        Returns:
            The words, and the language that they are in.

        Raises:
            KeyError: no text has this id.
        """
        found = self.translations.get(language, {}).get(text_id)
        return (found.text, language) if found else (self.texts[text_id], ENGLISH)

    def is_draft(self, text_id: str, language: str) -> bool:
        """Is there a translation of this text that nobody has checked yet?"""
        found = self.translations.get(language, {}).get(text_id)
        return found is not None and not found.checked_by


def slug(name: str) -> str:
    """A name as part of an id: "Parental rights" gives "parental-rights"."""
    return name.lower().replace(" ", "-")


def is_stale(day: dt.date, today: dt.date) -> bool:
    """Was this day more than twelve months ago?"""
    month_after = (today.year - day.year) * 12 + today.month - day.month
    return month_after > FRESH_MONTHS or (month_after == FRESH_MONTHS and today.day > day.day)
