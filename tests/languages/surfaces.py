"""All that a reader of a language is shown or handed, as pieces of text."""

import datetime as dt
import functools
import io
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import docx
import pypdf
import vobject

from iepkit import pages
from iepkit.agenda import kit
from iepkit.agenda.plan import Wish, plan
from iepkit.agenda.room import Room
from iepkit.content import LANGUAGE_VARIABLE
from iepkit.documents import certificate, study_summary
from iepkit.documents.calendar_file import calendar_file
from iepkit.documents.certificate import Certificate
from iepkit.documents.dates import work_out
from iepkit.documents.dates_sheet import dates_sheet
from iepkit.documents.handouts import IDS, handouts
from iepkit.documents.letter import fill
from iepkit.documents.letters_sheet import letters_sheet
from iepkit.documents.pdf import as_pdf
from iepkit.documents.study_summary import Gone, Summary, Try
from iepkit.documents.word import as_word
from iepkit.learning import study
from iepkit.learning.study.views.case import CaseView
from iepkit.learning.study.views.check import CheckView
from iepkit.learning.study.views.due import DueView
from iepkit.learning.study.views.floor import FloorView
from iepkit.learning.study.views.myths import MythsView
from iepkit.learning.study.views.ready import ReadyView
from iepkit.learning.study.views.start import StartView
from iepkit.learning.study.views.tasks import TasksView
from iepkit.report import page as report
from iepkit.report import table
from iepkit.rules.model import State as Where
from iepkit.rules.school_days import Calendar
from iepkit.serving.console import shown as console_state
from iepkit.serving.journal import Event, Happening
from iepkit.serving.polls import shown
from iepkit.serving.room import State
from iepkit.site import folder as site
from iepkit.slides.notebooks import notebooks_of, run
from iepkit.slides.shown import as_html, notes_text
from iepkit.wording import Wording, render
from tests.documents.samples import full
from tests.languages.english import strings_in, visible
from tests.learning.study.desks import desk_at
from tests.report.samples import one as one_workshop
from tests.serving.polls.views import view, walked

TODAY = dt.date(2026, 11, 3)
ADDRESS = "http://192.168.8.2:8000"
Pieces = Iterator[str]


def _pdf(made):
    for page in pypdf.PdfReader(io.BytesIO(made)).pages:
        # A word that is broken at the end of a line is one word.
        yield " ".join(re.sub("[-\u2010\u00ad]\n", "", page.extract_text()).split())


def _csv(text):
    return re.split(r'[\n"]|,(?=\S)', text)


def _part(name):
    return lambda content, language: visible(pages.build(name, content, language, pages.WORKSHOP), language)


def _frame(content, language):
    return visible(pages.whole(content, language, pages.WORKSHOP, list(pages.PARTS)), language)


def _take_home(content, language):
    return visible(site.page(content, language), language)


def _answers(content, language):
    return strings_in(json.loads(site.answers(content, language))["sentences"])


def _sheet_of(make):
    def pieces(content, language):
        sheet = make(content, language)
        # Words that a district's calendar may have, which are looked for and never shown.
        sheet.pop("calendar_words", None)
        # The skeleton of a Word file is no words.
        return [text for text in strings_in(sheet) if not text.startswith("<")]

    return pieces


def _join(content, language):
    values = {"address": ADDRESS, "code": "", "script": "", "polls": ""}
    return visible(render("join", content, language, **values), language)


def _not_here(content, language):
    return visible(render("not_here", content, language), language)


def _download(name):
    def pieces(content, language):
        text = pages.DOWNLOADS[name](content, language)
        return _csv(text) if name.endswith("csv") else visible(text, language)

    return pieces


def _polls(content, language):
    words = Wording(content, language)
    question = next(iter(content.bank.values()))
    votes = {choice.id: 8 for choice in question.choices}
    views = [
        view(content, "question", question=question.id, voters=23),
        view(content, "question", question=question.id, votes=votes, closed=True),
        view(content, "outcome", closed=True, **walked(content, "suspension-day-eleven")),
        view(content, "check", form="before", length="short", voters=3),
        view(content, "check", form="after", length="full", voters=3),
    ]
    for one in views:
        for html in (shown.phone(one, words), shown.wall(one, words)):
            yield from visible(html, language)


def _slides(content, language):
    for slide in (slide for block in content.blocks.values() for slide in block.slides):
        yield from visible(as_html(content, slide, ADDRESS, language), language)
        notes = notes_text(content, slide, language)
        yield from visible(render("slide_notes", content, language, notes=notes), language)


def _handout(name):
    def pieces(content, language):
        made = handouts(content, only=[name], looks=["colour"], papers=["letter"], address=ADDRESS, language=language)
        for _, file in made:
            yield from _pdf(file)

    return pieces


def _letters(content, language, make):
    for template in content.letters.values():
        for answers in ({}, full(template, typed="x"), full(template, "other", typed="x")):
            yield from make(fill(template, answers, Wording(content, language)))


def _letter_pdf(content, language):
    return _letters(content, language, lambda letter: _pdf(as_pdf(letter)))


