"""Reads ``iepkit.toml``, the one file in which an organisation says who it is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from iepkit.content.model import FunderQuestion, Help, Organisation, Problem

NAME = "iepkit.toml"
_LOGO_TYPES = (".png", ".svg", ".jpg", ".jpeg")
_LOGO_BYTES = 200_000
_LEAST_CONTRAST = 4.5
_COLOURS = {"accent": "#1b4f72", "iep": "#1d4e89", "plan_504": "#8a3b12"}
_KEYS = {
    "name": str,
    "contact": str,
    "logo": str,
    "disclaimer": str,
    "colours": dict,
    "wifi": dict,
    "online": dict,
    "answers": dict,
    "help": list,
    "funder": list,
}
_PLACES = {"wifi": ("name", "address"), "online": ("page",), "answers": ("file", "days", "years")}
_LONGEST_KEPT = {"days": (90, 366), "years": (3, 10)}
"""By its key: how long answers, and their totals, are kept where nothing is said, and at most."""
_FUNDER_KEYS = {"id": str, "ask": str, "choices": list}
_FUNDER_MOST = {"questions": 5, "choices": 6, "ask": 200, "choice": 80}
_ID = re.compile(r"[a-z0-9_]+")
_HELP_KEYS = ("id", "name", "what", "address", "phone")
_WEB = re.compile(r"https?://[^\s<>\"']+")
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def read_organisation(folder: Path, problems: list[Problem]) -> tuple[Organisation, dict[str, str]]:
    """Read and check the organisation's file.

    Args:
        folder: the kit's folder.
        problems: every fault found is added here.

    Returns:
        The organisation, and its texts by id.
    """
    try:
        raw = tomllib.loads((folder / NAME).read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        problems.append(Problem(NAME, "the file is missing.", "Put it back, from a copy or from the kit."))
        raw = {}
    except UnicodeDecodeError:
        problems.append(Problem(NAME, "the file is not saved as UTF-8.", 'Choose "UTF-8" where your editor saves it.'))
        raw = {}
    except tomllib.TOMLDecodeError as error:
        problems.append(
            Problem(
                NAME,
                f"the file can't be read: {error}.",
                "Compare the line with those around it; texts need quotation marks.",
            )
        )
        raw = {}
    raw = _known(raw, problems)
    helps = _helps(raw.get("help", []), problems)
    texts = {"organisation.name": raw.get("name", ""), "organisation.disclaimer": raw.get("disclaimer", "")}
    for entry in helps:
        texts[f"help.{entry['id']}.name"] = entry["name"]
        texts[f"help.{entry['id']}.what"] = entry["what"]
    funder = tuple(_funder(raw.get("funder", []), texts, problems))
    if raw and not texts["organisation.disclaimer"]:
        problems.append(
            Problem(
                NAME,
                "the disclaimer is missing or empty.",
                "Say that this is teaching material and not legal advice.",
                column="disclaimer",
            )
        )
    organisation = Organisation(
        name=raw.get("name", ""),
        contact=raw.get("contact", ""),
        logo=_logo(raw.get("logo", ""), folder, problems),
        colours=_colours(raw.get("colours", {}), problems),
        wifi_name=str(raw.get("wifi", {}).get("name", "")),
        wifi_address=_address(raw, "wifi", "address", problems),
        online_page=_address(raw, "online", "page", problems),
        help=tuple(Help(e["id"], e.get("address", ""), e.get("phone", "")) for e in helps),
        answers_file=_answers_file(raw, problems),
        answers_days=_kept(raw, "days", problems),
        answers_years=_kept(raw, "years", problems),
        funder=funder,
    )
    return organisation, texts


def contrast_with_white(colour: str) -> float:
    """The contrast of a colour with white, from 1 to 21.

    Source: WCAG 2.2, relative luminance and contrast ratio.
    """
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def _known(raw: dict[str, Any], problems: list[Problem]) -> dict[str, Any]:
    known: dict[str, Any] = {}
    for key, value in raw.items():
        if key not in _KEYS:
            problems.append(
                Problem(NAME, f'the key "{key}" is not known.', f"The keys are: {', '.join(_KEYS)}.", column=key)
            )
        elif not isinstance(value, _KEYS[key]):
            problems.append(
                Problem(
                    NAME,
                    f'"{key}" is not written in the way that it must be.',
                    "Compare it with the kit's own iepkit.toml.",
                    column=key,
                )
            )
        else:
            known[key] = value
    for place, keys in _PLACES.items():
        for key in [key for key in known.get(place, {}) if key not in keys]:
            mend = f"What stands there is: {', '.join(keys)}."
            problems.append(Problem(NAME, f'the key "{key}" is not known under [{place}].', mend, column=place))
    return known


def _address(raw: dict[str, Any], place: str, key: str, problems: list[Problem]) -> str:
    address = str(raw.get(place, {}).get(key, ""))
    if address and not _WEB.fullmatch(address):
        mend = "Write it as in http://192.168.8.2:8000."
        problems.append(Problem(NAME, f'"{address}" is no web address.', mend, column=f"{place}.{key}"))
        return ""
    return address


def _answers_file(raw: dict[str, Any], problems: list[Problem]) -> str:
    name = raw.get("answers", {}).get("file", "")
    if isinstance(name, str):
        return name.strip()
    mend = 'Write it as in "answers/workshops.db", or as the address of a database: "postgresql://...".'
    problems.append(Problem(NAME, f"{name} is no name of a file.", mend, column="answers.file"))
    return ""


def _kept(raw: dict[str, Any], key: str, problems: list[Problem]) -> int:
    """How many days or years something is kept."""
    usual, most = _LONGEST_KEPT[key]
    number = raw.get("answers", {}).get(key, usual)
    # True and false are whole numbers to Python.
    if type(number) is int and 1 <= number <= most:
        return number
    mend = f"Write a whole number from 1 to {most}, with no quotation marks; {usual} is usual."
    problems.append(Problem(NAME, f'"{number}" is no number of {key}.', mend, column=f"answers.{key}"))
    return usual


def _funder(entries: list[Any], texts: dict[str, str], problems: list[Problem]) -> Iterator[FunderQuestion]:
    """The questions of the funder; their words are added to the texts."""
    if len(entries) > _FUNDER_MOST["questions"]:
        wrong = f"there are {len(entries)} questions of the funder."
        mend = f"Ask {_FUNDER_MOST['questions']} at most: a long form comes back empty."
        problems.append(Problem(NAME, wrong, mend, column="funder"))
    seen: set[str] = set()
    for number, entry in enumerate(entries, start=1):
        fault = _fault_of_funder(entry, seen)
        if fault:
            problems.append(Problem(NAME, *fault, column=f"funder {number}"))
            continue
        seen.add(entry["id"])
        question = FunderQuestion(entry["id"], tuple(str(place + 1) for place in range(len(entry["choices"]))))
        texts[question.text_id] = entry["ask"].strip()
        for choice, words in zip(question.choices, entry["choices"], strict=True):
            texts[question.choice_id(choice)] = words.strip()
        yield question


def _fault_of_funder(entry: Any, seen: Collection[str]) -> tuple[str, str] | None:
    """What is wrong with a question of the funder, and how to mend it."""
    if not isinstance(entry, dict) or entry.keys() != _FUNDER_KEYS.keys():
        return "this entry has a key too many or too few.", f"The keys are: {', '.join(_FUNDER_KEYS)}."
    if not all(isinstance(entry[key], kind) for key, kind in _FUNDER_KEYS.items()):
        mend = "Write id and ask in quotation marks, and choices in square brackets."
        return "this entry is not written in the way that it must be.", mend
    if not _ID.fullmatch(entry["id"]):
        return f'"{entry["id"]}" can\'t be an id.', "Use small letters, figures and _ alone."
    if entry["id"] in seen:
        return f'the id "{entry["id"]}" stands twice.', "Give each its own."
    return _fault_of_words(entry)


def _fault_of_words(entry: dict[str, Any]) -> tuple[str, str] | None:
    count, most = len(entry["choices"]), _FUNDER_MOST
    if not 2 <= count <= most["choices"]:
        return f"there are {count} choices.", f"Give two to {most['choices']}."
    if not all(isinstance(words, str) for words in entry["choices"]):
        return "a choice is no text.", "Write each choice in quotation marks."
    lengths = [(entry["ask"], most["ask"]), *((words, most["choice"]) for words in entry["choices"])]
    for words, longest in lengths:
        if not 0 < len(words.strip()) <= longest:
            return f'"{words[:20]}" is empty or too long.', f"Write {longest} signs at most."
        if set(words) & set("{}"):
            return f'"{words[:20]}" has curly brackets.', "Take them out."
    return None


def _helps(entries: list[Any], problems: list[Problem]) -> list[dict[str, str]]:
    good: list[dict[str, str]] = []
    for number, entry in enumerate(entries, start=1):
        where = f"help {number}"
        if not isinstance(entry, dict) or set(entry) - set(_HELP_KEYS):
            problems.append(
                Problem(
                    NAME,
                    "this entry has a key that is not known.",
                    f"The keys are: {', '.join(_HELP_KEYS)}.",
                    column=where,
                )
            )
        elif not all(entry.get(key) for key in ("id", "name", "what")):
            problems.append(Problem(NAME, "id, name or what is missing.", "Fill in all three.", column=where))
        elif entry.get("address") and not entry["address"].startswith("https://"):
            problems.append(
                Problem(NAME, f'"{entry["address"]}" is no web address.', "Start it with https://", column=where)
            )
        elif entry["id"] in [other["id"] for other in good]:
            problems.append(Problem(NAME, f'the id "{entry["id"]}" stands twice.', "Give each its own.", column=where))
        else:
            good.append(entry)
    return good


def _colours(given: dict[str, Any], problems: list[Problem]) -> dict[str, str]:
    colours = dict(_COLOURS)
    for key, value in given.items():
        if key not in _COLOURS:
            problems.append(
                Problem(
                    NAME,
                    f'the colour "{key}" is not known.',
                    f"The colours are: {', '.join(_COLOURS)}.",
                    column="colours",
                )
            )
        elif not (isinstance(value, str) and _HEX.fullmatch(value)):
            problems.append(
                Problem(
                    NAME,
                    f'"{value}" is no colour.',
                    "Write it as # and six figures, such as #1b4f72.",
                    column=f"colours.{key}",
                )
            )
        elif contrast_with_white(value) < _LEAST_CONTRAST:
            ratio = f"{contrast_with_white(value):.1f}"
            problems.append(
                Problem(
                    NAME,
                    f"{value} is too pale to read on white (contrast {ratio} : 1).",
                    "Choose a darker colour; 4.5 : 1 is the least.",
                    column=f"colours.{key}",
                )
            )
        else:
            colours[key] = value
    return colours


def _logo(name: str, folder: Path, problems: list[Problem]) -> Path | None:
    if not name:
        return None
    path = folder / name
    if path.suffix.lower() not in _LOGO_TYPES:
        problems.append(
            Problem(
                NAME,
                f'the logo "{name}" is no picture that every phone shows.',
                "Use a PNG, JPEG or SVG file.",
                column="logo",
            )
        )
    elif not path.is_file():
        problems.append(
            Problem(
                NAME,
                f'the logo "{name}" is missing.',
                "Put the file beside iepkit.toml, or leave logo empty.",
                column="logo",
            )
        )
    elif path.stat().st_size > _LOGO_BYTES:
        size = path.stat().st_size // 1000
        problems.append(
            Problem(
                NAME,
                f'the logo "{name}" is too large ({size} kB).',
                f"Make it {_LOGO_BYTES // 1000} kB or less: every phone in the room loads it.",
                column="logo",
            )
        )
    else:
        return path
    return None
