"""The pages that a parent opens: a widget that is one page, whose parts are built when opened.

Python renders everything; the scripts make it respond (``page.js`` and what it imports). In Voila
the first part is in the first response, as plain HTML, and the script takes it
over; in JupyterLab the script asks the kernel for it.
"""

from __future__ import annotations

import base64
import functools
import json
import os
import weakref
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol
from urllib.parse import parse_qs

import anywidget
import traitlets
from markupsafe import Markup

from iepkit import comparison, explorers
from iepkit.content import ENGLISH, Content, load
from iepkit.content.model import Interview, Question
from iepkit.documents.logo import logo_for_page
from iepkit.language import spoken
from iepkit.rules import Outcome
from iepkit.scripts import lab_style, one_script
from iepkit.wording import Wording, labels_drafts, render

FILES_VARIABLE = "IEPKIT_FILES"
"""Set by the workshop server to the path under which phones find the downloads."""

POLLS = "/polls/"
"""Where the workshop server says what the room is asked."""

Build = Callable[[Content, str, str, str], str]
"""Builds a part: content, language, the page's name and where its downloads are give HTML."""


def _compare(content: Content, language: str, page: str, files: str) -> str:
    return render("compare", content, language, chart=comparison.chart_rows(content, language), page=page, files=files)


def _short(content: Content, language: str, _page: str, _files: str) -> str:
    return render("sections", content, language, sections=content.sections.values())


def _words(content: Content, language: str, _page: str, _files: str) -> str:
    return render("words", content, language, terms=Wording(content, language).terms_by_name())


def _help(content: Content, language: str, _page: str, _files: str) -> str:
    return render("help", content, language)


def _letter(content: Content, language: str, _page: str, _files: str) -> str:
    # What makes documents takes a moment to import.
    from iepkit.documents.letters_sheet import english_texts, letters_sheet  # noqa: PLC0415

    letters = content.letters.values()
    notes = {note.text_id: note for letter in letters for note in (*letter.before, *letter.after)}
    return render(
        "letter",
        content,
        language,
        notes=notes.values(),
        texts=[text_id for letter in letters for text_id in letter.text_ids(content.texts)],
        sheet=_as_text(letters_sheet(content, language)),
        english=_as_text(english_texts(content)) if language != ENGLISH else None,
    )


def _dates(content: Content, language: str, _page: str, _files: str) -> str:
    # The calendar libraries take a moment to import.
    from iepkit.documents.dates_sheet import dates_sheet  # noqa: PLC0415

    sheet = dates_sheet(content, language)
    deadlines = [f"deadline.{deadline}.{key}" for deadline in content.deadlines for key in ("note", "say")]
    return render(
        "dates",
        content,
        language,
        events=_states_of_events(content),
        years=sheet["years"],
        texts=[*deadlines, *(f"event.{event}.{key}" for event in content.events for key in ("ask", "help"))],
        sheet=_as_text(sheet),
    )


def _states_of_events(content: Content) -> dict[str, list[str]]:
    """The states in which something follows from each event."""
    return {
        event: sorted({state for d in content.deadlines.values() if d.event == event for state in d.states})
        for event in content.events
    }


def _papers(content: Content, language: str, _page: str, _files: str) -> str:
    papers = [f"paper.{paper}.{key}" for paper in content.papers for key in ("name", "why", "ask")]
    steps = [f"step.{step}.{key}" for step in content.steps for key in ("name", "text", "say")]
    return render("papers", content, language, texts=[*papers, *steps])


def _as_text(sheet: dict[str, Any]) -> Markup:
    """Data for the script, as the text of an element."""
    text = json.dumps(sheet, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("&", "&amp;").replace("<", "&lt;"))  # noqa: S704 - no tag is left in it


def _explorer(topic: str) -> Build:
    def build(content: Content, language: str, _page: str, _files: str) -> str:
        interview = content.interviews[topic]
        return render(
            "explorer",
            content,
            language,
            topic=topic,
            interview=interview,
            rules=explorers.TOPICS[topic],
            first=explorers.as_ids(explorers.work_out(topic, _start(interview), content)),
            cases=[case for case in content.cases.values() if case.topic == topic],
            conditions=lambda question: explorers.conditions(question, content.limits),
            question_texts=lambda question: _question_texts(topic, question, content),
        )

    return build


