"""Turns ids into words: the right language, safe HTML, glossary and dates."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import jinja2
from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from markupsafe import Markup, escape

from iepkit.content import ENGLISH, Content
from iepkit.content.model import Limit, Source
from iepkit.rules.days import COUNTED_AT_EARLIEST, Number, last_day

# Rules change from one school year to the next.
_GOOD_FOR = Number(12, "months")
_PLACEHOLDER = re.compile(r"\{([a-z0-9_]+)\}")


@dataclass(frozen=True)
class Wording:
    """The content's texts in one language.

    Called with a text's id, it gives safe HTML; a text that has to fall back to
    English is marked as English, so that a screen reader pronounces it so.
    """

    content: Content
    language: str = ENGLISH

    def __call__(self, text_id: str, **fill: object) -> Markup:
        words, language = self.content.words(text_id, self.language)
        safe = escape(words).format(**fill)
        return safe if language == self.language else Markup('<span lang="{}">{}</span>').format(language, safe)

    def plain(self, text_id: str, **fill: object) -> str:
        """The words alone, for an attribute or a file."""
        return self.content.words(text_id, self.language)[0].format(**fill)

    def has(self, text_id: str) -> bool:
        """Is there a text with this id that is not empty?"""
        return bool(self.content.texts.get(text_id))

    @property
    def numbers(self) -> dict[str, str]:
        """The numbers of the law in words, by id: "5 school days"; an age is its number alone."""
        return {limit.id: self._number(limit) for limit in self.content.limits.values()}

    def _number(self, limit: Limit) -> str:
        if limit.unit == "age":
            return str(limit.value)
        form = "one" if limit.value == 1 else "many"
        return f"{limit.value} {self.plain(f'unit.{limit.unit}.{form}')}"

    def due_text(self, limit_id: str, clock: str) -> str:
        """The id of the sentence on a limit's last day, for who owes it and where the clock stands."""
        limit = self.content.limits[limit_id]
        early = "early_" if limit.unit in COUNTED_AT_EARLIEST else ""
        return f"ui.due.{limit.owed_by}.{early}{clock}"

    def limits_in(self, *text_ids: str) -> list[str]:
        """The ids of the time limits that these texts name, in order of first use."""
        named = (i for text_id in text_ids for i in _PLACEHOLDER.findall(self.content.texts[text_id]))
        return [i for i in dict.fromkeys(named) if i in self.content.limits and self.content.limits[i].unit != "age"]

    def day(self, day: dt.date) -> str:
        """A date in words, as this language writes it."""
        return format_date(day, "long", locale=_locale(self.language))

    def clock_time(self, moment: dt.datetime) -> str:
        """The time of day to the minute, as this language writes it; in the moment's own zone."""
        return format_time(moment.time(), "short", locale=_locale(self.language))

    @property
    def law_as_of(self) -> str:
        """The date of law that every page and print carries."""
        return self.day(self.content.law_as_of)

    @property
    def good_until(self) -> dt.date:
        """The day from which a page may not look current any more."""
        return last_day(self.content.law_as_of, _GOOD_FOR)

    def terms_in(self, *text_ids: str) -> list[str]:
        """The ids of the glossary's terms that these texts use, in order of first use."""
        found: dict[str, None] = {}
        pattern, terms = _term_pattern(self.content, self.language)
        for text_id in text_ids:
            words, _ = self.content.words(text_id, self.language)
            for match in pattern.finditer(words):
                found[terms[match.group()]] = None
        return list(found)

    def confirmed(self, source: Source) -> Markup:
        """How far a source is confirmed, and whom to check with where it is not."""
        kind = source.confirmed if source.confirmed == "K" or source.confidence == "H" else "M"
        day = self.day(source.verified_on) if source.verified_on else ""
        said = self(f"ui.confirmed.{kind.lower()}", day=day)
        if source.is_firm:
            return said
        return Markup("{} {}").format(said, self("ui.check_with", who=self(f"source.{source.id}.check_with")))

    def check_here(self, source_ids: Iterable[str]) -> Markup:
        """Whom to check with, where one of these sources is not fully confirmed; else nothing.

        It stands in the open beside the text: a cell may be read alone.
        """
        names = self._whom_to_ask(source_ids)
        return self("ui.check_here", who=names) if names else Markup()

    def check_in_short(self, source_ids: Iterable[str]) -> Markup:
        """The same in the fewest words, for a slide; else nothing."""
        names = self._whom_to_ask(source_ids)
        return self("ui.check_with", who=names) if names else Markup()

    def _whom_to_ask(self, source_ids: Iterable[str]) -> Markup:
        weak = [i for i in source_ids if not self.content.sources[i].is_firm]
        return Markup("; ").join(dict.fromkeys(self(f"source.{i}.check_with") for i in weak))

    def reviewed(self, *text_ids: str) -> Markup:
        """Which lawyer read these texts and when, or that none has."""
        reviews = [self.content.review(text_id) for text_id in text_ids]
        first = reviews[0]
        if first is None or not all(reviews):
            return self("ui.not_reviewed")
        return self("ui.reviewed", who=first.reviewed_by, day=self.day(first.reviewed_on))

    def is_reviewed(self) -> bool:
        """Has a lawyer read every cell of the chart with its caveat?"""
        return all(self.content.review(i) for cell in self.content.cells.values() for i in cell.text_ids)

    def terms_by_name(self) -> list[str]:
        """The ids of the glossary's terms, in the order of their names."""
        return sorted(self.content.glossary, key=lambda i: self.plain(f"glossary.{i}.term").casefold())

    def meaning_ids(self) -> list[str]:
        """The ids of all the glossary's meanings."""
        return [f"glossary.{term_id}.meaning" for term_id in self.content.glossary]

    def languages(self) -> Iterator[tuple[str, str]]:
        """Each language's code, and its own name for itself."""
        for language in self.content.languages:
            yield language, self.content.words("ui.language_name", language)[0]


@functools.lru_cache(maxsize=16)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale(ENGLISH)


@functools.lru_cache(maxsize=16)
def _pattern_of(forms: tuple[tuple[str, str], ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    terms = dict(forms)
    longest_first = sorted(terms, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)"), terms


def _term_pattern(content: Content, language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    return _pattern_of(
        tuple((form, term_id) for term_id in content.glossary for form in content.term_forms(term_id, language))
    )


@functools.cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("iepkit", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
    )
    # All at once, as Python's modules are: the package may be upgraded while this process runs.
    for name in environment.list_templates():
        environment.get_template(name)
    return environment


def render(template: str, content: Content, language: str = ENGLISH, **values: object) -> str:
    """Fill one of ``iepkit/templates`` with the content in one language.

    Args:
        template: its name without ``.html.j2``.
        content: what the kit says.
        language: one of ``content.languages``.
        values: what else the template asks for.
    """
    wording = Wording(content, language)
    return _environment().get_template(f"{template}.html.j2").render(t=wording, content=content, **values)
