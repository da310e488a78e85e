"""Which language the notebooks speak: the one place that decides it."""

from __future__ import annotations

import os

from IPython.display import HTML

from iepkit.content import ENGLISH, LANGUAGE_VARIABLE, Content, load
from iepkit.wording import render


class LanguageError(Exception):
    """The kit does not speak this language; the message names those that it does."""


def spoken(content: Content | None = None) -> str:
    """The language of this notebook, of the environment, or English.

    Args:
        content: what the kit says; by default it is read from ``data/``.

    Raises:
        LanguageError: the kit does not speak the language that is named there.
        ContentError: the content is broken.
    """
    language = os.environ.get(LANGUAGE_VARIABLE) or ENGLISH
    # Each cell asks for it: what has English alone needs no look at the content.
    return language if language == ENGLISH else _known(language, content or load())


def speak(language: str) -> HTML:
    """From now on this notebook speaks so, whatever was said before.

    Args:
        language: such as ``es``; one of ``data/translations``, or ``en``.

    Returns:
        The sentence that says so, in that language.

    Raises:
        LanguageError: the kit does not speak it.
        ContentError: the content is broken.
    """
    content = load()
    os.environ[LANGUAGE_VARIABLE] = _known(language, content)
    return HTML(render("speaks", content, language))


def _known(language: str, content: Content) -> str:
    if language not in content.languages:
        message = f'The kit does not speak "{language}". It speaks: {", ".join(content.languages)}.'
        raise LanguageError(message)
    return language