def _start(interview: Interview) -> dict[str, str]:
    """The answers that the form has before anyone touches it."""
    return {question.id: question.start for question in interview.questions if question.start}


def _question_texts(topic: str, question: Question, content: Content) -> list[str]:
    """The ids of all that is said in one question, where terms may stand that need their meaning."""
    place = f"question.{topic}.{question.id}"
    choices = [f"choice.{topic}.{question.id}.{choice.id}" for choice in question.choices]
    return [text_id for text_id in (f"{place}.ask", f"{place}.help", *choices) if text_id in content.texts]


PARTS: dict[str, Build] = {
    "compare": _compare,
    **{topic: _explorer(topic) for topic in explorers.TOPICS},
    "letter": _letter,
    "dates": _dates,
    "papers": _papers,
    "short": _short,
    "words": _words,
    "help": _help,
}
"""Every part of a page by name, in the order in which the workshop page shows them."""


def build(part: str, content: Content, language: str, page: str, files: str | None = None) -> str:
    """One part of a page, as HTML; the same for every visitor, so it is built once.

    Args:
        part: a key of :data:`PARTS`.
        content: what the kit says.
        language: one of ``content.languages``.
        page: the name of the page.
        files: the path under which the page finds the downloads, or "" where it
            asks for them; by default as the workshop server has set it.
    """
    return _build(part, content, language, page, _files(files))


def _files(files: str | None) -> str:
    return os.environ.get(FILES_VARIABLE, "") if files is None else files


@functools.cache
@labels_drafts
def _build(part: str, content: Content, language: str, page: str, files: str) -> str:
    return f"{Wording(content, language).draft}{PARTS[part](content, language, page, files)}"


def whole(
    content: Content,
    language: str,
    page: str,
    parts: Sequence[str],
    *,
    headed: bool = True,
    files: str | None = None,
    links: Mapping[str, str] | None = None,
) -> str:
    """A page with its first part, as HTML; see :func:`build`.

    Args:
        content: what the kit says.
        language: one of ``content.languages``.
        page: the name of the page.
        parts: names in :data:`PARTS`; the first is in it, and small ones.
        headed: whether it has the title and footer of a page of its own.
        files: as there.
        links: where it stands in each language; by default the address names the language.
    """
    files = _files(files)
    now = [part for part in parts if part == parts[0] or part in _BUILT_AT_ONCE]
    # Each part's template has escaped its texts already.
    built = {part: Markup(build(part, content, language, page, files)) for part in now}  # noqa: S704
    return render(
        "page",
        content,
        language,
        page=page,
        parts=parts,
        headed=headed,
        built=built,
        logo=logo_for_page(content),
        links=links or {code: f"?lang={code}" for code in content.languages},
        # A server of ours that offers the downloads asks the room too.
        polls=POLLS if files else "",
    )


def warm() -> None:
    """Read the content and build every part of the workshop page, for all kernels that are forked from here."""
    content = load()
    for language in content.languages:
        for part in PARTS:
            build(part, content, language, WORKSHOP)


WORKSHOP = "workshop"

_BUILT_AT_ONCE = ("help",)
"""Small parts that a phone has to have even if the server is gone by then."""

DOWNLOADS: dict[str, Callable[[Content, str], str]] = {
    "comparison.csv": comparison.as_csv,
    "comparison.html": comparison.printable_page,
}
"""The files that a page offers, by name."""


class Listener(Protocol):
    """Something in the same notebook that wants to know what an explorer gave."""

    def decided(self, topic: str, outcome: Outcome) -> None:
        """An explorer gave this outcome. The answers stay with it: they may be those of a real child."""


_listeners: weakref.WeakValueDictionary[str, Listener] = weakref.WeakValueDictionary()


def listen(name: str, listener: Listener) -> None:
    """From now on this one is told what each explorer gives.

    Args:
        name: a listener of this name that there was before is told no more, as when a cell is run again.
        listener: is forgotten as soon as nobody else has it.
    """
    _listeners[name] = listener


