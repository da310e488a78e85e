"""Reads the self-study of staff: a module in each file, its pace, and what readiness asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from iepkit.content.bank import BankQuestion
from iepkit.content.files import Row, read_entries
from iepkit.content.letters import PLACEHOLDER
from iepkit.content.model import PLANS, Case, Interview, Limit, Problem, Source
from iepkit.content.modules import FEWEST_MINUTES, MOST_MINUTES, Module, OfficialWords, Pace, Readiness, Task
from iepkit.content.rows import Place, unique
from iepkit.content.workshop import FloorQuestion, Myth

STUDY = "data/study"
PACE = "data/study_pace.yaml"
READINESS = "data/readiness.yaml"
NOTEBOOKS = "notebooks/self_study"
TO_DO = ("case", "task", "question", "floor", "myth", "table")
_MODULE: dict[str, type] = {"id": str, "title": str, "aim": str, "minutes": int}
_TO_NAME: dict[str, type] = dict.fromkeys(("cases", "law", "tasks", "check", "floor", "myths", "further"), list)
_LAW: dict[str, type] = {"id": str, "source": str, "cite": str, "words": str, "plain": str}
_TASK: dict[str, type] = {"id": str, "topic": str, "ask": str, "goal": dict, "worked": dict}
_PACE: dict[str, type] = {"id": str, "words_a_minute": int, "law_words_a_minute": int, "minutes": dict}
_READINESS: dict[str, type] = {"id": str, "percent": int, "items": dict}
_WHOLE = 100


@dataclass(frozen=True)
class Known:
    """What a module may name."""

    sources: Mapping[str, Source]
    limits: Mapping[str, Limit]
    cases: Mapping[str, Case]
    interviews: Mapping[str, Interview]
    questions: Mapping[str, BankQuestion]
    floor: Mapping[str, FloorQuestion]
    myths: Mapping[str, Myth]


def read_study(folder: Path, known: Known, texts: dict[str, str], problems: list[Problem]) -> dict[str, Module]:
    """The modules, by id, in the order of their files' names."""
    modules: dict[str, Module] = {}
    taken: dict[str, str] = {}
    paths = sorted((folder / STUDY).glob("*.yaml"))
    if not paths:
        problems.append(Problem(STUDY, "there are no modules.", "Put the folder back, from a copy or from the kit."))
    for path in paths:
        name = f"{STUDY}/{path.name}"
        rows = read_entries(path, name, _MODULE, problems, _TO_NAME, one_will_do=True)
        for row in unique(rows, name, problems):
            place = Place(name, row.number, known.sources, texts, problems)
            if row["id"] in modules:
                place.says(f'the module "{row["id"]}" stands in another file too.', "Give each its own id.")
                continue
            module = _there(_module(row, path.stem, known, place), known, place)
            modules[module.id] = module
            _check_module(module, folder, known, place)
            _check_once(module, taken, place)
    return modules


def _module(row: Row, stem: str, known: Known, place: Place) -> Module:
    texts = place.texts
    texts.update({f"study.{row['id']}.{key}": row[key].strip() for key in ("title", "aim")})
    return Module(
        id=row["id"],
        notebook=f"{NOTEBOOKS}/{stem}.ipynb",
        minutes=row.cells["minutes"],
        cases=_ids(row, "cases"),
        law=tuple(_law(row.cells.get("law") or [], place)),
        tasks=tuple(_tasks(row.cells.get("tasks") or [], known, place)),
        check=_ids(row, "check"),
        floor=_ids(row, "floor"),
        myths=_ids(row, "myths"),
        further=_ids(row, "further"),
    )


def _ids(row: Row, key: str) -> tuple[str, ...]:
    return tuple(map(str, row.cells.get(key) or ()))


def _law(entries: list[Any], place: Place) -> Iterator[OfficialWords]:
    for entry in entries:
        # YAML reads a day as one.
        day = entry.get("compared") if isinstance(entry, dict) else None
        rest = {key: value for key, value in entry.items() if key != "compared"} if isinstance(entry, dict) else entry
        if not place.fits(rest, _LAW, {}):
            continue
        if not isinstance(day, dt.date):
            place.says(f'the words "{entry["id"]}" do not say when they were compared.', "Write compared: 2026-11-26.")
            continue
        if entry["source"] not in place.sources:
            place.says(f'there is no source "{entry["source"]}".', "Write an id of data/sources.csv.")
            continue
        official = OfficialWords(entry["id"], entry["source"], entry["cite"], day)
        _add(place, official.words_id, entry["words"])
        _add(place, official.plain_id, entry["plain"])
        yield official


