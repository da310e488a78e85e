"""Turns ids into words: the right language, safe HTML, glossary and dates."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import ParamSpec
from urllib.parse import urlsplit

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
# Thai, Lao, Burmese, Khmer, kana and ideographs: no spaces between words.
_UNSPACED_SIGNS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_UNSPACED = re.compile(f"[{_UNSPACED_SIGNS}]")
_SIGN_OF_A_WORD = rf"[^\W{_UNSPACED_SIGNS}]"
# Marks on letters, but for that of a letter that Spanish counts as one of its own.
_MARKS = re.compile("[\u0300-\u0302\u0304-\u036f]")
# Around what is said where drafts are used; no text holds these signs.
_LABEL = ("\N{START OF TEXT}", "\N{END OF TEXT}")
# With its end of line: where it is taken out, a page or a stored notebook is as if it had never been there.
_LABELS = re.compile(f"{_LABEL[0]}([^{_LABEL[1]}]*){_LABEL[1]}(\\n?)")
_Given = ParamSpec("_Given")
_used: ContextVar[set[str] | None] = ContextVar("drafts_used", default=None)


@contextlib.contextmanager
def drafts_used() -> Iterator[set[str]]:
    """The ids of the drafts that any :class:`Wording` gives out in here; what is in here is in what is around it too."""
    around, here = _used.get(), set[str]()
    token = _used.set(here)
    try:
        yield here
    finally:
        _used.reset(token)
        if around is not None:
            around |= here


def labels_drafts(make: Callable[_Given, str]) -> Callable[_Given, str]:
    """What ``make`` gives, in which ``t.draft`` is left where a text in it is a draft, and else taken out.

    Of several, one in the other, the outermost decides: its parts were made with texts that it did not see itself.
    """

    @functools.wraps(make)
    def labelled(*args: _Given.args, **kwargs: _Given.kwargs) -> str:
        is_inside = _used.get() is not None
        with drafts_used() as drafts:
            made = make(*args, **kwargs)
        return made if is_inside else _LABELS.sub(r"\1\2" if drafts else "", str(made))

    return labelled


@dataclass(frozen=True)
class Wording:
    """The content's texts in one language.

    Called with a text's id, it gives safe HTML; a text that has to fall back to
    English is marked as English, so that a screen reader pronounces it so.
    """

    content: Content
    language: str = ENGLISH

    def __call__(self, text_id: str, **fill: object) -> Markup:
        words, language = self.words(text_id)
        safe = escape(words).format(**fill)
        return safe if language == self.language else Markup('<span lang="{}">{}</span>').format(language, safe)

    def plain(self, text_id: str, **fill: object) -> str:
        """The words alone, for an attribute or a file."""
        return self.words(text_id)[0].format(**fill)

    def words(self, text_id: str) -> tuple[str, str]:
        """The text with its marks still open, and the language that it is in."""
        words, language = self.content.words(text_id, self.language)
        used = _used.get()
        if used is not None and language != ENGLISH:
            units = (
                self._unit(self.content.limits[i]) for i in _PLACEHOLDER.findall(words) if i in self.content.limits
            )
            used.update(i for i in (text_id, *filter(None, units)) if self.content.is_draft(i, language))
        return words, language

    def uses_draft(self, text_id: str) -> bool:
        """Is this text, or the unit of a number in it, a draft?"""
        with drafts_used() as drafts:
            self.words(text_id)
        return bool(drafts)

    def drafts_in(self, text_ids: Iterable[str]) -> dict[str, object]:
        """What a script needs to label what it makes of these texts, ready for JSON.

        Returns:
            ``of``: the ids of those that are drafts; ``words`` and ``language``: those of the label, where there are any.
        """
        of = [text_id for text_id in text_ids if self.uses_draft(text_id)]
        words, language = self.words("ui.draft") if of else ("", self.language)
        return {"of": of, "words": words, "language": language}

    @property
    def draft(self) -> Markup:
        """That nobody has checked this translation: left by :func:`labels_drafts` only where that is so."""
        words = escape(self.content.words("ui.draft", self.language)[0])
        return Markup('{}<p class="notice" data-draft><b>{}</b></p>{}').format(_LABEL[0], words, _LABEL[1])

    @property
    def draft_in_short(self) -> Markup:
        """The same in the fewest words, for a slide."""
        words = escape(self.content.words("ui.draft_short", self.language)[0])
        return Markup('{}<p class="check" data-draft>{}</p>{}').format(_LABEL[0], words, _LABEL[1])

    def has(self, text_id: str) -> bool:
        """Is there a text with this id that is not empty?"""
        return bool(self.content.texts.get(text_id))

    @property
    def numbers(self) -> dict[str, str]:
        """The numbers of the law in words, by id: "5 school days"; an age is its number alone."""
        return {limit.id: self._number(limit) for limit in self.content.limits.values()}

    def _number(self, limit: Limit) -> str:
        unit = self._unit(limit)
        # All are at hand for each text; which of them it uses is seen in :meth:`words`.
        return f"{limit.value} {self.content.words(unit, self.language)[0]}" if unit else str(limit.value)

    @staticmethod
    def _unit(limit: Limit) -> str:
        """The id of the words behind the number; "" for an age."""
        return "" if limit.unit == "age" else f"unit.{limit.unit}.{'one' if limit.value == 1 else 'many'}"

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

    def cite(self, source_id: str) -> str:
        """Where a source stands: the same in every language, but for the words that some cites have."""
        source = self.content.sources[source_id]
        return self.plain(source.cite_id) if source.cite_has_words else source.cite

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
        return sorted(self.content.glossary, key=lambda i: _as_sorted(self.plain(f"glossary.{i}.term")))

    def meaning_ids(self) -> list[str]:
        """The ids of all the glossary's meanings."""
        return [f"glossary.{term_id}.meaning" for term_id in self.content.glossary]

    def link(self, address: str) -> str:
        """The address of our page such that it opens in this language, for a code that a phone reads; "" stays ""."""
        if not address or self.language == ENGLISH:
            return address
        parts = urlsplit(address)
        query = "&".join(filter(None, [parts.query, f"lang={self.language}"]))
        return parts._replace(path=parts.path or "/", query=query).geturl()

    def languages(self) -> Iterator[tuple[str, str]]:
        """Each language's code, and its own name for itself."""
        for language in self.content.languages:
            yield language, self.content.words("ui.language_name", language)[0]


def name_in_english(language: str) -> str:
    """What English calls a language; its code, where it has no name."""
    locale = _locale(language)
    named = locale.english_name if locale.language == language.partition("-")[0] else None
    return named or language


def _as_sorted(name: str) -> str:
    """A name as a list by the alphabet has it: "área" before "autismo", "ñ" after "n"."""
    return _MARKS.sub("", unicodedata.normalize("NFD", name.casefold()))


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
    return re.compile("|".join(map(_whole, longest_first))), terms


def _whole(form: str) -> str:
    """A pattern for a term that stands as words of its own, where the script has spaces to tell."""
    before = "" if _UNSPACED.match(form) else f"(?<!{_SIGN_OF_A_WORD})"
    after = "" if _UNSPACED.match(form[-1:]) else f"(?!{_SIGN_OF_A_WORD})"
    return f"{before}{re.escape(form)}{after}"


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


@labels_drafts
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
