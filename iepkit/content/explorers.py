"""Reads what the explorers need: the numbers of the law, reasons, interviews and cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from iepkit.content.files import Row, entry_faults, read_entries, read_table
from iepkit.content.model import (
    KINDS,
    OWED_BY,
    PLANS,
    ROUTE_PARTS,
    UNITS,
    Case,
    Choice,
    Interview,
    Limit,
    Problem,
    Question,
    Reason,
    Route,
    Source,
)
from iepkit.content.rows import filled, known_sources, one_of, unique

_BOUNDED = ("number", "date", "list")
LIMITS = "data/limits.csv"
COUNTED_UNITS = "data/units.csv"
REASONS = "data/reasons"
ROUTES = "data/routes.yaml"
INTERVIEWS = "data/interviews"
CASES = "data/cases"
_LIMIT_COLUMNS = ("id", "name", "value", "unit", "owed_by", "counted_from", "sources")
_UNIT_COLUMNS = ("unit", "one", "many", "counting", "sources")
_QUESTION_OPTIONAL: dict[str, type] = {
    "help": str, "choices": list, "ask_if": dict, "min": int, "max": int, "start": str, "switch": bool, "fields": list,
}  # fmt: skip
_REASON_OPTIONAL: dict[str, type] = {"if_yes": str, "if_no": str}
_CASE_OPTIONAL: dict[str, type] = {"expect": dict, "question": str, "district": str}

Texts = dict[str, str]


def read_limits(folder: Path, sources: Mapping[str, Source], texts: Texts, problems: list[Problem]) -> dict[str, Limit]:
    """The numbers of the law, by id."""
    limits = {}
    for row in unique(read_table(folder / LIMITS, LIMITS, _LIMIT_COLUMNS, problems), LIMITS, problems):
        good = filled(row, ("name", "counted_from", "sources"), LIMITS, problems)
        good &= one_of(row, "unit", UNITS, LIMITS, problems)
        good &= one_of(row, "owed_by", OWED_BY, LIMITS, problems)
        if not row["value"].isdigit():
            problems.append(
                Problem(LIMITS, f'"{row["value"]}" is no number.', "Write a whole number.", row.number, "value")
            )
        elif good:
            ids = known_sources(row, "sources", dict(sources), LIMITS, problems)
            limits[row["id"]] = Limit(row["id"], int(row["value"]), row["unit"], row["owed_by"], ids)
            texts.update({f"limit.{row['id']}.{key}": row[key] for key in ("name", "counted_from")})
    return limits


def read_units(
    folder: Path, sources: Mapping[str, Source], texts: Texts, problems: list[Problem]
) -> dict[str, tuple[str, ...]]:
    """How each kind of day, month and year is called and counted: the sources, by unit."""
    units = {}
    for row in read_table(folder / COUNTED_UNITS, COUNTED_UNITS, _UNIT_COLUMNS, problems):
        good = one_of(row, "unit", UNITS, COUNTED_UNITS, problems)
        if filled(row, _UNIT_COLUMNS, COUNTED_UNITS, problems) and good:
            units[row["unit"]] = known_sources(row, "sources", dict(sources), COUNTED_UNITS, problems)
            texts.update({f"unit.{row['unit']}.{key}": row[key] for key in ("one", "many", "counting")})
    for unit in UNITS:
        if unit not in units and unit != "age":
            problems.append(Problem(COUNTED_UNITS, f'the unit "{unit}" is missing.', "Add its row."))
    return units


def read_reasons(
    folder: Path, sources: Mapping[str, Source], texts: Texts, problems: list[Problem]
) -> dict[str, Reason]:
    """The reasons that rules give, by id."""
    kinds: dict[str, type] = {"id": str, "text": str, "say": str, "sources": list}
    reasons: dict[str, Reason] = {}
    for path in sorted((folder / REASONS).glob("*.yaml")):
        name = f"{REASONS}/{path.name}"
        for row in unique(read_entries(path, name, kinds, problems, _REASON_OPTIONAL), name, problems):
            if ("if_yes" in row.cells) != ("if_no" in row.cells):
                mend = "Say what follows from yes and what from no."
                problems.append(Problem(name, "if_yes and if_no go together.", mend, row.number))
            if row["id"] in reasons:
                wrong = f'the reason "{row["id"]}" stands in another file too.'
                problems.append(Problem(name, wrong, "Keep one of them.", row.number))
            ids = known_sources(row, "sources", dict(sources), name, problems)
            reasons[row["id"]] = Reason(row["id"], path.stem, "if_yes" in row.cells, ids)
            for key in ("text", "say", "if_yes", "if_no"):
                if key in row.cells:
                    texts[f"reason.{row['id']}.{key}"] = row[key].strip()
    return reasons


def read_routes(folder: Path, sources: Mapping[str, Source], texts: Texts, problems: list[Problem]) -> dict[str, Route]:
    """The ways to settle a dispute, by id, in the order in which they are shown."""
    kinds: dict[str, type] = {"id": str, "sources": list, **dict.fromkeys(ROUTE_PARTS, str)}
    routes = {}
    for row in unique(read_entries(folder / ROUTES, ROUTES, kinds, problems), ROUTES, problems):
        routes[row["id"]] = Route(row["id"], known_sources(row, "sources", dict(sources), ROUTES, problems))
        texts.update({f"route.{row['id']}.{part}": row[part].strip() for part in ROUTE_PARTS})
    return routes


def read_interviews(folder: Path, texts: Texts, problems: list[Problem]) -> dict[str, Interview]:
    """The explorers' questions, by topic."""
    kinds: dict[str, type] = {"id": str, "title": str, "intro": str, "questions": list, "answers": dict, "say": dict}
    interviews = {}
    for path in sorted((folder / INTERVIEWS).glob("*.yaml")):
        name = f"{INTERVIEWS}/{path.name}"
        for row in unique(read_entries(path, name, kinds, problems), name, problems):
            topic = row["id"]
            texts[f"interview.{topic}.title"] = row["title"]
            texts[f"interview.{topic}.intro"] = row["intro"]
            questions = tuple(_questions(topic, row, name, texts, problems))
            answers = {}
            for plan in PLANS:
                said = row["answers"].get(plan) or {}
                answers[plan] = tuple(said)
                texts.update({f"answer.{topic}.{plan}.{answer}": text for answer, text in said.items()})
                say = row["say"].get(plan) or {}
                if not said or set(say) != set(said):
                    mend = "Give each answer its text and its sentence to say."
                    problems.append(Problem(name, f"answers and say of {plan} do not match.", mend, row.number))
                texts.update({f"say.{topic}.{plan}.{answer}": text for answer, text in say.items()})
            interviews[topic] = Interview(topic, questions, answers)
    return interviews


