"""The scripts of reveal.js, with the words that they show in the deck's language."""

from __future__ import annotations

from importlib import resources

from iepkit.content import ENGLISH
from iepkit.wording import Wording

FILES = {"reveal.js": "dist/reveal.js", "reveal.css": "dist/reveal.css", "notes.js": "plugin/notes/notes.js"}
"""Each file of ours, and where reveal.js has it."""
WORDS = {
    "reveal.js": (
        ('"next slide"', "next"),
        ('"previous slide"', "previous"),
        ('"above slide"', "above"),
        ('"below slide"', "below"),
        (">Resume presentation<", "resume"),
    ),
    "notes.js": (
        (">reveal.js - Speaker View<", "title"),
        (">Loading speaker view...<", "loading"),
        (">Upcoming<", "upcoming"),
        (">Time <", "time"),
        (">Click to Reset<", "reset"),
        (">Pacing \u2013 Time to finish current slide<", "pace"),
        (">Notes<", "notes"),
        ("'Default'", "default"),
        ("'Wide'", "wide"),
        ("'Tall'", "tall"),
        ("'Notes only'", "notes_only"),
        ("'Layout'", "layout"),
        ("'Cross origin error.<br>The speaker window can only be opened from the same origin.'", "other_origin"),
        ("'Error connecting to main window.<br>Please try closing and reopening the speaker view.'", "not_connected"),
        (
            '"Speaker view popup failed to open. Please make sure popups are allowed and reopen the speaker view."',
            "no_window",
        ),
    ),
}
"""For each file what it shows, with the signs around it that stay, and the text to show instead: ``ui.speaker.<id>``."""
# How it writes its own language, and that of its clock.
_LANGUAGE = (r"<html lang=\"en\">", "toLocaleTimeString( 'en-US', { hour12: true,")
# They would end the string or the element that the words stand in.
_SIGNS = str.maketrans({"'": "\u2019", '"': "\u201d", "\\": None, "<": None, "`": None})


def files(wording: Wording) -> dict[str, bytes]:
    """Each file by its name in :data:`FILES`; in English as reveal.js has it."""
    place = resources.files("sphinx_revealjs") / "_static" / "revealjs"
    made = {name: (place / file).read_bytes() for name, file in FILES.items()}
    if wording.language != ENGLISH:
        made |= {name: _in_language(name, made[name].decode(), wording).encode() for name in WORDS}
    return made


def _in_language(name: str, script: str, wording: Wording) -> str:
    for shown, text_id in WORDS[name]:
        words = wording.plain(f"ui.speaker.{text_id}").translate(_SIGNS)
        script = script.replace(shown, f"{shown[0]}{words}{' ' * (shown[-2] == ' ')}{shown[-1]}")
    page, clock = _LANGUAGE
    script = script.replace(page, rf"<html lang=\"{wording.language}\">")
    return script.replace(clock, f"toLocaleTimeString( '{wording.language}', {{")