def _letter_word(content, language):
    def pieces(letter):
        document = docx.Document(io.BytesIO(as_word(letter)))
        yield document.core_properties.title
        yield from (paragraph.text for paragraph in document.paragraphs)

    return _letters(content, language, pieces)


@functools.cache
def _kit(content, language):
    """A workshop's files, by name, and its slides."""
    planned = plan(tuple(content.blocks.values()), Wish(90, "consecutive"), content.agenda)
    own = run(notebooks_of(content.folder, content), content, address=ADDRESS, language=language)
    made = kit.Kit(planned, Room(people=20), kit.as_planned(planned, own), ADDRESS, ADDRESS)
    files = {}
    for name, file in kit.files(made, content, language):
        # The handouts are looked at each by itself.
        if name.startswith("handouts"):
            return files
        files[name] = file
    return files


def _of_the_kit(name):
    def pieces(content, language):
        file = _kit(content, language)[name]
        return _pdf(file) if name.endswith("pdf") else visible(file.decode(), language)

    return pieces


def _calendar(content, language):
    events = dict.fromkeys(content.events, TODAY)
    found = work_out(content, Where.MASSACHUSETTS, events, Calendar(), TODAY)
    now = dt.datetime.combine(TODAY, dt.time(9), dt.UTC)
    for says_more in (False, True):
        raw = calendar_file([*found.act_by, *found.owed], Wording(content, language), now, says_more=says_more)
        for event in vobject.readOne(raw.decode()).vevent_list:
            yield event.summary.value
            yield event.description.value


def _console(content, language):
    words = Wording(content, language)
    page = render(
        "console", content, language, address=ADDRESS, code="", places=SimpleNamespace(most=12, attendees=5), script=""
    )
    at = dt.datetime.combine(TODAY, dt.time(9), dt.UTC)
    happenings = tuple(Happening(event, at, 5, 0) for event in Event)
    state = State(*(1 for _ in fields(State)))
    state = replace(state, memory_taken=None, happenings=happenings)
    told = console_state(state, words)
    for one in told["happened"]:
        del one["key"]
    return [*visible(page, language), *strings_in(told)]


def _study(content, language):
    with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ, _home(content, language)):
        at, _ = desk_at(Path(folder), content)
        for view in _study_views(content):
            for html in (view.still(at.wording), view.live(at)):
                # Where progress lies is a file's name.
                yield from (piece.replace(str(at.log.shown), "") for piece in visible(html, language))
        for module in content.modules.values():
            yield from visible(study.further(module.id).data, language)
            for official in module.law:
                yield from visible(study.law(official.id).data, language)


def _home(content, language):
    return {LANGUAGE_VARIABLE: language, "IEPKIT_HOME": str(content.folder)}


def _study_views(content):
    yield from (StartView(), DueView(), ReadyView())
    for module in content.modules.values():
        yield from (kind(module) for kind in (CheckView, FloorView, MythsView, TasksView))
        yield from (CaseView(content.cases[name]) for name in module.cases)


def _certificate(content, language):
    days = (TODAY, TODAY + dt.timedelta(days=9))
    return _pdf(certificate.as_pdf(Certificate("X", [*content.modules.values()], 230, days, TODAY), content, language))


def _summary(content, language):
    gone = [Gone(module, TODAY) for module in content.modules.values()]
    tried = Try(TODAY, 22, 25, 8, 8, is_passed=True, topics={"law": (2, 2), "discipline": (3, 4)})
    made = Summary("X", gone, 25, [TODAY], [tried], ["law"], TODAY)
    yield from _pdf(study_summary.as_pdf(made, content, language))
    yield from study_summary.as_text(made, content, language).decode().splitlines()


def _report(content, language):
    period = one_workshop(content, label="X")
    yield from _pdf(report.as_pdf(period, content, language=language))
    yield from _csv(table.as_csv(period, content, language).decode())


SURFACES: dict[str, Callable[..., Pieces]] = {
    **{f"page, part {name}": _part(name) for name in pages.PARTS},
    "page, around its parts": _frame,
    "take-home page": _take_home,
    "page, sentences for the script": _answers,
    "page, letters for the script": _sheet_of(letters_sheet),
    "page, dates for the script": _sheet_of(dates_sheet),
    "join": _join,
    "not here": _not_here,
    **{name: _download(name) for name in pages.DOWNLOADS},
    "polls on phones and wall": _polls,
    "slides and notes": _slides,
    # The words in two languages are of both.
    **{f"handout {name}": _handout(name) for name in IDS if name != "terms"},
    "letters as PDF": _letter_pdf,
    "letters as Word": _letter_word,
    "a workshop's first page": _of_the_kit("index.html"),
    "run sheet": _of_the_kit("run_sheet.pdf"),
    "deck": _of_the_kit("slides/slides.html"),
    "slides as PDF": _of_the_kit("slides/slides.pdf"),
    "slides with notes as PDF": _of_the_kit("slides/slides_with_notes.pdf"),
    "calendar file": _calendar,
    "console": _console,
    "self-study": _study,
    "certificate": _certificate,
    "summary of the self-study": _summary,
    "report": _report,
}
"""What to make, by name: content and language give pieces of text."""