def _questions(
    topic: str, row: Row, name: str, texts: Texts, problems: list[Problem], *, within: str = ""
) -> Iterator[Question]:
    known: set[str] = set()
    for entry in row["questions"]:
        kinds: dict[str, type] = {"id": str, "ask": str, "kind": str}
        faults = list(entry_faults(entry, kinds, name, row.number, _QUESTION_OPTIONAL))
        if not faults:
            faults = list(_question_faults(entry, known, name, row.number))
        problems.extend(faults)
        if faults:
            continue
        known.add(entry["id"])
        question_id = f"{within}{entry['id']}"
        place = f"question.{topic}.{question_id}"
        texts[f"{place}.ask"] = entry["ask"]
        if "help" in entry:
            texts[f"{place}.help"] = entry["help"]
        choices = []
        for choice in entry.get("choices", ()):
            choices.append(Choice(choice["id"], bool(choice.get("alone"))))
            texts[f"choice.{topic}.{question_id}.{choice['id']}"] = choice["text"]
        fields = Row(row.number, {"questions": entry.get("fields", [])})
        yield Question(
            id=question_id,
            kind=entry["kind"],
            choices=tuple(choices),
            ask_if=entry.get("ask_if", {}),
            bounds=(entry["min"], entry["max"]) if entry["kind"] in _BOUNDED else None,
            start=entry.get("start", ""),
            switch=bool(entry.get("switch")),
            fields=tuple(_questions(topic, fields, name, texts, problems, within=f"{question_id}.")),
        )