def _tasks(entries: list[Any], known: Known, place: Place) -> Iterator[Task]:
    for entry in entries:
        if not place.fits(entry, _TASK, {}):
            continue
        interview = known.interviews.get(entry["topic"])
        if interview is None:
            place.says(f'there is no explorer "{entry["topic"]}".', f"Write one of: {', '.join(known.interviews)}.")
            continue
        goal = {plan: tuple(answers) for plan, answers in entry["goal"].items() if isinstance(answers, list)}
        unknown = [a for plan, answers in goal.items() for a in answers if a not in interview.answers.get(plan, ())]
        if not goal or goal.keys() - set(PLANS) or unknown:
            wrong = f'the goal of the task "{entry["id"]}" names no answer that the explorer gives.'
            place.says(wrong, "Write, by iep or plan_504, a list of its answers.")
            continue
        task = Task(entry["id"], entry["topic"], goal, entry["worked"])
        _add(place, task.text_id, entry["ask"])
        yield task


def _add(place: Place, text_id: str, words: str) -> None:
    if text_id in place.texts:
        place.says(f'the id in "{text_id}" stands in another module too.', "Give each its own.")
    place.texts[text_id] = words.strip()


def _there(module: Module, known: Known, place: Place) -> Module:
    """The module without what there is no more: who takes a question out of the bank can still serve a room."""
    named: dict[str, tuple[tuple[str, ...], Mapping[str, object]]] = {
        "cases": (module.cases, known.cases),
        "check": (module.check, known.questions),
        "floor": (module.floor, known.floor),
        "myths": (module.myths, known.myths),
        "further": (module.further, known.sources),
    }
    for key, (ids, there_are) in named.items():
        for unknown in [one for one in ids if one not in there_are]:
            wrong = f'{key} names "{unknown}", and there is none; it is left out.'
            place.problems.append(Problem(place.file, wrong, "Mend the id, or remove it.", place.line, stops=False))
    kept = {key: tuple(one for one in ids if one in there_are) for key, (ids, there_are) in named.items()}
    return replace(module, **kept)  # type: ignore[arg-type]


def _check_module(module: Module, folder: Path, known: Known, place: Place) -> None:
    if not FEWEST_MINUTES <= module.minutes <= MOST_MINUTES:
        wrong = f"the module takes {module.minutes} minutes."
        place.says(wrong, f"Make it {FEWEST_MINUTES} to {MOST_MINUTES}: take something out, or put something in.")
    if not (folder / module.notebook).is_file():
        wrong = f"its notebook {module.notebook} is missing."
        mend = "Put it back, from a copy or from the kit."
        # Whoever serves a room does without.
        place.problems.append(Problem(place.file, wrong, mend, place.line, stops=False))
    ours = (
        module.title_id,
        module.aim_id,
        *(task.text_id for task in module.tasks),
        *(law.plain_id for law in module.law),
    )
    for text_id in ours:
        for unknown in sorted(set(PLACEHOLDER.findall(place.texts[text_id])) - known.limits.keys()):
            place.says(f'there is no number "{unknown}".', "Write an id of data/limits.csv.")


def _check_once(module: Module, taken: dict[str, str], place: Place) -> None:
    """What is asked in two modules would count for both."""
    for item in module.items:
        if item in taken and not item.startswith("case."):
            place.says(f'"{item}" stands in the module "{taken[item]}" too.', "Keep it in one of them.")
        taken.setdefault(item, module.id)


def read_pace(folder: Path, problems: list[Problem]) -> Pace | None:
    """How minutes are counted; None where the file can't be used."""
    for row in read_entries(folder / PACE, PACE, _PACE, problems, one_will_do=True):
        minutes = row["minutes"]
        is_whole = set(minutes) == set(TO_DO) and all(isinstance(value, int | float) for value in minutes.values())
        if is_whole and min(*minutes.values(), row.cells["words_a_minute"], row.cells["law_words_a_minute"]) > 0:
            return Pace(row.cells["words_a_minute"], row.cells["law_words_a_minute"], minutes)
        mend = f"Write a number over 0 for each of: {', '.join(TO_DO)}, and for the words."
        problems.append(Problem(PACE, "some of the minutes can't be read.", mend, row.number, "minutes"))
    return None


def read_readiness(folder: Path, questions: Mapping[str, BankQuestion], problems: list[Problem]) -> Readiness | None:
    """What readiness asks; None where the file can't be used."""
    for row in read_entries(folder / READINESS, READINESS, _READINESS, problems, one_will_do=True):
        items = row["items"]
        there_are: dict[str, int] = {}
        for question in questions.values():
            if question.kind == "knowledge":
                there_are[question.topic] = there_are.get(question.topic, 0) + 1
        bad = [topic for topic, count in items.items() if not 0 < _number(count) <= there_are.get(topic, 0)]
        for topic in bad:
            wrong = f'{items[topic]} questions of "{topic}" can\'t be drawn: there are {there_are.get(topic, 0)}.'
            problems.append(Problem(READINESS, wrong, "Write a number from 1 to that.", row.number, "items"))
        if not 0 < row.cells["percent"] <= _WHOLE:
            problems.append(Problem(READINESS, "the percent can't be.", "Write 1 to 100.", row.number, "percent"))
        elif items and not bad:
            return Readiness(row.cells["percent"], items)
    return None


def _number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
