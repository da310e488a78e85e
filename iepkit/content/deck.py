"""Reads the slides, a block of the workshop in each file, and the myths."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from iepkit.content.files import Row, entry_faults, read_entries
from iepkit.content.model import PLANS, Problem, Source
from iepkit.content.rows import Place, known_sources, unique
from iepkit.content.workshop import PICTURES, Block, Myth, Piece, Slide

DECK = "data/deck"
MYTHS = "data/myths.yaml"
_BLOCK_KEYS: dict[str, type] = {"id": str, "title": str, "aim": str, "priority": int, "slides": list}
_BLOCK_OPTIONAL: dict[str, type] = {"always": bool, "part": str, "handouts": list}
_SLIDE_KEYS: dict[str, type] = {"id": str, "title": str, "minutes": range, "body": list, "say": str, "ask": str}
_SLIDE_OPTIONAL: dict[str, type] = {
    "short": bool,
    "doing": range,
    "online": str,
    "myth": str,
    "more": list,
    "sources": list,
}
_PIECES: tuple[tuple[dict[str, type], dict[str, type]], ...] = (
    ({"of": str}, {"sentences": tuple, "plan": str, "sources": list}),
    ({"text": str}, {"plan": str, "sources": list}),
    ({"picture": str}, {}),
)
_TEXTS = ("title", "say", "ask", "online")
_NOTHING = (0, 0)

Texts = dict[str, str]


def read_myths(folder: Path, sources: Mapping[str, Source], texts: Texts, problems: list[Problem]) -> dict[str, Myth]:
    """The myths, by id."""
    myths = {}
    keys: dict[str, type] = {"id": str, "myth": str, "answer": str, "sources": list}
    for row in unique(read_entries(folder / MYTHS, MYTHS, keys, problems), MYTHS, problems):
        myths[row["id"]] = Myth(row["id"], known_sources(row, "sources", dict(sources), MYTHS, problems))
        texts.update({f"myth.{row['id']}.{key}": row[key].strip() for key in ("myth", "answer")})
    return myths


def read_deck(folder: Path, sources: Mapping[str, Source], texts: Texts, problems: list[Problem]) -> dict[str, Block]:
    """The blocks of the workshop, by id, in the order of their files' names."""
    blocks: dict[str, Block] = {}
    paths = sorted((folder / DECK).glob("*.yaml"))
    if not paths:
        problems.append(Problem(DECK, "there are no slides.", "Put the folder back, from a copy or from the kit."))
    for path in paths:
        name = f"{DECK}/{path.name}"
        rows = read_entries(path, name, _BLOCK_KEYS, problems, _BLOCK_OPTIONAL, one_will_do=True)
        for row in unique(rows, name, problems):
            if row["id"] in blocks:
                wrong = f'the block "{row["id"]}" stands in another file too.'
                problems.append(Problem(name, wrong, "Give each its own id.", row.number, "id"))
                continue
            place = Place(name, row.number, sources, texts, problems)
            slides = tuple(_slides(row["slides"], row["id"], place))
            problems.extend(_faults_of_block(row, slides, name, blocks))
            cells = row.cells
            blocks[row["id"]] = Block(
                id=row["id"],
                priority=cells["priority"],
                always=bool(cells.get("always")),
                part=cells.get("part") or "",
                handouts=tuple(map(str, cells.get("handouts") or ())),
                slides=slides,
            )
            texts.update({f"deck.{row['id']}.{key}": row[key].strip() for key in ("title", "aim")})
    return blocks


def _faults_of_block(row: Row, slides: tuple[Slide, ...], name: str, before: Mapping[str, Block]) -> Iterator[Problem]:
    taken = {block.priority: block.id for block in before.values()}
    if row["priority"] in taken:
        wrong = f'the priority {row["priority"]} is that of the block "{taken[row["priority"]]}" too.'
        yield Problem(name, wrong, "Give each block its own: 1 is picked first.", row.number, "priority")
    if slides and not any(slide.short for slide in slides):
        wrong = f'the block "{row["id"]}" has no slide for its short form.'
        yield Problem(name, wrong, "Write short: true at one of its slides at least.", row.number)


def _slides(entries: list[Any], block: str, place: Place) -> Iterator[Slide]:
    seen: set[str] = set()
    for number, entry in enumerate(entries, start=1):
        where = f'the slide "{entry["title"]}"' if isinstance(entry, dict) and "title" in entry else f"slide {number}"
        faults = list(_faults_of_slide(entry, seen))
        for fault in faults:
            place.says(f"block {block}, {where}: {fault.wrong}", fault.mend)
        if faults:
            continue
        seen.add(entry["id"])
        text_id = f"deck.{block}.{entry['id']}"
        place.texts.update({f"{text_id}.{key}": entry[key].strip() for key in _TEXTS if key in entry})
        low, high = entry["minutes"]
        yield Slide(
            id=entry["id"],
            block=block,
            short=bool(entry.get("short")),
            minutes=(low, high),
            doing=tuple(entry.get("doing") or _NOTHING),
            body=tuple(_pieces(entry["body"], text_id, place)),
            is_online_different="online" in entry,
            myth=entry.get("myth") or "",
            more=tuple(map(str, entry.get("more") or ())),
            sources=place.known(entry),
        )


def _faults_of_slide(entry: Any, seen: set[str]) -> Iterator[Problem]:
    faults = list(entry_faults(entry, _SLIDE_KEYS, "", 0, _SLIDE_OPTIONAL))
    yield from faults
    if faults:
        return
    if entry["id"] in seen:
        yield Problem("", f'the id "{entry["id"]}" stands twice.', "Give each slide of a block its own.")
    if tuple(entry["minutes"]) == tuple(entry.get("doing") or _NOTHING) == _NOTHING:
        yield Problem("", "it takes no minutes.", "Write how many, such as minutes: [2, 3].")
    for piece in entry["body"]:
        yield from _faults_of_piece(piece)


def _faults_of_piece(piece: Any) -> Iterator[Problem]:
    kinds = [keys for keys in _PIECES if isinstance(piece, dict) and keys[0].keys() <= piece.keys()]
    if len(kinds) != 1:
        yield Problem("", "a part of its body is not understood.", "Start it with of:, text: or picture:.")
        return
    yield from entry_faults(piece, kinds[0][0], "", 0, kinds[0][1])
    if piece.get("plan", PLANS[0]) not in PLANS:
        yield Problem("", f'there is no plan "{piece["plan"]}".', f"Write one of: {', '.join(PLANS)}.")
    if piece.get("picture", PICTURES[0]) not in PICTURES:
        yield Problem("", f'there is no picture "{piece["picture"]}".', f"Write one of: {', '.join(PICTURES)}.")


def _pieces(entries: list[dict[str, Any]], slide: str, place: Place) -> Iterator[Piece]:
    for number, entry in enumerate(entries, start=1):
        own = f"{slide}.body.{number}"
        if "text" in entry:
            place.texts[own] = entry["text"].strip()
        yield Piece(
            text_id=own if "text" in entry else entry.get("of", ""),
            sentences=tuple(entry.get("sentences") or ()),
            plan=entry.get("plan") or "",
            picture=entry.get("picture") or "",
            sources=place.known(entry),
        )
