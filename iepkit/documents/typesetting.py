"""Typst as a maker of tagged PDFs (PDF/UA-1), with fonts of its own and no sign of this laptop."""

from __future__ import annotations

import functools
import json
import re
from importlib import resources
from typing import Any

import typst

from iepkit.wording import Wording

FONTS = ("Noto Sans", "Noto Sans Arabic", "Noto Sans Khmer", "Noto Sans CJK SC")
_FONT_PACKAGES = ("fontpkg_noto_sans", "fontpkg_noto_sans_arabic", "fontpkg_noto_sans_khmer", "noto_cjk_sans_otc")
_PAGE = re.compile(rb"/Type */Page\b")
_NOT_DISPLAYED = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


class UnprintableError(Exception):
    """No font has these signs; the text that holds them stands nowhere in this error."""

    def __init__(self, signs: str) -> None:
        self.signs = signs
        super().__init__("no font has these signs")


class LogoError(Exception):
    """The organisation's logo can't be read as a picture; ``name`` is its file's."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"{name} is no picture")


def typeset(package: str, template: str, data: object) -> bytes:
    """A PDF file, in memory.

    Args:
        package: where the template lies, such as ``iepkit.documents``.
        template: its name, such as ``letter.typ``; it reads ``sys.inputs.data`` as JSON,
            so that no sign in what was typed means anything to Typst.
        data: what it is filled with, ready for JSON; ``fonts`` are given to it too.

    Raises:
        UnprintableError: with the signs that none of the fonts has.
    """
    inputs = {"data": json.dumps(data), "fonts": json.dumps(FONTS)}
    compiler = typst.Compiler(
        _source(package, template), font_paths=_fonts(), ignore_system_fonts=True, sys_inputs=inputs
    )
    unprintable = None
    try:
        made = compiler.compile(format="pdf", pdf_standards="ua-1")
    except typst.TypstError as error:
        unprintable = "".join(dict.fromkeys(_unescaped("".join(_NOT_DISPLAYED.findall(error.diagnostic)))))
        if not unprintable:
            raise
    if unprintable:
        # Outside of the handler: the library's error, which quotes the text, is not kept.
        raise UnprintableError(unprintable)
    assert isinstance(made, bytes)  # noqa: S101
    return made


def pages_in(made: bytes) -> int:
    """How many pages a PDF of :func:`typeset` has."""
    return len(_PAGE.findall(made))


def logo_for_paper(wording: Wording) -> dict[str, Any] | None:
    """The organisation's logo ready for JSON, with its words; None where there is none.

    Raises:
        LogoError: it is no picture.
    """
    path = wording.content.organisation.logo
    if path is None:
        return None
    name = wording.plain("organisation.name") or wording.plain("ui.handout.logo")
    # As numbers: JSON has no bytes.
    logo = {"file": list(path.read_bytes()), "alt": name}
    try:
        typeset("iepkit.documents", "logo.typ", logo)
    except typst.TypstError:
        raise LogoError(path.name) from None
    return logo


def _unescaped(signs: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), signs)


@functools.cache
def _source(package: str, template: str) -> bytes:
    return (resources.files(package) / template).read_bytes()


@functools.cache
def _fonts() -> typst.Fonts:
    folders = [str(resources.files(package)) for package in _FONT_PACKAGES]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
