"""The checks of another language: what may not be said in it, and how hard it is to read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from iepkit.content.checks import screens
from iepkit.content.files import starts_a_formula
from iepkit.content.model import Content, Problem
from iepkit.content.reading_level import LEAST_WORDS, count_words, ease_of_spanish
from iepkit.content.sentences import sentences_of
from iepkit.content.translations import FOLDER, is_english_everywhere, lost_marks, marks_of


@dataclass(frozen=True)
class _Rules:
    """What a language has to keep to.

    ``never``: patterns that no text may say, each with what to say instead. ``days``: finds a
    number of days with the words around it; ``kinds``: finds the kind in it, and ``named`` says
    which kinds there are. ``ease``: how easy texts are to read, ``least``: the least that will do.
    """

    never: Mapping[str, str]
    days: re.Pattern[str]
    kinds: re.Pattern[str]
    named: str
    ease: Callable[[Iterable[str], Iterable[str]], float]
    least: float


_RULES = {
    "es": _Rules(
        never={
            r"\b(?:usted|su hij[oa])(?: no)? (?:ya )?calific(?:a|ará|aría)\b": (
                "Say what to ask for, and why; the Team or the group decides."
            ),
            r"\bdemasiado tarde\b": "Say what the usual limit is, that exceptions exist, and to ask today.",
            r"\bplazos? (?:ya )?(?:ha |han )?(?:venció|vencieron|vencido|vencidos|pasó|pasaron|pasado|expiró|expirado)\b": (
                "Say what the usual limit was, that exceptions exist, and to ask today."
            ),
            r"\b(?:venció|vencieron|expiró|ya pasó) (?:el|los|su|sus) plazos?\b": (
                "Say what the usual limit was, that exceptions exist, and to ask today."
            ),
        },
        days=re.compile(
            r"\b\d+ (?:más |otros |primeros )?días?\b(?: [a-záéíóúñ]+){0,3}"
            r"|\bdía (?:(?:laborable )?escolar |hábil |calendario )?\d+\b"
        ),
        kinds=re.compile(r"días? (?:\w+ )?(?:escolar(?:es)?|laborables? escolar(?:es)?|hábil(?:es)?|calendario)\b"),
        named="días escolares, días laborables escolares, días hábiles, días calendario",
        ease=ease_of_spanish,
        # Grade 8 or easier, as in English: 60 to 70 is the eighth to ninth year of school.
        least=60,
    )
}


def faults(content: Content, language: str, text_id: str, text: str) -> Iterator[str]:
    """Why these words can't be a text of this language: a sentence each."""
    english = content.texts[text_id]
    if starts_a_formula(text):
        yield f'a spreadsheet would run it as a formula: it starts with "{text[0]}".'
    if lost_marks(english, text):
        yield f"the marks in curly brackets are not those of the English ({marks_of(english)})."
    count, wanted = len(sentences_of(text)), len(sentences_of(english))
    if count != wanted and text_id in _shown_by_sentence(content):
        yield f"it has {count} sentences and the English has {wanted}, and a slide shows some of them by number."
    rules = _RULES.get(language)
    if rules is None or is_english_everywhere(text_id):
        return
    for pattern, mend in rules.never.items():
        found = re.search(pattern, text, re.IGNORECASE)
        if found:
            yield f'it says "{found.group()}". {mend}'
    for number in rules.days.findall(text):
        if not rules.kinds.search(number):
            yield f'it says "{number}", and not which kind of day. Write one of: {rules.named}.'


def _shown_by_sentence(content: Content) -> set[str]:
    slides = (slide for block in content.blocks.values() for slide in block.slides)
    return {piece.text_id for slide in slides for piece in slide.body if piece.sentences}


def misfits(content: Content) -> Iterator[Problem]:
    """What is wrong with what each language says, and which of its screens are hard to read.

    To count syllables takes seconds: the command that checks does it, and no page.
    """
    for language, texts in content.translations.items():
        for text_id, translation in texts.items():
            for fault in faults(content, language, text_id, translation.text):
                yield Problem(f"{FOLDER}/{language}", f'"{text_id}": {fault}', "Mend its row.")
        if language in _RULES:
            yield from _reading(content, language, _RULES[language])


def _reading(content: Content, language: str, rules: _Rules) -> Iterator[Problem]:
    terms = [form for term_id in content.glossary for form in content.term_forms(term_id, language)]
    for name, texts in screens(content, language).items():
        if count_words(texts) < LEAST_WORDS:
            continue
        reached = rules.ease(texts, terms)
        if reached < rules.least:
            yield Problem(
                f"{FOLDER}/{language}",
                f"{name} has a reading ease of {reached:.1f}.",
                f"Use shorter sentences and words; {rules.least:.0f} is the least.",
            )
