"""Reads the bank of questions, those that staff alone are asked, and the check that is made of the bank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from iepkit.content.bank import ITEM_KINDS, LENGTHS, BankChoice, BankQuestion, Check, CheckItem, CheckPair
from iepkit.content.files import Row, read_entries, read_table
from iepkit.content.letters import PLACEHOLDER
from iepkit.content.model import Limit, Problem, Source
from iepkit.content.rows import Place, filled, one_of, unique
from iepkit.content.workshop import FLOOR_TOPICS

QUESTIONS = "data/questions.yaml"
STAFF_QUESTIONS = "data/staff_questions.yaml"
STAFF_TOPICS = ("massachusetts", "room")
PAIRS = "data/check_pairs.csv"
ITEMS = "data/check_items.csv"
KINDS = ("knowledge", "do")
HARDEST = 3
_KEYS: dict[str, type] = {"id": str, "topic": str, "kind": str, "difficulty": int, "ask": str, "choices": list}
_OPTIONAL: dict[str, type] = {"deadline": bool}
_CHOICE: dict[str, type] = {"id": str, "text": str, "feedback": str, "sources": list}
_FEWEST_CHOICES = 2
_PAIRS_BY_LENGTH = {"short": 3, "full": 10}


def read_bank(
    folder: Path,
    sources: Mapping[str, Source],
    limits: Mapping[str, Limit],
    texts: dict[str, str],
    problems: list[Problem],
    *,
    file: str = QUESTIONS,
    topics: tuple[str, ...] = FLOOR_TOPICS,
) -> dict[str, BankQuestion]:
    """The questions of one file, by id."""
    questions = {}
    for row in unique(read_entries(folder / file, file, _KEYS, problems, _OPTIONAL), file, problems):
        place = Place(file, row.number, sources, texts, problems)
        is_known = one_of(row, "topic", topics, file, problems)
        if not (one_of(row, "kind", KINDS, file, problems) and is_known):
            continue
        if f"bank.{row['id']}.ask" in texts:
            place.says(f'the id "{row["id"]}" stands in another file of questions too.', "Give it another one.")
            continue
        question = _question(row, place)
        questions[question.id] = question
        _check_question(question, place, limits)
    return questions


def _question(row: Row, place: Place) -> BankQuestion:
    place.texts[f"bank.{row['id']}.ask"] = row["ask"].strip()
    choices = tuple(_choice(row["id"], entry, place) for entry in _choices(row["choices"], place))
    is_deadline = bool(row.cells.get("deadline"))
    return BankQuestion(row["id"], row["topic"], row["kind"], row["difficulty"], choices, is_deadline)


def _choices(entries: list[Any], place: Place) -> Iterator[dict[str, Any]]:
    seen = set()
    for entry in entries:
        if not place.fits(entry, _CHOICE, {"right": bool}):
            continue
        if entry["id"] in seen:
            place.says(f'the choice "{entry["id"]}" stands twice.', "Give each its own id.")
            continue
        seen.add(entry["id"])
        yield entry


def _choice(question: str, entry: dict[str, Any], place: Place) -> BankChoice:
    choice = BankChoice(question, entry["id"], bool(entry.get("right")), place.known(entry))
    place.texts[choice.text_id] = entry["text"].strip()
    place.texts[choice.feedback_id] = entry["feedback"].strip()
    return choice


def _check_question(question: BankQuestion, place: Place, limits: Mapping[str, Limit]) -> None:
    if not 1 <= question.difficulty <= HARDEST:
        place.says(
            f"the difficulty {question.difficulty} is not known.", f"Write a number from 1, easy, to {HARDEST}, hard."
        )
    if len(question.choices) < _FEWEST_CHOICES:
        place.says("fewer than two choices can be read.", "Give it two or more; each with id, text and feedback.")
    right = sum(choice.is_right for choice in question.choices)
    if question.kind == "knowledge" and right != 1:
        place.says(f"{right} choices are right.", "Write right: true at one of them, or make it kind: do.")
    if question.kind == "do" and right:
        place.says('a question "what would you do?" has no right choice.', "Remove right, or make it kind: knowledge.")
    named = {name for text_id in question.text_ids for name in PLACEHOLDER.findall(place.texts[text_id])}
    for unknown in sorted(named - limits.keys()):
        place.says(f'there is no number "{unknown}".', "Write an id of data/limits.csv.")


def read_check(
    folder: Path, questions: Mapping[str, BankQuestion], texts: dict[str, str], problems: list[Problem]
) -> Check:
    """The check: its pairs of questions, and what it asks besides."""
    pairs = list(_pairs(folder, questions, problems))
    return Check(tuple(pairs), tuple(_items(folder, texts, problems)))


def _pairs(folder: Path, questions: Mapping[str, BankQuestion], problems: list[Problem]) -> Iterator[CheckPair]:
    used: set[str] = set()
    rows = read_table(folder / PAIRS, PAIRS, ("before", "after", "length"), problems)
    counted = dict.fromkeys(LENGTHS, 0)
    for row in rows:
        if not one_of(row, "length", LENGTHS, PAIRS, problems):
            continue
        fault = _fault_of_pair(row, questions, used)
        if fault:
            problems.append(Problem(PAIRS, *fault, row.number))
            continue
        used |= {row["before"], row["after"]}
        for length in LENGTHS[LENGTHS.index(row["length"]) :]:
            counted[length] += 1
        yield CheckPair(row["before"], row["after"], row["length"] == "short")
    for length, wanted in _PAIRS_BY_LENGTH.items():
        if rows and counted[length] != wanted:
            wrong = f"the {length} check has {counted[length]} pairs."
            problems.append(Problem(PAIRS, wrong, f"Give it {wanted}; a short pair counts for the full check too."))


def _fault_of_pair(row: Row, questions: Mapping[str, BankQuestion], used: set[str]) -> tuple[str, str] | None:
    """What is wrong with a pair, and how to mend it."""
    names = (row["before"], row["after"])
    for name in names:
        if name not in questions or questions[name].kind != "knowledge":
            return f'"{name}" is no question of knowledge.', f"Write an id of {QUESTIONS} that has a right choice."
        if name in used:
            return f'"{name}" stands in another pair too.', "Ask each question once."
    before, after = (questions[name] for name in names)
    if row["before"] == row["after"]:
        return "both are the same question.", "Pair it with another one on the same idea."
    if (before.topic, before.difficulty) != (after.topic, after.difficulty):
        return "the two differ in topic or difficulty.", "Pair questions that match in both."
    return None


def _items(folder: Path, texts: dict[str, str], problems: list[Problem]) -> Iterator[CheckItem]:
    for row in unique(read_table(folder / ITEMS, ITEMS, ("id", "kind", "text", "help"), problems), ITEMS, problems):
        is_known = one_of(row, "kind", ITEM_KINDS, ITEMS, problems)
        if not (filled(row, ("text",), ITEMS, problems) and is_known):
            continue
        item = CheckItem(row["id"], row["kind"])
        texts[item.text_id] = row["text"]
        if row["help"]:
            texts[item.help_id] = row["help"]
        yield item