def _question_faults(entry: dict[str, Any], known: set[str], name: str, line: int) -> Iterator[Problem]:
    where = f'question "{entry["id"]}"'
    if entry["id"] in known:
        yield Problem(name, f"{where} stands twice.", "Keep one of them.", line)
    if entry["kind"] not in KINDS:
        yield Problem(
            name, f'{where}: the kind "{entry["kind"]}" is not known.', f"Write one of: {', '.join(KINDS)}.", line
        )
    if entry["kind"] in ("one", "many") and not entry.get("choices"):
        yield Problem(name, f"{where} has no choices.", "Add them.", line)
    if entry["kind"] in _BOUNDED and not ("min" in entry and "max" in entry):
        mend = "Write the least and the greatest number; of a date, the years; of a list, how many rows."
        yield Problem(name, f"{where} has no min or max.", mend, line)
    if (entry["kind"] == "list") != bool(entry.get("fields")):
        yield Problem(name, f"{where}: a list has fields, and nothing else has.", "Say what each row asks.", line)
    for choice in entry.get("choices", ()):
        yield from entry_faults(choice, {"id": str, "text": str}, name, line, {"alone": bool})
    for other, condition in entry.get("ask_if", {}).items():
        if other not in known:
            yield Problem(
                name, f'{where} waits for "{other}", which does not stand before it.', "Move it, or mend ask_if.", line
            )
        if not isinstance(condition, dict) or set(condition) - {"is", "at_least"} or len(condition) != 1:
            yield Problem(
                name, f"{where}: ask_if is not understood.", "Write {is: [answers]} or {at_least: limit}.", line
            )


def read_cases(folder: Path, topics: Mapping[str, Interview], texts: Texts, problems: list[Problem]) -> dict[str, Case]:
    """The stories, by id."""
    cases: dict[str, Case] = {}
    if not topics:
        # Each story would only say again that the questions can't be read.
        return cases
    for path in sorted((folder / CASES).glob("*.yaml")):
        for case, said in read_case_file(path, f"{CASES}/{path.name}", topics, problems):
            if case.id in cases:
                problems.append(Problem(case.place, f'the case "{case.id}" stands twice.', "Give each its own id."))
            if not set(case.expect) >= set(PLANS):
                mend = "Write under expect what iep and plan_504 give."
                problems.append(Problem(case.place, f'the case "{case.id}" does not say what each plan gives.', mend))
            cases[case.id] = case
            texts.update(said)
    return cases


def read_case_file(
    path: Path, name: str, topics: Mapping[str, Interview], problems: list[Problem]
) -> Iterator[tuple[Case, Texts]]:
    """The cases of one file, each with its texts."""
    kinds: dict[str, type] = {"id": str, "topic": str, "name": str, "given": dict}
    for row in unique(read_entries(path, name, kinds, problems, _CASE_OPTIONAL, one_will_do=True), name, problems):
        if not one_of(row, "topic", tuple(topics), name, problems):
            continue
        texts = {f"case.{row['id']}.name": row["name"]}
        workshop = [key for key in ("question", "district") if key in row.cells]
        if len(workshop) == 1:
            mend = "A story for the workshop has both."
            problems.append(Problem(name, "question and district go together.", mend, row.number))
        for key in workshop:
            texts[f"case.{row['id']}.{key}"] = row[key].strip()
        yield (
            Case(
                id=row["id"],
                topic=row["topic"],
                place=f"{name}, row {row.number}",
                given=row["given"],
                expect=row.cells.get("expect", {}),
                workshop=len(workshop) == 2,
            ),
            texts,
        )
