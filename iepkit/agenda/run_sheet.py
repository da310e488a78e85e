"""The trainer's run sheet as a tagged PDF (PDF/UA-1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from iepkit.agenda.plan import Item, Pause, Plan
from iepkit.agenda.room import PAPERS, Room
from iepkit.agenda.said import clock, cut_sentence, form, spare, title
from iepkit.content import ENGLISH, Content
from iepkit.documents.typesetting import logo_for_paper, typeset
from iepkit.wording import Wording, drafts_used

_PAPERS = dict(zip(PAPERS, ("us-letter", "a4"), strict=True))
_HEADS = ("clock", "block", "minutes", "who", "ready", "real")
_PAPER_HEADS = ("handout", "copies", "before")


def as_pdf(plan: Plan, content: Content, room: Room, language: str = ENGLISH) -> bytes:
    """The run sheet as a PDF file, in memory.

    Raises:
        UnprintableError: with the signs that none of the fonts has.
    """
    wording = Wording(content, language)
    with drafts_used() as drafts:
        data = _as_data(plan, room, wording)
    if drafts:
        data["foot"].append(wording.plain("ui.draft"))
    return typeset("iepkit.agenda", "run_sheet.typ", data)


def _as_data(plan: Plan, room: Room, wording: Wording) -> dict[str, Any]:
    organisation, online = wording.content.organisation, plan.wish.online
    return {
        "title": wording.plain("agenda.title", minutes=plan.wish.minutes),
        "language": wording.language,
        "paper": _PAPERS[room.paper],
        "colours": organisation.colours,
        "logo": logo_for_paper(wording),
        "facts": list(_facts(plan, room, wording)),
        "words": {key: wording.plain(f"agenda.{key}") for key in ("ground_rules", "plan", "cuts", "after")},
        "rules": [wording.plain(f"agenda.rule.{n + 1}") for n in range(wording.content.agenda.ground_rules)],
        "heads": [wording.plain(f"agenda.{key}") for key in _HEADS],
        "rows": list(_rows(plan, room, wording)),
        "spare": spare(plan, wording),
        "cuts": [cut_sentence(cut, wording) for cut in plan.cuts],
        "after_cuts": wording.plain("agenda.take_home" if plan.cuts else "agenda.no_cuts"),
        "paper_title": wording.plain("agenda.paper_online" if online else "agenda.paper"),
        "paper_heads": [wording.plain(f"agenda.{key}") for key in _PAPER_HEADS if key != "copies" or not online],
        "paper_rows": list(_paper(plan, room, wording)),
        "foot": [
            " ".join(filter(None, (wording.plain("organisation.name"), organisation.contact))),
            f"{wording.plain('ui.notice', day=wording.law_as_of)} {wording.plain('organisation.disclaimer')}",
        ],
    }


def _facts(plan: Plan, room: Room, wording: Wording) -> Iterator[str]:
    """Where, with which interpreter, from when to when, and when to be there."""
    place = "online" if plan.wish.online else "room"
    early = wording.content.agenda.set_up[place]
    yield wording.plain("agenda.online" if plan.wish.online else "agenda.in_room")
    yield wording.plain(f"agenda.interpreter.{plan.wish.interpreter}")
    end = clock(plan.minutes, room.start, wording)
    if room.start is None:
        yield wording.plain("agenda.times_from_zero", end=end)
        yield wording.plain("agenda.set_up", minutes=early)
    else:
        yield wording.plain("agenda.times_from", start=clock(0, room.start, wording), end=end)
        yield wording.plain("agenda.set_up_at", time=clock(-early, room.start, wording))


def _rows(plan: Plan, room: Room, wording: Wording) -> Iterator[dict[str, Any]]:
    handed_out: set[str] = set()
    for item in plan.items:
        row = {"clock": clock(item.start, room.start, wording), "minutes": str(item.minutes)}
        if isinstance(item, Pause):
            yield {**row, "title": wording.plain("agenda.break"), "is_block": False}
            continue
        ready = [
            handout
            for handout in item.block.handouts
            if handout not in handed_out and (not plan.wish.online or _is_personal(handout, wording))
        ]
        handed_out.update(ready)
        yield {
            **row,
            "is_block": True,
            "title": title(item, wording),
            "form": form(item, wording),
            "slides": list(_slides(item, wording)),
            "slow": "" if item.correction == 1 else wording.plain("agenda.slow", times=f"{item.correction:g}"),
            "who": wording.plain("agenda.you_and_room" if item.room_acts else "agenda.you"),
            "ready": [wording.plain(f"agenda.paper.{handout}") for handout in ready],
        }
    end = clock(plan.minutes, room.start, wording)
    yield {"clock": end, "minutes": "", "title": wording.plain("agenda.end"), "is_block": False}


def _slides(item: Item, wording: Wording) -> Iterator[str]:
    for one in item.slides:
        yield wording.plain("agenda.slide", title=wording.plain(one.slide.title_id), minutes=one.minutes)


def _paper(plan: Plan, room: Room, wording: Wording) -> Iterator[list[str]]:
    """Each handout: its name, how many copies, and the blocks that it is for; online those that each person gets."""
    for handout in plan.handouts:
        blocks = ", ".join(title(item, wording) for item in plan.blocks if handout in item.block.handouts)
        blocks = blocks or wording.plain("agenda.all")
        name, is_personal = wording.plain(f"agenda.paper.{handout}"), _is_personal(handout, wording)
        if not plan.wish.online:
            yield [name, str(room.people if is_personal else 1), blocks]
        elif is_personal:
            yield [name, blocks]


def _is_personal(handout: str, wording: Wording) -> bool:
    return wording.content.agenda.copies[handout] == "person"
