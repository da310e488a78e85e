"""The trainer's guide: prose that is written by hand, and the questions from the floor out of ``data/``."""

from __future__ import annotations

import re
from collections.abc import Iterator

import mistune
from IPython.display import HTML
from markupsafe import Markup

from iepkit.content import ENGLISH, Content, load
from iepkit.content.model import Source
from iepkit.content.workshop import FLOOR_TOPICS, FloorQuestion
from iepkit.language import spoken
from iepkit.wording import Wording, drafts_used

GUIDE = "docs/facilitator.md"
_BEGIN = "<!-- questions -->"
_END = "<!-- end of questions -->"
_DRAFT = ("<!-- draft -->", "<!-- end of draft -->")
_LABEL = re.compile(f"{_DRAFT[0]}.*?{_DRAFT[1]}\n+", re.DOTALL)
_READ = {"V": "read", "V2": "read_about", "K": "not_read"}
_OF_MARKDOWN = re.compile(r"([\\`*_<\[\]])")


def file_of(language: str) -> str:
    """Where the guide of a language lies in the kit's folder."""
    return GUIDE if language == ENGLISH else GUIDE.replace(".md", f".{language}.md")


def languages(content: Content) -> list[str]:
    """The languages that the guide is written in, English first."""
    others = [one for one in content.languages if one != ENGLISH and (content.folder / file_of(one)).is_file()]
    return [ENGLISH, *others]


def show(content: Content | None = None, language: str | None = None) -> HTML:
    """The guide with today's questions, ready for a notebook.

    Args:
        content: what the kit says; by default it is read from ``data/``.
        language: one of ``content.languages``, by default the one that the notebook speaks; where the guide is not
            written in it, the English one is shown.

    Raises:
        FileNotFoundError: the guide is missing; the message says where it belongs.
        ContentError: the content is broken.
    """
    content = content or load()
    language = language or spoken(content)
    language = language if language in languages(content) else ENGLISH
    text = with_questions(read(content, language), content, language)
    for mark in (_BEGIN, _END, *_DRAFT):
        text = text.replace(mark, "")
    told = mistune.create_markdown(escape=True, plugins=["table"])(text)
    # What stands in angle brackets in the guide has been escaped.
    return HTML(Markup('<div class="iepkit guide" lang="{}">\n{}</div>').format(language, Markup(told)))  # noqa: S704


def read(content: Content, language: str = ENGLISH) -> str:
    """The guide in one language as it lies in the kit's folder, as Markdown.

    Raises:
        FileNotFoundError: it is missing; the message says where it belongs.
    """
    name = file_of(language)
    path = content.folder / name
    if not path.is_file():
        message = f"The guide {name} is missing in {content.folder}. Put it back, from a copy or from the kit."
        raise FileNotFoundError(message)
    return path.read_text(encoding="utf-8")


def with_questions(text: str, content: Content, language: str = ENGLISH) -> str:
    """The guide, with the questions that ``data/`` holds between its two marks.

    Below its title it says that it is a draft, until all its questions are checked and the sentence that says so is
    too: the prose has no table to be checked in, so that this one row stands for it.

    Raises:
        ValueError: one of the marks is missing, or they stand in the wrong order.
    """
    before, begin, rest = text.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not (begin and end):
        message = (
            f"{file_of(language)} needs the lines {_BEGIN} and {_END}, in this order; the questions go between them."
        )
        raise ValueError(message)
    with drafts_used() as drafts:
        told = questions(content, language)
        label = _plain(Wording(content, language), "ui.guide.draft")
    title, line, prose = _LABEL.sub("", before).partition("\n\n")
    if drafts:
        prose = f"{_DRAFT[0]}\n\n**{label}**\n\n{_DRAFT[1]}\n\n{prose}"
    return f"{title}{line}{prose}{_BEGIN}\n\n{told}\n{_END}{after}"


def questions(content: Content, language: str = ENGLISH) -> str:
    """The questions from the floor by topic, with answers, words to say and sources, as Markdown."""
    t = Wording(content, language)
    lines: list[str] = []
    for topic in FLOOR_TOPICS:
        asked = [question for question in content.floor.values() if question.topic == topic]
        if asked:
            lines += [f"### {_plain(t, f'ui.guide.topic.{topic}')}", ""]
        for question in asked:
            lines.extend(_told(question, t))
    return "\n".join(lines)


def _told(question: FloorQuestion, t: Wording) -> Iterator[str]:
    asked, answer, say = (_plain(t, text_id) for text_id in question.text_ids)
    yield from (f"#### {asked}", "", answer, "", f'**{_plain(t, "ui.say")}** "{say}"', "")
    cites = "; ".join(_cite(t.content.sources[source], t) for source in question.sources)
    check = t.check_here(question.sources).unescape()
    weak = f" **{_escaped(check)}**" if check else ""
    yield from (f"*{_plain(t, 'ui.guide.sources')}* {cites}.{weak}", "")


def _cite(source: Source, t: Wording) -> str:
    kind = "not_sure" if source.confirmed != "K" and source.confidence != "H" else _READ[source.confirmed]
    day = t.day(source.verified_on) if source.verified_on else ""
    level = _plain(t, f"ui.level.{source.level}")
    return f"{_escaped(t.cite(source.id))} ({level}; {_plain(t, f'ui.guide.{kind}', day=day)})"


def _plain(t: Wording, text_id: str, **fill: str) -> str:
    return _escaped(t.plain(text_id, **t.numbers, **fill))


def _escaped(words: str) -> str:
    return _OF_MARKDOWN.sub(r"\\\1", words)
