"""A letter as a tagged PDF (PDF/UA-1)."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator
from importlib import resources
from itertools import groupby

import typst

from iepkit.documents.letter import Gap, Letter, Paragraph

_FONT_PACKAGES = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic", "fontpkg_noto_sans_khmer", "noto_cjk_sans_otc")
_FONTS = ("Noto Sans", "Noto Sans Arabic", "Noto Sans Khmer", "Noto Sans CJK SC")
_NOT_DISPLAYED = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


class UnprintableError(Exception):
    """No font has these signs; the text of the letter stands nowhere in this error."""

    def __init__(self, signs: str) -> None:
        self.signs = signs
        super().__init__("no font has these signs")


def as_pdf(letter: Letter) -> bytes:
    """The letter as a PDF file, in memory.

    Raises:
        UnprintableError: with the signs that none of the fonts has.
    """
    compiler = typst.Compiler(
        _source(), font_paths=_fonts(), ignore_system_fonts=True, sys_inputs={"letter": json.dumps(_as_data(letter))}
    )
    unprintable = None
    try:
        made = compiler.compile(format="pdf", pdf_standards="ua-1")
    except typst.TypstError as error:
        unprintable = "".join(dict.fromkeys(_unescaped("".join(_NOT_DISPLAYED.findall(error.diagnostic)))))
        if not unprintable:
            raise
    if unprintable:
        # Outside of the handler: the library's error, which quotes the letter, is not kept.
        raise UnprintableError(unprintable)
    assert isinstance(made, bytes)  # noqa: S101
    return made


def _as_data(letter: Letter) -> dict[str, object]:
    groups = groupby(letter.paragraphs, key=lambda paragraph: paragraph.kind)
    return {
        "title": letter.title,
        "language": letter.language,
        "fonts": _FONTS,
        "groups": [{"kind": kind, "paragraphs": list(_paragraphs(group))} for kind, group in groups],
    }


def _paragraphs(group: Iterator[Paragraph]) -> Iterator[dict[str, object]]:
    for paragraph in group:
        yield {
            "pieces": [None if piece is Gap.HERE else piece for piece in paragraph.pieces],
            "language": paragraph.language,
            "right_to_left": paragraph.is_right_to_left,
        }


def _unescaped(signs: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), signs)


@functools.cache
def _source() -> bytes:
    return (resources.files("iepkit.documents") / "letter.typ").read_bytes()


@functools.cache
def _fonts() -> typst.Fonts:
    folders = [str(resources.files(package)) for package in _FONT_PACKAGES]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