class Page(anywidget.AnyWidget):
    """One page as one widget.

    The browser asks for what it needs by messages that hold names alone:
    ``{"ask": "page" | "part" | "file" | "decide", "name": ..., "language": ...}``;
    the answer repeats the question and adds ``html``, ``text`` or ``outcome``. In
    JupyterLab, which has no workshop server, ``"pdf"`` sends a letter's answers too.

    Args:
        name: what the page is called in HTML.
        parts: names in :data:`PARTS`; the first is shown at once.
        headed: whether it has the title and footer of a page of its own.

    Raises:
        ContentError: the content is broken.
    """

    _esm = one_script("lab.js")
    _css = lab_style("page.css")
    name = traitlets.Unicode().tag(sync=True)
    language = traitlets.Unicode().tag(sync=True)
    """In which it opens: what the notebook speaks as its cell is run."""

    def __init__(self, name: str, parts: list[str], *, headed: bool) -> None:
        self._content = load()
        super().__init__(name=name, language=spoken(self._content))
        self._parts = parts
        self._headed = headed
        self.on_msg(self._answer)

    def _decide(self, topic: str, answers: Any, language: str) -> dict[str, Any]:
        """What follows, as ids; and each answer that can't be and was left out, with its sentence."""
        given = answers if isinstance(answers, dict) else {}
        result, faults = explorers.work_out_possible(topic, given, self._content)
        for listener in list(_listeners.values()):
            listener.decided(topic, result.outcome)
        wording = Wording(self._content, language)
        problems = [
            {"question": fault.question, "row": fault.row, "text": wording.plain(f"ui.impossible.{fault.problem}")}
            for fault in faults
        ]
        return {"outcome": explorers.as_ids(result), "problems": problems}

    def _pdf(self, asked: dict[str, Any]) -> dict[str, Any]:
        """A letter as PDF, where no server of ours makes it; or the sentence that says why not."""
        # Most kernels never make one, and its makers are large.
        from iepkit.documents.on_request import NotMadeError, letter_as_pdf  # noqa: PLC0415

        try:
            return {"pdf": base64.b64encode(letter_as_pdf(self._content, asked, asked["language"])).decode()}
        except NotMadeError as error:
            return {"text": error.sentence}

    def __repr__(self) -> str:
        return f"Page({self.name!r})"

    def html(self, language: str | None = None) -> str:
        """The page with its first part, as HTML; by default in the language in which it opens."""
        return whole(self._content, language or self.language, self.name, self._parts, headed=self._headed)

    def _language_of_address(self) -> str:
        """The one that the address names in Voila, which tells its kernel so."""
        wanted = parse_qs(os.environ.get("QUERY_STRING", "")).get("lang", [""])[0]
        return wanted if wanted in self._content.languages else self.language

    def _answer(self, _widget: object, question: Any, _buffers: object) -> None:
        """Answer the browser; a question that this page can't be asked is dropped."""
        if not isinstance(question, dict):
            return
        language, name = question.get("language"), question.get("name")
        if language not in self._content.languages or not isinstance(name, str | None):
            return
        answer: dict[str, Any]
        match question.get("ask"):
            case "page":
                answer = {"html": self.html(language)}
            case "part" if name in self._parts:
                answer = {"html": build(name, self._content, language, self.name)}
            case "file" if name in DOWNLOADS:
                answer = {"text": DOWNLOADS[name](self._content, language)}
            case "decide" if name in explorers.TOPICS:
                answer = {"turn": question.get("turn")} | self._decide(name, question.get("answers"), language)
            case "pdf":
                answer = {"turn": question.get("turn")} | self._pdf(question)
            case _:
                return
        self.send({"ask": question["ask"], "name": name, "language": language, **answer})

    def _repr_mimebundle_(self, **options: Any) -> Any:
        data, metadata = super()._repr_mimebundle_(**options) or ({}, {})
        return {**data, "text/html": self.html(self._language_of_address())}, metadata


def workshop() -> Page:
    """The attendee's one page."""
    return Page(WORKSHOP, list(PARTS), headed=True)


def explore_comparison() -> Page:
    """The chart to filter, search and download, for a notebook."""
    return Page("compare", ["compare"], headed=False)


def my_letter() -> Page:
    """The letter to the school, the dates that follow and the papers, for a notebook."""
    return Page("my_letter", ["letter", "dates", "papers"], headed=False)


def explore(topic: str) -> Page:
    """One topic's explorer, for a notebook.

    Args:
        topic: a key of :data:`iepkit.explorers.TOPICS`.

    Raises:
        KeyError: there is no such topic; the message lists those that there are.
    """
    if topic not in explorers.TOPICS:
        message = f'there is no explorer "{topic}"; the explorers are: {", ".join(explorers.TOPICS)}'
        raise KeyError(message)
    return Page(topic, [topic], headed=False)
