"""A letter as a Word document."""

from __future__ import annotations

import io
import zipfile

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Inches, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from iepkit.documents.letter import BEHIND, Gap, Letter, Paragraph

_STYLES = {"subject": "Heading 1", "heading": "Heading 2", "item": "List Bullet"}
_CLOSE_TOGETHER = ("sender", "addressee", "item", "signature", "receipt")
_FONT = "Arial"
# All else that the library's own start brings is used by no letter, and seven times as large.
_KEPT_STYLES = {
    *("Normal", "Heading1", "Heading2", "Heading1Char", "Heading2Char", "ListBullet"),
    *("DefaultParagraphFont", "TableNormal", "NoList"),
}
_KEPT_PARTS = {RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES} | {
    *(RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.NUMBERING),
}
_THEMED = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
TITLE = "{title}"
"""Stands in a :func:`skeleton` for the letter's title."""
LANGUAGE = "{language}"
"""Stands there for its language."""
_INK = RGBColor(0, 0, 0)
_TEXT_WIDTH = Inches(6)
# Word breaks no line at these, and draws the line under them.
_SHORT_GAP = "\u00a0" * 30


def as_word(letter: Letter) -> bytes:
    """The letter as a .docx file, with real headings and lists."""
    document: WordDocument = Document()
    _set_up(document, letter)
    for paragraph in letter.paragraphs:
        _add(paragraph, document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def skeleton() -> dict[str, str]:
    """The parts of a Word file around a letter's paragraphs, by name, for a browser to fill.

    :data:`TITLE` and :data:`LANGUAGE` stand where these belong, and the paragraphs go before the
    first ``<w:sectPr`` of ``word/document.xml``.
    """
    with zipfile.ZipFile(io.BytesIO(as_word(Letter("", TITLE, LANGUAGE, ())))) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def _set_up(document: WordDocument, letter: Letter) -> None:
    _keep_what_is_used(document)
    properties = document.core_properties
    properties.title, properties.language = letter.title, letter.language
    # The library names itself as the writer.
    properties.author = properties.comments = ""
    normal = document.styles["Normal"]
    _put(normal.element.get_or_add_rPr(), "w:lang", letter.language)
    for name in ("Normal", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name = _FONT
        fonts = style.element.rPr.rFonts
        fonts.set(qn("w:cs"), _FONT)
        # The library's own blue is too light to read on white.
        style.font.color.rgb = _INK
    for heading in ("Heading 1", "Heading 2"):
        document.styles[heading].paragraph_format.space_after = Pt(6)
    normal.font.size = Pt(12)
    _put(normal.element.rPr, "w:szCs", "24", before=("w:lang",))
    for section in document.sections:
        section.page_width, section.page_height = Inches(8.5), Inches(11)
        section.left_margin = section.right_margin = Inches(1.25)


def _keep_what_is_used(document: WordDocument) -> None:
    for relations in (document.part.package.rels, document.part.rels):
        for name in [name for name, relation in relations.items() if relation.reltype not in _KEPT_PARTS]:
            del relations[name]
    styles = document.styles.element
    for style in [style for style in styles.style_lst if style.styleId not in _KEPT_STYLES]:
        styles.remove(style)
    styles.remove(styles.find(qn("w:latentStyles")))
    for fonts in styles.iter(qn("w:rFonts")):
        for theme in _THEMED:
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    used = styles.get_by_id("ListBullet").find(f".//{qn('w:numId')}").get(qn("w:val"))
    numbering = document.part.numbering_part.element
    kept = next(num for num in numbering.num_lst if str(num.numId) == used)
    lists = {kept, *(a for a in numbering if a.get(qn("w:abstractNumId")) == str(kept.abstractNumId.val))}
    for one in [one for one in numbering if one not in lists]:
        numbering.remove(one)


def _add(paragraph: Paragraph, document: WordDocument) -> None:
    added = document.add_paragraph(style=_STYLES.get(paragraph.kind, "Normal"))
    if paragraph.kind == BEHIND:
        added.paragraph_format.page_break_before = True
    if paragraph.kind in _CLOSE_TOGETHER:
        added.paragraph_format.space_after = Pt(2)
    for position, piece in enumerate(paragraph.pieces):
        if piece is not Gap.HERE:
            run = added.add_run(str(piece))
        elif position == len(paragraph.pieces) - 1:
            run = _gap_to_the_margin(added)
        else:
            run = added.add_run(_SHORT_GAP)
            run.underline = True
        _put(run._r.get_or_add_rPr(), "w:lang", paragraph.language)  # noqa: SLF001 - the library has no other way
        if paragraph.is_right_to_left:
            run.font.rtl = True
    if paragraph.is_right_to_left:
        _put(added._p.get_or_add_pPr(), "w:bidi", "1", before=("w:spacing", "w:ind", "w:jc"))  # noqa: SLF001


def _gap_to_the_margin(paragraph: WordParagraph) -> Run:
    paragraph.paragraph_format.tab_stops.add_tab_stop(_TEXT_WIDTH)
    run = paragraph.add_run("\t")
    run.underline = True
    paragraph.paragraph_format.space_before = Pt(4)
    return run


def _put(properties: BaseOxmlElement, name: str, value: str, before: tuple[str, ...] = ()) -> None:
    """Add what the library has no name for; Word wants its elements in order."""
    mark = OxmlElement(name)
    mark.set(qn("w:val"), value)
    properties.insert_element_before(mark, *before)
