"""The letter that the page fills is the letter that Python fills: as paragraphs, as text, as a Word file."""

import dataclasses
import io
import json
import zipfile

import pytest
from docx import Document
from lxml import etree

from iepkit.documents.letter import Copies, Gap, fill, fill_copies, is_asked, notes_for, told_instead
from iepkit.documents.letters_sheet import english_texts, letters_sheet
from iepkit.documents.plain import as_plain_text
from iepkit.documents.word import as_word
from iepkit.scripts import one_script
from iepkit.wording import Wording
from tests.documents.samples import ROUGH, every_choice, full

KINDS = pytest.mark.parametrize(
    "name",
    [
        *("after_504", "answer_to_refusal", "chase_consent_form", "first_request"),
        *("independent_evaluation", "records", "reject_in_part"),
    ],
)
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
LETTER = """([name, answers]) => {
  const day = new Intl.DateTimeFormat("en", { dateStyle: "long", timeZone: "UTC" });
  const letter = letters.fill(sheet, name, answers, (text) => day.format(new Date(text)));
  return { letter, text: letters.asPlainText(letter), word: [...letters.asWord(letter, sheet.word)] };
}"""
SAID = """([name, some]) => some.map((answers) => ({
  asked: letters.askedIn(sheet, name, answers),
  before: letters.notesFor(sheet, name, "before", answers).map((note) => note.text),
  after: letters.notesFor(sheet, name, "after", answers).map((note) => note.text),
  instead: letters.toldInstead(sheet, name, answers)?.text ?? null,
  letter: letters.fill(sheet, name, answers, (text) => text).paragraphs.map(({ kind, pieces }) => [kind, pieces]),
}))"""


@pytest.fixture(scope="module")
def script(browser, content):
    """A page that has the script and the sheet, and nothing to show."""
    page = browser.new_page()
    page.set_content(f'<script type="module">{one_script("check.js")}</script>')
    page.evaluate("(sheet) => { window.sheet = sheet; }", letters_sheet(content, "en"))
    yield page
    page.close()


def pieces(paragraph):
    return [None if piece is Gap.HERE else piece for piece in paragraph.pieces]


def test_the_letters_named_here_are_all_that_there_are(content):
    assert list(content.letters) == KINDS.args[1]


@KINDS
def test_what_is_asked_said_and_written_after_every_choice(script, content, name):
    template, wording = content.letters[name], Wording(content)
    some = list(every_choice(template))
    for answers, said in zip(some, script.evaluate(SAID, [name, some]), strict=True):
        assert said["asked"] == [b.text_id for b in template.blanks if is_asked(b, template, answers)]
        for when in ("before", "after"):
            notes = notes_for(getattr(template, when), template, answers)
            assert said[when] == [note.text_id for note in notes]
        instead = told_instead(template, answers)
        assert said["instead"] == (instead.text_id if instead else None)
        letter = fill(template, answers, wording)
        assert said["letter"] == [[paragraph.kind, pieces(paragraph)] for paragraph in letter.paragraphs]


@pytest.mark.parametrize("typed", ["Something", *ROUGH], ids=str)
@KINDS
def test_whatever_is_typed_the_files_are_the_same(script, content, name, typed):
    answers = full(content.letters[name], typed=ROUGH.get(typed, typed))
    letter = fill(content.letters[name], answers, Wording(content))
    # A browser has no lone surrogate in a field, and none can be sent to it from here.
    sent = json.loads(json.dumps(answers).replace("\\ud800", ""))
    made = script.evaluate(LETTER, [name, sent])
    assert made["letter"]["title"] == letter.title
    assert made["text"] == as_plain_text(letter)
    assert parts(bytes(made["word"])) == parts(as_word(letter))


COPIES = """([sheet, english, name, answers, copies]) => {
  const [day, englishDay] = ["es", "en"].map((language) => {
    const format = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" });
    return (text) => format.format(new Date(text));
  });
  const letter = letters.fillCopies(sheet, english, name, answers, copies, day, englishDay);
  return { letter, text: letters.asPlainText(letter), word: [...letters.asWord(letter, sheet.word)] };
}"""

LABELLED = """([sheet, name, some]) => some.map((answers) =>
  letters.fillCopies(sheet, {}, name, answers, "own", (text) => text, null).paragraphs[0].kind === "draft")"""


@pytest.mark.parametrize("drafts", [("",), ("letter.records.", "ask.state"), ()])
@pytest.mark.parametrize("copies", Copies)
@KINDS
def test_the_copies_are_those_of_python(script, content, name, copies, drafts):
    content = with_drafts(content, drafts)
    answers = full(content.letters[name], typed="{language} y \u00f1")
    letter = fill_copies(content.letters[name], answers, Wording(content, "es"), copies)
    sheets = letters_sheet(content, "es"), english_texts(content)
    made = script.evaluate(COPIES, [*sheets, name, answers, copies.value])
    assert made["letter"]["title"] == letter.title
    assert [(p["kind"], p["language"]) for p in made["letter"]["paragraphs"]] == [
        (paragraph.kind, paragraph.language) for paragraph in letter.paragraphs
    ]
    assert made["text"] == as_plain_text(letter)
    assert parts(bytes(made["word"])) == parts(as_word(letter))


@KINDS
def test_each_copy_is_labelled_as_in_python_after_every_choice(script, content, name):
    """Of each second text, so that in some letters a draft is left out, and in others it stands."""
    template = content.letters[name]
    passages = [passage.text_id for passage in template.passages if passage.condition]
    content = with_drafts(content, tuple(passages[::2]))
    some = list(every_choice(template))
    said = script.evaluate(LABELLED, [letters_sheet(content, "es"), name, some])
    assert said == [
        fill_copies(template, answers, Wording(content, "es"), Copies.OWN).paragraphs[0].kind == "draft"
        for answers in some
    ]


def with_drafts(content, drafts):
    """The content in which those Spanish texts alone are drafts whose ids begin so."""
    texts = {
        text_id: found if drafts and text_id.startswith(drafts) else dataclasses.replace(found, checked_by="Ana")
        for text_id, found in content.translations["es"].items()
    }
    return dataclasses.replace(content, translations={"es": texts})


def parts(file):
    """What a Word file holds, part by part, whatever the way in which it is written."""
    with zipfile.ZipFile(io.BytesIO(file)) as opened:
        assert opened.testzip() is None
        return {name: canonical(opened.read(name)) for name in opened.namelist()}


def canonical(xml):
    root = etree.fromstring(xml)
    for text in root.iter():
        text.attrib.pop(SPACE, None)
    return etree.tostring(root, method="c14n2")


def test_the_word_file_of_the_page_opens(script, content):
    answers = full(content.letters["first_request"])
    made = script.evaluate(LETTER, ["first_request", answers])
    shown = [paragraph.text for paragraph in Document(io.BytesIO(bytes(made["word"]))).paragraphs]
    letter = fill(content.letters["first_request"], answers, Wording(content))
    assert [text.strip() for text in shown if text.strip()] == [p.text.strip() for p in letter.paragraphs if p.text]
